"""What a consultant would tell companies that were made up for it."""

from __future__ import annotations

from typing import NamedTuple

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Design
from svcmodel.domain.records import Id, Many, Some, record


@record
class Expectation:
    """What is expected of one layer: one of `chosen`, none of `not_chosen`, all of these `channels`.

    `binding`: the catalogue must say so; else it is only counted.
    """

    layer: Id
    chosen: Many[Id] = ()
    not_chosen: Many[Id] = ()
    channels: Many[Id] = ()
    binding: bool

    def holds(self, design: Design) -> bool:
        """Whether a design is as expected."""
        chosen = design.layers[self.layer].chosen
        present = {choice.channel for choice in design.channels}
        return (
            (not self.chosen or chosen in self.chosen)
            and chosen not in self.not_chosen
            and present.issuperset(self.channels)
        )


@record
class ExpectedCompany:
    """An invented company: the name of its answer file among the examples, and what is expected."""

    example: Id
    expected: Some[Expectation]


@record
class ExpectationsFile:
    """`expectations.yaml`."""

    format: str
    companies: Some[ExpectedCompany]
    sources: Some[Id]


class AnsweredCompany(NamedTuple):
    """An invented company, what it answers and what is expected of its design."""

    example: str
    sheet: AnswerSheet
    expected: tuple[Expectation, ...]
