"""A problem as one line a person can act on, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcmodel.domain.records import Lang
from svcmodel.domain.values import show
from svcmodel.errors import Problem

_WHOLE = ("cycle", "expected", "known", "options", "questions")
_YAML_TAG = "tag:yaml.org,2002:"


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
    """What is wrong and, in parentheses, what to do; `near` where a better hint can be given."""
    entry = _entry(problem, words)[lang]
    said = _values(problem, words, lang)
    is_near = said.get("nearest") or said.get("since")
    hint = entry["near"] if is_near and "near" in entry else entry["hint"]
    return f"{entry['message'].format_map(said)} ({hint.format_map(said)})"


def show_path(file: str) -> str:
    """A file name without the control characters that could reach a terminal."""
    return _printable(file, "?")


class _Said(dict[str, str]):
    """Values of a message; one that was not given reads as three dots."""

    def __missing__(self, key: str) -> str:
        return "..."


def _entry(problem: Problem, words: Mapping[str, Any]) -> Any:
    """The words of a problem; those of broken YAML go by what the parser says of it."""
    detail = problem.values.get("detail", "") if problem.code == "E101" else ""
    for kind in words["syntax"] if detail else ():
        if any(part in detail for part in kind["says"]):
            return kind
    return words["problems"][problem.code]


def _values(problem: Problem, words: Mapping[str, Any], lang: Lang) -> _Said:
    """The values as they are said. What was typed is cut short; our own lists are not."""
    said = _Said({name: show(value) for name, value in problem.values.items()})
    said |= {name: _printable(problem.values[name]) for name in _WHOLE if name in problem.values}
    if problem.code == "E403":
        types = [words["expected"][type_][lang] for type_ in said["expected"].split("|")]
        said["expected"] = words["or"][lang].join(type_["type"] for type_ in types)
        said["hint"] = types[0]["hint"]
    if problem.code == "E406":
        said["limit"] = words["limits"][said["limit"]][lang].format_map(said)
    if problem.code == "E105":
        said["tag"] = said["tag"].replace(_YAML_TAG, "!!")
    return said


def _printable(text: str, instead: str = " ") -> str:
    return "".join(sign if sign.isprintable() else instead for sign in text)
