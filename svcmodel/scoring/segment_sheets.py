"""What a segment comes to: the company's answers with the segment's own before them, and its share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from svcmodel.domain.answers import AnswerSheet, Segment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.criteria import Criterion, questions_of


def sheet_of(catalogue: Catalogue, sheet: AnswerSheet, segment: Segment) -> AnswerSheet:
    """The answer sheet of one segment: its own answers go before the company's.

    A level the company gives for a criterion gives way where the segment answers a question that the
    criterion comes from. Weights, marks and constraints are the company's.
    """
    own = segment.answers
    outdone = {c.id for c in catalogue.criteria.values() if _is_answered_by(c, own)}
    company = {
        id_: answer
        for id_, answer in sheet.answers.items()
        if id_ not in outdone or answer.span is None
    }
    return replace(sheet, answers={**company, **own}, segments=())


def share_weights(segments: Sequence[Segment]) -> tuple[int, ...]:
    """The shares as whole numbers in one unit, in order.

    Segments without a share divide what the others leave of 100 % equally among themselves.
    """
    given = [None if s.share is None else Fraction(repr(s.share)) for s in segments]
    missing = sum(share is None for share in given)
    left = 100 - sum((share for share in given if share is not None), Fraction(0))
    shares = [left / missing if share is None else share for share in given]
    unit = lcm(*(share.denominator for share in shares))
    return tuple(int(share * unit) for share in shares)


def _is_answered_by(criterion: Criterion, ids: Iterable[str]) -> bool:
    return not set(questions_of(criterion.level_from)).isdisjoint(ids)
