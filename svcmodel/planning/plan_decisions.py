"""What a plan says of the design: decisions with reasons, duties, what is out, what is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment, Contribution, LayerChoice, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.plan import PlanStep
from svcmodel.domain.plan_design import (
    AnswerRow,
    Assumption,
    Because,
    Certainty,
    Excluded,
    PlanDecision,
    PlanObligation,
    Said,
    Unknowns,
)
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.questions import Question
from svcmodel.domain.surroundings import Road
from svcmodel.planning.team import counted_by

REASONS = 3


def certainty(settled: bool | None, very_likely: bool | None) -> Certainty:
    """How sure something is: proved, likely, or neither."""
    if settled:
        return "settled"
    return "very_likely" if very_likely else "may_change"


@dataclass(frozen=True)
class Decisions:
    """Tells the design with the answers behind it. `told`: what each question was answered."""

    assessment: Assessment
    catalogue: Catalogue
    told: Mapping[str, Said]

    @cached_property
    def every(self) -> tuple[PlanDecision, ...]:
        """Every decision, in the order of the layers."""
        return tuple(self.decision(each) for each in self.assessment.design.layers.values())

    def decision(self, choice: LayerChoice) -> PlanDecision:
        """A decision with what speaks for it, and for it rather than the next one."""
        result = self.assessment.model(choice.chosen)
        rival = self.assessment.model(choice.runner_up) if choice.runner_up else None
        return PlanDecision(
            layer=choice.layer,
            question=self.catalogue.layers[choice.layer].question,
            chosen=choice.chosen,
            at_baseline=choice.at_baseline,
            also=choice.also,
            first_phase=choice.first_phase,
            fit=result.micro,
            readiness=result.readiness,
            runner_up=choice.runner_up,
            lead=choice.lead,
            margin=choice.margin,
            close=choice.close,
            lead_share=result.lead_share,
            certainty=certainty(choice.settled, choice.very_likely),
            reasons=tuple(self.reasons(choice.layer, result)),
            why_not=tuple(self.against(choice.layer, result, rival)) if rival else (),
        )

    def reasons(self, layer: str, result: ModelResult) -> Iterator[Because]:
        """The criteria that speak most for a model."""
        adding = sorted(
            (each for each in result.contributions if each.micro > 0), key=lambda e: -e.micro
        )
        for each in adding[:REASONS]:
            yield self.because(layer, result.id, None, each, each.micro)

    def against(self, layer: str, result: ModelResult, rival: ModelResult) -> Iterator[Because]:
        """The criteria that speak most for a model rather than another."""
        ours = {each.criterion: each for each in result.contributions}
        theirs = {each.criterion: each for each in rival.contributions}
        gaps = [
            (each, _micro(ours, id_) - _micro(theirs, id_))
            for id_, each in {**theirs, **ours}.items()
        ]
        gaps.sort(key=lambda pair: -pair[1])
        for each, gap in gaps[:REASONS]:
            if gap > 0:
                yield self.because(layer, result.id, rival.id, each, gap)

    def because(
        self, layer: str, model: str, against: str | None, part: Contribution, micro: int
    ) -> Because:
        """A criterion with the answers behind it and what its effect rests on."""
        level = self.assessment.levels.get(part.criterion)
        questions = level.questions if level else ()
        effect = self.catalogue.models[model].effects.get(part.criterion)
        sources = effect.sources if effect else ()
        return Because(
            layer=layer,
            model=model,
            against=against,
            criterion=part.criterion,
            level=part.level,
            micro=micro,
            questions=questions,
            said=tuple(self.told[id_] for id_ in questions if id_ in self.told),
            sources=sources or self.catalogue.criteria[part.criterion].sources,
        )

    def main_reasons(self) -> tuple[Because, ...]:
        """Three reasons for the design: of what changes first, else why nothing does."""
        decisions = sorted(self.every, key=lambda each: (each.at_baseline, -(each.margin or 0)))
        found: dict[str, Because] = {}
        for place in range(REASONS):
            for decision in decisions:
                reasons = decision.why_not if decision.at_baseline else decision.reasons
                if len(reasons) > place:
                    found.setdefault(reasons[place].criterion, reasons[place])
        return tuple(found.values())[:REASONS]

    def obligations(self, steps: Iterable[PlanStep]) -> tuple[PlanObligation, ...]:
        """What the plan must contain or may have to, with the tasks that see to it."""
        records = {duty.id: duty for duty in self.catalogue.obligations}
        tasks = [task for step in steps for task in step.tasks]
        return tuple(
            PlanObligation(
                id=record.id,
                ground=record.ground,
                applies=result.state == "applies",
                jurisdiction=record.jurisdiction,
                name=record.name,
                text=record.text,
                since=record.since,
                until=record.until,
                status=record.status,
                checked_on=record.checked_on,
                because=result.because,
                channels=result.channels,
                tasks=tuple(task.id for task in tasks if record.id in task.parts),
                sources=record.sources,
            )
            for result in self.assessment.design.obligations
            for record in [records[result.obligation]]
        )

    def excluded(self) -> tuple[Excluded, ...]:
        """Every requirement that is broken."""
        return tuple(
            Excluded(
                model=result.id,
                rule=record.id,
                effect=record.effect,
                reason=record.reason,
                way_out=record.way_out,
                instead=record.instead,
                because=rule.because,
                would_rank=result.would_rank,
                sources=record.sources,
            )
            for result in self.assessment.models
            for rule in result.rules
            if rule.state == "broken"
            for record in self.catalogue.models[result.id].requirements
            if record.id == rule.rule
        )

    def unknowns(self) -> Unknowns:
        """What could still change the advice."""
        told = self.assessment
        return Unknowns(told.open_questions, told.open_facts, told.contradictions)


def _micro(parts: Mapping[str, Contribution], criterion: str) -> int:
    return parts[criterion].micro if criterion in parts else 0


def assumptions(
    assessment: Assessment,
    answers: AnswerSheet,
    road: Road | None,
    headcount: float | None,
    rules: PlanRules,
    bank: Mapping[str, Question],
) -> Iterator[Assumption]:
    """What the plan takes for granted."""
    if headcount is None:
        yield Assumption("size", "headcount")
    if not answers.team:
        yield Assumption("time", counted_by(answers, rules.capacity, headcount))
    if road is not None and not road.known:
        yield Assumption("today", "models_today")
    for answer in answers.answers.values():
        if answer.state == "given" and answer.grade == "guess":
            yield Assumption("guess", answer.id, None, bank.get(answer.id))
    for level in assessment.levels.values():
        if level.answered and level.span is not None and level.span.low < level.span.high:
            yield Assumption("range", level.criterion, level.span)


def remarks(rules: PlanRules, parts: Collection[str], facts: Facts) -> Iterator[Assumption]:
    """What the rules say of a design and what was answered beside it."""
    for rule in rules.remarks:
        if not set(rule.parts).isdisjoint(parts) and evaluate(rule.when, facts) is True:
            yield Assumption("remark", rule.id, text=rule.text)


def answer_rows(answers: AnswerSheet, bank: Mapping[str, Question]) -> Iterator[AnswerRow]:
    """Every answer of the file, in its order."""
    for each in answers.answers.values():
        question = bank.get(each.id) if each.span is None else None
        about = (each.grade, each.note, each.source, each.by)
        yield AnswerRow(each.id, each.state, question, each.value, each.span, *about)
