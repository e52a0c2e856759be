from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from generator.manifest import Manifest, read_manifest
from generator.sources import MAX_BYTES, find_sources


def write(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return [source.source for source in find_sources(folder).sources]


def test_walks_subfolders_and_orders_by_bytes(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "B.txt", "镜泊镇.txt", "a-1.txt"):
        write(tmp_path / name, name)
    assert names(tmp_path) == ["B.txt", "a-1.txt", "a.txt", "a/z.txt", "b.txt", "镜泊镇.txt"]


def test_what_is_no_report(tmp_path: Path) -> None:
    for name in ("manifest.csv", "README", "readme.md", "x/README.zh.txt", ".hidden", ".git/config", "x/manifest.csv"):
        write(tmp_path / name, "file\n")
    write(tmp_path / "readme-of-a-body.txt")
    assert names(tmp_path) == ["readme-of-a-body.txt"]


def test_folder_with_a_name_that_is_no_report_is_still_walked(tmp_path: Path) -> None:
    for name in ("README/a.txt", "x/readme.d/b.txt", "manifest.csv/c.txt", ".hidden/d.txt"):
        write(tmp_path / name, name)
    assert names(tmp_path) == ["README/a.txt", "manifest.csv/c.txt", "x/readme.d/b.txt"]


def test_links_pipes_and_sockets_are_listed_not_followed(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    write(reports / "a.txt")
    write(tmp_path / "elsewhere" / "secret.txt", "secret")
    (reports / "link.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (reports / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(reports / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(reports / "socket"))
        found = find_sources(reports)
    assert [source.source for source in found.sources] == ["a.txt"]
    assert [(item.name, item.reason) for item in found.skipped] == [
        ("folder", "符号链接，不跟随"),
        ("link.txt", "符号链接，不跟随"),
        ("pipe", "管道，不跟随"),
        ("socket", "套接字，不跟随"),
    ]


def test_odd_names_get_their_row(tmp_path: Path) -> None:
    odd = [b"\xff\xfe.txt", b"line\nbreak.txt", b'tab\t,quote".txt', b"x" * 251 + b".txt", b"\xe9\x95\x9c.txt"]
    for number, name in enumerate(odd):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(str(number))
    assert sorted(names(tmp_path)) == sorted(
        ["\\xff\\xfe.txt", "line\nbreak.txt", 'tab\t,quote".txt', "x" * 251 + ".txt", "镜.txt"]
    )


def test_same_content_is_one_row_under_the_first_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt"):
        write(tmp_path / name, "same")
    write(tmp_path / "other.txt", "other")
    first, other = find_sources(tmp_path).sources
    assert (first.source, other.source) == ("a.txt", "other.txt")
    (finding,) = first.findings
    assert finding.rule == "file.duplicate"
    assert "“b.txt”、“c/d.txt”" in finding.message
    assert not other.findings


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (source,) = find_sources(tmp_path).sources
    assert source.error.startswith("文件过大")
    assert len(source.sha256) == 64


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_has_a_reason(tmp_path: Path) -> None:
    write(tmp_path / "a.txt").chmod(0)
    (source,) = find_sources(tmp_path).sources
    assert source.error == "文件无法打开（没有权限）"


def test_manifest_gives_the_address_and_notices_a_changed_file(tmp_path: Path) -> None:
    good, old = hashlib.sha256(b"good").hexdigest(), hashlib.sha256(b"old").hexdigest()
    write(tmp_path / "a.txt", "good")
    write(tmp_path / "b.txt", "new")
    write(
        tmp_path / "manifest.csv",
        "\ufefffile,source_url,retrieved_on,sha256,note\n"
        f"a.txt,https://example.gov.cn/1.html,2026-01-02,{good.upper()},x\n"
        f"b.txt,,,{old}\n"
        "gone.txt,,,\n",
    )
    found = find_sources(tmp_path)
    a, b = found.sources
    assert (a.source_url, a.findings) == ("https://example.gov.cn/1.html", ())
    assert [finding.rule for finding in b.findings] == ["file.changed"]
    assert (b.findings[0].expected, b.findings[0].actual) == (old, b.sha256)
    assert found.notes == ("manifest.csv：所列文件“gone.txt”不存在",)


def manifest_of(folder: Path, text: str) -> Manifest:
    write(folder / "manifest.csv", text)
    return read_manifest(folder / "manifest.csv")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",https://example.cn,,", "没有文件名"),
        ("a.txt,javascript:alert(1),,", "source_url 不是 http(s) 网址：javascript:alert(1)"),
        ("a.txt,http://[bad,,", "source_url 不是 http(s) 网址：http://[bad"),
        ("a.txt,,last week,", "retrieved_on 不是 YYYY-MM-DD 日期：last week"),
        ("a.txt,,,1234", "sha256 不是 64 位十六进制数：1234"),
    ],
)
def test_wrong_manifest_line_is_named_and_left_out(tmp_path: Path, line: str, reason: str) -> None:
    manifest = manifest_of(tmp_path, f"file,source_url,retrieved_on,sha256\nok.txt,,,\n{line}\nlast.txt,,,\n")
    assert manifest.notes == (f"manifest.csv：第 3 行：{reason}",)
    assert list(manifest.entries) == ["ok.txt", "last.txt"]


def test_manifest_with_another_header_is_left_out(tmp_path: Path) -> None:
    assert manifest_of(tmp_path, "name,url\na.txt,\n").notes == (
        "manifest.csv：第 1 行：缺少 file 一列，表头应为 file,source_url,retrieved_on,sha256",
    )
    assert manifest_of(tmp_path, 'file\n"open').notes[0].endswith("其后各行未读取")


def test_manifest_that_is_not_read_is_said(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_bytes("file\n镜泊镇.txt\n".encode("gb18030"))
    assert find_sources(tmp_path).notes == ("manifest.csv：不是 UTF-8 编码，未读取，请另存为 UTF-8",)
    manifest.rename(tmp_path / ".list")
    manifest.symlink_to(tmp_path / ".list")
    assert find_sources(tmp_path).notes == ("manifest.csv：符号链接，不跟随，未读取",)
