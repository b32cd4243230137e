"""What an answer file says beside its answers: whether the ids and days it names exist.

Looks at the data as read, so that everything is said at once, whatever else is wrong in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.values import show
from svcmodel.errors import Problem
from svcmodel.sources.readers import Path, nearest
from svcmodel.sources.records import dotted, problem_at
from svcmodel.sources.strict_yaml import Document


def check_envelope(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """The problems of date, weights, marks, constraints and segments."""
    data = document.data
    problems = check_weights(document, file, catalogue)
    if data.get("segments") is not None:
        problems.append(problem_at(document, file, ("segments",), "E230", key=True))
    problems += _day(document, file, ("date",), data.get("date"))
    constraints = list(_items(("constraints",), data.get("constraints"), dict))
    problems += _repeated(document, file, [((*at, "id"), c.get("id")) for at, c in constraints])
    for at, constraint in constraints:
        problems += _day(document, file, (*at, "until"), constraint.get("until"))
        kept = [((*at, "keep"), constraint.get("keep"))]
        ruled_out = _items((*at, "rule_out"), constraint.get("rule_out"), str)
        problems += _unknown(document, file, [*kept, *ruled_out], catalogue.models)
    return problems


def check_weights(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """The problems of weights and marks."""
    problems: list[Problem] = []
    weights = document.data.get("weights")
    dimensions = [dimension.id for dimension in catalogue.head.dimensions]
    for id_, weight in weights.items() if isinstance(weights, dict) else ():
        at = ("weights", id_)
        if id_ not in dimensions:
            near, listed = nearest(str(id_), dimensions), ", ".join(dimensions)
            said = {"name": show(id_), "nearest": near, "known": listed}
            line, column = document.locate(at, key=True)
            problems.append(Problem("E301", file, line, column, dotted(at), said))
        elif type(weight) in (int, float) and weight <= 0:
            got = show(weight)
            problems.append(problem_at(document, file, at, "E406", limit="gt", bound="0", got=got))
    marks = list(_items(("important",), document.data.get("important"), str))
    problems += _repeated(document, file, marks)
    return problems + _unknown(document, file, marks, catalogue.criteria)


def _day(document: Document, file: str, at: Path, text: Any) -> list[Problem]:
    if text is None or (isinstance(text, str) and _is_day(text)):
        return []
    return [problem_at(document, file, at, "E218", got=show(text))]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _repeated(document: Document, file: str, named: Iterable[tuple[Path, Any]]) -> list[Problem]:
    """E421 for every id that stands a second time."""
    problems, seen = [], set()
    for at, id_ in named:
        if isinstance(id_, str):
            if id_ in seen:
                problems.append(problem_at(document, file, at, "E421", id=id_))
            seen.add(id_)
    return problems


def _unknown(
    document: Document, file: str, named: Iterable[tuple[Path, Any]], known: Iterable[str]
) -> list[Problem]:
    return [
        problem_at(document, file, at, "E420", id=id_, nearest=nearest(id_, known))
        for at, id_ in named
        if isinstance(id_, str) and id_ not in known
    ]


def _items(at: Path, value: Any, kind: type) -> Iterator[tuple[Path, Any]]:
    """The items of a list that are of a kind, with their paths; none where it is no list."""
    if isinstance(value, list):
        yield from (((*at, n), item) for n, item in enumerate(value) if isinstance(item, kind))
