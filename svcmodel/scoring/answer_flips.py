"""The fewest answers that would have to be others for the design to choose another model.

The gap between two models is a sum of terms, one for each criterion, so the gain of a changed level
is known beforehand. Sets of changes are tried by size; a set that would do on the points is taken
only if the whole design, scored again with it, chooses the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.assessment import CriterionLevel, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span, criteria_in, evaluate
from svcmodel.domain.explanation import AnswerChange, AnswerFlip
from svcmodel.domain.models import Requirement
from svcmodel.domain.questions import Question
from svcmodel.scoring.decide import Decided, decide
from svcmodel.scoring.field import Levels, barring
from svcmodel.scoring.tables import ScoreTable

MOST_CHANGES = 6
MOST_TRIED = 12
"""How many sets of one size are scored again before larger ones are tried."""
MOST_STEPS = 60_000
"""How many sets are looked at, at most, before the search gives up being exact."""

Changes = Mapping[str, int]


@dataclass(frozen=True)
class Change:
    """A criterion put on another level, and what that gains over each rival (millionths)."""

    criterion: str
    level: int
    gains: tuple[int, ...]


@dataclass(slots=True)
class Steps:
    """How many sets may still be looked at."""

    left: int = MOST_STEPS


def answer_flip(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    sheet: AnswerSheet,
    decided: Decided,
    model: str,
    on: str,
) -> tuple[AnswerFlip | None, tuple[str, ...]]:
    """The smallest set of changed answers with which the design chooses `model`.

    None where no set of up to six does. Then, or where it must be mended by other means, the ids of
    the requirements that no level mends.
    """
    results = {result.id: result for result in decided.results}
    ways, blocked = _ways_to_stand(catalogue, decided, results[model])
    if blocked:
        return None, blocked
    search = _Search(catalogue, bank, sheet, decided, model, on, Steps())
    found = next(
        (flip for size in range(MOST_CHANGES + 1) for flip in search.of_size(size, ways)), None
    )
    if found is None:
        return None, ()
    mended = tuple(rule.rule for rule in results[model].rules if _bars(rule.state, rule.effect))
    nearer = search.nearest(found)
    return AnswerFlip(search.told(nearer), search.steps.left > 0, mended), ()


def _bars(state: str, effect: str) -> bool:
    return state == "broken" and effect != "never_alone"


def _ways_to_stand(
    catalogue: Catalogue, decided: Decided, result: ModelResult
) -> tuple[list[Changes], tuple[str, ...]]:
    """The smallest sets of levels with which nothing bars a model; and what no level mends."""
    facts = decided.reading.facts
    rules = [
        rule for rule in barring(catalogue.models[result.id]) if evaluate(rule.broken_if, facts)
    ]
    each = [(rule, list(_mendings(rule, facts))) for rule in rules]
    blocked = tuple(rule.id for rule, ways in each if not ways)
    joined = (
        {criterion: level for way in picked for criterion, level in way.items()}
        for picked in product(*(ways for _, ways in each))
    )
    return sorted(joined, key=len), blocked


def _mendings(rule: Requirement, facts: Facts) -> Iterator[Changes]:
    """The changes of level, as few as possible, with which a requirement is not broken."""
    criteria = [id_ for id_ in dict.fromkeys(criteria_in(rule.broken_if)) if facts.levels.get(id_)]
    for size in range(1, len(criteria) + 1):
        found = False
        for chosen in combinations(criteria, size):
            for levels in product(range(1, 6), repeat=size):
                changes = dict(zip(chosen, levels, strict=True))
                spans = {id_: Span(level, level) for id_, level in changes.items()}
                then = Facts({**facts.levels, **spans}, facts.answers)
                if evaluate(rule.broken_if, then) is False:
                    found = True
                    yield changes
        if found:
            return


@dataclass(frozen=True)
class _Search:
    """Looks for sets of changes of one size, and tries them on the whole design."""

    catalogue: Catalogue
    bank: Mapping[str, Question]
    sheet: AnswerSheet
    decided: Decided
    model: str
    on: str
    steps: Steps

    def of_size(self, size: int, ways: Iterable[Changes]) -> Iterator[Changes]:
        """Sets of so many changes with which the design chooses the model."""
        for forced in ways:
            if len(forced) <= size:
                sets = self._enough(forced, size - len(forced))
                yield from (each for each in islice(sets, MOST_TRIED) if self.flips(each))

    def flips(self, changes: Changes) -> bool:
        """Whether the whole design chooses the model once the levels are these."""
        layer = self.catalogue.models[self.model].layer
        then = decide(self.catalogue, self.bank, with_levels(self.sheet, changes), self.on)
        return then.design.layers[layer].chosen == self.model

    def nearest(self, changes: Changes) -> Changes:
        """The same criteria, each as few levels away from today as still does."""
        levels = self.decided.reading.levels
        for criterion in changes:
            span = levels[criterion].span
            while span is not None and span.low == span.high:
                step = 1 if span.low > changes[criterion] else -1
                nearer = {**changes, criterion: changes[criterion] + step}
                if nearer[criterion] == span.low or not self.flips(nearer):
                    break
                changes = nearer
        return changes

    def told(self, changes: Changes) -> tuple[AnswerChange, ...]:
        """The changes with what they start from."""
        levels = self.decided.reading.levels
        return tuple(
            AnswerChange(id_, levels[id_].span or Span(1, 5), level, levels[id_].questions)
            for id_, level in sorted(changes.items())
        )

    def _enough(self, forced: Changes, more: int) -> Iterator[Changes]:
        """The forced changes with `more` others that together outdo every rival on the points."""
        lacks, rivals = _lacks(self.catalogue, self.decided, self.model)
        levels = self.decided.reading.levels
        table = self.decided.table
        for criterion, level in forced.items():
            gains = _gains(table, levels[criterion], self.model, rivals, level)
            lacks = [lack - gain for lack, gain in zip(lacks, gains, strict=True)]
        options = _options(table, levels, self.model, rivals, lacks, forced)
        for picked in _sets(options, lacks, more, self.steps):
            yield {**forced, **{change.criterion: change.level for change in picked}}


def with_levels(sheet: AnswerSheet, changes: Changes) -> AnswerSheet:
    """The sheet with some criteria put on a level, whatever was answered."""
    levels = {c: Answer(c, "given", span=Span(level, level)) for c, level in changes.items()}
    return replace(sheet, answers={**sheet.answers, **levels})


def _lacks(catalogue: Catalogue, decided: Decided, model: str) -> tuple[list[int], tuple[str, ...]]:
    """By how much the model falls short of outdoing each rival of its layer (millionths).

    It must exceed a rival, and a baseline by its threshold; a baseline must be within the threshold.
    """
    layer = catalogue.layers[catalogue.models[model].layer]
    scores = {result.id: result.micro for result in decided.results}
    rivals = tuple(
        member.id
        for member in catalogue.in_layer[layer.id]
        if member.id != model and member.id not in decided.limits.ruled_out
    )
    lacks = []
    for rival in rivals:
        ahead = scores[model] - scores[rival]
        if model == layer.baseline:
            lacks.append(-layer.needed(0) - ahead)
        else:
            needed = layer.needed(0) if rival == layer.baseline else 0
            lacks.append(needed + 1 - ahead)
    may_lead = {result.id: result.may_lead for result in decided.results}
    pairs = [
        (lack, rival)
        for lack, rival in zip(lacks, rivals, strict=True)
        if may_lead[rival] or rival == layer.baseline
    ]
    return [lack for lack, _ in pairs], tuple(rival for _, rival in pairs)


def _gains(
    table: ScoreTable, level: CriterionLevel, model: str, rivals: Sequence[str], then: int
) -> tuple[int, ...]:
    """What putting a criterion on a level gains the model over each rival."""
    ours = _move(table, model, level, then)
    return tuple(ours - _move(table, rival, level, then) for rival in rivals)


def _move(table: ScoreTable, model: str, level: CriterionLevel, then: int) -> int:
    if level.criterion not in table.points[model]:
        return 0
    now = table.term(model, level.criterion, level.span or Span(1, 5))
    return table.term(model, level.criterion, Span(then, then)) - now


def _options(
    table: ScoreTable,
    levels: Levels,
    model: str,
    rivals: Sequence[str],
    lacks: Sequence[int],
    forced: Changes,
) -> list[list[Change]]:
    """For each criterion the levels worth trying, the criteria that gain most first."""
    options = []
    for level in levels.values():
        if level.span is None or level.criterion in forced:
            continue
        others = [n for n in range(1, 6) if level.span != (n, n)]
        changes = [
            Change(level.criterion, n, _gains(table, level, model, rivals, n)) for n in others
        ]
        kept = [c for c in changes if not any(_outdoes(other, c) for other in changes)]
        useful = [c for c in kept if _helps(c, lacks)]
        if useful:
            options.append(sorted(useful, key=lambda c: -min(c.gains, default=0)))
    return sorted(
        options, key=lambda cs: (-max(_worst_gain(c, lacks) for c in cs), cs[0].criterion)
    )


def _outdoes(other: Change, change: Change) -> bool:
    """Whether another level gains at least as much everywhere; of equals the first stands."""
    if other is change or any(o < c for o, c in zip(other.gains, change.gains, strict=True)):
        return False
    return other.gains != change.gains or other.level < change.level


def _helps(change: Change, lacks: Sequence[int]) -> bool:
    return any(gain > 0 and lack > 0 for gain, lack in zip(change.gains, lacks, strict=True))


def _worst_gain(change: Change, lacks: Sequence[int]) -> int:
    """What a change gains over the rival that is hardest to outdo."""
    hardest = max(range(len(lacks)), key=lacks.__getitem__, default=None)
    return change.gains[hardest] if hardest is not None else 0


def _sets(
    options: Sequence[Sequence[Change]], lacks: Sequence[int], size: int, steps: Steps
) -> Iterator[tuple[Change, ...]]:
    """Every set of `size` changes, one a criterion, with which nothing lacks any more."""
    if size == 0:
        if all(lack <= 0 for lack in lacks):
            yield ()
        return
    reach = [
        sorted((max(c.gains[n] for c in changes) for changes in options), reverse=True)
        for n in range(len(lacks))
    ]
    if any(sum(gains[:size]) < lack for gains, lack in zip(reach, lacks, strict=True)):
        return
    for place, changes in enumerate(options):
        for change in changes:
            if steps.left <= 0:
                return
            steps.left -= 1
            left = [lack - gain for lack, gain in zip(lacks, change.gains, strict=True)]
            for rest in _sets(options[place + 1 :], left, size - 1, steps):
                yield (change, *rest)
