"""The best design alone, without enumerating all: the models that `combinations` puts first.

Options of each layer stand in the order in which a design prefers them. What each layer likes best is
tried first; where that does not go together, the next worse choices are tried in order of value. A
step down in one layer never comes before what it steps from, so the first that goes together is best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

Preference = tuple[int, int, int]
"""What the order of designs adds up: less the worth, whether it moves, less the favour."""

Choosable = tuple[Preference, int, int]
"""A model that may be chosen in its layer: its preference, its place by id, its own place.

The least is preferred.
"""


def first_choice(
    layers: Sequence[Sequence[Choosable]], goes_together: Callable[[Sequence[int]], bool]
) -> tuple[int, ...] | None:
    """The place of the model of each layer; None where nothing goes together."""
    if not all(layers):
        return None
    ordered = [sorted(options) for options in layers]
    picked = [options[0] for options in ordered]
    queue = [_entry(picked, (0,) * len(ordered))]
    seen = {queue[0][2]}
    while queue:
        _, _, at = heappop(queue)
        picked = [options[place] for options, place in zip(ordered, at, strict=True)]
        if goes_together([option[2] for option in picked]):
            return tuple([option[2] for option in picked])
        for layer, options in enumerate(ordered):
            place = at[layer] + 1
            after = (*at[:layer], place, *at[layer + 1 :])
            if place < len(options) and after not in seen:
                seen.add(after)
                stepped = [*picked[:layer], options[place], *picked[layer + 1 :]]
                heappush(queue, _entry(stepped, after))
    return None


def _entry(
    picked: Sequence[Choosable], at: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """What a choice is ordered by: what its preferences add up to, then the ids."""
    total = tuple(map(sum, zip(*[preference for preference, _, _ in picked], strict=True)))
    return total, tuple([id_ for _, id_, _ in picked]), at
