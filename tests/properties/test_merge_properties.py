"""Merging whatever people say: with oneself it changes nothing; the order of the files is no opinion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint, Segment, TeamMember
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.merging import Voice
from svcmodel.domain.questions import Question, Questionnaire
from svcmodel.scoring.decide import decide
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.merge import merge_sheets
from svcmodel.sources.answer_files import open_answers, parse_answers
from svcmodel.sources.write_answers import answers_text
from tests.builders import DAY
from tests.properties.effort import tried
from tests.properties.sheets import answers_to, direct, grades, level_sheets, sheets, spans

Spans = dict[str, Span | None]


def merged(shipped: Catalogue, full: Questionnaire, *voices: AnswerSheet) -> AnswerSheet:
    named = [Voice(f"voice {number}", sheet) for number, sheet in enumerate(voices)]
    return merge_sheets(shipped, full.bank, named).sheet


def levels_of(shipped: Catalogue, full: Questionnaire, sheet: AnswerSheet) -> Spans:
    levels = read_levels(shipped, full.bank, sheet).levels
    return {id_: level.span for id_, level in levels.items()}


def any_sheets(shipped: Catalogue, full: Questionnaire) -> st.SearchStrategy[AnswerSheet]:
    return sheets(full.bank) | level_sheets(shipped.criteria)


@tried(9)
@given(st.data())
def test_merging_with_oneself_changes_nothing(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    sheet = data.draw(any_sheets(shipped, full))
    again = merged(shipped, full, sheet, sheet)
    assert dict(again.answers) == dict(sheet.answers)
    one, other = (decide(shipped, full.bank, each, DAY) for each in (sheet, again))
    assert one.results == other.results
    assert one.design == other.design


@tried(9)
@given(st.data())
def test_the_order_of_the_files_changes_no_level(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(any_sheets(shipped, full), min_size=2, max_size=4))
    order = data.draw(st.permutations(drawn))
    found = [levels_of(shipped, full, merged(shipped, full, *each)) for each in (drawn, order)]
    assert found[0] == found[1]


@tried(9)
@given(st.data())
def test_where_people_give_levels_every_one_of_them_stays_possible(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(level_sheets(shipped.criteria), min_size=2, max_size=3))
    together = levels_of(shipped, full, merged(shipped, full, *drawn))
    for sheet in drawn:
        for id_, answer in sheet.answers.items():
            span, own = together[id_], answer.span
            assert span is not None
            assert own is not None
            if own != (1, 5):
                assert span.low <= own.low
                assert own.high <= span.high


texts = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12).filter(str.strip)
texts |= st.sampled_from(["yes", "12", "2.000", "a: b", "# no", "- x", "«sí»", "two\nlines", '"'])


def with_remarks(answer: Answer) -> st.SearchStrategy[Answer]:
    maybe = st.just("") | texts
    about: dict[str, st.SearchStrategy[Any]] = {
        "grade": grades,
        "note": maybe,
        "source": maybe,
        "by": maybe,
    }
    return st.fixed_dictionaries(about).map(lambda said: replace(answer, **said))


def noted_answers(bank: dict[str, Question]) -> st.SearchStrategy[dict[str, Answer]]:
    each = {id_: answers_to(question).flatmap(with_remarks) for id_, question in bank.items()}
    level = spans.map(lambda span: direct("cus_human", span))
    return st.fixed_dictionaries({}, optional={**each, "cus_human": level})


constraints = st.lists(
    st.builds(
        Constraint,
        id=st.sampled_from(["a", "b_2", "no"]),
        keep=st.just("outsourcing"),
        reason=texts,
        until=st.none() | st.just("2027-12-31"),
    )
    | st.builds(
        Constraint,
        id=st.sampled_from(["c", "d"]),
        rule_out=st.lists(st.sampled_from(["freemium", "phone"]), min_size=1, unique=True).map(
            tuple
        ),
        reason=texts,
    ),
    max_size=3,
    unique_by=lambda constraint: constraint.id,
).map(tuple)


def team_of(catalogue: Catalogue) -> st.SearchStrategy[tuple[TeamMember, ...]]:
    member = st.builds(
        TeamMember,
        name=texts,
        roles=st.lists(st.sampled_from(catalogue.role_ids), min_size=1, unique=True).map(tuple),
        days_a_week=st.sampled_from([0.5, 1, 2.25, 5]),
    )
    return st.lists(member, max_size=3, unique_by=lambda each: each.name).map(tuple)


@tried(14)
@given(st.data())
def test_what_is_written_reads_back_as_the_same_sheet(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(sorted(full.bank)), max_size=8, unique=True))
    bank = {id_: full.bank[id_] for id_ in some}
    said = noted_answers(bank)
    segments = st.builds(
        lambda names, answers: tuple(
            Segment(f"s{n}", name, None, own)
            for n, (name, own) in enumerate(zip(names, answers, strict=True))
        ),
        st.lists(texts, min_size=2, max_size=2),
        st.lists(said, min_size=2, max_size=2),
    )
    sheet = AnswerSheet(
        subject=data.draw(texts),
        lang=data.draw(st.sampled_from(["es", "en", None])),
        date=data.draw(st.none() | st.just("2026-01-15")),
        answers=data.draw(said),
        weights=data.draw(
            st.just({}) | st.just({"customer": 2, "resources": 0.5, "objectives": 1.333})
        ),
        important=data.draw(st.just(()) | st.just(("cus_human", "res_crm"))),
        constraints=data.draw(constraints),
        segments=data.draw(st.just(()) | segments),
        team=data.draw(team_of(shipped)),
    )
    text = answers_text(sheet, "./answers.schema.json", ["made for a test"])
    read, _ = parse_answers(open_answers("c.yaml", data=text.encode()), shipped, full)
    assert replace(read, hash="") == sheet
    assert text.startswith("# yaml-language-server: $schema=./answers.schema.json\n")
    assert answers_text(read, "./answers.schema.json", ["made for a test"]) == text


@tried(9)
@given(st.data())
def test_a_merged_file_can_always_be_read(
    shipped: Catalogue, full: Questionnaire, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(any_sheets(shipped, full), min_size=2, max_size=3))
    together = merged(shipped, full, *drawn)
    text = answers_text(together, "./answers.schema.json")
    read, _ = parse_answers(open_answers("c.yaml", data=text.encode()), shipped, full)
    assert dict(read.answers) == dict(together.answers)
