"""How the service will work: channels, who solves what, promises, training and technology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from svcmodel.domain.assessment import ChannelReason
from svcmodel.domain.knowledge import Protocol, ProvisioningOption
from svcmodel.domain.plan_design import Said
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text, TextList


class ChannelRow(NamedTuple):
    """A channel: why it is in, and from when. `since` is None where it is in use today already.

    `obligations`: what demands it. `used`: its place among the channels customers use, from 1.
    `known`: whether somebody said which channels are in use.
    """

    channel: str
    reason: ChannelReason
    obligations: tuple[str, ...]
    used: int | None
    since: str | None
    known: bool


class EmailAdvice(NamedTuple):
    """What to do about e-mail: it stays, it comes in, or it goes; then `closes` is from when on."""

    state: Literal["keep", "open", "close"]
    text: Text
    closes: str | None


class RoutingRow(NamedTuple):
    """A kind of contact, the skill it calls for, who takes it first and who then."""

    id: str
    contacts: Text
    skill: Text
    level: str
    first: str
    then: str


class LevelRow(NamedTuple):
    """A support level: who does it, what is answered there, when a case goes on.

    `who`: a model or the baseline of the sourcing layer, with the `reason`; `called`: what that means
    here, where its own name would mislead. `parts`: what of the design
    answers here. `may_differ`: whether a missing answer could still decide otherwise.
    """

    id: str
    level: int
    name: Text
    who: str
    called: Text | None
    as_design: bool
    may_differ: bool
    reason: Text
    answers: Text
    moves_up_when: Text
    parts: tuple[str, ...]
    cost: Text | None
    sources: tuple[str, ...]


class StageRow(NamedTuple):
    """A stage of the life cycle and who does it, as in `LevelRow`."""

    id: str
    name: Text
    covers: Text
    served_by: Text
    who: str
    as_design: bool
    may_differ: bool
    reason: Text
    sources: tuple[str, ...]


class CharterRow(NamedTuple):
    """A question of the service charter and the company's answer, where there is one."""

    question: Question
    said: Said | None


class Topic(NamedTuple):
    """What is learnt for a part of the design."""

    part: str
    text: Text


class TrainingRow(NamedTuple):
    """What a role learns: the topics, the tasks in which that happens, and their days."""

    role: str
    topics: tuple[Topic, ...]
    tasks: tuple[str, ...]
    days: tuple[float, float]


class TechnologyRow(NamedTuple):
    """The tools a part of the design needs, and the tasks that put them in place."""

    part: str
    tools: TextList
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provisioning:
    """How to have the technology: the option to take, why, and the others for comparison."""

    take: ProvisioningOption
    reason: Text
    sources: tuple[str, ...]
    others: tuple[ProvisioningOption, ...]


class LeftChannels(NamedTuple):
    """Channels that the design leaves out although customers use or prefer them.

    `channels`: in use today, with what to do about them (`close`); `preferred`: the one that customers
    like best, in use or not, where it is left out; `reason`: the rule that leaves no room for more;
    `closes`: the day from which those in use are closed.
    """

    channels: tuple[str, ...]
    preferred: str | None
    reason: Text | None
    close: Text | None
    closes: str | None


@dataclass(frozen=True, slots=True)
class ServiceDesign:
    """How the service will work. What a plan of its size does not show is left empty."""

    channels: tuple[ChannelRow, ...] = ()
    email: EmailAdvice | None = None
    left: LeftChannels | None = None
    routing: tuple[RoutingRow, ...] = ()
    levels: tuple[LevelRow, ...] = ()
    stages: tuple[StageRow, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    charter: tuple[CharterRow, ...] = ()
    training: tuple[TrainingRow, ...] = ()
    technology: tuple[TechnologyRow, ...] = ()
    provisioning: Provisioning | None = None
