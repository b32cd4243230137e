"""The sheets of a plan: who answers, what is measured, what may go wrong, what it costs, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from svcmodel.domain.answers import Answer, TeamMember
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Obligation
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.playbooks import STEPS, Playbook
from svcmodel.domain.questions import Question
from svcmodel.planning.build_plan import build_plan
from svcmodel.scoring.assess import assess
from tests.builders import (
    DAY,
    SIZES,
    bank_of,
    catalogue_of,
    caution,
    criterion,
    given,
    keep,
    kpi,
    kpi_use,
    layer,
    made,
    model,
    obligation,
    plan_rules,
    playbook,
    question,
    questionnaire_of,
    risk,
    role,
    sheet_of,
    shelf_of,
    size_rule,
    task,
    words,
)

CHANNELS = ["phone", "email"]
BANK = bank_of(
    question("headcount", "number"),
    question("digital", "rating"),
    question("volume", "number"),
    question("customers", "number"),
    question("speed_today", "choice", options=["hours", "days"]),
    question("day_rate", "number"),
    question("currency", "choice", options=["EUR", "USD"]),
    question("can_invest", "choice", options=["little", "much"]),
    question("channels_used", "ranking", options=CHANNELS),
    question("promise", "text", short=words("promise")),
    question("tone", "text", short=words("tone")),
    question("why_us", "text", first_page=True),
)
ROLES = (role("boss"), role("maths", "lead"), role("helper", "lead"))
PEOPLE = {"consulted": ["maths", "lead"], "informed": ["boss"]}
RACI = [
    {"ground": "law", "accountable": "boss", "consulted": ["helper"]},
    {"layer": "answered", "step": "train_staff", "accountable": "helper"},
    {"step": "analyse_needs", "accountable": "lead", **PEOPLE},
]
EMAIL = {key: words(key) for key in ("keep", "open", "close")}
ROUTES = [
    {
        "id": "all",
        "contacts": words(),
        "skill": words(),
        "level": "l1",
        "first": "lead",
        "then": "boss",
    },
    {
        "id": "robots",
        "contacts": words(),
        "skill": words(),
        "parts": ["robot"],
        "level": "l0",
        "first": "maths",
        "then": "lead",
    },
    {
        "id": "shy",
        "contacts": words(),
        "skill": words(),
        "when": {"level": "digital", "at_most": 2},
        "level": "l2",
        "first": "lead",
        "then": "boss",
    },
]


def rules(**more: Any) -> PlanRules:
    return plan_rules(
        answers_for=more.pop("answers_for", "boss"),
        raci=RACI,
        email={"channel": "email", **EMAIL},
        routing=ROUTES,
        charter=["promise", "tone"],
        rate_question="day_rate",
        budget_question="can_invest",
        reviews=[
            {
                "id": "first",
                "name": words("first"),
                "counted_from": "start",
                "days": [30, 5],
                "look_at": words(),
            }
        ],
        **more,
    )


CLOSING = rules(
    situations=[
        {
            "id": "channels_left",
            "reason": words("not kept"),
            "questions": ["channels_used"],
            "tasks": [task("close", "implement_technology", title=words("close {channels}"))],
            "sources": ["s"],
        }
    ],
    left={"preferred_question": "none", "close": words("slowly")},
)


def world(*duties: Obligation, at_most: int = 9) -> Catalogue:
    prepare = task("prepare", "analyse_needs")
    return catalogue_of(
        channel_rules={"at_baseline_at_most": at_most},
        layers=[layer("answered", "desk"), layer("where", "one_way")],
        criteria=[criterion("digital")],
        models=[
            model("desk", "answered", kind="baseline"),
            model(
                "robot",
                "answered",
                effects={"digital": (2, "both")},
                cautions=[caution("G1", {"level": "digital", "at_most": 4}, prepare)],
            ),
            model("one_way", "where", kind="baseline"),
            model("phone", "where", kind="channel", assisted=True),
            model("email", "where", kind="channel", assisted=True),
        ],
        obligations=duties,
    )


def book(id_: str, *kpis: str, **more: Any) -> Playbook:
    tasks = [task(f"do_{step}", step, role="maths") for step in STEPS]
    return playbook(id_, *tasks, kpis=[kpi_use(each, id_) for each in kpis], **more)


COMMON = book(
    "common",
    "csat",
    "speed",
    "ratio",
    risks=[risk("a", probability=1, impact=1, trigger=words("sign")), risk("b", watch="csat")],
    cost_drivers=words("hours"),
    tools={"es": ["hoja"], "en": ["sheet"]},
)
ROBOT = book(
    "robot",
    "solved",
    "csat",
    risks=[risk("c", impact=3, owner="maths")],
    training=words("learn"),
)
WATCHED = book("robot", "solved", risks=[risk("w", watch="calm", trigger=words("shouting"))])
OTHER = book("desk", "calm")
"""A playbook that is not part of the design and has a target for the measure."""
KPIS = (
    kpi("calm"),
    kpi("csat", owner="maths", frequency="weekly"),
    kpi("speed", known_from=["speed_today"]),
    kpi("ratio", known_from=["volume", "customers"]),
    kpi("solved"),
)
DIGITAL = given("digital", 4)
BIG = given("headcount", 200)
SMALL = given("headcount", 5)


def plan(
    *answers: Answer,
    duties: tuple[Obligation, ...] = (),
    bank: dict[str, Question] = BANK,
    using: PlanRules | None = None,
    books: tuple[Playbook, ...] = (ROBOT,),
    at_most: int = 9,
    **more: Any,
) -> Plan:
    catalogue = world(*duties, at_most=at_most)
    sheet = sheet_of(DIGITAL, *answers, constraints=(keep("robot", "2027-03-01"),), **more)
    assessment = assess(catalogue, questionnaire_of(bank), sheet, on=DAY)
    shelf = shelf_of(COMMON, *books, kpis=KPIS, roles=ROLES, rules=using or rules())
    return build_plan(assessment, catalogue, shelf, sheet, bank)


FROM: Any = {"from": "2026-09-01"}
LAW = obligation("act", tasks=[task("sign", "select_model")], **FROM)


class TestRaci:
    def test_the_first_rule_that_fits_says_who_answers(self) -> None:
        rows = {row.task: row for row in plan(BIG, duties=(LAW,)).raci}
        assert rows["act.sign"].accountable == "boss"
        assert rows["robot.do_train_staff"].accountable == "helper"
        assert rows["common.do_train_staff"].accountable == "boss"
        first = rows["common.do_analyse_needs"]
        assert (first.responsible, first.accountable) == ("maths", "lead")
        assert (first.consulted, first.informed) == ((), ("boss",))

    def test_who_answers_for_the_plan_answers_for_what_they_do_themselves(self) -> None:
        made_ = plan(BIG, duties=(LAW,), using=rules(answers_for="maths"))
        rows = {row.task: row for row in made_.raci}
        assert rows["common.do_analyse_needs"].accountable == "maths"
        assert rows["robot.do_train_staff"].accountable == "maths"
        assert rows["act.sign"].accountable == "boss"

    def test_a_rule_may_speak_of_some_tasks_or_some_models(self) -> None:
        some = [
            {"tasks": ["common.do_train_staff"], "accountable": "helper"},
            {"parts": ["robot"], "step": "train_staff", "accountable": "lead"},
        ]
        using = plan_rules(raci=some, answers_for="boss")
        rows = {row.task: row.accountable for row in plan(BIG, using=using).raci}
        assert rows["common.do_train_staff"] == "helper"
        assert rows["robot.do_train_staff"] == "lead"
        assert rows["robot.do_analyse_needs"] == "boss"

    def test_every_role_that_the_plan_names_is_described(self) -> None:
        made_ = plan(BIG, duties=(LAW,))
        assert made_.roles == ("lead", "boss", "maths", "helper")

    def test_a_small_plan_has_owners_and_no_such_table(self) -> None:
        small = size_rule("small", 10, few_roles=True, sections=["summary", "steps"])
        made_ = plan(SMALL, using=rules(sizes=[small, SIZES[1]]))
        assert made_.raci == ()
        assert {each.role for each in made_.tasks} == {"lead"}
        assert {each.skill for each in made_.tasks} == {"maths", "lead"}
        assert made_.roles == ("lead",)

    def test_the_named_team_is_mapped_to_the_tasks(self) -> None:
        team = tuple(
            made(TeamMember, {"name": name, "roles": [held], "days_a_week": 1})
            for name, held in (("Ana", "boss"), ("Luis", "lead"))
        )
        assert {each.person for each in plan(SMALL, team=team).tasks} == {"Luis"}
        assert {each.person for each in plan(SMALL).tasks} == {""}


class TestMeasures:
    def test_a_measure_has_an_owner_a_frequency_and_all_its_parts(self) -> None:
        told = {each.kpi.id: each for each in plan(BIG).kpis}
        assert list(told) == ["csat", "speed", "ratio", "solved"]
        assert (told["csat"].owner, told["csat"].frequency) == ("maths", "weekly")
        assert told["csat"].parts == ("common", "robot")
        assert (told["solved"].owner, told["solved"].frequency) == ("lead", "monthly")

    def test_todays_figure_is_the_answer_or_two_of_them_divided(self) -> None:
        answers = (given("speed_today", "days"), given("volume", 100), given("customers", 300))
        told = {each.kpi.id: each.baseline for each in plan(BIG, *answers).kpis}
        assert told["csat"] is None
        assert told["speed"] is not None
        assert [said.value for said in told["speed"].said] == ["days"]
        assert told["ratio"] is not None
        assert told["ratio"].ratio == 333

    @pytest.mark.parametrize("answers", [(), (given("volume", 1),)])
    def test_a_figure_that_lacks_a_part_is_still_to_be_measured(
        self, answers: tuple[Answer, ...]
    ) -> None:
        told = {each.kpi.id: each.baseline for each in plan(BIG, *answers).kpis}
        assert told["ratio"] is None

    def test_nothing_is_divided_by_none(self) -> None:
        told = {e.kpi.id: e for e in plan(BIG, given("volume", 1), given("customers", 0)).kpis}
        assert told["ratio"].baseline is None

    def test_a_small_plan_measures_little_first_what_changes(self) -> None:
        few = size_rule("small", 10, kpis=2, risks=1)
        made_ = plan(SMALL, using=rules(sizes=[few, SIZES[1]]))
        assert [each.kpi.id for each in made_.kpis] == ["csat", "solved"]
        assert [each.id for each in made_.risks] == ["robot.c"]
        assert made_.left_out.kpis == ("speed", "ratio")
        assert made_.left_out.risks == ("common.a", "common.b")

    def test_the_sign_of_a_risk_is_a_measure_of_the_plan(self) -> None:
        made_ = plan(BIG, books=(WATCHED, OTHER))
        signs = {each.id: (each.watch, each.trigger) for each in made_.risks}
        assert signs["robot.w"] == ("calm", None)
        assert [each.parts for each in made_.kpis if each.kpi.id == "calm"] == [("robot",)]

    def test_without_room_for_its_measure_it_is_the_sign_that_was_written(self) -> None:
        few = size_rule("small", 10, kpis=2)
        made_ = plan(SMALL, books=(WATCHED, OTHER), using=rules(sizes=[few, SIZES[1]]))
        (found,) = [each for each in made_.risks if each.id == "robot.w"]
        assert found.watch is None
        assert found.trigger is not None

    def test_a_risk_of_what_is_not_ready_is_likelier(self) -> None:
        risks = {each.id: each for each in plan(BIG).risks}
        assert (risks["common.b"].probability, risks["common.b"].watch) == (2, "csat")
        assert (risks["robot.c"].probability, risks["robot.c"].impact) == (3, 3)
        assert (risks["common.a"].owner, risks["robot.c"].owner) == ("lead", "maths")
        ready = plan(BIG, given("digital", 5))
        assert {e.id: e.probability for e in ready.risks}["robot.c"] == 2


class TestBudget:
    def test_days_are_told_by_role_and_add_up(self) -> None:
        budget = plan(BIG).budget
        assert {each.role for each in budget.people} == {"maths", "lead"}
        for end in (0, 1):
            assert budget.days[end] == sum(each.days[end] for each in budget.people)
        assert [(each.part, each.driven_by) for each in budget.tools] == [
            ("common", COMMON.cost_drivers)
        ]

    def test_money_is_days_times_the_rate(self) -> None:
        made_ = plan(BIG, given("day_rate", 150.5), given("currency", "EUR"))
        for each in made_.budget.people:
            least, most = each.days
            assert each.money == (-(-least * 301 // 2), -(-most * 301 // 2), "EUR")
        amounts = [each.money for each in made_.budget.people if each.money is not None]
        assert made_.budget.money == (
            sum(each.least for each in amounts),
            sum(each.most for each in amounts),
            "EUR",
        )
        assert made_.budget.unknown == ()

    def test_without_the_rate_it_says_what_is_missing(self) -> None:
        assert plan(BIG, given("currency", "EUR")).budget.unknown == ("day_rate",)
        made_ = plan(BIG, given("day_rate", 100))
        assert made_.budget.money is not None
        assert (made_.budget.money.currency, made_.budget.unknown) == (None, ("currency",))

    def test_what_can_be_invested_stands_beside_it(self) -> None:
        said = plan(BIG, given("can_invest", "little")).budget.said
        assert said is not None
        assert said.value == "little"
        assert plan(BIG).budget.said is None


class TestTrace:
    def test_a_task_names_the_answers_the_rules_and_the_sources_behind_it(self) -> None:
        tasks = {each.id: each for each in plan(BIG, duties=(LAW,)).tasks}
        (common,) = tasks["common.do_train_staff"].trace
        assert (common.cause, common.sources) == ("common", ("judgement",))
        (own,) = tasks["robot.do_train_staff"].trace
        assert (own.cause, own.rule) == ("chosen", "keep_robot")
        assert (own.criteria, own.questions) == (("digital",), ("digital",))
        (first,) = tasks["robot.prepare"].trace
        assert (first.cause, first.rule, first.criteria) == ("caution", "G1", ("digital",))
        (law,) = tasks["act.sign"].trace
        assert (law.cause, law.rule) == ("obligation", "act")

    def test_a_point_is_traced_as_well(self) -> None:
        more = task("say", "train_staff", extends="common.do_train_staff")
        law = obligation("act", {"level": "digital", "at_least": 1}, tasks=[more])
        tasks = {each.id: each for each in plan(BIG, duties=(law,)).tasks}
        causes = [each.cause for each in tasks["common.do_train_staff"].trace]
        assert causes == ["common", "obligation"]

    def test_acceptance_names_what_one_sees_and_the_measure(self) -> None:
        tasks = {each.id: each for each in plan(BIG).tasks}
        assert tasks["robot.do_monitor_and_adjust"].acceptance == (None, "solved")
        assert tasks["robot.do_analyse_needs"].acceptance == (None, None)


class TestDesign:
    def test_a_decision_tells_fit_and_readiness_apart_and_why(self) -> None:
        answered, _ = plan(BIG).decisions
        assert (answered.chosen, answered.at_baseline) == ("robot", False)
        assert answered.fit > 50_000_000
        assert answered.readiness == "prepare"
        (reason,) = answered.reasons
        assert (reason.criterion, reason.questions) == ("digital", ("digital",))
        assert [said.value for said in reason.said] == [4]
        (why_not,) = answered.why_not
        assert (why_not.against, why_not.micro) == ("desk", reason.micro)

    def test_an_obligation_names_the_tasks_that_see_to_it(self) -> None:
        (duty,) = plan(BIG, duties=(LAW,)).obligations
        assert (duty.applies, duty.since, duty.tasks) == (True, "2026-09-01", ("act.sign",))

    def test_what_is_taken_for_granted_is_said(self) -> None:
        guessed = given("volume", 10, "guess")
        told = {(each.kind, each.about) for each in plan(guessed).assumptions}
        assert told >= {("size", "headcount"), ("time", "unknown"), ("guess", "volume")}
        assert ("size", "headcount") not in {(e.kind, e.about) for e in plan(BIG).assumptions}

    def test_the_first_page_says_what_brought_the_client_here_and_what_comes_first(self) -> None:
        summary = plan(BIG, given("why_us", "We mend it")).summary
        assert [said.value for said in summary.brought] == ["We mend it"]
        assert [each.criterion for each in summary.reasons] == ["digital"]
        assert len(summary.actions) == 5
        starts = [each.start for each in summary.actions]
        assert starts == sorted(starts)
        assert [each.constraint for each in summary.constraints] == ["keep_robot"]


class TestService:
    def test_a_channel_tells_why_and_from_when(self) -> None:
        law = obligation("act", channels=["phone"])
        rows = {
            each.channel: each
            for each in plan(
                BIG, given("channels_used", ("email",)), duties=(law,)
            ).service.channels
        }
        assert (rows["email"].reason, rows["email"].used, rows["email"].since) == ("use", 1, None)
        assert (rows["phone"].obligations, rows["phone"].used) == (("act",), None)
        assert rows["phone"].since is not None

    @pytest.mark.parametrize(
        ("used", "state"),
        [(("email",), "keep"), (("phone",), None), (None, "open")],
    )
    def test_what_becomes_of_email(self, used: tuple[str, ...] | None, state: str | None) -> None:
        answers = [given("channels_used", used)] if used else []
        email = plan(BIG, *answers).service.email
        assert (email.state if email else None) == state

    @pytest.mark.parametrize("channel", ["email", "phone"])
    def test_what_customers_use_and_the_design_leaves_closes_with_notice(
        self, channel: str
    ) -> None:
        kept = "phone" if channel == "email" else "email"
        used = given("channels_used", (kept, channel))
        made_ = plan(BIG, used, using=CLOSING, at_most=1)
        (task_,) = (each for each in made_.tasks if each.parts == ("channels_left",))
        assert task_.title.en.endswith(channel)
        assert (task_.origin, task_.trace[0].questions) == ("situation", ("channels_used",))
        (time,) = (each for each in made_.schedule.tasks if each.task == task_.id)
        told = made_.service.email if channel == "email" else made_.service.left
        assert told is not None
        assert told.closes == time.end

    def test_what_customers_like_best_is_never_closed(self) -> None:
        used = given("channels_used", ("email", "phone"))
        liked = given("liked", "phone")
        assert CLOSING.left is not None
        rules_ = replace(CLOSING, left=replace(CLOSING.left, preferred_question="liked"))
        bank = {**BANK, **bank_of(question("liked", "choice", options=CHANNELS))}
        made_ = plan(BIG, used, liked, using=rules_, at_most=1, bank=bank)
        assert not any("channels_left" in each.parts for each in made_.tasks)
        left = made_.service.left
        assert left is not None
        assert (left.channels, left.preferred, left.closes) == (("phone",), "phone", None)

    def test_where_nothing_is_left_nothing_closes(self) -> None:
        made_ = plan(BIG, given("channels_used", ("email",)), using=CLOSING)
        assert not any("channels_left" in each.parts for each in made_.tasks)

    def test_contacts_are_routed_by_the_rules_that_speak_of_the_design(self) -> None:
        assert [each.id for each in plan(BIG).service.routing] == ["all", "robots"]
        shy = plan(BIG, given("digital", 1)).service.routing
        assert [each.id for each in shy] == ["all", "robots", "shy"]

    def test_the_charter_shows_every_promise_and_a_small_one_those_that_were_made(self) -> None:
        rows = plan(BIG, given("promise", "Today")).service.charter
        assert [(row.question.id, row.said is not None) for row in rows] == [
            ("promise", True),
            ("tone", False),
        ]
        small = plan(SMALL, given("promise", "Today")).service.charter
        assert [row.question.id for row in small] == ["promise"]

    def test_each_role_learns_what_it_does(self) -> None:
        rows = {row.role: row for row in plan(BIG).service.training}
        assert set(rows) == {"lead", "maths"}
        both = ("common.do_train_staff", "robot.do_train_staff")
        assert [topic.text.en for topic in rows["lead"].topics] == ["learn"]
        assert [topic.text.en for topic in rows["maths"].topics] == ["Do do_train_staff"] * 2
        assert rows["lead"].tasks == rows["maths"].tasks == both

    def test_those_who_teach_learn_nothing_by_it(self) -> None:
        rows = plan(BIG, using=rules(teachers=["maths"])).service.training
        assert [row.role for row in rows] == ["lead"]

    def test_what_a_size_does_not_show_stays_empty(self) -> None:
        small = size_rule("small", 10, sections=["summary", "steps"])
        service = plan(SMALL, using=rules(sizes=[small, SIZES[1]])).service
        assert (service.channels, service.routing, service.charter, service.training) == (
            (),
            (),
            (),
            (),
        )
        assert service.email is None


class TestMonitoring:
    def test_reviews_come_by_day_and_on_working_days(self) -> None:
        made_ = plan(BIG, duties=(LAW,))
        assert [each.day for each in made_.monitoring.reviews] == ["2026-01-20", "2026-02-16"]
        assert [each.kpi for each in made_.monitoring.thresholds][:1] == ["csat"]

    def test_the_days_that_others_set_are_kept_in_mind(self) -> None:
        due = plan(BIG, duties=(LAW,)).monitoring.due
        assert [(each.day, each.kind, each.id) for each in due] == [
            ("2026-09-01", "law", "act"),
            ("2027-03-01", "constraint", "keep_robot"),
        ]
