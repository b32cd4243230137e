"""What every record read from YAML shares: frozen fields by keyword, and texts in two languages.

Records are plain dataclasses: making one by hand checks nothing. What a file must hold is said by the
annotations (and `fault`), and `svcmodel.sources.records` holds files to it.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields
from typing import Annotated, Any, Literal, TypeVar, dataclass_transform

Lang = Literal["es", "en"]
LANGUAGES: tuple[Lang, ...] = ("es", "en")

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that would steer a terminal or turn the reading direction; no text holds them."""

T = TypeVar("T")
C = TypeVar("C")


@dataclass(frozen=True)
class Pattern:
    """A text must match `expression` from its start; `code` is the problem of one that does not."""

    expression: str
    code: str = "E405"

    def __get_pydantic_json_schema__(self, inner: Any, handler: Any) -> dict[str, Any]:
        return {**handler(inner), "pattern": "^" + self.expression.replace(r"\Z", "$")}


@dataclass(frozen=True)
class Bounds:
    """A number must lie within, ends included; `above` leaves the lower end out."""

    least: float | None = None
    most: float | None = None
    above: float | None = None

    def broken_by(self, number: float) -> tuple[str, float]:
        """The end a number lies beyond (`ge`, `gt` or `le`) and its value; nothing where it is within."""
        if self.least is not None and not number >= self.least:
            return "ge", self.least
        if self.above is not None and not number > self.above:
            return "gt", self.above
        if self.most is not None and not number <= self.most:
            return "le", self.most
        return "", 0

    def __get_pydantic_json_schema__(self, inner: Any, handler: Any) -> dict[str, Any]:
        named = (("minimum", self.least), ("maximum", self.most), ("exclusiveMinimum", self.above))
        return {**handler(inner), **{name: end for name, end in named if end is not None}}


@dataclass(frozen=True)
class Length:
    """A list or mapping must hold from `least` to `most` items."""

    least: int = 0
    most: int | None = None

    def __get_pydantic_json_schema__(self, inner: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(inner)
        what = "Items" if schema.get("type") == "array" else "Properties"
        limits = {f"min{what}": self.least or None, f"max{what}": self.most}
        return {**schema, **{name: limit for name, limit in limits.items() if limit is not None}}


Id = Annotated[str, Pattern(r"[A-Za-z][A-Za-z0-9_]*\Z")]
Words = Annotated[str, Pattern(r"\s*\S", "E418")]
Day = Annotated[str, Pattern(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z", "E218")]
Many = tuple[T, ...]
"""A YAML list, kept as a tuple."""
Some = Annotated[tuple[T, ...], Length(1)]
"""A YAML list that is not empty."""


def control_sign(text: str) -> str:
    """The first control character of a text, as `U+001B`, or nothing."""
    found = CONTROL.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def key(name: str, default: Any = ...) -> Any:
    """A field whose key in the file is a word Python keeps for itself, such as `from`."""
    metadata = {"key": name}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, key))
def record(cls: type[C]) -> type[C]:
    """Make a class a record: a frozen dataclass made by keywords.

    Its methods are shared instead of written for each class, which would cost every start more than
    scoring a company does. What it says for pydantic serves the JSON Schemas.
    """
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    parts = fields(made)
    keys = {part.name: part.metadata.get("key", part.name) for part in parts}
    made.__pydantic_config__ = {"extra": "forbid", "alias_generator": keys.__getitem__}
    made.__defaults = {part.name: part.default for part in parts if part.default is not MISSING}
    made.__makers = {p.name: p.default_factory for p in parts if p.default_factory is not MISSING}
    made.__names = frozenset(keys)
    for name, shared in _SHARED.items():
        setattr(made, name, shared)
    done: type[C] = made
    return done


def _init(self: Any, **given: Any) -> None:
    """Take the fields by their names. Raises `TypeError` for one that is missing or unknown."""
    values = self.__dict__
    values.update(self.__defaults)
    for name, make in self.__makers.items():
        values[name] = make()
    values.update(given)
    if len(values) != len(self.__names) or not self.__names >= given.keys():
        missing, unknown = self.__names - values.keys(), given.keys() - self.__names
        raise TypeError(f"{type(self).__name__}: missing {set(missing)}, unknown {unknown}")


def _equals(self: Any, other: object) -> bool:
    return type(self) is type(other) and self.__dict__ == other.__dict__


def _hash(self: Any) -> int:
    return hash((type(self), *self.__dict__.values()))


def _shown(self: Any) -> str:
    said = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
    return f"{type(self).__name__}({said})"


def _frozen(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be changed")


_SHARED = {
    "__init__": _init,
    "__eq__": _equals,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _frozen,
    "__delattr__": _frozen,
}


@record
class Text:
    """One text in both languages."""

    es: Words
    en: Words

    def to(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.es if lang == "es" else self.en


@record
class TextList:
    """Several short texts in both languages."""

    es: Many[Words] = ()
    en: Many[Words] = ()

    def to(self, lang: Lang) -> tuple[str, ...]:
        """The texts in `lang`."""
        return self.es if lang == "es" else self.en
