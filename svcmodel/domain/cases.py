"""The casebook: real organisations, what they chose and what came of it."""

from __future__ import annotations

from typing import Annotated, Literal

from svcmodel.domain.criteria import Level
from svcmodel.domain.records import Id, Lang, Many, Pattern, Some, Text, Words, record

Link = Annotated[str, Pattern(r"https?://\S+\Z")]


@record
class Case:
    """One organisation as public sources show it; it took no part itself.

    `stated`: levels read off the sources. `inferred`: levels estimated from them.
    `chosen`: the models documented for it; `acceptable`: models that would also have done.
    `must_not`: models that would have been wrong: `documented` where the sources show the failure.
    `counts`: whether the record of the advice counts it (it has a documented model).
    """

    id: Id
    organisation: Words
    country: Text
    sector: Text
    year: str
    size: Literal["micro", "small", "medium", "large"] | None = None
    small_or_unknown: bool
    failure: bool
    counts: bool
    chosen: Many[Id] = ()
    acceptable: Many[Id] = ()
    must_not: Many[Id] = ()
    must_not_basis: Literal["documented", "judgement"] | None = None
    confidence: Literal["high", "medium", "low"]
    outcome: Text
    links: Some[Link]
    stated: dict[Id, Level]
    inferred: dict[Id, Level]
    not_applicable: Many[Id] = ()

    @property
    def is_counted(self) -> bool:
        """Whether the record counts it: it has a documented model."""
        return self.counts and bool(self.chosen)

    @property
    def failed(self) -> tuple[Id, ...]:
        """The models whose failure is documented; one that is only judged wrong is none."""
        return self.must_not if self.must_not_basis == "documented" else ()


@record
class CasebookFile:
    """`casebook.yaml`. `notice`: how the cases were made, shown wherever one is."""

    format: str
    notice: Text
    cases: Some[Case]


@record
class CaseDescription:
    """The description of a case in the language it was written in."""

    id: Id
    lang: Lang
    text: Words


@record
class CaseDescriptionsFile:
    """`casebook_descriptions.yaml`."""

    format: str
    descriptions: Some[CaseDescription]
