"""What an answer file says beside its answers: whether the ids and days it names exist.

Looks at the data as read, so that everything is said at once, whatever else is wrong in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.values import show
from svcmodel.errors import Problem
from svcmodel.scoring.draws import reachable
from svcmodel.scoring.weights import whole_intervals
from svcmodel.sources.readers import Path, nearest
from svcmodel.sources.records import dotted, problem_at
from svcmodel.sources.strict_yaml import Document

WAYS = ("weights", "swing", "ranks", "intervals")
"""The ways a file of weights can give them, of which it takes one."""


def check_envelope(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """The problems of date, weights, marks, constraints, segments and team."""
    data = document.data
    problems = check_weights(document, file, catalogue)
    problems += _segments(document, file)
    problems += _team(document, file, catalogue)
    problems += check_day(document, file, ("date",), data.get("date"))
    constraints = list(_items(("constraints",), data.get("constraints"), dict))
    problems += _repeated(document, file, [((*at, "id"), c.get("id")) for at, c in constraints])
    for at, constraint in constraints:
        problems += check_day(document, file, (*at, "until"), constraint.get("until"))
        kept = [((*at, "keep"), constraint.get("keep"))]
        ruled_out = _items((*at, "rule_out"), constraint.get("rule_out"), str)
        problems += _unknown(document, file, [*kept, *ruled_out], catalogue.models)
    return problems


def check_weights(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """The problems of weights and marks."""
    weights = _mapping(document.data.get("weights"))
    named = [(("weights", id_), id_) for id_ in weights]
    problems = _no_dimensions(document, file, named, catalogue, key=True)
    wrong = {problem.path for problem in problems}
    for id_, weight in weights.items():
        at = ("weights", id_)
        if type(weight) in (int, float) and weight <= 0 and dotted(at) not in wrong:
            got = show(weight)
            problems.append(problem_at(document, file, at, "E406", limit="gt", bound="0", got=got))
    marks = list(_items(("important",), document.data.get("important"), str))
    problems += _repeated(document, file, marks)
    return problems + _unknown(document, file, marks, catalogue.criteria)


def check_weights_file(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """The problems of a file of weights, whichever way they are given."""
    problems = check_weights(document, file, catalogue)
    ways = [key for key in document.data if key in WAYS]
    if len(ways) > 1:
        problems.append(
            problem_at(document, file, (ways[1],), "E432", key=True, ways=", ".join(ways))
        )
    problems += _swing(document, file, catalogue)
    problems += _ranks(document, file, catalogue)
    return problems + _intervals(document, file, catalogue)


def _swing(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """E301, E433 for dimensions that do not exist or are left out; E434 where all are worth nothing."""
    swing = _mapping(document.data.get("swing"))
    named = [(("swing", id_), id_) for id_ in swing]
    problems = _no_dimensions(document, file, named, catalogue, key=True)
    problems += _left_out(document, file, "swing", swing, catalogue)
    if swing and all(type(worth) in (int, float) and worth == 0 for worth in swing.values()):
        problems.append(problem_at(document, file, ("swing",), "E434", key=True))
    return problems


def _ranks(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """E301, E421, E433 for dimensions that do not exist, stand twice or are left out."""
    ranks = document.data.get("ranks")
    named = list(_items(("ranks",), ranks, str))
    for at, tied in _items(("ranks",), ranks, list):
        named += _items(at, tied, str)
    named.sort(key=lambda each: each[0][1:])
    problems = _no_dimensions(document, file, named, catalogue)
    problems += _repeated(document, file, named)
    return problems + _left_out(document, file, "ranks", [id_ for _, id_ in named], catalogue)


def _intervals(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """E301 for unknown dimensions, E413 for a low above its high, E435 where nothing lies within."""
    intervals = _mapping(document.data.get("intervals"))
    named = [(("intervals", id_), id_) for id_ in intervals]
    problems = _no_dimensions(document, file, named, catalogue, key=True)
    pairs = {id_: ends for id_, ends in intervals.items() if _is_pair(ends)}
    for id_, (low, high) in pairs.items():
        if low > high:
            problems.append(problem_at(document, file, ("intervals", id_), "E413"))
    if problems or len(pairs) < len(intervals) or not pairs:
        return problems
    whole = whole_intervals(pairs, catalogue)
    if reachable(list(whole.values())) is None:
        lowest, highest = (sum(ends[n] for ends in whole.values()) / MICRO for n in (0, 1))
        said = {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
        problems.append(problem_at(document, file, ("intervals",), "E435", key=True, **said))
    return problems


def _is_pair(ends: Any) -> bool:
    """Whether something is two numbers from 0 to 1; what is not has a problem of its own."""
    numbers = isinstance(ends, list) and len(ends) == 2 and {*map(type, ends)} <= {int, float}
    return numbers and all(0 <= end <= 1 for end in ends)


def _no_dimensions(
    document: Document,
    file: str,
    named: Iterable[tuple[Path, Any]],
    catalogue: Catalogue,
    *,
    key: bool = False,
) -> list[Problem]:
    """E301 for every id that is no dimension; `key`: whether the ids are keys."""
    dimensions = [dimension.id for dimension in catalogue.head.dimensions]
    problems = []
    for at, id_ in named:
        if id_ not in dimensions:
            near, known = nearest(str(id_), dimensions), ", ".join(dimensions)
            said = {"name": show(id_), "nearest": near, "known": known}
            problems.append(problem_at(document, file, at, "E301", key=key, **said))
    return problems


def _left_out(
    document: Document, file: str, way: str, named: Collection[Any], catalogue: Catalogue
) -> list[Problem]:
    """E433 where a way of giving weights that speaks of all dimensions leaves some out."""
    missing = [d.id for d in catalogue.head.dimensions if d.id not in named]
    if not named or not missing:
        return []
    return [problem_at(document, file, (way,), "E433", key=True, known=", ".join(missing))]


def _segments(document: Document, file: str) -> list[Problem]:
    """E421 for a repeated id; E231 or E232 where the shares cannot be those of one whole."""
    segments = list(_items(("segments",), document.data.get("segments"), dict))
    problems = _repeated(document, file, [((*at, "id"), s.get("id")) for at, s in segments])
    shares = [segment.get("share") for _, segment in segments]
    said = [Fraction(repr(share)) for share in shares if _is_share(share)]
    if len(said) < sum(share is not None for share in shares):
        return problems  # a share that is none has a problem of its own
    whole = sum(said, Fraction(0))
    got = f"{float(whole):.15g}"
    if len(said) == len(shares) > 0 and not abs(whole - 100) <= 1:
        problems.append(problem_at(document, file, ("segments",), "E231", key=True, got=got))
    if len(said) < len(shares) and whole >= 100:
        problems.append(problem_at(document, file, ("segments",), "E232", key=True, got=got))
    return problems


def _team(document: Document, file: str, catalogue: Catalogue) -> list[Problem]:
    """E421 for a name or a role that stands twice, E420 for a role that does not exist."""
    team = list(_items(("team",), document.data.get("team"), dict))
    problems = _repeated(document, file, [((*at, "name"), each.get("name")) for at, each in team])
    for at, member in team:
        roles = list(_items((*at, "roles"), member.get("roles"), str))
        problems += _repeated(document, file, roles)
        problems += _unknown(document, file, roles, catalogue.role_ids or [r for _, r in roles])
    return problems


def _is_share(share: Any) -> bool:
    return isinstance(share, (int, float)) and not isinstance(share, bool) and 0 < share <= 100


def check_day(document: Document, file: str, at: Path, text: Any) -> list[Problem]:
    """E218 for a text that is no day of the calendar."""
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


def _mapping(value: Any) -> Mapping[Any, Any]:
    """The value, or nothing where it is no mapping."""
    return value if isinstance(value, dict) else {}
