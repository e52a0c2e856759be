"""The charts of one report: how requests ended, who asked, review and litigation."""

from __future__ import annotations

from generator.forms import Form
from generator.site.charts import titles
from generator.site.charts.finish import finish, rows, whole
from generator.site.charts.nouns import Chart, Series, Sketch
from generator.site.facts import APPLICANTS, OUTCOME_GROUPS, REVIEW_RESULTS, REVIEW_ROWS, Facts
from generator.site.places import report_address
from generator.site.words import GROUPS

RESULT_WORDS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
REVIEW_WORDS = {
    "reconsideration": "行政复议",
    "litigation_direct": "直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}


def report_charts(facts: Facts) -> tuple[Chart, ...]:
    """Return the charts of one report; none where it has no cells."""
    if facts.form is None or not facts.report.cells:
        return ()
    return (_outcomes(facts), _applicants(facts, facts.form), _review(facts))


def _outcomes(facts: Facts) -> Chart:
    series = [Series(group, GROUPS[group], (facts.group(group),)) for group in OUTCOME_GROUPS]
    year = str(facts.report.year)
    source = f"{year} 年报告表三“总计”列"
    sketch = Sketch("outcomes", titles.outcomes(facts), (year,), series, source, report_address(facts.report))
    return finish(sketch, whole)


def _applicants(facts: Facts, form: Form) -> Chart:
    (block,) = form.table("requests").blocks
    words = {column.code: column.label for column in block.columns}
    figures = tuple(facts.one("requests", "received", code) for code in APPLICANTS)
    sketch = Sketch(
        "applicants",
        titles.applicants(facts),
        tuple(words[code] for code in APPLICANTS),
        [Series("received", "本年新收", figures)],
        f"{facts.report.year} 年报告表三第一行",
        report_address(facts.report),
    )
    return finish(sketch, rows)


def _review(facts: Facts) -> Chart:
    series = [
        Series(result, RESULT_WORDS[result], tuple(facts.one("review", row, result) for row in REVIEW_ROWS))
        for result in REVIEW_RESULTS
    ]
    labels = tuple(REVIEW_WORDS[row] for row in REVIEW_ROWS)
    source = f"{facts.report.year} 年报告表四"
    sketch = Sketch("review", titles.review(facts), labels, series, source, report_address(facts.report))
    return finish(sketch, rows)
