"""Numbers as the data set prints them."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal | None) -> str:
    """Return ``number`` without exponent, plus sign, separators or trailing zeros; nothing for ``None``.

    >>> plain(Decimal("2018359.390")), plain(Decimal("1E+3")), plain(Decimal("-0"))
    ('2018359.39', '1000', '0')
    """
    if number is None:
        return ""
    text = str(number)
    if text.isdigit():  # most are
        return text
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
