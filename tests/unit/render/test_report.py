"""An assessment and a plan in words: how each layer was decided, why, and what adds up to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from svcmodel.api import load_answers
from svcmodel.domain.answers import Answer, AnswerSheet, Constraint
from svcmodel.domain.assessment import Assessment, Contribution, Gain
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, Span
from svcmodel.domain.playbooks import STEPS
from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.build_plan import build_plan
from svcmodel.render.plan_report import PlanReport, plan_report
from svcmodel.render.report import report
from svcmodel.render.report_decisions import Decisions
from svcmodel.render.report_types import Report
from svcmodel.render.rounding import points
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.scoring.choose_design import choose_design
from svcmodel.scoring.ranking import ranked
from svcmodel.sources.words_files import load_phrases
from tests.builders import (
    DAY,
    bank_of,
    capacity_rule,
    catalogue_of,
    caution,
    criterion,
    given,
    keep,
    kpi,
    layer,
    level,
    model,
    obligation,
    playbook,
    question,
    questionnaire_of,
    relation,
    requirement,
    results_of,
    rule_out,
    sheet_of,
    shelf_of,
    task,
    unknown,
)
from tests.program import EXAMPLES

Bank = Mapping[str, Question]
ENGLISH = Words("en", load_phrases())
SPANISH = Words("es", load_phrases())


def assessed(catalogue: Catalogue, bank: Bank, sheet: AnswerSheet | None = None) -> Assessment:
    return assess(catalogue, questionnaire_of(bank), sheet or sheet_of(), on=DAY, program="1.0")


def told(
    catalogue: Catalogue, bank: Bank, *answers: Answer, words: Words = ENGLISH, **more: Any
) -> Report:
    return report(assessed(catalogue, bank, sheet_of(*answers, **more)), catalogue, words)


def decided(
    catalogue: Catalogue,
    bank: Bank,
    scores: Mapping[str, float],
    constraints: Iterable[Constraint] = (),
    words: Words = ENGLISH,
) -> Report:
    """The report of an assessment in which the models have these scores."""
    results = ranked(results_of(catalogue, **scores).values())
    design = choose_design(catalogue, results, Facts({}, {}), tuple(constraints), DAY)
    base = assessed(catalogue, bank, sheet_of(given("digital", 3)))
    made = replace(base, models=results, design=design)
    return report(made, catalogue, words)


PAID, ANSWERED = 0, 1


VERDICTS: list[tuple[Any, ...]] = [
    ("alone", PAID, {}, [rule_out("fee", "trial")], "sale", "No other model competes with it."),
    (
        *("not_enough", PAID, {"fee": 50.5}, [], "sale"),
        "No alternative is convincing enough: the best, name of fee, reaches 50.5 points and would "
        "need more than 55.0.",
    ),
    (
        *("nearly_enough", PAID, {"fee": 54}, [], "sale"),
        "name of fee nearly convinces: it reaches 54.0 points and would need more than 55.0. "
        "A close decision.",
    ),
    (
        *("held", PAID, {"fee": 60}, [keep("sale")], "sale"),
        "name of fee has more points (60.0 against 50.0) but does not go with the rest of the "
        "design or your constraints.",
    ),
    (
        *("kept", PAID, {"fee": 52}, [keep("fee")], "fee"),
        "52.0 points, where it would need more than 55.0 to replace the baseline; it stays because "
        "of your constraints or the rest of the design.",
    ),
    (
        *("kept", PAID, {}, [keep("fee")], "fee"),
        "50.0 points, where it would need more than 55.0 to replace the baseline; it stays because "
        "of your constraints or the rest of the design.",
    ),
    (
        *("just_enough", PAID, {"fee": 56}, [], "fee"),
        "56.0 points, just above the 55.0 it needed to replace the baseline: a close decision.",
    ),
    (
        *("close", PAID, {"fee": 62, "trial": 61}, [], "fee"),
        "62.0 points, only 1.0 more than name of trial: a close decision.",
    ),
    (
        *("tie", ANSWERED, {}, [], "desk"),
        "It ties with name of robot at 50.0 points; in a tie, what changes least is preferred.",
    ),
    (
        *("tie_of_models", ANSWERED, {"robot": 55, "self_help": 55}, [], "robot"),
        "It ties with name of self_help at 55.0 points; the numbers do not decide between them.",
    ),
    (
        *("close", ANSWERED, {"robot": 52.5}, [], "robot"),
        "52.5 points, only 2.5 more than name of desk: a close decision.",
    ),
    (
        *("ahead", ANSWERED, {"robot": 57.5}, [], "robot"),
        "57.5 points, 7.5 more than name of desk.",
    ),
]
"""In the layer `paid` a model must pass the baseline by 5 points; in `answered` by none."""


class TestVerdicts:
    @pytest.mark.parametrize(
        ("at", "scores", "constraints", "chosen", "verdict"),
        [pytest.param(*case[1:], id=case[0]) for case in VERDICTS],
    )
    def test_verdict(
        self,
        tiny: Catalogue,
        tiny_bank: Bank,
        at: int,
        scores: dict[str, float],
        constraints: list[Constraint],
        chosen: str,
        verdict: str,
    ) -> None:
        decision = decided(tiny, tiny_bank, scores, constraints).decisions[at]
        assert (decision.chosen, decision.verdict) == (chosen, verdict)

    def test_every_verdict_is_reached(self) -> None:
        assert {case[0] for case in VERDICTS} == set(load_phrases()["score"]["verdict"])

    def test_verdict_in_spanish(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        made = decided(tiny, tiny_bank, {"robot": 57.5}, words=SPANISH)
        expected = "57,5 puntos, 7,5 más que name of desk en español."
        assert made.decisions[ANSWERED].verdict == expected


class TestOtherWeights:
    """In how many of 100 weightings a decision holds, where points decide it."""

    @staticmethod
    def verdict(
        catalogue: Catalogue,
        bank: Bank,
        share: int | None,
        constraints: Iterable[Constraint] = (),
        words: Words = ENGLISH,
    ) -> str:
        results = [
            replace(result, lead_share=share)
            for result in ranked(results_of(catalogue, robot=57.5).values())
        ]
        design = choose_design(catalogue, results, Facts({}, {}), tuple(constraints), DAY)
        base = assessed(catalogue, bank)
        made = replace(base, models=tuple(results), design=design)
        return report(made, catalogue, words).decisions[ANSWERED].verdict

    @pytest.mark.parametrize(
        ("share", "weightings"),
        [
            *((1_000_000, 100), (999_500, 99), (834_500, 83), (835_500, 84)),
            *((500_000, 50), (1_500, 1), (500, 1), (0, 0)),
        ],
    )
    def test_all_and_none_are_said_only_where_they_are(
        self, tiny: Catalogue, tiny_bank: Bank, share: int, weightings: int
    ) -> None:
        said = self.verdict(tiny, tiny_bank, share)
        expected = (
            f"It holds in {weightings} of 100 ways of sharing the weight among the dimensions."
        )
        assert said == f"57.5 points, 7.5 more than name of desk. {expected}"

    def test_in_spanish(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        said = self.verdict(tiny, tiny_bank, 830_000, words=SPANISH)
        assert said.endswith(
            " Se mantiene en 83 de cada 100 maneras de repartir el peso entre las dimensiones."
        )

    def test_nothing_is_said_where_points_do_not_decide(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        assert "weightings" not in self.verdict(tiny, tiny_bank, 900_000, [keep("desk")])
        assert "weightings" not in self.verdict(tiny, tiny_bank, None)


class TestCloseCalls:
    def test_what_the_layer_would_turn_to_is_named(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        def calls(**scores: float) -> tuple[str, ...]:
            return decided(tiny, tiny_bank, {"robot": 60, "many_ways": 60, **scores}).certainty[1:]

        tip = "name: only {} points tip the decision towards name of {} rather than name of {}; "
        tip += "look at both."
        level_with = "name: name of desk and name of robot are level; look at both."
        assert calls() == ()
        assert calls(fee=54) == (tip.format("1.0", "sale", "fee"),)
        assert calls(fee=56.5) == (tip.format("1.5", "fee", "sale"),)
        assert calls(fee=56.5, trial=55.2) == (tip.format("1.3", "fee", "trial"),)
        assert calls(fee=58) == ()
        assert calls(robot=50) == (level_with,)

    def test_what_constraints_decide_is_not_close(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        clear = {"robot": 60, "many_ways": 60}
        held = decided(tiny, tiny_bank, {**clear, "fee": 56}, [keep("sale")])
        kept = decided(tiny, tiny_bank, {**clear, "fee": 54}, [keep("fee")])
        assert (held.certainty[1:], kept.certainty[1:]) == ((), ())
        assert not held.decisions[PAID].close
        assert not kept.decisions[PAID].close

    def test_answers_that_do_not_count_are_named(self, tiny_bank: Bank, tiny: Catalogue) -> None:
        asked = question("digital", "rating", ask_when={"answer": "headcount", "at_least": 10})
        bank = {**tiny_bank, "digital": asked}
        made = told(tiny, bank, given("headcount", 2), given("digital", 4))
        assert made.certainty[-1].endswith("does not apply to this company: digital.")
        assert made.coverage == "0% of what counts was answered (0 of 3 criteria)."


@pytest.fixture(scope="module")
def moved() -> Catalogue:
    """One model with an effect of each kind on criteria of the same name."""
    effects = {
        "up": (2, "both"),
        "down": (-2, "both"),
        "only_high": (1, "high"),
        "only_high_against": (-1, "high"),
        "only_low": (1, "low"),
    }
    return catalogue_of(
        layers=[layer("way", "plain")],
        criteria=[criterion(id_) for id_ in effects],
        models=[
            model("plain", "way", kind="baseline"),
            model("new", "way", effects=effects),
            model("email", "way", kind="channel"),
        ],
    )


class TestReasons:
    MISSING = "What usually speaks for it is missing here: “for”."
    ABSENT = "What usually speaks against it is absent here: “against”."

    @pytest.mark.parametrize(
        ("id_", "at", "sign", "sentence"),
        [
            ("up", 5, 1, "for"),
            ("up", 1, -1, MISSING),
            ("up", 3, 0, "for"),
            ("down", 5, -1, "against"),
            ("down", 1, 1, ABSENT),
            ("down", 3, 0, "against"),
            ("only_high", 5, 1, "for"),
            ("only_high", 1, -1, MISSING),
            ("only_high_against", 5, -1, "against"),
            ("only_high_against", 1, 1, ABSENT),
            ("only_low", 1, 1, "for"),
            ("only_low", 5, -1, MISSING),
        ],
    )
    def test_sentence(self, moved: Catalogue, id_: str, at: int, sign: int, sentence: str) -> None:
        bank = bank_of(*(question(each, "rating") for each in moved.criteria))
        made = assessed(moved, bank, sheet_of(given(id_, at)))
        (reason,) = Decisions(made, moved, ENGLISH).reasons(made.model("new"))
        assert (reason.points > 0) - (reason.points < 0) == sign
        assert (reason.criterion, reason.name, reason.sentence) == (id_, id_, sentence)
        assert reason.percent == (100 if sign else 0)

    def test_a_middle_level_below_the_usual_one_speaks_for_it_less(self, moved: Catalogue) -> None:
        bank = bank_of(*(question(each, "rating") for each in moved.criteria))
        made = assessed(moved, bank, sheet_of(given("up", 3)))
        told = Decisions(made, moved, ENGLISH)
        said = {
            (sign, id_): told.sentence(
                Contribution(id_, Span(3, 3), sign), moved.models["new"].effects[id_]
            )
            for sign in (1, -1)
            for id_ in ("up", "down")
        }
        assert said == {
            (1, "up"): "for",
            (-1, "up"): "There is less here of what usually speaks for it: “for”.",
            (1, "down"): "There is less here of what usually speaks against it: “against”.",
            (-1, "down"): "against",
        }

    def test_a_reason_of_its_own_goes_before_the_usual_one(self) -> None:
        data = model("new", "way", effects={"up": (2, "both")})
        effect = replace(data.effects["up"], reason=replace(data.name, es="propio", en="its own"))
        catalogue = catalogue_of(
            layers=[layer("way", "plain")],
            criteria=[criterion("up")],
            models=[
                model("plain", "way", kind="baseline"),
                replace(data, effects={"up": effect}),
                model("email", "way", kind="channel"),
            ],
        )
        made = told(catalogue, bank_of(question("up", "rating")), given("up", 5))
        assert made.decisions[0].reasons[0].sentence == "its own"

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (given("up", 1), "low"),
            (given("up", 3), "middle"),
            (given("up", 5), "high"),
            (given("up", 2), "level 2 of 5"),
            (level("up", 4), "level 4 of 5"),
            (level("up", 2, 4), "between level 2 and 4"),
        ],
    )
    def test_level_in_words(self, moved: Catalogue, answer: Answer, said: str) -> None:
        bank = bank_of(*(question(each, "rating") for each in moved.criteria))
        made = assessed(moved, bank, sheet_of(answer))
        (reason,) = Decisions(made, moved, ENGLISH).reasons(made.model("new"))
        assert reason.level == said

    def test_the_best_three_for_and_against(self, moved: Catalogue) -> None:
        bank = bank_of(*(question(each, "rating") for each in moved.criteria))
        highs = [given(id_, 5) for id_ in ("up", "only_high", "down", "only_high_against")]
        decision = told(moved, bank, given("up", 5), given("only_high", 5)).decisions[0]
        assert decision.chosen == "new"
        assert [reason.criterion for reason in decision.reasons] == ["up", "only_high"]
        assert decision.against == ()
        mixed = told(moved, bank, *highs, constraints=(keep("new"),)).decisions[0]
        assert {reason.criterion for reason in mixed.against} == {"down", "only_high_against"}

    def test_a_bare_baseline_tells_what_speaks_against_its_rival(
        self, tiny: Catalogue, tiny_bank: Bank
    ) -> None:
        decision = told(tiny, tiny_bank, given("habit", "rare")).decisions[PAID]
        assert decision.chosen == "sale"
        rival = decision.runner_up
        assert rival == "name of trial"
        assert (decision.lead_in, decision.reasons) == ("", ())
        low = [given("volume", 1), given("habit", "rare")]
        against = told(tiny, tiny_bank, *low, constraints=(rule_out("fee"),)).decisions[PAID]
        assert against.lead_in == "What weighs most against name of trial:"
        assert [reason.criterion for reason in against.reasons] == ["volume"]
        assert all(reason.points < 0 for reason in against.reasons)
        assert against.against == ()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_printed_points_add_up_to_the_printed_score(
    file: Any, shipped: Catalogue, full: Questionnaire
) -> None:
    answers = load_answers(file, shipped, full)
    made = assess(shipped, full, answers, on=DAY)
    decisions = Decisions(made, shipped, ENGLISH)
    for result in made.models:
        tenths = [round(reason.points * 10) for reason in decisions.reasons(result)]
        assert sum(tenths) == round(points(result.micro, 1) * 10) - 500
    for decision in report(made, shipped, ENGLISH).decisions:
        assert all(0 <= reason.percent <= 100 for reason in (*decision.reasons, *decision.against))
    for row in report(made, shipped, ENGLISH).core:
        assert row.score == points(made.model(row.id).micro, 1)


@pytest.fixture(scope="module")
def rich() -> Catalogue:
    """A catalogue with a requirement, a caution, a tension and obligations."""
    prepare = task("learn", "train_staff")
    return catalogue_of(
        layers=[layer("way", "plain"), layer("who", "own")],
        criteria=[criterion("skill"), criterion("money")],
        models=[
            model("plain", "way", kind="baseline"),
            model(
                "new",
                "way",
                core=True,
                effects={"money": (2, "both")},
                requirements=[requirement("V1", {"level": "money", "at_most": 1})],
                cautions=[caution("C1", {"level": "skill", "at_most": 2}, prepare, "plain")],
            ),
            model("own", "who", kind="baseline", core=True),
            model("email", "way", kind="channel", assisted=True),
            model("phone", "way", kind="channel", assisted=True),
        ],
        relations=[relation("new", "tension", "own")],
        obligations=[
            obligation("say_so", {"level": "money", "at_least": 4}, **{"from": "2026-06-19"}),
            obligation(
                "voice",
                {"answer": "team", "at_least": 1},
                ground="safety",
                channels=["phone"],
                tasks=[task("ring", "design_processes")],
            ),
        ],
        channel_rules={
            "fallback": "email",
            "in_all_at_most": 2,
            "capacity": [
                capacity_rule(
                    {"level": "skill", "at_most": 2}, 1, task("find_hands", "select_model")
                )
            ],
        },
    )


RICH_BANK = bank_of(
    question("skill", "rating"),
    question("money", "rating"),
    question("team", "number"),
    question("channels_used", "ranking", options=["email", "phone"]),
    question("headcount", "number"),
)
STRONG = (given("money", 5), given("skill", 1), given("team", 3))


class TestLists:
    def test_what_the_design_brings(self, rich: Catalogue) -> None:
        made = told(rich, RICH_BANK, *STRONG)
        assert [decision.chosen for decision in made.decisions] == ["new", "own"]
        assert made.decisions[0].first_phase == "name of plain"
        assert [tuple(e)[:3] for e in made.cautions] == [
            ("name of new", "reason of C1", "Do learn")
        ]
        assert [e.name for e in made.tensions] == ["name of new – name of own"]
        assert [tuple(e)[:2] for e in made.channels] == [("name of phone", "required")]
        assert [tuple(e)[:3] for e in made.obligations] == [
            ("say_so", "text of say_so", "by law, from 19 June 2026"),
            ("voice", "text of voice", "for the customer's safety"),
        ]
        assert made.to_check == ()

    def test_what_is_ruled_out_and_what_is_to_be_checked(self, rich: Catalogue) -> None:
        made = told(rich, RICH_BANK, given("money", 1), unknown("team"))
        assert [tuple(e)[:3] for e in made.excluded] == [
            ("name of new (ruled out)", "because", "instead")
        ]
        (row,) = [row for row in made.core if row.id == "new"]
        assert (row.rank, row.note, row.chosen) == ("–", "ruled out", False)
        assert [(e.name, "team" in e.text) for e in made.to_check] == [("voice", True)]

    def test_constraints_say_what_they_keep_and_cost(self, rich: Catalogue) -> None:
        constraints = (keep("plain"), rule_out("phone", until="2020-01-01"))
        made = told(rich, RICH_BANK, given("money", 5), constraints=constraints)
        kept, over = made.constraints
        assert (kept.name, kept.id) == ("so it is", "keep_plain")
        assert "name of plain" in kept.text
        assert kept.text.endswith(" points of fit.")
        assert over.text.endswith("It has ended and does not count.")
        broken = told(rich, RICH_BANK, given("money", 1), constraints=(keep("new"),))
        assert "because" in broken.constraints[0].remark

    def test_core_rows_tell_lead_and_readiness(self, rich: Catalogue) -> None:
        made = told(rich, RICH_BANK, *STRONG)
        new, own = sorted(made.core)
        assert (new.rank, new.chosen, new.note, new.readiness) == (
            "1",
            True,
            "chosen",
            "prepare first",
        )
        assert new.lead.startswith("+")
        assert own.lead == ""
        assert new.score == new.range[0] == new.range[1]

    def test_other_designs_and_open_questions(self, rich: Catalogue) -> None:
        made = told(rich, RICH_BANK, given("money", 5))
        (other,) = made.next_best
        assert other.name == "way: name of plain" or other.name.endswith("name of plain")
        assert other.text.endswith("points behind")
        (skill,) = assessed(rich, RICH_BANK, sheet_of(given("money", 5))).open_questions
        assert skill.criterion == "skill"
        assert (made.open_questions, "skill" in made.idle) == ((), True)
        level_with = told(rich, RICH_BANK).next_best[0]
        assert "0.0" not in level_with.text

    def test_what_gains_nothing_once_rounded_is_idle(self, rich: Catalogue) -> None:
        def told_of(**changed: Any) -> tuple[list[str], str]:
            made = assessed(rich, RICH_BANK, sheet_of(given("money", 5)))
            (opened,) = made.open_questions
            opened = opened._replace(layers=("way",), **changed)
            told = report(replace(made, open_questions=(opened,)), rich, ENGLISH)
            return [entry.text for entry in told.open_questions], told.idle

        gains = "knowing it, the likeliest option for name would be right in 53 of 100 cases"
        assert told_of(gain=Gain("way", 520_000, 530_000)) == ([f"{gains} rather than 52"], "")
        level = Gain("way", 520_000, 521_000)
        assert told_of(gain=level, moves=2_000_000) == (["can move up to 2.0 points"], "")
        idle = "Not certain either, but no longer able to change a decision: skill."
        assert told_of(gain=level, moves=20_000) == ([], idle)
        assert told_of(moves=49_999) == ([], idle)

    def test_with_the_bank_no_question_is_named_by_its_id(self, rich: Catalogue) -> None:
        made = assessed(rich, RICH_BANK, sheet_of(unknown("team"), given("money", 5)))
        told = report(made, rich, ENGLISH, questions=RICH_BANK)
        (voice,) = [entry for entry in told.to_check if entry.id == "voice"]
        asked = RICH_BANK["team"].text.en
        assert voice.text == f"To tell, find out: {asked[:1].lower()}{asked[1:]}."

    def test_the_ranking_holds_whatever_is_chosen(self, tiny: Catalogue, tiny_bank: Bank) -> None:
        models = {id_: replace(each, core=False) for id_, each in tiny.models.items()}
        models["desk"] = replace(models["desk"], core=True)
        made = told(replace(tiny, models=models), tiny_bank, given("digital", 5))
        chosen = {decision.chosen for decision in made.decisions}
        assert {row.id for row in made.core} >= {"desk", *chosen}
        assert {row.id for row in made.core if row.chosen} == chosen

    def test_what_is_ruled_out_is_not_said_to_be_ready(self, rich: Catalogue) -> None:
        made = told(rich, RICH_BANK, given("money", 1))
        (row,) = [row for row in made.core if row.id == "new"]
        assert row.readiness == "–"

    def test_versions_are_told(self, rich: Catalogue) -> None:
        names = {entry.name: entry.text for entry in told(rich, RICH_BANK).versions}
        assert names["Program"] == "1.0"
        assert names["Catalogue"] == "tiny 1"

    def test_a_subject_stays_on_one_line(self, rich: Catalogue) -> None:
        made = replace(assessed(rich, RICH_BANK), subject=" one\n two\u2028three ")
        assert report(made, rich, ENGLISH).subject == "one two three"


def planned(catalogue: Catalogue, words: Words = ENGLISH) -> PlanReport:
    sheet = sheet_of(*STRONG, given("headcount", 40))
    made = assessed(catalogue, RICH_BANK, sheet)
    shelf = shelf_of(
        playbook("common", *(task(f"do_{step}", step) for step in STEPS)),
        playbook(
            "new",
            task(
                "try_it",
                "analyse_needs",
                after=["common.do_analyse_needs"],
                how={"es": "así", "en": "so"},
            ),
            task("more", "analyse_needs", extends="common.do_analyse_needs", effort_days=[0.5, 1]),
            kpis=[
                {"kpi": "speed", "target": {"es": "10 s", "en": "10 s"}, "sources": ["judgement"]}
            ],
            risks=[
                {
                    "id": "r1",
                    "risk": {"es": "riesgo", "en": "risk"},
                    "mitigation": {"es": "remedio", "en": "cure"},
                    "sources": ["judgement"],
                }
            ],
            months_to_stable=[2, 4.5],
        ),
        kpis=[kpi("speed")],
    )
    plan = build_plan(made, catalogue, shelf, sheet)
    return plan_report(plan, made, catalogue, shelf, words)


class TestPlanReport:
    def test_six_steps_with_numbered_tasks(self, rich: Catalogue) -> None:
        made = planned(rich)
        assert [step.number for step in made.steps] == [1, 2, 3, 4, 5, 6]
        assert [step.name for step in made.steps] == list(STEPS)
        for step in made.steps:
            numbers = [task.number for task in step.tasks]
            assert numbers == [f"{step.number}.{n}" for n in range(1, len(numbers) + 1)]
        tasks = sum(len(step.tasks) for step in made.steps)
        assert f"{tasks} tasks" in made.intro

    def test_who_asks_for_a_task_and_why(self, rich: Catalogue) -> None:
        tasks = {task.title: task for step in planned(rich).steps for task in step.tasks}
        assert tasks["Do do_analyse_needs"].asked_by == "every plan (extended for name of new)"
        assert [tuple(p)[:3] for p in tasks["Do do_analyse_needs"].points] == [
            ("Do more", "", "name of new")
        ]
        assert tasks["Do try_it"].after == ("1.1",)
        assert (tasks["Do try_it"].how, tasks["Do try_it"].role) == ("so", "lead")
        assert (tasks["Do learn"].asked_by, tasks["Do learn"].reason) == (
            "name of new",
            "reason of C1",
        )
        assert (tasks["Do ring"].asked_by, tasks["Do ring"].reason) == ("voice", "text of voice")

    def test_effort_and_time_are_ranges(self, rich: Catalogue) -> None:
        made = planned(rich)
        assert made.steps[0].effort == "2.5–5 days"
        assert "2–4.5 months" in made.months
        assert planned(rich, SPANISH).steps[0].effort == "2,5–5 días"
        ends = [step.effort.split(" ")[0].split("–") for step in made.steps]
        total = [sum(float(each[end]) for each in ends) for end in (0, -1)]
        assert made.effort == f"{total[0]:g}–{total[1]:g} days"

    def test_measures_risks_and_roles(self, rich: Catalogue) -> None:
        made = planned(rich)
        sheets = {sheet.id: sheet for sheet in made.sheets}
        assert sheets["kpis"].rows == (
            ("speed", "words", "to be measured", "10 s", "lead", "every month"),
        )
        columns = ["Risk", "Probability", "Impact", "What to do", "Owner"]
        assert sheets["risks"].columns == tuple(columns)
        assert [(row[0], row[3]) for row in sheets["risks"].rows] == [("risk", "cure")]
        assert [e.name for e in made.roles] == ["lead"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_example_has_every_text(
        self, lang: Lang, shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf
    ) -> None:
        words = Words(lang, load_phrases())
        for file in EXAMPLES:
            answers = load_answers(file, shipped, full)
            made = assess(shipped, full, answers, on=DAY)
            plan = build_plan(made, shipped, shelf, answers)
            text = plan_report(plan, made, shipped, shelf, words)
            tasks = [task for step in text.steps for task in step.tasks]
            assert all(task.title and task.role and task.effort and task.output for task in tasks)
            assert all(task.asked_by for task in tasks)
            assert all(task.when for task in tasks)
            for sheet in text.sheets:
                assert sheet.heading
                assert all(sheet.notes)
                assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}
            told = {sheet.id: sheet for sheet in text.sheets}
            assert all(all(row) for id_ in ("kpis", "risks") for row in told[id_].rows)
            assert text.summary
