"""Any set of pages through MkDocs, with nothing in them that depends on the clock or on which pages go together.

Bodies and regions are not in the navigation, so a page's shell is the same whatever else is built with it. A part of
the site is built from a folder with its pages alone and stand-ins for those that the navigation names.
"""

from __future__ import annotations

import io
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.cache.fingerprint import fingerprint, fingerprint_of_files, installed
from generator.errors import ConfigurationError
from generator.made import SENTENCE
from generator.site import hook, shells
from generator.site.staging import link, write_if_changed

# What MkDocs stamps with the date of the build gets a fixed one.
_FIXED_DATE = "315532800"
# The name is printed on every page and in every title.
_MADE_NAME = "公开年报（演示，数字均为编造）"
_PRINTED = ("GONGKAI_SITE_NAME", "GONGKAI_SITE_URL", "GONGKAI_CONTACT_URL")
# Not ours to publish: there is a list of addresses of our own.
_DROPPED = frozenset({"sitemap.xml", "sitemap.xml.gz"})

# How folders begin in which pages are printed.
SCRATCH = "printing-"

_alone = threading.Lock()


@dataclass(frozen=True, slots=True)
class Run:
    """What MkDocs needs to know about one build; ``docs`` holds all pages, ``scratch`` folders in passing."""

    config: Path
    docs: Path
    site: Path
    scratch: Path
    made: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What all pages of a build share: the fingerprint of the shell around them, and what the configuration says."""

    shell: str
    address: str
    navigation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printing:
    """Files of ``run.docs`` to build together; ``whole`` brings the theme's own files and needs the navigation's."""

    run: Run
    pages: tuple[str, ...]
    navigation: tuple[str, ...]
    whole: bool = False

    @property
    def size(self) -> int:
        """How many pages there are."""
        return len(self.pages)


def printed_name(page: str) -> str:
    """Return the file of the site that a Markdown file becomes: ``methods.md`` is ``methods/index.html``."""
    stem = page.removesuffix(".md")
    return "index.html" if stem == "index" else f"{stem.removesuffix('/index')}/index.html"


def setting_of(run: Run) -> Setting:
    """Return what is the same for all pages of a build; the pages of the navigation are staged already."""
    with _settings(run):
        config = _load(run, run.docs, run.site)
    navigation = tuple(sorted(_pages_in(config.nav)))
    printed = [f"{name}={_environment(run).get(name, '')}" for name in (*_PRINTED, "GONGKAI_MADE")]
    own = (__file__, hook.__file__, shells.__file__)
    files = [run.config, run.config.parent / "site_src" / "overrides", *map(Path, own)]
    heads = [_head(run.docs / page) for page in navigation]
    return Setting(
        shell=fingerprint(installed(), *printed, *heads, fingerprint_of_files(files)),
        address=str(config.site_url or ""),
        navigation=navigation,
    )


def print_pages(job: Printing) -> list[str]:
    """Build the pages of a job into the site; return the names of what it made there."""
    # MkDocs takes settings from the environment, which all threads share.
    with _alone:
        return _print_whole(job) if job.whole else _print_part(job)


def _print_part(job: Printing) -> list[str]:
    """Build these pages and nothing else."""
    run = job.run
    with _folders(run) as scratch:
        docs, site, part = scratch / "docs", scratch / "site", scratch / "part.json"
        for page in set(job.navigation).difference(job.pages):
            stand_in = f"{_head(run.docs / page)}\n# -\n"
            write_if_changed(docs / page, stand_in.encode("utf-8"))
        said = {"pages": job.pages, "docs": str(run.docs.resolve()), "site": str(run.site.resolve())}
        part.write_text(json.dumps(said), encoding="utf-8")
        with _settings(run, {hook.PART: str(part)}):
            config = _load(run, docs, site)
            if not _has_hook(config):
                _linked(job, docs)
            _build(config)
        return _moved(run, site, map(printed_name, job.pages))


def _print_whole(job: Printing) -> list[str]:
    """Build these pages with the theme's own files."""
    with _folders(job.run) as scratch:
        docs, site = scratch / "docs", scratch / "site"
        _linked(job, docs)
        with _settings(job.run):
            _build(_load(job.run, docs, site))
        made = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
        return _moved(job.run, site, (name for name in made if name not in _DROPPED))


@contextmanager
def _folders(run: Run) -> Iterator[Path]:
    """Provide a folder for one job; ``docs`` and ``site`` in it are for its pages and what comes of them."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=run.scratch) as scratch:
        Path(scratch, "docs").mkdir()
        yield Path(scratch)


def _linked(job: Printing, docs: Path) -> None:
    for page in job.pages:
        link(job.run.docs / page, docs / page)


def _moved(run: Run, site: Path, names: Iterable[str]) -> list[str]:
    """Bring what was made to the site; the hook has brought the pages of a part there already."""
    done = []
    for name in names:
        made = site / name
        if made.is_file():
            write_if_changed(run.site / name, made.read_bytes())
        elif not (run.site / name).is_file():
            raise ConfigurationError(f"MkDocs made no {name}")
        done.append(name)
    return done


def _has_hook(config: Any) -> bool:
    return any(getattr(module, "PART", "") == hook.PART for module in config.hooks.values())


def _build(config: Any) -> None:
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    with _heard() as said:
        try:
            build(config)
        except MkDocsException as error:
            raise ConfigurationError(f"MkDocs could not build the site:\n{said.getvalue()}{error}") from error


def _load(run: Run, docs: Path, site: Path) -> Any:
    from mkdocs.config import load_config

    return load_config(str(run.config), docs_dir=str(docs.resolve()), site_dir=str(site.resolve()), strict=True)


def _pages_in(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        if nav.endswith(".md"):
            yield nav
    elif isinstance(nav, Mapping):
        for entry in nav.values():
            yield from _pages_in(entry)
    else:
        for entry in nav or ():
            yield from _pages_in(entry)


def _head(page: Path) -> str:
    """Return the front matter of a page, of which the navigation may show something."""
    text = page.read_text(encoding="utf-8")
    before, mark, _ = text.removeprefix("---\n").partition("\n---\n")
    return f"---\n{before}{mark}" if mark and text.startswith("---\n") else ""


def _environment(run: Run) -> dict[str, str]:
    made = {"GONGKAI_MADE": SENTENCE.replace("本文件", "本站所载"), "GONGKAI_SITE_NAME": _MADE_NAME} if run.made else {}
    return {
        **{name: os.environ[name] for name in _PRINTED if name in os.environ},
        **made,
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": _FIXED_DATE,
    }


@contextmanager
def _settings(run: Run, more: Mapping[str, str] | None = None) -> Iterator[None]:
    """Set what ``mkdocs.yml`` takes from the environment, and only that, while inside."""
    before = dict(os.environ)
    os.environ.pop("GONGKAI_MADE", None)
    os.environ.update(_environment(run) | dict(more or {}))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _heard() -> Iterator[io.StringIO]:
    """Collect what MkDocs says instead of printing it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
