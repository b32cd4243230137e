"""What does not change while an interview lasts: the questions, their order and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import questions_in
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.questions import Question, Questionnaire, Section
from svcmodel.scoring.decide import table_for
from svcmodel.scoring.tables import ScoreTable
from svcmodel.scoring.weights import Number

WeightsKey = tuple[frozenset[tuple[str, Number]], tuple[str, ...]]


@dataclass(frozen=True)
class Setting:
    """A catalogue and a questionnaire, on the day of the design `on` (YYYY-MM-DD)."""

    catalogue: Catalogue
    questionnaire: Questionnaire
    on: str
    _tables: dict[WeightsKey, ScoreTable] = field(default_factory=dict, compare=False)

    def table(self, sheet: AnswerSheet) -> ScoreTable:
        """What levels add to scores; made once for the same weights and marks."""
        key = frozenset(sheet.weights.items()), sheet.important
        if key not in self._tables:
            self._tables[key] = table_for(self.catalogue, sheet)
        return self._tables[key]

    @property
    def bank(self) -> Mapping[str, Question]:
        """Every question there is, as asked of nobody in particular."""
        return self.questionnaire.bank

    @cached_property
    def written(self) -> Mapping[str, Question]:
        """Every question as it stands in the files, with the places where an answer is named."""
        return self.questionnaire.written or self.questionnaire.bank

    @cached_property
    def naming(self) -> Mapping[str, Question]:
        """The questions whose answer is named in the texts of others."""
        return {id_: question for id_, question in self.written.items() if question.unnamed}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in printed order."""
        return tuple(question.id for question in self.questionnaire.questions)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions of the questionnaire by id, in printed order, as asked of nobody yet."""
        return {id_: self.questionnaire.bank[id_] for id_ in self.order}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each question."""
        sections = self.questionnaire.file.sections
        return {id_: section for section in sections for id_ in section.questions}

    @cached_property
    def feeds(self) -> Mapping[str, tuple[str, ...]]:
        """The criteria whose level a question has a part in; nothing for a fact."""
        fed: dict[str, list[str]] = {id_: [] for id_ in self.questionnaire.bank}
        for criterion in self.catalogue.criteria.values():
            for id_ in dict.fromkeys(questions_of(criterion.level_from)):
                fed.setdefault(id_, []).append(criterion.id)
        return {id_: tuple(criteria) for id_, criteria in fed.items()}

    @cached_property
    def needed(self) -> frozenset[str]:
        """The questions whose own answer counts, beside the levels it gives.

        An obligation or a requirement looks at it, a task of the plan or its first page quotes it.
        """
        looked_at = [o.applies_if for o in self.catalogue.obligations]
        looked_at += [r.broken_if for m in self.catalogue.models.values() for r in m.requirements]
        quoted = (q.id for q in self.questionnaire.bank.values() if q.feeds or q.first_page)
        return frozenset(quoted).union(*(questions_in(each) for each in looked_at))

    @cached_property
    def steering(self) -> frozenset[str]:
        """The facts that say where the road to a design starts, and what decides between equals."""
        head, strategies = self.catalogue.head, self.catalogue.strategies
        road = {head.road_rules.today_question} if head.road_rules else set()
        return frozenset(road | ({strategies.question} if strategies else set()))

    def dimension_of(self, question: str) -> str | None:
        """The dimension of the criterion a question feeds; None for a fact."""
        criteria = self.feeds.get(question, ())
        return self.catalogue.dimension_of[criteria[0]] if criteria else None
