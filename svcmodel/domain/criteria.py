"""Criteria: what is measured about a company, on levels 1 to 5, and how a level comes from answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from svcmodel.domain.records import Bounds, Id, Length, Many, Some, Text, key, record

Level = Annotated[int, Bounds(1, 5)]


@record
class FromValue:
    """A rating: the level itself."""

    value: Id


@record
class FromBands:
    """A figure: level 1 below the first bound, one level more from each bound on."""

    bands: Id
    bounds: Annotated[Many[int | float], Length(4, 4)] = key("from")
    top: int | float | None = None

    def fault(self) -> str | None:
        """E411 when the bounds do not rise."""
        return None if list(self.bounds) == sorted(set(self.bounds)) else "E411"


@record
class FromOptions:
    """A choice: the level of the option chosen; an option without a level means not applicable."""

    options: Id
    levels: dict[str, Level]


@record
class FromCount:
    """A multi-choice: how many are chosen, from 1 to 5."""

    count: Id


@record
class FromRank:
    """A ranking: the level of the place an option has; the last level for all later places."""

    rank: Id
    ranking: Id = key("in")
    levels: Some[Level]


@record
class FromLowest:
    """The lowest of several parts."""

    lowest: Annotated[Many[LevelFrom], Length(2)]


@record
class FromHighest:
    """The highest of several parts."""

    highest: Annotated[Many[LevelFrom], Length(2)]


@record
class FromFirst:
    """The first part that is answered."""

    first: Annotated[Many[LevelFrom], Length(2)]


LevelFrom = (
    FromValue
    | FromBands
    | FromOptions
    | FromCount
    | FromRank
    | FromLowest
    | FromHighest
    | FromFirst
)
"""Told apart by the first key: value, bands, options, count, rank, lowest, highest or first."""


@record
class Criterion:
    """One measured fact about the company, the words of its levels, and why it matters."""

    id: Id
    name: Text
    levels: dict[Level, Text]
    level_from: LevelFrom
    supports: Text | None = None
    opposes: Text | None = None
    sources: Some[Id]


@record
class CriteriaFile:
    """`criteria/<dimension>.yaml`."""

    format: str
    dimension: Id
    criteria: Many[Criterion]


def parts_of(level_from: LevelFrom) -> tuple[LevelFrom, ...]:
    """The parts a level is put together from; none where one question gives it."""
    match level_from:
        case FromLowest():
            return level_from.lowest
        case FromHighest():
            return level_from.highest
        case FromFirst():
            return level_from.first
        case _:
            return ()


def questions_of(level_from: LevelFrom) -> Iterator[str]:
    """The ids of the questions a level can come from, in order."""
    match level_from:
        case FromValue():
            yield level_from.value
        case FromBands():
            yield level_from.bands
        case FromOptions():
            yield level_from.options
        case FromCount():
            yield level_from.count
        case FromRank():
            yield level_from.ranking
    for part in parts_of(level_from):
        yield from questions_of(part)
