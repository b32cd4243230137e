"""What ships, read once also by the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import pytest

from svcmodel import cli
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.sources import catalogue_files, knowledge_files, playbook_files, questionnaire_files
from tests.program import ENVIRONMENT, Run

KNOWN: dict[tuple[str, object], Knowledge] = {}


def knowledge_once(catalogue: Catalogue, folder: object = None) -> Knowledge:
    """What stands in the further files, by the catalogue they belong to."""
    key = (catalogue.hash, folder)
    if key not in KNOWN:
        KNOWN[key] = knowledge_files.load_knowledge(catalogue, folder)  # type: ignore[arg-type]
    return KNOWN[key]


READERS = {
    "load_catalogue": cache(catalogue_files.load_catalogue),
    "load_sources": cache(catalogue_files.load_sources),
    "load_playbooks": cache(playbook_files.load_playbooks),
    "load_questionnaire": cache(questionnaire_files.load_questionnaire),
    "load_knowledge": knowledge_once,
}
WRITERS = ("catalogue_fit",)
"""Commands that write what they read."""
USERS = [
    *(f"svcmodel.cli.{one.name}" for one in iter_modules(cli.__path__) if one.name not in WRITERS),
    "svcmodel.sources.answer_files",
]


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands share what they read from a folder; folders must not change within a test."""
    for user in USERS:
        module = import_module(user)
        for name, reader in READERS.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, reader)


@pytest.fixture
def on_terminal() -> Callable[..., Run]:
    """Runs a command whose standard output is a terminal of 100 columns."""
    pty = pytest.importorskip("pty")

    def run(*arguments: object, environment: Mapping[str, str] | None = None) -> Run:
        screen, line = pty.openpty()
        command = [sys.executable, "-m", "svcmodel", *(str(argument) for argument in arguments)]
        settings = {**os.environ, **ENVIRONMENT, **(environment or {})}
        with subprocess.Popen(command, stdout=line, stderr=subprocess.PIPE, env=settings) as child:
            os.close(line)
            shown = b"".join(_read_all(screen))
            messages = child.stderr.read() if child.stderr else b""
        os.close(screen)
        text = shown.decode().replace("\r\n", "\n")
        return Run(child.returncode, text, messages.decode())

    return run


def _read_all(screen: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(screen, 65536)
        except OSError:  # how Linux says that the other end has closed
            return
        if not piece:
            return
        yield piece
