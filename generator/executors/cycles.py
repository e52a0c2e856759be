"""How often Python looks for cycles among its values."""

from __future__ import annotations

import gc


def collect_less() -> None:
    """Look for cycles seldom: of millions of values hardly one is in a cycle, and looking takes a fifth of the time."""
    gc.set_threshold(1_000_000, 50, 1000)
