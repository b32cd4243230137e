"""The critical path: the longest chain of tasks that wait for one another (CPM, Kelley & Walker 1959)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svcmodel.planning.task_network import Network, in_order


class Path(NamedTuple):
    """A longest chain and its length, with how far each task could slip without lengthening it.

    Lengths are in the unit of the durations. `tails`: the longest way from the start of each task to
    the end.
    """

    tasks: tuple[str, ...]
    length: int
    slack: Mapping[str, int]
    tails: Mapping[str, int]


def critical_path(network: Network, durations: Mapping[str, int]) -> Path:
    """The critical path of a network of tasks that take so long; no limit to hands is heeded."""
    order = in_order(network)
    starts: dict[str, int] = {}
    for id_ in order:
        starts[id_] = max((starts[one] + durations[one] for one in network[id_]), default=0)
    tails = dict(durations)
    for id_ in reversed(order):
        for one in network[id_]:
            tails[one] = max(tails[one], durations[one] + tails[id_])
    length = max((starts[id_] + durations[id_] for id_ in order), default=0)
    slack = {id_: length - starts[id_] - tails[id_] for id_ in order}
    return Path(_chain(network, order, starts, durations, slack), length, slack, tails)


def _chain(
    network: Network,
    order: list[str],
    starts: Mapping[str, int],
    durations: Mapping[str, int],
    slack: Mapping[str, int],
) -> tuple[str, ...]:
    """A chain of tasks without slack from a task that waits for none to the end."""
    ends = [
        id_
        for id_ in order
        if not slack[id_]
        and starts[id_] + durations[id_]
        == max((starts[one] + durations[one] for one in order), default=0)
    ]
    chain = ends[:1]
    while chain:
        before = [
            one for one in network[chain[-1]] if starts[one] + durations[one] == starts[chain[-1]]
        ]
        if not before:
            break
        chain.append(before[0])
    return tuple(reversed(chain))
