"""Whatever segments say: the design proposed keeps its promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet, Segment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.scoring.assess import assess
from svcmodel.scoring.segment_sheets import sheet_of
from svcmodel.scoring.segments import assess_segments
from tests.builders import DAY
from tests.properties.effort import tried
from tests.properties.sheets import level_sheets, sheets

Said = Mapping[str, Answer]
CAN_DIFFER = {"commercial", "posture", "delivery"}

shares = st.sampled_from([(None, None), (20, 80), (35.5, None), (50, 50)])


def segmented_sheets(shipped: Catalogue, full: Questionnaire) -> st.SearchStrategy[AnswerSheet]:
    own = level_sheets(shipped.criteria).map(lambda sheet: sheet.answers)

    def made(
        company: AnswerSheet, few: Said, many: Said, parts: tuple[float | None, float | None]
    ) -> AnswerSheet:
        segments = (Segment("few", "Few", parts[0], few), Segment("many", "Many", parts[1], many))
        return replace(company, segments=segments)

    return st.builds(made, sheets(full.bank), own, own, shares)


def result_of(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> SegmentedResult:
    return assess_segments(shipped, full, sheet, on=DAY)


@tried(3)
@given(st.data())
def test_each_segment_is_scored_as_if_it_were_the_company(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(segmented_sheets(shipped, full))
    result = result_of(shipped, full, sheet)
    assert result.whole == assess(shipped, full, replace(sheet, segments=()), on=DAY)
    for segment, alone in zip(sheet.segments, result.segments, strict=True):
        own = sheet_of(shipped, sheet, segment)
        assert alone.assessment == assess(shipped, full, own, on=DAY)


@tried(4)
@given(st.data())
def test_what_is_proposed_stands_together_and_is_one_where_it_must_be(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    result = result_of(shipped, full, data.draw(segmented_sheets(shipped, full)))
    for id_, layer in result.layers.items():
        assert layer.is_common or id_ in CAN_DIFFER
        assert layer.lead in layer.chosen.values()
        members = {model.id for model in shipped.in_layer[id_]}
        assert set(layer.chosen.values()) <= members
    for segment in ("few", "many"):
        given_ = {layer.chosen[segment] for layer in result.layers.values()}
        assert all(shipped.in_conflict[id_].isdisjoint(given_) for id_ in given_)
    assert len({each.channel for each in result.channels}) == len(result.channels)
    assert {each.channel for each in result.channels}.isdisjoint(
        each.channel for each in result.left_out
    )
    leads = {id_: layer.lead for id_, layer in result.layers.items()}
    assert {id_: c.chosen for id_, c in result.proposed.layers.items()} == leads
    everything = set(result.proposed.parts)
    assert {id_ for layer in result.layers.values() for id_ in layer.chosen.values()} <= everything


@tried(4)
@given(st.data())
def test_segments_that_add_nothing_are_given_what_the_company_is(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    company = data.draw(sheets(full.bank))
    silent = tuple(Segment(id_, id_.title()) for id_ in ("few", "many"))
    result = result_of(shipped, full, replace(company, segments=silent))
    design = result.whole.design
    assert {id_: layer.lead for id_, layer in result.layers.items()} == {
        id_: choice.chosen for id_, choice in design.layers.items()
    }
    assert all(layer.is_common for layer in result.layers.values())
    assert all(not any(layer.losses.values()) for layer in result.layers.values())
    assert {each.channel for each in result.channels} == {c.channel for c in design.channels}
    assert result.left_out == ()
    assert result.proposed.obligations == design.obligations


@tried(3)
@given(st.data())
def test_the_order_of_the_segments_is_no_argument(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(segmented_sheets(shipped, full))
    one = result_of(shipped, full, sheet)
    other = result_of(shipped, full, replace(sheet, segments=sheet.segments[::-1]))
    value = [
        sum(
            each.share * layer.losses[each.segment.id]
            for layer in result.layers.values()
            for each in result.segments
        )
        for result in (one, other)
    ]
    assert value[0] == value[1]
