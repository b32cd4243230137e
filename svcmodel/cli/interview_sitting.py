"""One sitting: an interview from its first page to the line that says how to go on."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from svcmodel.cli.console import choose_language, say, words
from svcmodel.cli.interview_begin import (
    Wanted,
    begin,
    file_name,
    opened,
    questionnaire_of,
    write_new,
)
from svcmodel.cli.interview_dialogue import Dialogue, speak_other, text_problem
from svcmodel.cli.interview_file import held
from svcmodel.cli.interview_finish import Finish
from svcmodel.cli.interview_saved import SavedSession
from svcmodel.cli.interview_stop import INTERRUPTED, StoppedError, Stops
from svcmodel.cli.interview_talk import Talk
from svcmodel.domain.records import Lang
from svcmodel.render.interview_pages import stale_page, subject_page
from svcmodel.render.words import Words
from svcmodel.sources.answer_edits import commented_out
from svcmodel.sources.catalogue_files import load_catalogue


class Sitting:
    """Reads what an interview needs, holds it, and says at its end what was saved.

    `name`: of the answer file; None until the company is named. `words`: of the language to begin in.
    """

    def __init__(self, file: str | None, wanted: Wanted, lang: Lang | None = None) -> None:
        """Read everything but the answers. Raises the errors of what it reads."""
        self.name = file
        self.wanted = wanted
        before = opened(file) if file is not None else None
        self.is_new = before is None
        self.catalogue = load_catalogue(wanted.catalogue)
        named = before.questionnaire if before else None
        self.questionnaire = questionnaire_of(wanted.questionnaire, named)
        self.words = words(choose_language(before.lang if before else lang))
        self.finish = Finish(wanted.catalogue)
        self.has_begun = False

    def hold(self, dialogue: Dialogue, stops: Stops, *, is_told: bool = True) -> int:
        """Hold the interview; the exit code. `is_told`: whether the last line says what was saved.

        Raises the errors of reading and writing the file.
        """
        code = 0
        try:
            with stops.heeded():
                self._sit(dialogue)
        except StoppedError as stopped:
            code = stopped.code
        except KeyboardInterrupt:
            code = INTERRUPTED
        except OSError:  # a terminal that has gone
            if stops.code is None:
                raise
            code = stops.code
        finally:
            with contextlib.suppress(OSError):
                dialogue.close()
        if is_told:
            _say_if_heard(self._last_line(dialogue.words))
        return code

    def _sit(self, dialogue: Dialogue) -> None:
        subject = self._subject(dialogue) if self.is_new else ""
        name = self.name = self.name or file_name(subject)
        with held(name):
            if self.is_new:
                write_new(
                    name, subject, self.catalogue, self.questionnaire, self.wanted, dialogue.words
                )
            self.has_begun = True
            saved, stale, notices = begin(
                name,
                self.catalogue,
                self.questionnaire,
                self.wanted,
                dialogue.words,
                is_new=self.is_new,
            )
            if stale:
                _ask_about_stale(stale, saved, dialogue)
            talk = Talk(saved, dialogue, self.finish, notices)
            try:
                talk.run()
            finally:
                talk.keep_what_is_beside()

    def _subject(self, dialogue: Dialogue) -> str:
        """The company a new file is about; in the other language where that is asked for."""
        while True:
            spoken = dialogue.words
            reply = dialogue.ask(replace(subject_page(spoken), check=partial(self._check, spoken)))
            if reply.act == "answer":
                return str(reply.raw)
            if reply.act == "leave":
                raise StoppedError
            if reply.act == "language":
                speak_other(dialogue)

    def _check(self, spoken: Words, subject: str) -> str:
        """Why a name cannot be taken: it is none, or there is a file of that name."""
        if not subject.strip():
            return spoken("interview.refuse.no_subject")
        name = file_name(subject)
        if self.name is None and Path(name).exists():
            return spoken("interview.refuse.exists", file=name, command=_command(name))
        return text_problem(subject, spoken)

    def _last_line(self, spoken: Words) -> str:
        """What was saved, and how to go on."""
        if not self.has_begun or self.name is None:
            return spoken("interview.not_begun")
        if self.finish.is_shown:
            return spoken("interview.done", file=self.name, quoted=shlex.quote(self.name))
        own = ["--questionnaire", str(self.wanted.questionnaire)] if self.wanted.is_own else []
        return spoken("interview.saved", file=self.name, command=_command(self.name, *own))


def _ask_about_stale(stale: tuple[str, ...], saved: SavedSession, dialogue: Dialogue) -> None:
    """Offer to turn answers without a question into comments, so that the file can be scored."""
    while True:
        reply = dialogue.ask(stale_page(stale, dialogue.words))
        if reply.act == "language":
            speak_other(dialogue)
        elif reply.act == "leave":
            raise StoppedError(0)
        elif reply.act == "answer":
            break
    if reply.raw == "comment":
        saved.edit(partial(commented_out, id_=id_) for id_ in stale)


def _command(*arguments: str) -> str:
    return shlex.join(["svcmodel", "interview", *arguments])


def _say_if_heard(line: str) -> None:
    """Say a last line, unless the terminal has gone; then nothing more is written to it."""
    try:
        say(line)
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
