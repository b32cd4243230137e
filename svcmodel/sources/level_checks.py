"""Whether the levels of a catalogue can come from the questions of a bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.criteria import (
    FromBands,
    FromCount,
    FromOptions,
    FromRank,
    FromValue,
    LevelFrom,
    parts_of,
    questions_of,
)
from svcmodel.domain.questions import Question
from svcmodel.errors import Problem
from svcmodel.sources.folders import Folder

KINDS: Mapping[type, tuple[str, ...]] = {
    FromValue: ("rating",),
    FromBands: ("number", "percentage"),
    FromOptions: ("choice", "yes_no"),
    FromCount: ("multi_choice",),
    FromRank: ("ranking",),
}
"""The kinds of question that each form of `level_from` can read."""


def check_levels(catalogue: Catalogue, bank: Mapping[str, Question]) -> list[Problem]:
    """E429 for every criterion that reads a question of another kind."""
    return [
        Problem(
            "E429",
            path=f"{criterion.id}.level_from",
            values={"id": id_, "got": kind, "expected": expected},
        )
        for criterion in catalogue.criteria.values()
        for id_, kind, expected in _misfits(criterion.level_from, bank)
    ]


def check_levels_of_files(
    catalogue: Catalogue, bank: Mapping[str, Question], reader: Folder
) -> None:
    """The same, noted at its place in the files of the catalogue."""
    for path in reader.names("criteria"):
        for number, data in enumerate(reader.documents[path].data["criteria"]):
            at = ("criteria", number, "level_from")
            criterion = catalogue.criteria[data["id"]]
            for id_, kind, expected in _misfits(criterion.level_from, bank):
                reader.note(path, at, "E429", id=id_, got=kind, expected=expected)


def _misfits(level_from: LevelFrom, bank: Mapping[str, Question]) -> Iterator[tuple[str, str, str]]:
    """Questions of the wrong kind: id, its kind, the kinds that would do."""
    for part in parts_of(level_from):
        yield from _misfits(part, bank)
    kinds = KINDS.get(type(level_from))
    if kinds is None:
        return
    id_ = next(questions_of(level_from))
    question = bank.get(id_)
    if question is not None and question.kind not in kinds:
        yield id_, question.kind, ", ".join(kinds)
