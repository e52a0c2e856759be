"""Metrics: ratios of printed figures, each with what it rests on."""
