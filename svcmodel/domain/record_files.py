"""Files about a record: an earlier record to compare with, and floors to hold one to."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from svcmodel.domain.case_record import Figure, Grouping, Share
from svcmodel.domain.records import Bounds, Many, Some, Words, record

Count = Annotated[int, Bounds(0)]
PerCent = Annotated[int | float, Bounds(0, 100)]


@record
class WrittenShare:
    """A share as a record writes it, in per cent; a share of nothing is none."""

    hits: Count
    of: Count
    share: PerCent | None
    low: PerCent
    high: PerCent


@record
class WrittenGroup:
    """A group as a record writes it."""

    by: Grouping
    of: str
    name: str
    cases: Count
    figures: dict[Figure, WrittenShare]


@record
class WrittenCase:
    """A case as a record writes it; only whether it stays wrong is compared."""

    case: Words
    stays_wrong: bool
    counts: Any
    failure: Any
    documented: Any
    acceptable: Any
    failed_before: Any
    list: Any
    place: Any
    design: Any
    beside: Any
    failures: Any
    failed_beside: Any = None
    organisation: Any
    links: Any


@record
class RecordFile:
    """An earlier record, as `catalogue test --format json` writes it."""

    format: str
    versions: Any
    notes: Any
    figures: Any
    groups: Some[WrittenGroup]
    cases: Many[WrittenCase]
    changes: Any = None
    floors: Any = None


@record
class Floor:
    """What a figure must reach, or must not exceed, in per cent: of all cases, or of a group."""

    figure: Figure
    by: Grouping = "all"
    of: str = "all"
    at_least: PerCent | None = None
    at_most: PerCent | None = None

    def fault(self) -> str | None:
        """E436 unless it says what must be reached or not exceeded."""
        return "E436" if self.at_least is None and self.at_most is None else None


@record
class FloorsFile:
    """Floors that a record is held to."""

    format: str
    floors: Some[Floor]


class Unmet(NamedTuple):
    """A floor that is not met, and the share it is about."""

    floor: Floor
    got: Share
