"""Parts of a site that are made beside the rest, in a process of their own: the full text, and the pages of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.collection.products import open_products
from generator.metrics.aggregate import Numbers
from generator.metrics.definitions import load_definitions
from generator.site.bodies import Beyond
from generator.site.geography import load_geography
from generator.site.ledger import Entry, load_ledger
from generator.site.metrics.files import metric_files
from generator.site.render import Renderer
from generator.site.search.index import FOLDER
from generator.site.search.write import write_index


@dataclass(frozen=True, slots=True)
class Searching:
    """The search below ``out / "site"``, from the products in a file; ``names`` are the provinces'."""

    out: Path
    products: Path
    ledger: Path
    cache: Path
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measuring:
    """The pages of metrics, from the wide tables and the templates in a folder."""

    wide: tuple[Path, ...]
    templates: Path


def ready() -> None:
    """Load what the two need, where a process has nothing else to do yet."""
    import duckdb  # noqa: F401
    import numpy as np  # noqa: F401

    load_definitions()
    load_geography()


def make_search(job: Searching) -> tuple[set[str], dict[str, Entry]]:
    """Write the files of the search; return their names below the site, and what the ledger knows of them now."""
    ledger = load_ledger(job.ledger, job.out, f"site/{FOLDER}/")
    with open_products(job.products) as products:
        beyond = Beyond(products)
        written = write_index(beyond.entries(), beyond.papers, job.names, job.out / "site", ledger, job.cache)
    return written, {name: entry for name, entry in ledger.files.items() if name.removeprefix("site/") in written}


def make_metrics(job: Measuring) -> list[tuple[str, str]]:
    """Return the files of the metrics by their names."""
    with Numbers(job.wide) as numbers:
        return list(metric_files(Renderer(job.templates), numbers))
