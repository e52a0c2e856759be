"""The words round the tables: real names of places, made-up sentences with numbers that are no cells."""

from __future__ import annotations

import random

from generator.demo.oddities import Extras

BODIES = (
    "宁安市镜泊镇人民政府",
    "托里县庙尔沟镇人民政府",
    "同仁市曲库乎乡人民政府",
    "汤阴县白营镇人民政府",
    "通城县民政局",
)

DECOY_LINES = ("行政许可", "总计", "3.其他", "其他", "规章", "（七）总计", "行政复议")


def title(body: str, year: int, rng: random.Random) -> str:
    """A title with body and year."""
    patterns = (
        "{body}{year}年政府信息公开工作年度报告",
        "{body}{year}年度政府信息公开工作年度报告",
        "{year}年{body}政府信息公开工作年度报告",
        "{body}政府信息公开工作{year}年度报告",
    )
    return rng.choice(patterns).format(body=body, year=year)


def opening(body: str, year: int, rng: random.Random, extras: Extras) -> list[str]:
    """Title, preamble and section one."""
    head = title(body, year, rng)
    lines = [head, ""]
    if extras.title_twice:
        lines += [head, ""]
    lines += [
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{year}年政府信息公开工作年度报告。本报告所列数据的统计期限"
        f"自{year}年1月1日起至{year}年12月31日止。",
        "",
        "一、总体情况",
        "",
        f"（一）主动公开情况。{year}年通过政府网站主动公开政府信息{rng.randint(20, 900)}条，"
        f"微信公众号发布{rng.randint(20, 900)}条，公示栏公开{rng.randint(5, 80)}次。",
        f"（二）依申请公开情况。做好受理、登记、办理、答复各环节，答复及时率100%，接听电话{rng.randint(3, 50)}次。",
        f"（三）监督保障情况。召开会议{rng.randint(2, 9)}次，培训{rng.randint(11, 99)}人次，满意度98.5%。",
        "",
    ]
    if extras.decoy_lines:
        lines += ["重点公开下列内容：", *rng.sample(DECOY_LINES, 3), "以上内容均已公开。", ""]
    if extras.decoy_table:
        lines += decoy_table(rng)
    return lines


def decoy_table(rng: random.Random) -> list[str]:
    """Rows of another return, with labels that look like ours."""
    rows = [
        ("统计指标", "单位", "统计数"),
        ("主动公开政府信息数", "条", str(rng.randint(100, 999))),
        ("制发规范性文件总数", "件", str(rng.randint(100, 999))),
        ("收到政府信息公开申请数", "件", str(rng.randint(100, 999))),
        ("行政复议数量", "件", str(rng.randint(100, 999))),
        ("行政诉讼数量", "件", str(rng.randint(100, 999))),
    ]
    return ["政府信息公开情况统计表", *("\t".join(row) for row in rows), ""]


def closing() -> list[str]:
    """Sections five and six."""
    return [
        "五、存在的主要问题及改进情况",
        "",
        "一是公开内容还不够全面；二是业务培训不足，全年仅2次。下一步将逐项改进。",
        "",
        "六、其他需要报告的事项",
        "",
        "本年度未收取政府信息公开信息处理费。",
        "",
    ]
