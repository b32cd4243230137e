"""An assessment as JSON: the stable form for programs; `svcmodel schema score` describes it."""

from __future__ import annotations

import json
from typing import Any

from svcmodel.domain.assessment import (
    MICRO,
    MIDDLE,
    Assessment,
    Design,
    ModelResult,
    RuleResult,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import Lang
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.render.explain_json import level, open_fact, open_question
from svcmodel.render.rounding import points, shares
from svcmodel.render.segments_json import segments_data

FORMAT = "svcmodel/score/1"
DIGITS = 2


def json_result(
    assessment: Assessment,
    catalogue: Catalogue,
    lang: Lang,
    segmented: SegmentedResult | None = None,
) -> str:
    """The whole result; points have two decimals and contributions add up to the score less 50."""
    data = as_data(assessment, catalogue, lang, segmented)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_data(
    assessment: Assessment,
    catalogue: Catalogue,
    lang: Lang,
    segmented: SegmentedResult | None = None,
) -> dict[str, Any]:
    """The result as plain mappings and lists."""
    return {
        "format": FORMAT,
        "subject": assessment.subject,
        "lang": lang,
        "on": assessment.on,
        "versions": _versions(assessment),
        "coverage": {
            "share": assessment.coverage.share / 1_000_000,
            "answered": assessment.coverage.answered,
            "not_applicable": assessment.coverage.not_applicable,
            "total": assessment.coverage.total,
        },
        "models": [_model(result, catalogue, lang) for result in assessment.models],
        "core": list(assessment.core),
        "design": _design(assessment.design),
        "open_questions": [open_question(question) for question in assessment.open_questions],
        "open_facts": [open_fact(fact) for fact in assessment.open_facts],
        "contradictions": list(assessment.contradictions),
        "not_scored": list(assessment.not_scored),
        "segments": segments_data(segmented) if segmented else None,
    }


def _versions(assessment: Assessment) -> dict[str, Any]:
    v = assessment.versions
    return {
        "program": v.program,
        "catalogue": {"id": v.catalogue, "version": v.catalogue_version, "hash": v.catalogue_hash},
        "questionnaire": {
            "id": v.questionnaire,
            "version": v.questionnaire_version,
            "hash": v.questionnaire_hash,
        },
        "answers": {"hash": v.answers_hash},
    }


def _model(result: ModelResult, catalogue: Catalogue, lang: Lang) -> dict[str, Any]:
    record = catalogue.models[result.id]
    cautions = {caution.id: caution for caution in record.cautions}
    return {
        "id": result.id,
        "name": record.name.to(lang),
        "layer": result.layer,
        "core": result.core,
        "score": points(result.micro, DIGITS),
        "range": [points(end, DIGITS) for end in result.range],
        "range_graded": [points(end, DIGITS) for end in result.range_graded],
        "rank": result.rank,
        "rank_in_layer": result.rank_in_layer,
        "tied_with": list(result.tied_with),
        "status": result.status,
        "rules": [_rule(rule, result.id, catalogue, lang) for rule in result.rules],
        "would_rank": result.would_rank,
        "readiness": result.readiness,
        "cautions": [
            {
                "caution": caution.caution,
                "state": caution.state,
                "because": list(caution.because),
                "reason": cautions[caution.caution].reason.to(lang),
                "prepare": cautions[caution.caution].prepare.title.to(lang),
            }
            for caution in result.cautions
        ],
        "lead_share": None if result.lead_share is None else result.lead_share / MICRO,
        "contributions": _contributions(result),
    }


def _rule(rule: RuleResult, model: str, catalogue: Catalogue, lang: Lang) -> dict[str, Any]:
    record = next(r for r in catalogue.models[model].requirements if r.id == rule.rule)
    return {
        "rule": rule.rule,
        "effect": rule.effect,
        "state": rule.state,
        "because": list(rule.because),
        "reason": record.reason.to(lang),
        "way_out": record.way_out.to(lang),
    }


def _contributions(result: ModelResult) -> list[dict[str, Any]]:
    whole = points(result.micro, DIGITS) - points(MIDDLE, DIGITS)
    parts = shares([c.micro for c in result.contributions], round(whole, DIGITS), DIGITS)
    return [
        {"criterion": c.criterion, "level": level(c.level), "points": part}
        for c, part in zip(result.contributions, parts, strict=True)
    ]


def _design(design: Design) -> dict[str, Any]:
    return {
        "layers": {
            layer: {
                "chosen": choice.chosen,
                "baseline": choice.at_baseline,
                "also": list(choice.also),
                "first_phase": choice.first_phase,
                "runner_up": choice.runner_up,
                "lead_points": None if choice.lead is None else points(choice.lead, DIGITS),
                "margin_points": None if choice.margin is None else points(choice.margin, DIGITS),
                "settled": choice.settled,
                "very_likely": choice.very_likely,
                "close": choice.close,
                "favoured": choice.favoured,
            }
            for layer, choice in design.layers.items()
        },
        "settled": design.settled,
        "very_likely": design.very_likely,
        "core_parts": list(design.core_parts),
        "optional_parts": list(design.optional_parts),
        "channels": [choice.channel for choice in design.channels],
        "channel_reasons": {choice.channel: choice.reason for choice in design.channels},
        "over_capacity": design.over_capacity,
        "obligations": [
            {"obligation": o.obligation, "state": o.state, "because": list(o.because)}
            for o in design.obligations
        ],
        "constraints": [
            {
                "constraint": c.constraint,
                "active": c.active,
                "cost": points(c.cost, DIGITS),
                "against": list(c.against),
            }
            for c in design.constraints
        ],
        "tensions": [list(pair) for pair in design.tensions],
        "synergies": [list(pair) for pair in design.synergies],
        "next_best": [
            {"differs": dict(other.differs), "gap": points(other.gap, DIGITS)}
            for other in design.next_best
        ],
    }
