"""Ways to damage a text. ``PROVABLE``: afterwards no cell may show another number than before.

Each takes the text and a generator and returns the damaged text. The provable kinds never touch a digit and damage
one place only, so that a row of a complete table has a number too few, too many, or is as it was.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

_ALPHABET = "0123456789 \t|\n一二三（）.,-年件无/总计其他"


def delete_line(text: str, rng: random.Random) -> str:
    """One line lost."""
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def repeat_line(text: str, rng: random.Random) -> str:
    """One line twice."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def join_lines(text: str, rng: random.Random) -> str:
    """One line break lost, where no two digits meet."""
    breaks = [match.start() for match in re.finditer(r"(?<!\d)\n|\n(?!\d)", text)]
    if not breaks:
        return text
    at = rng.choice(breaks)
    return text[:at] + text[at + 1 :]


def truncate(text: str, rng: random.Random) -> str:
    """The rest of the file lost, not inside a number."""
    at = rng.randrange(len(text) + 1)
    while 0 < at < len(text) and re.match(r"[\d.]", text[at]):
        at += 1
    return text[:at]


def swap_lines(text: str, rng: random.Random) -> str:
    """Two neighbouring lines swapped."""
    lines = text.split("\n")
    at = rng.randrange(max(1, len(lines) - 1))
    lines[at : at + 2] = reversed(lines[at : at + 2])
    return "\n".join(lines)


def delete_field(text: str, rng: random.Random) -> str:
    """One field of a line with separators lost, together with its separator."""
    lines = text.split("\n")
    chosen = [at for at, line in enumerate(lines) if "\t" in line or "|" in line]
    if not chosen:
        return text
    at = rng.choice(chosen)
    bar = "\t" if "\t" in lines[at] else "|"
    fields = lines[at].split(bar)
    del fields[rng.randrange(len(fields))]
    lines[at] = bar.join(fields)
    return "\n".join(lines)


def delete_characters(text: str, rng: random.Random) -> str:
    """Up to thirty characters lost anywhere."""
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + text[at + 1 :]
    return text


def replace_characters(text: str, rng: random.Random) -> str:
    """Up to thirty characters replaced anywhere."""
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_ALPHABET) + text[at + 1 :]
    return text


def shuffle_lines(text: str, rng: random.Random) -> str:
    """All lines in another order."""
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def many(text: str, rng: random.Random) -> str:
    """Several kinds one after the other."""
    for damage in rng.choices(ANY, k=rng.randint(2, 6)):
        text = damage(text, rng)
    return text


_ROWS = ("tsv", "tsv-ragged", "pipes-kept", "leading-pipes", "markdown", "pdf-plain")
_EVERY = (
    *_ROWS,
    "tab-cells",
    "tsv-padded",
    "tsv-pages",
    "pipes-extra-column",
    "leading-pipes-ragged",
    "markdown-ragged",
    "bar-after-cell",
    "bar-before-row",
    "bars-on-lines",
    "cell-lines",
    "cell-blank-lines",
    "pdf",
)
# Which layouts a kind is provable for: only there a row that lost something shows it.
PROVABLE: dict[Damage, tuple[str, ...]] = {
    delete_line: _EVERY,
    repeat_line: _EVERY,
    join_lines: _EVERY,
    truncate: (*_EVERY, "one-line-spaces", "one-line-bars"),
    swap_lines: _ROWS,
    delete_field: ("tsv", "tsv-ragged", "leading-pipes", "markdown"),
}
ANY: tuple[Damage, ...] = (
    delete_line,
    repeat_line,
    join_lines,
    truncate,
    swap_lines,
    delete_field,
    delete_characters,
    replace_characters,
    shuffle_lines,
)
