"""The casebook of a catalogue: read, and checked to fit to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svcmodel.domain.cases import Case, CasebookFile
from svcmodel.domain.catalogue import Catalogue
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder
from svcmodel.sources.readers import Path

CASEBOOK = "casebook.yaml"


def read_casebook(reader: Folder, path: str = CASEBOOK) -> tuple[Case, ...] | None:
    """The cases of a casebook; None, with the problems kept, when something is wrong.

    Notes E421 for a case, or a criterion of a case, that stands twice.
    """
    file = reader.read(CasebookFile, path, "svcmodel/casebook/1")
    if file is None:
        return None
    seen: set[str] = set()
    for number, case in enumerate(file.cases):
        if case.id in seen:
            reader.note(path, ("cases", number, "id"), "E421", id=case.id)
        seen.add(case.id)
        for at, id_ in _said_again(case):
            reader.note(path, ("cases", number, *at), "E421", key=True, id=id_)
    return file.cases


def check_cases(reader: Folder, path: str, cases: Iterable[Case], catalogue: Catalogue) -> None:
    """Note E420 for every model or criterion of the cases that does not exist."""
    for number, case in enumerate(cases):
        at: Path = ("cases", number)
        known(reader, path, _models(case, at), catalogue.models)
        known(reader, path, _levels(case, at), catalogue.criteria, key=True)
        idle = (((*at, "not_applicable", n), id_) for n, id_ in enumerate(case.not_applicable))
        known(reader, path, idle, catalogue.criteria)


def _models(case: Case, at: Path) -> Iterator[Named]:
    for part in ("chosen", "acceptable", "must_not"):
        yield from (((*at, part, n), id_) for n, id_ in enumerate(getattr(case, part)))


def _levels(case: Case, at: Path) -> Iterator[Named]:
    for part in ("stated", "inferred"):
        yield from (((*at, part, id_), id_) for id_ in getattr(case, part))


def _said_again(case: Case) -> Iterator[Named]:
    """The levels of criteria that were said before."""
    yield from ((("inferred", id_), id_) for id_ in case.inferred if id_ in case.stated)
    for number, id_ in enumerate(case.not_applicable):
        if id_ in case.stated or id_ in case.inferred:
            yield ("not_applicable", number), id_
