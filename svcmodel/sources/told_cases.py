"""Cases told in `cases.yaml`, each answered by a row of `answers.csv` in the same folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from svcmodel.domain.case_record import AnsweredCase
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Id, Lang, Many, Pattern, Some, Text, Words, record
from svcmodel.sources.case_tables import Row, read_rows
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder
from svcmodel.sources.records import besides, build

TOLD = "cases.yaml"
CaseId = Annotated[str, Pattern(r"[A-Za-z][A-Za-z0-9_-]*\Z")]


@record
class Truth:
    """What is documented for a case."""

    company: Words
    country: Words
    sector: Words
    year: str | int | None = None
    outcome: Words
    primary: Many[Id]
    acceptable: Many[Id] = ()
    must_not: Many[Id] = ()
    must_not_basis: Literal["documented", "judgement"] | None = None
    source: Some[Words]
    confidence: Literal["high", "medium", "low"]
    sme_or_non_famous: bool
    negative: bool
    scoring: Literal["must_not_only"] | None = None
    note: str | None = None


@record
class ToldCase:
    """One case of `cases.yaml`."""

    id: CaseId
    language: Lang
    description: Words
    truth: Truth


def read_told_cases(
    reader: Folder, catalogue: Catalogue, bank: Mapping[str, Question]
) -> tuple[AnsweredCase, ...] | None:
    """The cases of a folder; None, with the problems kept, when something is wrong."""
    told = _read_told(reader, catalogue)
    if told is None:
        return None
    rows = read_rows(reader, catalogue, bank, [case.id for case in told])
    return tuple(_answered(case, rows[case.id]) for case in told if case.id in rows)


def _read_told(reader: Folder, catalogue: Catalogue) -> tuple[ToldCase, ...] | None:
    document = reader.document(TOLD)
    if document is None:
        return None
    kind: Any = Some[ToldCase]
    built: tuple[ToldCase, ...] | None
    built, found = build(kind, document, reader.name(TOLD))
    problems = besides(document.problems, found)
    reader.problems += problems
    if built is None or problems:
        return None
    seen: set[str] = set()
    for number, case in enumerate(built):
        known(reader, TOLD, _models(number, case), catalogue.models)
        if case.id in seen:
            reader.note(TOLD, (number, "id"), "E421", id=case.id)
        seen.add(case.id)
    return built


def _models(number: int, case: ToldCase) -> Iterator[Named]:
    for part in ("primary", "acceptable", "must_not"):
        ids = getattr(case.truth, part)
        yield from (((number, "truth", part, n), id_) for n, id_ in enumerate(ids))


def _answered(case: ToldCase, row: Row) -> AnsweredCase:
    truth = case.truth
    return AnsweredCase(
        Case(
            id=case.id,
            organisation=truth.company,
            country=Text(es=truth.country, en=truth.country),
            sector=Text(es=truth.sector, en=truth.sector),
            year=str(truth.year or ""),
            small_or_unknown=truth.sme_or_non_famous,
            failure=truth.negative,
            counts=bool(truth.primary) and truth.scoring is None,
            chosen=truth.primary,
            acceptable=truth.acceptable,
            must_not=truth.must_not,
            must_not_basis=truth.must_not_basis,
            confidence=truth.confidence,
            outcome=Text(es=truth.outcome, en=truth.outcome),
            links=truth.source,
            stated=row.stated,
            inferred=row.inferred,
            not_applicable=tuple(row.not_applicable),
        ),
        row.answers,
    )
