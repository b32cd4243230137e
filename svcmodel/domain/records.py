"""What every record read from YAML shares: frozen fields by keyword, and texts in two languages.

Records are plain dataclasses: making one by hand checks nothing. What a file must hold is said by the
annotations (and `fault`), and `svcmodel.sources.records` holds files to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal, TypeVar, dataclass_transform

Lang = Literal["es", "en"]
LANGUAGES: tuple[Lang, ...] = ("es", "en")

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


def key(name: str, default: Any = ...) -> Any:
    """A field whose key in the file is a word Python keeps for itself, such as `from`."""
    metadata = {"key": name}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, key))
def record(cls: type[C]) -> type[C]:
    """Make a class a record: a frozen dataclass made by keywords.

    What it says for pydantic serves the JSON Schemas: no unknown keys, keys as they stand in files.
    """
    made = dataclass(frozen=True, kw_only=True)(cls)
    keys = {part.name: part.metadata.get("key", part.name) for part in fields(made)}  # type: ignore[arg-type]
    made.__pydantic_config__ = {"extra": "forbid", "alias_generator": keys.__getitem__}  # type: ignore[attr-defined]
    return made


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
