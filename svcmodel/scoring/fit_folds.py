"""Which cases are held out together.

`random_folds` spreads cases of the same documented model evenly. `similar_folds` never separates
cases that answer alike, so that none is tested by strengths its twin was used for: groups are formed
by average linkage (Sokal & Michener 1958) on the mean distance in levels over the criteria both
answer, up to `ALIKE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from svcmodel.scoring.draws import random_bytes
from svcmodel.scoring.fit_matrices import Ints

ALIKE = 0.75
"""Mean distance in levels up to which groups of cases count as alike."""


def shuffled(count: int, seed: int) -> list[int]:
    """The numbers below `count` in an order drawn by the stated generator."""
    drawn = random_bytes(seed, 8 * count)
    return sorted(range(count), key=lambda n: drawn[8 * n : 8 * n + 8])


def random_folds(stratum: Sequence[int] | Ints, parts: int, seed: int) -> Ints:
    """The part each case is tested in; every stratum is spread evenly over the parts."""
    dealt = sorted(shuffled(len(stratum), seed), key=lambda case: int(stratum[case]))
    part = np.zeros(len(dealt), np.int64)
    part[dealt] = np.arange(len(dealt)) % parts
    return part


def similar_folds(groups: Sequence[int] | Ints, parts: int, seed: int) -> Ints:
    """The part each case is tested in: the largest groups first, each into the smallest part."""
    cases = np.asarray(groups)
    names = [int(name) for name in np.unique(cases)]
    drawn = [names[n] for n in shuffled(len(names), seed)]
    ordered = sorted(drawn, key=lambda name: -int((cases == name).sum()))
    order = shuffled(parts, seed)
    size, part = [0] * parts, np.zeros(len(cases), np.int64)
    for name in ordered:
        least = min(order, key=size.__getitem__)
        part[cases == name] = least
        size[least] += int((cases == name).sum())
    return part


def groups_alike(levels: Ints) -> Ints:
    """The group of each case; `levels`: (cases, criteria), 0 where unknown."""
    if len(levels) < 2:
        return np.ones(len(levels), np.int64)
    distances = [_distance(one, other) for one, other in combinations(levels, 2)]
    tree = linkage(np.array(distances), "average")
    return np.asarray(fcluster(tree, ALIKE, "distance"), np.int64)


def _distance(one: Ints, other: Ints) -> float:
    """The mean distance in levels over what both answer; the whole scale where that is nothing."""
    both = (one > 0) & (other > 0)
    return float(np.abs(one - other)[both].mean()) if both.any() else 4.0
