"""What is still worth asking: which missing answers could change a decision, and what each would gain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from svcmodel.domain.assessment import MICRO, CriterionLevel, Gain, OpenQuestion
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import criteria_in
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.questions import Number, Percentage, Question
from svcmodel.scoring.completions import COMPLETIONS, Drawn
from svcmodel.scoring.field import LayerField, Levels, gap_terms
from svcmodel.scoring.scores import swing
from svcmodel.scoring.tables import ScoreTable

MOST_WEIGHED = 8
"""For how many questions, those that can move a lead most, the gain is worked out."""


def open_questions(
    catalogue: Catalogue,
    table: ScoreTable,
    bank: Mapping[str, Question],
    levels: Levels,
    fields: Mapping[str, LayerField],
    chosen: Mapping[str, str],
    drawn: Drawn | None,
) -> tuple[OpenQuestion, ...]:
    """Every criterion still open, what is most worth asking first.

    `fields`: the layers that are not settled; `chosen`: the model of each layer.
    """
    moves = _moves(table, levels, fields, chosen)
    asked = [
        _open_question(catalogue, table, bank, level, moves.get(level.criterion, {}))
        for level in levels.values()
        if level.is_open
    ]
    asked.sort(key=lambda q: (-q.moves, -q.swing, q.criterion))
    weighed = asked if drawn is None else list(_weighed(asked, drawn))
    return tuple(sorted(weighed, key=_most_worth_first))


def _most_worth_first(question: OpenQuestion) -> tuple[int, int, int, str]:
    gained = question.gain.after - question.gain.before if question.gain else 0
    return -gained, -question.moves, -question.swing, question.criterion


def _open_question(
    catalogue: Catalogue,
    table: ScoreTable,
    bank: Mapping[str, Question],
    level: CriterionLevel,
    moves: Mapping[str, int],
) -> OpenQuestion:
    asked = tuple(dict.fromkeys(questions_of(catalogue.criteria[level.criterion].level_from)))
    known = [bank[id_] for id_ in asked if id_ in bank]
    return OpenQuestion(
        criterion=level.criterion,
        questions=asked,
        swing=swing(table, level),
        layers=tuple(moves),
        moves=max(moves.values(), default=0),
        asks=known[0].asks if known else None,
        look_up=any(isinstance(q, Number | Percentage) or q.find_in is not None for q in known),
    )


def _moves(
    table: ScoreTable,
    levels: Levels,
    fields: Mapping[str, LayerField],
    chosen: Mapping[str, str],
) -> dict[str, dict[str, int]]:
    """For each criterion the layers it could still change, and by how much it moves the lead there."""
    moves: dict[str, dict[str, int]] = {}
    for layer, field in fields.items():
        for criterion, moved in _layer_moves(table, levels, field, chosen[layer]):
            by_layer = moves.setdefault(criterion, {})
            by_layer[layer] = max(moved, by_layer.get(layer, 0))
    return moves


def _layer_moves(
    table: ScoreTable, levels: Levels, field: LayerField, chosen: str
) -> Iterator[tuple[str, int]]:
    """The criteria on which it may hang whether a rival is ahead of the chosen model."""
    baseline, threshold = field.layer.baseline, field.threshold
    for rival in field.ids:
        if rival == chosen:
            continue
        needed = threshold if rival == baseline else -threshold if chosen == baseline else 0
        terms = list(gap_terms(table, levels, chosen, rival))
        least, most = sum(low for _, low, _ in terms), sum(high for _, _, high in terms)
        for criterion, low, high in terms:
            others = least - low, most - high
            if low < high and others[0] + low <= needed <= others[1] + high:
                yield criterion, high - low
    yield from _criteria_of_rules(field)


def _criteria_of_rules(field: LayerField) -> Iterator[tuple[str, int]]:
    """What an open requirement of an entrant waits for; it moves no score."""
    for entrant in field.entrants:
        for rule in entrant.open_rules:
            for criterion in criteria_in(rule.broken_if):
                yield criterion, 0


def _weighed(asked: Iterable[OpenQuestion], drawn: Drawn) -> Iterator[OpenQuestion]:
    """The questions, the first of them with what asking them gains in the layer it helps most."""
    questions = iter(asked)
    for question in islice(questions, MOST_WEIGHED):
        gains = [_gain(layer, drawn, question.criterion) for layer in question.layers]
        best = max(gains, key=lambda gain: gain.after - gain.before, default=None)
        yield question._replace(gain=best if best and best.after > best.before else None)
    yield from questions


def _gain(layer: str, drawn: Drawn, criterion: str) -> Gain:
    """In how many completions the likeliest choice is the right one: now, and once this is known."""
    picks, codes = drawn.picks[layer], drawn.codes[criterion]
    together = Counter(zip(codes, picks, strict=True))
    by_level: dict[int, int] = {}
    for (code, _), count in together.items():
        by_level[code] = max(count, by_level.get(code, 0))
    before = max(Counter(picks).values())
    unit = MICRO // COMPLETIONS
    return Gain(layer, before * unit, sum(by_level.values()) * unit)
