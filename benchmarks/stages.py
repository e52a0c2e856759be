"""The stages of the work at one size, each measured beside its floor."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import browsing, floors, formats
from benchmarks.cost import Cost, FailedError, cost_of
from benchmarks.table import Row, floor, missing
from benchmarks.workshop import Workshop, times, touched

_SHARE = 3  # of 100 documents, so many of each format are made and read
_FEWEST = 6
_PLAIN_PAGES = 400
_HUGO_PAGES = 10_000
_WORDS, _NAMES = 60, 20
_BARE = {
    "text": "reading the bytes",
    "html": "lxml parses the page",
    "docx": "lxml parses the unpacked XML",
    "pdf": "pypdfium2 takes the text",
    "scan": "rapidocr recognises the pages",
}


@dataclass(frozen=True, slots=True)
class Room:
    """Where a size is measured: its workshop, the other builders, a folder for what they make."""

    shop: Workshop
    tools: floors.Tools
    scratch: Path


def reading(room: Room) -> Iterator[Row]:
    """Read each format beside its bare parser, on a share of the documents; all text documents through the command."""
    documents = max(_FEWEST, room.shop.documents * _SHARE // 100)
    for name in formats.FORMATS:
        yield from _format(name, min(documents, formats.AT_MOST.get(name, documents)), room.shop.bodies)
    cost = room.shop.read()
    note = "with checks and data set"
    yield Row("reading", "text: all documents", room.shop.bodies, room.shop.documents, "documents", cost, note=note)


def _format(name: str, documents: int, bodies: int) -> Iterator[Row]:
    try:
        _, bare, read = formats.compare(name, documents)
    except (ImportError, OSError, RuntimeError, FailedError) as error:
        yield missing("reading", name, bodies, str(error))
        return
    ours = Row("reading", name, bodies, documents, "documents", _of_each(read, documents))
    yield ours
    yield floor(ours, f"{name}, {_BARE[name]}", documents, _of_each(bare, documents))


def _of_each(run: formats.Run, documents: int) -> Cost:
    """Return the cost of a run whose median document is known."""
    return Cost(run.seconds * documents, 0.0, run.peak, 0.0)


def checks(room: Room) -> Iterator[Row]:
    """Check each report, and reports with each other: made reports with prose as long as that of real ones."""
    bodies, count = room.shop.bodies, room.shop.documents
    cost, said = cost_of([sys.executable, "-m", "benchmarks.checking", "--reports", count])
    seconds: Mapping[str, float] = json.loads(said)
    for what, name, least, of_least in (
        ("of each body's reports", "each", "adding up the cells once", "added"),
        ("between bodies, with traits", "between", "each pair of characters seen once", "paired"),
    ):
        ours = Row("checks", what, bodies, count, "reports", _within(cost, seconds[name]))
        yield ours
        yield floor(ours, least, count, _within(cost, seconds[of_least]))


def _within(whole: Cost, cpu: float) -> Cost:
    """Return the cost of a part of a process."""
    return Cost(cpu, 0.0, whole.largest, 0.0)


def data_set(room: Room) -> Iterator[Row]:
    """Write the data set from kept readings; beside it, its CSV rows read and written by the csv module."""
    shop = room.shop
    shop.need_readings()
    shop.forget_dataset()
    ours = Row("data set", "from kept readings, with checks between", shop.bodies, shop.documents, "reports",
               shop.extract())  # fmt: skip
    yield ours
    copy = [sys.executable, "-m", "benchmarks.copied", shop.folder / "dataset", room.scratch / "copied"]
    yield floor(ours, "its CSV copied row by row", shop.documents, cost_of(copy)[0])
    shutil.rmtree(room.scratch / "copied")


def pages(room: Room) -> Iterator[Row]:
    """Build the site from kept readings, and let other builders build the same pages or empty ones."""
    shop = room.shop
    cost = shop.build_cold()
    count, docs = shop.pages(), shop.out / "docs"
    ours = Row("pages", "site from kept readings", shop.bodies, count, "pages", cost)
    yield ours
    alone = Row("pages", "of which MkDocs alone", shop.bodies, count, "pages", floors.our_mkdocs(docs, room.scratch))
    yield alone
    yield floor(ours, "MkDocs, as many empty pages", count, floors.empty_pages(count, room.scratch))
    yield from _plain(room, ours)
    size = sum(path.stat().st_size for path in (shop.out / "site").rglob("*") if path.is_file())
    files = len(times(shop.out / "site"))
    yield Row("pages", "size of the site", shop.bodies, amount=size / 2**20, amount_unit="MiB", note=f"{files:,} files")
    held = 1000 * cost.together / count
    yield Row("memory", "all processes, for 1,000 pages", shop.bodies, amount=held, amount_unit="MiB")


def _plain(room: Room, ours: Row) -> Iterator[Row]:
    docs = room.shop.out / "docs"
    builders: tuple[tuple[str, Callable[..., floors.Plain], int], ...] = (
        ("MkDocs and Material as they come", floors.mkdocs, _PLAIN_PAGES),
        ("Zensical", floors.zensical, _PLAIN_PAGES),
        ("Hugo", floors.hugo, _HUGO_PAGES),
    )
    for name, build, most in builders:
        try:
            plain = build(docs, floors.sample(docs, most), room.scratch, room.tools)
        except FailedError as error:
            yield missing(ours.group, f"floor: {name}", ours.bodies, str(error))
            continue
        yield floor(ours, name, plain.pages, plain.cost)
        if plain.index:
            whole = plain.index / plain.pages * ours.count / 1000
            note = "projected from the sample" if plain.pages < ours.count else ""
            yield Row(ours.group, f"search index of {name}, loaded by every reader", ours.bodies,
                      amount=whole, amount_unit="kB", note=note)  # fmt: skip
        shutil.rmtree(room.scratch, ignore_errors=True)


def incremental(room: Room) -> Iterator[Row]:
    """Build with nothing changed, and with one report more; as shares of the site from kept readings."""
    shop = room.shop
    cold, count = shop.cold(), shop.pages()
    for what, change in (("nothing changed", None), ("one report more", shop.add_report)):
        before = times(shop.out / "site")
        if change is not None:
            change()
        cost = shop.build()
        written = touched(before, times(shop.out / "site"))
        yield Row("incremental", what, shop.bodies, count, "pages", cost, ratio=100 * cost.cpu / cold.cpu,
                  beside="% of the site from kept readings", note=_kinds(written))  # fmt: skip


def _kinds(written: list[str]) -> str:
    """Say how many files of each folder were written."""
    kinds = Counter(name.split("/")[0] if "/" in name else "/" for name in written)
    listed = ", ".join(f"{name} {many}" for name, many in sorted(kinds.items()))
    return f"{len(written)} of the site's files written" + (f" ({listed})" if listed else "")


def search(room: Room) -> Iterator[Row]:
    """Weigh the finder and the full text, and what a reader's search fetches in a browser."""
    shop = room.shop
    shop.need_site()
    site = shop.out / "site"
    names = _names(shop.out / "dataset" / "organisations.csv")
    bodies = sum(_zipped(path.read_bytes()) for path in (site / "assets" / "finder").glob("bodies*"))
    plain = _zipped("\n".join(names).encode()) / len(names)
    yield Row("search", "finder: a body, compressed", shop.bodies, amount=bodies / len(names), amount_unit="bytes",
              ratio=bodies / len(names) / plain, beside="× its bare name, compressed")  # fmt: skip
    size = sum(path.stat().st_size for path in (site / "search").rglob("*") if path.is_file()) / shop.documents
    yield Row("search", "full text: a report, all its files", shop.bodies, amount=size / 1000, amount_unit="kB")
    asked = random.Random(7).sample(names, min(_NAMES, len(names)))
    try:
        found = browsing.search(site, browsing.words(shop.reports, _WORDS), asked)
    except FailedError as error:
        yield missing("search", "full text: a query", shop.bodies, str(error))
        return
    said = f"95 of 100: {found.most_kilobytes:.0f} kB; with the finder's {found.all_kilobytes:.0f} kB"
    yield Row("search", "full text: fetched for a query", shop.bodies, amount=found.kilobytes, amount_unit="kB",
              note=said)  # fmt: skip
    for what, took in (
        ("full text: from opening the page to hits", found.milliseconds),
        ("finder: from typing to the first line", found.finder_milliseconds),
    ):
        yield Row("search", what, shop.bodies, amount=took, amount_unit="ms", note="on the wall, in a browser")


def _names(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["organisation"] for row in csv.DictReader(file)]


def _zipped(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


STAGES: Mapping[str, Callable[[Room], Iterator[Row]]] = {
    "reading": reading,
    "checks": checks,
    "data set": data_set,
    "pages": pages,
    "incremental": incremental,
    "search": search,
}


def machine() -> str:
    """Say what machine this is: processors, memory, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores, {memory:.0f} GiB, {sys.implementation.name} {sys.version.split()[0]}, {sys.platform}"
