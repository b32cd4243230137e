"""Questions and their kinds. Each kind says how a raw value becomes an answer's value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from svcmodel.domain.conditions import Condition
from svcmodel.domain.criteria import Level
from svcmodel.domain.playbooks import TaskRef
from svcmodel.domain.records import Bounds, Id, Length, Many, Some, Text, control_sign, record
from svcmodel.domain.values import Fault, Value, figure, show, without_sign

_YES = ("yes", "sí", "si")


@record
class Option:
    """One of the answers offered."""

    id: Id
    label: Text


@record
class BaseQuestion:
    """What every question has.

    `short`: what it asks, in a few words. `minutes`: how long it takes to answer. `unnamed`: what
    other questions say for `{id}` while it has no answer. `feeds`: the tasks of a plan at which the
    answer is shown. `first_page`: whether it stands on a plan's first page. `money`: whether it is an
    amount of money or a band of one, which a redacted document keeps to itself.
    """

    id: Id
    text: Text
    plain: Text | None = None
    short: Text | None = None
    hint: Text
    why: Text
    example: Text | None = None
    asks: Literal["direction", "finance", "service", "it"]
    find_in: Text | None = None
    minutes: Annotated[int | float, Bounds(above=0)]
    ask_when: Condition | None = None
    unnamed: Text | None = None
    feeds: Many[TaskRef] = ()
    first_page: bool = False
    money: bool = False


@record
class Choice(BaseQuestion):
    """One of the options."""

    kind: Literal["choice"]
    options: Annotated[Many[Option], Length(2)]

    def parse(self, raw: Any) -> Value | Fault:
        """The option's id."""
        return _option(self.options, raw)


@record
class Rating(BaseQuestion):
    """A level from 1 to 5 with worded anchors."""

    kind: Literal["rating"]
    anchors: Annotated[dict[Level, Text], Length(2)]

    def parse(self, raw: Any) -> Value | Fault:
        """The level, 1 to 5."""
        if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 5:
            return Fault("E205", {"got": show(raw)})
        return raw


@record
class Number(BaseQuestion):
    """A figure with a unit."""

    kind: Literal["number"]
    unit: Text
    minimum: int | float | None = None
    maximum: int | float | None = None
    whole: bool = False

    def parse(self, raw: Any) -> Value | Fault:
        """The figure, within its bounds."""
        return figure(raw, self.minimum, self.maximum, whole=self.whole)


@record
class Percentage(BaseQuestion):
    """A share from 0 to 100, or to `maximum` where growth is asked."""

    kind: Literal["percentage"]
    minimum: int | float = 0
    maximum: int | float = 100

    def parse(self, raw: Any) -> Value | Fault:
        """The share, in per cent; a text like `35 %` is understood."""
        return figure(without_sign(raw), self.minimum, self.maximum, whole=False)


@record
class MultiChoice(BaseQuestion):
    """Any number of the options."""

    kind: Literal["multi_choice"]
    options: Annotated[Many[Option], Length(2)]

    def parse(self, raw: Any) -> Value | Fault:
        """The ids chosen, in the order of the options."""
        chosen = _options(self.options, raw)
        if isinstance(chosen, Fault):
            return chosen
        return tuple(option.id for option in self.options if option.id in chosen)


@record
class Ranking(BaseQuestion):
    """The options in order, the first one first; those left out come after all others."""

    kind: Literal["ranking"]
    options: Annotated[Many[Option], Length(2)]

    def parse(self, raw: Any) -> Value | Fault:
        """The ids in the order given."""
        return _options(self.options, raw)


@record
class YesNo(BaseQuestion):
    """Yes or no."""

    kind: Literal["yes_no"]

    def parse(self, raw: Any) -> Value | Fault:
        """True for yes."""
        if isinstance(raw, bool):
            return raw
        word = raw.strip().lower() if isinstance(raw, str) else ""
        if word in _YES or word == "no":
            return word != "no"
        return Fault("E207", {"got": show(raw)})


@record
class FreeText(BaseQuestion):
    """A text in the person's own words; never scored."""

    kind: Literal["text"]

    def parse(self, raw: Any) -> Value | Fault:
        """The text, without space around it."""
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
            return Fault("E209", {"got": show(raw)})
        text = str(raw).strip()
        sign = control_sign(text)
        if sign:
            return Fault("E110", {"sign": sign})
        return text if text else Fault("E209", {"got": show(raw)})


Question = Choice | Rating | Number | Percentage | MultiChoice | Ranking | YesNo | FreeText
"""Told apart by `kind`."""


@record
class QuestionsFile:
    """`bank/<theme>.yaml`."""

    format: str
    questions: Many[Question]


@record
class Section:
    """A part of a questionnaire: a title and the ids of its questions in order."""

    id: Id
    title: Text
    questions: Some[Id]


@record
class QuestionnaireFile:
    """`full.yaml`, `quick.yaml` and the like: an ordered choice from the bank."""

    format: str
    id: Id
    version: str
    title: Text
    words: Literal["standard", "plain"] = "standard"
    sections: Some[Section]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire with the whole bank it was chosen from, and the hash of its files.

    `bank`: the questions as they are asked of nobody in particular. `written`: as they stand in the
    files, with the places where another question's answer is named; see `piping.naming`.
    """

    file: QuestionnaireFile
    bank: Mapping[str, Question]
    hash: str = ""
    written: Mapping[str, Question] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions it asks, in order."""
        return tuple(self.bank[id_] for section in self.file.sections for id_ in section.questions)


def _option(options: tuple[Option, ...], raw: Any) -> str | Fault:
    word = ("yes" if raw else "no") if isinstance(raw, bool) else raw
    if isinstance(word, str) and any(option.id == word for option in options):
        return word
    return Fault("E206", {"got": show(raw), "options": ", ".join(o.id for o in options)})


def _options(options: tuple[Option, ...], raw: Any) -> tuple[str, ...] | Fault:
    if not isinstance(raw, (list, tuple)):
        return Fault("E208", {"got": show(raw)})
    chosen: list[str] = []
    for number, item in enumerate(raw):
        option = _option(options, item)
        if isinstance(option, Fault):
            return replace(option, item=number)
        if option in chosen:
            return Fault("E210", {"got": option}, number)
        chosen.append(option)
    return tuple(chosen)
