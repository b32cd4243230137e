"""The interview line by line, as a pipe or a screen reader has it: numbers and words in, lines out."""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from svcmodel.cli.interview_begin import Wanted
from svcmodel.cli.interview_plain import PlainDialogue
from svcmodel.cli.interview_sitting import Sitting
from svcmodel.cli.interview_stop import Stops
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.interview_types import Page
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.strict_yaml import parse_yaml
from tests.interviews import KINDS
from tests.languages import foreign_in
from tests.program import DAY, ECOPRODUCTOS, ROOT, Run, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

NEARLY = re.compile(
    r"^  (flx_growth|res_units|com_free|cus_peer|flx_speed|cus_upgrade): .*\n", re.M
)
"""Answers that hardly tip the example they are left out of."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    return tmp_path


def interview(*lines: str, options: str = "", lang: Lang = "en") -> Run:
    """An interview over acme.yaml that is given these lines."""
    arguments = ["interview", "acme.yaml", "--lang", lang, *options.split()]
    return svcmodel(*arguments, stdin="".join(f"{line}\n" for line in lines))


def of_kinds(*lines: str, lang: Lang = "en") -> Run:
    return interview(*lines, options="--questionnaire kinds.yaml --in-order", lang=lang)


def in_file() -> dict[str, Any]:
    document = parse_yaml(Path("acme.yaml").read_text("utf-8"))
    assert document.problems == []
    return dict(document.data)


def answers() -> dict[str, Any]:
    return dict(in_file()["answers"] or {})


@pytest.fixture
def begun(folder: Path) -> Path:
    """A file with a comment of its own and three answers."""
    text = (
        "# ours\nformat: svcmodel/answers/1\nsubject: Acme\nlang: en\nquestionnaire: quick\n"
        "answers:\n  # who we are\n  organisation: company   # since 1990\n  com_diff: 4\n"
        "  cus_volume:\n    value: 300\n    note: from the phone list  # ask again\n"
    )
    file = folder / "acme.yaml"
    file.write_text(text, encoding="utf-8")
    return file


# Answering


@pytest.mark.usefixtures("folder")
def test_numbers_names_and_figures_answer_every_kind() -> None:
    run = of_kinds("Acme", "2", "5", "1200", "35 %", "1, 3", "6 2", "no", "The shop")
    assert run.code == 130
    assert answers() == {
        "organisation": "new_venture",
        "com_diff": 5,
        "cus_volume": 1200,
        "cus_repetitive": 35,
        "countries": ["ES", "FR"],
        "obj_ranking": ["focus", "satisfaction"],
        "basic_service": "no",
        "service_name": "The shop",
    }


@pytest.mark.usefixtures("folder")
def test_names_and_labels_answer_too() -> None:
    of_kinds(
        "Acme",
        "new venture",
        "3",
        "7",
        "35.5",
        "es, France",
        "focus, Have more satisfied customers",
        "yes",
        "x",
    )
    assert answers()["organisation"] == "new_venture"
    assert answers()["countries"] == ["ES", "FR"]
    assert answers()["obj_ranking"] == ["focus", "satisfaction"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("sign", "state"), [("?", "unknown"), ("-", "not_applicable")])
def test_every_kind_may_be_unknown_or_not_applicable(sign: str, state: str) -> None:
    run = of_kinds("Acme", *[sign] * 8)
    assert set(answers().values()) == {state}
    assert len(answers()) == 8
    shown = run.out.count("?. I do not know\n-. It does not apply\n")
    assert shown == 8


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("before", "line", "said"),
    [
        ("", "9", "There is no choice “9”"),
        ("", "0", "There is no choice “0”"),
        ("", "perhaps", "There is no choice “perhaps”"),
        ("", "", "Type the answer"),
        ("1 1", "2.000", "2000 or as 2"),
        ("1 1", "many", "must be a number"),
        ("1 1", "-3", "must be 0 or more"),
        ("1 1 ?", "101", "must be 100 or less"),
        ("1 1 ? ?", "1, 1", "“1” stands twice."),
        ("1 1 ? ?", "1, ?", "“I do not know” stands alone."),
        ("1 1 ? ? ?", "1 9", "There is no choice “9”"),
        ("", ":nonsense", "“:nonsense” is not known"),
        ("1 1 ? ? ? ? ?", "a\x1b[31mb", "control character"),
    ],
)
def test_what_cannot_be_taken_is_told_and_asked_again(before: str, line: str, said: str) -> None:
    earlier = before.split()
    run = of_kinds("Acme", *earlier, line, "?")
    assert said in run.out
    assert "\x1b" not in run.out
    assert len(answers()) == len(earlier) + 1
    assert list(answers().values())[-1] == "unknown"


def test_a_line_that_is_no_utf_8_is_refused(folder: Path) -> None:
    program = f"printf 'Acm\\351\\nAcme\\n' | {sys.executable} -m svcmodel interview acme.yaml"
    paths = {"PYTHONPATH": str(ROOT)}
    run = in_shell(start=("bash", "-c", program), folder=folder, environment=paths)
    assert "not UTF-8" in run.out
    assert in_file()["subject"] == "Acme"


# The words after a colon


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("back", "volver"),
        ("why", "porque"),
        ("note", "nota"),
        ("review", "repaso"),
        ("park", "luego"),
        ("lang", "idioma"),
        ("remark", "apunte"),
        ("standing", "estado"),
        ("quit", "salir"),
        ("help", "ayuda"),
    ],
)
def test_a_word_does_the_same_in_both_languages(english: str, spanish: str) -> None:
    runs = []
    for word in (english, spanish, english.upper()):
        Path("acme.yaml").unlink(missing_ok=True)
        runs.append(of_kinds("Acme", "1", f":{word}"))
    assert runs[0] == runs[1] == runs[2]
    assert "is not known" not in runs[0].out


@pytest.mark.usefixtures("folder")
def test_back_shows_the_answer_before_and_an_empty_line_leaves_it() -> None:
    run = of_kinds("Acme", "2", "4", ":back", "", ":back", ":back", "1")
    before = re.findall("Before: (.+). An empty", run.out)
    assert before == ["between 3 and 5"] * 2 + ["New venture"] + ["between 3 and 5"]
    assert answers() == {"organisation": "company", "com_diff": 4}


@pytest.mark.usefixtures("folder")
def test_why_and_help_and_standing_are_told_without_moving_on() -> None:
    run = of_kinds("Acme", ":why", ":help", ":standing", "1")
    assert "Who knows: management" in run.out
    assert ":back back · :note note" in run.out
    assert run.out.count("How is it paid?") == 1
    assert run.out.count("What kind of organisation is it?") == 1


@pytest.mark.usefixtures("folder")
def test_the_standing_is_not_shown_unless_asked_for() -> None:
    assert "If it stopped here" not in of_kinds("Acme", "1", "3", "1200").out


@pytest.mark.usefixtures("folder")
def test_a_note_stands_beside_the_answer_and_survives_another_one() -> None:
    run = of_kinds(
        "Acme", "1", ":note", "guess", "A call", "Ana", "Ask again: # 3", "4", ":back", "5"
    )
    about = {"grade": "guess", "source": "A call", "by": "Ana", "note": "Ask again: # 3"}
    assert answers()["com_diff"] == {"value": 5, **about}
    assert run.out.count("Noted: A guess · A call · Ana · Ask again: # 3") == 2


@pytest.mark.usefixtures("folder")
def test_a_note_can_be_changed_and_emptied() -> None:
    of_kinds(
        "Acme",
        "1",
        ":note",
        "guess",
        "A call",
        "",
        "",
        "4",
        ":back",
        ":note",
        "",
        "-",
        ":back",
        ":back",
        "1",
    )
    assert answers()["com_diff"] == {"value": 4, "grade": "guess", "source": "A call"}
    of_kinds(":back", ":note", "none", "-", "", "")
    assert answers()["com_diff"] == {"value": 4, "grade": "guess", "source": "A call"}


@pytest.mark.usefixtures("folder")
def test_what_was_noted_beside_a_question_left_open_is_kept_as_a_remark() -> None:
    of_kinds("Acme", "1", ":note", "guess", "", "", "They argue about it", ":quit")
    assert "com_diff" not in answers()
    (remark,) = in_file()["notes"]
    assert remark.endswith("Service as what sets you apart: A guess · They argue about it")


@pytest.mark.usefixtures("folder")
def test_remarks_gather_in_the_file() -> None:
    of_kinds("Acme", ":remark", "First: «uno»", "1", ":apunte", "Second", ":quit")
    assert [note[12:] for note in in_file()["notes"]] == ["First: «uno»", "Second"]


@pytest.mark.usefixtures("folder")
def test_a_parked_question_is_dated_listed_and_asked_again_when_wanted() -> None:
    run = of_kinds("Acme", ":park", *["?"] * 7, "finish", "leave")
    assert list(in_file()["parked"]) == ["organisation"]
    assert re.search(r"What kind of organisation is it\? · parked on \d+ \w+ \d{4}", run.out)
    again = of_kinds("more", "1", "finish", "leave")
    assert again.code == 0
    assert in_file()["parked"] == {}
    assert answers()["organisation"] == "company"


@pytest.mark.usefixtures("folder")
def test_the_review_jumps_and_comes_back_to_where_it_was_called() -> None:
    run = of_kinds(
        "Acme", "1", ":review", "What kind of organisation is it? — Established company", "2", "4"
    )
    assert answers() == {"organisation": "new_venture", "com_diff": 4}
    assert run.out.count("Contact volume — no answer") == 1


@pytest.mark.usefixtures("folder")
def test_leaving_is_no_failure_and_the_end_of_the_lines_is() -> None:
    left, ended = of_kinds("Acme", "1", ":quit"), of_kinds()
    assert (left.code, ended.code) == (0, 130)
    command = "svcmodel interview acme.yaml --questionnaire kinds.yaml"
    for run in (left, ended):
        assert run.err == f"Everything is saved in acme.yaml. To go on: {command}\n"


@pytest.mark.usefixtures("folder")
def test_without_any_line_nothing_is_written() -> None:
    run = interview()
    assert (run.code, run.last) == (130, "Nothing was saved.")
    assert not Path("acme.yaml").exists()


# The file


def test_what_a_person_wrote_around_the_answers_survives(begun: Path) -> None:
    before = begun.read_text("utf-8")
    run = interview("2 1", ":review", "7", "350", ":quit")
    assert "Going on where it was left: 3 of 13 answered." in run.out
    after = begun.read_text("utf-8")
    kept = before.replace("value: 300", "value: 350")
    assert after.startswith(kept)
    assert after.removeprefix(kept) == "  obj_ranking: [satisfaction, cost]\n"


def test_a_new_file_has_every_question_and_takes_each_answer_in_its_place(folder: Path) -> None:
    interview("Acme & Sons: «Ñ»", "1 2", options="--questionnaire quick")
    text = (folder / "acme.yaml").read_text("utf-8")
    assert svcmodel("check", "acme.yaml").code == 0
    assert in_file()["subject"] == "Acme & Sons: «Ñ»"
    assert (folder / "answers.schema.json").exists()
    fresh = svcmodel("new", "answers", "--questionnaire", "quick", "--lang", "en").out
    changed = [
        (old, new)
        for old, new in zip(fresh.splitlines(), text.splitlines(), strict=True)
        if old != new
    ]
    assert changed == [
        ("subject: Name of the company", 'subject: "Acme & Sons: «Ñ»"'),
        ("  # obj_ranking:", "  obj_ranking: [cost, satisfaction]"),
    ]


def test_without_a_name_the_file_is_called_after_the_company(folder: Path) -> None:
    run = svcmodel("interview", "--lang", "es", stdin="Café Ñandú, S. L.\n")
    assert (folder / "cafe_nandu_s_l.yaml").exists()
    assert "svcmodel interview cafe_nandu_s_l.yaml" in run.last
    again = svcmodel("interview", "--lang", "es", stdin="Café Ñandú, S. L.\n")
    assert "Ya existe cafe_nandu_s_l.yaml" in again.out


@pytest.mark.usefixtures("folder")
def test_settings_are_saved_and_not_asked() -> None:
    run = interview("Acme", options="--set organisation=company --set obj_ranking=[growth,cost]")
    assert answers() == {"organisation": "company", "obj_ranking": ["growth", "cost"]}
    assert "What kind of organisation" not in run.out
    assert "2 of 13 answered" in run.out
    assert interview(options="--set com_diff=9").code == 1


def test_another_questionnaire_goes_on_in_the_same_file(begun: Path) -> None:
    interview(options="--questionnaire charter")
    data = parse_yaml(begun.read_text("utf-8")).data
    assert (data["questionnaire"], data["questionnaire_version"]) == ("charter", "1")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_older_version_and_what_no_longer_fits_are_told(begun: Path, lang: Lang) -> None:
    text = begun.read_text("utf-8").replace("com_diff: 4", "com_diff: 9\n  res_crm: 1")
    begun.write_text(text + '  gone: {value: 3}\nquestionnaire_version: "0"\n', encoding="utf-8")
    run = interview("1", ":quit", lang=lang)
    title = "Quick questionnaire" if lang == "en" else "Cuestionario rápido"
    assert title in run.out
    assert "com_diff: " in run.out
    assert "gone" in run.out
    after = begun.read_text("utf-8")
    assert "  # gone: {value: 3}\n" in after
    assert "com_diff: 9" in after
    assert parse_yaml(after).data["questionnaire_version"] == "1"
    assert foreign_in(run.out, lang) == []


def test_stale_answers_may_stay_as_they_are(begun: Path) -> None:
    begun.write_text(begun.read_text("utf-8") + "  gone: 3\n", encoding="utf-8")
    interview("leave", ":quit")
    assert "  gone: 3\n" in begun.read_text("utf-8")


def test_an_answer_given_by_its_level_can_be_left_or_replaced(begun: Path) -> None:
    text = begun.read_text("utf-8").replace(
        "com_diff: 4", "com_diff: {level: [2, 4], note: two opinions}"
    )
    begun.write_text(text, encoding="utf-8")
    run = interview(":review", "5", "", ":review", "5", "3", ":quit")
    assert "Answered by a level (between level 2 and 4)" in run.out
    assert answers()["com_diff"] == {"value": 3, "note": "two opinions"}


def test_a_file_changed_meanwhile_keeps_what_was_changed(begun: Path) -> None:
    sitting = Sitting("acme.yaml", Wanted())
    lines = iter(["1 2", "4", "3"])

    def line(_: Page) -> str | None:
        text = begun.read_text("utf-8")
        begun.write_text(text.replace("com_diff: 4", "com_diff: 2  # lower"), encoding="utf-8")
        return next(lines, None)

    with redirect_stdout(StringIO()) as out:
        assert sitting.hold(PlainDialogue(sitting.words, line), Stops()) == 130
    assert "com_diff: 2  # lower\n" in begun.read_text("utf-8")
    assert len(answers()) == 6
    assert out.getvalue().count("The file was changed meanwhile") == 1


@pytest.mark.parametrize(
    ("content", "code", "problem"),
    [
        ("format: svcmodel/answers/1\nsubject: [\n", 1, "E101"),
        ("format: svcmodel/answers/1\nanswers: {}\n", 1, "E401"),
        ("format: svcmodel/weights/1\n", 1, "E112"),
    ],
)
def test_a_broken_file_is_refused_as_everywhere(
    folder: Path, content: str, code: int, problem: str
) -> None:
    (folder / "acme.yaml").write_text(content, encoding="utf-8")
    run = interview("1")
    assert run.code == code
    assert f": {problem} " in run.err
    assert (folder / "acme.yaml").read_text("utf-8") == content


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["-"], 2, "E311"),
        (["."], 2, "E002"),
        (["nowhere/acme.yaml"], 2, "E007"),
        (["acme.yaml", "--questionnaire", "ful"], 2, "E302"),
        (["acme.yaml", "--questionnaire", "none.yaml"], 2, "E001"),
        (["acme.yaml", "--set", "nonsense"], 2, "E305"),
        (["acme.yaml", "--date", "soon"], 2, "E218"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_use(arguments: list[str], code: int, problem: str) -> None:
    run = svcmodel("interview", *arguments, stdin="Acme\n1\n")
    assert (run.code, problem in run.err) == (code, True), run


# Changed answers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_falls_away_is_kept_marked_and_offered_again(begun: Path, lang: Lang) -> None:
    run = interview(":review", "3", "3", ":review", "3", "1", "", ":quit", lang=lang)
    marks = {"en": "No longer counted", "es": "Ya no cuentan"}
    back = {"en": "They count again", "es": "Vuelven a contar"}
    assert marks[lang] in run.out
    assert back[lang] in run.out
    text = begun.read_text("utf-8")
    assert "svcmodel:" not in text
    assert "  com_diff: 4\n" in text
    interview(":review", "3", "public_body", ":quit", lang=lang)
    text = begun.read_text("utf-8")
    assert re.search(r"^  # svcmodel: com_diff: .+\n  com_diff: 4$", text, re.M)
    assert "W203" in svcmodel("score", begun).err


def test_a_contradiction_is_told_when_it_arises(begun: Path, shipped: Catalogue) -> None:
    pair = next(c for c in shipped.contradictions if c.id == "mass_volume_few_customers")
    begun.write_text(begun.read_text("utf-8").replace("300", "900000"), encoding="utf-8")
    options = "--questionnaire full --set cus_count=3"
    run = interview(":review", options=options)
    assert pair.text.en in run.out


# Stopping


def nearly_complete(folder: Path) -> None:
    text = (ROOT / "examples" / "furniture_shop.yaml").read_text("utf-8")
    left, count = NEARLY.subn("", text)
    assert count > 4
    (folder / "acme.yaml").write_text(left, encoding="utf-8")


def test_it_says_once_that_one_may_stop(folder: Path) -> None:
    nearly_complete(folder)
    run = interview("more", *["?"] * 4, ":quit", options=f"--date {DAY}")
    first, *others = run.out.split("You can finish here or go on.")
    assert "The design will very likely stay" in first
    assert "Which of these do you already do today?" not in first
    assert not [other for other in others[1:] if "very likely stay" in other]
    finished = interview("review", "finish", "leave", options=f"--date {DAY}")
    assert (finished.code, "Recommendation for" in finished.out) == (0, True)


def test_printed_order_never_says_that_one_may_stop(folder: Path) -> None:
    nearly_complete(folder)
    before = len(answers())
    run = interview(*["?"] * 4, options=f"--date {DAY} --in-order")
    assert "You can finish here" not in run.out
    assert len(answers()) == before + 4


@pytest.mark.usefixtures("folder")
def test_a_time_budget_names_the_questions_and_ends() -> None:
    run = interview("Acme", *["1"] * 12, options="--minutes 2")
    said = re.search(r"2 minutes leave room for (\d+), most important first: (.+)\.", run.out)
    assert said is not None
    assert int(said[1]) == len(said[2].split("; ")) <= 4
    assert "The time is up." in run.out
    assert 1 <= len(answers()) <= 4


def test_the_end_tells_the_recommendation_and_writes_the_plan(folder: Path) -> None:
    nearly_complete(folder)
    run = interview("review", "finish", "plan", options=f"--date {DAY}")
    assert run.code == 0
    for heading in (
        "Recommendation for ",
        "Three weighty reasons",
        "What was left unasked",
    ):
        assert heading in run.out
    reasons = run.out.split("Three weighty reasons\n")[1].split("\n\n")[0].splitlines()
    assert len(reasons) == 3
    assert (folder / "acme.html").stat().st_size > 10_000
    assert run.err.splitlines() == [
        "Written to acme.html",
        "Saved in acme.yaml. For the plan: svcmodel plan acme.yaml -o plan.html",
    ]


@pytest.mark.usefixtures("folder")
def test_the_facts_to_fetch_stand_under_who_knows_them(full: Questionnaire) -> None:
    run = of_kinds("Acme", *["?"] * 8, "finish", "leave")
    told = run.out.split("What to find out (")[1].split("\n\n")[0]
    assert re.search(r"customer service:\n    - Contact volume · where: ", told)
    assert full.bank["cus_volume"].asks == "service"


# Languages and signs


@pytest.mark.usefixtures("folder")
def test_the_language_changes_in_the_middle() -> None:
    run = of_kinds("Acme", "1", ":lang", ":idioma", "4")
    english, spanish = "How far do you want", "¿En qué medida quiere"
    places = [run.out.find(english), run.out.find(spanish), run.out.rfind(english)]
    assert sorted(places) == places
    assert -1 not in places
    assert in_file()["lang"] == "en"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("folder")
def test_nothing_of_the_other_language_is_said(lang: Lang, shipped: Catalogue) -> None:
    quick = load_questionnaire("quick")
    lines = [":why", ":standing", ":help", ":note", *[""] * 4, ":remark", "-", "?"]
    run = interview(
        "Acme", *lines * 13, "finish", "leave", options="--questionnaire quick", lang=lang
    )
    records = [*quick.questions, quick.file, *shipped.models.values()]
    assert foreign_in(run.out.replace("English", "").replace("español", ""), lang, records) == []


@pytest.mark.usefixtures("folder")
def test_ascii_only_if_asked() -> None:
    run = interview("Compañía", ":help", "1", ":why", ":standing", options="--ascii", lang="es")
    assert run.out.isascii()
    assert "anios" in run.out or "mas" in run.out
    assert in_file()["subject"] == "Compañía"


# Replay


@pytest.mark.parametrize("example", ["ecoproductos", "toy_shop"])
def test_a_replay_is_a_transcript_and_gives_the_same_answers(folder: Path, example: str) -> None:
    source = ROOT / "examples" / f"{example}.yaml"
    run = svcmodel("interview", "out.yaml", "--replay", source, "--lang", "en", "--date", DAY)
    assert run.code == 0
    assert run.out.count("\n> ") > 97
    assert "Recommendation for " in run.out
    as_json = ["--lang", "en", "--format", "json", "--date", DAY]
    before, after = (
        svcmodel("score", file, *as_json).out.split('"models"')[1]
        for file in (source, folder / "out.yaml")
    )
    assert after == before


@pytest.mark.usefixtures("folder")
def test_a_replay_without_a_file_leaves_none() -> None:
    run = svcmodel(
        "interview", "--replay", ECOPRODUCTOS, "--questionnaire", "quick", "--lang", "es"
    )
    assert (run.code, run.err) == (0, "")
    assert "Recomendación para EcoProductos" in run.out
    assert [file.name for file in Path().iterdir()] == ["kinds.yaml"]


def test_a_replay_writes_over_no_file(begun: Path) -> None:
    run = svcmodel("interview", begun, "--replay", ECOPRODUCTOS)
    assert (run.code, "E306" in run.err) == (2, True)
