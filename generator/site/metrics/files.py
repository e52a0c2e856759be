"""The files of the metrics' pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from generator.metrics.aggregate import Numbers
from generator.metrics.definitions import Metric
from generator.site.metrics.page import coverage_view, index_view, metric_views
from generator.site.render import Renderer

_WIDE: Final = ["navigation", "toc"]


def metric_files(renderer: Renderer, numbers: Numbers, metrics: Sequence[Metric]) -> Iterator[tuple[str, str]]:
    """Yield the pages of metrics, each with its table of sums."""
    for view, files in metric_views(numbers, metrics):
        about = f"{view.metric.formula}。{view.metric.caveat}"
        yield view.place.markdown, renderer.page("metric.html.j2", view, _meta(f"指标：{view.metric.name}", about))
        yield from files


def list_files(renderer: Renderer, numbers: Numbers) -> Iterator[tuple[str, str]]:
    """Yield the list of all metrics, and the page of the coverage."""
    index = index_view()
    about = "由年度报告的数字算出的数和比例：公式、分母、何时没有意义、怎样分布。不排名次。"
    yield index.place.markdown, renderer.page("metrics.html.j2", index, _meta("指标", about))
    coverage = coverage_view(numbers)
    meta = _meta(f"指标：{coverage.metric.name}", coverage.metric.formula)
    yield coverage.place.markdown, renderer.page("metric_coverage.html.j2", coverage, meta)


def _meta(title: str, description: str) -> dict[str, Any]:
    return {"title": title, "description": description, "hide": _WIDE, "scripts": []}
