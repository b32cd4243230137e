"""A record beside an earlier one, and held to floors."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.case_record import Changes, Moved, Record, Turned
from svcmodel.domain.record_files import Floor, RecordFile, Unmet
from svcmodel.scoring.wilson import share


def changes_since(earlier: RecordFile, record: Record) -> Changes:
    """The figures that rose or fell, of the groups both have, and the cases that turned."""
    before = {(group.by, group.of): group.figures for group in earlier.groups}
    moved = [
        Moved(group.by, group.of, figure, (then[figure].hits, then[figure].of), now)
        for group in record.groups
        if (then := before.get((group.by, group.of)))
        for figure, now in group.figures.items()
        if figure in then and then[figure].hits * now.of != now.hits * then[figure].of
    ]
    wrong = {case.case: case.stays_wrong for case in earlier.cases}
    turned = [
        Turned(result.case.id, not result.stays_wrong)
        for result in record.results
        if result.stays_wrong != wrong.get(result.case.id, result.stays_wrong)
    ]
    return Changes(tuple(moved), tuple(turned))


def unmet(record: Record, floors: Iterable[Floor]) -> tuple[Unmet, ...]:
    """The floors that are not met; one of a group the record does not have is not either."""
    found = {(group.by, group.of): group.figures for group in record.groups}
    nothing = share(0, 0)
    held = (
        Unmet(floor, found.get((floor.by, floor.of), {}).get(floor.figure, nothing))
        for floor in floors
    )
    return tuple(each for each in held if not _is_met(each))


def _is_met(held: Unmet) -> bool:
    floor, got = held
    if not got.of:
        return False
    hits = got.hits * 100 * MICRO
    return (floor.at_least is None or hits >= _micro(floor.at_least) * got.of) and (
        floor.at_most is None or hits <= _micro(floor.at_most) * got.of
    )


def _micro(per_cent: float) -> int:
    return round(per_cent * MICRO)
