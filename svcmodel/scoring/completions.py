"""A thousand completions of the missing answers, drawn by a stated generator, and what each decides.

Levels are drawn as often as they occur in the reference population, within what is still possible.
All models are scored at once: the points of a level for every model stand side by side in one large
integer, so a completion is a sum of as many integers as there are open criteria.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import getitem
from typing import NamedTuple

from svcmodel.domain.assessment import MIDDLE, CriterionLevel
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span, criteria_in, evaluate
from svcmodel.domain.models import Requirement
from svcmodel.scoring.contest import Contest, contest_of
from svcmodel.scoring.draws import random_bytes
from svcmodel.scoring.field import LayerField, Levels
from svcmodel.scoring.tables import ScoreTable

COMPLETIONS = 1_000
SEED = 20_260_115
FIELD_BYTES = 8
SHIFT = 8 * FIELD_BYTES
SLOTS = 256
"""A byte is drawn for each open criterion; the levels share its 256 values."""

FALLEN = 0
"""Stands for the level of a criterion that turns out not to apply."""


class Drawn(NamedTuple):
    """The completions drawn.

    `codes`: for each open criterion the level in each completion (0: it falls away).
    `picks`: for each layer still open the model it decides for in each completion; empty: a tie.
    """

    codes: Mapping[str, bytes]
    picks: Mapping[str, list[str]]


def drawn_completions(
    catalogue: Catalogue,
    table: ScoreTable,
    levels: Levels,
    facts: Facts,
    fields: Mapping[str, LayerField],
    fixed: Mapping[str, str],
    channels: Iterable[str],
    lacks: Mapping[str, frozenset[str]],
) -> Drawn:
    """What the completions decide in the layers that are not in `fixed`.

    `channels`: the single channels that are in whatever is chosen. `lacks`: what a model requires
    and cannot be added, so that it can only stand beside it.
    """
    open_ = [levels[id_] for id_ in sorted(levels) if levels[id_].is_open]
    slots = {level.criterion: _slots(table, level) for level in open_}
    raw = random_bytes(SEED, COMPLETIONS * len(open_))
    codes = {
        level.criterion: raw[place :: len(open_)].translate(slots[level.criterion])
        for place, level in enumerate(open_)
    }
    contest = contest_of(catalogue, fields, fixed, frozenset(channels), lacks)
    totals = _totals(table, contest, levels, slots, raw)
    barred = _barred(fields, facts, codes)
    picks = [contest.decided(t, bars) for t, bars in zip(totals, barred, strict=True)]
    return Drawn(
        codes, {seats.layer: [p[n] for p in picks] for n, seats in enumerate(contest.open)}
    )


def _slots(table: ScoreTable, level: CriterionLevel) -> bytes:
    """Which level each value of a byte stands for; falling away counts like one usual level."""
    span = level.possible or Span(1, 5)
    counts = table.counts[level.criterion][span.low - 1 : span.high]
    shares = dict(zip(range(span.low, span.high + 1), counts, strict=True))
    if level.may_fall:
        shares[FALLEN] = -(-sum(counts) // len(counts))
    whole = sum(shares.values())
    ends, done = [], 0
    for code, count in shares.items():
        done += count
        ends.append((code, done * SLOTS // whole))
    slots, start = bytearray(), 0
    for code, end in ends:
        slots += bytes([code]) * (end - start)
        start = end
    return bytes(slots)


def _totals(
    table: ScoreTable,
    contest: Contest,
    levels: Levels,
    slots: Mapping[str, bytes],
    raw: bytes,
) -> Iterator[list[int]]:
    """What each seat scores in each completion, in millionths."""
    seats = contest.seats
    base = sum(
        (MIDDLE + seat.extra + _certain_part(table, seat.model, levels)) << SHIFT * place
        for place, seat in enumerate(seats)
    )
    models = [seat.model for seat in seats]
    rows = [_packed_slots(table, models, criterion, codes) for criterion, codes in slots.items()]
    size, width = FIELD_BYTES * len(seats), len(rows)
    for start in range(0, COMPLETIONS * width, width) if width else [0] * COMPLETIONS:
        total = base + sum(map(getitem, rows, raw[start : start + width]))
        yield memoryview(total.to_bytes(size, sys.byteorder)).cast("Q").tolist()


def _packed_slots(
    table: ScoreTable, models: Sequence[str], criterion: str, codes: bytes
) -> list[int]:
    """For each value of a byte the points of all seats, side by side."""
    packed = {FALLEN: 0}
    for code in set(codes) - {FALLEN}:
        packed[code] = sum(
            row[code - 1] << SHIFT * place
            for place, model in enumerate(models)
            if (row := table.points[model].get(criterion))
        )
    return [packed[code] for code in codes]


def _certain_part(table: ScoreTable, model: str, levels: Levels) -> int:
    return sum(
        row[level.span.low - 1]
        for criterion, row in table.points[model].items()
        if (level := levels[criterion]).span is not None and not level.is_open
    )


def _barred(
    fields: Mapping[str, LayerField], facts: Facts, codes: Mapping[str, bytes]
) -> Iterator[frozenset[str]]:
    """The entrants that a requirement bars in each completion. Unknown facts bar nobody."""
    columns = [
        _bars(entrant.id, rule, facts, codes)
        for layer in fields.values()
        for entrant in layer.entrants
        for rule in entrant.open_rules
    ]
    tests = [column for column in columns if column is not None]
    if not tests:
        yield from [frozenset()] * COMPLETIONS
        return
    for number in range(COMPLETIONS):
        yield frozenset(id_ for id_, column in tests if column[number])


def _bars(
    model: str, rule: Requirement, facts: Facts, codes: Mapping[str, bytes]
) -> tuple[str, list[bool]] | None:
    """Whether a requirement bars its model, in each completion; None where levels do not tell."""
    looked_at = [id_ for id_ in dict.fromkeys(criteria_in(rule.broken_if)) if id_ in codes]
    if not looked_at:
        return (model, [True] * COMPLETIONS) if evaluate(rule.broken_if, facts) else None
    drawn = list(zip(*(codes[id_] for id_ in looked_at), strict=True))
    known = {each: _is_broken(rule, facts, looked_at, each) for each in set(drawn)}
    return model, [known[each] for each in drawn]


def _is_broken(
    rule: Requirement, facts: Facts, criteria: Sequence[str], codes: Sequence[int]
) -> bool:
    spans = {id_: Span(c, c) if c else None for id_, c in zip(criteria, codes, strict=True)}
    return evaluate(rule.broken_if, Facts({**facts.levels, **spans}, facts.answers)) is True
