"""Numbers of private persons: found by rule, masked wherever text leaves the program.

Why and what not: docs/adr/0039-personal-numbers.md.
"""

from generator.personal.mask import RULE, masked, masked_lines, masked_text, private_numbers

__all__ = ["RULE", "masked", "masked_lines", "masked_text", "private_numbers"]
