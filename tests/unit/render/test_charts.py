"""What the charts of a plan say: sums that add up, days in order, a sentence and a table for each."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_schedule import ScheduledTask
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.planning.load_curve import load_curve
from svcmodel.render.chart_dimensions import DimensionCharts
from svcmodel.render.chart_gantt import GanttCharts
from svcmodel.render.chart_load import LoadCharts
from svcmodel.render.chart_reasons import ReasonCharts
from svcmodel.render.chart_scores import PLOT, ScoreCharts
from svcmodel.render.chart_types import Dot, Label, Rect
from svcmodel.render.chart_types import Path as Line
from svcmodel.render.charts import PlanCharts
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases
from tests.unit.render.chart_cases import (
    EVERY,
    NAMES,
    charts,
    every,
    load_catalogue,
    load_playbooks,
    planned,
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank", "little"])
def test_a_waterfall_leads_from_50_to_the_score(name: str, lang: Lang) -> None:
    assessment = planned(name)[1]
    drawn = ReasonCharts(assessment, load_catalogue(), Words(lang, load_phrases()))
    told = 0
    for choice in assessment.design.layers.values():
        result = assessment.model(choice.chosen)
        if not result.contributions:
            continue
        told += 1
        bars = drawn.bars(result)
        assert bars[0].begin == 50
        assert all(before.end == after.begin for before, after in itertools.pairwise(bars))
        assert abs(bars[-1].end - result.micro / MICRO) <= 0.05
        assert len(bars) <= 7
        chart = drawn.waterfalls()[choice.chosen]
        printed = [tenths(row[1]) for row in chart.rows]
        assert printed[0] == 500
        assert sum(printed[:-1]) == printed[-1]
    assert told


def tenths(text: str) -> int:
    return int(re.sub(r"[.,]", "", text.replace("−", "-").replace("+", "")))


@EVERY
def test_dimensions_add_up_to_the_score(name: str, lang: Lang) -> None:
    assessment = planned(name)[1]
    drawn = DimensionCharts(assessment, load_catalogue(), Words(lang, load_phrases()))
    chart = drawn.heat()
    shown_models = drawn.best_supported()
    chosen = {choice.chosen for choice in assessment.design.layers.values()}
    assert {result.id for result in shown_models} >= {*assessment.core, *chosen}
    for result, row in zip(shown_models, chart.rows, strict=True):
        score = result.micro / MICRO
        assert abs(sum(map(tenths, row[1:])) / 10 + 50 - score) <= 0.0500001
        shown = [label.text for label in chart.shapes if isinstance(label, Label)]
        assert set(row[1:]) <= set(shown)


@EVERY
def test_every_chart_is_told_in_a_sentence_and_in_numbers(name: str, lang: Lang) -> None:
    other: Lang = "en" if lang == "es" else "es"
    translated = {chart.id: chart for chart in every(charts(name, other))}
    found = list(every(charts(name, lang)))
    assert len({chart.id for chart in found}) == len(found)
    whole = {chart.id for chart in found if not chart.id.startswith("gantt-")}
    assert whole == {id_ for id_ in translated if not id_.startswith("gantt-")}
    for chart in found:
        assert re.fullmatch(r".{40,}\.", chart.alt), chart.id
        assert chart.id not in translated or chart.alt != translated[chart.id].alt
        assert not re.search(r"[{}]", chart.alt + chart.title)
        assert chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.columns)}
        if lang == "es" and chart.id == "ranking":
            assert not re.search(r"\d\.\d", chart.alt)


def test_what_a_plan_shows_is_a_rule_of_its_size() -> None:
    shown = {
        name: {part.name for part in dataclasses.fields(PlanCharts) if getattr(found, part.name)}
        for name in NAMES
        for found in [charts(name, "en")]
    }
    everything = {part.name for part in dataclasses.fields(PlanCharts)}
    assert shown["ecoproductos"] == {"ranking", "gantt"}
    assert shown["productivity_startup"] == everything - {"load"}
    assert shown["retail_bank"] == everything
    sizes = {size.id: size for size in load_playbooks().rules.sizes}
    assert "chart_gantt" in sizes["small"].sections
    assert "chart_heat" not in sizes["small"].sections


@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank"])
def test_the_calendar_holds_every_task_and_marks_the_critical_path(name: str) -> None:
    plan = planned(name)[0]
    found = charts(name, "es")
    drawn, details = found.gantt, found.steps or found.gantt
    rows = [row for chart in details for row in chart.rows]
    tasks = [row for row in rows if row[0][0].isdigit()]
    assert [row[0] for row in tasks] == [f"{t.number} {t.title.es}" for t in plan.tasks]
    critical = {time.task for time in plan.schedule.tasks if time.critical}
    assert [row[3:] == ("sí",) for row in tasks] == [task.id in critical for task in plan.tasks]
    looks = [s.look for chart in details for s in chart.shapes if isinstance(s, Rect) and s.x > 200]
    assert looks.count("critical") == len(critical)
    assert looks.count("critical") + looks.count("work") == len(plan.tasks)
    diamonds = [s for s in drawn[-1].shapes if isinstance(s, Line) and s.look == "milestone"]
    noted = len(plan.schedule.milestones) + len(plan.schedule.begins)
    assert len(diamonds) == noted + 1  # one in the legend
    assert all(chart.height <= 800 for chart in (*drawn, *details))


def test_bars_of_the_calendar_stand_in_the_order_of_their_days() -> None:
    plan, assessment = planned("ecoproductos")
    words = Words("en", load_phrases())
    drawn = GanttCharts(plan, assessment, load_catalogue(), load_playbooks(), words).charts()
    times = {task.number: time.start for task, time in zip(plan.tasks, times_of(plan), strict=True)}
    for chart in drawn:
        bars = [s.x for s in chart.shapes if isinstance(s, Rect) and s.x > 200 and s.width > 2]
        numbers = [row[0].split(" ")[0] for row in chart.rows]
        starts = [times[number] for number in numbers if number in times]
        placed = sorted(zip(starts, bars, strict=False))
        assert len(starts) >= 2
        assert [x for _, x in placed] == sorted(x for _, x in placed)


def times_of(plan: Plan) -> list[ScheduledTask]:
    times = {time.task: time for time in plan.schedule.tasks}
    return [times[task.id] for task in plan.tasks]


def test_the_load_curve_runs_through_the_staffing_of_the_plan() -> None:
    plan, assessment = planned("retail_bank")
    staffing = plan.staffing
    assert staffing is not None
    queues = [channel for channel in staffing.channels if channel.now.by_queue]
    assert len(queues) >= 2
    for channel in queues:
        least, most = load_curve(staffing, channel.channel, channel.now.contacts)
        assert (least.people[0], most.people[1]) == channel.now.at_once
        rising = load_curve(staffing, channel.channel, range(0, 100_000, 5_000))
        assert rising[0].people == (0, 0)
        assert all(
            before.people[end] <= after.people[end]
            for before, after in itertools.pairwise(rising)
            for end in (0, 1)
        )
    words = Words("en", load_phrases())
    about = (plan, assessment, load_catalogue(), load_playbooks(), words)
    assert [c.id for c in LoadCharts(*about).charts()] == [f"load-{c.channel}" for c in queues]
    assert charts("ecoproductos", "en").load == ()


@EVERY
def test_the_shares_of_weightings_of_a_decision_add_up(name: str, lang: Lang) -> None:
    chart = ScoreCharts(planned(name)[1], load_catalogue(), Words(lang, load_phrases())).leads()
    whole: dict[str, int] = {}
    for layer, _, share in chart.rows:
        whole[layer] = whole.get(layer, 0) + int(share)
    assert set(whole.values()) <= {100}


@EVERY
def test_no_column_of_numbers_is_empty(name: str, lang: Lang) -> None:
    chart = ScoreCharts(planned(name)[1], load_catalogue(), Words(lang, load_phrases())).ranking()
    for number in range(len(chart.columns)):
        assert any(row[number] for row in chart.rows)


@EVERY
def test_a_radar_has_its_whole_score_in_its_title(name: str, lang: Lang) -> None:
    assessment = planned(name)[1]
    drawn = DimensionCharts(assessment, load_catalogue(), Words(lang, load_phrases()))
    chart = drawn.radar()
    shapes = chart.shapes if chart else ()
    titles = [s.text for s in shapes if isinstance(s, Label) and s.look == "strong"]
    chosen = [assessment.model(choice.chosen) for choice in assessment.design.layers.values()]
    scores = [drawn.points_text(result.micro) for result in chosen if result.contributions]
    assert all(any(title.endswith(f"·\u00a0{s}") for title in titles) for s in scores)


@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank"])
def test_scores_stand_where_their_points_are(name: str) -> None:
    assessment = planned(name)[1]
    drawn = ScoreCharts(assessment, load_catalogue(), Words("en", load_phrases()))
    chart = drawn.ranking()
    dots = [s for s in chart.shapes if isinstance(s, Dot) and s.look == "dot"][:-1]
    chosen = [assessment.model(c.chosen).micro for c in assessment.design.layers.values()]
    assert len(dots) == len(chosen) == 6
    ordered = [x for _, x in sorted(zip(chosen, (dot.x for dot in dots), strict=True))]
    assert ordered == sorted(ordered)
    assert all(PLOT[0] <= dot.x <= PLOT[1] for dot in dots)


def test_a_task_that_comes_again_has_an_arrow_and_no_end() -> None:
    plan, found = planned("retail_bank")[0], charts("retail_bank", "en")
    again = [task.number for task in plan.tasks if task.recurs]
    assert again
    rows = {row[0].split(" ")[0]: row for chart in found.steps for row in chart.rows}
    assert all(rows[number][1].endswith(" on") for number in again)
    arrows = [s for c in found.steps for s in c.shapes if isinstance(s, Line) and s.look == "edge"]
    told = [chart for chart in found.steps if "come again and again" in chart.alt]
    assert len(arrows) == len(again) + len(told)  # one in each legend


def test_what_names_the_rows_of_the_load_stands_left_as_its_heading() -> None:
    for chart in charts("retail_bank", "es").load:
        assert [column.is_number for column in chart.columns] == [False, True]
