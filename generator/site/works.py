"""Where a site is made: what did not change since the last build is left as it is, the rest is made anew.

Every file is known by the fingerprint of all that goes into it (``ledger``), so that a build after a small change
gives what a build from nothing would give, and touches nothing else (docs/adr/0041-what-did-not-change.md).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.errors import ConfigurationError
from generator.executors.crew import Crew, in_batches
from generator.resources import data_path
from generator.site.assets import bundles
from generator.site.bodies import BodyMaker, BodyPages, Far, Near
from generator.site.catalogue import Catalogue
from generator.site.ledger import (
    CACHE,
    LEDGER,
    SEARCH_LEDGER,
    Entry,
    Ledger,
    copied,
    linked,
    load_ledger,
    save_ledger,
    touched_since,
    written,
)
from generator.site.originals import withheld
from generator.site.places import source_address
from generator.site.publish import SCRATCH, Printing, Run, Setting, print_pages, printed_name, setting_of
from generator.site.search.index import FOLDER
from generator.site.sitemap import is_unlisted, robots, sitemap
from generator.site.staging import filled, gather, joined_styles, link, write_if_changed

# Of what the pages of a group were made, and the pages; nothing where those there were left alone.
Pages = tuple[str, dict[str, Entry] | None]
# Files and folders by their names below the folder of a build.
Touched = Collection[str]

# So many pages are printed at once: little memory, and starting hardly counts.
PAGES_A_BATCH = 1000

PRODUCTS = "products.sqlite"
# Nothing in these folders is named by the navigation or linked to by a hand-written page.
_APART = ("o/", "d/")
_THEME = "theme"
_BODIES, _PAGE = "bodies of ", "page "


@dataclass(slots=True)
class Works:
    """One build under way: where things lie, what was made before, and what belongs to the site now.

    ``pages`` are the generated files below ``out/pages``, ``staged`` those that stand beside them in ``out/docs``,
    ``unlisted`` the pages that search engines are asked to leave out, ``data`` the files of the data set.
    """

    source: Path
    reports: Path
    out: Path
    run: Run
    crew: Crew
    ledger: Ledger
    pages: dict[str, Entry] = field(default_factory=dict)
    staged: dict[str, str] = field(default_factory=dict)
    site: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)
    data: dict[str, Entry] = field(default_factory=dict)

    def is_there(self, pages: Iterable[str]) -> bool:
        """Say whether these generated pages are as they were written."""
        return all(self.ledger.is_current(f"pages/{name}") for name in pages)


def open_works(
    config: Path, reports: Path, out: Path, crew: Crew, *, made: bool, look: Callable[[], Touched] | None = None
) -> Works:
    """Return the works of a build into ``out``, with what is known of the last one; ``made``: no report is real.

    ``look`` says what was touched since then, where somebody looked beside: see ``touched_in``.
    """
    cache = out / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    # What a build that was broken off had not moved yet.
    for left in cache.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    run = Run(config, out / "docs", out / "site", cache, made)
    ledger = load_ledger(cache / LEDGER, out)
    ledger.look = look
    return Works(config.parent / "site_src", reports, out, run, crew, ledger)


def touched_in(out: Path) -> Touched:
    """Return the files and folders of the last build into ``out`` that somebody has touched since; not the search's."""
    return touched_since(out / CACHE / LEDGER, out) or ()


def is_untouched(out: Path) -> bool:
    """Say whether there is a finished build in ``out``, and nobody touched any file of it."""
    return all(touched_since(out / CACHE / name, out) == set() for name in (LEDGER, SEARCH_LEDGER))


def body_maker(works: Works, program: str, body_pages: BodyPages, *, far: bool) -> BodyMaker:
    """Return what makes the pages of bodies, here or ``far`` away; those that are there and current are known to it."""
    groups = works.ledger.groups
    known = {
        name.removeprefix(_BODIES): key
        for name, (key, files) in groups.items()
        if name.startswith(_BODIES) and works.is_there(files)
    }
    templates = works.source / "templates"
    place = Far(_templates(templates)) if far else Near(works.out / "pages", templates, works.reports)
    return BodyMaker(place, program, body_pages, known)


