"""Bodies named in text: in a title, signature or field that names one body, and in running text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.bodies.gazetteer import COUNTY, TOWNSHIP, load_endings, load_gazetteer, stem_of
from generator.bodies.lexicon import GOVERNMENT, load_lexicon
from generator.bodies.names import Chain, chains, chains_in_name, stems_in
from generator.model import Kind

_OPENING = re.compile(r"^(?:关于|印发|发布|公布|报送|上报|转发|[《〈“\"'\[#*:\-—])+")
_CUT = re.compile(r"关于|(?:政府|政务)信息(?:公开)?|政务公开|信息公开|政府公开|年度工作报告|年度报告|工作报告")
_YEARS = re.compile(r"[(]?(?:20\d\d|[二两][〇○零Oo0][〇○零一二三四五六七八九]{2})(?:[-—至](?:20)?\d\d)?年?度?[)]?")
_GOVERNS = re.compile(
    r"(?:(?:人民)?政府|行政公署|行署)(?!信息|网|门户|采购|工作报告|公报|令|投资|购买|部门|系统|规章|公开|办公|各|有关)"
)
_TOWNSHIP_TAIL = re.compile(r"(?:镇|乡)?(?:人民政府|政府|街道办事处|办事处|街道办|管理委员会|管委会|党工委|党委)?$")
_REGION_SHAPE = re.compile(
    r"([一-鿿]{2,7}?[市县区旗州盟])"
    r"((?:人民)?政府|[一-鿿]{2,}(?:局|委员会|委|办公室|办|厅))"
)
# 人民政府办公室 is a name of its own.
_OF_GOVERNMENT = re.compile(
    r"(?<=[省市县区旗州])(?:人民)?政府(?!办公|办$|驻)(?=[一-鿿]{2,}(?:街道|办事处|镇|乡|局|委员会|政府)$)"
)
_SEVERAL = re.compile(r"[、,，/]|和(?!平)")
_INSIDE = re.compile(r"(?:[一-鿿]{1,12}(?:股|科|室|组))?")  # a part of a body, named in contact lines
# 乌拉特后旗政务公开领导小组办公室: the office for disclosure writes the report of its government.
_DISCLOSURE_OFFICE = re.compile(
    r"(?:人民)?(?:政府)?(?:政府)?(?:政务|信息)(?:信息)?公开(?:工作)?(?:领导小组)?(?:办公室|办|科)?"
)
_DEPARTMENTS_OFFICE = re.compile(r"([局厅])(?:党政)?(?:综合)?(?:办公室|办)$")  # 文旅局办公室 answers for 文旅局
_LEVEL_WORD = re.compile(r"[省市县区旗州盟]")
_OWN_LIMIT = 24
# 新疆生产建设兵团第八师石河子市民政局: divisions of the corps and their cities are one.
_CORPS = re.compile(r"^(?:新疆)?(?:生产建设)?(?:兵团)?第?([一二三四五六七八九十]{1,2})师")
_MISREAD_LIMIT = 4
_REPORTS_ITSELF = re.compile(
    r"(?:20\d\d)?年?度?(?:政府信息公开|政务公开|政务信息公开)(?:工作)?(?:20\d\d)?年?度?(?:工作)?(?:年度)?报告"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as text names it: ``codes`` are the divisions it can lie in, none where the text names no region.

    ``own`` is its own name in full (民政局, 镜泊镇人民政府); ``level`` the word that stands for the region in
    县民政局, or a region's printed name that no division has; ``township`` the name of a township that is not in the
    gazetteer as printed; ``hints`` are divisions that short names in front of it may mean; ``central`` is a body of the
    State Council, which lies in no division.
    """

    own: str
    kind: Kind
    codes: tuple[str, ...]
    printed: str
    start: int = 0
    end: int = 0
    level: str = ""
    township: str = ""
    hints: tuple[tuple[str, ...], ...] = ()
    central: bool = False


def titled(title: str) -> Body | None:
    """Return the body a plain title names, wherever the year stands in it."""
    text = _OPENING.sub("", title)
    after = re.search(r"报告(?:[-—_|(]+)?([^-—_|()]+)", text)
    text = _OPENING.sub("", _YEARS.sub("", text, count=3))
    cut = _CUT.search(text)
    named = text[: cut.start()] if cut else text
    body = named_by(named)
    return body or (named_by(after[1]) if after else None)


