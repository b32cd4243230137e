"""The interview line by line: for pipes, screen readers and poor terminals. It reads and never guesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TextIO

from svcmodel.cli.interview_stop import StoppedError
from svcmodel.domain.values import show
from svcmodel.render.interview_pages import nothing_entered
from svcmodel.render.interview_types import Act, Page, PageChoice, Reply
from svcmodel.render.words import Words

ACTS: tuple[Act, ...] = ("back", "note", "review", "park", "remark", "language", "leave")
COMMANDS = ("why", *ACTS, "standing", "help")
AS_ASCII = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "…": "...", "«": '"', "»": '"', "“": '"', "”": '"', "’": "'"}
    | {
        "‘": "'",
        "·": "|",
        "→": "->",
        "¿": "",
        "¡": "",
        "↑": "up/",
        "↓": "down",
        "€": "EUR",
        "\xa0": " ",
        "ñ": "ni",
        "Ñ": "Ni",
    }
)

Lines = Callable[[Page], str | None]
"""Gives the next line for a page, or None where there is none any more."""


class Refused(NamedTuple):
    """Why a line cannot be taken."""

    why: str


class PlainDialogue:
    """Asks in numbered lines on standard output; one line is one answer, or a word such as `:back`.

    `in_ascii`: whether every sign beyond ASCII is written in another way; `echoes`: whether what is
    read is written too.
    """

    def __init__(
        self, words: Words, lines: Lines, *, in_ascii: bool = False, echoes: bool = False
    ) -> None:
        self.words = words
        self.lines = lines
        self.in_ascii = in_ascii
        self.echoes = echoes

    def ask(self, page: Page) -> Reply:
        """Show a page and read until a line can be taken. Raises `StoppedError` at the end of the input."""
        self.tell(["", *self._shown(page)])
        while True:
            line = self.lines(page)
            if line is None:
                raise StoppedError
            if self.echoes:
                self.tell([f"> {line}"])
            reply = self._reply(page, " ".join(line.split()))
            if isinstance(reply, Reply):
                return reply
            self.tell(reply)

    def tell(self, lines: Iterable[str]) -> None:
        """Write lines."""
        for line in lines:
            print(to_ascii(line) if self.in_ascii else line, flush=True)

    def close(self) -> None:
        """Nothing is left open."""

    def _shown(self, page: Page) -> Iterator[str]:
        yield from (part for part in (page.head, *page.notices, *page.body) if part)
        yield page.text
        yield from (part for part in (page.hint, page.unit) if part)
        group = ""
        for choice in page.offered:
            if choice.group != group:
                group = choice.group
                yield group
            yield f"{page.number(choice)}. {choice.label}"
        if page.kind != "typed":
            yield self.words(f"interview.plain.{page.kind}")
        before = self._before(page) if page.is_kept else ""
        if before:
            yield self.words("interview.plain.before", said=before)

    def _before(self, page: Page) -> str:
        """The earlier answer as it was chosen or typed; of several choices each."""
        labels = {choice.id: choice.label for choice in page.offered}
        chosen = page.draft.marked or tuple(filter(None, [page.draft.pointed]))
        if page.kind != "typed" or page.draft.pointed in labels:
            return ", ".join(labels[id_] for id_ in chosen if id_ in labels)
        return page.draft.text

    def _reply(self, page: Page, line: str) -> Reply | list[str]:
        """What a line does; the lines to write where it is asked again."""
        if "\ufffd" in line:
            return [self.words("interview.refuse.not_utf8")]
        if line.startswith(":"):
            return self._command(page, line[1:].casefold())
        if line == "" and page.is_kept:
            return Reply("answer", None)
        if line == "" and page.states:
            return [nothing_entered(self.words)]
        raw = self._raw(page, line)
        problem = raw.why if isinstance(raw, Refused) else page.check(raw)
        return [problem] if problem else Reply("answer", raw)

    def _raw(self, page: Page, line: str) -> str | list[str] | Refused:
        """The choices or the text a line names, or why it names none."""
        if page.kind == "typed":
            state = _named(page.states, line, page)
            return state.id if state else line
        parts = [line] if page.kind == "one" else _parts(line)
        chosen: list[str] = []
        for part in parts:
            choice = _named(page.offered, part, page)
            if choice is None or choice.id in chosen:
                key = "no_choice" if choice is None else "twice"
                return Refused(self.words(f"interview.refuse.{key}", got=show(part)))
            chosen.append(choice.id)
        states = [choice for choice in page.states if choice.id in chosen]
        if states and len(chosen) > 1:
            return Refused(self.words("interview.refuse.alone", got=states[0].label))
        return chosen[0] if page.kind == "one" or states else chosen

    def _command(self, page: Page, word: str) -> Reply | list[str]:
        """What a word after a colon does; words of both languages are known."""
        command = next((c for c in COMMANDS if word in self._names(c)), None)
        if command is None:
            return [self.words("interview.refuse.no_command", got=show(f":{word}"))]
        if command == "help":
            return [self._help(page)]
        if command == "why" and page.aside:
            return list(page.aside)
        if command == "standing" and page.standing:
            return list(page.standing())
        act = next((act for act in page.acts if act == command), None)
        return Reply(act) if act else [self.words("interview.refuse.not_here", got=f":{word}")]

    def _names(self, command: str) -> tuple[str, ...]:
        said = self.words.phrases["interview"]["command"][command]
        return tuple(said.values())

    def _help(self, page: Page) -> str:
        """The words that do something here, each with what it does."""
        known: dict[str, bool] = {
            "why": bool(page.aside),
            "standing": page.standing is not None,
            **{act: act in page.acts for act in ACTS},
        }
        told = (
            f":{self.words(f'interview.command.{command}')} {self.words(f'interview.keys.{command}')}"
            for command, here in known.items()
            if here
        )
        return " · ".join(told)


def lines_from(stream: TextIO, prompt: str = "") -> Lines:
    """The lines of a stream; where it is a terminal, after a prompt. What is no UTF-8 reads as U+FFFD."""

    def read(_: Page) -> str | None:
        if prompt and stream.isatty():
            print(prompt, end="", flush=True)
        return stream.buffer.readline().decode(errors="replace") or None

    return read


def to_ascii(text: str) -> str:
    """A text in ASCII signs: accents left out, others replaced."""
    plain = unicodedata.normalize("NFKD", text.translate(AS_ASCII))
    return plain.encode("ascii", "ignore").decode()


def _parts(line: str) -> list[str]:
    """What stands between commas; numbers may also stand between spaces."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    if len(parts) == 1 and all(part.isdecimal() for part in line.split()):
        return line.split()
    return parts


def _named(choices: tuple[PageChoice, ...], said: str, page: Page) -> PageChoice | None:
    """The choice with this sign or number, id or label."""
    wanted = said.rstrip(".").casefold()
    for choice in choices:
        if wanted in (page.number(choice), choice.id.casefold(), choice.label.casefold()):
            return choice
    return None
