"""What supports the body that a document was given to: where it is named, what speaks for its place, how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.bodies.choose import Choice, choose
from generator.bodies.evidence import PLACE_NAMES, Evidence, gather
from generator.bodies.gazetteer import load_gazetteer
from generator.bodies.settle import scores
from generator.bodies.years import report_year
from generator.model import Document, Section

_LISTED = 4


def explained(
    document: Document, narrative: Mapping[Section, str], source: str, url: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield word and sentence of each ground (Chinese): where the body is named, what speaks for its place, rivals.

    The numbers are the weights by which the choice was made; see docs/adr/0032.
    """
    year, _ = report_year(narrative)
    evidence = gather(document, narrative, source, year, url)
    choice = choose(evidence)
    if choice.body is not None:
        where = PLACE_NAMES[choice.place] if choice.place else choice.inferred or "正文"
        yield "机关读自", f"{where}“{choice.body.printed}”" if choice.body.printed not in where else where
    if choice.settled is not None:
        code = choice.settled.organisation.division_code
        yield "区划依据", _support(evidence, code)
        if choice.settled.outside:
            named = "、".join(load_gazetteer().names[upper] for upper in choice.settled.outside)
            yield "另据", f"文件夹或网址：{named}"
    yield from _rivals(choice, evidence)


def _support(evidence: Evidence, code: str) -> str:
    """Return the mentions that speak for a division or what it lies in, the weightiest first."""
    lineage = load_gazetteer().lineage(code)
    found: dict[tuple[str, str], float] = {}
    for region in evidence.regions:
        if any(upper in region.codes for upper in lineage):
            found[region.where, region.words] = found.get((region.where, region.words), 0.0) + region.weight
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    said = "；".join(f"{where}“{words}” {weight:.3g}" for (where, words), weight in ranked[:_LISTED])
    rest = f"；另有 {len(ranked) - _LISTED} 处" if len(ranked) > _LISTED else ""
    return f"共 {sum(found.values()):.3g} 分：{said}{rest}" if found else "名称在全国只有一处，或只有文件夹、网址为据"


def _rivals(choice: Choice, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the other divisions the body's name fits, by what the document says for each."""
    if choice.body is None:
        return
    codes = dict.fromkeys((*choice.body.codes, *choice.candidates))
    chosen = choice.settled.organisation.division_code if choice.settled else ""
    ranked = [(score, code) for score, code in scores(codes, choice.body, evidence) if code != chosen]
    if ranked:
        names = "；".join(f"{''.join(load_gazetteer().region(code))} {score:.3g}" for score, code in ranked[:_LISTED])
        rest = f"；等 {len(ranked)} 处" if len(ranked) > _LISTED else ""
        yield "同名他处" if chosen else "可能在", f"{names}{rest}"
