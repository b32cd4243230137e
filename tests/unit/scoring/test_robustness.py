"""Who leads a layer under other weights: thresholds, what is barred, what is drawn."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

import pytest

from svcmodel.domain.answers import AnswerSheet, WeightsFile
from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.robustness import Robustness
from svcmodel.scoring.assess import assess
from svcmodel.scoring.decide import decide
from svcmodel.scoring.engines import engine_of
from svcmodel.scoring.robustness import layer_rivals, robustness, with_lead_shares
from svcmodel.scoring.tables import score_table
from svcmodel.scoring.weights import criterion_weights, with_weights
from tests.builders import (
    DAY,
    bank_of,
    catalogue_of,
    criterion,
    keep,
    layer,
    level,
    made,
    model,
    question,
    questionnaire_of,
    requirement,
    rule_out,
    sheet_of,
)

PLAIN = engine_of("plain")
BANK = bank_of(*(question(id_, "rating") for id_ in ("speed", "care", "money")))


def catalogue(threshold: float = 0, **own: object) -> Catalogue:
    """`fast` lives on people's speed, `cheap` on means' money, `fair` on a little of both."""
    broken = requirement("no_speed", {"level": "speed", "at_most": 1})
    own = {"effects": {"speed": (2, "both")}, "requirements": [broken], **own}
    return catalogue_of(
        layers=[layer("how", "usual", threshold)],
        criteria=[criterion(id_) for id_ in ("speed", "care", "money")],
        models=[
            model("usual", "how", kind="baseline"),
            model("fast", "how", **own),
            model("cheap", "how", effects={"money": (2, "both")}),
            model("fair", "how", effects={"speed": (1, "both"), "money": (1, "both")}),
            model("email", "how", kind="channel", effects={"speed": (2, "both")}),
        ],
        dimension_of={"money": "means"},
        shrink=1,
    )


PLENTY = sheet_of(level("speed", 5), level("money", 5))


def found(sheet: AnswerSheet, known: Catalogue | None = None, samples: int = 4_000) -> Robustness:
    known = known or catalogue()
    return robustness(known, sheet, decide(known, BANK, sheet, DAY), samples=samples)


def shares(sheet: AnswerSheet, known: Catalogue | None = None) -> dict[str, int]:
    return {id_: lead.share for id_, lead in found(sheet, known).given.items()}


class TestWhoLeads:
    def test_shares_add_up_to_all_weightings(self) -> None:
        assert sum(shares(PLENTY).values()) == MICRO

    def test_central_weights_add_up_and_lean_to_what_speaks_for_the_model(self) -> None:
        given = found(PLENTY).given
        for lead in given.values():
            assert lead.central is None or sum(lead.central.values()) == MICRO
        fast, cheap = given["fast"].central, given["cheap"].central
        assert fast is not None
        assert cheap is not None
        assert fast["people"] > cheap["people"]
        assert given["usual"].central is None

    def test_what_lives_on_a_dimension_leads_under_its_weight_alone(self) -> None:
        """`fair` has half a point of each, so it leads nowhere but where both weigh about the same."""
        any_weights = found(PLENTY).any_weights
        assert any_weights["fast"].share + any_weights["cheap"].share > MICRO // 2
        assert any_weights["usual"].share == 0

    def test_a_baseline_leads_where_no_model_exceeds_what_it_needs(self) -> None:
        asked = [shares(PLENTY, catalogue(threshold))["usual"] for threshold in (0, 20, 30, 50)]
        assert asked == sorted(asked)
        assert asked[0] == 0
        assert asked[-1] == MICRO

    def test_a_baseline_keeps_what_it_ties_for(self) -> None:
        assert shares(sheet_of())["usual"] == MICRO

    def test_models_that_tie_count_in_equal_parts(self) -> None:
        same = catalogue(effects={"money": (2, "both")})
        parts = shares(sheet_of(level("money", 5)), same)
        assert parts["fast"] == parts["cheap"]
        assert 2 * parts["cheap"] + parts["fair"] + parts["usual"] == MICRO


class TestWhoTakesPart:
    def test_channels_do_not(self) -> None:
        assert set(shares(PLENTY)) == {"usual", "fast", "cheap", "fair"}

    def test_what_a_requirement_bars_does_not(self) -> None:
        slow = sheet_of(level("speed", 1), level("money", 5))
        assert set(shares(slow)) == {"usual", "cheap", "fair"}

    def test_what_the_client_rules_out_does_not(self) -> None:
        sheet = replace(PLENTY, constraints=(rule_out("cheap"),))
        assert set(shares(sheet)) == {"usual", "fast", "fair"}
        ended = replace(PLENTY, constraints=(rule_out("cheap", until="2020-01-01"),))
        assert shares(ended) == shares(PLENTY)

    def test_a_baseline_that_is_ruled_out_asks_for_nothing(self) -> None:
        sheet = replace(PLENTY, constraints=(rule_out("usual"),))
        assert shares(sheet, catalogue(50)) == {
            id_: share for id_, share in shares(PLENTY).items() if id_ != "usual"
        }

    def test_what_the_client_keeps_competes_like_any_other(self) -> None:
        assert shares(replace(PLENTY, constraints=(keep("fair"),))) == shares(PLENTY)


class TestDraws:
    @staticmethod
    def with_file(**said: object) -> AnswerSheet:
        file: WeightsFile = made(WeightsFile, {"format": "svcmodel/weights/1", **said})
        return with_weights(PLENTY, file, catalogue())

    @pytest.mark.parametrize(
        ("said", "drawn"),
        [
            ({"weights": {"people": 3}}, "centred"),
            ({"swing": {"people": 100, "means": 20}}, "centred"),
            ({"ranks": ["people", "means"]}, "ordered"),
            ({"ranks": [["people", "means"]]}, "ordered"),
            ({"intervals": {"people": [0.7, 0.8]}}, "within"),
        ],
    )
    def test_the_way_the_weights_were_given_decides_what_is_drawn(
        self, said: dict[str, object], drawn: str
    ) -> None:
        sheet = self.with_file(**said)
        assert found(sheet, samples=50).drawn == drawn
        assert found(sheet, samples=50).any_weights == found(PLENTY, samples=50).any_weights

    def test_an_order_leaves_nothing_to_what_lives_on_the_last(self) -> None:
        leading = shares(self.with_file(ranks=["people", "means"]))
        assert leading["cheap"] == 0
        assert leading["fast"] > 0

    def test_intervals_are_kept_to(self) -> None:
        central = found(self.with_file(intervals={"people": [0.7, 0.8]})).given["fast"].central
        assert central is not None
        assert 700_000 <= central["people"] <= 800_000

    def test_closer_weights_are_drawn_around_the_given_ones(self) -> None:
        leaning = shares(self.with_file(weights={"people": 5}))
        assert leaning["fast"] > shares(PLENTY)["fast"]


class TestForms:
    """A score under other weights is what the table says under those weights.

    Where the answers reach further than the strengths the table rounds their reach up to a millionth.
    """

    COUNTS: ClassVar = {
        "speed": [80, 0, 0, 0, 0],
        "care": [0, 0, 0, 0, 80],
        "money": [9, 7, 30, 2, 1],
    }

    @pytest.mark.parametrize("people", [Fraction(1, 9), Fraction(1), Fraction(7)])
    @pytest.mark.parametrize("shrink", [0, 1, 6])
    def test_also_where_answers_reach_further_than_strengths(
        self, people: Fraction, shrink: int
    ) -> None:
        both = {"speed": (2, "both"), "care": (-1, "both")}
        known = catalogue_of(
            layers=[layer("how", "usual")],
            criteria=[criterion(id_) for id_ in ("speed", "care", "money")],
            models=[
                model("usual", "how", kind="baseline", effects={"care": (1, "low")}),
                model("far", "how", effects=both),
                model("far_back", "how", effects={"speed": (-2, "both"), "money": (1, "high")}),
                model("email", "how", kind="channel"),
            ],
            dimension_of={"money": "means"},
            frequencies=self.COUNTS,
            shrink=shrink,
        )
        marked = ("care",)
        sheet = sheet_of(
            level("speed", 5), level("care", 1), level("money", 2, 4), important=marked
        )
        decided = decide(known, BANK, replace(sheet, weights={"people": people}), DAY)
        rivals = layer_rivals(known, sheet, decide(known, BANK, sheet, DAY))["how"]
        assert any(len(form.bottoms) > 1 for form in rivals.forms) == (shrink < 6)
        weights = [PLAIN.constant(float(9 * part), 1) for part in (people, 1)]
        for id_, form in zip(rivals.ids, rivals.forms, strict=True):
            expected = next(result.micro for result in decided.results if result.id == id_)
            (fit,) = form.fits(weights, PLAIN)
            assert abs(MIDDLE + MIDDLE * fit - expected) < 40

    def test_one_dimension_has_all_the_weight(self) -> None:
        known = catalogue()
        alone = replace(known.head, dimensions=known.head.dimensions[:1])
        known = replace(known, head=alone, dimension_of=dict.fromkeys(known.criteria, "people"))
        third = round(MICRO / 3)
        assert shares(PLENTY, known) == {"usual": 0, "fast": third, "cheap": third, "fair": third}

    def test_nothing_is_divided_by_nothing(self) -> None:
        """Without shrink and with answers in one dimension the other's weight alone decides nothing."""
        assert score_table(catalogue(), criterion_weights(catalogue())).points["fast"]
        bare = replace(catalogue(), head=replace(catalogue().head, shrink=0))
        assert sum(shares(sheet_of(level("money", 5)), bare).values()) == MICRO


