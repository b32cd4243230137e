"""Which questions apply to a company, and what that leaves for each criterion to depend on.

Conditions of questions look at a few answers only; what they say together is remembered. A criterion
that comes from one question, on which no condition bears, is decided by that answer alone; the others
are decided jointly by the answers they come from, through the same code as for one sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from svcmodel.batch.comparisons import Comparisons, comparisons_in
from svcmodel.batch.packed import LevelKey, PackedTable
from svcmodel.batch.quick_answers import MOST_REMEMBERED, NOTHING, Token, answer_of
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span, questions_in
from svcmodel.domain.criteria import Criterion, parts_of, questions_of
from svcmodel.domain.questions import Question
from svcmodel.scoring.levels import read_level, says_something, what_applies

MOST_SITUATIONS = 20_000
MOST_PACKINGS = 4000
"""How many of each are kept; each packing takes some ten thousand bytes."""


class Applies(NamedTuple):
    """What some answers leave: questions that do not apply, and those that may yet fall away."""

    left_out: frozenset[str]
    falling: frozenset[str]


class _Compared(dict[Token, int]):
    """What each answer to one question changes of the bits of comparisons."""

    def __init__(self, comparisons: Comparisons, id_: str) -> None:
        """`id_`: of the question."""
        super().__init__()
        self.comparisons, self.id = comparisons, id_

    def __missing__(self, token: Token) -> int:
        # a level says nothing of the question's own value
        bits = 0 if isinstance(token, Span) else self.comparisons.of_answer(self.id, token)
        if len(self) < MOST_REMEMBERED:
            self[token] = bits
        return bits


@dataclass(frozen=True)
class Situations:
    """Knows by the answers that conditions look at which questions apply.

    `compared`: those questions, and what each answer to one of them says.
    """

    bank: Mapping[str, Question]
    compared: Mapping[str, Mapping[Token, int]]
    _known: dict[int, Applies] = field(default_factory=dict)

    def of(self, tokens: Mapping[str, Token]) -> Applies:
        """What applies under these answers: it depends on which comparisons hold, nothing else."""
        said = [(bits, tokens[id_]) for id_, bits in self.compared.items() if id_ in tokens]
        key = sum([bits[token] for bits, token in said])
        if key not in self._known:
            if len(self._known) >= MOST_SITUATIONS:
                self._known.clear()
            self._known[key] = self._found(tokens)
        return self._known[key]

    def _found(self, tokens: Mapping[str, Token]) -> Applies:
        answers = [answer_of(id_, tokens[id_]) for id_ in self.compared if id_ in tokens]
        said = {answer.id: answer for answer in answers if says_something(answer)}
        _, left_out, falling = what_applies(self.bank, said)
        return Applies(frozenset(left_out), falling)


def situations(bank: Mapping[str, Question]) -> Situations:
    """The situations of a bank of questions."""
    conditions = [question.ask_when for question in bank.values() if question.ask_when is not None]
    comparisons = comparisons_in(conditions)
    deciding = dict.fromkeys(id_ for condition in conditions for id_ in questions_in(condition))
    return Situations(bank, {id_: _Compared(comparisons, id_) for id_ in deciding})


class Single(dict[Token, int]):
    """What each answer to one question adds, for the criteria that come from it alone.

    `absent`: what it adds that there is none, which every packing begins with; `matters`: whether any
    answer adds anything.
    """

    def __init__(
        self, table: PackedTable, id_: str, criteria: Sequence[Criterion], applies: Applies
    ) -> None:
        """`criteria`: those that come from the question `id_`, or from a level under that id."""
        super().__init__()
        self.table, self.id = table, id_
        self.levels = [_LevelOf(criterion, (id_,), applies) for criterion in criteria]
        self.matters = bool(self.levels) or table.comparisons.look_at(id_)
        self.absent = self._rows(NOTHING)

    def __missing__(self, token: Token) -> int:
        compared = 0 if isinstance(token, Span) else self._compared(token)
        total = self._rows(token) - self.absent + (compared << self.table.size)
        if len(self) < MOST_REMEMBERED:
            self[token] = total
        return total

    def _rows(self, token: Token) -> int:
        return sum(self.table.row(of.criterion.id, of.level((token,))) for of in self.levels)

    def _compared(self, token: Token) -> int:
        return self.table.comparisons.of_answer(self.id, token)


class Joint(dict[tuple[Token, ...], int]):
    """What the answers that one criterion comes from add together."""

    def __init__(
        self, table: PackedTable, criterion: Criterion, asked: tuple[str, ...], applies: Applies
    ) -> None:
        """`asked`: the ids of the answers, in the order of the keys."""
        super().__init__()
        self.table, self.asked = table, asked
        self.level = _LevelOf(criterion, asked, applies)

    def __missing__(self, tokens: tuple[Token, ...]) -> int:
        row = self.table.row(self.level.criterion.id, self.level.level(tokens))
        if len(self) < MOST_REMEMBERED:
            self[tokens] = row
        return row


class _LevelOf(NamedTuple):
    """How one criterion's level comes from the answers that are asked for it."""

    criterion: Criterion
    asked: tuple[str, ...]
    applies: Applies

    def level(self, tokens: Sequence[Token]) -> LevelKey:
        """Its level by these answers, through the same code as for one sheet."""
        pairs = zip(self.asked, tokens, strict=True)
        said = {id_: answer_of(id_, token) for id_, token in pairs if token is not NOTHING}
        left_out, falling = self.applies
        values = {
            id_: answer.value if answer.state == "given" else None
            for id_, answer in said.items()
            if answer.span is None
        }
        values |= dict.fromkeys(left_out)
        level = read_level(self.criterion, values, said, left_out, falling)
        return LevelKey(level.span, level.hull, level.may_fall)


