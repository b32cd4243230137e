"""An answer sheet: what one company said, with its weights, marks and constraints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from svcmodel.domain.conditions import Span
from svcmodel.domain.records import Id, Lang, Many, Words, record
from svcmodel.domain.values import Value

Grade = Literal["guess", "stated", "documented", "measured"]
State = Literal["given", "unknown", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply. `value` for a question's own value, `span` where a criterion's level was given."""

    id: str
    state: State
    value: Value | None = None
    span: Span | None = None
    grade: Grade | None = None
    note: str = ""
    source: str = ""
    by: str = ""


@record
class Constraint:
    """What the client rules out or keeps, why, and until which day (YYYY-MM-DD)."""

    id: Id
    keep: Id | None = None
    rule_out: Many[Id] = ()
    reason: Words
    until: str | None = None

    def fault(self) -> str | None:
        """E417 unless it either keeps a model or rules some out."""
        return "E417" if (self.keep is None) == (not self.rule_out) else None


@dataclass(frozen=True)
class AnswerSheet:
    """All that was said of one company. `hash` is the SHA-256 of the file it was read from."""

    subject: str
    lang: Lang | None = None
    questionnaire: str = "full"
    date: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    weights: Mapping[str, int | float] = field(default_factory=dict)
    important: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    hash: str = ""

    def value(self, question: str) -> Value | None:
        """The value given to a question, or None where none was."""
        answer = self.answers.get(question)
        return answer.value if answer is not None and answer.state == "given" else None
