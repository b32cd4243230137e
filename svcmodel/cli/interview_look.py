"""How a page of the interview looks on the screen: what stands where, and how lines are broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from svcmodel.cli.interview_plain import to_ascii
from svcmodel.render.interview_types import Page, PageChoice
from svcmodel.render.words import Words

Tokens = StyleAndTextTuples

KEYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("back", "^B", ("c-b",)),
    ("why", "F1", ("f1", "c-g")),
    ("note", "^O", ("c-o",)),
    ("review", "^R", ("c-r",)),
    ("park", "^K", ("c-k",)),
    ("language", "^L", ("c-l",)),
    ("remark", "^F", ("c-f",)),
    ("standing", "^T", ("c-t",)),
    ("leave", "^X", ("c-x",)),
)
"""What a key does, how it is shown, and the keys themselves."""
WIDEST = 100
"""Columns: lines longer than this are hard to read."""
STYLE = Style.from_dict(
    {
        "head": "fg:ansicyan",
        "rule": "fg:ansibrightblack",
        "text": "bold",
        "notice": "italic",
        "pointed": "bold fg:ansicyan",
        "group": "underline",
        "problem": "bold fg:ansired",
        "key": "bold",
    }
)
UNICODE_SIGNS = {"pointer": "›", "rule": "─", "marked": "[×]"}
ASCII_SIGNS = {"pointer": ">", "rule": "-", "marked": "[x]"}


@dataclass
class Manner:
    """How pages are drawn. `is_whole`: on a screen of their own, not below what was printed before."""

    words: Words
    output: Output
    in_ascii: bool
    is_whole: bool
    shows_standing: bool


class Entered(Protocol):
    """A page and what is entered on it so far. `buffer`: what is typed into."""

    page: Page
    manner: Manner
    buffer: Buffer
    shows_why: bool

    @property
    def is_typed(self) -> bool:
        """Whether something is typed, not chosen."""

    @property
    def pointed(self) -> str | None:
        """The id of the choice pointed at."""

    @property
    def marked(self) -> list[str]:
        """The ids marked, in their order."""


class Look:
    """Draws a page. `problem`: why the answer entered is refused."""

    def __init__(self, entered: Entered) -> None:
        self.entered = entered
        self.page = entered.page
        self.manner = entered.manner
        self.words = entered.manner.words
        self.signs = ASCII_SIGNS if self.manner.in_ascii else UNICODE_SIGNS
        self.problem = ""
        self._standing: tuple[str, ...] = ()

    def layout(self) -> Layout:
        """The page from top to bottom."""
        entry = self._typed() if self.entered.is_typed else self._listed()
        parts = [
            self._text(self._head, least=1),
            ConditionalContainer(self._rule(), filter=bool(self.page.head)),
            self._text(self._asked, least=2),
            entry,
            self._text(self._states, least=2),
            self._text(self._problem, least=1, when=lambda: bool(self.problem)),
            self._text(self._stands, least=2, when=lambda: self.manner.shows_standing),
        ]
        if self.manner.is_whole:
            parts.append(Window(height=Dimension(min=0, weight=1)))
        parts += [self._rule(), self._text(self._footer, least=1)]
        return Layout(HSplit(parts), focused_element=self.entry_window)

    # Parts

    def _text(
        self, tokens: Callable[[], Tokens], least: int, when: Callable[[], bool] | None = None
    ) -> ConditionalContainer:
        """Lines that take the room they need, and at least some where the screen is low."""

        def height() -> Dimension:
            lines = sum(token[1].count("\n") for token in tokens()) + 1
            return Dimension(min=min(least, lines), preferred=lines, max=lines)

        control = FormattedTextControl(tokens)
        window = Window(control, height=height, dont_extend_height=True, wrap_lines=True)
        return ConditionalContainer(window, filter=Condition(when or (lambda: bool(tokens()))))

    def _rule(self) -> Window:
        return Window(height=1, char=self.signs["rule"], style="class:rule")

    def _listed(self) -> Window:
        """The choices, scrolled so that the one pointed at is seen."""
        control = FormattedTextControl(self._choices, focusable=True, show_cursor=False)
        self.entry_window = Window(control, height=Dimension(min=2), dont_extend_height=True)
        return self.entry_window

    def _typed(self) -> VSplit:
        """The line to type on."""
        pointer = FormattedTextControl([("class:pointed", f" {self.signs['pointer']} ")])
        self.entry_window = Window(
            BufferControl(self.entered.buffer),
            height=Dimension(min=1, max=5),
            wrap_lines=True,
            dont_extend_height=True,
        )
        return VSplit([Window(pointer, width=3, height=1), self.entry_window])

    # What they say

    def _head(self) -> Tokens:
        return [("class:head", self._wrapped(self.page.head))] if self.page.head else []

    def _asked(self) -> Tokens:
        page, aside = self.page, self.page.aside if self.entered.shows_why else ()
        tokens: Tokens = [("class:notice", self._wrapped(each) + "\n") for each in page.notices]
        tokens += [("", self._wrapped(each) + "\n") for each in page.body]
        if tokens:
            tokens.append(("", "\n"))
        tokens.append(("class:text", self._wrapped(page.text) + "\n"))
        said = [text for text in (page.hint, page.unit) if text]
        said += ["", *aside] if aside else []
        tokens += [("", self._wrapped(each) + "\n") for each in said]
        return tokens

    def _problem(self) -> Tokens:
        return [("class:problem", "\n" + self._wrapped(self.problem))]

    def _stands(self) -> Tokens:
        if not self._standing and self.page.standing:
            self._standing = self.page.standing()
        return [("", "\n".join(["", *map(self._wrapped, self._standing)]))]

    def _footer(self) -> Tokens:
        kind = {"one": "choose", "many": "mark", "ranked": "rank", "typed": "type"}[self.page.kind]
        said = [("", self.words(f"interview.keys.{kind}"))]
        for act, shown, _ in KEYS:
            if self._can(act):
                said.append((shown, self.words(f"interview.keys.{act}")))
        return list(self._in_lines(said))

    def _can(self, act: str) -> bool:
        if act == "why":
            return bool(self.page.aside)
        if act == "standing":
            return self.page.standing is not None
        return act in self.page.acts

    def _in_lines(self, said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Keys and what they do side by side, as many as fit in a line."""
        used, width = 0, self._width()
        for key, text in said:
            shown = self._plain(f"{key} {text}".strip())
            if used and used + len(shown) + 3 > width:
                yield "", "\n"
                used = 0
            yield "", "   " if used else " "
            yield "class:key", key
            yield "", self._plain(f" {text}" if key else text)
            used += len(shown) + 3

    def _choices(self) -> Tokens:
        tokens: Tokens = []
        group = ""
        for choice in self.page.choices:
            if choice.group != group:
                group = choice.group
                tokens += [("", "\n "), ("class:group", self._plain(group)), ("", "\n")]
            tokens += [*self._choice(choice), ("", "\n")]
        return tokens[:-1]

    def _states(self) -> Tokens:
        """The two answers that stand on every question."""
        tokens: Tokens = []
        for choice in self.page.states:
            tokens += [("", "\n"), *self._choice(choice)]
        return tokens

    def _choice(self, choice: PageChoice) -> Tokens:
        """A choice with its number, its mark, and the pointer where it is pointed at."""
        is_pointed = choice.id == self.entered.pointed
        pointer = self.signs["pointer"] if is_pointed else " "
        number = self.page.number(choice).rjust(len(str(len(self.page.choices))))
        first = f" {' '.join(filter(None, [pointer, number, self._mark(choice)]))} "
        lines = wrap(self._plain(choice.label), max(self._width() - len(first), 10))
        text = ("\n" + " " * len(first)).join(lines)
        style = "class:pointed" if is_pointed else ""
        cursor: Tokens = [("[SetCursorPosition]", "")] if is_pointed else []
        return [*cursor, (style, first + text)]

    def _mark(self, choice: PageChoice) -> str:
        marked = self.entered.marked
        if self.page.kind in ("one", "typed"):
            return ""
        if choice.id not in marked:
            return "[ ]"
        ranked = self.page.kind == "ranked" and choice not in self.page.states
        return f"[{marked.index(choice.id) + 1}]" if ranked else self.signs["marked"]

    def _wrapped(self, text: str) -> str:
        lines = wrap(self._plain(text), self._width() - 2)
        return "\n".join(f" {line}" for line in lines)

    def _plain(self, text: str) -> str:
        return to_ascii(text) if self.manner.in_ascii else text

    def _width(self) -> int:
        return min(get_app().output.get_size().columns, WIDEST)