class Packing(NamedTuple):
    """How answers become a packed sum in one situation; `start`: what none of them adds up to.

    `idle`: the ids under which an answer does not count. `counting`: the questions whose answers add
    anything by themselves; `asked`: the answers that count for each of the joints.
    """

    start: int
    idle: tuple[str, ...]
    singles: Mapping[str, Single]
    joints: tuple[Joint, ...]
    counting: tuple[tuple[str, Single], ...]
    asked: tuple[tuple[str, ...], ...]

    def total(self, tokens: Mapping[str, Token]) -> int:
        """The packed sum of a sheet."""
        get = tokens.get
        rows = [own[tokens[id_]] for id_, own in self.counting if id_ in tokens]
        rows += [
            joint[tuple([get(id_, NOTHING) for id_ in asked])]
            for joint, asked in zip(self.joints, self.asked, strict=True)
        ]
        return sum(rows, self.start)


@dataclass(frozen=True)
class Packings:
    """The packings of one table, one for each situation; they share what no situation changes."""

    catalogue: Catalogue
    bank: Mapping[str, Question]
    table: PackedTable
    _made: dict[Applies, Packing] = field(default_factory=dict)
    _singles: dict[tuple[str, Applies], Single] = field(default_factory=dict)
    _joints: dict[tuple[str, Applies], Joint] = field(default_factory=dict)

    def of(self, applies: Applies) -> Packing:
        """The packing for what applies."""
        if applies not in self._made:
            if len(self._made) >= MOST_PACKINGS:
                self._made.clear()
            self._made[applies] = self._packing(applies)
        return self._made[applies]

    def _packing(self, applies: Applies) -> Packing:
        alone: dict[str, list[Criterion]] = {
            id_: [] for id_ in (*self.bank, *self.catalogue.criteria)
        }
        joints = []
        for criterion in self.catalogue.criteria.values():
            asked = _asked(criterion)
            if parts_of(criterion.level_from) or len(asked) > 1:
                joints.append(self._joint(criterion, asked, applies))
            else:
                alone[criterion.id].append(criterion)
        singles = {id_: self._single(id_, each, applies) for id_, each in alone.items()}
        left_out = applies.left_out
        shift = sum(self.table.comparisons.of_answer(id_, None) for id_ in left_out)
        absent = sum(single.absent for single in singles.values())
        start = self.table.start + absent + (shift << self.table.size)
        counting = tuple(
            (id_, own) for id_, own in singles.items() if own.matters and id_ not in left_out
        )
        own = tuple(tuple("" if id_ in left_out else id_ for id_ in j.asked) for j in joints)
        idle = self._idle(left_out)
        return Packing(start, idle, singles, tuple(joints), counting, own)

    def _idle(self, left_out: frozenset[str]) -> tuple[str, ...]:
        """The questions left out, and the criteria of which no question is left."""
        criteria = self.catalogue.criteria.values()
        gone = (c.id for c in criteria if left_out.issuperset(questions_of(c.level_from)))
        return tuple(left_out.union(gone))

    def _single(self, id_: str, criteria: Sequence[Criterion], applies: Applies) -> Single:
        own = _restricted(applies, (id_,))
        if (id_, own) not in self._singles:
            self._singles[id_, own] = Single(self.table, id_, criteria, own)
        return self._singles[id_, own]

    def _joint(self, criterion: Criterion, asked: tuple[str, ...], applies: Applies) -> Joint:
        own = _restricted(applies, asked)
        if (criterion.id, own) not in self._joints:
            self._joints[criterion.id, own] = Joint(self.table, criterion, asked, own)
        return self._joints[criterion.id, own]


def _restricted(applies: Applies, ids: tuple[str, ...]) -> Applies:
    """What applies of some ids: situations that are alike to them share what follows."""
    return Applies(applies.left_out.intersection(ids), applies.falling.intersection(ids))


def _asked(criterion: Criterion) -> tuple[str, ...]:
    """The ids whose answers decide a criterion, its own first."""
    return tuple(dict.fromkeys([criterion.id, *questions_of(criterion.level_from)]))
