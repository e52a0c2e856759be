"""Text as the search compares it. ``search.js`` folds alike; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

# No part of a word, after folding: controls, marks, arrows and signs; what stands between them is searched.
BETWEEN: Final = (
    (0x0000, 0x002F), (0x003A, 0x0040), (0x005B, 0x0060), (0x007B, 0x00BF), (0x00D7, 0x00D7), (0x00F7, 0x00F7),
    (0x2000, 0x206F), (0x2190, 0x2BFF), (0x3000, 0x3004), (0x3008, 0x3020), (0x3030, 0x3030), (0x30FB, 0x30FB),
    (0xFE10, 0xFE6F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFF),
)  # fmt: skip
# Dropped, not only no part of a word: a document's lines are broken and spaced by chance.
_SPACES: Final = "\t\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))


class _Table(dict[int, str]):
    """Folds a character the first time it is met; one by one, so that a browser can do the same."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "" if character in _SPACES else unicodedata.normalize("NFKC", character).lower()
        self[code] = "".join(c for c in folded if c not in _SPACES)
        return self[code]


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """Return ``text`` with full-width forms plain, in small letters, without spaces; line breaks stay."""
    return text.translate(_TABLE)


MARK: Final = ","
MARKS: Final = re.compile(
    "[" + "".join(f"{chr(a)}-{chr(b)}" if a > 10 else "\\x00-\\x09\\x0b-/" for a, b in BETWEEN) + "]+"
)


def _between() -> NDArray[np.bool_]:
    table = np.zeros(0x110000, dtype=np.bool_)
    for first, last in BETWEEN:
        table[first : last + 1] = True
    return table


IS_BETWEEN: Final = _between()
