"""What the search costs: bytes a body of the finder, bytes a query, milliseconds a page of the full text's index.

``python -m benchmarks.search`` makes narratives in memory: clauses of the sample reports (each body with habits of its
own), words of a dictionary by their rank, names of townships and villages, numbers; more different words than real
prose has. Times are of one process; the floor is folding the text alone. ``--queries N`` asks words cut out of them in
a real browser (``benchmarks.queries``).
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import hashlib
import itertools
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict

from benchmarks.queries import measure_queries
from generator.bodies.gazetteer import load_gazetteer
from generator.demo.bodies import choose_bodies
from generator.model import Dataset, Report, ReportStatus
from generator.site.atlas import Atlas
from generator.site.catalogue import catalogue
from generator.site.coverage import AsOf
from generator.site.finder import finder_files
from generator.site.ledger import Entry as Noted
from generator.site.ledger import Ledger
from generator.site.pages_year import Prose
from generator.site.search.folding import fold
from generator.site.search.papers import Entry, Load, Paper, entry_of, pack_paper, paper_of, text_of, unpack_paper
from generator.site.search.write import write_index

_SAMPLES = Path(__file__).resolve().parent.parent / "data" / "reports"
_YEARS = (2022, 2023, 2024)
_LENGTH = 1_500
_MORE = 4  # reports that come one by one
_BY_HAND = (
    *("镜泊镇", "曲库乎乡", "曲库乎", "通城县民政局", "民政", "镜泊", "通城", "行政处罚", "政府信息公开", "政府信息"),
    *("信息", "公开", "12345", "本年度", "人民政府", "主动公开政府信息", "不会有的词", "鏡泊鎮", "政府 公开", "ＡＰＰ"),
)


def main() -> None:
    """Print one line for the finder and one for the full text of each number of pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--queries", type=int, default=2_000)
    options = parser.parse_args()
    for pages in options.pages:
        measure_finder(pages)
    for pages in options.pages:
        measure_text(pages, options.queries)


def measure_finder(count: int) -> None:
    """Print what the finder's files weigh for so many bodies."""
    bodies = [body.organisation for body in choose_bodies(count, 1)]
    reports = tuple(
        Report(f"{b.org_id}-2024", b.org_id, _sha(b.org_id), "text", ReportStatus.OK, organisation=b, year=2024)
        for b in bodies
    )
    atlas = Atlas(catalogue(Dataset(reports, tuple(bodies))), AsOf(datetime.date(2025, 1, 1), given=False))
    sizes = {path.rsplit("/", 1)[1]: len(gzip.compress(text.encode())) for path, text in finder_files(atlas)}
    each = sum(size for name, size in sizes.items() if name.startswith("bodies")) / count
    rest = ", ".join(f"{name} {size / 1000:.0f} kB" for name, size in sizes.items() if not name.startswith("bodies"))
    print(f"finder {count:>6} bodies: {each:.1f} bytes a body; whatever there is: {rest}")


def measure_text(count: int, queries: int) -> None:
    """Print what the index costs to make and to ask, and whether it finds what a search by hand finds."""
    collection = {entry: (text, words) for entry, text, words in made_papers(count)}
    start = time.process_time()
    packed = {entry: pack_paper(paper_of(text)) for entry, (text, _) in collection.items()}
    papers = time.process_time() - start
    floor = _timed(lambda: [fold(words) for _, words in collection.values()])

    def load(entries: Sequence[Entry]) -> Iterator[Paper]:
        return (unpack_paper(packed[entry]) for entry in entries)

    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch), load)
        entries = list(collection)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        cold = place.build(entries)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        unchanged = place.build(entries)
        sizes = [path.stat().st_size for path in place.site.rglob("*.bin")]
        print(
            f"text {count:>6} pages: {(papers + cold.cpu) / count * 1000:.2f} ms a page, {papers / count * 1000:.2f} "
            f"of them in the pages' processes ({(papers + cold.cpu) / floor:.1f} times folding), {grown:.0f} MiB more "
            f"to write it; {sum(sizes) / count / 1000:.1f} kB a page in {len(sizes)} files, the largest "
            f"{max(sizes) / 1000:.0f} kB; unchanged {unchanged.cpu:.2f} s"
        )
        random.Random(5).shuffle(entries)
        place.build(entries[_MORE:])
        for left_out in range(_MORE - 1, -1, -1):
            _one_more(place, entries[left_out:], "one more report")
        known = entries[0]
        entries.append(entry_of(known.org_id, _YEARS[-1] + 1, known.province, collection[known][0]))
        packed[entries[-1]], collection[entries[-1]] = packed[known], collection[known]
        _one_more(place, entries, "the first of a year")
        fresh = Place(Path(scratch) / "fresh", load)
        fresh.build(entries)
        print(f"     the same bytes as from nothing: {fresh.content() == place.content()}")
        if queries:
            words = [*_BY_HAND, *_cut_out([words for _, words in collection.values()], random.Random(7), queries)]
            texts = {(entry.org_id, entry.year): words for entry, (_, words) in collection.items()}
            measure_queries(place.site, texts, words)


