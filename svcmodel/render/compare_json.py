"""A comparison as JSON, for programs; `svcmodel schema compare` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svcmodel.domain.answers import Answer, Constraint
from svcmodel.domain.comparison import (
    STEPS,
    Comparison,
    Contest,
    Difference,
    LayerComparison,
    ModelComparison,
    SideSummary,
    Turn,
)
from svcmodel.domain.conditions import Span
from svcmodel.render.rounding import points, shares

FORMAT = "svcmodel/comparison/1"
DIGITS = 2


def compare_data(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain mappings and lists; the printed parts add up to the printed change."""
    return {
        "format": FORMAT,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "order": list(STEPS),
        "steps": list(comparison.steps),
        "inseparable": list(comparison.inseparable),
        "layers": {layer.layer: _layer(layer) for layer in comparison.layers},
        "models": [_model(model) for model in comparison.models],
        "channels": _turns(comparison.channels),
        "obligations": _turns(comparison.obligations),
        "answers": [
            {
                "id": each.id,
                "before": answer_data(each.before),
                "after": answer_data(each.after),
            }
            for each in comparison.answers
        ],
        "constraints": [
            {"before": constraint_data(one), "after": constraint_data(other)}
            for one, other in comparison.constraints
        ],
    }


def answer_data(answer: Answer | None) -> dict[str, Any] | None:
    """What an answer says; None where there is none."""
    if answer is None:
        return None
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {"state": answer.state, "value": value, "level": level_data(answer.span)}


def level_data(span: Span | None) -> int | list[int] | None:
    """A level, or the two ends of a range of them."""
    if span is None:
        return None
    return span.low if span.low == span.high else [span.low, span.high]


def constraint_data(constraint: Constraint | None) -> dict[str, Any] | None:
    """A constraint as it stands in an answer file; None where there is none."""
    if constraint is None:
        return None
    return {
        "id": constraint.id,
        "keep": constraint.keep,
        "rule_out": list(constraint.rule_out),
        "reason": constraint.reason,
        "until": constraint.until,
    }


def _side(side: SideSummary) -> dict[str, Any]:
    return {
        "subject": side.subject,
        "on": side.on,
        "answers": {"hash": side.answers_hash},
        "catalogue": {
            "id": side.catalogue,
            "version": side.catalogue_version,
            "hash": side.catalogue_hash,
        },
    }


def _layer(layer: LayerComparison) -> dict[str, Any]:
    return {
        "chosen": _turn(layer.chosen),
        "lead": _difference(layer.lead) if layer.lead else None,
        "contest": _contest(layer.contest) if layer.contest else None,
    }


def _contest(contest: Contest) -> dict[str, Any]:
    split = _difference(contest.points)
    micros = [term.micro for term in contest.answers]
    printed = shares(micros, split["by"]["answers"], DIGITS) if micros else []
    return {
        "ahead": contest.ahead,
        "behind": contest.behind,
        **split,
        "answers": [
            {
                "criterion": term.criterion,
                "before": level_data(term.before),
                "after": level_data(term.after),
                "points": part,
            }
            for term, part in zip(contest.answers, printed, strict=True)
        ],
    }


def _model(model: ModelComparison) -> dict[str, Any]:
    before, after = model.rank
    return {
        "id": model.model,
        "score": _difference(model.score) if model.score else None,
        "rank": {"before": before, "after": after},
        "status": _turn(model.status),
        "readiness": _turn(model.readiness),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    before, after = (points(end, DIGITS) for end in (difference.before, difference.after))
    change = round(after - before, DIGITS)
    parts = shares([difference.by[step] for step in STEPS], change, DIGITS)
    return {
        "before": before,
        "after": after,
        "change": change,
        "by": dict(zip(STEPS, parts, strict=True)),
    }


def _turns(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    return [{"id": turn.id, **_turn(turn)} for turn in turns]


def _turn(turn: Turn) -> dict[str, Any]:
    return {"before": turn.before or None, "after": turn.after or None, "by": list(turn.by)}
