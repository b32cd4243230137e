"""Files of measured values: each by the id of a measure or of a question, with problems at their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from svcmodel.domain.playbooks import Kpi
from svcmodel.domain.questions import Number, Percentage, Question
from svcmodel.domain.review import KpiEntry, KpiValuesFile, Measured
from svcmodel.domain.values import Fault, Value, figure, without_sign
from svcmodel.errors import InvalidInputError, Problem
from svcmodel.sources.answer_values import said_of
from svcmodel.sources.envelope_checks import check_day
from svcmodel.sources.folders import check_format
from svcmodel.sources.readers import Path, nearest
from svcmodel.sources.records import besides, build, problem_at
from svcmodel.sources.strict_yaml import Document
from svcmodel.sources.text_files import decode, read_bytes, read_document

KPI_VALUES = "svcmodel/kpi_values/1"


class MeasuredValues(NamedTuple):
    """What a file of measured values says. `date`: the last day it names, where it names one."""

    date: str | None
    values: tuple[Measured, ...]


def load_kpi_values(
    file: str,
    bank: Mapping[str, Question],
    kpis: Mapping[str, Kpi],
    data: bytes | None = None,
) -> MeasuredValues:
    """The values in a file (`-` for standard input); `data`: its bytes, where they were read already.

    Raises `InvalidInputError` with all its problems, `UnreadableInputError` when it cannot be read.
    """
    document = read_document(decode(read_bytes(file) if data is None else data, file), file)
    wrong = check_format(document, file, KPI_VALUES)
    if wrong is not None:
        raise InvalidInputError([*document.problems, wrong])
    envelope, found = build(KpiValuesFile, document, file)
    raw = document.data.get("values")
    reader = _Reader(bank, kpis, document, file)
    values = tuple(reader.values(raw)) if isinstance(raw, dict) else ()
    wrong_day = check_day(document, file, ("date",), document.data.get("date"))
    problems = besides(document.problems, besides(found, [*wrong_day, *reader.problems]))
    if envelope is None or problems:
        raise InvalidInputError(problems)
    dated = tuple(each._replace(date=each.date or envelope.date) for each in values)
    days = [envelope.date, *(each.date for each in dated)]
    return MeasuredValues(max((day for day in days if day), default=None), dated)


class _Reader:
    """Reads one value after another; problems gather in `problems`."""

    def __init__(
        self, bank: Mapping[str, Question], kpis: Mapping[str, Kpi], document: Document, file: str
    ) -> None:
        self.bank = bank
        self.kpis = kpis
        self.document = document
        self.file = file
        self.problems: list[Problem] = []

    def values(self, raw: Mapping[Any, Any]) -> Iterator[Measured]:
        """The values that could be read."""
        answered: set[str] = set()
        for id_, said in raw.items():
            question = self.question(id_)
            if question is None and id_ not in self.kpis:
                near = nearest(str(id_).lower(), [*self.kpis, *self.bank])
                self.note((id_,), "E241", {"nearest": near}, key=True)
            elif question is not None and question.id in answered:
                self.note((id_,), "E421", {"id": question.id}, key=True)
            else:
                answered |= {question.id} if question is not None else set()
                yield from self.measured(id_, said, question)

    def question(self, id_: Any) -> Question | None:
        """The question a value answers: the one of its id, or the figure a measure is known from."""
        if id_ in self.bank:
            return self.bank[id_]
        kpi = self.kpis.get(id_)
        known = [self.bank.get(each) for each in kpi.known_from] if kpi is not None else []
        figures = [each for each in known if isinstance(each, (Number, Percentage))]
        return figures[0] if len(known) == len(figures) == 1 else None

    def measured(self, id_: str, said: Any, question: Question | None) -> Iterator[Measured]:
        """One value, unless something is wrong with it."""
        entry: KpiEntry = KpiEntry(value=said)
        at: Path = (id_,)
        if isinstance(said, dict):
            built, found = build(KpiEntry, self.document, self.file, said, ("values", id_))
            self.problems += found
            if built is None:
                return
            entry, at = built, (id_, "value")
            self.problems += check_day(
                self.document, self.file, ("values", id_, "date"), entry.date
            )
        value = self.value(at, entry.value, question)
        if value is None:
            return
        if entry.threshold is not None and isinstance(value, (bool, str, tuple)):
            self.note((id_, "threshold"), "E242", {})
        yield Measured(
            id=id_,
            value=value,
            question=question.id if question is not None else None,
            date=entry.date,
            note=entry.note or "",
            threshold=entry.threshold,
        )

    def value(self, at: Path, raw: Any, question: Question | None) -> Value | None:
        """The value as the question takes it, or as a figure; None where there is none.

        What is unknown says nothing; of anything else that is no value the problem is noted.
        """
        if raw is None:
            self.note(at, "E419", {})
        if raw is None or raw == "unknown":
            return None
        if question is None:
            value: Value | Fault = figure(without_sign(raw), None, None, whole=False)
        else:
            value = question.parse(raw)
        if not isinstance(value, Fault):
            return value
        inside = at if value.item is None else (*at, value.item)
        said = said_of(question, value) if question is not None else value.values
        self.note(inside, value.code, said)
        return None

    def note(self, at: Path, code: str, said: Mapping[str, str], *, key: bool = False) -> None:
        """Note a problem at a place below `values`."""
        place = ("values", *at)
        self.problems.append(problem_at(self.document, self.file, place, code, key=key, **said))
