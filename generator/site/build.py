"""The site from a data set: pages rendered, staged, built."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from generator.bodies.registry import load_registry
from generator.dataset.wide import WIDE as WIDE_TABLE
from generator.errors import ConfigurationError
from generator.made import is_made
from generator.metrics.aggregate import Numbers
from generator.model import Dataset
from generator.site.atlas import Atlas
from generator.site.beside import beside
from generator.site.bodies import groups_of
from generator.site.body.page import body_view
from generator.site.catalogue import Catalogue, catalogue
from generator.site.compare.files import comparison_files, parts
from generator.site.compare.page import compare_view
from generator.site.contact import ContactView, contact
from generator.site.coverage import as_of
from generator.site.english.pages import english_glossary, english_methods, english_view
from generator.site.english.words import FILE, dictionary, load_english, texts
from generator.site.feed import feed
from generator.site.finder import finder_files
from generator.site.jobs import crew
from generator.site.linked import Linked, body_graph, dataset_graph, may_be_linked, region_graph, report_graph
from generator.site.metrics.files import metric_files
from generator.site.metrics.page import index_view
from generator.site.metrics.regional import ratio_years
from generator.site.moved import moved_views
from generator.site.pages_body import report_view
from generator.site.pages_lists import findings_view, home_view
from generator.site.pages_region import region_views
from generator.site.people import tombstones
from generator.site.places import Place
from generator.site.reference import data_view, glossary_view, load_terms, methods_tables
from generator.site.render import Renderer
from generator.site.search.index import FOLDER
from generator.site.search.write import write_search
from generator.site.works import (
    close_works,
    open_works,
    print_site,
    program_of,
    publish_files,
    publish_folder,
    stage,
    write_pages,
)

ROOT = Path(__file__).resolve().parents[2]
WIDE = ["navigation", "toc"]
_BODY_SCRIPTS = ("visited", "cite", "cells", "charts", "figures")
_REPORT_SCRIPTS = ("visited", "cite", "original", "cells", "charts")


def build_site(  # noqa: PLR0913 (most have a usual value)
    dataset: Dataset,
    *,
    dataset_dir: Path,
    reports_dir: Path,
    out: Path,
    config: Path = ROOT / "mkdocs.yml",
    day: datetime.date | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
) -> None:
    """Write ``out/pages``, stage ``out/docs`` and build ``out/site``; the same input gives the same bytes.

    ``day`` is the day for which the coverage is told; without it the one that the data set proves. ``jobs`` is how
    many processes may work on it; ``executor`` may stand for them, if it reaches the same folders under the same names.
    """
    source = config.parent / "site_src"
    if not config.is_file() or not (source / "templates").is_dir():
        raise ConfigurationError("生成站点需要项目源码中的 mkdocs.yml 与 site_src/，请在项目目录中运行。")
    shelf = catalogue(dataset)
    renderer = Renderer(source / "templates")
    atlas = Atlas(shelf, as_of(dataset, day))
    with crew(jobs, executor) as workers:
        works = open_works(config, reports_dir, out, workers, made=is_made(dataset.reports))
        groups = groups_of(dataset, shelf, program_of(source))
        with Numbers(dataset_dir / WIDE_TABLE) as numbers:
            write_pages(works, _pages(renderer, atlas, numbers, source), groups, body_pages)
        setting = stage(works, _blocks(renderer, shelf, source, dataset_dir))
        print_site(works, setting)
    publish_files(works, shelf, dataset_dir)
    write_search(shelf, works.run.site, works.ledger, works.run.scratch / "search")
    publish_folder(works, FOLDER)
    close_works(works, setting)


def _pages(renderer: Renderer, atlas: Atlas, numbers: Numbers, source: Path) -> Iterator[tuple[str, str | bytes]]:
    """Yield every generated file but those of bodies."""
    shelf = atlas.catalogue
    yield from _front_pages(renderer, shelf)
    yield from _region_pages(renderer, atlas, numbers)
    yield from metric_files(renderer, numbers)
    for stone in tombstones(shelf):
        meta = {**_meta(stone.title, f"{stone.name}的这份报告已撤下。"), "noindex": True}
        yield stone.place.markdown, renderer.page("tombstone.html.j2", stone, meta)
    for moved in moved_views(shelf, load_registry().moved.values()):
        yield moved.file, renderer.document("moved.html.j2", moved)
    yield "findings/feed.xml", feed(shelf)
    yield from finder_files(atlas)
    yield FILE, dictionary(shelf, source)
    for part in parts(shelf):
        yield from comparison_files(shelf, part)


def _front_pages(renderer: Renderer, shelf: Catalogue) -> Iterator[tuple[str, str]]:
    home = home_view(shelf)
    title = "政府信息公开年度报告，读成数据"
    about = "把各级行政机关的政府信息公开工作年度报告整理成可查、可比、可下载的数据。非政府网站。"
    meta = {"title": title, "description": about, "hide": WIDE}
    linked = dataset_graph(shelf, (), "/") if may_be_linked(shelf.reports) else None
    yield home.place.markdown, renderer.page("home.html.j2", home, meta, linked)
    compare = compare_view(shelf, parts(shelf))
    about = "所有机关、所有年份的年度报告数字：可筛选、选列、排序，可把几个机关或地区放在一起对照。"
    meta = _meta("比较", about, "compare-data", "compare-words", "compare-chart", "compare")
    yield compare.place.markdown, renderer.page("compare.html.j2", compare, meta)
    findings = findings_view(shelf)
    meta = _meta("核对与发现", "核对中发现的不一致、未能读取的文件和未能确定归属的文件。", "findings")
    yield findings.place.markdown, renderer.page("findings.html.j2", findings, meta)


def _region_pages(renderer: Renderer, atlas: Atlas, numbers: Numbers) -> Iterator[tuple[str, str]]:
    is_real = may_be_linked(atlas.catalogue.reports)
    for view in region_views(atlas, lambda code: ratio_years(numbers, code)):
        about = f"{view.name}各机关的政府信息公开年度报告：本库收录了哪些，合计多少，怎样分布。"
        meta = _meta(f"{view.name}：政府信息公开年度报告", about, "visited")
        linked = region_graph(view.above, view.name, view.place.address) if is_real else None
        yield view.place.markdown, renderer.page("region.html.j2", view, meta, linked)


def _blocks(renderer: Renderer, shelf: Catalogue, source: Path, dataset_dir: Path) -> dict[str, str]:
    """Return the generated parts of the hand-written pages, by the name of their marker."""
    terms, words = load_terms(source / "terms.yml"), load_english(source / "english.yml")
    data = data_view(shelf, dataset_dir)
    linked = dataset_graph(shelf, data.files, "/data/") if may_be_linked(shelf.reports) else {}
    reference = {
        "glossary": (Place("/glossary/"), glossary_view(terms)),
        "data": (Place("/data/"), data),
        "data-linked": (Place("/data/"), Linked(Place("/data/"), linked)),
        "methods-states": (Place("/methods/"), methods_tables()),
        "methods-rules": (Place("/methods/"), methods_tables()),
        "methods-metrics": (Place("/methods/"), index_view()),
        "contact": (Place("/about/"), ContactView(Place("/about/"), contact())),
        "report-error": (Place("/report-error/"), ContactView(Place("/report-error/"), contact())),
        "removal": (Place("/removal/"), ContactView(Place("/removal/"), contact())),
        "english": (Place("/en/"), english_view(shelf)),
        "english-states": (Place("/en/methods/"), english_methods(words)),
        "english-rules": (Place("/en/methods/"), english_methods(words)),
        "english-glossary": (Place("/en/glossary/"), english_glossary(terms, texts(words, terms))),
        "english-data": (Place("/en/data/"), data_view(shelf, dataset_dir, "en")),
    }
    return {name: renderer.block(f"blocks/{name}.html.j2", view, place) for name, (place, view) in reference.items()}


def body_pages(renderer: Renderer, shelf: Catalogue, reports_dir: Path) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of all bodies of a catalogue, which may be a part: see ``bodies``."""
    is_real = may_be_linked(shelf.reports)
    for body in shelf.bodies:
        if not body.years:
            continue
        view = body_view(shelf, body)
        linked = body_graph(body.organisation, view.regions, view.title) if is_real else None
        meta = _meta(view.title, view.description, *_BODY_SCRIPTS)
        yield view.place.markdown, renderer.page("body.html.j2", view, meta, linked)
        for facts in body.years:
            original, pictures = beside(facts.report, reports_dir)
            report = report_view(shelf, body, facts, original)
            meta = _meta(report.title, report.description, *_REPORT_SCRIPTS)
            linked = report_graph(facts, body.organisation, report.regions, report.year.headline) if is_real else None
            yield report.place.markdown, renderer.page("report.html.j2", report, meta, linked)
            for picture in pictures:
                yield f"{report.place.address.strip('/')}/{picture.name}", picture.content


def _meta(title: str, description: str, *scripts: str) -> dict[str, Any]:
    return {"title": title, "description": description, "hide": WIDE, "scripts": list(scripts)}
