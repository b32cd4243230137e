"""Cases from a casebook and from a folder: all that is said is read, all that is wrong is placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.errors import InvalidInputError, Problem, SvcmodelError, UnreadableInputError
from svcmodel.sources.case_files import CasesRead, load_answered_cases
from svcmodel.sources.catalogue_files import load_catalogue
from tests.builders import bank_of, question

CASES = """\
- id: case-1
  language: en
  description: A bakery.
  truth:
    company: House of Bread
    country: Nowhere
    sector: bakeries
    year: 2020
    outcome: It went well.
    primary: [self_service]
    acceptable: [phone]
    must_not: [freemium]
    must_not_basis: judgement
    source: [https://example.org/1]
    confidence: high
    sme_or_non_famous: true
    negative: false
    note: A note.
- id: case-2
  language: es
  description: Un circo.
  truth:
    company: Circo
    country: Nowhere
    sector: circuses
    outcome: It failed.
    primary: [phone]
    must_not: [automated]
    must_not_basis: documented
    source: [A book of 1999]
    confidence: low
    sme_or_non_famous: false
    negative: true
    scoring: must_not_only
"""
ANSWERS = """\
id,person_required,cus_digital,res_kb,obj_cost
case-1,y,4s,3i,n
case-2,,,1s,
"""
CASEBOOK = """\
format: svcmodel/casebook/1
notice: {es: Aviso, en: Notice}
cases:
  - id: one
    organisation: House of Bread
    country: {es: Ninguno, en: Nowhere}
    sector: {es: Panaderías, en: Bakeries}
    year: "2020"
    small_or_unknown: true
    failure: false
    counts: true
    chosen: [self_service]
    confidence: high
    outcome: {es: Bien., en: Well.}
    links: [https://example.org/1]
    stated: {cus_digital: 4}
    inferred: {res_kb: 3}
    not_applicable: [obj_cost]
"""
BANK = bank_of(question("person_required", "yes_no"), question("other", "rating"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def read(tmp_path: Path, catalogue: Catalogue) -> Callable[..., CasesRead]:
    """Reads a folder with these two files; None leaves one out."""

    def reading(cases: str | None = CASES, answers: str | None = ANSWERS) -> CasesRead:
        for name, text in (("cases.yaml", cases), ("answers.csv", answers)):
            if text is not None:
                (tmp_path / name).write_bytes(text.encode())
        return load_answered_cases(tmp_path, catalogue, BANK)

    return reading


@pytest.fixture
def book(tmp_path: Path, catalogue: Catalogue) -> Callable[[str], CasesRead]:
    def reading(text: str) -> CasesRead:
        file = tmp_path / "book.yaml"
        file.write_text(text, encoding="utf-8")
        return load_answered_cases(file, catalogue, BANK)

    return reading


def refused(reading: Callable[..., CasesRead], *texts: str | None) -> list[Problem]:
    with pytest.raises(InvalidInputError) as found:
        reading(*texts)
    return list(found.value.problems)


def places(problems: Iterable[Problem]) -> list[tuple[str, str, int, int, str]]:
    return [(p.code, p.file.rsplit("/", 1)[-1], p.line, p.column, p.path) for p in problems]


class TestFolder:
    def test_everything_that_is_said_is_read(self, read: Callable[..., CasesRead]) -> None:
        first, second = read().cases
        case = first.case
        assert (case.id, case.organisation, case.year) == ("case-1", "House of Bread", "2020")
        assert (case.chosen, case.acceptable, case.must_not) == (
            ("self_service",),
            ("phone",),
            ("freemium",),
        )
        assert (case.stated, case.inferred) == ({"cus_digital": 4}, {"res_kb": 3})
        assert case.not_applicable == ("obj_cost",)
        assert (case.counts, case.failure, case.small_or_unknown) == (True, False, True)
        assert first.answers == {"person_required": True}
        assert (second.case.counts, second.case.failure, second.case.year) == (False, True, "")
        assert (second.case.stated, second.answers) == ({"res_kb": 1}, {})

    def test_spaces_quotes_and_other_line_ends_do_not_matter(
        self, read: Callable[..., CasesRead]
    ) -> None:
        plain = read().cases
        odd = ANSWERS.replace(",4s,", ', "4s" ,').replace("\n", "\r\n") + "\r\n"
        assert read(CASES, "\ufeff" + odd).cases == plain

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("4s", "6s", ("E404", 2, 10, "case-1.cus_digital")),
            ("4s", "4", ("E404", 2, 10, "case-1.cus_digital")),
            ("1,y,", "1,yes,", ("E404", 2, 8, "case-1.person_required")),
            ("4s", "4s,1i", ("E407", 2, 1, "case-1")),
            ("case-2,,", "case-2,", ("E428", 3, 1, "case-2")),
            ("case-2", "case-3", ("E420", 3, 1, "case-3")),
            ("case-2", "case-1", ("E421", 3, 1, "case-1")),
            ("cus_digital", "cus_digitl", ("E420", 1, 20, "cus_digitl")),
            ("person_required", "other", ("E420", 1, 4, "other")),
            ("res_kb", "cus_digital", ("E421", 1, 32, "cus_digital")),
            ("id,", "name,", ("E401", 1, 1, "id")),
        ],
    )
    def test_what_is_wrong_in_the_table_is_placed(
        self,
        read: Callable[..., CasesRead],
        old: str,
        new: str,
        expected: tuple[str, int, int, str],
    ) -> None:
        found = places(refused(read, CASES, ANSWERS.replace(old, new, 1)))
        code, line, column, path = expected
        assert (code, "answers.csv", line, column, path) in found

    def test_a_case_without_a_row_is_not_passed_over(self, read: Callable[..., CasesRead]) -> None:
        short = ANSWERS.replace("case-2,,,1s,\n", "")
        assert places(refused(read, CASES, short)) == [("E401", "answers.csv", 0, 0, "case-2")]
        assert len(refused(read, CASES, "")) == 1

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("[self_service]", "[self_servce]", ("E420", 10, 15, "[0].truth.primary[0]")),
            ("id: case-2", "id: case-1", ("E421", 19, 7, "[1].id")),
            ("confidence: low", "confidence: none", ("E404", 31, 17, "[1].truth.confidence")),
            ("    company: Circo\n", "", ("E401", 23, 5, "[1].truth.company")),
            ("id: case-2", "id: case 2", ("E405", 19, 7, "[1].id")),
            ("    negative: true\n", "    negativ: true\n", ("E402", 33, 5, "[1].truth.negativ")),
        ],
    )
    def test_what_is_wrong_in_the_cases_is_placed(
        self,
        read: Callable[..., CasesRead],
        old: str,
        new: str,
        expected: tuple[str, int, int, str],
    ) -> None:
        assert CASES.count(old) == 1
        code, line, column, path = expected
        found = places(refused(read, CASES.replace(old, new)))
        assert (code, "cases.yaml", line, column, path) in found

    @pytest.mark.parametrize("cases", ["", "a: b\n", "[]\n", "[1]\n", "- [\n"])
    def test_what_holds_no_cases_is_refused(
        self, read: Callable[..., CasesRead], cases: str
    ) -> None:
        assert refused(read, cases)

    def test_problems_of_both_files_come_together(self, read: Callable[..., CasesRead]) -> None:
        wrong = CASES.replace("[self_service]", "[nobody]")
        found = places(refused(read, wrong, ANSWERS.replace("4s", "9s")))
        assert [place[:2] for place in found] == [("E404", "answers.csv"), ("E420", "cases.yaml")]

    @pytest.mark.parametrize(
        ("cases", "answers", "code"),
        [(CASES, None, "E001"), (CASES, "id\0", "E004"), (None, ANSWERS, "E001")],
    )
    def test_a_file_that_is_not_there_or_no_text(
        self, read: Callable[..., CasesRead], cases: str | None, answers: str | None, code: str
    ) -> None:
        with pytest.raises(SvcmodelError) as found:
            read(cases, answers)
        assert [problem.code for problem in found.value.problems] == [code]


class TestCasebook:
    def test_a_file_is_read_with_levels_as_they_stand(
        self, book: Callable[[str], CasesRead]
    ) -> None:
        (only,) = book(CASEBOOK).cases
        assert (only.case.stated, only.case.inferred) == ({"cus_digital": 4}, {"res_kb": 3})
        assert only.answers == {}

    def test_the_shipped_one_is_read_where_no_place_is_named(self, catalogue: Catalogue) -> None:
        assert len(load_answered_cases(None, catalogue, BANK).cases) == 90

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("[self_service]", "[self_servce]", ("E420", 12, 14, "cases[0].chosen[0]")),
            ("{res_kb: 3}", "{res_kbs: 3}", ("E420", 17, 16, "cases[0].inferred.res_kbs")),
            ("[obj_cost]", "[obj_cst]", ("E420", 18, 22, "cases[0].not_applicable[0]")),
            ("[obj_cost]", "[res_kb]", ("E421", 18, 22, "cases[0].not_applicable[0]")),
            ("{res_kb: 3}", "{cus_digital: 3}", ("E421", 17, 16, "cases[0].inferred.cus_digital")),
            ("{res_kb: 3}", "{res_kb: 6}", ("E406", 17, 24, "cases[0].inferred.res_kb")),
        ],
    )
    def test_what_is_wrong_is_placed(
        self,
        book: Callable[[str], CasesRead],
        old: str,
        new: str,
        expected: tuple[str, int, int, str],
    ) -> None:
        code, line, column, path = expected
        found = places(refused(book, CASEBOOK.replace(old, new, 1)))
        assert found == [(code, "book.yaml", line, column, path)]

    def test_a_case_that_stands_twice_is_placed(self, book: Callable[[str], CasesRead]) -> None:
        twice = CASEBOOK + CASEBOOK[CASEBOOK.index("  - id: one") :]
        assert places(refused(book, twice)) == [("E421", "book.yaml", 19, 9, "cases[1].id")]

    def test_a_file_that_is_not_there(self, tmp_path: Path, catalogue: Catalogue) -> None:
        with pytest.raises(UnreadableInputError):
            load_answered_cases(tmp_path / "none.yaml", catalogue, BANK)
