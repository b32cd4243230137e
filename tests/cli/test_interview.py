"""The interview on a terminal, driven by keys as a person would: what is seen, and what is saved."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interviews import (
    KIND,
    TYPED,
    Begin,
    answers,
    at_first_question,
    data,
    interviews,
    kill_at_random,
    questionnaire,
    saved,
)
from tests.program import DAY, ROOT, svcmodel
from tests.terminal import (
    BACK,
    CTRL_C,
    CTRL_D,
    DOWN,
    END,
    ENTER,
    F1,
    HOME,
    LANGUAGE,
    LEAVE,
    NOTE,
    PAGE_DOWN,
    PARK,
    REMARK,
    REVIEW,
    SPACE,
    STANDING,
    WHY,
)

RESUME = "To go on: svcmodel interview acme.yaml"


EVERY_KIND = pytest.mark.parametrize("kind", KIND)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    with interviews(tmp_path) as start:
        yield start


# Every key on every kind of question


@EVERY_KIND
def test_every_key_does_what_the_footer_says(begin: Begin, tmp_path: Path, kind: str) -> None:
    asked = KIND[kind]
    english = asked.begins("en")
    file = questionnaire(tmp_path, asked.id)
    terminal = at_first_question(begin("--questionnaire", file, "--in-order"))
    terminal.see(english).see("I do not know").see("It does not apply")
    terminal.press(WHY).see("Who knows:").press(F1).see(english, not_any_more="Who knows:")
    terminal.press(STANDING).see("How is it paid?")
    terminal.press(STANDING).see(english, not_any_more="How is it paid?")
    terminal.press(asked.keys).see(asked.shown)
    terminal.press(LANGUAGE).see(asked.begins("es")).see("No corresponde")
    terminal.press(LANGUAGE).see(english).see(asked.shown)
    terminal.press(REMARK).see("What would you like to note?").press(f"Ojo{ENTER}").see("Noted.")
    terminal.see(asked.shown).press(NOTE).see("How firm").press(BACK).see(asked.shown)
    terminal.press(NOTE).press(f"4{ENTER}").see("Where does it come from?").press(BACK)
    terminal.see("› 4 Stands in a document").press(f"{ENTER}A report{ENTER}{ENTER}{ENTER}")
    terminal.see("Noted: Stands in a document · A report").see(asked.shown)
    terminal.press(REVIEW).see("See the recommendation").press(BACK).see(english)
    terminal.press(PARK).see("0 of 8 answered", not_any_more=english)
    terminal.press(BACK).see(english).press(asked.keys).see(asked.shown).press(CTRL_C)
    assert terminal.ended() == 130
    assert RESUME in terminal.text
    saved = data(tmp_path)
    assert saved["answers"] is None
    assert list(saved["parked"]) == [asked.id]
    assert saved["notes"][0].endswith(": Ojo")
    assert saved["notes"][1].endswith("Stands in a document · A report")


def test_every_kind_is_answered_by_keys_and_the_earlier_answer_preselected(
    begin: Begin, tmp_path: Path
) -> None:
    terminal = at_first_question(begin("--questionnaire", questionnaire(tmp_path), "--in-order"))
    for number, (kind, asked) in enumerate(KIND.items()):
        terminal.see(f"{number} of 8 answered").see(asked.begins("en"))
        terminal.press(f"?{ENTER}")
        saved(terminal, tmp_path, asked.id, "unknown")
        terminal.press(BACK).see("› ? ").press(f"{DOWN}{ENTER}")
        saved(terminal, tmp_path, asked.id, "not_applicable")
        terminal.press(BACK).see("› - ").press(
            ("\x7f" if kind in TYPED else HOME) + asked.keys + ENTER
        )
        saved(terminal, tmp_path, asked.id, asked.value)
        terminal.press(BACK).see(asked.shown).press(ENTER)
    terminal.see("8 of 8 answered")
    assert answers(tmp_path) == {asked.id: asked.value for asked in KIND.values()}
    terminal.press(END).press(HOME).press(ENTER).see("Three weighty reasons").see("What now?")
    terminal.press(f"3{ENTER}")
    assert terminal.ended() == 0


def test_the_pointer_moves_and_what_is_marked_can_be_unmarked(begin: Begin, tmp_path: Path) -> None:
    terminal = at_first_question(
        begin("--questionnaire", questionnaire(tmp_path, "countries", "organisation"), "--in-order")
    )
    terminal.press(PAGE_DOWN).see("› 11").press("12").see("› 12").press("99").see("› 9")
    terminal.press("ai").see("[ ]", not_any_more="[×]")
    terminal.press(ENTER).see("Mark what applies with the space bar")
    terminal.press(f"1{SPACE}{DOWN}{SPACE}").see("1 [×]").see("2 [×]")
    terminal.press(SPACE).see("2 [ ]").press(f"?{SPACE}").see("1 [ ]").see("? [×]")
    terminal.press(f"{HOME}{SPACE}").see("1 [×]").see("? [ ]").press(ENTER).see("1 of 8 answered")
    assert answers(tmp_path) == {"countries": ["ES"]}


# Going back


def test_back_works_while_what_is_typed_cannot_be_taken(begin: Begin, tmp_path: Path) -> None:
    file = questionnaire(tmp_path, "organisation", "cus_volume")
    terminal = at_first_question(begin("--questionnaire", file, "--in-order"))
    terminal.press(f"1{ENTER}").see("contacts a month")
    terminal.press(f"2.000{ENTER}").see("2000 or as 2")
    terminal.press(BACK).see("› 1 Established company").press(ENTER).see("contacts a month")
    terminal.press(f"2000{ENTER}").see("2 of 8 answered")
    assert answers(tmp_path)["cus_volume"] == 2000
    terminal.press(BACK * 3).see("What kind of organisation")


def test_back_over_a_condition_keeps_what_falls_away(begin: Begin, tmp_path: Path) -> None:
    file = questionnaire(tmp_path, "organisation", "com_diff")
    terminal = at_first_question(begin("--questionnaire", file, "--in-order"))
    terminal.press(f"1{ENTER}").press(f"4{ENTER}").see("2 of 9 answered")
    terminal.press(BACK).press(BACK).see("What kind of organisation").press(f"3{ENTER}")
    terminal.see("No longer counted").see("Service as what sets you apart").see("of 8 answered")
    text = (tmp_path / "acme.yaml").read_text("utf-8")
    assert re.search(r"^ *# svcmodel: com_diff: .+\n *com_diff: 4$", text, re.M)
    terminal.press(BACK).see("› 3 Public body").press(f"1{ENTER}")
    terminal.see("They count again").see("How far do you want").see("› 4")
    assert "svcmodel: com_diff" not in (tmp_path / "acme.yaml").read_text("utf-8")


def test_keys_typed_before_their_page_is_there_wait_for_it(begin: Begin, tmp_path: Path) -> None:
    terminal = at_first_question(begin("--questionnaire", questionnaire(tmp_path), "--in-order"))
    terminal.press(f"1{ENTER}4{ENTER}1200{ENTER}35{ENTER}{SPACE}{ENTER}").see("5 of 8 answered")
    assert list(answers(tmp_path).values()) == ["company", 4, 1200, 35, ["ES"]]


# Windows


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_page_fits_the_window(begin: Begin, tmp_path: Path, columns: int) -> None:
    file = questionnaire(tmp_path, "countries")
    terminal = begin("--questionnaire", file, "--in-order", columns=columns)
    at_first_question(terminal).see("In which countries").see("I do not know").see("save and leave")
    assert max(map(len, terminal.lines)) <= min(columns, 200)
    words = set(terminal.text.replace("[", " ").split())
    assert {"countries", "Spain"} <= words, "no word is broken"
    terminal.press("15").see("› 15").see("It does not apply")


def test_a_window_may_change_its_size_at_any_time(begin: Begin, tmp_path: Path) -> None:
    terminal = at_first_question(begin("--questionnaire", questionnaire(tmp_path), "--in-order"))
    terminal.press("3")
    for columns, lines in [(40, 24), (200, 50), (30, 6), (60, 12), (80, 24)]:
        terminal.resize(columns, lines)
    terminal.see("› 3 Public body").see("What kind of organisation").see("save and leave")
    assert sum("What kind of organisation" in line for line in terminal.lines) == 1
    terminal.press(ENTER).see("1 of 8 answered")


def test_colours_and_signs_can_do_without_unicode(begin: Begin, tmp_path: Path) -> None:
    file = questionnaire(tmp_path, "countries")
    terminal = begin(
        "--ascii", "--questionnaire", file, "--in-order", environment={"NO_COLOR": "1"}
    )
    at_first_question(terminal).press(f"1{SPACE}").see("> 1 [x] Spain")
    assert all(line.isascii() for line in terminal.lines)


# Leaving and coming back


@pytest.mark.parametrize(
    ("kind", "keys", "code"),
    [
        ("choice", "3", 0),
        ("ranking", f"3{SPACE}", 0),
        ("text", "Half a na", 0),
        ("number", "", 130),
    ],
)
def test_leaving_loses_only_what_is_being_entered(
    begin: Begin, tmp_path: Path, kind: str, keys: str, code: int
) -> None:
    """With the key for leaving, or with the end of the input where something is typed."""
    file = questionnaire(tmp_path, "basic_service", KIND[kind].id)
    terminal = at_first_question(begin("--questionnaire", file, "--in-order"))
    terminal.press(f"?{ENTER}").see("1 of 8 answered").press(keys)
    terminal.press(CTRL_D if code else LEAVE)
    assert terminal.ended() == code
    assert answers(tmp_path) == {"basic_service": "unknown"}
    assert RESUME in terminal.text


def test_an_interview_goes_on_where_it_was_left(begin: Begin, tmp_path: Path) -> None:
    terminal = begin()
    terminal.see("Which company").press(f"Acme{ENTER}").see("0 of 13").press(f"1{SPACE}{ENTER}")
    terminal.see("1 of 13").press(CTRL_C).ended()
    file = tmp_path / "acme.yaml"
    file.write_text(
        file.read_text("utf-8").replace("obj_ranking: [cost]", "obj_ranking: [cost]  # mine")
    )
    again = begin().see("Going on where it was left: 1 of 13 answered.")
    again.press(f"2{ENTER}").see("2 of 13 answered").press(LEAVE)
    assert again.ended() == 0
    assert "obj_ranking: [cost]  # mine\n" in file.read_text("utf-8")
    assert len(answers(tmp_path)) == 2


def test_a_second_interview_on_the_same_file_is_refused(begin: Begin, tmp_path: Path) -> None:
    begin().see("Which company").press(f"Acme{ENTER}").see("0 of 13")
    second = begin()
    assert second.ended() == 2
    assert "another interview has this file open (process " in second.text
    link = tmp_path / "link.yaml"
    link.symlink_to("acme.yaml")
    assert svcmodel("interview", link, stdin="1\n").code == 2


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text("format: svcmodel/answers/1\nsubject: Acme\n", "utf-8")
    (tmp_path / "link.yaml").symlink_to("acme.yaml")
    svcmodel("interview", tmp_path / "link.yaml", "--in-order", stdin="1\n")
    assert (tmp_path / "link.yaml").is_symlink()
    assert answers(tmp_path) == {"decision": "attend_customers"}


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 130), (signal.SIGINT, 130)]
)
def test_a_signal_ends_it_with_everything_saved(
    begin: Begin, tmp_path: Path, number: int, code: int
) -> None:
    terminal = begin().see("Which company").press(f"Acme{ENTER}").see("0 of 13")
    terminal.press(f"1{SPACE}{ENTER}").see("1 of 13").program.kill(number)
    assert terminal.ended() == code
    assert RESUME in terminal.text
    assert answers(tmp_path) == {"obj_ranking": ["cost"]}
    assert not list(tmp_path.glob(".*"))


def test_a_closed_terminal_ends_it_with_everything_saved(begin: Begin, tmp_path: Path) -> None:
    terminal = begin().see("Which company").press(f"Acme{ENTER}").see("0 of 13")
    terminal.press(f"1{SPACE}{ENTER}").see("1 of 13")
    assert terminal.hang_up() == 130
    assert answers(tmp_path) == {"obj_ranking": ["cost"]}
    assert not list(tmp_path.glob(".*"))


def test_killed_at_any_moment_it_loses_only_the_answer_in_hand(
    begin: Begin, tmp_path: Path
) -> None:
    kill_at_random(begin, tmp_path, 5, random.Random(1))


# The whole way


def test_a_quick_interview_takes_few_keys_and_ends_with_a_plan(
    begin: Begin, tmp_path: Path
) -> None:
    terminal = begin("--date", DAY).see("Which company").press(f"Acme{ENTER}").see("0 of 13")
    pressed = len("Acme") + 1
    for number in range(13):
        terminal.see(f"{number} of 13 answered")
        kind = terminal.see_one_of("Space", "Type", "number")
        keys = {"Space": f"1{SPACE}2{SPACE}", "Type": "30", "number": "2"}[kind] + ENTER
        pressed += len(keys)
        terminal.press(keys)
    terminal.see("13 of 13 answered").resize(80, 60).press(f"1{ENTER}")
    terminal.see("Recommendation for Acme").see("What now?").press(f"1{ENTER}")
    assert terminal.ended() == 0
    assert pressed < 60
    assert (tmp_path / "acme.html").exists()


@pytest.mark.parametrize("way", ["--plain", "dumb"])
def test_a_poor_terminal_gets_lines(begin: Begin, tmp_path: Path, way: str) -> None:
    poor = {"TERM": "dumb"} if way == "dumb" else {}
    terminal = begin(*([way] if way == "--plain" else []), environment=poor)
    terminal.see("Which company").press(f"Acme{ENTER}").see("1. Spend less")
    terminal.press(f"1 2{ENTER}").see("1 of 13 answered").press(CTRL_D)
    assert terminal.ended() == 130
    assert answers(tmp_path) == {"obj_ranking": ["cost", "satisfaction"]}


def test_the_terminal_asks_for_nothing_outside(begin: Begin, tmp_path: Path) -> None:
    """Where it waits for keys Python opens a pair of its own; nothing is connected to anything."""
    guard = tmp_path / "guard"
    guard.mkdir()
    watch = """
import sys

REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.fork")

def watch(event, arguments):
    if event in REFUSED:
        raise RuntimeError(event)

sys.addaudithook(watch)
"""
    (guard / "sitecustomize.py").write_text(watch, encoding="utf-8")
    terminal = begin(environment={"PYTHONPATH": f"{guard}:{ROOT}"})
    terminal.see("Which company").press(f"Acme{ENTER}").see("0 of 13").press(LEAVE)
    assert terminal.ended() == 0
