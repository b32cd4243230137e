"""What each document is filled with, as the linting of a consultant's templates needs to know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from svcmodel.render.plan_report import PlanReport
from svcmodel.render.report_types import Report

_ADVICE: Mapping[str, Sequence[str]] = {"report": Report._fields}
_PLAN = {**_ADVICE, "plan": [field.name for field in fields(PlanReport)], "around": ()}

DOCUMENTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "plan.html.j2": {**_PLAN, "charts": (), "trial": ()},
    "plan.md.j2": _PLAN,
    "score.md.j2": _ADVICE,
    "explain.md.j2": {"page": ()},
    "model.md.j2": {"page": ()},
    "questionnaire.md.j2": dict.fromkeys(("questionnaire", "text", "options", "aside"), ()),
    "questionnaire_at_hand.md.j2": dict.fromkeys(("questionnaire", "people"), ()),
}
"""The names each document is filled with, and the fields of each where they are fixed."""
