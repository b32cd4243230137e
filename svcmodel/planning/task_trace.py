"""Why each task is in the plan: what put it there, down to the answers, the rules and the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from svcmodel.domain.assessment import Assessment, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import criteria_in, questions_in
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Cause, Trace
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.asked_tasks import COMMON, Asked

DECIDING = 3
"""How many of the criteria that speak most for a model are named as what it follows from."""


@dataclass(frozen=True)
class Tracer:
    """Finds what put something into a plan."""

    assessment: Assessment
    catalogue: Catalogue
    shelf: PlaybookShelf

    def trace(self, asked: Asked) -> Trace:
        """What put a task, or a point, into the plan."""
        match asked.origin:
            case "obligation":
                return self.duty(asked.rule)
            case "caution":
                return self.caution(asked.part, asked.rule)
            case "capacity":
                rule = self.catalogue.head.channel_rules.capacity[0]
                looked_at = (*criteria_in(rule.when), *questions_in(rule.when))
                found = self.split(looked_at)
                return Trace(asked.part, "capacity", asked.rule, *found, rule.sources)
            case "situation":
                return self.situation(asked.rule)
        return self.parts[asked.part]

    @cached_property
    def parts(self) -> Mapping[str, Trace]:
        """What put each part of the design into it; the common tasks are in every plan."""
        design = self.assessment.design
        found = {COMMON: Trace(COMMON, "common", "", (), (), self.cited(COMMON))}
        for channel in design.channels:
            found[channel.channel] = self.channel(channel.channel, channel.reason)
        for choice in design.layers.values():
            if choice.first_phase:
                found.setdefault(
                    choice.first_phase, self.first_phase(choice.first_phase, choice.chosen)
                )
            for part in choice.also:
                found[part] = self.scored(part, "also")
        for choice in design.layers.values():
            found[choice.chosen] = self.scored(choice.chosen, "chosen")
        return found

    def scored(self, part: str, cause: Cause) -> Trace:
        """A model the score decided, with the criteria that speak most for it, or the client's wish."""
        kept = [
            each.constraint
            for each in self.assessment.design.constraints
            if each.active and each.given.keep == part
        ]
        criteria = self.speaking_for(self.assessment.model(part))
        questions = self.questions(criteria)
        return Trace(part, cause, "".join(kept[:1]), criteria, questions, self.cited(part))

    def first_phase(self, part: str, target: str) -> Trace:
        """What one begins with, because a weak prerequisite of the target is not there yet."""
        cautions = self.catalogue.models[target].cautions
        states = {each.caution: each for each in self.assessment.model(target).cautions}
        for caution in cautions:
            if caution.meanwhile == part and caution.id in states:
                because = states[caution.id].because
                return Trace(part, "first_phase", caution.id, *self.split(because), caution.sources)
        return self.scored(part, "first_phase")

    def channel(self, part: str, reason: str) -> Trace:
        """A channel: an obligation, what customers use, or its score."""
        if reason == "obligation":
            for duty in self.assessment.design.obligations:
                if duty.state == "applies" and part in self.duties[duty.obligation].channels:
                    return self.duty(duty.obligation)._replace(part=part, cause="channel")
        if reason == "use":
            asked = (self.catalogue.head.channel_rules.use_question,)
            return Trace(part, "channel", "", (), asked, self.cited(part))
        return self.scored(part, "channel")

    def duty(self, id_: str) -> Trace:
        """An obligation with what it follows from."""
        results = {each.obligation: each for each in self.assessment.design.obligations}
        because = results[id_].because
        return Trace(id_, "obligation", id_, *self.split(because), self.duties[id_].sources)

    def caution(self, part: str, id_: str) -> Trace:
        """A weak prerequisite with what it follows from."""
        record = next(each for each in self.catalogue.models[part].cautions if each.id == id_)
        result = next(each for each in self.assessment.model(part).cautions if each.caution == id_)
        return Trace(part, "caution", id_, *self.split(result.because), record.sources)

    @cached_property
    def duties(self) -> Mapping[str, Obligation]:
        """The obligations by id."""
        return {duty.id: duty for duty in self.catalogue.obligations}

    def situation(self, id_: str) -> Trace:
        """What the plan found out of itself, with the answers it was found from."""
        rule = next(each for each in self.shelf.rules.situations if each.id == id_)
        return Trace(id_, "situation", id_, (), rule.questions, rule.sources)

    def split(self, looked_at: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The criteria that a rule looked at, and the questions behind them and beside them."""
        criteria = tuple(id_ for id_ in looked_at if id_ in self.catalogue.criteria)
        beside = [id_ for id_ in looked_at if id_ not in self.catalogue.criteria]
        return criteria, tuple(dict.fromkeys([*self.questions(criteria), *beside]))

    def speaking_for(self, result: ModelResult) -> tuple[str, ...]:
        """The criteria that add most to a model's score."""
        adding = [each for each in result.contributions if each.micro > 0]
        adding.sort(key=lambda each: -each.micro)
        return tuple(each.criterion for each in adding[:DECIDING])

    def questions(self, criteria: tuple[str, ...]) -> tuple[str, ...]:
        """The questions that the levels of criteria came from, each once."""
        levels = self.assessment.levels
        found = [id_ for each in criteria if each in levels for id_ in levels[each].questions]
        return tuple(dict.fromkeys(found))

    def cited(self, part: str) -> tuple[str, ...]:
        """What the playbook of a part rests on."""
        return self.shelf.books[part].sources if part in self.shelf.books else ()
