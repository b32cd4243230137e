"""Which comparisons of levels and answers hold for a company, as bits of one number.

Whether a requirement is broken or an obligation applies depends on nothing but which of its
comparisons are true, and which are open. So each comparison has two bits, and what a condition says
is looked up by its own bits; it is evaluated only when these have not been met before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from svcmodel.domain.conditions import (
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    Facts,
    LevelIs,
    Not,
    Span,
    Truth,
    evaluate,
    leaves,
)

Comparison = LevelIs | AnswerIs
MOST_KNOWN = 20_000
"""How many answers of one condition are remembered."""


class Verdict(NamedTuple):
    """What a condition says, by its bits.

    `comparisons`: the places of those it is made of; `stood_for`: the condition with a question of
    the name p0, p1, ... answered with yes, for each of them.
    """

    stood_for: Condition
    comparisons: tuple[int, ...]
    mask: int
    known: dict[int, Truth]

    def of(self, bits: int) -> Truth:
        """True, false or open."""
        own = bits & self.mask
        if own not in self.known:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[own] = self.under([own >> 2 * place & 3 for place in self.comparisons])
        return self.known[own]

    def under(self, states: Sequence[int]) -> Truth:
        """The same where each of its comparisons is false (0), true (1) or open (2)."""
        known = ((n, "yes" if state else "no") for n, state in enumerate(states) if state < 2)
        return evaluate(self.stood_for, Facts(answers={f"p{n}": word for n, word in known}))


@dataclass(frozen=True)
class Comparisons:
    """The comparisons of some conditions. The place of each gives its bits: 2n true, 2n + 1 open."""

    all: tuple[Comparison, ...]

    @property
    def open_answers(self) -> int:
        """The bits of a company that has answered nothing, without those of its levels."""
        asked = (n for n, part in enumerate(self.all) if isinstance(part, AnswerIs))
        return sum(_bits(None, n) for n in asked)

    @cached_property
    def _of(self) -> Mapping[str, Sequence[tuple[int, Comparison]]]:
        """The comparisons of each criterion, and of each question under its id with a `?`."""
        found: dict[str, list[tuple[int, Comparison]]] = {}
        for n, part in enumerate(self.all):
            of = part.level if isinstance(part, LevelIs) else f"{part.answer}?"
            found.setdefault(of, []).append((n, part))
        return found

    def of_level(self, criterion: str, span: Span | None) -> int:
        """The bits of a criterion whose level is known to be within a span."""
        facts = Facts({criterion: span})
        return sum(_bits(evaluate(part, facts), n) for n, part in self._of.get(criterion, ()))

    def of_answer(self, question: str, value: Any) -> int:
        """What an answer changes of the bits: those that hold now, less those that were open."""
        facts = Facts(answers={question: value})
        own = self._of.get(f"{question}?", ())
        return sum(_bits(evaluate(part, facts), n) - _bits(None, n) for n, part in own)

    def look_at(self, question: str) -> bool:
        """Whether any of them looks at the answer to a question."""
        return f"{question}?" in self._of

    def verdict(self, condition: Condition) -> Verdict:
        """A condition with the bits it looks at."""
        own = {repr(part) for part in leaves(condition)}
        places = {repr(part): n for n, part in enumerate(self.all) if repr(part) in own}
        names = {said: f"p{n}" for n, said in enumerate(places)}
        mask = sum(3 << 2 * place for place in places.values())
        return Verdict(_stood_for(condition, names), tuple(places.values()), mask, {})


def comparisons_in(conditions: Iterable[Condition]) -> Comparisons:
    """All comparisons of some conditions, each once."""
    # by what is written: to Python 1 and true are equal, to a condition they are not
    found = {repr(part): part for condition in conditions for part in leaves(condition)}
    return Comparisons(tuple(found.values()))


def _bits(truth: Truth, place: int) -> int:
    return {True: 1, None: 2, False: 0}[truth] << 2 * place


def _stood_for(condition: Condition, names: Mapping[str, str]) -> Condition:
    """The condition with a question of that name for each comparison."""
    match condition:
        case AllOf():
            return AllOf(all=tuple(_stood_for(part, names) for part in condition.all))
        case AnyOf():
            return AnyOf(any=tuple(_stood_for(part, names) for part in condition.any))
        case Not():
            return Not(not_=_stood_for(condition.not_, names))
        case _:
            return AnswerIs(answer=names[repr(condition)], equals="yes", one_of=None)
