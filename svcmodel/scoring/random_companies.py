"""Random companies: a level for each criterion, drawn as often as the reference population has it.

Criteria are drawn independently of each other, so the companies are no real ones: they show what
the catalogue can say, not what it usually says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.assessment import MICRO
from svcmodel.scoring.by_levels import Levels
from svcmodel.scoring.draws import apportioned, random_bytes
from svcmodel.scoring.tables import ScoreTable

SEED = 20_260_115
SLOTS = 256
"""A byte is drawn for each criterion of each company; unknown and the levels share its values."""
UNKNOWN_SLOTS = 26
UNKNOWN = UNKNOWN_SLOTS * MICRO // SLOTS
"""The share of levels that stay unknown, in millionths: about a tenth."""


def random_companies(table: ScoreTable, companies: int, seed: int = SEED) -> Iterator[Levels]:
    """So many companies, the same for the same seed; a criterion that is missing is unknown."""
    slots = {criterion: _slots(counts) for criterion, counts in table.counts.items()}
    width = len(slots)
    raw = random_bytes(seed, companies * width)
    columns = [raw[n::width].translate(slots[c]) for n, c in enumerate(slots)]
    for drawn in zip(*columns, strict=True):
        yield {c: level for c, level in zip(slots, drawn, strict=True) if level}


def _slots(counts: Sequence[int]) -> bytes:
    """Which level each value of a byte stands for; 0 is unknown."""
    shares = (UNKNOWN_SLOTS, *apportioned(SLOTS - UNKNOWN_SLOTS, counts))
    return b"".join(bytes([level]) * share for level, share in enumerate(shares))
