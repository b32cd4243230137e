"""A page of the interview as data: what is asked, what can be answered, and what the person did.

The same page is drawn on a full screen or read out line by line; neither knows what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Kind = Literal["one", "many", "ranked", "typed"]
"""One of the choices, any number of them, several in an order, or something typed."""

Act = Literal["answer", "back", "note", "review", "park", "language", "remark", "leave"]
"""What a person can do on a page; which of it a page allows is said by `Page.acts`."""

ALWAYS: frozenset[Act] = frozenset({"answer", "back", "language", "leave"})
ON_FORMS: frozenset[Act] = frozenset({"answer", "back", "language"})
ON_QUESTIONS: frozenset[Act] = ALWAYS | {"note", "review", "park", "remark"}


class PageChoice(NamedTuple):
    """One of the answers offered. `key`: the sign it is chosen by, where that is no number.

    `group`: the heading it stands under; the first of several choices shows it.
    """

    id: str
    label: str
    key: str = ""
    group: str = ""


class Draft(NamedTuple):
    """What is entered so far: the text typed, the choice pointed at, those marked in their order."""

    text: str = ""
    pointed: str | None = None
    marked: tuple[str, ...] = ()


NO_DRAFT = Draft()


class Reply(NamedTuple):
    """What the person did.

    `raw`, for an answer: the id chosen, the ids marked or the text typed; None leaves what was there.
    """

    act: Act
    raw: Any = None
    draft: Draft = NO_DRAFT


@dataclass(frozen=True)
class Page:
    """One screen.

    `head`: where one is. `text`: what is asked, `hint` and `unit` beside it. `notices`: what has just
    happened. `body`: lines to read, each a paragraph. `aside`: what "why" shows. `standing`: tells how
    things stand, when it is asked. `choices`: those of the question; `states`: the two that stand on
    every question. `draft`: what is entered already; `is_kept`: that is an earlier answer, and entering
    nothing leaves it. `check`: why an answer is refused, or nothing.
    """

    id: str
    kind: Kind
    text: str
    head: str = ""
    hint: str = ""
    unit: str = ""
    notices: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    choices: tuple[PageChoice, ...] = ()
    states: tuple[PageChoice, ...] = ()
    draft: Draft = NO_DRAFT
    is_kept: bool = False
    acts: frozenset[Act] = ALWAYS
    standing: Callable[[], tuple[str, ...]] | None = None
    check: Callable[[Any], str] = lambda _: ""

    @property
    def offered(self) -> tuple[PageChoice, ...]:
        """Every choice, the two of every question last."""
        return (*self.choices, *self.states)

    def number(self, choice: PageChoice) -> str:
        """What is typed for a choice: its own sign, or its place from 1."""
        return choice.key or str(self.choices.index(choice) + 1)
