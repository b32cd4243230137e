"""Cases from their files: a casebook, or a folder with `cases.yaml` and `answers.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from svcmodel.domain.case_record import AnsweredCase
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.sources.casebook_files import CASEBOOK, check_cases, read_casebook
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.text_files import is_folder
from svcmodel.sources.told_cases import read_told_cases


class CasesRead(NamedTuple):
    """The cases of a file or folder, in its order, and the SHA-256 of what was read."""

    cases: tuple[AnsweredCase, ...]
    hash: str


def load_answered_cases(
    place: Path | None,
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    folder: Path | Traversable | None = None,
) -> CasesRead:
    """The cases of a casebook file, of a folder, or where there is no `place` of a catalogue's folder.

    Raises `InvalidInputError` with all problems of all files, `UnreadableInputError` where nothing
    can be read.
    """
    if place is not None and is_folder(place):
        reader = Folder(place)
        cases = read_told_cases(reader, catalogue, bank)
        return CasesRead(reader.sound(cases), reader.hash())
    root = place.parent if place is not None else folder or data_folder("models_catalog")
    reader = Folder(root)
    path = place.name if place is not None else CASEBOOK
    book = read_casebook(reader, path)
    if book is not None:
        check_cases(reader, path, book, catalogue)
    return CasesRead(tuple(AnsweredCase(case) for case in reader.sound(book)), reader.hash())
