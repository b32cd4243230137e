"""The constraints of several people together, and which of them do not go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from svcmodel.domain.answers import Constraint
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.merging import Clash, ClashKind

What = tuple[str | None, frozenset[str]]


def merged_constraints(given: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Every constraint once. The same one given with several days lasts until the last of them.

    Different constraints of one id are told apart by a number behind it.
    """
    together: dict[What, Constraint] = {}
    for constraint in given:
        known = together.get(_what(constraint))
        together[_what(constraint)] = constraint if known is None else _joined(known, constraint)
    taken: set[str] = set()
    named = []
    for constraint in together.values():
        named.append(replace(constraint, id=_free_id(constraint.id, taken)))
        taken.add(named[-1].id)
    return tuple(named)


def clashes(
    catalogue: Catalogue, given: Sequence[Constraint], merged: Sequence[Constraint]
) -> tuple[Clash, ...]:
    """The pairs that do not go together, then those that were to end on different days."""
    pairs = [
        Clash(kind, one, other)
        for one, other in combinations(merged, 2)
        for kind in _kinds(catalogue, one, other)
    ]
    ends = {
        (_what(one), frozenset([one.until, other.until])): Clash("other_end", one, other)
        for one, other in combinations(given, 2)
        if _what(one) == _what(other) and one.until != other.until
    }
    return (*pairs, *ends.values())


def _what(constraint: Constraint) -> What:
    return constraint.keep, frozenset(constraint.rule_out)


def _joined(one: Constraint, other: Constraint) -> Constraint:
    reasons = dict.fromkeys([*one.reason.split(" / "), *other.reason.split(" / ")])
    days = [one.until, other.until]
    until = None if None in days else max(day for day in days if day is not None)
    return replace(one, reason=" / ".join(reasons), until=until)


def _free_id(id_: str, taken: Iterable[str]) -> str:
    known, number, free = set(taken), 1, id_
    while free in known:
        number += 1
        free = f"{id_}_{number}"
    return free


def _kinds(catalogue: Catalogue, one: Constraint, other: Constraint) -> Iterator[ClashKind]:
    """Why two constraints do not go together; nothing where they do."""
    if one.keep in other.rule_out or other.keep in one.rule_out:
        yield "kept_and_ruled_out"
    if one.keep is None or other.keep is None or one.keep == other.keep:
        return
    models = catalogue.models[one.keep], catalogue.models[other.keep]
    if models[0].layer == models[1].layer and all(model.kind != "channel" for model in models):
        yield "two_of_a_layer"
    elif other.keep in catalogue.in_conflict[one.keep]:
        yield "in_conflict"
