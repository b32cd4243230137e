"""Who works on a plan: the named team, or a share of the time of those who serve customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.calendar import WEEK
from svcmodel.domain.plan import Member
from svcmodel.domain.plan_rules import CapacityShare
from svcmodel.domain.playbooks import Role

HALVES = 2 * WEEK
"""Half-days a week."""

SERVING = "service_headcount"

TimeRule = Literal["share", "people", "least", "most", "unknown"]
"""What the time for the plan follows from where no team is named, as in `CapacityShare`."""


def team_of(
    answers: AnswerSheet, share: CapacityShare, headcount: float | None
) -> tuple[Member, ...]:
    """The people who do the work, each with the half-days a week they have for it.

    `headcount`: people in the company, where that was said.
    """
    if answers.team:
        return tuple(
            Member(each.name, place, each.roles, _halves(each.days_a_week) / 2)
            for place, each in enumerate(answers.team)
        )
    whole, rest = divmod(_halves_in_all(answers, share, headcount), HALVES)
    places = [HALVES] * whole + ([rest] if rest else [])
    return tuple(Member("", place, (), each / 2) for place, each in enumerate(places))


def _halves(days: float) -> int:
    """Half-days a week of one person: one at least, a whole week at most."""
    return min(max(round(2 * days), 1), HALVES)


def _halves_in_all(answers: AnswerSheet, share: CapacityShare, headcount: float | None) -> int:
    """Half-days a week of everybody together, where no team is named."""
    return round(2 * _days_in_all(answers, share, headcount)[0])


def counted_by(answers: AnswerSheet, share: CapacityShare, headcount: float | None) -> TimeRule:
    """What the time of everybody together follows from, where no team is named."""
    return _days_in_all(answers, share, headcount)[1]


def _days_in_all(
    answers: AnswerSheet, share: CapacityShare, headcount: float | None
) -> tuple[float, TimeRule]:
    serving = serving_in(answers, share, headcount)
    if serving is None:
        return share.unknown, "unknown"
    others = max((headcount or 0) - serving, 0)
    days = WEEK * (serving * share.share + others * share.others) / 100
    if days < share.at_least:
        return share.at_least, "least"
    if days > share.at_most:
        return share.at_most, "most"
    return days, "people" if answers.value(SERVING) is None else "share"


def serving_in(answers: AnswerSheet, share: CapacityShare, headcount: float | None) -> float | None:
    """How many serve customers, as far as somebody said or it can be taken from how many there are."""
    said = answers.value(SERVING)
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        return said
    return None if headcount is None else headcount * share.serving / 100


def seat_of(roles: Mapping[str, Role], skill: str) -> str:
    """The role that does the work of another where few people share the roles."""
    seen = {skill}
    while skill in roles and (holder := roles[skill].held_by) and holder not in seen:
        seen.add(holder)
        skill = holder
    return skill


@dataclass(frozen=True, slots=True)
class Hands:
    """Finds who does the work a role calls for."""

    team: Sequence[Member]
    roles: Mapping[str, Role]

    def members(self, skill: str) -> list[Member]:
        """Who holds a role, else who holds it for others; without either, everybody."""
        holders = self.holding(skill)
        return holders or [member for member in self.team if not member.roles] or list(self.team)

    def holding(self, skill: str) -> list[Member]:
        """The members who named the role, or the one it is held by."""
        for role in (skill, seat_of(self.roles, skill)):
            found = [member for member in self.team if role in member.roles]
            if found:
                return found
        return []

    def missing(self, skills: Iterable[str]) -> tuple[str, ...]:
        """The roles that nobody of a named team holds."""
        if any(not member.roles for member in self.team):
            return ()
        wanted = dict.fromkeys(skills)
        return tuple(skill for skill in wanted if not self.holding(skill))
