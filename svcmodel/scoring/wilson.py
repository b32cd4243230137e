"""How sure a share of a few cases is: the interval of Wilson (1927), in whole numbers.

For h hits out of n and z the normal quantile:

    (2h + z^2 +- z * sqrt(z^2 + 4h(n - h) / n)) / (2(n + z^2))
"""

from __future__ import annotations

from math import isqrt

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.case_record import Share

Z_SQUARED = 3_841_459
"""1.959964 squared, in millionths: 95 in 100 intervals hold the true share."""


def share(hits: int, of: int) -> Share:
    """So many hits out of `of` with the 95 % interval in millionths; of nothing, all is possible."""
    if not of:
        return Share(hits, of, 0, MICRO)
    middle = 2 * hits * MICRO + Z_SQUARED
    spread = isqrt(Z_SQUARED**2 + 4 * Z_SQUARED * MICRO * hits * (of - hits) // of)
    whole = 2 * (of * MICRO + Z_SQUARED)
    return Share(hits, of, _rounded(middle - spread, whole), _rounded(middle + spread, whole))


def _rounded(part: int, whole: int) -> int:
    """A part of a whole in millionths, to the nearest."""
    return (2 * part * MICRO + whole) // (2 * whole)
