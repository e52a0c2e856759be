"""Reports drawn for one question only: whose are they? Bodies of every kind and province, named as reports name them.

Divisions are read from the gazetteer's file alone, names and texts are put together here: nothing of the engine that
is judged takes part in drawing. ``None`` as truth means that the document fits several bodies and must be said to.
"""

from __future__ import annotations

import csv
import itertools
import lzma
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_FILE = Path(__file__).parents[2] / "data" / "gazetteer" / "divisions.csv.xz"
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
_YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
_TITLES = (
    "{o}{y}年政府信息公开工作年度报告",
    "{o}{y}年度政府信息公开工作年度报告",
    "{y}年{o}政府信息公开工作年度报告",
    "{y}年度{o}政府信息公开工作年度报告",
    "{o}{y}年政府信息公开年度报告",
    "{o}{y}年度政府信息公开工作报告",
    "{o}{y}政府信息公开年度报告",
    "{o}政府信息公开工作{y}年度报告",
    "{o}{y}年政府信息公开年度工作报告",
    "{o}{y}年政务信息公开年度报告",
    "标题：{o}{y}年政府信息公开工作年度报告",
    "{o} {y} 年政府信息公开工作年度报告",
)
_BODY_OF_REPORT = """
一、总体情况
{y}年，{we}认真贯彻落实条例，全年主动公开政府信息{n}条。{said}
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t0\t0\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0
四、政府信息公开行政复议、行政诉讼情况
0\t0\t0\t0\t0
五、存在的主要问题及改进情况
一是公开意识有待提高；二是信息更新不够及时。下一步，{we}将加强学习。
六、其他需要报告的事项
{last}
"""
# Full and short names of departments, by where they exist; written down from reports, not from data/lookups.
_COUNTY_DEPARTMENTS = (
    ("民政局", "民政局"), ("教育局", "教育局"), ("财政局", "财政局"), ("审计局", "审计局"), ("司法局", "司法局"),
    ("卫生健康局", "卫健局"), ("人力资源和社会保障局", "人社局"), ("住房和城乡建设局", "住建局"),
    ("市场监督管理局", "市监局"), ("市场监督管理局", "市场监管局"), ("农业农村局", "农业农村局"), ("水利局", "水利局"),
    ("自然资源局", "自然资源局"), ("应急管理局", "应急局"), ("退役军人事务局", "退役军人局"), ("医疗保障局", "医保局"),
    ("交通运输局", "交通局"), ("文化和旅游局", "文旅局"), ("林业和草原局", "林草局"), ("统计局", "统计局"),
    ("行政审批服务局", "行政审批局"), ("城市管理局", "城管局"), ("商务局", "商务局"), ("信访局", "信访局"),
    ("发展和改革局", "发改局"), ("科学技术局", "科技局"), ("人民政府办公室", "政府办"),
)  # fmt: skip
_CITY_DEPARTMENTS = (
    ("发展和改革委员会", "发改委"), ("卫生健康委员会", "卫健委"), ("国有资产监督管理委员会", "国资委"),
    ("工业和信息化局", "工信局"), ("生态环境局", "生态环境局"), ("住房公积金管理中心", "公积金中心"),
    ("人民政府办公室", "政府办公室"), ("体育局", "体育局"), ("公安局", "公安局"), ("城市管理局", "城管局"),
)  # fmt: skip
_PROVINCE_DEPARTMENTS = (
    ("民政厅", "民政厅"), ("教育厅", "教育厅"), ("财政厅", "财政厅"), ("水利厅", "水利厅"), ("审计厅", "审计厅"),
    ("自然资源厅", "自然资源厅"), ("人力资源和社会保障厅", "人社厅"), ("发展和改革委员会", "发改委"),
    ("卫生健康委员会", "卫健委"), ("市场监督管理局", "市场监管局"), ("统计局", "统计局"),
    ("人民政府办公厅", "政府办公厅"),
)  # fmt: skip
_MUNICIPAL_DEPARTMENTS = tuple(pair for pair in _COUNTY_DEPARTMENTS[:10] if pair[0] != "卫生健康局")
_INSTITUTIONS = ("融媒体中心", "政务服务中心", "人民医院", "图书馆", "公共资源交易中心", "疾病预防控制中心", "档案馆")
_MUNICIPALITIES = {"11", "12", "31", "50"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document with its truth: the code of the division and the body's own name; ``None`` for undecidable ones."""

    text: str
    source: str
    truth: tuple[str, str] | None
    pattern: str = ""


class Divisions:
    """The gazetteer's rows, and what drawing needs of them."""

    def __init__(self) -> None:
        """Read the file."""
        with lzma.open(_FILE, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.names = {row["code"]: row["name"] for row in rows}
        self.townships: dict[str, list[str]] = defaultdict(list)
        self.counties: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["level"] == "township" and re.search(r"[^路社][镇乡街]道?$|苏木$", row["name"]):
                self.townships[row["code"][:2]].append(row["code"])
            if row["level"] == "county" and row["name"][-1] in "县区市旗" and row["code"][4] != "7":
                self.counties[row["code"][:2]].append(row["code"])
        self.counted = Counter(self.names.values())
        self.provinces = sorted({code[:2] for code in self.names})

    def above(self, code: str) -> tuple[str, str, str]:
        """Return the names of province, prefecture and county, empty for placeholders."""
        found = []
        for upper in (f"{code[:2]}0000", f"{code[:4]}00", code[:6]):
            name = self.names.get(upper, "")
            found.append("" if name in _PLACEHOLDERS else name)
        if found[1] == found[0]:
            found[1] = ""
        return found[0], found[1], "" if found[2] == found[1] else found[2]

    def alone(self, code: str) -> bool:
        """Say whether no other division of the country bears the name."""
        return self.counted[self.names[code]] == 1

    def is_plain(self, code: str) -> bool:
        """Say whether the names above are plain: no zone in the place of a county, county's name not repeated."""
        county = self.names.get(code[:6], "")
        return bool(county) and county[-1] in "县区市旗" and code[4:6] < "70" and self.counted[county] == 1


def governed(name: str) -> str:
    """Return the full name of the body that governs a township so called."""
    if name.endswith("街道"):
        return f"{name}办事处"
    return f"{name}人民政府" if name[-1] in "镇乡" or name.endswith("苏木") else name


def we_of(name: str) -> str:
    """Return how a body called ``name`` speaks of itself."""
    for ending, word in (
        ("街道办事处", "我街道"), ("镇人民政府", "我镇"), ("乡人民政府", "我乡"), ("苏木人民政府", "我苏木"),
        ("局", "我局"), ("厅", "我厅"), ("委员会", "我委"), ("中心", "本中心"), ("县人民政府", "我县"),
        ("区人民政府", "我区"), ("市人民政府", "我市"), ("省人民政府", "全省"), ("办公室", "我办"),
    ):  # fmt: skip
        if name.endswith(ending):
            return word
    return "本单位"


def draw_all(seed: int, each: int = 1) -> Iterator[Drawn]:
    """Yield documents of every pattern, ``each`` for every province."""
    divisions = Divisions()
    for number, (province, pattern) in enumerate(itertools.product(divisions.provinces * each, PATTERNS)):
        chance = random.Random(f"{seed}-{number}-{pattern}")
        drawn = PATTERNS[pattern](divisions, province, chance)
        if drawn is not None:
            yield replace(drawn, pattern=pattern)


def _paper(chance: random.Random, head: str, own: str, said: str = "", last: str = "无", we: str = "") -> str:
    year = chance.choice(_YEARS)
    body = _BODY_OF_REPORT.format(y=year, we=we or we_of(own), n=chance.randint(20, 900), said=said, last=last)
    return head.replace("{y}", str(year)).replace("{z}", str(year + 1)) + body


def _titled(chance: random.Random, named: str) -> str:
    return chance.choice(_TITLES).replace("{o}", named)


def _township(divisions: Divisions, province: str, chance: random.Random, *, plain: bool = True) -> str | None:
    codes = [c for c in divisions.townships[province] if not plain or divisions.is_plain(c)]
    return chance.choice(codes) if codes else None


def _repeated(divisions: Divisions, province: str, chance: random.Random) -> str | None:
    """Return a township whose name stands several times in the country, once only in its prefecture."""
    codes = [c for c in divisions.townships[province] if divisions.is_plain(c) and not divisions.alone(c)]
    chance.shuffle(codes)
    for code in codes:
        alike = [c for c, name in divisions.names.items() if name == divisions.names[code]]
        if sum(c[:4] == code[:4] for c in alike) == 1 and all(len(c) > 6 for c in alike):
            return code
    return None


Draw = Callable[[Divisions, str, random.Random], Drawn | None]
PATTERNS: dict[str, Draw] = {}


def _pattern(draw: Draw) -> Draw:
    PATTERNS[draw.__name__.removeprefix("draw_")] = draw
    return draw


@_pattern
def draw_title_with_county(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    name = divisions.names[code]
    province_name, prefecture, county = divisions.above(code)
    front = chance.choice((county, county, prefecture + county, province_name + prefecture + county))
    named = front + chance.choice((name, governed(name), governed(name)))
    return Drawn(_paper(chance, _titled(chance, named), governed(name)), "a.txt", (code, governed(name)))


@_pattern
def draw_title_alone(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.townships[province] if divisions.alone(c) and len(divisions.names[c]) > 2]
    if not codes:
        return None
    code = chance.choice(codes)
    own = governed(divisions.names[code])
    return Drawn(_paper(chance, _titled(chance, own), own), "a.txt", (code, own))


@_pattern
def draw_title_repeated_nothing_else(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _repeated(divisions, province, chance)
    if code is None:
        return None
    own = governed(divisions.names[code])
    return Drawn(_paper(chance, _titled(chance, own), own), "a.txt", None)


@_pattern
def draw_title_repeated_county_in_address(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _repeated(divisions, province, chance)
    if code is None:
        return None
    own = governed(divisions.names[code])
    county = divisions.above(code)[2]
    contact = f"如对本报告有疑问，请与党政办联系（地址：{county}{divisions.names[code]}中心街1号）。"
    return Drawn(_paper(chance, f"{_titled(chance, own)}\n{contact}", own), "a.txt", (code, own))


@_pattern
def draw_no_title_compiled_by(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    wording = chance.choice((
        f"根据《中华人民共和国政府信息公开条例》规定，本报告由{county}{own}编制。",
        f"按照要求，由{county}{own}结合有关统计数据编制本年度报告。",
        f"现公布{county}{own}{{y}}年政府信息公开工作年度报告。",
        f"如对本报告有疑问，请与{county}{own}办公室联系（地址：{county}，电话：）。",
        f"根据《条例》，{county}{own}特向社会公布{{y}}年政府信息公开工作情况。",
    ))  # fmt: skip
    return Drawn(_paper(chance, wording, own), "a.txt", (code, own))


@_pattern
def draw_no_title_signature(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    last = f"无其他需要报告的事项。\n{county}{own}\n2023年1月15日"
    return Drawn(_paper(chance, "", own, last=last), "a.txt", (code, own))


@_pattern
def draw_host_and_breadcrumb(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    name, county = divisions.names[code], divisions.above(code)[2]
    own = governed(name)
    head = (
        f"当前位置：首页 > 政务公开 > {chance.choice(('乡镇街道', '镇街', '法定主动公开内容'))} > {name} > 年报\n"
        f"发布机构：{county}人民政府办公室\n发布日期：{{z}}-01-18\n{{y}}年政府信息公开工作年度报告"
    )
    return Drawn(_paper(chance, head, own), "a.txt", (code, own))


@_pattern
def draw_host_is_not_the_body(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    host = chance.choice(("人民政府办公室", "人民政府", "政务服务和大数据局", "融媒体中心"))
    head = f"信息来源：{county}{host}\n发布时间：{{z}}-02-01\n{_titled(chance, own)}"
    return Drawn(_paper(chance, head, own), "a.txt", (code, own))


@_pattern
def draw_folder(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _repeated(divisions, province, chance)
    if code is None:
        return None
    own = governed(divisions.names[code])
    province_name, prefecture, county = divisions.above(code)
    source = chance.choice((
        f"{province_name}/{prefecture}/{county}/2022.txt", f"{province_name}/{county}/{divisions.names[code]}.txt",
        f"{code[:6]}/2022.txt", f"{prefecture}/{county}/年报/a.html", f"{code[:2]}/{code[:4]}/{code[:6]}/x.pdf",
    ))  # fmt: skip
    return Drawn(_paper(chance, _titled(chance, own), own), source, (code, own))


@_pattern
def draw_folder_contradicts(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code, other = _township(divisions, province, chance), _township(divisions, province, chance)
    if code is None or other is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    source = f"{divisions.above(other)[2]}/{divisions.names[other]}/a.txt"
    return Drawn(_paper(chance, _titled(chance, county + own), own), source, (code, own))


@_pattern
def draw_credit_code(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _repeated(divisions, province, chance)
    if code is None:
        return None
    own = governed(divisions.names[code])
    head = f"索引号：11{code[:6]}{chance.randint(10**8, 10**9 - 1)}X/{{z}}-00012\n{_titled(chance, own)}"
    return Drawn(_paper(chance, head, own), "a.txt", (code, own))


@_pattern
def draw_account(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _repeated(divisions, province, chance)
    if code is None or len(divisions.names[code[:6]]) < 3 or re.search("新区$|自治", divisions.names[code[:6]]):
        return None
    own = governed(divisions.names[code])
    short = divisions.names[code[:6]][:-1]
    if sum(name[:-1] == short for name in divisions.names.values()) > 1:
        return None
    account = chance.choice((f"云上{short}", f"{short}发布", f"全景{short}", f"{short}融媒"))
    said = f"依托“{account}”微信公众号发布信息{chance.randint(10, 99)}条。"
    return Drawn(_paper(chance, _titled(chance, own), own, said=said), "a.txt", (code, own))


@_pattern
def draw_misread(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.townships[province] if divisions.is_plain(c) and 4 <= len(divisions.names[c]) <= 8]
    chance.shuffle(codes)
    for code in codes:
        name, county = divisions.names[code], divisions.above(code)[2]
        stem = re.sub("(街道|镇|乡|苏木)$", "", name)
        if len(stem) < 3:
            continue
        wrong = name.replace(stem[1], "圭", 1)
        alike = [n for c, n in divisions.names.items() if c[:6] == code[:6] and c != code and len(n) == len(name)]
        if any(sum(a != b for a, b in zip(wrong, other, strict=True)) < 2 for other in alike):
            continue
        text = _paper(chance, _titled(chance, county + governed(wrong)), governed(name))
        return Drawn(text, "a.txt", (code, governed(name)))
    return None


@_pattern
def draw_spaces_and_lines(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = _township(divisions, province, chance)
    if code is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    spaced = " ".join(county + own)
    title = chance.choice(
        (f"{spaced}\n{{y}}年政府信息公开工作年度报告", f"{county}{own} {{y}}年政府信息公\n开工作年度报告")
    )
    return Drawn(_paper(chance, title, own), "a.txt", (code, own))


@_pattern
def draw_copied_from_another(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code, other = _township(divisions, province, chance), _township(divisions, province, chance)
    if code is None or other is None:
        return None
    own, county = governed(divisions.names[code]), divisions.above(code)[2]
    stranger = chance.choice((f"{county}民族宗教事务局", f"{divisions.above(other)[2]}水利局", f"{county}司法局"))
    said = f"{stranger}高度重视信息公开工作，{stranger}主动公开信息12条。{stranger}未收到申请。"
    return Drawn(_paper(chance, _titled(chance, county + own), own, said=said), "a.txt", (code, own))


@_pattern
def draw_county_department(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    if not codes:
        return None
    code = chance.choice(codes)
    own, short = chance.choice(_COUNTY_DEPARTMENTS)
    named = divisions.names[code] + chance.choice((own, short))
    return Drawn(_paper(chance, _titled(chance, named), own), "a.txt", (code, own))


@_pattern
def draw_department_without_title(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    if not codes:
        return None
    code = chance.choice(codes)
    own, short = chance.choice(_COUNTY_DEPARTMENTS[:-1])
    county = divisions.names[code]
    wording = chance.choice((
        f"本报告由{county}{own}编制。", f"如有疑问，请与{county}{short}办公室联系。",
        f"现将{county}{short}{{y}}年度政府信息公开工作情况报告如下：",
        f"发布机构：{county}人民政府办公室\n首页 > 政务公开 > 县直部门 > {county}{own} > 年报",
    ))  # fmt: skip
    return Drawn(_paper(chance, wording, own), "a.txt", (code, own))


@_pattern
def draw_department_by_level_word(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c) and divisions.names[c][-1] == "县"]
    if not codes:
        return None
    code = chance.choice(codes)
    own, _ = chance.choice(_COUNTY_DEPARTMENTS[:-1])
    county = divisions.names[code]
    said = f"在{county}人民政府门户网站公开信息。县{own}认真落实{county}委、县政府部署。"
    last = f"无\n县{own}\n2023年1月12日"
    return Drawn(_paper(chance, "", own, said=said, last=last), "a.txt", (code, own))


@_pattern
def draw_city_department(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.names if c[:2] == province and len(c) == 6 and c[4:] == "00" and c[2:] != "0000"]
    codes = [c for c in codes if divisions.names[c] not in _PLACEHOLDERS and divisions.counted[divisions.names[c]] == 1]
    if not codes or province in _MUNICIPALITIES:
        return None
    code = chance.choice(codes)
    own, short = chance.choice(_CITY_DEPARTMENTS)
    if own == "人民政府办公室" and divisions.names[code][-1] in "区盟":
        own = short = "财政局"
    named = divisions.names[code] + chance.choice((own, short))
    return Drawn(_paper(chance, _titled(chance, named), own), "a.txt", (code, own))


@_pattern
def draw_province_department(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    code = f"{province}0000"
    own, short = chance.choice(_MUNICIPAL_DEPARTMENTS if province in _MUNICIPALITIES else _PROVINCE_DEPARTMENTS)
    named = divisions.names[code] + chance.choice((own, short))
    return Drawn(_paper(chance, _titled(chance, named), own), "a.txt", (code, own))


@_pattern
def draw_government(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    cities = [
        c for c in divisions.names
        if c[:2] == province and len(c) == 6 and c[4:] == "00" and divisions.names[c][-1] in "市省州"
    ]  # fmt: skip
    cities = [c for c in cities if c[2:] == "0000" or province not in _MUNICIPALITIES]
    counties = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    code = chance.choice([*cities, *counties])
    own, name = "人民政府", divisions.names[code]
    named = name + chance.choice((own, "政府", ""))
    return Drawn(_paper(chance, _titled(chance, named), name + own), "a.txt", (code, own))


@_pattern
def draw_government_without_title(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    if not codes:
        return None
    code = chance.choice(codes)
    own, name = "人民政府", divisions.names[code]
    wording = chance.choice((
        f"现公布{name}{{y}}年政府信息公开工作年度报告。如有疑问，请与{name}人民政府办公室联系（地址：{name}政府大楼）。",
        f"本报告由{name}人民政府办公室根据全{name[-1]}各乡镇、各部门报送的情况编制，现发布《{name}{{y}}年政府信息公开工作年度报告》。",
    ))  # fmt: skip
    return Drawn(_paper(chance, wording, name + own), "a.txt", (code, own))


@_pattern
def draw_zone(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    if not codes:
        return None
    code = chance.choice(codes)
    zone = chance.choice(("经济开发区", "高新技术产业开发区", "工业园区", "经济技术开发区"))
    own = f"{zone}管理委员会"
    if any(code == other[:6] and zone in name for other, name in divisions.names.items()):
        return None  # listed as a township of its own
    named = divisions.names[code] + zone + chance.choice(("管理委员会", "管委会"))
    return Drawn(_paper(chance, _titled(chance, named), own, we="本园区"), "a.txt", (code, own))


@_pattern
def draw_institution(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [c for c in divisions.counties[province] if divisions.is_plain(c)]
    if not codes:
        return None
    code = chance.choice(codes)
    own = chance.choice(_INSTITUTIONS)
    return Drawn(_paper(chance, _titled(chance, divisions.names[code] + own), own), "a.txt", (code, own))


@_pattern
def draw_repeated_county(divisions: Divisions, province: str, chance: random.Random) -> Drawn | None:
    codes = [
        c for c in divisions.counties[province]
        if divisions.counted[divisions.names[c]] > 1
        and divisions.names[c] not in _PLACEHOLDERS | {divisions.names.get(f"{c[:4]}00")}
        and c[4:6] < "70"
    ]  # fmt: skip
    codes = [c for c in codes if divisions.above(c)[1]]
    if not codes:
        return None
    code = chance.choice(codes)
    own, _ = chance.choice(_COUNTY_DEPARTMENTS[:-1])
    name, prefecture = divisions.names[code], divisions.above(code)[1]
    if chance.random() < 0.3:
        return Drawn(_paper(chance, _titled(chance, name + own), own), "a.txt", None)
    head = chance.choice((
        _titled(chance, prefecture + name + own),
        _titled(chance, name + own) + f"\n如有疑问，请与{name}{own}联系（地址：{prefecture}{name}人民路5号）。",
        f"来源：{prefecture}{name}{own}\n{_titled(chance, name + own)}",
    ))  # fmt: skip
    return Drawn(_paper(chance, head, own), "a.txt", (code, own))
