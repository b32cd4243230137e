"""Questions and their kinds. Each kind says how a raw value becomes an answer's value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isinf, isnan
from typing import Annotated, Any, Literal

from svcmodel.domain.conditions import Condition
from svcmodel.domain.criteria import Level
from svcmodel.domain.records import Bounds, Id, Length, Many, Some, Text, control_sign, record

Value = bool | int | float | str | tuple[str, ...]

_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_SEPARATED = re.compile(
    r"(?P<whole>[-+]?[1-9][0-9]{0,2}(?:(?P<mark>[.,'’ \xa0\u202f])[0-9]{3})(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]+))?\Z"
)
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_SHARE = re.compile(r"([-+]?[0-9][0-9.,]{0,30}) ?%\Z")
_YES = ("yes", "sí", "si")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused: a problem's code and the values its sentence needs.

    `item`: which item of a list is wrong, from 0; None where the value itself is.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    item: int | None = None


@record
class Option:
    """One of the answers offered."""

    id: Id
    label: Text


@record
class BaseQuestion:
    """What every question has. `minutes`: how long it takes to answer."""

    id: Id
    text: Text
    plain: Text | None = None
    hint: Text
    why: Text
    example: Text | None = None
    asks: Literal["direction", "finance", "service", "it"]
    find_in: Text | None = None
    minutes: Annotated[int | float, Bounds(above=0)]
    ask_when: Condition | None = None


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
        return _number(raw, self.minimum, self.maximum, whole=self.whole)


@record
class Percentage(BaseQuestion):
    """A share from 0 to 100, or to `maximum` where growth is asked."""

    kind: Literal["percentage"]
    minimum: int | float = 0
    maximum: int | float = 100

    def parse(self, raw: Any) -> Value | Fault:
        """The share, in per cent; a text like `35 %` is understood."""
        share = _SHARE.match(raw.strip()) if isinstance(raw, str) else None
        if share is not None:
            text = share.group(1)
            raw = text if _GROUPED.match(text) or not _DECIMAL.match(text) else _plain(text)
        return _number(raw, self.minimum, self.maximum, whole=False)


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
    """`full.yaml`, `quick.yaml`: an ordered choice from the bank."""

    format: str
    id: Id
    version: str
    title: Text
    words: Literal["standard", "plain"] = "standard"
    sections: Some[Section]


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
    text = "".join(sign if sign.isprintable() else " " for sign in _written(raw))
    return text if len(text) <= 60 else text[:57] + "..."


def _written(raw: Any) -> str:
    """A value as YAML writes it."""
    match raw:
        case None:
            return ""
        case bool():
            return "true" if raw else "false"
        case list() | tuple():
            return f"[{', '.join(_written(item) for item in raw)}]"
        case dict():
            return f"{{{', '.join(f'{_written(k)}: {_written(v)}' for k, v in raw.items())}}}"
        case float() if isnan(raw) or isinf(raw):
            return f"{raw}".replace("inf", ".inf").replace("nan", ".nan")
        case _:
            return str(getattr(raw, "raw", raw))


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


def _number(
    raw: Any, minimum: float | None, maximum: float | None, *, whole: bool
) -> int | float | Fault:
    """The figure; a text that may be read in two ways is refused with both readings."""
    text = getattr(raw, "raw", raw)
    if isinstance(text, str) and (text is raw or _GROUPED.match(text)):
        return _not_a_number(text)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return Fault("E202", {"got": show(raw)})
    if raw != raw or raw in (float("inf"), float("-inf")):
        return Fault("E202", {"got": show(raw)})
    if whole and raw != int(raw):
        return Fault("E211", {"got": show(raw)})
    if minimum is not None and raw < minimum:
        return Fault("E204", {"got": show(raw), "minimum": f"{minimum:.15g}"})
    if maximum is not None and raw > maximum:
        return Fault("E212", {"got": show(raw), "maximum": f"{maximum:.15g}"})
    return int(raw) if raw == int(raw) else float(raw)


def _not_a_number(text: str) -> Fault:
    """Why a text is no figure, with the figure it was probably meant as."""
    if _GROUPED.match(text):
        thousands = re.sub(r"[.,]", "", text)
        return Fault("E203", {"got": text, "thousands": thousands, "decimal": _decimal(text)})
    if _DECIMAL_COMMA.match(text):
        return Fault("E213", {"got": text, "decimal": text.replace(",", ".")})
    separated = _SEPARATED.match(text)
    if separated is not None:
        plain = re.sub(r"[^-+0-9]", "", separated["whole"])
        part = f".{separated['part']}" if separated["part"] else ""
        return Fault("E222", {"got": show(text), "plain": plain + part})
    return Fault("E202", {"got": show(text)})


def _plain(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _decimal(text: str) -> str:
    """A text like `2.500` read as a decimal and written so that it can be read in no other way."""
    number = text.replace(",", ".").rstrip("0").rstrip(".")
    return number + "0" if _GROUPED.match(number) else number
