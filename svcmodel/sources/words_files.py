"""The program's own words and templates, from `templates/`."""

from __future__ import annotations

from functools import cache
from typing import Any

from svcmodel.sources.package_data import data_folder
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.text_files import read_text

PHRASES = (
    "common",
    "score",
    "explain",
    "merge",
    "compare",
    "plan",
    "catalogue",
    "cli",
    "interview",
    "staffing",
    "sheets",
    "charts",
    "document",
    "review",
)


def load_words(name: str) -> dict[str, Any]:
    """The phrases of one file of `templates/words/`, as nested mappings ending in {es, en}."""
    file = data_folder("templates") / "words" / f"{name}.yaml"
    data: dict[str, Any] = parse_yaml(read_text(file)).data
    return data


class Phrases(dict[str, Any]):
    """Everything the program says, by the file it stands in; a file is read when it is first used."""

    def __missing__(self, name: str) -> dict[str, Any]:
        """Read a file of phrases. Raises `KeyError` where there is none of that name."""
        if name not in PHRASES:
            raise KeyError(name)
        self[name] = load_words(name)
        phrases: dict[str, Any] = self[name]
        return phrases


@cache
def load_phrases() -> Phrases:
    """Everything the program says."""
    return Phrases()


def load_template(name: str) -> str | None:
    """The text of a template, or None where there is none of that name in the folder of templates."""
    if {"", ".", ".."} & set(name.split("/")) or "\\" in name:  # leads out of the folder
        return None
    file = data_folder("templates") / name
    return read_text(file) if file.is_file() else None


def load_template_bytes(name: str) -> bytes:
    """A shipped template that is no text, such as a Word file."""
    return (data_folder("templates") / name).read_bytes()
