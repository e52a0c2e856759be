"""The site from a data set: pages rendered, staged, built."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from generator.bodies.registry import load_registry
from generator.cache.fingerprint import fingerprint
from generator.collection.making import SlimParts, made, slim_dataset
from generator.collection.nouns import Collection
from generator.collection.products import open_products
from generator.collection.tables import TABLES, around, reports_in_parts
from generator.dataset.write import wide_of
from generator.errors import ConfigurationError
from generator.executors.crew import Crew, crew
from generator.metrics.aggregate import Numbers
from generator.model import Dataset, Report
from generator.report import Shown
from generator.site.aside import (
    Ahead,
    Measured,
    Measuring,
    Searching,
    Tabling,
    make_search,
    make_tables,
    measured,
    touched_in_search,
)
from generator.site.atlas import Atlas, region_place
from generator.site.beside import beside
from generator.site.bodies import PAGES, Beyond, pages_made
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
from generator.site.geography import COUNTRY
from generator.site.ledger import CACHE
from generator.site.linked import Linked, body_graph, dataset_graph, may_be_linked, region_graph, report_graph
from generator.site.metrics.page import index_view
from generator.site.metrics.regional import RatioYear, ratios_of
from generator.site.moved import moved_views
from generator.site.pages_body import report_view
from generator.site.pages_lists import findings_view, home_view
from generator.site.pages_region import region_view
from generator.site.people import tombstones
from generator.site.places import Place
from generator.site.reference import data_view, glossary_view, load_terms, methods_tables
from generator.site.render import Renderer
from generator.site.search.write import province_names
from generator.site.works import (
    PRODUCTS,
    Works,
    body_maker,
    close_works,
    open_works,
    print_site,
    program_of,
    publish_files,
    stage,
    take_page,
    take_pages,
    write_pages,
)

DATASET = "dataset"
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "site_src" / "templates"
WIDE = ["navigation", "toc"]
_BODY_SCRIPTS = ("visited", "cite", "cells", "charts", "figures")
_REPORT_SCRIPTS = ("visited", "cite", "original", "cells", "charts")


def build_site(  # noqa: PLR0913, PLR0915 (most have a usual value; one step after the other)
    collection: Collection,
    *,
    reports_dir: Path,
    out: Path,
    config: Path = ROOT / "mkdocs.yml",
    day: datetime.date | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    at_once: int = 1,
    workers: Crew | None = None,
    readers: Crew | None = None,
    ahead: Ahead | None = None,
    afterwards: Callable[[], object] = lambda: None,
) -> tuple[Dataset, Sequence[str]]:
    """Write ``out/dataset``, ``out/pages``, ``out/docs`` and ``out/site``; return all slim reports.

    The same input gives the same bytes. ``day`` is the day for which the coverage is told; without it the one that the
    data set proves. ``jobs`` is how many processes may work on it here, or ``workers`` who does; ``executor`` may
    render the pages of bodies in their place, ``at_once`` groups of them at a time, and needs none of our folders.
    ``readers`` are others who have read what is new, ``ahead`` is what is being found out already.
    ``afterwards`` is called when no document is needed any more, while pages are printed. With the reports come
    complaints (Chinese) about words of people that met none.
    """
    source = config.parent / "site_src"
    if not config.is_file() or not (source / "templates").is_dir():
        raise ConfigurationError("生成站点需要项目源码中的 mkdocs.yml 与 site_src/，请在项目目录中运行。")
    dataset_dir = out / DATASET
    with ExitStack() as stack:
        workers = workers or stack.enter_context(crew(jobs))
        products = stack.enter_context(open_products(out / CACHE / PRODUCTS))
        works = open_works(
            config, reports_dir, out, workers, made=collection.made, look=ahead.touched if ahead else None
        )
        program = program_of(source)
        far = executor is not None
        maker = body_maker(works, program, body_pages, far=far)
        stale = {group.name for group in collection.groups} - maker.known.keys()
        makers = stack.enter_context(crew(at_once, executor)) if far else workers
        parts_of_groups = SlimParts(products)
        done = made(
            collection, products, makers, program, (maker,), stale,
            passing={PAGES}, far=far, meanwhile=parts_of_groups.load,
        )  # fmt: skip
        pages = {group.name: pages_made(found[PAGES], out / "pages") for group, found in done}
        take_pages(works, [group.name for group in collection.groups], pages)
        dataset, notes = slim_dataset(collection, parts_of_groups)
        # As soon as there is anything to begin with, beside everything that follows.
        size, cache, templates = len(dataset.reports), out / CACHE, source / "templates"
        compiled = ahead.compiled() if ahead else {}
        tabling = Tabling(
            dataset_dir, cache / TABLES, cache / PRODUCTS, collection.groups, reports_in_parts(dataset),
            around(dataset, made=collection.made),
        )  # fmt: skip
        tabled = workers.later(make_tables, tabling, pages=size)
        beyond = Beyond(products)
        shelf = catalogue(dataset, beyond.gists(), beyond.cells_of)
        touched = ahead.touched_in_search() if ahead else touched_in_search(out)
        searching = Searching(out, cache / PRODUCTS, cache, province_names(shelf), touched)
        searched = (readers or workers).later(make_search, searching, pages=size)
        renderer = Renderer(templates, compiled)
        atlas = Atlas(shelf, as_of(dataset, day), beyond.sums())
        groups = {group.name: group.key for group in collection.groups}
        changed = _changed_regions(works, program, atlas, groups)

        def tables() -> tuple[tuple[Path, ...], Callable[[], Measured]]:
            wide = tabled()
            return wide, measured(workers, Measuring(wide, templates, compiled), pages=size)

        write_pages(works, _pages(works, renderer, atlas, changed, beyond, tables))
        setting = stage(works, _blocks(renderer, shelf, source, dataset_dir))
        printed = print_site(works, setting)
        publish_files(works, shelf, dataset_dir)
        afterwards()
        printed()
        searched()
        close_works(works, setting)
    return dataset, notes


def _pages(
    works: Works,
    renderer: Renderer,
    atlas: Atlas,
    changed: Sequence[str],
    beyond: Beyond,
    tables: Callable[[], tuple[tuple[Path, ...], Callable[[], Measured]]],
) -> Iterator[tuple[str, str | bytes]]:
    """Yield every generated file but those of bodies, and of regions of which nothing ``changed``."""
    shelf = atlas.catalogue
    yield from _front_pages(renderer, shelf)
    wide, result = tables()
    for stone in tombstones(shelf):
        meta = {**_meta(stone.title, f"{stone.name}的这份报告已撤下。"), "noindex": True}
        yield stone.place.markdown, renderer.page("tombstone.html.j2", stone, meta)
    for moved in moved_views(shelf, load_registry().moved.values()):
        yield moved.file, renderer.document("moved.html.j2", moved)
    yield "findings/feed.xml", feed(shelf)
    yield from finder_files(atlas, keep=works.run.scratch / "finder")
    yield FILE, dictionary(shelf, works.source, works.run.scratch / "english")
    chunks = list(beyond.chunks(works.run.scratch / "compare"))
    for part in parts(shelf):
        yield from comparison_files(shelf, part, chunks)
    yield from _region_pages(renderer, atlas, wide, [code for code in changed if code != COUNTRY])
    yield from result().files
    # What all reports together say comes from whoever has worked out all metrics.
    if COUNTRY in changed:
        yield _region_page(renderer, atlas, COUNTRY, result().country)


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


def _changed_regions(works: Works, program: str, atlas: Atlas, groups: Mapping[str, str]) -> list[str]:
    """Return the codes of the regions of which something changed; the pages of the others are taken as they are."""
    keys = {code: fingerprint(program, made_of) for code, made_of in atlas.keys(groups).items()}
    return [code for code, key in keys.items() if not take_page(works, region_place(code).markdown, key)]


def _region_pages(
    renderer: Renderer, atlas: Atlas, wide: Sequence[Path], codes: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield the pages of regions, not the country's; of the wide tables those of their provinces are read."""
    if codes:
        with Numbers(wide_of(wide, {code[:2] for code in codes}) or wide) as numbers:
            for code, ratios in ratios_of(numbers, codes):
                yield _region_page(renderer, atlas, code, ratios)


