"""What the search costs: bytes a body of the finder, bytes a query, milliseconds a page of the full text's index.

``python -m benchmarks.search`` makes narratives in memory: clauses of the sample reports (each body with habits of its
own), words of a dictionary by their rank, names of townships and villages, numbers; more different words than real
prose has. It asks thousands of words cut out of them and compares with a search by hand. Bytes of a query: the files of
the index as they are, list and texts compressed as hosts send them. Times are processor time of one process; the
floor is folding the text alone.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import hashlib
import itertools
import json
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict

from generator.bodies.gazetteer import load_gazetteer
from generator.demo.bodies import choose_bodies
from generator.model import Dataset, Report, ReportStatus
from generator.site.atlas import Atlas
from generator.site.catalogue import catalogue
from generator.site.coverage import AsOf
from generator.site.finder import finder_files
from generator.site.pages_year import Prose
from generator.site.search.folding import fold
from generator.site.search.grams import grams
from generator.site.search.index import File, index_files
from generator.site.search.papers import Paper
from tests.unit.site.index_reader import asked, file_name

_SAMPLES = Path(__file__).resolve().parent.parent / "data" / "reports"
_YEARS = (2022, 2023, 2024)
_LENGTH = 1_500
_SHOWN = 8  # reports on the first screen of the search
_BY_HAND = ("镜泊镇", "曲库乎乡", "曲库乎", "通城县民政局", "民政", "镜泊", "通城", "行政处罚")


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
    papers = list(made_papers(count))
    floor = _timed(lambda: [fold(paper.words) for paper in papers])
    files: dict[str, bytes] = {}
    cold = _timed(lambda: files.update(_files(index_files(papers, {}))))
    with tempfile.TemporaryDirectory() as folder:
        before = _files(index_files(papers[:-1], {}, Path(folder)))
        after: dict[str, bytes] = {}
        more = _timed(lambda: after.update(_files(index_files(papers, {}, Path(folder)))))
    changed = sum(before.get(name) != content for name, content in after.items())
    index = sum(len(content) for name, content in files.items() if "/grams" in name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"text {count:>6} pages: {cold / count * 1000:.2f} ms a page ({cold / floor:.1f} times folding), "
        f"{index / count / 1000:.1f} kB a page in {sum('/grams' in name for name in files)} files, "
        f"peak {peak:.0f} MiB; "
        f"one more report {more:.1f} s, {changed} files changed, same bytes as cold: {after == files}"
    )
    _ask(papers, files, queries)


def _ask(papers: Sequence[Paper], files: Mapping[str, bytes], queries: int) -> None:
    rng = random.Random(7)
    words = [*_BY_HAND, *_cut_out(papers, rng, queries)]
    folded = [(paper.org_id, paper.year, fold(paper.words)) for paper in papers]
    sizes, missed, over, candidates, true = [], 0, 0, 0, 0
    for word in words:
        holding = {(org_id, year) for org_id, year, text in folded if fold(word) in text}
        found = asked(files, word)
        missed += len(holding - found)
        over += len(word) <= 3 and found != holding
        candidates, true = candidates + len(found), true + len(holding)
        sizes.append(_bytes(files, word, sorted(found, key=lambda one: (-one[1], one[0]))[:_SHOWN]) / 1000)
    sizes.sort()
    print(
        f"     {len(words)} words: {missed} reports missed, {over} short words not exact, {true / candidates:.2%} "
        f"of what the index names is right before it is verified; a query takes {statistics.median(sizes):.0f} kB "
        f"(95 of 100: {sizes[len(sizes) * 95 // 100]:.0f}, most: {sizes[-1]:.0f})"
    )


def _bytes(files: Mapping[str, bytes], word: str, shown: Sequence[tuple[str, int]]) -> int:
    parts = json.loads(files["search/parts.json"])
    (index,) = parts["indexes"]
    codes = fold(word)
    # A browser asks the first and the last triple.
    ends = [codes] if len(codes) <= 3 else [codes[:3], codes[-3:]]
    names = {file_name(index["bits"], int(gram)) for end in ends for gram in grams(end)[-1:]}
    sent = [files[f"search/{index['folder']}/{name}"] for name in names]
    texts = [gzip.compress(files[f"search/text/{org_id}/{year}.json"]) for org_id, year in shown]
    lists = [gzip.compress(content) for name, content in files.items() if name.endswith("parts.json")]
    return sum(map(len, (*sent, *texts, *lists)))


def _cut_out(papers: Sequence[Paper], rng: random.Random, many: int) -> Iterator[str]:
    while many:
        line = rng.choice(rng.choice(papers).words.split("\n"))
        size = rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 8))
        start = rng.randrange(max(1, len(line) - size))
        word = line[start : start + size]
        if len(word) == size and all(character.isalnum() for character in word):
            many -= 1
            yield word


def made_papers(count: int) -> Iterator[Paper]:
    """Yield so many reports with made words, three years of each body."""
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
            text = "\n".join("".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
            yield Paper(f"{code}-made", year, code[:2], name, "", (Prose("", tuple(text.split("\n"))),))


def _clauses(text: str) -> Iterator[str]:
    for clause in re.split(r"[，。；：、\s]+", text):
        if 6 <= len(clause) <= 40 and not clause.replace(".", "").isdigit():
            yield clause


def _files(files: Iterable[File]) -> dict[str, bytes]:
    return {file.name: file.content() for file in files}


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
