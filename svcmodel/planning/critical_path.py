"""What sets the end of a plan: the way from each task to the end, and the chain that decides it.

The longest ways tell which task to take first (CPM, Kelley & Walker 1959). The chain is read from the
levelled plan: from its last task back to what that waited for, or what kept its owner busy, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from svcmodel.planning.levelling import Booking, Wait, first_slot
from svcmodel.planning.task_network import Network, in_order


def longest_ways(network: Network, durations: Mapping[str, int]) -> dict[str, int]:
    """The longest way from the start of each task to the end; no limit to hands is heeded."""
    ways = dict(durations)
    for id_ in reversed(in_order(network)):
        for one in network[id_]:
            ways[one] = max(ways[one], durations[one] + ways[id_])
    return ways


def ending(ids: Collection[str], beside: Collection[str]) -> list[str]:
    """The tasks with which a plan may end: not those done beside everything else, unless all are."""
    return [id_ for id_ in ids if id_ not in beside] or [*ids]


def last_half(booked: Mapping[str, Booking], ends: Collection[str]) -> int:
    """The last half-day of the tasks with which a plan may end."""
    return max((booked[id_].end for id_ in ends), default=0)


def critical_chain(booked: Mapping[str, Booking], ends: Sequence[str]) -> tuple[str, ...]:
    """The tasks that set the end, the earliest first; before it stands its gate or the start alone.

    `ends`: the tasks with which the plan may end.
    """
    chain = [max(ends, key=lambda id_: booked[id_].end)] if ends else []
    while chain and booked[chain[-1]].bound:
        chain.append(booked[chain[-1]].bound)
    return tuple(reversed(chain))


def slack(
    network: Network,
    booked: Mapping[str, Booking],
    halves_a_week: Sequence[int],
    waits: Iterable[Wait],
    beside: Mapping[str, int],
) -> dict[str, int]:
    """By how many half-days each task could be late without moving the end.

    `beside`: what is done beside everything else, with the half-days that pass before it.
    """
    order = {id_: place for place, id_ in enumerate(booked)}
    follows: dict[str, list[tuple[str, int]]] = {id_: [] for id_ in booked}
    for one, other, earliest in _follows(network, booked, waits, beside):
        follows[one].append((other, earliest))
    ends = set(ending(booked, beside))
    last = last_half(booked, ends)
    found: dict[str, int] = {}
    for id_ in sorted(booked, key=lambda each: (-booked[each].start, -order[each])):
        room = [last - booked[id_].end] if id_ in ends else [last]
        for other, earliest in follows[id_]:
            start, place = booked[other].start, booked[other].place
            may = earliest if other in beside else first_slot(earliest, halves_a_week[place])
            room.append(start - may + found[other])
        found[id_] = min(room)
    return found


def _follows(
    network: Network,
    booked: Mapping[str, Booking],
    waits: Iterable[Wait],
    beside: Mapping[str, int],
) -> Iterator[tuple[str, str, int]]:
    """What follows each task, and from when on it may: what waits for it and what its owner does next."""
    for id_, before in network.items():
        lag = max(beside.get(id_, 0), 1)
        yield from ((one, id_, booked[one].end + lag) for one in before)
    order = {id_: place for place, id_ in enumerate(booked)}
    for wait in waits:
        earliest = booked[wait.begun].start + wait.halves
        kept = booked[wait.task].start >= earliest and order[wait.begun] < order[wait.task]
        if kept:
            yield wait.begun, wait.task, earliest
    busy = {id_: each for id_, each in booked.items() if id_ not in beside}
    for id_, own in busy.items():
        for other, each in busy.items():
            if each.place == own.place and each.start > own.worked:
                yield id_, other, own.worked + 1
