"""Queues: how many people a live channel needs at once, and how many a channel that may wait.

Erlang C: contacts arrive at random (Poisson), handling times are exponential, whoever has to wait waits
(M/M/n). Real callers hang up, so it errs on the safe side. A load is in erlangs, the hours of handling
that arrive in an hour; times are in seconds. Formulas: Gans, Koole, Mandelbaum 2003.
"""

from __future__ import annotations

from math import ceil, exp, floor

LARGE = 1_000
"""From this load on a team this many deviations above it practically never makes anyone wait."""
SURE_DEVIATIONS = 8
_SLIP = 1e-9
"""What a quotient may exceed a whole number by without asking for one more person."""


def wait_probability(agents: int, load: float) -> float:
    """How likely a contact is to wait; 1 where the agents cannot keep up.

    By the recursion of Erlang B, which neither overflows nor cancels: B(0) = 1,
    B(n) = A B(n-1) / (n + A B(n-1)), and C = n B(n) / (n - A (1 - B(n))).
    """
    if load <= 0:
        return 0.0
    if agents <= load:
        return 1.0
    if load >= LARGE and (agents - load) ** 2 >= SURE_DEVIATIONS**2 * load:
        return 0.0  # below 1e-12
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return agents * blocked / (agents - load * (1 - blocked))


def service_level(agents: int, load: float, handling: float, within: float) -> float:
    """The share of contacts answered within so many seconds: 1 - C exp(-(n - A) t / h)."""
    if agents <= load:
        return 1.0 if load <= 0 else 0.0
    waits = wait_probability(agents, load)
    return 1 - waits * exp(-(agents - load) * within / handling)


def average_wait(agents: int, load: float, handling: float) -> float:
    """The mean time to an answer in seconds, over all contacts: C h / (n - A). Needs agents > load."""
    return wait_probability(agents, load) * handling / (agents - load)


def agents_needed(
    load: float,
    handling: float,
    *,
    share: float,
    within: float,
    occupancy: float,
    at_once: int = 1,
) -> int:
    """The fewest agents that answer `share` of the contacts within so many seconds.

    None is busy for more than `occupancy` of the time. `at_once`: how many customers one serves at the
    same time; each then counts as so many servers, and `handling` is how long a conversation lasts
    among so many.
    """
    if load <= 0:
        return 0
    servers = max(ceil(load / occupancy - _SLIP), floor(load) + 1)
    while service_level(servers, load, handling, within) < share:
        servers += 1
    return ceil(servers / at_once)


def hands_needed(load: float, peak: float, occupancy: float) -> float:
    """How many people work at once on what may wait, none busier than `occupancy`.

    `load`: of the mean hour. `peak`: how far the busiest stretch that must be cleared in time stands
    above it. A queue of this kind is a stock to be worked down, not one that Erlang describes.
    """
    return load * peak / occupancy
