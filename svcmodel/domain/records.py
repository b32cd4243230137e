"""What every record read from YAML shares: frozen, strict, no unknown keys; and texts in two languages."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Strict, StringConstraints

Lang = Literal["es", "en"]
LANGUAGES: tuple[Lang, ...] = ("es", "en")

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(False)]
"""A YAML list kept as a tuple; its items stay strict."""


class Record(BaseModel):
    """A record read from YAML. Built only when used, so that a command pays for what it needs."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True
    )


class Text(Record):
    """One text in both languages."""

    es: Words
    en: Words

    def to(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.es if lang == "es" else self.en


class TextList(Record):
    """Several short texts in both languages."""

    es: Many[Words] = ()
    en: Many[Words] = ()

    def to(self, lang: Lang) -> tuple[str, ...]:
        """The texts in `lang`."""
        return self.es if lang == "es" else self.en
