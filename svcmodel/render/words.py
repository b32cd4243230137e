"""The words of the program in one language, looked up by dotted path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svcmodel.domain.records import Lang

_SPANISH_SIGNS = str.maketrans(",.", ".,")


_SAME_SOUND = {
    "and": re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE),
    "or": re.compile(r"h?[oó]", re.IGNORECASE),
}
"""Before which words Spanish writes "e" and "u" for "y" and "o"."""


LONGEST_NAME = 120
"""How many signs of a name a title or a cell can take."""


def short_name(name: str) -> str:
    """A name on one line; one that no layout could take ends in three dots."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def lowered(text: str) -> str:
    """A text as it goes on within a sentence; what begins with capitals is a name."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Words:
    """The phrases of `templates/words/`, in one language."""

    lang: Lang
    phrases: Mapping[str, Any]

    def __call__(self, path: str, **values: object) -> str:
        """The phrase at `path`, its {names} filled in. Raises `KeyError` for a phrase not written."""
        node: Any = self.phrases
        for step in path.split("."):
            node = node[step]
        return str(node[self.lang]).format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """A number as the language writes it."""
        text = f"{value:,.{digits}f}"
        if self.lang == "en":
            return text
        return text.translate(_SPANISH_SIGNS)

    def figure(self, value: float) -> str:
        """A number with the decimals it has, two at most."""
        digits = next(n for n in (0, 1, 2) if n == 2 or round(value, n) == value)
        return self.number(value, digits)

    def date(self, day: str) -> str:
        """A day given as YYYY-MM-DD, as the language writes it."""
        year, month, number = day.split("-")
        name = self(f"common.month.m{month}")
        return self("common.date", day=int(number), month=name, year=year)

    def listed(self, items: list[str], last: str = "and") -> str:
        """A list in a sentence: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        clash = "_before_same_sound" if _SAME_SOUND[last].match(items[-1]) else ""
        return f"{', '.join(items[:-1])} {self(f'common.{last}{clash}')} {items[-1]}"
