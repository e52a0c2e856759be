"""What the form's own sums say about the printed figures. ``CHECKS`` lists every check there is."""

from generator.checks.catalogue import CHECKS, RULES, Check, Rule
from generator.checks.run import run

__all__ = ["CHECKS", "RULES", "Check", "Rule", "run"]
