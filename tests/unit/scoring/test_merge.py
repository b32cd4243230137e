"""Several people's sheets as one: what is kept, what becomes a range, what stays open, what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint, Segment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.merging import MergedSheets, Voice
from svcmodel.scoring.decide import decide
from svcmodel.scoring.disagreements import disagreements
from svcmodel.scoring.merge import merge_sheets
from tests.builders import (
    DAY,
    bank_of,
    catalogue_of,
    criterion,
    given,
    keep,
    layer,
    level,
    model,
    not_applicable,
    question,
    relation,
    rule_out,
    sheet_of,
    unknown,
)

BANK = bank_of(
    question("calls", "rating"),
    question("digital", "rating"),
    question("peak", "choice", options=["never", "often", "none_at_all"]),
    question("mails", "rating"),
    question("headcount", "number", minimum=1),
    question("remark", "text"),
    question("channels_used", "ranking", options=["phone", "email"]),
)


@pytest.fixture(scope="module")
def small() -> Catalogue:
    return catalogue_of(
        layers=[
            layer("paid", "sale", threshold=5),
            layer("answered", "desk"),
            layer("where", "one"),
        ],
        criteria=[
            criterion("calls"),
            criterion("digital"),
            criterion("load", {"highest": [{"value": "calls"}, {"value": "mails"}]}),
            criterion("peak", {"options": "peak", "levels": {"never": 1, "often": 5}}),
        ],
        models=[
            model("sale", "paid", kind="baseline"),
            model("fee", "paid", effects={"load": (2, "both")}),
            model("desk", "answered", kind="baseline"),
            model("self_help", "answered", effects={"digital": (2, "both")}),
            model("one", "where", kind="baseline"),
            model("phone", "where", kind="channel", assisted=True),
            model("email", "where", kind="channel", assisted=True),
        ],
        relations=[relation("fee", "conflict", "self_help")],
    )


def voices(*sheets: AnswerSheet) -> list[Voice]:
    return [Voice(name, sheet) for name, sheet in zip(("ana", "luis", "eva"), sheets, strict=False)]


def merged(small: Catalogue, *sheets: AnswerSheet) -> MergedSheets:
    return merge_sheets(small, BANK, voices(*sheets))


def answers(small: Catalogue, *said: Sequence[Answer]) -> dict[str, Answer]:
    return dict(merged(small, *(sheet_of(*each) for each in said)).sheet.answers)


def noted(answer: Answer, **more: Any) -> Answer:
    return Answer(answer.id, answer.state, answer.value, answer.span, **more)


# answers


def test_the_same_answer_is_kept_with_the_better_evidence_and_everyones_name(
    small: Catalogue,
) -> None:
    one = noted(given("calls", 4), grade="stated", by="Ana", source="Log", note="Steady.")
    other = noted(given("calls", 4), grade="measured", by="Luis", source="Log", note="Steady.")
    assert answers(small, [one], [other])["calls"] == noted(
        given("calls", 4), grade="measured", by="Ana, Luis", source="Log", note="Steady."
    )


def test_an_answer_without_a_grade_is_better_than_a_guess_and_weaker_than_a_statement(
    small: Catalogue,
) -> None:
    for other, best in (("guess", None), ("stated", "stated"), ("documented", "documented")):
        said = [[given("calls", 4)], [given("calls", 4, other)]]  # type: ignore[arg-type]
        assert answers(small, *said)["calls"].grade == best


def test_notes_that_differ_are_kept_with_their_names(small: Catalogue) -> None:
    one, other = (
        noted(given("calls", 4), note="In March."),
        noted(given("calls", 4), note="In May."),
    )
    assert answers(small, [one], [other])["calls"].note == "ana: In March.; luis: In May."


def test_who_does_not_know_gives_way_to_who_does(small: Catalogue) -> None:
    for silent in ([], [unknown("calls")], [level("calls", 1, 5)]):
        for order in ((silent, [given("calls", 4)]), ([given("calls", 4)], silent)):
            assert answers(small, *order)["calls"].value == 4


def test_nobody_knows(small: Catalogue) -> None:
    found = merged(
        small, sheet_of(unknown("calls")), sheet_of(noted(unknown("calls"), note="Ask."))
    )
    assert found.sheet.answers["calls"] == noted(unknown("calls"), note="Ask.")
    assert (found.disputes, found.agreed) == ((), 0)


def test_different_answers_to_a_criterion_become_the_range_of_their_levels(
    small: Catalogue,
) -> None:
    found = merged(
        small,
        sheet_of(given("digital", 4)),
        sheet_of(given("digital", 2)),
        sheet_of(level("digital", 3)),
    )
    answer = found.sheet.answers["digital"]
    assert answer.span == Span(2, 4)
    assert answer.note == "ana: 4; luis: 2; eva: level 3"
    (dispute,) = found.disputes
    assert (dispute.id, dispute.criteria) == ("digital", ("digital",))
    assert [(p.who, p.said) for p in dispute.positions] == [
        (("ana",), "4"),
        (("luis",), "2"),
        (("eva",), "level 3"),
    ]


def test_the_name_written_beside_an_answer_goes_before_that_of_the_file(small: Catalogue) -> None:
    about = {"by": "Ms Ruiz", "grade": "documented", "source": "Log", "note": "All of May."}
    answer = answers(small, [noted(given("digital", 4), **about)], [given("digital", 2)])["digital"]
    assert answer.note == "Ms Ruiz: 4 (documented; Log; All of May.); luis: 2"


def test_a_level_and_a_value_of_that_level_are_the_same_answer(small: Catalogue) -> None:
    found = merged(small, sheet_of(level("peak", 5)), sheet_of(given("peak", "often")))
    assert found.sheet.answers["peak"].value == "often"
    assert found.disputes == ()


def test_a_fact_in_dispute_stays_unknown_and_names_what_each_said(small: Catalogue) -> None:
    answer = answers(small, [given("headcount", 12)], [given("headcount", 14)])["headcount"]
    assert (answer.state, answer.note) == ("unknown", "ana: 12; luis: 14")


def test_a_question_behind_a_criterion_leaves_the_criterion_between_their_levels(
    small: Catalogue,
) -> None:
    found = answers(small, [given("mails", 2), given("calls", 1)], [given("mails", 4)])
    assert found["mails"].state == "unknown"
    assert found["load"].span == Span(2, 5)  # luis does not know the calls, so it may be 5 for him
    assert found["load"].note == "ana: level 2; luis: level 4-5"


def test_levels_apart_from_different_questions_are_a_dispute_too(small: Catalogue) -> None:
    found = merged(
        small, sheet_of(level("load", 1)), sheet_of(given("mails", 4), given("calls", 3))
    )
    assert found.sheet.answers["load"].span == Span(1, 4)
    assert found.sheet.answers["mails"].value == 4
    (dispute,) = found.disputes
    assert (dispute.id, dispute.criteria) == ("load", ("load",))


def test_what_applies_for_one_and_not_for_another_stays_unknown(small: Catalogue) -> None:
    answer = answers(small, [not_applicable("digital")], [given("digital", 2)])["digital"]
    assert (answer.state, answer.note) == ("unknown", "ana: not_applicable; luis: 2")


def test_answers_stand_in_the_order_of_the_bank(small: Catalogue) -> None:
    found = answers(small, [given("headcount", 3), given("calls", 1)], [given("digital", 2)])
    assert list(found) == ["calls", "digital", "headcount"]


def test_what_was_agreed_is_counted(small: Catalogue) -> None:
    one = sheet_of(given("calls", 1), given("digital", 2), given("headcount", 3))
    other = sheet_of(given("calls", 1), given("digital", 4))
    assert merged(small, one, other).agreed == 1


# weights and marks


def test_weights_of_the_same_proportions_are_the_same(small: Catalogue) -> None:
    sheets = [sheet_of(weights={"people": 2, "means": 1}), sheet_of(weights={"people": 2})]
    found = merged(small, *sheets)
    assert found.sheet.weights == {"people": 2}
    assert found.disputes == ()
    assert merged(small, sheet_of(), sheet_of()).sheet.weights == {}


def test_other_weights_become_the_mean_of_their_proportions(small: Catalogue) -> None:
    found = merged(
        small, sheet_of(weights={"people": 3}), sheet_of(weights={"means": 10, "people": 10})
    )
    assert found.sheet.weights == {"people": 1.25, "means": 0.75}
    (dispute,) = found.disputes
    assert dispute.kind == "weights"
    assert [p.said for p in dispute.positions] == ["people 3", "means 10, people 10"]


def test_marks_of_at_least_half_are_kept_the_most_marked_first(small: Catalogue) -> None:
    sheets = [
        sheet_of(important=("calls", "peak")),
        sheet_of(important=("peak",)),
        sheet_of(important=("digital",)),
    ]
    found = merged(small, *sheets)
    assert found.sheet.important == ("peak",)
    assert [dispute.kind for dispute in found.disputes] == ["important"]
    assert merged(small, sheets[1], sheets[1]).disputes == ()


# constraints


def test_constraints_are_united_and_the_same_one_lasts_until_its_last_day(
    small: Catalogue,
) -> None:
    early, late = keep("fee", "2027-01-01"), keep("fee", "2028-01-01")
    found = merged(
        small, sheet_of(constraints=(early,)), sheet_of(constraints=(late, rule_out("self_help")))
    )
    assert [(c.id, c.until) for c in found.sheet.constraints] == [
        ("keep_fee", "2028-01-01"),
        ("no_self_help", None),
    ]
    assert [clash.kind for clash in found.clashes] == ["other_end"]


def test_different_constraints_of_one_id_are_both_kept(small: Catalogue) -> None:
    one = Constraint(id="mine", keep="fee", reason="It pays.")
    other = Constraint(id="mine", rule_out=("self_help",), reason="Too cold.")
    found = merged(small, sheet_of(constraints=(one,)), sheet_of(constraints=(other,)))
    assert [c.id for c in found.sheet.constraints] == ["mine", "mine_2"]
    assert found.clashes == ()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (keep("fee"), rule_out("fee"), "kept_and_ruled_out"),
        (keep("fee"), keep("sale"), "two_of_a_layer"),
        (keep("fee"), keep("self_help"), "in_conflict"),
    ],
)
def test_constraints_that_do_not_go_together_are_named(
    small: Catalogue, one: Constraint, other: Constraint, kind: str
) -> None:
    for pair in ((one, other), (other, one)):
        found = merged(small, *(sheet_of(constraints=(each,)) for each in pair))
        assert [clash.kind for clash in found.clashes] == [kind]
    assert merged(small, sheet_of(constraints=(one,)), sheet_of(constraints=(one,))).clashes == ()


# the rest of a sheet


def test_the_last_day_counts_and_the_first_language_said(small: Catalogue) -> None:
    sheets = [sheet_of(date="2026-01-15"), sheet_of(date="2026-03-01", lang="es"), sheet_of()]
    found = merged(small, *sheets).sheet
    assert (found.date, found.lang, found.subject) == ("2026-03-01", "es", "Somebody")


def segment(id_: str, share: float | None, *said: Answer) -> Segment:
    return Segment(id_, id_.title(), share, {answer.id: answer for answer in said})


def test_segments_are_merged_by_id_like_the_company(small: Catalogue) -> None:
    one = sheet_of(segments=(segment("few", 20, given("digital", 1)), segment("many", 80)))
    other = sheet_of(segments=(segment("few", 40, given("digital", 4)), segment("many", 60)))
    found = merged(small, one, other, sheet_of())
    assert [(s.id, s.share) for s in found.sheet.segments] == [("few", 30), ("many", 70)]
    assert found.sheet.segments[0].answers["digital"].span == Span(1, 4)
    (dispute,) = found.disputes
    assert (dispute.segment, dispute.id) == ("few", "digital")


def test_segments_that_only_some_name_have_no_shares_any_more(small: Catalogue) -> None:
    one = sheet_of(segments=(segment("few", 20), segment("many", 80)))
    other = sheet_of(segments=(segment("few", 50), segment("rest", 50)))
    found = merged(small, one, other).sheet.segments
    assert [(s.id, s.share) for s in found] == [("few", None), ("many", None), ("rest", None)]


# what hangs on a dispute


def test_what_turns_the_design_comes_first_and_says_what_each_would_lead_to(
    small: Catalogue,
) -> None:
    said = voices(
        sheet_of(given("digital", 5), given("peak", "never"), given("mails", 2), given("calls", 1)),
        sheet_of(given("digital", 1), given("peak", "often"), given("mails", 3), given("calls", 1)),
    )
    found = disagreements(small, BANK, said, merge_sheets(small, BANK, said), DAY)
    digital, mails, peak = found.effects
    assert [e.dispute.id for e in found.effects] == ["digital", "mails", "peak"]
    assert digital.turned == ("answered",)
    assert [s.chosen["answered"] for s in digital.scenarios] == ["self_help", "desk"]
    assert (mails.turned, mails.moved_layer) == ((), "paid")
    assert mails.moved > 0
    assert (peak.turned, peak.moved, peak.moved_layer) == ((), 0, None)
    assert not found.without_constraints


def test_all_else_stays_as_merged(small: Catalogue) -> None:
    said = voices(sheet_of(given("digital", 5)), sheet_of(given("digital", 1), given("calls", 5)))
    together = merge_sheets(small, BANK, said)
    (effect,) = disagreements(small, BANK, said, together, DAY).effects
    for scenario, right in zip(effect.scenarios, (5, 1), strict=True):
        settled = {**together.sheet.answers, "digital": given("digital", right)}
        design = decide(small, BANK, replace(together.sheet, answers=settled), DAY).design
        assert scenario.leads == {id_: each.lead for id_, each in design.layers.items()}


def test_a_dispute_in_a_segment_is_judged_by_the_segment(small: Catalogue) -> None:
    sheets = [
        sheet_of(segments=(segment("few", None, given("digital", said)), segment("many", None)))
        for said in (5, 1)
    ]
    said = voices(*sheets)
    (effect,) = disagreements(small, BANK, said, merge_sheets(small, BANK, said), DAY).effects
    assert effect.dispute.segment == "few"
    assert [s.chosen["answered"] for s in effect.scenarios] == ["self_help", "desk"]


def test_weights_and_marks_are_judged_too(small: Catalogue) -> None:
    base = [given("digital", 5), given("calls", 5)]
    said = voices(sheet_of(*base, weights={"people": 3}, important=("digital",)), sheet_of(*base))
    found = disagreements(small, BANK, said, merge_sheets(small, BANK, said), DAY)
    assert {effect.dispute.kind for effect in found.effects} == {"weights", "important"}
    marks = next(e for e in found.effects if e.dispute.kind == "important")
    assert marks.moved > 0


def test_where_the_constraints_leave_no_design_the_effects_are_told_without_them(
    small: Catalogue,
) -> None:
    said = voices(
        sheet_of(given("digital", 5), constraints=(keep("fee"),)),
        sheet_of(given("digital", 1), constraints=(rule_out("fee"),)),
    )
    found = disagreements(small, BANK, said, merge_sheets(small, BANK, said), DAY)
    assert found.without_constraints
    assert found.effects[0].turned == ("answered",)


def test_questions_put_off_stay_so_where_nobody_answers_and_remarks_are_kept(
    tiny: Catalogue,
) -> None:
    one = Voice(
        "one", sheet_of(level("habit", 3), parked={"volume": DAY, "stages": DAY}, notes=("a",))
    )
    two = Voice("two", sheet_of(given("volume", 20), notes=("b", "a")))
    merged = merge_sheets(tiny, {}, [one, two]).sheet
    assert (merged.parked, merged.notes) == ({"stages": DAY}, ("a", "b"))