def named_by(words: str) -> Body | None:
    """Return the body that plain ``words`` as a whole are the name of."""
    words = words.removesuffix(".docx").strip("《》〈〉“”\"'[]#*:·-—_,、的")
    if words.count("(") != words.count(")") or (words[:1] == "(" and words[-1:] == ")"):
        words = words.strip("()")
    words = re.sub("街(?:办事处|办)?$", "街道", words)  # 民族街 is the short form of 民族街道
    words = re.sub(r"(?<=政府)\([^()]*\)$", "", words)  # 贵阳市人民政府(市人民政府办公厅)
    words = re.sub(r"\([^()]*\)(?=管委会$|管理委员会$)", "", words)  # 武汉经济技术开发区(汉南区)管委会
    words = _without_its_government(_city_of_corps(words))
    if not words or len(words) > 2 * _OWN_LIMIT:
        return None
    found = chains_in_name(words)
    if not found and load_lexicon().central.fullmatch(words):
        return Body(words, Kind.DEPARTMENT, (), words, central=True)
    short = _township_behind_short_name(words) if found and found[0].start > 0 else None
    chain = _deepest(found) if found else None
    # 大圭山镇 is a name misread or new, not 圭山镇 of another county.
    if chain is None or (short is None and chain.start == 1 and _is_township(chain)):
        return _without_region(words, words)
    body = short or _after(chain, words[chain.end :], words)
    if body is None and chain is not found[-1] and not _SEVERAL.search(words):
        body = _after(found[-1], words[found[-1].end :], words)
    if body is None or body is short or chain.start == 0:
        return body
    return _with_hints(body, words[: chain.start])


def mentioned(text: str) -> Iterator[Body]:
    """Yield the bodies that running plain ``text`` names, in reading order."""
    lexicon = load_lexicon()
    region_ends = set()
    for chain in chains(text):
        region_ends.add(chain.end)
        printed = text[chain.start : chain.end]
        if _is_township(chain):
            yield _township(chain, printed)
            continue
        name = lexicon.names.at(text, chain.end)
        governs = _GOVERNS.match(text, chain.end)
        if name:
            yield _department(name, chain.codes, printed + name, chain.start, chain.end + len(name))
        elif governs is not None or _REPORTS_ITSELF.match(text, chain.end):
            end = governs.end() if governs else chain.end
            yield Body(GOVERNMENT, Kind.GOVERNMENT, chain.codes, text[chain.start : end], chain.start, end)
    for start, name in lexicon.names.apart(text):
        before = text[start - 1 : start] if start else ""
        if _LEVEL_WORD.fullmatch(before) and start not in region_ends:
            yield _department(name, (), before + name, start, start + len(name), before)


def is_township_body(body: Body) -> bool:
    """Say whether a body governs a township, listed or not."""
    return bool(body.township) or any(len(code) > 6 for code in body.codes)


def _without_its_government(words: str) -> str:
    """Return 滨江区长河街道办事处 for 滨江区人民政府长河街道办事处, unless a division is so called."""
    match = _OF_GOVERNMENT.search(words)
    if match is None or any(c.start <= match.start() and match.end() <= c.end for c in chains_in_name(words)):
        return words
    return words[: match.start()] + words[match.end() :]


def _city_of_corps(words: str) -> str:
    """Return words with the city that is one with a division of the Xinjiang corps in the division's place."""
    match = _CORPS.match(words)
    city = load_endings().corps.get(match[1]) if match else None
    if match is None or city is None:
        return words
    return city + words[match.end() :].removeprefix(city)


def _deepest(found: list[Chain]) -> Chain:
    """Return the first chain, or the first that ends in a township where only later ones do."""
    first = found[0]
    for chain in found:
        if not _is_township(chain):
            continue
        # 北辰区果圭新村街道: not the 新村街道 of another county, but a name misread or new.
        misread = first.start == 0 and _is_county(first) and 0 <= chain.start - first.end < _MISREAD_LIMIT
        return first if misread or (chain.start > 0 and first.end == chain.start) else chain
    return first


def _is_county(chain: Chain) -> bool:
    levels = load_gazetteer().levels
    return all(levels[code] == COUNTY for code in chain.codes)


def _is_township(chain: Chain) -> bool:
    levels = load_gazetteer().levels
    return all(levels[code] == TOWNSHIP for code in chain.codes)


def _after(chain: Chain, rest: str, words: str) -> Body | None:
    """Return the body that ``rest`` names behind a division's name."""
    if _is_township(chain):
        return _township_part(chain, rest, words)
    if rest == "" or _GOVERNS.fullmatch(rest):
        return Body(GOVERNMENT, Kind.GOVERNMENT, chain.codes, words)
    unlisted = _township_name(rest)
    if unlisted is not None:
        return _unlisted(unlisted, chain.codes, words)
    return _own_name(rest, chain.codes, words)


def _township_part(chain: Chain, rest: str, words: str) -> Body:
    office = load_lexicon().offices.sub("", rest)
    kind = load_lexicon().kind_of(office)
    if _TOWNSHIP_TAIL.fullmatch(office) or kind in (None, Kind.GOVERNMENT) or len(office) > _OWN_LIMIT:
        return _township(chain, words)
    return Body(chain.names[-1] + office, kind or Kind.OTHER, chain.codes, words)


def _township(chain: Chain, printed: str) -> Body:
    own, kind = governing(chain.names[-1])
    if kind is Kind.OTHER and len(chain.codes) == 1:
        own, kind = governing(load_gazetteer().names[chain.codes[0]])  # 一五二团 is 兵团一五二团
    return Body(own, kind, chain.codes, printed, chain.start, chain.end)


def governing(township: str) -> tuple[str, Kind]:
    """Return the full name and kind of the body that governs a township so called."""
    for ending, body, kind in load_endings().townships:
        if township.endswith(ending):
            return township + body, Kind(kind)
    return township, Kind.OTHER


