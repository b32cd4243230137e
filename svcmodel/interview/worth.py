"""What the answer to an open question is worth to the design, in millionths of a decision.

One whole decision is what it would be worth to turn a layer of which nothing is known into one that is
decided for sure. Three things make up the worth of a question:

- what it tells of the layers: by how much knowing its criterion makes two completions drawn at random
  more likely to decide a layer alike (the Gini impurity of the picks, before less after);
- the models that a requirement waiting for it could bar: one such fact in ten is taken to bar;
- what else needs it: obligations that wait for it, the choice of channels, the plan that quotes it.

A question that others wait for is worth the best mean over itself and those it opens the way to.
(Impurity as a measure of what a question tells: Breiman, Friedman, Olshen & Stone 1984.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from svcmodel.domain.assessment import MICRO, OpenFact
from svcmodel.domain.conditions import criteria_in
from svcmodel.domain.criteria import FromHighest, FromLowest, questions_of
from svcmodel.interview.setting import Setting
from svcmodel.scoring.completions import COMPLETIONS, Drawn
from svcmodel.scoring.field import LayerField

if TYPE_CHECKING:
    from svcmodel.interview.situation import Situation

BARS = MICRO // 10
"""How often a fact is taken to bar the models whose requirement waits for it. Judgement."""
NEED = MICRO // 2_000
"""What one thing that needs a fact is worth, beside a whole decision. Judgement."""

_ZERO, _ONE = b"0"[0], b"1"[0]


def worths(situation: Situation) -> dict[str, int]:
    """What the answer to each gap is worth; where there is no design, only what else needs it."""
    told = _told(situation) if situation.has_design else {}
    facts = {fact.question: fact for fact in situation.open_facts}
    own = {
        id_: _of_levels(situation, id_, told)
        + _of_bars(situation, facts.get(id_))
        + NEED * _needs(situation.setting, id_, facts.get(id_))
        for id_ in situation.gaps
    }
    waiting: dict[str, list[int]] = {}
    for id_ in situation.gaps:
        for gate in set(situation.waits_for(id_)):
            waiting.setdefault(gate, []).append(own[id_])
    return {id_: _best_mean(worth, waiting.get(id_, ())) for id_, worth in own.items()}


def _best_mean(own: int, waiting: Sequence[int]) -> int:
    """The best mean worth of a question and some of those that wait for it."""
    best = total = own
    for asked, worth in enumerate(sorted(waiting, reverse=True), start=2):
        total += worth
        best = max(best, total // asked)
    return best


def _of_levels(situation: Situation, id_: str, told: Mapping[str, int]) -> int:
    """What its criteria tell; of a criterion put together from parts each open one tells a part."""
    catalogue, gaps = situation.setting.catalogue, situation.gaps
    worth = 0
    for criterion in situation.setting.feeds[id_]:
        level_from = catalogue.criteria[criterion].level_from
        parts = 1
        if isinstance(level_from, FromLowest | FromHighest):
            parts = len(set(questions_of(level_from)).intersection(gaps))
        worth += told.get(criterion, 0) // parts
    return worth


def _of_bars(situation: Situation, fact: OpenFact | None) -> int:
    """How often a layer is decided for a model that the fact could bar."""
    if fact is None or situation.grounds.drawn is None:
        return 0
    columns = situation.grounds.drawn.picks.values()
    hit = sum(picks.count(id_) for id_ in fact.models for picks in columns)
    return hit * BARS // COMPLETIONS


def _needs(setting: Setting, id_: str, fact: OpenFact | None) -> int:
    """How many things need the answer itself, whatever the layers decide."""
    question, channels = setting.bank[id_], setting.catalogue.head.channel_rules
    obligations = len(fact.obligations) if fact else 0
    used = channels.used_at_most if id_ == channels.use_question else 0
    quoted = len(question.feeds) + question.first_page
    return obligations + used + quoted + (id_ in setting.steering)


def _told(situation: Situation) -> dict[str, int]:
    """What knowing each open criterion tells of the layers that are still open."""
    grounds = situation.grounds
    if grounds.drawn is None:
        return {}
    told: Counter[str] = Counter()
    levels = {id_: _masks(codes) for id_, codes in grounds.drawn.codes.items()}
    for layer, picks in grounds.drawn.picks.items():
        chosen = _masks(_numbered(picks))
        for criterion in _bearing_on(situation, grounds.fields[layer], grounds.drawn):
            told[criterion] += _gain(levels[criterion], chosen)
    return dict(told)


def _bearing_on(situation: Situation, field: LayerField, drawn: Drawn) -> Iterator[str]:
    """The open criteria that move the score of an entrant, or a requirement of one."""
    rows = situation.decided.table.points
    scored = (rows[id_] for id_ in field.ids)
    ruled = (
        criteria_in(rule.broken_if) for entrant in field.entrants for rule in entrant.open_rules
    )
    bearing = set[str]().union(*scored, *ruled)
    return (criterion for criterion in drawn.codes if criterion in bearing)


def _gain(levels: Sequence[int], picks: Sequence[int]) -> int:
    """By how much a level known makes two picks more likely the same, less what chance alone gives.

    Of columns that have nothing to do with each other, k levels seem to tell (k - 1) / (n - 1) of the
    impurity, in n completions.
    """
    sizes = [level.bit_count() for level in levels]
    before = sum(pick.bit_count() ** 2 for pick in picks)
    after = sum(
        MICRO * sum((level & pick).bit_count() ** 2 for pick in picks) // (size * COMPLETIONS)
        for level, size in zip(levels, sizes, strict=True)
    )
    alike = MICRO * before // COMPLETIONS**2
    chance = (MICRO - alike) * (len(levels) - 1) // (COMPLETIONS - 1)
    return max(0, after - alike - chance)


def _masks(column: bytes) -> list[int]:
    """For each value of a column the rows in which it stands, a bit for each row."""
    table = bytearray([_ZERO]) * 256
    masks = []
    for value in set(column):
        table[value] = _ONE
        masks.append(int(column.translate(table), 2))
        table[value] = _ZERO
    return masks


def _numbered(picks: Sequence[str]) -> bytes:
    """A column of ids as numbers."""
    numbers = {id_: number for number, id_ in enumerate(dict.fromkeys(picks))}
    return bytes(numbers[id_] for id_ in picks)
