"""From a YAML document to a record, or to every problem of it with its place.

The annotations of a record say what its file must hold; `svcmodel.sources.readers` holds it to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from svcmodel.domain.values import show
from svcmodel.errors import Problem, severity_of
from svcmodel.sources.readers import Finding, Findings, Path, reader_of
from svcmodel.sources.strict_yaml import Document

R = TypeVar("R")


def build(
    record: type[R], document: Document, file: str, data: Any = None, at: Path = ()
) -> tuple[R | None, list[Problem]]:
    """The record of a document (or of `data`, the part of it at the path `at`), or its problems."""
    found: Findings = []
    value = document.data if data is None else data
    kind: Any = record
    built = reader_of(kind)(value, at, found)
    if not found:
        return built, []
    return None, [_problem(finding, document, file) for finding in found]


def problem_at(
    document: Document, file: str, path: Path, code: str, *, key: bool = False, **values: str
) -> Problem:
    """A problem of the value (or the key) at `path`."""
    line, column = document.locate(path, key=key)
    return Problem(code, file, line, column, dotted(path), values, severity_of(code))


def besides(problems: Iterable[Problem], later: Iterable[Problem]) -> list[Problem]:
    """The problems and the later ones, without those of a place that is known to be wrong already."""
    known = list(problems)
    places = {(problem.line, problem.column) for problem in known}
    return known + [p for p in later if (p.line, p.column) not in places]


def dotted(path: Iterable[Any]) -> str:
    """A path as it is written in messages: `requirements[0].reason.es`."""
    steps = (f"[{step}]" if type(step) is int else f".{show(step)}" for step in path)
    return "".join(steps).lstrip(".")


def _problem(finding: Finding, document: Document, file: str) -> Problem:
    line, column = document.locate(finding.path, key=finding.of_key)
    return Problem(finding.code, file, line, column, dotted(finding.path), finding.values)
