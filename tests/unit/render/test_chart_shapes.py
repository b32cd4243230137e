"""How charts are drawn: everything in its frame, nothing on top of a text, seen and read by all."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator

import pytest

from svcmodel.domain.records import LANGUAGES, Lang, Text
from svcmodel.render.chart_rows import HEAD, HIGHEST, Group, Row, high_of, packed, parts_of
from svcmodel.render.chart_scores import ScoreCharts
from svcmodel.render.chart_shapes import Drawing, Scale, scale_for
from svcmodel.render.chart_text import shortened, text_width, wrapped
from svcmodel.render.chart_types import WIDTH, Dot, Label, Rect
from svcmodel.render.chart_types import Path as Line
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases
from tests.html_page import parse_page
from tests.unit.render.chart_cases import (
    EVERY,
    charts,
    every,
    load_catalogue,
    on_page,
    planned,
)


@EVERY
def test_everything_stays_in_its_frame(name: str, lang: Lang) -> None:
    for chart in every(charts(name, lang)):
        assert chart.width == WIDTH
        for shape in chart.shapes:
            for x, y in corners(shape):
                assert 0 <= x <= chart.width, (chart.id, shape)
                assert 0 <= y <= chart.height, (chart.id, shape)


def corners(shape: Rect | Dot | Line | Label) -> Iterator[tuple[float, float]]:
    if isinstance(shape, Rect):
        yield shape.x, shape.y
        yield shape.x + shape.width, shape.y + shape.height
    elif isinstance(shape, Dot):
        yield shape.x - shape.radius, shape.y - shape.radius
        yield shape.x + shape.radius, shape.y + shape.radius
    elif isinstance(shape, Label):
        left, top, right, bottom = shape.box
        yield max(0, left), top  # a text is measured a little wider than it is
        yield min(right, WIDTH), bottom
        assert right - left <= WIDTH + 0.1
    else:
        for step in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", shape.d):
            yield float(step[0]), float(step[1])


@EVERY
def test_no_text_meets_another(name: str, lang: Lang) -> None:
    for chart in every(charts(name, lang)):
        labels = [shape for shape in chart.shapes if isinstance(shape, Label)]
        for one, other in itertools.combinations(labels, 2):
            (left, top, right, bottom), (at, over, to, under) = one.box, other.box
            across, down = min(right, to) - max(left, at), min(bottom, under) - max(top, over)
            assert across <= 0.5 or down <= 1, (chart.id, one.text, other.text)


@EVERY
def test_names_of_rows_end_before_what_is_drawn(name: str, lang: Lang) -> None:
    """No bar and no mark lies on a text, but for cells, which are made to hold one."""
    for chart in every(charts(name, lang)):
        labels = [s for s in chart.shapes if isinstance(s, Label) and s.look != "cell"]
        bars = [s for s in chart.shapes if isinstance(s, Rect)]
        for label, bar in itertools.product(labels, bars):
            left, top, right, bottom = label.box
            across = min(right, bar.x + bar.width) - max(left, bar.x)
            down = min(bottom, bar.y + bar.height) - max(top, bar.y)
            assert across <= 0.5 or down <= 1, (chart.id, label.text)


def test_groups_share_charts_that_fit_on_a_page_and_keep_their_order() -> None:
    row = Row("1.1 A task", "2026-01-15", "2026-01-16", "2026-01-20", "work")
    sizes = (1, 10, 20, 5, 30, 1, 2)
    groups = [Group(str(n), [row] * size) for n, size in enumerate(sizes)]
    parts = list(packed(groups))
    assert [group for part in parts for group in part] == groups
    assert len(parts) > 2
    for part in parts:
        high = sum(HEAD + high_of(group.rows) for group in part)
        assert high <= HIGHEST or len(part) == 1
    assert [sum(len(part) for part in parts_of([row] * n)) for n in (1, 40, 90)] == [1, 40, 90]
    assert all(high_of(part) <= HIGHEST for part in parts_of([row] * 90))


def test_a_long_name_is_shortened_after_a_word_and_never_cut() -> None:
    text = "Externalización de todo lo que no distingue a la empresa de las demás"
    for room in (60, 120, 200):
        lines = wrapped(text, room, 12, 2)
        assert all(text_width(line, 12) <= room for line in lines)
        assert len(lines) <= 2
    assert wrapped(text, 200, 12, 2)[-1].endswith("…")
    assert shortened("Short", 200, 12) == "Short"
    assert shortened(text, 130, 12) == "Externalización…"
    assert wrapped("W" * 300, 100, 12, 2)[1].endswith("…")
    assert wrapped("one two", 500, 12, 2) == ("one two",)


def test_a_scale_has_round_ends_and_holds_what_it_must() -> None:
    scale = scale_for([36.2, 73.9], 100, 300, pad=1)
    assert (scale.low, scale.high) == (30, 80)
    assert scale.marks() == (30, 40, 50, 60, 70, 80)
    assert (scale.at(30), scale.at(80), scale.at(55)) == (100, 300, 200)
    assert (scale.at(0), scale.at(1000)) == (100, 300)
    assert scale_for([5, 5], 0, 10).low < scale_for([5, 5], 0, 10).high
    assert Scale(0, 1, 0, 10).marks() == (0, 0.2, 0.4, 0.6, 0.8, 1.0)


def test_a_text_at_an_edge_is_moved_inside() -> None:
    drawing = Drawing()
    drawing.text(WIDTH - 2, 20, "at the edge")
    drawing.text(1, 20, "at the edge", anchor="middle")
    for label in drawing.shapes:
        assert isinstance(label, Label)
        assert label.box[0] >= 0
        assert label.box[2] <= WIDTH


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_has_a_name_a_description_and_a_table(lang: Lang) -> None:
    found = tuple(every(charts("productivity_startup", lang)))
    figures = parse_page(on_page(found, lang)).all("figure")
    assert len(figures) == len(found)
    for figure, chart in zip(figures, found, strict=True):
        svg = figure.one("svg")
        assert svg.attributes["role"] == "img"
        named = [figure.by_id(id_).text for id_ in svg.attributes["aria-labelledby"].split()]
        assert named == [chart.title, chart.alt]
        assert figure.one("figcaption").text == chart.title
        assert len(figure.one("table").one("tbody").all("tr")) == len(chart.rows)
        assert svg.attributes["viewbox"] == f"0 0 {chart.width} {chart.height}"


def test_every_shape_can_be_seen_without_a_style_sheet() -> None:
    """Word and PDF know no classes: each shape says its own colours, each text its own ink."""
    found = tuple(every(charts("retail_bank", "en")))
    for svg in parse_page(on_page(found, "en")).all("svg"):
        for shape in svg.all("rect", "circle", "path", "text"):
            assert "var(" not in str(shape.attributes)
            paints = [shape.attributes.get(name, "none") for name in ("fill", "stroke")]
            assert any(re.fullmatch("#[0-9a-f]{6}", paint) for paint in paints), shape


def test_a_name_is_only_ever_text() -> None:
    assessment = planned("ecoproductos")[1]
    catalogue = load_catalogue()
    bad = '</text><script>alert(1)</script> & "x"'
    model = dataclasses.replace(catalogue.models["subscription"], name=Text(es=bad, en=bad))
    named = dataclasses.replace(catalogue, models={**catalogue.models, "subscription": model})
    chart = ScoreCharts(assessment, named, Words("en", load_phrases())).ranking()
    read = parse_page(on_page((chart,), "en"))
    assert read.all("script") == []
    assert bad in read.one("table").text
