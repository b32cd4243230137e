"""A problem as one line a person can act on, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcmodel.domain.questions import show
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem


def problem_line(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    """`file:line:column: CODE path: message (hint)`; the place is left out where there is none.

    `words`: the content of `templates/words/problems.yaml`.
    """
    place = show_path(problem.file)
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    subject = f" {show(problem.path)}:" if problem.path else ""
    head = f"{place}: {problem.code}{subject}" if place else f"{problem.code}{subject}"
    return f"{head} {problem_sentence(problem, words, lang)}"


def problem_sentence(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    """What is wrong and, in parentheses, what to do."""
    entry = words["problems"][problem.code][lang]
    said = _values(problem, words, lang)
    hint = entry["near"] if said.get("nearest") and "near" in entry else entry["hint"]
    return f"{entry['message'].format_map(said)} ({hint.format_map(said)})"


def show_path(file: str) -> str:
    """A file name without the control characters that could reach a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in file)


class _Said(dict[str, str]):
    """Values of a message; one that was not given reads as three dots."""

    def __missing__(self, key: str) -> str:
        return "..."


def _values(problem: Problem, words: Mapping[str, Any], lang: Lang) -> _Said:
    said = _Said({name: show(value) for name, value in problem.values.items()})
    if problem.code == "E403":
        said["expected"] = words["expected"].get(said["expected"], {}).get(lang, said["expected"])
    return said
