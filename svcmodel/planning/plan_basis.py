"""What is known before there is any task: the answers read, the size, the road, the staffing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import SizeRule
from svcmodel.domain.playbooks import Playbook
from svcmodel.domain.questions import Question
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.staffing import Staffing
from svcmodel.domain.surroundings import Road, Surroundings
from svcmodel.planning.asked_tasks import COMMON, plan_parts
from svcmodel.planning.left_channels import ChannelsAside
from svcmodel.planning.road_gates import in_turn, months_of
from svcmodel.planning.size_tasks import AROUND, headcount_of, size_for
from svcmodel.planning.staffing import staffing_of
from svcmodel.planning.standing import Standing, standing_of
from svcmodel.scoring.levels import Reading, read_levels
from svcmodel.scoring.road import road as road_to
from svcmodel.scoring.surroundings import surroundings


@dataclass(frozen=True)
class PlanBasis:
    """What a plan rests on, each part from those before it.

    `bank`: the questions that were asked. `start`: the day the work begins, a working day.
    """

    assessment: Assessment
    catalogue: Catalogue
    shelf: PlaybookShelf
    answers: AnswerSheet
    bank: Mapping[str, Question]
    knowledge: Knowledge | None
    start: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of the design and what it begins with."""
        return plan_parts(self.assessment)

    @cached_property
    def books(self) -> Sequence[Playbook]:
        """The playbooks of the design, the common one first."""
        books = self.shelf.books
        return [books[part] for part in (COMMON, *self.parts) if part in books]

    @cached_property
    def headcount(self) -> float | None:
        """How many people there are, where that was said."""
        return headcount_of(self.answers)

    @cached_property
    def size(self) -> SizeRule:
        """The rule for a company of this size."""
        return size_for(self.shelf.rules, self.headcount)

    @cached_property
    def reading(self) -> Reading:
        """What counts of the answers."""
        return read_levels(self.catalogue, self.bank, self.answers)

    @cached_property
    def told(self) -> Mapping[str, Said]:
        """The answers that were given in their own value to questions that apply, by question."""
        values = self.reading.values
        return {
            id_: Said(question, value)
            for id_, question in self.bank.items()
            if (value := values.get(id_)) is not None
        }

    @cached_property
    def around(self) -> Surroundings | None:
        """What stands around the design, where the plan shows any of it."""
        if self.knowledge is None or AROUND.isdisjoint(self.size.sections):
            return None
        return surroundings(
            self.catalogue, self.bank, self.knowledge, self.answers, self.assessment
        )

    @cached_property
    def road(self) -> Road | None:
        """The way from what is done today to the design."""
        if self.around is not None:
            return self.around.road
        results = {result.id: result for result in self.assessment.models}
        return road_to(self.catalogue, results, self.assessment.design, self.reading.facts)

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The month in which each change of the road begins."""
        return months_of(self.road)

    @cached_property
    def aside(self) -> ChannelsAside:
        """What becomes of e-mail and of the channels that the design leaves out."""
        about = (self.shelf.rules, self.catalogue, self.assessment.design, self.parts)
        return ChannelsAside(*about, self.reading.facts, self.told)

    @cached_property
    def staffing(self) -> Staffing | None:
        """How many people the service takes, where the catalogue says how to reckon it."""
        rules = self.shelf.staffing
        if rules is None or "staffing" not in self.size.sections:
            return None
        design = self.assessment.design
        kept = self.aside.carried_on
        return staffing_of(rules, self.catalogue, self.bank, self.reading, design, kept)

    @cached_property
    def standing(self) -> Standing:
        """What the plan starts from."""
        rules = self.catalogue.head.road_rules
        layers = self.assessment.design.layers
        chosen = [layers[layer].chosen for layer in (self.road.stays if self.road else ())]
        stays = [id_ for id_ in chosen if self.catalogue.models[id_].kind == "baseline"]
        _, later = in_turn(self.months)
        return standing_of(rules, self.told, later, stays, self.aside, self.staffing)
