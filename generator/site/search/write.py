"""The search laid into a built site: only what changed is made and written, what is no longer there is taken away."""

from __future__ import annotations

from pathlib import Path

from generator.site.catalogue import Catalogue
from generator.site.geography import COUNTRY, load_geography
from generator.site.ledger import Ledger
from generator.site.search.index import FOLDER, index_files
from generator.site.search.papers import papers
from generator.site.staging import write_if_changed

_PAGE = "index.html"


def write_search(catalogue: Catalogue, site: Path, ledger: Ledger, cache: Path | None = None) -> None:
    """Write the files of the search below ``site``, which the ledger knows as ``site``.

    ``cache`` is a folder in which sections of the index are kept between builds; it may be emptied at any time.
    """
    geography = load_geography()
    names = {code[:2]: geography.name(code) for code in geography.below.get(COUNTRY, ())}
    names |= {code[:2]: region.name for code, region in catalogue.regions.items() if not region.parent}
    written = {site / FOLDER / _PAGE}
    for file in index_files(papers(catalogue), names, cache):
        written.add(site / file.name)
        if not ledger.is_current(f"site/{file.name}", file.key):
            write_if_changed(site / file.name, file.content())
            ledger.note(f"site/{file.name}", file.key)
    _remove_others(site / FOLDER, written)


def _remove_others(folder: Path, kept: set[Path]) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_file():
            if file not in kept:
                file.unlink()
        elif not any(file.iterdir()):
            file.rmdir()