def _one_more(place: Place, entries: Sequence[Entry], what: str) -> None:
    known = place.times()
    took = place.build(entries)
    changed = [name for name, changed in place.times().items() if known.get(name) != changed]
    weight = sum((place.site / name).stat().st_size for name in changed) / 1_000_000
    print(
        f"     {what}: {took.cpu:.2f} s of processor, {took.wall:.2f} s in all, {len(changed)} files, {weight:.1f} MB"
    )


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the processor, and on the wall."""

    cpu: float
    wall: float


class Place:
    """A folder that one collection after another is written into."""

    def __init__(self, folder: Path, load: Load) -> None:
        self.site, self._cache, self._load = folder / "site", folder / "cache", load
        self._folder, self._known = folder, dict[str, Noted]()

    def build(self, entries: Iterable[Entry]) -> Took:
        """Write the files of a collection."""
        cpu, wall = time.process_time(), time.perf_counter()
        # A ledger looks once at what is there: every build has its own.
        ledger = Ledger(self._folder, self._known)
        write_index(entries, self._load, {}, self.site, ledger, self._cache)
        self._known = ledger.files
        return Took(time.process_time() - cpu, time.perf_counter() - wall)

    def times(self) -> dict[str, int]:
        """Return when each file was written."""
        return {name: (self.site / name).stat().st_mtime_ns for name in self._names()}

    def content(self) -> dict[str, str]:
        """Return the checksum of each file."""
        return {name: hashlib.sha256((self.site / name).read_bytes()).hexdigest() for name in self._names()}

    def _names(self) -> Iterator[str]:
        return (path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file())


def _cut_out(texts: Sequence[str], rng: random.Random, many: int) -> Iterator[str]:
    """Yield words of 2 to 12 characters, frequent ones and rare ones, and every twentieth with a character changed."""
    made = 0
    while made < many:
        line = rng.choice(rng.choice(texts).split("\n"))
        size = rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12))
        start = rng.randrange(max(1, len(line) - size))
        word = line[start : start + size]
        if len(word) == size and word[0].isalnum() and word[-1].isalnum():
            made += 1
            yield word if made % 20 else word[:-1] + rng.choice("鑫淼焱垚")


def made_papers(count: int) -> Iterator[tuple[Entry, bytes, str]]:
    """Yield so many reports with made words, three years of each body: entry, file of words, and the words."""
    rng = random.Random(1)
    gazetteer = load_gazetteer()
    towns = [code for code in sorted(gazetteer.names) if len(code) > 6 and gazetteer.names[code].endswith(("镇", "乡"))]
    stock = sorted({c for file in _SAMPLES.glob("*.txt") for c in _clauses(file.read_text(encoding="utf-8"))})
    rng.shuffle(stock)
    ranked = list(itertools.accumulate(1 / (place + 5) for place in range(len(stock))))
    words = sorted(word for word in phrases_dict if 2 <= len(word) <= 4)
    rng.shuffle(words)
    frequent = list(itertools.accumulate(1 / (place + 20) for place in range(len(words))))
    made = 0
    for code in rng.sample(towns, -(-count // len(_YEARS))):
        name = gazetteer.names[code]
        habits = rng.choices(stock, cum_weights=ranked, k=45)
        for year in _YEARS[: count - made]:
            made += 1
            sentences, length = [f"{name}人民政府{year}年政府信息公开工作年度报告。"], 0
            while length < _LENGTH:
                clauses = []
                for _ in range(rng.randint(2, 5)):
                    if rng.random() < 0.5:
                        clauses.append(rng.choice(habits))
                    else:
                        said = "".join(rng.choices(words, cum_weights=frequent, k=rng.randint(1, 4)))
                        clauses.append(f"{rng.choice(('', name))}{said}{rng.choice(('', f'{rng.randint(1, 999)}件'))}")
                sentences.append("，".join(clauses) + "。")
                length += len(sentences[-1])
            lines = ["".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
            text = text_of(f"{code}-made", name, "", [Prose("", tuple(lines))])
            yield entry_of(f"{code}-made", year, code[:2], text), text, "\n".join(lines)


def _clauses(text: str) -> Iterator[str]:
    for clause in re.split(r"[，。；：、\s]+", text):
        if 6 <= len(clause) <= 40 and not clause.replace(".", "").isdigit():
            yield clause


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
