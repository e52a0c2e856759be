"""The finder asked for many names in a browser, over files made in memory: on which place does each body stand?"""

from __future__ import annotations

import datetime
import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from generator.bodies.readings import syllables
from generator.demo.bodies import choose_bodies
from generator.model import Dataset, Organisation, Report, ReportStatus
from generator.site.atlas import Atlas
from generator.site.catalogue import catalogue
from generator.site.coverage import AsOf
from generator.site.finder import finder_files

_NAMES = Path(__file__).resolve().parents[2] / "site_src" / "assets" / "js" / "names.js"
_ORIGIN = "http://finder.invalid/"
_ENDING = re.compile("(人民政府|街道办事处|办事处)$")
_SUFFIX = re.compile("(街道|地区|林区|矿区|新区|特别行政区|自治[区州县旗]|[省市州盟县区旗镇乡])$")
# The first answer counts: that of the bodies and regions, before the townships without a report are looked through.
_ASK = """
async ([asked, wanted]) => {
  const found = [];
  await window.gkNames.load();
  for (let i = 0; i < asked.length; i++) {
    const start = performance.now();
    found.push(await new Promise(done => {
      let first = true;
      window.gkNames.find(asked[i], list => {
        if (first) done([list.findIndex(one => one.id === wanted[i]), performance.now() - start]);
        first = false;
      }, () => !first);
    }));
  }
  return found;
}
"""
# What is listed in the end, and whether it is said to be only alike.
_LISTED = """
async asked => {
  const found = [];
  for (const text of asked) {
    found.push(await new Promise(done => {
      window.gkNames.find(text, (list, near, last) => { if (last) done([list.map(one => [one.id, one.name]), near]); });
    }));
  }
  return found;
}
"""


def bodies_and_files(count: int) -> tuple[Sequence[Organisation], Mapping[str, str]]:
    """Return made bodies with real names, and the finder's files of them."""
    bodies = [body.organisation for body in choose_bodies(count, 1)]
    reports = tuple(
        Report(f"{b.org_id}-2024", b.org_id, b.org_id, "text", ReportStatus.OK, organisation=b, year=2024)
        for b in bodies
    )
    day = AsOf(datetime.date(2025, 1, 1), given=False)
    return bodies, dict(finder_files(Atlas(catalogue(Dataset(reports, tuple(bodies))), day)))


def questions(body: Organisation, chance: random.Random) -> Mapping[str, str]:
    """Return what somebody who looks for a body may type: its name, two characters of it, initials."""
    place, own = body.county or body.prefecture or body.province, body.short_name
    bare = _ENDING.sub("", own) or own
    return {
        "full name": body.organisation,
        "two characters with the county": f"{place} {''.join(chance.sample(bare if len(bare) > 1 else own, 2))}",
        "initials of county and name": _initials(place, own),
        "initials without 人民政府": _initials(place, bare),
        "initials of stems": _initials(_stem(place), _stem(bare)),
    }


def pairs(body: Organisation) -> Iterator[str]:
    """Yield every two characters of a body's own name, in either order, behind its county."""
    place, own = body.county or body.prefecture or body.province, body.short_name
    bare = _ENDING.sub("", own) or own
    return (f"{place} {a}{b}" for a, b in itertools.permutations(bare if len(bare) > 1 else own, 2))


def places_of(
    browser: Browser, files: Mapping[str, str], asked: Sequence[str], wanted: Sequence[str]
) -> Sequence[tuple[int, float]]:
    """Return for each question on which place the wanted id is listed (from 0; -1: not), and in how many ms."""
    with _finder(browser, files) as page:
        return [tuple(one) for one in page.evaluate(_ASK, [list(asked), list(wanted)])]


def listed(
    browser: Browser, files: Mapping[str, str], asked: Sequence[str]
) -> Sequence[tuple[Sequence[tuple[str, str]], bool]]:
    """Return for each question the ids and names that are listed in the end, and whether these are only alike."""
    with _finder(browser, files) as page:
        return [([(code, name) for code, name in found], near) for found, near in page.evaluate(_LISTED, list(asked))]


@contextmanager
def _finder(browser: Browser, files: Mapping[str, str]) -> Iterator[Page]:
    """Provide a page that has the finder."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.strip("/")
        if path in files:
            route.fulfill(body=files[path], content_type="application/json; charset=utf-8")
        else:
            route.fulfill(
                body='<meta charset="utf-8"><script id="__config">{"base": "."}</script>', content_type="text/html"
            )

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(_ORIGIN)
    page.add_script_tag(content=_NAMES.read_text(encoding="utf-8"))
    yield page
    page.close()


def _stem(name: str) -> str:
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


def _initials(*names: str) -> str:
    return "".join(syllable[0] for name in names for syllable in syllables(name))
