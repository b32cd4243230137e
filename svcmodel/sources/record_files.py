"""Files about a record: an earlier one to compare with, and floors to hold one to."""

from __future__ import annotations

from pathlib import Path

from svcmodel.domain.case_record import Record
from svcmodel.domain.record_files import Floor, FloorsFile, RecordFile
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import nearest

RECORD = "svcmodel/record/1"
FLOORS = "svcmodel/floors/1"


def load_record(file: Path) -> RecordFile:
    """A record as `catalogue test --format json` wrote it; JSON is YAML too.

    Raises `InvalidInputError` with all its problems, `UnreadableInputError` where it cannot be read.
    """
    reader = Folder(file.parent)
    return reader.sound(reader.read(RecordFile, file.name, RECORD))


def load_floors(file: Path, record: Record) -> tuple[Floor, ...]:
    """The floors of a file, each for a group that the record has. Raises like `load_record`."""
    reader = Folder(file.parent)
    read = reader.sound(reader.read(FloorsFile, file.name, FLOORS))
    for number, floor in enumerate(read.floors):
        known = [group.of for group in record.groups if group.by == floor.by]
        if floor.of not in known:
            near = nearest(floor.of, known)
            reader.note(file.name, ("floors", number, "of"), "E420", id=floor.of, nearest=near)
    reader.raise_if_wrong()
    return read.floors
