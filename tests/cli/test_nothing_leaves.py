"""Nothing is sent and nothing is started: every command works where neither is possible."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.program import ECOPRODUCTOS, ROOT, Run, in_shell

BLOCKER = '''\
"""Takes the network and other programs away, and keeps a list of who asked for them."""

import os
import socket
import subprocess
import sys


class Blocked(RuntimeError):
    """Something outside was asked for."""


def refuse(name):
    def refused(*arguments, **options):
        with open(os.environ["BLOCKER_LOG"], "a", encoding="utf-8") as log:
            log.write(name + "\\n")
        raise Blocked(name)

    return refused


class NoSocket(socket.socket):
    """No socket can be made."""

    __init__ = refuse("socket")


socket.socket = NoSocket
socket.SocketType = NoSocket
for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "socketpair"):
    setattr(socket, name, refuse(name))


class NoProgram(subprocess.Popen):
    """No program can be started."""

    __init__ = refuse("Popen")


subprocess.Popen = NoProgram
for name in ("system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp", "execv", "execve"):
    if hasattr(os, name):
        setattr(os, name, refuse(name))


def watch(event, arguments):
    """The same again from below: what the interpreter itself reports."""
    outside = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
    if event in outside or event in ("subprocess.Popen", "os.system", "os.exec", "os.fork"):
        refuse("audit " + event)()


sys.addaudithook(watch)
open(os.environ["BLOCKER_LOG"], "a", encoding="utf-8").write("active\\n")
'''


class Cage:
    """A place without a network where no program can be started."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "asked_for"
        self.folder = folder / "cage"
        self.folder.mkdir()
        (self.folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")

    def run(self, *arguments: object, start: tuple[str, ...] = ("-m", "svcmodel")) -> Run:
        self.log.unlink(missing_ok=True)
        paths = {"PYTHONPATH": f"{self.folder}{os.pathsep}{ROOT}", "BLOCKER_LOG": str(self.log)}
        return in_shell(*arguments, environment=paths, start=(sys.executable, *start))

    @property
    def asked_for(self) -> list[str]:
        """What was asked for, after the line that says the cage was closed."""
        first, *rest = self.log.read_text("utf-8").split("\n")[:-1]
        assert first == "active"
        return rest


@pytest.fixture
def cage(tmp_path: Path) -> Cage:
    return Cage(tmp_path)


@pytest.mark.parametrize(
    ("attempt", "asked_for"),
    [
        ("import socket; socket.socket()", "socket"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "create_connection"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "getaddrinfo"),
        ("import urllib.request as u; u.urlopen('http://127.0.0.1:9/')", "create_connection"),
        ("import _socket; _socket.socket().connect(('127.0.0.1', 9))", "audit socket.connect"),
        ("import subprocess; subprocess.run(['true'])", "Popen"),
        ("import os; os.system('true')", "system"),
        ("import os; os.fork()", "fork"),
    ],
)
def test_the_cage_is_closed(cage: Cage, attempt: str, asked_for: str) -> None:
    run = cage.run(attempt, start=("-c",))
    assert run.code == 1
    assert f"Blocked: {asked_for}" in run.err
    assert cage.asked_for == [asked_for]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["score", ECOPRODUCTOS],
        ["score", ECOPRODUCTOS, "--format", "json"],
        ["plan", ECOPRODUCTOS, "-o", "OUT.html"],
        ["plan", ECOPRODUCTOS, "-o", "OUT.md"],
        ["check", ROOT / "examples"],
        ["catalogue", "show", "proactive"],
        ["new", "answers", "OUT.yaml"],
        ["schema", "answers"],
        ["interview", "OUT.yaml", "--replay", ECOPRODUCTOS, "--questionnaire", "quick"],
    ],
    ids=lambda arguments: " ".join(str(each) for each in arguments if each != ECOPRODUCTOS),
)
def test_commands_ask_for_nothing_outside(
    cage: Cage, tmp_path: Path, arguments: list[object]
) -> None:
    given = [
        tmp_path / each if isinstance(each, str) and each.startswith("OUT") else each
        for each in arguments
    ]
    run = cage.run(*given)
    assert run.code == 0, run.err
    assert cage.asked_for == []
    files = [each for each in given if isinstance(each, Path) and each.parent == tmp_path]
    assert run.out or all(file.stat().st_size for file in files)