def _templates(folder: Path) -> tuple[tuple[str, str], ...]:
    files = sorted(path for path in folder.rglob("*.j2"))
    return tuple((path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")) for path in files)


def take_pages(works: Works, groups: Iterable[str], made: Mapping[str, Pages]) -> None:
    """Take the pages of all groups into the site; ``made`` lists those that were made now, by group."""
    ledger, before = works.ledger, works.ledger.groups
    ledger.groups = {name: group for name, group in before.items() if not name.startswith(_BODIES)}
    for group in groups:
        name = _BODIES + group
        key, files = made.get(group, ("", None))
        if files is None:
            known, names = before[name]
            files = {page: ledger.files[f"pages/{page}"] for page in names}
            key = key or known
        works.pages |= files
        ledger.groups[name] = (key, tuple(files))


def is_of_a_group(name: str) -> bool:
    """Say whether what was made together are the pages of a group of bodies, or the page of a region."""
    return name.startswith((_BODIES, _PAGE))


def take_page(works: Works, name: str, key: str) -> bool:
    """Take a page as it is if it is there and made of ``key``; say whether. Whoever makes it now made it of ``key``."""
    group, ledger = _PAGE + name, works.ledger
    if ledger.group(group, key) is not None and works.is_there([name]):
        works.pages[name] = ledger.files[f"pages/{name}"]
        return True
    ledger.groups[group] = (key, (name,))
    return False


def write_pages(works: Works, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Write all other generated files below ``pages``, and remove what is none of them."""
    pages, ledger = works.out / "pages", works.ledger
    for name, content in files:
        if name in works.pages:
            raise ConfigurationError(f"two files want to be {name}")
        works.pages[name] = written(pages, name, content)
        if isinstance(content, str) and is_unlisted(content):
            works.unlisted.add(name)
    ledger.take({f"pages/{name}": entry for name, entry in works.pages.items()})
    for name in ledger.keep_only("pages", works.pages):
        ledger.remove(name.replace("pages/", "docs/", 1))


def program_of(source: Path) -> str:
    """Return the fingerprint of all that the pages of bodies are made with: code, templates, lookups, settings."""
    roots = [Path(__file__).resolve().parents[1], source / "templates", source / "terms.yml"]
    roots += [data_path(name) for name in ("forms", "lookups", "registry", "gazetteer")]
    settings = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("GONGKAI_")]
    return fingerprint(fingerprint_of_files(roots), installed(), *settings)


def stage(works: Works, blocks: Mapping[str, str]) -> Setting:
    """Lay generated and hand-written pages, styles and scripts beside each other in ``docs``."""
    docs = works.run.docs
    for name, content in _by_hand(works.source, blocks):
        if name in works.pages or name in works.staged:
            raise ConfigurationError(f"two files want to be {name}")
        write_if_changed(docs / name, content)
        works.staged[name] = fingerprint(content)
        works.ledger.note(f"docs/{name}", works.staged[name])
    for name in _unsure_links(works):
        if not _is_linked(f"{works.out}/pages/{name}", f"{docs}/{name}"):
            link(works.out / "pages" / name, docs / name)
            works.ledger.wrote([f"docs/{name}"])
    works.ledger.keep_only("docs", {*works.staged, *works.pages})
    return setting_of(works.run)


def _unsure_links(works: Works) -> Iterator[str]:
    """Yield the pages that were written now, and those in folders of ``docs`` that are not as they were left."""
    ledger = works.ledger
    left = ledger.folders.keys() - ledger.touched()
    for name in works.pages:
        if f"pages/{name}" in ledger.taken or f"docs/{name}".rpartition("/")[0] not in left:
            yield name


def _is_linked(page: str, staged: str) -> bool:
    try:
        return os.path.samestat(os.stat(page), os.stat(staged))  # noqa: PTH116 (thousands, one after the other)
    except OSError:
        return False


def _by_hand(source: Path, blocks: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are not generated from the data set, hand-written pages with their generated parts."""
    for name, path in gather((("", source / "content"), ("assets", source / "assets"))).items():
        content = path.read_bytes()
        yield name, filled(name, content.decode(), blocks).encode() if name.endswith(".md") else content
    yield "assets/css/site.css", joined_styles(source / "styles").encode()
    for name, content in bundles((source, source.parent)).items():
        yield f"assets/vendor/{name}", content


def print_site(works: Works, setting: Setting) -> Callable[[], None]:
    """Begin to print every page that is not there as it would be printed now; return what ends it.

    At its end the other staged files lie beside the pages.
    """
    run, ledger = works.run, works.ledger
    keys = {name: entry.key for name, entry in works.pages.items()} | works.staged
    apart = {name: key for name, key in keys.items() if name.startswith(_APART) and name.endswith(".md")}
    files = {printed_name(name): fingerprint(setting.shell, key) for name, key in apart.items()}
    batches = in_batches(_outdated(ledger, apart, files), lambda _: 1, PAGES_A_BATCH)
    jobs = [Printing(run, pages, setting.navigation) for pages in batches]
    # The theme's files come with all other pages: they name each other, and the hand-written ones link to them.
    together = tuple(sorted({name for name in keys if name.endswith(".md") or name in works.staged} - apart.keys()))
    theme = fingerprint(setting.shell, *(part for name in together for part in (name, keys[name])))
    whole = ledger.group(_THEME, theme)
    if whole is None or not all(ledger.is_current(f"site/{name}", theme) for name in whole):
        jobs.insert(0, Printing(run, together, setting.navigation, whole=True))
    begun = works.crew.begin(print_pages, jobs, pages=sum(job.size for job in jobs))

    def end() -> None:
        shown = dict(files)
        printed: set[str] = set()
        made_together = whole
        for job, names in begun:
            printed.update(names)
            if job.whole:
                made_together = tuple(names)
                ledger.groups[_THEME] = (theme, made_together)
        shown |= dict.fromkeys(made_together or (), theme)
        for name, key in shown.items():
            if name in printed or not ledger.is_current(f"site/{name}", key):
                ledger.note(f"site/{name}", key)
        works.site |= shown.keys()
        for name in keys.keys() - {*together, *apart}:
            copied(ledger, run.docs / name, f"site/{name}", keys[name])
            works.site.add(name)

    return end


def _outdated(ledger: Ledger, pages: Iterable[str], files: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(pages):
        printed = printed_name(name)
        if not ledger.is_current(f"site/{printed}", files[printed]):
            yield name


def publish_files(works: Works, shelf: Catalogue, dataset_dir: Path) -> None:
    """Publish the open data as it is, and each source document that may be handed on under a name of ours."""
    for path in sorted(dataset_dir.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            found = path.stat()
            key = fingerprint(str(path), str(found.st_size), str(found.st_mtime_ns))
            linked(works.ledger, path, f"site/data/{path.name}", key)
            works.site.add(f"data/{path.name}")
            works.data[path.name] = Entry(key, found.st_size, found.st_mtime_ns)
    inside = works.reports.resolve()
    for report in shelf.reports:
        if withheld(report):
            continue
        name = source_address(report).lstrip("/")
        if not works.ledger.is_current(f"site/{name}", report.sha256):
            source = works.reports / report.source
            if not (source.is_file() and source.resolve().is_relative_to(inside)):
                continue
            copied(works.ledger, source, f"site/{name}", report.sha256)
        works.site.add(name)


def _put(works: Works, name: str, text: str) -> None:
    content = text.encode()
    write_if_changed(works.run.site / name, content)
    works.ledger.note(f"site/{name}", fingerprint(content))
    works.site.add(name)


def close_works(works: Works, setting: Setting) -> None:
    """List the pages for search engines, remove what belongs to the site no more, and keep what is known of it."""
    ledger = works.ledger
    if setting.address:
        known = {*works.pages, *works.staged} - works.unlisted
        pages = [printed_name(name) for name in known if name.endswith(".md")]
        for name, text in sitemap(setting.address, pages).items():
            _put(works, name, text)
    _put(works, "robots.txt", robots(setting.address))
    # The search sweeps its own folder; its page is printed with all others.
    ledger.keep_only("site", works.site, apart=[f"site/{FOLDER}"])
    ledger.groups = {
        name: group for name, group in ledger.groups.items()
        if not name.startswith(_PAGE) or name.removeprefix(_PAGE) in works.pages
    }  # fmt: skip
    ledger.files = {name: entry for name, entry in ledger.files.items() if not name.startswith("dataset/")}
    ledger.files |= {f"dataset/{name}": entry for name, entry in works.data.items()}
    save_ledger(ledger, works.run.scratch / LEDGER)
