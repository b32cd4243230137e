"""The first page of a plan: what is not told by its decisions, its schedule and its budget already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from svcmodel.domain.assessment import ConstraintResult
from svcmodel.domain.plan_design import Because, Certainty, Said


class Action(NamedTuple):
    """One of the first things to do."""

    task: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What one reads first, and all that some read; the decisions, dates and money stand in the plan.

    `brought`: what the company said of itself, before everything else. `certainty`: of the design as a
    whole; `answered`: how much of what counts was answered (millionths). `constraints`: the client's,
    with their price.
    """

    brought: tuple[Said, ...]
    reasons: tuple[Because, ...]
    certainty: Certainty
    answered: int
    actions: tuple[Action, ...]
    constraints: tuple[ConstraintResult, ...]
