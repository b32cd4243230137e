"""A fit and what it is worth, as JSON."""

from __future__ import annotations

import json
from typing import Any

from svcmodel.domain.case_record import FIGURES, Share
from svcmodel.domain.fitting import FitReport, HeldOut, HeldOutCase, Spread
from svcmodel.render.record_names import per_cent

FORMAT = "svcmodel/fit/1"


def fit_json(report: FitReport) -> str:
    """Everything that was fitted and measured; shares and intervals in per cent."""
    fit, made = report.fit, report.versions
    data = {
        "format": FORMAT,
        "versions": made._asdict(),
        "parts": report.parts,
        "seeds": report.seeds,
        "knobs": fit.knobs._asdict(),
        "thresholds": dict(fit.thresholds),
        "kept": list(fit.kept),
        "held_out": [_held_out(each) for each in report.held_out],
        "in_sample": {f: _share(s) for f, s in report.in_sample.overall.figures.items()},
        "expectations": [each._asdict() for each in report.expectations],
        "zeroed": len(report.zeroed),
        "effects": {model: _effects(report, model) for model in fit.strengths},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _effects(report: FitReport, model: str) -> dict[str, dict[str, int]]:
    own = (each for each in report.effects if each.model == model)
    return {each.criterion: {"prior": each.prior, "fitted": each.fitted} for each in own}


def _held_out(held: HeldOut) -> dict[str, Any]:
    return {
        "procedure": held.procedure,
        "folds": held.folds,
        "cautions": {f"{value:g}": times for value, times in sorted(held.cautions.items())},
        "thresholds": {
            layer: {f"{value:g}": times for value, times in sorted(found.items())}
            for layer, found in held.thresholds.items()
        },
        "groups": [
            {
                "by": group.by,
                "of": group.of,
                "cases": group.cases,
                "figures": {figure: _spread(group.figures[figure]) for figure in FIGURES},
            }
            for group in held.groups
        ],
        "cases": [_case(case) for case in held.cases],
    }


def _case(case: HeldOutCase) -> dict[str, Any]:
    place = None if case.place is None else case.place / 10
    told = {**case._asdict(), "order": list(case.order), "place": place}
    return {**told, "failures": dict(case.failures)}


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "mean": per_cent(spread.mean),
        "deviation": per_cent(spread.deviation),
        "of": spread.share.of,
        "low": per_cent(spread.share.low),
        "high": per_cent(spread.share.high),
    }


def _share(share: Share) -> dict[str, Any]:
    return {"hits": share.hits, "of": share.of}
