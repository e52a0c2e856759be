"""What the form's own sums, the words, and other reports say about the printed figures.

``CHECKS`` lists the checks of one report, ``YEAR_CHECKS`` those of two.
"""

from generator.checks.across import across, across_bodies
from generator.checks.catalogue import CHECKS, RULES, YEAR_CHECKS, Check, Rule
from generator.checks.run import run

__all__ = ["CHECKS", "RULES", "YEAR_CHECKS", "Check", "Rule", "across", "across_bodies", "run"]
