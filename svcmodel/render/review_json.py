"""A review as JSON, for programs; `svcmodel schema review` describes it."""

from __future__ import annotations

from typing import Any

from svcmodel.domain.playbooks import KpiThreshold
from svcmodel.domain.review import CheckedAnswer, CheckedDecision, CheckedMeasure, ReviewResult
from svcmodel.render.compare_json import answer_data, compare_data, level_data

FORMAT = "svcmodel/review/1"


def review_data(review: ReviewResult) -> dict[str, Any]:
    """A review as plain mappings and lists."""
    told, planned = review.comparison.after, review.again.planned
    return {
        "format": FORMAT,
        "subject": told.subject,
        "on": told.on,
        "verdict": review.verdict,
        "answers": [_answer(each) for each in review.answers],
        "measures": [_measure(each) for each in review.measures],
        "decisions": {each.layer: _decision(each) for each in review.decisions},
        "steps": [{"do": step.kind, "about": list(step.about)} for step in review.steps],
        "next_review": {"day": review.again.day, "planned": planned.id if planned else None},
        "comparison": compare_data(review.comparison),
    }


def _answer(each: CheckedAnswer) -> dict[str, Any]:
    return {
        "id": each.id,
        "question": each.question,
        "state": each.state,
        "before": answer_data(each.before),
        "after": answer_data(each.after),
        "levels": [
            {
                "criterion": turn.criterion,
                "before": level_data(turn.before),
                "after": level_data(turn.after),
            }
            for turn in each.levels
        ],
    }


def _measure(each: CheckedMeasure) -> dict[str, Any]:
    return {
        "id": each.id,
        "value": each.value,
        "threshold": _threshold(each.threshold),
        "own": each.own,
        "state": each.state,
        "date": each.date,
        "note": each.note or None,
    }


def _threshold(threshold: KpiThreshold | None) -> dict[str, Any] | None:
    if threshold is None:
        return None
    return {"at_least": threshold.at_least, "at_most": threshold.at_most}


def _decision(each: CheckedDecision) -> dict[str, Any]:
    pairs = {
        "chosen": (each.before, each.after),
        "certainty": each.certainty,
        "close": each.close,
    }
    return {name: {"before": was, "after": now} for name, (was, now) in pairs.items()}
