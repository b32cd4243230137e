"""From an answer sheet to all that a plan document is written from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from svcmodel import __version__
from svcmodel.cli.inputs import segments_of
from svcmodel.cli.plan_formats import PlanMaterial
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.weights_data import weights_trial
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess


@dataclass(frozen=True)
class Planner:
    """What plans are made with: the catalogue, its playbooks and what else it knows."""

    catalogue: Catalogue
    shelf: PlaybookShelf
    knowledge: Knowledge | None

    def material(
        self,
        sheet: AnswerSheet,
        questionnaire: Questionnaire,
        words: Words,
        *,
        on: str,
        start: str | None = None,
    ) -> PlanMaterial:
        """The plan of a sheet for the day `on`, for one design of all segments where it has some.

        `start`: the day on which the work begins, else `on`. Raises `WrongUseError` when the
        constraints leave no coherent design.
        """
        bank = questionnaire.bank
        assessment = assess(self.catalogue, questionnaire, sheet, on=on, program=__version__)
        segmented = segments_of(self.catalogue, questionnaire, sheet, assessment)
        planned_for = replace(assessment, design=segmented.proposed) if segmented else assessment
        about = (planned_for, self.catalogue, self.shelf, sheet, bank)
        return PlanMaterial(
            build_plan(*about, knowledge=self.knowledge, start=start),
            assessment,
            planned_for,
            segmented,
            self.catalogue,
            self.shelf,
            self.knowledge,
            words,
            bank,
            trial=partial(weights_trial, self.catalogue, bank, sheet, assessment, words),
        )
