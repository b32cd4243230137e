"""Criteria: what is measured about a company, on levels 1 to 5, and how a level comes from answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from svcmodel.domain.records import Id, Many, Record, Text

Level = Annotated[int, Field(ge=1, le=5)]
LEVELS = (1, 2, 3, 4, 5)


class FromValue(Record):
    """A rating: the level itself."""

    value: Id


class FromBands(Record):
    """A figure: level 1 below the first bound, one level more from each bound on."""

    bands: Id
    bounds: Many[int | float] = Field(alias="from", min_length=4, max_length=4)
    top: int | float | None = None

    @model_validator(mode="after")
    def _bounds_rise(self) -> FromBands:
        if list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError("bounds_rise")
        return self


class FromOptions(Record):
    """A choice: the level of the option chosen; an option without a level means not applicable."""

    options: Id
    levels: dict[str, Level]


class FromCount(Record):
    """A multi-choice: how many are chosen, from 1 to 5."""

    count: Id


class FromRank(Record):
    """A ranking: the level of the place an option has; the last level for all later places."""

    rank: Id
    ranking: Id = Field(alias="in")
    levels: Many[Level] = Field(min_length=1)


class FromLowest(Record):
    """The lowest of several parts."""

    lowest: Many[LevelFrom] = Field(min_length=2)


class FromHighest(Record):
    """The highest of several parts."""

    highest: Many[LevelFrom] = Field(min_length=2)


class FromFirst(Record):
    """The first part that is answered."""

    first: Many[LevelFrom] = Field(min_length=2)


_KINDS = {
    "value": FromValue,
    "bands": FromBands,
    "options": FromOptions,
    "count": FromCount,
    "rank": FromRank,
    "lowest": FromLowest,
    "highest": FromHighest,
    "first": FromFirst,
}
_TAGS: dict[type, str] = {kind: f"?{word}" for word, kind in _KINDS.items()}


def _kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next(("?" + word for word in _KINDS if word in value), None)
    return _TAGS.get(type(value))


LevelFrom = Annotated[
    Annotated[FromValue, Tag("?value")]
    | Annotated[FromBands, Tag("?bands")]
    | Annotated[FromOptions, Tag("?options")]
    | Annotated[FromCount, Tag("?count")]
    | Annotated[FromRank, Tag("?rank")]
    | Annotated[FromLowest, Tag("?lowest")]
    | Annotated[FromHighest, Tag("?highest")]
    | Annotated[FromFirst, Tag("?first")],
    Discriminator(_kind),
]


class Criterion(Record):
    """One measured fact about the company, the words of its levels, and why it matters."""

    id: Id
    name: Text
    levels: dict[Level, Text]
    level_from: LevelFrom
    supports: Text | None = None
    opposes: Text | None = None
    sources: Many[Id] = Field(min_length=1)


class CriteriaFile(Record):
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
