"""How the service will work, as far as a plan of its size tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from svcmodel.domain.assessment import Assessment, ChannelChoice
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.knowledge import Knowledge, Protocol, SourcingRule
from svcmodel.domain.plan import Task
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import Situation, SizeRule
from svcmodel.domain.plan_schedule import Begin, Schedule
from svcmodel.domain.plan_service import (
    ChannelRow,
    CharterRow,
    LevelRow,
    Provisioning,
    RoutingRow,
    ServiceDesign,
    StageRow,
    TechnologyRow,
    Topic,
    TrainingRow,
)
from svcmodel.domain.playbooks import LAST, Playbook
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.surroundings import PlaceSourcing, Surroundings
from svcmodel.planning.asked_tasks import TRAINS
from svcmodel.planning.left_channels import ChannelsAside

CHANNELS = "channels"
CHANNELS_LEFT: Situation = "channels_left"


@dataclass(frozen=True)
class ServiceMaker:
    """Puts together how the service works. `told`: what each question was answered."""

    assessment: Assessment
    catalogue: Catalogue
    shelf: PlaybookShelf
    bank: Mapping[str, Question]
    size: SizeRule
    parts: Sequence[str]
    books: Sequence[Playbook]
    tasks: Sequence[Task]
    schedule: Schedule
    facts: Facts
    told: Mapping[str, Said]
    knowledge: Knowledge | None
    around: Surroundings | None
    aside: ChannelsAside

    def design(self) -> ServiceDesign:
        """All of it; what a plan of this size does not show stays empty."""
        shown = set(self.size.sections)
        return ServiceDesign(
            channels=tuple(self.channels()) if "channels" in shown else (),
            email=self.aside.email(self.closes()) if "channels" in shown else None,
            left=self.aside.left(self.closes()) if "channels" in shown else None,
            routing=tuple(self.routing()) if "routing" in shown else (),
            levels=tuple(self.levels()) if "levels" in shown else (),
            stages=tuple(self.stages()) if "stages" in shown else (),
            protocols=tuple(self.protocols()) if "protocols" in shown else (),
            charter=tuple(self.charter()) if "charter" in shown else (),
            training=tuple(self.training()) if "training" in shown else (),
            technology=tuple(self.technology()) if "technology" in shown else (),
            provisioning=self.provisioning() if "provisioning" in shown else None,
        )

    def channels(self) -> Iterator[ChannelRow]:
        """The channels of the design: one not in use opens when the plan opens channels."""
        used = self.aside.used
        design = self.assessment.design
        for choice in design.channels:
            duties = tuple(
                duty.obligation
                for duty in design.obligations
                if duty.state == "applies" and choice.channel in duty.channels
            )
            place = used.index(choice.channel) + 1 if choice.channel in used else None
            since = None if place else self.opens(choice, duties)
            yield ChannelRow(choice.channel, choice.reason, duties, place, since, bool(used))

    def opens(self, choice: ChannelChoice, duties: Collection[str]) -> str | None:
        """The day a channel opens, never before its own work is done.

        One that obligations bring opens when what they ask for is done, any other with the channels of
        the plan.
        """
        asked = set(duties) if choice.reason == "obligation" else set()
        by_law = self.done(task for task in self.tasks if not asked.isdisjoint(task.parts))
        own = self.done(task for task in self.tasks if task.parts[0] == choice.channel)
        days = [day for day in (by_law or self.opening(), own) if day is not None]
        return max(days, default=None)

    def done(self, tasks: Iterable[Task]) -> str | None:
        """The last day of the work before a service runs; nothing where there is none."""
        ids = {task.id for task in tasks if task.step != LAST}
        return max((each.end for each in self.schedule.tasks if each.task in ids), default=None)

    def closes(self) -> str | None:
        """The day from which the channels that the design leaves are closed."""
        return self.done(task for task in self.tasks if CHANNELS_LEFT in task.parts)

    def opening(self) -> str | None:
        """The day channels open: when the change of channels begins, else with the first tools."""
        begins: list[Begin] = [each for each in self.schedule.begins if each.layer == CHANNELS]
        days = {each.task: each.end for each in self.schedule.tasks}
        opened = days.get("common.open_channels") or days.get(self.shelf.rules.launch)
        return begins[0].day if begins else opened

    def routing(self) -> Iterator[RoutingRow]:
        """Who takes which contacts: the rules that speak of this design and are not ruled out."""
        for rule in self.shelf.rules.routing:
            speaks = not rule.parts or not set(rule.parts).isdisjoint(self.parts)
            if speaks and (rule.when is None or evaluate(rule.when, self.facts) is not False):
                yield RoutingRow(
                    rule.id, rule.contacts, rule.skill, rule.level, rule.first, rule.then
                )

    def levels(self) -> Iterator[LevelRow]:
        """The support levels with who answers at each."""
        support = self.knowledge.support if self.knowledge else None
        records = {level.id: level for level in support.levels} if support else {}
        for placed in self.around.levels if self.around else ():
            level = records[placed.place]
            yield LevelRow(
                id=level.id,
                level=level.level,
                name=level.name,
                who=placed.who,
                called=level.called.get(placed.who),
                as_design=placed.as_design,
                may_differ=placed.open,
                reason=_reason(placed, level.rules, level.otherwise_reason),
                answers=level.answers,
                moves_up_when=level.moves_up_when,
                parts=tuple(part for part in level.typical if part in self.parts),
                cost=level.cost,
                sources=level.sources,
            )

    def stages(self) -> Iterator[StageRow]:
        """The stages of the life cycle with who does each."""
        records = {stage.id: stage for stage in self.knowledge.stages} if self.knowledge else {}
        for placed in self.around.stages if self.around else ():
            stage = records[placed.place]
            yield StageRow(
                id=stage.id,
                name=stage.name,
                covers=stage.covers,
                served_by=stage.served_by,
                who=placed.who,
                as_design=placed.as_design,
                may_differ=placed.open,
                reason=_reason(placed, stage.rules, stage.otherwise_reason),
                sources=stage.sources,
            )

    def protocols(self) -> Iterator[Protocol]:
        """The response protocols that the company has a use for."""
        for each in self.knowledge.protocols.values() if self.knowledge else ():
            if each.unless is None or evaluate(each.unless, self.facts) is not True:
                yield each

    def charter(self) -> Iterator[CharterRow]:
        """The promises of the charter; where few people share the roles, only those that were made."""
        for id_ in self.shelf.rules.charter:
            if id_ in self.bank and (id_ in self.told or not self.size.few_roles):
                yield CharterRow(self.bank[id_], self.told.get(id_))

    def training(self) -> Iterator[TrainingRow]:
        """What each role learns: those who serve, everything taught; others, the lessons of their own."""
        lessons = [t for t in self.tasks if t.step == TRAINS and t.origin != "situation"]
        learner = self.shelf.rules.learner
        asked = {part for task in lessons for part in task.parts}
        topics = [
            Topic(book.id, book.training)
            for book in self.books
            if book.id in asked and book.training is not None
        ]
        yield from _lessons(learner, topics, lessons)
        for role in dict.fromkeys(task.role for task in lessons):
            if role not in (learner, *self.shelf.rules.teachers):
                own = [task for task in lessons if task.role == role]
                yield from _lessons(role, [Topic(t.parts[0], t.title) for t in own], own)

    def technology(self) -> Iterator[TechnologyRow]:
        """The tools of each part and the tasks that put them in place."""
        for book in self.books:
            tasks = tuple(
                task.id
                for task in self.tasks
                if task.step == "implement_technology" and book.id in task.parts
            )
            if book.tools.es:
                yield TechnologyRow(book.id, book.tools, tasks)

    def provisioning(self) -> Provisioning | None:
        """How to have the technology; nothing where the design does not call for the choice."""
        file = self.knowledge.provisioning if self.knowledge else None
        choice = self.around.provisioning if self.around else None
        if file is None or choice is None:
            return None
        taken, number = choice
        rule = None if number is None else file.rules[number]
        options = {option.id: option for option in file.options}
        return Provisioning(
            take=options[taken],
            reason=rule.reason if rule else file.otherwise_reason,
            sources=rule.sources if rule else options[taken].sources,
            others=tuple(option for id_, option in options.items() if id_ != taken),
        )


def _reason(placed: PlaceSourcing, rules: Sequence[SourcingRule], otherwise: Text) -> Text:
    """Why a place is where it is."""
    return otherwise if placed.rule is None else rules[placed.rule].reason


def _lessons(role: str, topics: Sequence[Topic], tasks: Sequence[Task]) -> Iterator[TrainingRow]:
    """The row of a role that learns something."""
    if topics or tasks:
        least, most = (sum(task.effort_days[end] for task in tasks) for end in (0, 1))
        yield TrainingRow(role, tuple(topics), tuple(task.id for task in tasks), (least, most))
