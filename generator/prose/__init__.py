"""The prose of a report: its title, preamble, the three sections without tables, and the signature.

Sections are found by their headings, whatever their numbers; the tables' own headings only mark where prose ends.
Offsets are found on comparable text (simplified, compatible widths) of the same length, so that what is returned
keeps the document's own characters.
"""

from generator.prose.marks import is_metadata
from generator.prose.no_report import not_a_report
from generator.prose.sections import split
from generator.prose.words import comparable

__all__ = ["comparable", "is_metadata", "not_a_report", "split"]
