"""A plan document for each sheet of a batch: who writes it, and what its file is called."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from svcmodel.batch.rows import Row
from svcmodel.batch.sheets import CarefulScorer, Outcome, Raw
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import SvcmodelError, UnreadableInputError
from svcmodel.sources.text_files import sha256

LONGEST = 40
SIGNS_OF_HASH = 12
NAMELESS = "plan"

_OTHERS = re.compile(r"[^a-z0-9]+")


class Planner(Protocol):
    """Writes the plan of one sheet. It can be sent to another process."""

    @property
    def mark(self) -> str:
        """What its documents depend on beside the sheets."""
        ...

    def write(self, sheet: AnswerSheet, questionnaire: Questionnaire, on: str, name: str) -> str:
        """Write the plan for the day `on`, whole or not at all; the name of its file.

        `name`: of the file without its ending. Raises `SvcmodelError`.
        """
        ...


def planned(planner: Planner, scorer: CarefulScorer, raw: Raw, outcome: Outcome) -> Outcome:
    """The outcome of a sheet with its plan written; where there can be none, why.

    Raises `UnreadableInputError` where no plan at all can be written there.
    """
    if outcome.row is None:
        return outcome
    sheet, questionnaire, _ = scorer.read(raw)
    try:
        name = planner.write(sheet, questionnaire, outcome.row.on, file_name(raw, outcome.row))
    except UnreadableInputError:
        raise  # of the folder, not of the sheet
    except SvcmodelError as error:
        return Outcome(None, error.problems)
    return Outcome(outcome.row._replace(plan=name), outcome.problems)


def file_name(raw: Raw, row: Row) -> str:
    """What the file of a plan is called: a few plain signs of the subject, and a hash.

    The hash is of where the sheet stands and of what it says, so that every sheet has a name of its
    own and the same command gives the same names.
    """
    line, _ = raw.document().locate(())
    place = f"{raw.file}\0{line}\0{row.hash}"
    return f"{plain(row.subject)}-{sha256(place.encode(errors='replace'))[:SIGNS_OF_HASH]}"


def plain(subject: str) -> str:
    """The letters and digits of a text that every file system takes, with a hyphen for the rest."""
    letters = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    return _OTHERS.sub("-", letters).strip("-")[:LONGEST].rstrip("-") or NAMELESS
