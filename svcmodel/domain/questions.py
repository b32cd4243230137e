"""Questions and their kinds. Each kind says how a raw value becomes an answer's value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from svcmodel.domain.conditions import Condition
from svcmodel.domain.criteria import Level
from svcmodel.domain.records import Id, Many, Record, Text

Value = bool | int | float | str | tuple[str, ...]

_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([.,][0-9]{3})+\Z")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")
_YES = ("yes", "sí", "si")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused: a problem's code and the values its sentence needs."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Option(Record):
    """One of the answers offered."""

    id: Id
    label: Text


class BaseQuestion(Record):
    """What every question has. `minutes`: how long it takes to answer."""

    id: Id
    text: Text
    plain: Text | None = None
    hint: Text
    why: Text
    example: Text | None = None
    asks: Literal["direction", "finance", "service", "it"]
    find_in: Text | None = None
    minutes: Annotated[int | float, Field(gt=0)]
    ask_when: Condition | None = None


class Choice(BaseQuestion):
    """One of the options."""

    kind: Literal["choice"]
    options: Many[Option] = Field(min_length=2)

    def parse(self, raw: Any) -> Value | Fault:
        """The option's id."""
        return _option(self.options, raw)


class Rating(BaseQuestion):
    """A level from 1 to 5 with worded anchors."""

    kind: Literal["rating"]
    anchors: dict[Level, Text] = Field(min_length=2)

    def parse(self, raw: Any) -> Value | Fault:
        """The level, 1 to 5."""
        if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 5:
            return Fault("E205", {"got": show(raw)})
        return raw


class Number(BaseQuestion):
    """A figure with a unit."""

    kind: Literal["number"]
    unit: Text
    minimum: int | float | None = None
    maximum: int | float | None = None
    whole: bool = False

    def parse(self, raw: Any) -> Value | Fault:
        """The figure, within its bounds."""
        return _number(raw, self.minimum, self.maximum, whole=self.whole)


class Percentage(BaseQuestion):
    """A share from 0 to 100, or to `maximum` where growth is asked."""

    kind: Literal["percentage"]
    minimum: int | float = 0
    maximum: int | float = 100

    def parse(self, raw: Any) -> Value | Fault:
        """The share, in per cent; a text like `35 %` is understood."""
        if isinstance(raw, str) and raw.rstrip().endswith("%"):
            text = raw.rstrip()[:-1].strip()
            raw = int(text) if text.isdecimal() and len(text) < 9 else raw
        return _number(raw, self.minimum, self.maximum, whole=False)


class MultiChoice(BaseQuestion):
    """Any number of the options."""

    kind: Literal["multi_choice"]
    options: Many[Option] = Field(min_length=2)

    def parse(self, raw: Any) -> Value | Fault:
        """The ids chosen, in the order of the options."""
        chosen = _options(self.options, raw)
        if isinstance(chosen, Fault):
            return chosen
        return tuple(option.id for option in self.options if option.id in chosen)


class Ranking(BaseQuestion):
    """The options in order, the first one first; those left out come after all others."""

    kind: Literal["ranking"]
    options: Many[Option] = Field(min_length=2)

    def parse(self, raw: Any) -> Value | Fault:
        """The ids in the order given."""
        return _options(self.options, raw)


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


class FreeText(BaseQuestion):
    """A text in the person's own words; never scored."""

    kind: Literal["text"]

    def parse(self, raw: Any) -> Value | Fault:
        """The text, without space around it."""
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
            return Fault("E209", {"got": show(raw)})
        text = str(raw).strip()
        return text if text else Fault("E209", {"got": show(raw)})


def _kind(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return None if kind is None else f"?{kind}"


Question = Annotated[
    Annotated[Choice, Tag("?choice")]
    | Annotated[Rating, Tag("?rating")]
    | Annotated[Number, Tag("?number")]
    | Annotated[Percentage, Tag("?percentage")]
    | Annotated[MultiChoice, Tag("?multi_choice")]
    | Annotated[Ranking, Tag("?ranking")]
    | Annotated[YesNo, Tag("?yes_no")]
    | Annotated[FreeText, Tag("?text")],
    Discriminator(_kind),
]


class QuestionsFile(Record):
    """`bank/<theme>.yaml`."""

    format: str
    questions: Many[Question]


class Section(Record):
    """A part of a questionnaire: a title and the ids of its questions in order."""

    id: Id
    title: Text
    questions: Many[Id] = Field(min_length=1)


class QuestionnaireFile(Record):
    """`full.yaml`, `quick.yaml`: an ordered choice from the bank."""

    format: str
    id: Id
    version: str
    title: Text
    words: Literal["standard", "plain"] = "standard"
    sections: Many[Section] = Field(min_length=1)


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire with the whole bank it was chosen from, and the hash of its files."""

    file: QuestionnaireFile
    bank: Mapping[str, Question]
    hash: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions it asks, in order."""
        return tuple(self.bank[id_] for section in self.file.sections for id_ in section.questions)


def show(raw: Any) -> str:
    """A raw value as it is quoted in a message: short, on one line, without control characters."""
    if isinstance(raw, bool):
        text = "true" if raw else "false"
    else:
        text = str(getattr(raw, "raw", raw))
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= 60 else text[:57] + "..."


def _option(options: tuple[Option, ...], raw: Any) -> str | Fault:
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if isinstance(raw, str) and any(option.id == raw for option in options):
        return raw
    return Fault("E206", {"got": show(raw), "options": ", ".join(o.id for o in options)})


def _options(options: tuple[Option, ...], raw: Any) -> tuple[str, ...] | Fault:
    if not isinstance(raw, (list, tuple)):
        return Fault("E208", {"got": show(raw)})
    chosen: list[str] = []
    for item in raw:
        option = _option(options, item)
        if isinstance(option, Fault):
            return option
        if option in chosen:
            return Fault("E210", {"got": option})
        chosen.append(option)
    return tuple(chosen)


def _number(
    raw: Any, minimum: float | None, maximum: float | None, *, whole: bool
) -> int | float | Fault:
    """The figure; a text that may be read in two ways is refused with both readings."""
    text = getattr(raw, "raw", raw)
    if isinstance(text, str):
        return _not_a_number(text)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return Fault("E202", {"got": show(raw)})
    if raw != raw or raw in (float("inf"), float("-inf")):
        return Fault("E202", {"got": show(raw)})
    if whole and raw != int(raw):
        return Fault("E211", {"got": show(raw)})
    if minimum is not None and raw < minimum:
        return Fault("E204", {"got": show(raw), "minimum": f"{minimum:,g}".replace(",", "")})
    if maximum is not None and raw > maximum:
        return Fault("E212", {"got": show(raw), "maximum": f"{maximum:.15g}"})
    return int(raw) if raw == int(raw) else raw


def _not_a_number(text: str) -> Fault:
    if _GROUPED.match(text):
        thousands = re.sub(r"[.,]", "", text)
        decimal = re.sub(r"[.,]", "", text[:-4]) + "." + text[-3:]
        return Fault("E203", {"got": text, "thousands": thousands, "decimal": decimal})
    if _DECIMAL_COMMA.match(text):
        return Fault("E213", {"got": text, "decimal": text.replace(",", ".")})
    return Fault("E202", {"got": show(text)})
