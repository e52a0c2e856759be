"""Findings on the site: the most certain first, each with an address of its own, and as a feed."""

from __future__ import annotations

from xml.etree import ElementTree

from generator.model import Dataset, Report
from generator.pipeline import assemble
from generator.site.catalogue import catalogue
from generator.site.facts import Facts
from generator.site.feed import feed
from generator.site.layout import grids
from generator.site.pages_lists import findings_view
from generator.site.pages_year import CERTAINTY, finding_lines
from tests.builders import report_of

ATOM = "{http://www.w3.org/2005/Atom}"
# One cell is wrong: 8 for 80.
WRONG = "received | 80\ngranted | 8 0 0 0 0 0 80\noutcomes_total | 80"


def published(drawing: str = WRONG) -> Dataset:
    return assemble([report_of(drawing)])


def report() -> Report:
    return published().reports[0]


def test_the_most_certain_finding_stands_first() -> None:
    severities = [line.severity for line in finding_lines(report())]
    assert severities[0] == "error"
    assert severities == sorted(severities, key=CERTAINTY.index)


def test_every_finding_has_an_address_of_its_own() -> None:
    lines = findings_view(catalogue(published())).lines
    ids = [line.id for _, _, line in lines]
    assert len(set(ids)) == len(ids)
    assert all(line.id.startswith("231084107-jingbo-2022.") for _, _, line in lines)


def test_the_cell_in_the_table_shows_printed_beside_computed() -> None:
    facts = Facts(report())
    boxes = [box for grid in grids(facts) for body in grid.bodies for line in body for box in line if box.mark]
    by_key = {box.key: box for box in boxes}
    granted = by_key["requests.granted.natural_person"]
    assert granted.mark
    assert (granted.mark.text, granted.doubt, granted.computed) == ("8", "error", "算得 80")
    assert not by_key["requests.received.natural_person"].doubt


def test_the_feed_is_atom_with_relative_links_and_no_clock() -> None:
    text = feed(catalogue(published()))
    assert text == feed(catalogue(published()))
    root = ElementTree.fromstring(text)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").startswith("./#231084107-jingbo-2022.")
        updated = entry.find(f"{ATOM}updated")
        assert updated is not None
        assert updated.text == "2022-12-31T00:00:00Z"


def test_a_feed_without_findings_is_a_feed() -> None:
    assert ElementTree.fromstring(feed(catalogue(published("")))).tag == f"{ATOM}feed"
