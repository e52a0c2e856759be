"""Charts: the finding as title, an SVG that needs no script, a figure for Plotly in the same frame, and a table."""

from generator.site.charts.nouns import Chart, Drawing, TableLine
from generator.site.charts.report import report_charts
from generator.site.charts.years import yearly_charts

__all__ = ["Chart", "Drawing", "TableLine", "report_charts", "yearly_charts"]
