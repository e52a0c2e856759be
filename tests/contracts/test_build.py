"""``gongkai build`` and ``gongkai serve`` as a user runs them: the same site on every machine, and alive."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\n---\ntitle: x\n---\n[a](javascript:alert(1)){: onclick=alert(1) }\n"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "generator", *map(str, arguments)]


def build(reports: Path, out: Path, root: Path, *options: str, **environment: str) -> dict[str, object]:
    done = subprocess.run(
        command("build", "--reports", reports, "--out", out, *options),
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def reports(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    shutil.copytree(root / "data" / "reports", folder)
    (folder / "empty.txt").touch()
    (folder / "hostile <b>.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


def test_same_data_set_and_site_whatever_the_circumstances(reports: Path, root: Path, tmp_path: Path) -> None:
    answer = build(reports, tmp_path / "one", root, "--jobs", "1")
    assert answer == {"reports": 7, "ok": 3, "partial": 2, "failed": 2, "out": str(tmp_path / "one")}
    build(reports, tmp_path / "two", root, "--jobs", "2", LC_ALL="C", TZ="Asia/Kathmandu", PYTHONHASHSEED="7")
    for part in ("dataset", "site"):
        assert digests(tmp_path / "one" / part) == digests(tmp_path / "two" / part)
    pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "one" / "site").rglob("*.html"))
    assert "<script>alert(1)</script>" not in pages
    assert "hostile <b>" not in pages


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def answers(address: str, seconds: float) -> bool:
    """Say whether the address is there within some time."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with opener.open(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


@pytest.mark.long
def test_serve_builds_again_when_a_report_comes(reports: Path, root: Path, tmp_path: Path) -> None:
    site = f"http://127.0.0.1:{(port := free_port())}"
    arguments = ("serve", "--reports", reports, "--out", tmp_path / "out", "--port", str(port))
    with subprocess.Popen(command(*arguments), cwd=root, stderr=subprocess.DEVNULL) as server:
        try:
            assert answers(f"{site}/o/410523105-baiying/2023/", 60)
            text = (reports / "003_007be9ad47cc36ba.txt").read_text(encoding="utf-8")
            (reports / "another.txt").write_text(text.replace("2023", "2022"), encoding="utf-8")
            assert answers(f"{site}/o/410523105-baiying/2022/", 60)
            with pytest.raises(urllib.error.HTTPError) as missing:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{site}/nowhere/", timeout=5)
            assert missing.value.code == 404
            assert missing.value.read() == (tmp_path / "out" / "site" / "404.html").read_bytes()
        finally:
            server.terminate()
