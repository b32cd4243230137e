"""One choice for several segments: what is one for all, what each is given, what leads, what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from svcmodel.domain.answers import Segment
from svcmodel.domain.assessment import MICRO, ChannelChoice, ChannelReason, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.models import Relation
from svcmodel.domain.segmented import SegmentedLayer
from svcmodel.errors import WrongUseError
from svcmodel.scoring.channels import room_for
from svcmodel.scoring.design import Limits
from svcmodel.scoring.segment_channels import GroupChannels, joint_channels
from svcmodel.scoring.segment_choices import Group, segmented_layers
from svcmodel.scoring.segment_sheets import share_weights, sheet_of
from tests.builders import (
    capacity_rule,
    catalogue_of,
    criterion,
    given,
    layer,
    level,
    model,
    relation,
    result,
    task,
    unknown,
)
from tests.builders import sheet_of as sheet


def catalogue(*relations: Relation, **rules: Any) -> Catalogue:
    """How it is answered may differ by segment; who does it may not, and takes 5 points to change."""
    return catalogue_of(
        layers=[
            {**layer("answered", "desk"), "by_segment": True},
            layer("done", "in_house", threshold=5),
            layer("where", "one_way"),
        ],
        models=[
            model("desk", "answered", kind="baseline"),
            *(model(id_, "answered") for id_ in ("fast", "warm", "robot")),
            model("in_house", "done", kind="baseline"),
            *(model(id_, "done") for id_ in ("partner", "centre")),
            model("one_way", "where", kind="baseline"),
            model("many_ways", "where"),
            *(model(id_, "where", kind="channel", assisted=True) for id_ in ("phone", "email")),
            *(model(id_, "where", kind="channel") for id_ in ("app", "bot")),
        ],
        criteria=[criterion("team")],
        relations=relations,
        channel_rules=rules,
    )


PLAIN = catalogue()
FREE = Limits()


def group(
    id_: str,
    weight: int,
    own: Mapping[str, str],
    *,
    excluded: tuple[str, ...] = (),
    **points: float,
) -> Group:
    results: dict[str, ModelResult] = {
        each.id: result(
            each.id,
            each.layer,
            points.get(each.id, 50),
            status="excluded" if each.id in excluded else "clear",
        )
        for each in PLAIN.models.values()
    }
    chosen = {"answered": "desk", "done": "in_house", "where": "one_way", **own}
    return Group(id_, weight, results, Facts(), chosen, frozenset())


def proposed(
    *groups: Group, where: Catalogue = PLAIN, limits: Limits = FREE, **usual: str
) -> dict[str, SegmentedLayer]:
    whole = {"answered": "desk", "done": "in_house", "where": "one_way", **usual}
    return segmented_layers(where, groups, limits, whole)


def test_what_all_would_choose_is_one_for_all() -> None:
    groups = [group(id_, 1, {"answered": "fast"}, fast=60) for id_ in ("few", "many")]
    layers = proposed(*groups)
    assert layers["answered"].is_common
    assert layers["answered"].lead == "fast"
    assert set(layers["answered"].losses.values()) == {0}


def test_in_a_layer_that_may_differ_each_is_given_its_own_and_the_best_for_all_leads() -> None:
    few = group("few", 3, {"answered": "warm"}, warm=60, fast=52)
    many = group("many", 7, {"answered": "fast"}, warm=51, fast=58)
    answered = proposed(few, many)["answered"]
    assert answered.chosen == {"few": "warm", "many": "fast"}
    assert answered.lead == "fast"
    assert answered.losses == {"few": 0, "many": 0}
    assert not answered.is_common


def test_choices_in_conflict_are_not_offered_side_by_side() -> None:
    few = group("few", 3, {"answered": "warm"}, warm=60, fast=52)
    many = group("many", 7, {"answered": "fast"}, warm=51, fast=58)
    for kind in ("conflict", "exclusive"):
        for ends in (("warm", "fast"), ("fast", "warm")):
            where = catalogue(relation(ends[0], kind, ends[1]))
            answered = proposed(few, many, where=where)["answered"]
            assert answered.chosen == {"few": "fast", "many": "fast"}
            assert answered.losses == {"few": 8 * MICRO, "many": 0}


def test_where_there_is_one_for_the_company_the_share_decides_and_each_loss_is_stated() -> None:
    few = group("few", 30, {"done": "partner"}, partner=65, centre=50)
    many = group("many", 70, {"done": "centre"}, partner=50, centre=60)
    done = proposed(few, many)["done"]
    assert done.chosen == {"few": "centre", "many": "centre"}
    assert done.losses == {"few": 15 * MICRO, "many": 0}
    other_way = proposed(few._replace(weight=70), many._replace(weight=30))["done"]
    assert other_way.lead == "partner"
    assert other_way.losses == {"few": 0, "many": 10 * MICRO}


def test_the_threshold_counts_for_every_segment() -> None:
    few = group("few", 1, {"done": "partner"}, partner=60)
    many = group("many", 1, {}, partner=50)
    assert proposed(few, many)["done"].lead == "in_house"
    assert proposed(few, many)["done"].losses == {"few": 5 * MICRO, "many": 0}


def test_a_model_excluded_for_one_segment_is_not_given_to_all() -> None:
    few = group("few", 90, {"done": "partner"}, partner=90)
    many = group("many", 10, {}, partner=90, excluded=("partner",))
    assert proposed(few, many)["done"].lead == "in_house"


def test_in_a_tie_the_whole_company_decides() -> None:
    few = group("few", 1, {"done": "partner"}, partner=60, centre=58)
    many = group("many", 1, {"done": "centre"}, partner=58, centre=60)
    for usual in ("partner", "centre"):
        assert proposed(few, many, done=usual)["done"].lead == usual


def test_what_is_given_to_a_segment_stands_together_across_layers() -> None:
    where = catalogue(relation("warm", "conflict", "centre"))
    few = group("few", 3, {"answered": "warm"}, warm=60)
    many = group("many", 7, {"done": "centre"}, centre=70)
    layers = proposed(few, many, where=where)
    assert layers["done"].lead == "centre"
    assert layers["answered"].chosen["few"] == "desk"


def test_different_customers_may_have_what_would_clash_for_one() -> None:
    where = catalogue(relation("warm", "conflict", "app"))
    few = group("few", 1, {"answered": "warm"}, warm=60)
    many = group("many", 1, {"answered": "fast"}, fast=60)._replace(channels=frozenset(["app"]))
    answered = proposed(few, many, where=where)["answered"]
    assert answered.chosen == {"few": "warm", "many": "fast"}


def test_constraints_bind_all_segments() -> None:
    groups = [group("few", 1, {}), group("many", 1, {}, centre=90)]
    kept = Limits(keep=frozenset(["partner"]))
    assert proposed(*groups, limits=kept)["done"].lead == "partner"
    without = Limits(ruled_out=frozenset(["in_house", "partner"]))
    assert proposed(*groups, limits=without)["done"].lead == "centre"


def test_no_design_for_all_is_an_error() -> None:
    few = group("few", 1, {"done": "partner"}, excluded=("centre",))
    many = group("many", 1, {"done": "centre"}, excluded=("partner",))
    with pytest.raises(WrongUseError) as error:
        proposed(few, many, limits=Limits(ruled_out=frozenset(["in_house"])))
    assert [problem.code for problem in error.value.problems] == ["E303"]


# shares and sheets


def segments(*shares: float | None) -> list[Segment]:
    return [Segment(f"s{n}", f"Segment {n}", share) for n, share in enumerate(shares)]


@pytest.mark.parametrize(
    ("shares", "weights"),
    [
        ((30, 70), (3, 7)),
        ((None, None), (1, 1)),
        ((60, None), (6, 4)),
        ((50, None, None), (2, 1, 1)),
        ((33.3, 66.6), (1, 2)),
        ((0.1, None), (1, 999)),
    ],
)
def test_shares_are_whole_numbers_in_exact_proportion(
    shares: tuple[float | None, ...], weights: tuple[int, ...]
) -> None:
    found = share_weights(segments(*shares))
    assert [each * weights[0] for each in found] == [each * found[0] for each in weights]


def test_a_segments_answers_go_before_the_companys() -> None:
    company = sheet(given("team", 2), given("headcount", 8))
    segment = Segment("few", "Few", answers={"team": given("team", 5)})
    read = sheet_of(PLAIN, company, segment)
    assert {id_: answer.value for id_, answer in read.answers.items()} == {
        "team": 5,
        "headcount": 8,
    }
    said_unknown = Segment("few", "Few", answers={"team": unknown("team")})
    assert sheet_of(PLAIN, company, said_unknown).answers["team"].state == "unknown"


def test_a_level_of_the_company_gives_way_to_what_it_would_come_from() -> None:
    where = catalogue_of(
        layers=[layer("answered", "desk")],
        models=[model("desk", "answered", kind="baseline")],
        criteria=[criterion("load", {"lowest": [{"value": "calls"}, {"value": "mails"}]})],
    )
    company = sheet(level("load", 1), given("mails", 4))
    answered = sheet_of(where, company, Segment("a", "A", answers={"calls": given("calls", 5)}))
    assert set(answered.answers) == {"calls", "mails"}
    silent = sheet_of(where, company, Segment("a", "A"))
    assert silent.answers["load"].span == Span(1, 1)


# channels


def called(id_: str, weight: int, *channels: str, reason: ChannelReason = "use") -> GroupChannels:
    return GroupChannels(id_, weight, tuple(ChannelChoice(each, reason) for each in channels))


def test_channels_are_the_union_and_say_who_calls_for_them() -> None:
    room = room_for(PLAIN, Facts(), {"where": "many_ways"})
    joint = joint_channels([called("few", 1, "phone"), called("many", 2, "app", "phone")], room)
    assert [(each.channel, each.segments) for each in joint.taken] == [
        ("phone", ("few", "many")),
        ("app", ("many",)),
    ]
    assert joint.left_out == ()
    assert joint.over == 0


def test_without_room_for_all_the_larger_share_is_served_first() -> None:
    few_hands = catalogue(
        capacity=[capacity_rule({"level": "team", "at_most": 2}, 1, task("hire", "select_model"))]
    )
    room = room_for(few_hands, Facts({"team": Span(1, 1)}), {"where": "many_ways"})
    for weights, taken in (((3, 7), "email"), ((7, 3), "phone")):
        joint = joint_channels(
            [called("few", weights[0], "phone"), called("many", weights[1], "email")], room
        )
        assert [each.channel for each in joint.taken] == [taken]
        assert len(joint.left_out) == 1


def test_an_obligation_goes_before_use_and_above_capacity() -> None:
    room = room_for(PLAIN, Facts(), {"where": "one_way"})
    obliged = called("few", 1, "phone", "email", reason="obligation")
    joint = joint_channels([obliged, called("many", 9, "app", "bot", "phone")], room)
    assert [(each.channel, each.reason) for each in joint.taken] == [
        ("phone", "obligation"),
        ("email", "obligation"),
    ]
    assert {each.channel for each in joint.left_out} == {"app", "bot"}
