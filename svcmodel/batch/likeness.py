"""Answers that act alike: figures with no bound between them, and texts that nothing depends on.

One of them stands for all, so that what follows from it is worked out once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import AnswerIs, Condition, leaves
from svcmodel.domain.criteria import FromBands, LevelFrom, parts_of
from svcmodel.domain.questions import FreeText, Number, Percentage, Question
from svcmodel.domain.values import Value
from svcmodel.sources.answer_values import STATES

SOME_TEXT = "…"
"""Stands for every text that nothing depends on."""
LIKE_LEVELS = (1, 2, 3, 4, 5)


class Figures(NamedTuple):
    """The figures of one question, from the lowest up.

    `cuts`: those at which anything can change. `samples`: one for every stretch between cuts and for
    every cut, in order. `least`, `most`: between which whole numbers are sound answers and no levels.
    """

    cuts: tuple[float, ...]
    samples: tuple[float, ...]
    least: float
    most: float

    def place(self, figure: float) -> int:
        """Which of the samples acts like a figure."""
        return bisect_left(self.cuts, figure) + bisect_right(self.cuts, figure)


class Likeness:
    """Knows by the question what its answers can be told apart by."""

    def __init__(
        self, catalogue: Catalogue, bank: Mapping[str, Question], conditions: Iterable[Condition]
    ) -> None:
        """`conditions`: all that look at answers beside the questions' own."""
        asked = (question.ask_when for question in bank.values() if question.ask_when is not None)
        compared = [
            leaf
            for condition in (*conditions, *asked)
            for leaf in leaves(condition)
            if isinstance(leaf, AnswerIs)
        ]
        told = {leaf.answer for leaf in compared}
        self.figures = {
            id_: _figures(catalogue, compared, id_, question)
            for id_, question in bank.items()
            if isinstance(question, Number | Percentage)
        }
        texts = (id_ for id_, question in bank.items() if isinstance(question, FreeText))
        self.texts = frozenset(id_ for id_ in texts if id_ not in told)

    def of(self, id_: str, value: Value) -> Value:
        """What stands for a sound answer to a question."""
        if id_ in self.texts:
            return SOME_TEXT
        figures = self.figures.get(id_)
        if figures is None or not isinstance(value, int | float):
            return value
        return figures.samples[figures.place(value)]

    def at_a_glance(self, id_: str, raw: str | int) -> Value | None:
        """What stands for an answer that is plainly a sound one; None where it needs a look."""
        if isinstance(raw, str):
            usual = id_ in self.texts and raw.isprintable() and not raw.isspace()
            return SOME_TEXT if usual and raw and raw not in STATES else None
        figures = self.figures.get(id_)
        if figures is None or not figures.least <= raw <= figures.most:
            return None
        return figures.samples[figures.place(raw)]


def _figures(
    catalogue: Catalogue, compared: Sequence[AnswerIs], id_: str, question: Number | Percentage
) -> Figures:
    cuts = _cuts(catalogue, compared, id_)
    least = -inf if question.minimum is None else question.minimum
    most = inf if question.maximum is None else question.maximum
    return Figures(cuts, tuple(_samples(cuts)), max(least, LIKE_LEVELS[-1] + 1), most)


def _cuts(catalogue: Catalogue, compared: Sequence[AnswerIs], question: str) -> tuple[float, ...]:
    """The figures at which anything can change: bounds of bands, and comparisons."""
    found: set[Any] = set()
    for criterion in catalogue.criteria.values():
        found.update(_bounds(criterion.level_from, question))
    for leaf in compared:
        if leaf.answer == question:
            found.update((leaf.equals, leaf.at_least, leaf.at_most, *(leaf.one_of or ())))
    return tuple(sorted(float(n) for n in found if type(n) in (int, float)))


def _bounds(level_from: LevelFrom, question: str) -> Iterator[float]:
    if isinstance(level_from, FromBands) and level_from.bands == question:
        yield from level_from.bounds
    for part in parts_of(level_from):
        yield from _bounds(part, question)


def _samples(cuts: Sequence[float]) -> Iterator[float]:
    """A figure below the first cut, the cut itself, a figure before the next, and so on."""
    if not cuts:
        yield 0
        return
    yield cuts[0] - 1
    for number, cut in enumerate(cuts):
        yield cut
        yield cut + 1 if number + 1 == len(cuts) else (cut + cuts[number + 1]) / 2
