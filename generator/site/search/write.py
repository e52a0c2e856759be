"""The search laid into a built site: only what changed is written, what is no longer there is taken away."""

from __future__ import annotations

from pathlib import Path

from generator.site.catalogue import Catalogue
from generator.site.geography import COUNTRY, load_geography
from generator.site.search.index import FOLDER, index_files
from generator.site.search.papers import papers

_PAGE = "index.html"


def write_search(catalogue: Catalogue, site: Path, cache: Path | None = None) -> None:
    """Write the files of the search below ``site``; files whose bytes stay keep their time of change.

    ``cache`` is a folder in which sections of the index are kept between builds; it may be emptied at any time.
    """
    geography = load_geography()
    names = {code[:2]: geography.name(code) for code in geography.below.get(COUNTRY, ())}
    names |= {code[:2]: region.name for code, region in catalogue.regions.items() if not region.parent}
    written = set()
    for name, content in index_files(papers(catalogue), names, cache):
        file = site / name
        written.add(file)
        if file.is_file() and file.read_bytes() == content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    _remove_others(site / FOLDER, written | {site / FOLDER / _PAGE})


def _remove_others(folder: Path, kept: set[Path]) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_file():
            if file not in kept:
                file.unlink()
        elif not any(file.iterdir()):
            file.rmdir()
