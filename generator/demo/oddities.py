"""What can be odd about a made document, beside its layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.demo.spelling import Dress


@dataclass(frozen=True, slots=True)
class Extras:
    """Which oddities stand round the tables."""

    decorations: bool = False
    decoy_lines: bool = False
    decoy_table: bool = False
    title_twice: bool = False
    wrong_numbers: bool = False


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is odd about a document; ``noise`` is the share of labels a scanner would misread."""

    dress: Dress = field(default_factory=Dress)
    extras: Extras = field(default_factory=Extras)
    absent: frozenset[str] = frozenset()
    extra_row: bool = False
    category_rows: bool = False
    broken_heads: bool = False
    broken_labels: bool = False
    truncated_heads: bool = False
    lost_marks: bool = False
    noise: float = 0.0
    script: str = ""  # traditional, radicals, ascii, spaced
    old_label: bool = False
    encoding: str = "utf-8"
    line_end: str = "\n"
