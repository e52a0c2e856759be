"""What the form's own sums, and two years beside each other, say about the printed figures.

``CHECKS`` lists the checks of one report, ``YEAR_CHECKS`` those of two.
"""

from generator.checks.catalogue import CHECKS, RULES, YEAR_CHECKS, Check, Rule
from generator.checks.run import run
from generator.checks.years import over_years

__all__ = ["CHECKS", "RULES", "YEAR_CHECKS", "Check", "Rule", "over_years", "run"]