def _region_page(renderer: Renderer, atlas: Atlas, code: str, ratios: tuple[RatioYear, ...]) -> tuple[str, str]:
    view = region_view(atlas, code, ratios)
    about = f"{view.name}各机关的政府信息公开年度报告：本库收录了哪些，合计多少，怎样分布。"
    meta = _meta(f"{view.name}：政府信息公开年度报告", about, "visited")
    is_real = may_be_linked(atlas.catalogue.reports)
    linked = region_graph(view.above, view.name, view.place.address) if is_real else None
    return view.place.markdown, renderer.page("region.html.j2", view, meta, linked)


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


def body_pages(
    renderer: Renderer, shelf: Catalogue, reports_dir: Path, shown: Callable[[Report], Shown | None]
) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of all bodies of a catalogue, which may be a part: see ``bodies``.

    ``shown`` are the lines of documents that need not be opened for it.
    """
    is_real = may_be_linked(shelf.reports)
    for body in shelf.bodies:
        if not body.years:
            continue
        view = body_view(shelf, body)
        linked = body_graph(body.organisation, view.regions, view.title) if is_real else None
        meta = _meta(view.title, view.description, *_BODY_SCRIPTS)
        yield view.place.markdown, renderer.page("body.html.j2", view, meta, linked)
        for facts in body.years:
            original, pictures = beside(facts.report, reports_dir, shown(facts.report))
            report = report_view(shelf, body, facts, original)
            meta = _meta(report.title, report.description, *_REPORT_SCRIPTS)
            linked = report_graph(facts, body.organisation, report.regions, report.year.headline) if is_real else None
            yield report.place.markdown, renderer.page("report.html.j2", report, meta, linked)
            for picture in pictures:
                yield f"{report.place.address.strip('/')}/{picture.name}", picture.content


def _meta(title: str, description: str, *scripts: str) -> dict[str, Any]:
    return {"title": title, "description": description, "hide": WIDE, "scripts": list(scripts)}
