"""Parts of a portal made beside the rest, in a process of their own: the full text; the data set and its metrics.

And what can be found out before there is anything to make, while documents are looked for on one processor.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.collection.groups import Group
from generator.collection.products import open_products
from generator.collection.tables import write_collection
from generator.dataset.write import Around
from generator.executors.crew import Crew
from generator.executors.cycles import uncollected
from generator.metrics.aggregate import Numbers
from generator.metrics.definitions import load_definitions
from generator.site.bodies import Beyond, renderer_of
from generator.site.geography import load_geography
from generator.site.ledger import CACHE, SEARCH_LEDGER, load_ledger, save_ledger, touched_since
from generator.site.metrics.files import list_files, metric_files
from generator.site.metrics.page import shown_with
from generator.site.metrics.regional import RatioYear, headlines, ratios_of_country
from generator.site.render import Renderer
from generator.site.search.index import FOLDER
from generator.site.search.write import write_index
from generator.site.works import Touched, touched_in

_IN_NO_HURRY: Final = 5


@dataclass(frozen=True, slots=True)
class Searching:
    """The search below ``out / "site"``, from the products in a file; ``names`` are the provinces'.

    ``touched`` are its files and folders that are not as they were made.
    """

    out: Path
    products: Path
    cache: Path
    names: Mapping[str, str]
    touched: Touched


@dataclass(frozen=True, slots=True)
class Tabling:
    """The data set in a folder, from the products in a file: see ``write_collection``."""

    out: Path
    keep: Path
    products: Path
    groups: Sequence[Group]
    reports: Mapping[str, int]
    around: Around


@dataclass(frozen=True, slots=True)
class Measuring:
    """The pages of metrics, from the wide tables and the templates in a folder.

    ``codes`` are the metrics to work out; ``whole``: also what is said of all of them.
    """

    wide: tuple[Path, ...]
    templates: Path
    compiled: Mapping[str, bytes]
    codes: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """The files of the metrics by their names, and what the country's page says of them."""

    files: Sequence[tuple[str, str]]
    country: tuple[RatioYear, ...] = ()


class Ahead:
    """What can be found out before there is anything to make: what was touched since the last build, the templates.

    It is in no hurry: ``begin`` is called when new documents are being read and nothing is left but to wait for them.
    """

    def __init__(self, workers: Crew, out: Path, templates: Path, pages: int) -> None:
        self._workers, self._out, self._templates, self._pages = workers, out, templates, pages
        self.touched: Callable[[], Touched] | None = None
        self.touched_in_search: Callable[[], Touched] = lambda: touched_in_search(out)
        self.compiled: Callable[[], Mapping[str, bytes]] = dict

    def begin(self) -> None:
        """Have other processes begin, if so many pages are worth it; load here what pages about many need."""
        workers, pages = self._workers, self._pages
        workers.ready(ready, pages=pages)
        self.touched = workers.later(touched_in, self._out, pages=pages)
        self.touched_in_search = workers.later(touched_in_search, self._out, pages=pages)
        self.compiled = workers.later(compiled_templates, self._templates, pages=pages)
        load_geography()


def compiled_templates(templates: Path) -> Mapping[str, bytes]:
    """Return the templates of a folder, compiled; whoever renders in this process has them from now on."""
    return renderer_of(templates).compiled()


def ready() -> None:
    """Load what the two need, where a process has nothing else to do yet."""
    import duckdb  # noqa: F401
    import numpy as np  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    load_definitions()
    load_geography()


def make_search(job: Searching) -> None:
    """Write the files of the search, and keep what is known of them."""
    # Nobody waits for it before the end, but for all else that is done meanwhile.
    if multiprocessing.parent_process() is not None:
        with suppress(OSError, AttributeError):
            os.nice(_IN_NO_HURRY)
    with uncollected(), open_products(job.products) as products:
        ledger = load_ledger(job.cache / SEARCH_LEDGER, job.out)
        ledger.look = lambda: job.touched
        beyond = Beyond(products)
        folder = job.cache / FOLDER
        written = write_index(beyond.entries(), beyond.papers, job.names, job.out / "site", ledger, folder)
        tree = f"site/{FOLDER}"
        ledger.keep_only(tree, {name.removeprefix(f"{FOLDER}/") for name in written})
        # The page in it is printed by somebody else, at any time.
        ledger.folders.pop(tree, None)
        save_ledger(ledger, job.cache / SEARCH_LEDGER)


def touched_in_search(out: Path) -> Touched:
    """Return the files and folders of the search below ``out`` that somebody has touched since they were made."""
    return touched_since(out / CACHE / SEARCH_LEDGER, out) or ()


def make_tables(job: Tabling) -> tuple[Path, ...]:
    """Write the data set; return the files of its wide table."""
    with open_products(job.products) as products:
        return write_collection(job.groups, products, job.reports, job.around, job.out, keep=job.keep)


def measured(workers: Crew, job: Measuring, *, pages: int) -> Callable[[], Measured]:
    """Begin to work out all metrics, half of them in each of two processes; return what waits for them."""
    codes = tuple(metric.code for metric in load_definitions().metrics)
    halves = (replace(job, codes=codes[::2], whole=True), replace(job, codes=codes[1::2]))
    begun = [workers.later(make_metrics, half, pages=pages) for half in halves]

    @functools.cache
    def result() -> Measured:
        first, second = (wait() for wait in begun)
        return Measured([*first.files, *second.files], first.country)

    return result


def make_metrics(job: Measuring) -> Measured:
    """Return what comes of some metrics, and of all where it is asked for."""
    known = load_definitions()
    metrics = [known.by_code[code] for code in job.codes]
    needed = shown_with([*metrics, *(headlines() if job.whole else ())])
    renderer = Renderer(job.templates, job.compiled)
    with Numbers(job.wide, metrics=needed) as numbers:
        files = list(metric_files(renderer, numbers, metrics))
        if not job.whole:
            return Measured(files)
        return Measured([*files, *list_files(renderer, numbers)], ratios_of_country(numbers))
