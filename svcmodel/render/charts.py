"""The charts of a plan, each where the document shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.chart_dimensions import DimensionCharts
from svcmodel.render.chart_gantt import GanttCharts
from svcmodel.render.chart_load import LoadCharts
from svcmodel.render.chart_reasons import ReasonCharts
from svcmodel.render.chart_scores import ScoreCharts
from svcmodel.render.chart_types import Chart
from svcmodel.render.words import Words


@dataclass(frozen=True, slots=True)
class PlanCharts:
    """The charts that a plan of its size shows; empty where it does not.

    `reasons`: by the chosen model. `steps`: the tasks of a plan that is too long for one calendar.
    """

    ranking: tuple[Chart, ...] = ()
    reasons: Mapping[str, Chart] = field(default_factory=dict)
    dimensions: tuple[Chart, ...] = ()
    heat: tuple[Chart, ...] = ()
    leads: tuple[Chart, ...] = ()
    gantt: tuple[Chart, ...] = ()
    steps: tuple[Chart, ...] = ()
    load: tuple[Chart, ...] = ()


def charts_of(
    plan: Plan, assessment: Assessment, catalogue: Catalogue, shelf: PlaybookShelf, words: Words
) -> PlanCharts:
    """The charts of a plan in the language of `words`; which it shows is a rule of its size."""
    shown = set(plan.sections)
    about = (assessment, catalogue, words)
    scores, dimensions = ScoreCharts(*about), DimensionCharts(*about)
    gantt = GanttCharts(plan, assessment, catalogue, shelf, words)
    radar = dimensions.radar() if "chart_dimensions" in shown else None
    return PlanCharts(
        ranking=(scores.ranking(),) if "chart_ranking" in shown else (),
        reasons=ReasonCharts(*about).waterfalls() if "chart_reasons" in shown else {},
        dimensions=(radar,) if radar else (),
        heat=(dimensions.heat(),) if "chart_heat" in shown else (),
        leads=(scores.leads(),) if "chart_leads" in shown else (),
        gantt=gantt.charts() if "chart_gantt" in shown else (),
        steps=gantt.details() if "chart_gantt" in shown else (),
        load=LoadCharts(plan, *about[:2], shelf, words).charts() if "chart_load" in shown else (),
    )
