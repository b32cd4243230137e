"""`svcmodel batch --plans`: the plan of each sheet, as `svcmodel plan` writes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svcmodel.cli.batch_options import PlanKind
from svcmodel.cli.console import Settings, choose_language, words, write_output
from svcmodel.cli.plan_formats import plan_format
from svcmodel.cli.planner import Planner
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.sources.knowledge_files import load_knowledge
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.words_files import load_template


@dataclass(frozen=True)
class Plans:
    """Writes plans into a folder. `asked`, `usual`: the languages before and after a sheet's own."""

    folder: Path
    kind: PlanKind
    planner: Planner
    asked: Lang | None
    usual: Lang

    @property
    def mark(self) -> str:
        """What the documents depend on beside the sheets."""
        return f"{self.folder.resolve()} {self.kind} {self.asked} {self.usual}"

    def write(self, sheet: AnswerSheet, questionnaire: Questionnaire, on: str, name: str) -> str:
        """Write the plan of a sheet; the name of its file. Raises `SvcmodelError`."""
        file = f"{name}.{self.kind}"
        spoken = words(self.asked or sheet.lang or self.usual)
        made = self.planner.material(sheet, questionnaire, spoken, on=on)
        write_output(plan_format(file).write_with(made, load_template), str(self.folder / file))
        return file


def plans_into(folder: Path, kind: PlanKind, catalogue: Catalogue, place: Path | None) -> Plans:
    """Ready to write plans into a folder, which is made where it is not there.

    `place`: the folder of the catalogue. Raises `WrongUseError` (E320) where a package is missing,
    `UnreadableInputError` (E007) where nothing can be written, and the errors of loading.
    """
    plan_format(f"plan.{kind}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UnreadableInputError([Problem("E007", path="--plans", file=str(folder))]) from None
    planner = Planner(catalogue, load_playbooks(place), load_knowledge(catalogue, place))
    return Plans(folder, kind, planner, Settings.lang, choose_language())
