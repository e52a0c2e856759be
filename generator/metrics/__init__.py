"""Metrics: numbers and ratios made of printed figures, each with what it rests on.

``data/lookups/metrics.yml`` says what each is made of; ``definitions`` reads it, ``evaluate`` does the sums for one
report and ``sql`` writes the same sums for a table of many, which ``aggregate`` runs.
"""
