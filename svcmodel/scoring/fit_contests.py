"""What a fit is to get right: contests, each with those that should win and the field they stand in.

A contest is lost softly: with y = (points + head start) / temperature, its loss is minus the
log-probability that a winner leads the field,

    log sum over the field of exp(y) - log sum over the winners of exp(y)

(the listwise softmax of Luce 1959 and Cao et al. 2007, with several winners).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from svcmodel.domain.fitting import Knobs
from svcmodel.scoring.fit_matrices import Bools, Cases, Floats, Frame, Ints


class Contests(NamedTuple):
    """Contests, one a row: in row `row` of the points one of the winners should lead the field."""

    row: Ints
    winners: Bools
    field: Bools
    head_start: Floats
    weight: Floats


def within_cases(cases: Cases, frame: Frame, knobs: Knobs) -> Contests:
    """Models compete within a case.

    In its list: documented models against all others, and each acceptable one against those that are
    neither. In the layers: a documented model against its rivals; against the whole layer with its
    baseline, what a consultant expects, and anything but what failed.
    """
    return _joined([*_lists(cases, knobs), *_layers(cases, frame, knobs)])


def across_cases(cases: Cases, knobs: Knobs) -> Contests:
    """Cases compete for a model: each that had it, against those it was not even acceptable for.

    Rows are models, the field are cases: points are to be given transposed.
    """
    counted = np.asarray(cases.weight > 0)
    neither = (~cases.documented & ~cases.acceptable & counted[:, None]).T
    numbers = np.arange(len(counted))
    found = [_contests(neither[:0], neither[:0], 0.0)]  # none, where no case counts
    for case in np.flatnonzero(counted):
        winners = np.outer(cases.documented[case], numbers == case)
        found.append(_contests(winners, neither, knobs.across * cases.weight[case]))
    return _joined(found)


def contest_loss(contests: Contests, points: Floats, temperature: float) -> tuple[float, Floats]:
    """The weighted loss of contests, and its slope in the points."""
    if not len(contests.row):
        return 0.0, np.zeros_like(points)
    y = (points[contests.row] + contests.head_start) / temperature
    whole, share = _log_sum(y, contests.field)
    won, won_share = _log_sum(y, contests.winners)
    slope = np.zeros_like(points)
    weight = contests.weight[:, None] / temperature
    np.add.at(slope, contests.row, weight * (share - won_share))
    return float(contests.weight @ (whole - won)), slope


def _lists(cases: Cases, knobs: Knobs) -> Iterator[Contests]:
    listed, documented = cases.listed, cases.documented
    acceptable = cases.acceptable & listed & ~documented
    yield _contests(documented & listed, listed, cases.weight)
    share = knobs.acceptable * cases.weight / np.maximum(1, acceptable.sum(1))
    for model in np.flatnonzero(acceptable.any(0)):
        one = acceptable & (np.arange(listed.shape[1]) == model)
        yield _contests(one, listed & ~documented & ~acceptable, share)


def _layers(cases: Cases, frame: Frame, knobs: Knobs) -> Iterator[Contests]:
    for rivals in frame.rivals:
        yield _contests(cases.documented & rivals, rivals, knobs.layer * cases.weight)
    for members, start in zip(frame.members, frame.head_start, strict=True):
        yield _contests(cases.chosen & members, members, knobs.expected, start)
        for wrong, weight in ((cases.not_chosen, knobs.expected), (cases.failed, knobs.failed)):
            weights = weight * (wrong & members).any(1)
            yield _contests(members & ~wrong, members, weights, start)


def _contests(
    winners: Bools, others: Bools, weight: Floats | float, head_start: Floats | float = 0.0
) -> Contests:
    """One contest a row, where there is a winner, a rival and a weight."""
    weights = np.broadcast_to(weight, len(winners)).astype(np.float64)
    real = winners.any(1) & (others & ~winners).any(1) & (weights > 0)
    field, starts = winners | others, np.broadcast_to(head_start, winners.shape)
    return Contests(np.flatnonzero(real), winners[real], field[real], starts[real], weights[real])


def _joined(contests: Iterable[Contests]) -> Contests:
    return Contests(*(np.concatenate(parts) for parts in zip(*contests, strict=True)))


def _log_sum(y: Floats, among: Bools) -> tuple[Floats, Floats]:
    """The log of the sum of exp(y) of each row over the entries `among`, and each entry's share of it."""
    y = np.where(among, y, -np.inf)
    top = y.max(1, keepdims=True)
    parts = np.exp(y - top)
    return np.log(parts.sum(1)) + top[:, 0], parts / parts.sum(1, keepdims=True)
