"""What is said to support the body a document was given to."""

from __future__ import annotations

from generator import prose
from generator.bodies.explain import explained
from tests.unit.paper import SECTIONS, document

REPORT = "2022年政府信息公开工作年度报告\n"


def grounds(text: str, source: str = "a.txt") -> dict[str, str]:
    read = document(text)
    return dict(explained(read, prose.split(read), source))


def test_place_support_and_rivals() -> None:
    found = grounds(f"城关镇{REPORT}联系电话：0712-4323456，云梦县城关镇\n" + SECTIONS)
    assert found["机关读自"] == "标题“城关镇”"
    assert "云梦县城关镇" in found["区划依据"]
    assert "电话区号“0712” 1" in found["区划依据"]
    assert "大悟县城关镇" in found["同名他处"]
    assert "云梦县" not in found["同名他处"]


def test_candidates_of_an_undecided_name() -> None:
    found = grounds(f"鼓楼区民政局{REPORT}" + SECTIONS)
    assert "区划依据" not in found
    assert all(city in found["可能在"] for city in ("南京市", "徐州市", "福州市", "开封市"))


def test_folder_is_named_where_it_settled() -> None:
    found = grounds(f"城关镇{REPORT}" + SECTIONS, "湖北省/云梦县/a.txt")
    assert found["另据"] == "文件夹或网址：湖北省、云梦县"


def test_inferred_and_unknown() -> None:
    found = grounds(SECTIONS.replace("认真落实条例", "“汉台徐望”公众号，我镇认真"))
    assert "汉台徐望" in found["机关读自"]
    assert grounds("") == {}
