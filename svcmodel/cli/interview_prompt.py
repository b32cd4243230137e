"""One page of the interview as a prompt of questionary, with the keys of its footer.

Questionary keeps the state of a prompt and moves the pointer; the page around it, the keys of the
footer and the numbers of the choices are ours. Nothing else imports questionary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from questionary.prompts.common import InquirerControl

from svcmodel.cli.interview_look import KEYS, STYLE, Look, Manner
from svcmodel.cli.interview_stop import StoppedError
from svcmodel.render.interview_types import Act, Draft, Page, Reply

PAGE = 10
"""How many choices a page key moves."""


class Prompt:
    """One page on the screen, with what is entered on it."""

    def __init__(self, page: Page, manner: Manner) -> None:
        self.page = page
        self.manner = manner
        self.ids = [choice.id for choice in page.offered]
        self.shows_why = False
        self.typed_number = ""
        self.set_aside = ""
        self.question = self._question()
        self.app: Application[Any] = self.question.application
        self.control = self._control()
        self.buffer = self.app.layout.current_buffer or Buffer()
        self.look = Look(self)
        self.app.layout = self.look.layout()
        self.app.key_bindings = merge_key_bindings(
            [self.app.key_bindings or KeyBindings(), self._keys()]
        )
        self.app.style = STYLE
        whole = manner.is_whole
        self.app.full_screen = self.app.renderer.full_screen = whole
        self.app.erase_when_done = not whole

    def run(self) -> Reply:
        """Wait for the reply."""
        reply: Reply = self.question.unsafe_ask()
        return reply

    def end(self, stopped: StoppedError) -> None:
        """Make the prompt end with an error, from within a signal."""
        loop = self.app.loop
        if loop is None or not self.app.is_running:
            raise stopped
        loop.call_soon_threadsafe(self._exit_with, stopped)

    @property
    def is_typed(self) -> bool:
        """Whether something is typed, not chosen."""
        return self.control is None

    @property
    def text(self) -> str:
        """What is typed."""
        return "" if self.control else self.buffer.text

    @property
    def pointed(self) -> str | None:
        """The id of the choice pointed at."""
        if self.control:
            return str(self.control.choices[self.control.pointed_at].value)
        keys = {choice.key: choice.id for choice in self.page.states}
        return keys.get(self.text.strip())

    @property
    def marked(self) -> list[str]:
        """The ids marked: in the order of marking where that counts."""
        if self.control is None:
            return []
        chosen = [str(id_) for id_ in self.control.selected_options]
        return chosen if self.page.kind == "ranked" else sorted(chosen, key=self.ids.index)

    def _exit_with(self, stopped: StoppedError) -> None:
        if self.app.is_running and self.app.future and not self.app.future.done():
            self.app.exit(exception=stopped)

    def _question(self) -> questionary.Question:
        """The prompt of questionary that keeps the state."""
        page, output = self.page, self.manner.output
        if page.kind == "typed":
            return questionary.text("", default=page.draft.text, output=output)
        pointed = page.draft.pointed if page.draft.pointed in self.ids else None
        marked = page.draft.marked
        choices = [
            questionary.Choice(choice.label, choice.id, checked=choice.id in marked)
            for choice in page.offered
        ]
        if page.kind == "one":
            return questionary.select(
                "", choices, default=pointed, use_jk_keys=False, output=output
            )
        return questionary.checkbox(
            "", choices, initial_choice=pointed, use_jk_keys=False, output=output
        )

    def _control(self) -> InquirerControl | None:
        """Questionary's list of choices, or None where something is typed."""
        contents = (window.content for window in self.app.layout.find_all_windows())
        found = next((each for each in contents if isinstance(each, InquirerControl)), None)
        if found is not None and self.page.kind != "one":
            found.selected_options = [id_ for id_ in self.page.draft.marked if id_ in self.ids]
        return found

    # Keys

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        for act, _, names in KEYS:
            for name in names:
                keys.add(name, eager=True)(self._does(act))
        for enter in ("enter", "c-j"):  # the second is what one typed too early arrives as
            keys.add(enter, eager=True)(lambda _: self._answer())
        keys.add("<sigint>", eager=True)(lambda e: e.app.exit(exception=KeyboardInterrupt()))
        if self.control is None:
            keys.add("down", eager=True)(lambda _: self._cycle(1))
            keys.add("up", eager=True)(lambda _: self._cycle(-1))
        else:
            self._add_list_keys(keys)
        return keys

    def _add_list_keys(self, keys: KeyBindings) -> None:
        for digit in "0123456789":
            keys.add(digit, eager=True)(self._types(digit))
        for state in self.page.states:
            keys.add(state.key, eager=True)(self._points(self.ids.index(state.id)))
        keys.add("pageup", eager=True)(lambda _: self._move(-PAGE))
        keys.add("pagedown", eager=True)(lambda _: self._move(PAGE))
        keys.add("home", eager=True)(self._points(0))
        keys.add("end", eager=True)(self._points(len(self.ids) - 1))
        if self.page.kind != "one":
            keys.add(" ", eager=True)(lambda _: self._mark())
            for letter in "ai":  # questionary marks everything with these
                keys.add(letter, eager=True)(lambda _: None)

    def _does(self, act: str) -> Callable[[Any], None]:
        def do(_: Any) -> None:
            if act == "why":
                self.shows_why = not self.shows_why
            elif act == "standing":
                self.manner.shows_standing = not self.manner.shows_standing
            elif act in self.page.acts:
                known: Act = next(each for each in self.page.acts if each == act)
                draft = Draft(self.text, self.pointed, tuple(self.marked))
                self.app.exit(result=Reply(known, draft=draft))
            else:
                say = self.manner.words
                key = say(f"interview.keys.{act}")
                self.look.problem = say("interview.refuse.not_here", got=key)

        return do

    def _points(self, place: int) -> Callable[[Any], None]:
        def point(_: Any) -> None:
            self._point(place)

        return point

    def _types(self, digit: str) -> Callable[[Any], None]:
        """Digits one after another make the number of a choice."""

        def take(_: Any) -> None:
            count = len(self.page.choices)
            longer = self.typed_number + digit
            number = longer if 1 <= int(longer) <= count else digit
            if 1 <= int(number) <= count:
                self._point(int(number) - 1)
                self.typed_number = number

        return take

    def _move(self, by: int) -> None:
        if self.control:
            self._point(min(max(self.control.pointed_at + by, 0), len(self.ids) - 1))

    def _point(self, place: int) -> None:
        self.typed_number = ""
        if self.control:
            self.control.pointed_at = place

    def _mark(self) -> None:
        """Mark the choice pointed at, or take its mark away; the two of every question stand alone."""
        if self.control is None:
            return
        id_, marked = self.pointed, self.control.selected_options
        alone = [choice.id for choice in self.page.states]
        if id_ in marked:
            marked.remove(id_)
        elif id_ in alone:
            marked[:] = [id_]
        else:
            marked[:] = [each for each in marked if each not in alone] + [id_]

    def _cycle(self, by: int) -> None:
        """From what is typed down to the two answers of every question, and back."""
        buffer = self.buffer
        if not self.page.states:
            return
        keys = [choice.key for choice in self.page.states]
        if buffer.text not in keys:
            self.set_aside = buffer.text
        rows = [self.set_aside, *keys]
        now = rows.index(buffer.text) if buffer.text in keys else 0
        text = rows[(now + by) % len(rows)]
        buffer.text, buffer.cursor_position = text, len(text)

    def _answer(self) -> None:
        """End with what is entered, where it can be taken; else say why not."""
        raw = self._raw()
        nothing_marked = self.page.kind in ("many", "ranked") and not raw
        if nothing_marked:
            self.look.problem = self.manner.words("interview.refuse.nothing_marked")
            return
        self.look.problem = "" if raw is None else self.page.check(raw)
        if not self.look.problem:
            self.app.exit(result=Reply("answer", raw))

    def _raw(self) -> Any:
        if self.control is None:
            typed = " ".join(self.text.split())
            if typed == "" and self.page.is_kept and self.page.draft.text == "":
                return None
            return self.pointed or typed
        states = [choice.id for choice in self.page.states]
        if self.page.kind == "one" or self.pointed in states:
            return self.pointed
        alone = next((id_ for id_ in self.marked if id_ in states), None)
        return alone or self.marked