class TestSeeds:
    def test_the_same_seed_gives_the_same_and_another_does_not(self) -> None:
        known = catalogue()
        decided = decide(known, BANK, PLENTY, DAY)
        one, again, other = (
            robustness(known, PLENTY, decided, samples=500, seed=seed) for seed in (1, 1, 2)
        )
        assert one == again
        assert one.given != other.given
        assert (one.samples, one.seed) == (500, 1)

    def test_an_assessment_holds_the_shares_of_what_competes(self) -> None:
        known = catalogue()
        result = assess(known, questionnaire_of(BANK), PLENTY, on=DAY)
        shown = {each.id: each.lead_share for each in result.models}
        assert shown["email"] is None
        assert sum(share for share in shown.values() if share is not None) == MICRO
        decided = decide(known, BANK, PLENTY, DAY)
        two_thousand = robustness(known, PLENTY, decided, samples=2_000)
        assert {id_: lead.share for id_, lead in two_thousand.given.items()} == {
            r.id: r.lead_share
            for r in with_lead_shares(known, PLENTY, decided)
            if r.lead_share is not None
        }
        assert result.robustness is None


NUMPY_ONLY_WHERE_ASKED_FOR = """
import sys
from svcmodel.scoring.engines import engine_of
from svcmodel.scoring.robustness import robustness
engine_of("plain").words(1, 1, 1, 1)
assert "numpy" not in sys.modules
engine_of("numpy")
assert "numpy" in sys.modules
"""


def test_numpy_is_imported_only_where_it_is_asked_for() -> None:
    subprocess.run([sys.executable, "-c", NUMPY_ONLY_WHERE_ASKED_FOR], check=True)
