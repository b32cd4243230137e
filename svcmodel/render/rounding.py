"""Rounding for show: what is printed adds up to what is printed as the sum."""

from __future__ import annotations

from collections.abc import Sequence

from svcmodel.domain.assessment import MICRO


def points(micro: int, digits: int) -> float:
    """Millionths of a point as points with so many decimals, halves away from zero."""
    return float(_scaled(micro, digits) / 10**digits)


def shares(micros: Sequence[int], whole: float, digits: int) -> list[float]:
    """The parts of a printed whole, rounded so that they add up to it exactly.

    Largest remainder: every part is rounded down, and the units that are missing go to the parts that
    lost most; among equals to the earlier one.
    """
    unit = MICRO // 10**digits
    floors = [micro // unit for micro in micros]
    missing = round(whole * 10**digits) - sum(floors)
    by_loss = sorted(range(len(micros)), key=lambda n: (-(micros[n] % unit), n))
    for number in range(missing):
        floors[by_loss[number % len(by_loss)]] += 1
    for number in range(-missing):
        floors[by_loss[-1 - number % len(by_loss)]] -= 1
    return [floor / 10**digits for floor in floors]


def of_hundred(micros: Sequence[int]) -> list[int]:
    """Shares (millionths) as so many of 100; all is said only where it is all, none where none.

    Those that make up a whole add up to 100.
    """
    if abs(sum(micros) - MICRO) > len(micros):  # each is rounded by itself
        wholes = [round(micro * 100 / MICRO) for micro in micros]
        return [
            min(max(whole, 1), 99) if 0 < micro < MICRO else whole
            for whole, micro in zip(wholes, micros, strict=True)
        ]
    parts = [int(part) for part in shares([100 * micro for micro in micros], 100, 0)]
    for n, micro in enumerate(micros):
        if micro and not parts[n]:  # what it gets, the part most rounded up gives
            parts[n] = 1
            givers = [place for place, part in enumerate(parts) if part > 1]
            parts[max(givers, key=lambda place: parts[place] * MICRO - 100 * micros[place])] -= 1
    return parts


def _scaled(micro: int, digits: int) -> int:
    unit = MICRO // int(10**digits)
    quotient = (2 * abs(micro) + unit) // (2 * unit)
    return quotient if micro >= 0 else -quotient
