"""Interviews on a terminal over acme.yaml, with a question of every kind, for tests that drive them."""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from svcmodel.domain.records import Lang
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.strict_yaml import parse_yaml
from tests.program import svcmodel
from tests.terminal import DOWN, ENTER, PATIENCE, SPACE, Terminal

Begin = Callable[..., Terminal]
"""Starts an interview with some options."""

KINDS = """
format: svcmodel/questionnaire/1
id: kinds
version: "1"
title: {es: De todo un poco, en: A bit of everything}
sections:
  - id: all
    title: {es: Todas las clases, en: Every kind}
    questions:
      - organisation
      - com_diff
      - cus_volume
      - cus_repetitive
      - countries
      - obj_ranking
      - basic_service
      - service_name
"""
"""One question of each kind."""


class Kind(NamedTuple):
    """A question of one kind: what is typed, what is then seen, and what is saved."""

    id: str
    keys: str
    shown: str
    value: Any

    def begins(self, lang: Lang) -> str:
        """How the question begins."""
        return " ".join(load_questionnaire().bank[self.id].text.to(lang).split()[:4])


KIND = {
    "choice": Kind("organisation", "2", "› 2 New venture", "new_venture"),
    "rating": Kind("cus_human", "5", "› 5 They nearly always want a person", 5),
    "number": Kind("cus_volume", "1200", "› 1200", 1200),
    "percentage": Kind("cus_repetitive", "35 %", "› 35", 35),
    "multi_choice": Kind("countries", f"{SPACE}{DOWN}{DOWN}{SPACE}", "3 [×] France", ["ES", "FR"]),
    "ranking": Kind(
        "obj_ranking",
        f"6{SPACE}2{SPACE}",
        "2 [2] Have more satisfied customers",
        ["focus", "satisfaction"],
    ),
    "yes_no": Kind("basic_service", DOWN, "› 2 No", "no"),
    "text": Kind("service_name", "La «tienda» 日本 😀", "La «tienda»", "La «tienda» 日本 😀"),
}
"""In the order in which they are asked."""
TYPED = ("number", "percentage", "text")


def questionnaire(folder: Path, *first: str) -> Path:
    """The questionnaire of every kind, some question of it first."""
    ids = [*first, *(kind.id for kind in KIND.values() if kind.id not in first)]
    head = KINDS.split("    questions:")[0]
    file = folder / "kinds.yaml"
    file.write_text(f"{head}    questions: [{', '.join(ids)}]\n", encoding="utf-8")
    return file


@contextmanager
def interviews(folder: Path) -> Iterator[Begin]:
    """What starts interviews in a folder; those that still run at the end are ended."""
    started: list[Terminal] = []

    def start(*arguments: object, **more: Any) -> Terminal:
        terminal = Terminal(
            "interview", "acme.yaml", "--lang", "en", *arguments, folder=folder, **more
        )
        started.append(terminal)
        return terminal

    try:
        yield start
    finally:
        for terminal in started:
            terminal.close()


def data(folder: Path) -> dict[str, Any]:
    document = parse_yaml((folder / "acme.yaml").read_text("utf-8"))
    assert document.problems == []
    return dict(document.data)


def answers(folder: Path) -> dict[str, Any]:
    return dict(data(folder)["answers"] or {})


def saved(terminal: Terminal, folder: Path, id_: str, value: Any) -> None:
    """Wait until an answer is in the file."""
    end = time.monotonic() + PATIENCE
    while answers(folder).get(id_) != value and time.monotonic() < end:
        terminal.read(0.05)
    assert answers(folder).get(id_) == value, "\n".join(terminal.lines)


def at_first_question(terminal: Terminal) -> Terminal:
    terminal.see("Which company").press(f"Acme{ENTER}")
    return terminal.see("0 of")


def kill_at_random(begin: Begin, folder: Path, times: int, chance: random.Random) -> None:
    """Answer one question after another, kill the program at a random moment, and look at the file.

    What the screen has counted as answered is in the file, which is whole; then the interview goes
    on, or another one begins.
    """
    questionnaire(folder)
    options = ("--questionnaire", "kinds.yaml", "--in-order")
    terminal = at_first_question(begin(*options))
    for _ in range(times):
        sent = chance.randint(1, 3)
        terminal.program.send(f"{chance.choice('?-')}{ENTER}" * sent)
        counted = counted_until(time.monotonic() + chance.random() * 0.4, terminal)
        before = len(answers(folder))
        terminal.program.kill(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
        assert counted <= before <= len(answers(folder)) <= counted + sent
        assert svcmodel("check", folder / "acme.yaml").code == 0
        if len(answers(folder)) > len(KIND) - 4:
            (folder / "acme.yaml").unlink()
            terminal = at_first_question(begin(*options))
        else:
            terminal = begin(*options).see("Going on where it was left")


def counted_until(end: float, terminal: Terminal) -> int:
    """How many questions the screen says are answered, when a moment has come."""
    counted: list[str] = []
    while not counted or time.monotonic() < end:
        terminal.read(0.02)
        counted = re.findall(r"(\d+) of 8 answered", terminal.text) or counted
    return int(counted[-1])
