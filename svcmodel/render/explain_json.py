"""Explanations as JSON, for programs: the schemas `explain` and `explain_design` describe them."""

from __future__ import annotations

from typing import Any

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment, OpenFact, OpenQuestion
from svcmodel.domain.conditions import Span
from svcmodel.domain.explanation import AnswerFlip, Explanation
from svcmodel.domain.surroundings import PlaceSourcing, Surroundings
from svcmodel.render.rounding import points

FORMAT = "svcmodel/explanation/1"
DIGITS = 2


def explanation_data(
    told: Explanation, assessment: Assessment, sheet: AnswerSheet
) -> dict[str, Any]:
    """One model beside another, as plain mappings and lists."""
    choice = assessment.design.layers[told.layer]
    return {
        "format": FORMAT,
        "subject": sheet.subject,
        "on": assessment.on,
        "layer": told.layer,
        "chosen": told.chosen,
        "model": _standing(told.result.id, told.result.micro, told),
        "against": _standing(told.against.id, told.against.micro, told),
        "gap": points(told.gap, DIGITS),
        "needed": points(told.needed, DIGITS),
        "clear": told.clear,
        "settled": choice.settled,
        "very_likely": choice.very_likely,
        "deciding": told.deciding.criterion if told.deciding else None,
        "favoured": choice.favoured,
        "dimensions": {part.dimension: points(part.micro, DIGITS) for part in told.dimensions},
        "arguments": [
            {
                "criterion": argument.criterion,
                "level": level(argument.level),
                "questions": list(argument.questions),
                "model_points": points(argument.ours, DIGITS),
                "against_points": points(argument.theirs, DIGITS),
                "gap": points(argument.gap, DIGITS),
                "decides": argument.decides,
            }
            for argument in told.arguments
        ],
        "behind": told.behind,
        "answer_flip": _flip(told.answer_flip),
        "weight_flips": [
            {
                "dimension": flip.dimension,
                "now": flip.now,
                "then": flip.then,
                "taken_from": flip.taken_from,
            }
            for flip in told.weight_flips
        ],
        "blocked": list(told.blocked),
        "fixed": told.fixed,
        "weightings": _weightings(told),
    }


def surroundings_data(
    around: Surroundings, assessment: Assessment, sheet: AnswerSheet
) -> dict[str, Any]:
    """What stands around the design, as plain mappings and lists."""
    design, road = assessment.design, around.road
    return {
        "format": FORMAT,
        "subject": sheet.subject,
        "on": assessment.on,
        "settled": design.settled,
        "very_likely": design.very_likely,
        "core_parts": list(design.core_parts),
        "optional_parts": list(design.optional_parts),
        "contradictions": list(assessment.contradictions),
        "open_questions": [open_question(question) for question in assessment.open_questions],
        "open_facts": [open_fact(fact) for fact in assessment.open_facts],
        "patterns": [
            {"pattern": m.pattern, "likeness": m.likeness / 6_000_000, "layers": dict(m.layers)}
            for m in around.patterns
        ],
        "anti_patterns": list(around.anti_patterns),
        "stages": [_place(placed) for placed in around.stages],
        "support_levels": [_place(placed) for placed in around.levels],
        "provisioning": around.provisioning[0] if around.provisioning else None,
        "road": None
        if road is None
        else {
            "known": road.known,
            "deadline": road.deadline,
            "stays": list(road.stays),
            "moves": [move._asdict() for move in road.moves],
        },
        "analogues": [
            {
                "case": a.case,
                "likeness": a.likeness / 1_000_000,
                "shared": a.shared,
                "alike": list(a.alike),
                "unlike": list(a.unlike),
            }
            for a in around.analogues
        ],
    }


def open_fact(fact: OpenFact) -> dict[str, Any]:
    """An answer that requirements or obligations wait for."""
    return {
        "question": fact.question,
        "models": list(fact.models),
        "obligations": list(fact.obligations),
        "asks": fact.asks,
    }


def open_question(question: OpenQuestion) -> dict[str, Any]:
    """An open question with what hangs on it."""
    gain = question.gain
    return {
        "criterion": question.criterion,
        "questions": list(question.questions),
        "swing": points(question.swing, DIGITS),
        "layers": list(question.layers),
        "moves": points(question.moves, DIGITS),
        "asks": question.asks,
        "look_up": question.look_up,
        "gain": None
        if gain is None
        else {
            "layer": gain.layer,
            "before": gain.before / 1_000_000,
            "after": gain.after / 1_000_000,
        },
    }


def level(span: Span) -> int | list[int]:
    """A level, or the two ends of a range of them."""
    return span.low if span.low == span.high else [span.low, span.high]


def _standing(id_: str, micro: int, told: Explanation) -> dict[str, Any]:
    result = told.result if told.result.id == id_ else told.against
    return {
        "id": id_,
        "score": points(micro, DIGITS),
        "status": result.status,
        "would_rank": result.would_rank,
        "rules": [
            {
                "rule": rule.rule,
                "effect": rule.effect,
                "state": rule.state,
                "because": list(rule.because),
            }
            for rule in result.rules
        ],
    }


def _weightings(told: Explanation) -> dict[str, Any]:
    """For the two models the shares of weightings near the client's and of any, with mean weights."""
    robust = told.robustness
    if robust is None:
        return {}
    ids = [result.id for result in (told.result, told.against) if result.id in robust.given]
    return {
        id_: {
            kind: {
                "share": leads[id_].share / 1_000_000,
                "central": {d: part / 1_000_000 for d, part in (leads[id_].central or {}).items()},
            }
            for kind, leads in (("given", robust.given), ("any", robust.any_weights))
        }
        for id_ in ids
    }


def _flip(flip: AnswerFlip | None) -> dict[str, Any] | None:
    if flip is None:
        return None
    return {
        "fewest": flip.fewest,
        "mends": list(flip.mends),
        "changes": [
            {
                "criterion": change.criterion,
                "now": level(change.now),
                "then": change.then,
                "questions": list(change.questions),
            }
            for change in flip.changes
        ],
    }


def _place(placed: PlaceSourcing) -> dict[str, Any]:
    return {
        "place": placed.place,
        "who": placed.who,
        "rule": placed.rule,
        "open": placed.open,
        "as_design": placed.as_design,
    }
