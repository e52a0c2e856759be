"""How far a share of few cases can be trusted."""

from __future__ import annotations

import math
from typing import Final

# The two-sided 95 % point of the normal distribution.
_Z: Final = 1.959963984540054


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the Wilson score interval (95 %) of ``successes`` out of ``trials``, both ends between 0 and 1.

    Raises ``ValueError`` where there was no trial, or more successes than trials: such a share means nothing.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"no share of {successes} in {trials}")
    share, z2 = successes / trials, _Z * _Z
    middle = share + z2 / (2 * trials)
    reach = _Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    scale = 1 + z2 / trials
    # At the ends rounding could step over 0 or 1, where the interval ends exactly.
    low = 0.0 if successes == 0 else (middle - reach) / scale
    high = 1.0 if successes == trials else (middle + reach) / scale
    return low, high
