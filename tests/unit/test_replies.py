"""A body's reply is published as it was written; a broken file is named and costs nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.dataset.read import read_dataset
from generator.dataset.write import write_dataset
from generator.model import Dataset
from generator.pipeline import assemble, load_words
from tests.builders import report_of
from tests.unit.test_decisions import Heard

ORG = "231084107-jingbo"
HEAD = "---\ndate: 2026-10-01\nfrom: 镜泊镇人民政府党政办\nverified: 盖章公函\n"
ABOUT = "about: requests.received.total, requests.balance\nurl: https://example.gov.cn/1\n"
GOOD = f"{HEAD}{ABOUT}---\n确有其事。\n\n第二段 <b>\n"


def made(folder: Path, **files: str | bytes) -> tuple[Dataset, list[str]]:
    for name, text in files.items():
        path = folder / "replies" / ORG / name.replace("_", "-").replace("-md", ".md").replace("-txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    heard = Heard()
    return assemble(
        [report_of("granted | 8\noutcomes_total | 9\nreceived | 9")], load_words(folder), heard
    ), heard.notes


def test_a_reply_is_read_and_published(tmp_path: Path) -> None:
    dataset, notes = made(tmp_path, **{"2022-1_md": GOOD, "2022-2_txt": f"{HEAD}---\n另。".replace("\n", "\r\n")})
    first, second = dataset.replies
    assert (first.org_id, first.year, first.number, first.date) == (ORG, 2022, 1, "2026-10-01")
    assert (first.sender, first.verified) == ("镜泊镇人民政府党政办", "盖章公函")
    assert first.about == ("requests.received.total", "requests.balance")
    assert first.text == "确有其事。\n\n第二段 <b>"
    assert (second.number, second.text, second.about) == (2, "另。", ())
    assert notes == [f"replies/{ORG}/2022-1：about 所指的 requests.balance 在该报告中没有"]
    write_dataset(dataset, tmp_path / "dataset")
    assert read_dataset(tmp_path / "dataset").replies == dataset.replies


def test_numbers_of_persons_are_masked_in_replies_too(tmp_path: Path) -> None:
    dataset, _ = made(tmp_path, **{"2022-1_md": f"{HEAD}---\n申请人李某，手机13812345678。"})
    assert dataset.replies[0].text == "申请人李某，手机13*********。"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("2022-3_md", "没有文件头", "第 1 行：第一行应为 ---，未采用"),
        ("2022-3_md", HEAD.strip(), "第 4 行：文件头没有结束的 ---，未采用"),
        ("2022-3_md", f"{HEAD}---\n", "第 5 行：没有正文，未采用"),
        ("2022-3_md", GOOD.replace("2026-10-01", "十月"), "第 2 行：date 不是 YYYY-MM-DD 日期：十月，未采用"),
        ("2022-3_md", GOOD.replace("verified: 盖章公函\n", ""), "第 6 行：缺少 verified，未采用"),
        ("2022-3_md", GOOD.replace("https://", "javascript:"), "第 6 行：url 不是 http(s) 网址"),
        ("2022-3_md", GOOD.replace("requests.balance", "<x>"), "第 5 行：about 应为 表.行.列 或规则代码：<x>，未采用"),
        ("2022-3_md", GOOD.replace("from:", "name:"), "第 3 行：应为“"),
        ("2022-3_md", b"\xff\xfe\x00", "不是 UTF-8 编码"),
        ("2022-3_md", GOOD + "长" * 20_001, "正文超过 20000 字，未采用"),
        ("reply_md", GOOD, "文件名应为 年度-序号.md 或 .txt"),
        ("2022-1_txt", GOOD, "同一编号已有另一个文件，未采用"),
    ],
)
def test_a_broken_file_is_named_and_costs_nothing_else(
    tmp_path: Path, name: str, text: str | bytes, reason: str
) -> None:
    dataset, notes = made(tmp_path, **{"2022-1_md": GOOD.replace(", requests.balance", ""), name: text})
    assert len(dataset.replies) == 1
    (note,) = notes
    assert note.startswith(f"replies/{ORG}/{name.replace('_', '.')}：{reason}")


def test_replies_of_strangers_and_to_withdrawn_reports_are_left_out(tmp_path: Path) -> None:
    stranger = tmp_path / "replies" / "421222-minzhengju" / "2022-1.md"
    stranger.parent.mkdir(parents=True)
    stranger.write_text(GOOD, encoding="utf-8")
    (tmp_path / "replies" / "README.md").write_text("说明", encoding="utf-8")
    dataset, notes = made(tmp_path)
    assert dataset.replies == ()
    assert "没有机关 421222-minzhengju 的报告" in notes[0]
    (tmp_path / "removals.csv").write_text(
        f"report,section,start,end,cell,reason,who,date\n{ORG}-2022,,,,,请求,李某,2026-11-01\n", encoding="utf-8"
    )
    dataset, _ = made(tmp_path, **{"2022-1_md": GOOD})
    assert dataset.replies == ()