def _unlisted(township: str, counties: tuple[str, ...], words: str) -> Body:
    own, kind = governing(township)
    return Body(own, kind, counties, words, township=township)


@functools.cache
def _township_shape() -> re.Pattern[str]:
    endings = "|".join(ending for ending, _, kind in load_endings().townships if kind != "zone")
    return re.compile(rf"(.{{1,10}}?(?:{endings}))(?:人民政府|政府|办事处|党委|党工委)?$")


def _township_name(words: str) -> str | None:
    """Return the township that words of that shape name: 曲库平乡 of 曲库平乡人民政府."""
    match = _township_shape().fullmatch(words)
    if match is None:
        return None
    name = match[1]
    bare_office = name.endswith("办事处") and not name.endswith("街道办事处")
    # 驻京办事处 and the like are no townships; X街道办事处 is the office of X街道.
    if bare_office or (stem_of(name, load_endings()) == name and len(name) < 2):
        return None
    return name.removesuffix("办事处") if name.endswith("街道办事处") else name


def _without_offices(words: str) -> str:
    return load_lexicon().offices.sub("", words)


def _own_name(rest: str, codes: tuple[str, ...], words: str) -> Body | None:
    lexicon = load_lexicon()
    if _DISCLOSURE_OFFICE.fullmatch(rest):
        return Body(GOVERNMENT, Kind.GOVERNMENT, codes, words)
    known = lexicon.names.at(rest)
    if known and _INSIDE.fullmatch(_without_offices(rest[len(known) :])):
        return _department(known, codes, words)
    rest = _DEPARTMENTS_OFFICE.sub(r"\1", rest)
    kind = lexicon.kind_of(rest)
    if kind is None or len(rest) > _OWN_LIMIT or not re.fullmatch(r"[一-鿿()、·]+", rest):
        return None
    return Body(re.sub("管委会$", "管理委员会", rest), kind, codes, words)


def _without_region(rest: str, words: str) -> Body | None:
    """Return the body that words without any division's name are the name of: 县民政局, 曲库平乡人民政府."""
    # 市场监督管理局 is no 场监督管理局 of a 市.
    level = rest[0] if _LEVEL_WORD.match(rest) and not load_lexicon().names.at(rest) else ""
    own = rest[len(level) :]
    if level and (own == "" or _GOVERNS.fullmatch(own)):
        return Body(GOVERNMENT, Kind.GOVERNMENT, (), words, level=level)
    unlisted = _township_name(rest)
    if unlisted is not None:
        return _unlisted(unlisted, (), words)
    short = _behind_short_name(words)
    if short is not None:
        return short
    region = _REGION_SHAPE.fullmatch(words)
    if region is not None:
        # 通诚县民政局: no division is so called; the text may hold the right name.
        body = _own_name(region[2], (), words)
        named = Body(GOVERNMENT, Kind.GOVERNMENT, (), words) if _GOVERNS.fullmatch(region[2]) else body
        return named and Body(named.own, named.kind, (), words, level=region[1])
    body = _own_name(own, (), words) or _own_name(rest, (), words)
    # A government whose region is not in the gazetteer is nobody's we know; it must not be given another's region.
    if body is None or body.kind is Kind.GOVERNMENT:
        return None
    return Body(body.own, body.kind, (), words, level=level, hints=tuple(stems_in(own)))


def _township_behind_short_name(words: str) -> Body | None:
    """Return the township named behind its county's short name: 湖镇镇 of 博罗湖镇镇, not 罗湖镇."""
    for size in (4, 3, 2):
        counties = load_gazetteer().stems.get(words[:size], ())
        found = chains_in_name(words[size:]) if counties else []
        if found and found[0].start == 0 and _is_township(found[0]):
            codes = tuple(code for code in found[0].codes if code[:6] in counties)
            if codes:
                return _after(replace(found[0], codes=codes), words[size + found[0].end :], words)
    return None


def _behind_short_name(words: str) -> Body | None:
    """Return the body named behind a region's short name: 武汉东湖新技术开发区管委会, 通城民政局."""
    gazetteer = load_gazetteer()
    for size in (4, 3, 2):
        if _LEVEL_WORD.match(words, size):
            continue
        codes = tuple(c for c in gazetteer.stems.get(words[:size], ()) if gazetteer.levels[c] < TOWNSHIP)
        # 西安 alone is the city and not one of the districts so called; 五华 may be 五华县 and 五华区.
        codes = tuple(c for c in codes if gazetteer.levels[c] < COUNTY) or codes
        body = _own_name(words[size:], codes, words) if codes else None
        if body is not None:
            return body
    return None


def _with_hints(body: Body, before: str) -> Body:
    hints = tuple(stems_in(before))
    return Body(body.own, body.kind, body.codes, body.printed, body.start, body.end, body.level, body.township, hints)


def _department(name: str, codes: tuple[str, ...], printed: str, start: int = 0, end: int = 0, level: str = "") -> Body:
    own = load_lexicon().full_name(name)
    kind = load_lexicon().kind_of(own) or Kind.DEPARTMENT
    return Body(own, kind, codes, printed, start, end, level)
