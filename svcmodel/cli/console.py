"""Where the program meets the terminal: language, messages, output, exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.errors import Problem, SvcmodelError, UnreadableInputError
from svcmodel.render.problems import problem_line, problem_sentence
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases, load_words

STDOUT = "-"


class Settings:
    """What the options before the command set for the whole run."""

    lang: Lang | None = None
    quiet: bool = False
    debug: bool = False

    @classmethod
    def reset(cls) -> None:
        """Forget what an earlier run was asked for."""
        cls.lang, cls.quiet, cls.debug = None, False, False


def choose_language(file_lang: Lang | None = None) -> Lang:
    """The language asked for, else the file's, else the locale's: Spanish for `es*`, else English."""
    if Settings.lang is not None:
        return Settings.lang
    if file_lang is not None:
        return file_lang
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "es" if locale.lower().startswith("es") else "en"


def words(lang: Lang) -> Words:
    """The program's phrases in a language."""
    return Words(lang, load_phrases())


def words_with(name: str, lang: Lang) -> Words:
    """The program's phrases and those of one more file, which other commands do without."""
    return Words(lang, {**load_phrases(), name: load_words(name)})


@cache
def _problem_words() -> dict[str, Any]:
    return load_words("problems")


def say(text: str) -> None:
    """A message to the person, on standard error; not with `--quiet`."""
    if not Settings.quiet:
        print(text, file=sys.stderr)


def say_problems(problems: Iterable[Problem]) -> None:
    """One line a problem on standard error, also with `--quiet`."""
    lang = choose_language()
    for problem in problems:
        print(problem_line(problem, _problem_words(), lang), file=sys.stderr)


def describe(problem: Problem, lang: Lang) -> str:
    """A problem as a line of text."""
    return problem_line(problem, _problem_words(), lang)


def sentence(problem: Problem, lang: Lang) -> str:
    """What is wrong and what to do, without the place."""
    return problem_sentence(problem, _problem_words(), lang)


@contextlib.contextmanager
def expected_errors() -> Iterator[None]:
    """Turn expected mistakes into messages and an exit code; `--debug` shows the traceback."""
    try:
        yield
    except SvcmodelError as error:
        if Settings.debug:
            raise
        say_problems(error.problems)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # the reader of our output has gone; nothing more can be said
        _drop_output()
        raise SystemExit(141) from None


def write_output(content: str | bytes, destination: str) -> None:
    """Write a result to a file, whole or not at all, or to standard output for `-`.

    Raises `UnreadableInputError` (E007) when it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if destination == STDOUT:
            _write_stdout(data)
        else:
            _write_atomically(Path(destination), data)
    except BrokenPipeError:
        raise
    except OSError:
        raise UnreadableInputError([Problem("E007", file=destination)]) from None


def _write_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError:
        _drop_output()
        raise


def _drop_output() -> None:
    """Let what standard output still holds go nowhere, so that ending does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_atomically(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def uses_colour(stream: TextIO) -> bool:
    """Colour only on a terminal, and not when NO_COLOR or TERM=dumb asks for none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def parse_language(text: str | None) -> Lang | None:
    """The language an option names; None where it names none."""
    return next((lang for lang in LANGUAGES if lang == text), None)
