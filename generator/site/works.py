"""Where a site is made: what did not change since the last build is left as it is, the rest is made anew.

Every file is known by the fingerprint of all that goes into it (``ledger``), so that a build after a small change
gives what a build from nothing would give, and touches nothing else (docs/adr/0041-what-did-not-change.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.errors import ConfigurationError
from generator.resources import data_path
from generator.site.assets import bundles
from generator.site.bodies import BodyPages, Group, Rendering, render
from generator.site.catalogue import Catalogue
from generator.site.jobs import Crew, in_batches
from generator.site.ledger import Entry, Ledger, copied, load_ledger, save_ledger, written
from generator.site.originals import withheld
from generator.site.places import source_address
from generator.site.publish import Printing, Run, Setting, print_pages, printed_name, setting_of
from generator.site.sitemap import is_unlisted, robots, sitemap
from generator.site.staging import filled, gather, joined_styles, link, remove_others, write_if_changed

CACHE = ".cache"
# So many pages are rendered or printed at once: little memory, and starting hardly counts.
PAGES_A_BATCH = 400

_LEDGER = "site.json"
# Nothing in these folders is named by the navigation or linked to by a hand-written page.
_APART = ("o/", "d/")
_THEME = "theme"


@dataclass(slots=True)
class Works:
    """One build under way: where things lie, what was made before, and what belongs to the site now.

    ``pages`` are the generated files below ``out/pages``, ``staged`` those that stand beside them in ``out/docs``,
    ``unlisted`` the pages that search engines are asked to leave out.
    """

    source: Path
    reports: Path
    out: Path
    run: Run
    crew: Crew
    ledger: Ledger
    pages: dict[str, Entry] = field(default_factory=dict)
    staged: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    site: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)


def open_works(config: Path, reports: Path, out: Path, crew: Crew, *, made: bool) -> Works:
    """Return the works of a build into ``out``, with what is known of the last one; ``made``: no report is real."""
    cache = out / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    run = Run(config, out / "docs", out / "site", cache, made)
    return Works(config.parent / "site_src", reports, out, run, crew, load_ledger(cache / _LEDGER, out))


def write_pages(
    works: Works, files: Iterable[tuple[str, str | bytes]], groups: Iterable[Group], body_pages: BodyPages
) -> None:
    """Write all generated files below ``pages``: ``files``, and those of bodies in many processes, where need be."""
    pages, ledger = works.out / "pages", works.ledger
    for name, content in files:
        if name in works.pages:
            raise ConfigurationError(f"two files want to be {name}")
        works.pages[name] = written(pages, name, content)
        if isinstance(content, str) and is_unlisted(content):
            works.unlisted.add(name)
    keys = {}
    to_render = []
    for group in groups:
        works.groups.append(group.name)
        names = ledger.group(group.name, group.key)
        if names is not None and all(ledger.is_current(f"pages/{name}") for name in names):
            works.pages |= {name: ledger.files[f"pages/{name}"] for name in names}
        else:
            keys[group.name] = group.key
            to_render.append(group)
    batches = in_batches(to_render, lambda group: group.size, PAGES_A_BATCH)
    jobs = [Rendering(groups, pages, works.source / "templates", works.reports, body_pages) for groups in batches]
    for _, made in works.crew.run(render, jobs):
        for name, entries in made.items():
            works.pages |= entries
            ledger.groups[name] = (keys[name], tuple(entries))
    ledger.files.update({f"pages/{name}": entry for name, entry in works.pages.items()})
    remove_others(pages, works.pages)


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
    for name in works.pages:
        page, staged = works.out / "pages" / name, docs / name
        if not (staged.exists() and staged.samefile(page)):
            link(page, staged)
    remove_others(docs, {*works.staged, *works.pages})
    return setting_of(works.run)


def _by_hand(source: Path, blocks: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are not generated from the data set, hand-written pages with their generated parts."""
    for name, path in gather((("", source / "content"), ("assets", source / "assets"))).items():
        content = path.read_bytes()
        yield name, filled(name, content.decode(), blocks).encode() if name.endswith(".md") else content
    yield "assets/css/site.css", joined_styles(source / "styles").encode()
    for name, content in bundles((source, source.parent)).items():
        yield f"assets/vendor/{name}", content


def print_site(works: Works, setting: Setting) -> None:
    """Print every page that is not there as it would be printed now, and put the other staged files beside them."""
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
    for job, names in works.crew.run(print_pages, jobs):
        if job.whole:
            whole = tuple(names)
            ledger.groups[_THEME] = (theme, whole)
    files |= dict.fromkeys(whole or (), theme)
    for name, key in files.items():
        ledger.note(f"site/{name}", key)
    works.site |= files.keys()
    for name in keys.keys() - {*together, *apart}:
        copied(ledger, run.docs / name, f"site/{name}", keys[name])
        works.site.add(name)


def _outdated(ledger: Ledger, pages: Iterable[str], files: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(pages):
        printed = printed_name(name)
        if not ledger.is_current(f"site/{printed}", files[printed]):
            yield name


def publish_files(works: Works, shelf: Catalogue, dataset_dir: Path) -> None:
    """Copy the open data as it is, and each source document that may be handed on under a name of ours."""
    for path in sorted(dataset_dir.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            _publish(works, path, f"data/{path.name}")
    inside = works.reports.resolve()
    for report in shelf.reports:
        source = works.reports / report.source
        if not withheld(report) and source.is_file() and source.resolve().is_relative_to(inside):
            _publish(works, source, source_address(report).lstrip("/"))


def publish_folder(works: Works, name: str) -> None:
    """Take over a folder of the site that others wrote, and whose files are all to stay."""
    site = works.run.site
    works.site |= {file.relative_to(site).as_posix() for file in (site / name).rglob("*") if file.is_file()}


def _publish(works: Works, path: Path, name: str) -> None:
    found = path.stat()
    copied(works.ledger, path, f"site/{name}", fingerprint(str(path), str(found.st_size), str(found.st_mtime_ns)))
    works.site.add(name)


def close_works(works: Works, setting: Setting) -> None:
    """List the pages for search engines, remove what belongs to the site no more, and keep what is known of it."""
    site, ledger = works.run.site, works.ledger
    if setting.address:
        known = {*works.pages, *works.staged} - works.unlisted
        pages = [printed_name(name) for name in known if name.endswith(".md")]
        for name, text in sitemap(setting.address, pages).items():
            write_if_changed(site / name, text.encode())
            works.site.add(name)
    write_if_changed(site / "robots.txt", robots(setting.address).encode())
    works.site.add("robots.txt")
    remove_others(site, works.site)
    names = [*(f"pages/{name}" for name in works.pages), *(f"site/{name}" for name in works.site)]
    ledger.keep_only(names, [*works.groups, _THEME])
    save_ledger(ledger, works.run.scratch / _LEDGER)
