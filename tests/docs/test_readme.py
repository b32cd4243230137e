"""What the pages say is what happens.

The rules the pages follow, which a reader can see:

- ```console: each line after `$ ` is run in a shell, in order, in one folder that holds copies of the
  data folders, with sockets blocked. It ends with 0, or with N where the line ends in `# exit N`.
  What is shown below it is printed, in that order; a line with only … stands for any number of
  lines, and … at the end of a line for the rest of it.
- ```yaml that begins with `# name.yaml` is saved under that name before the next command.
- ```python is run.
- ```sh is not run: it installs something or makes a virtual environment.
"""

from __future__ import annotations

import ast
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

from docs import draw_interview_screens, draw_terminal
from svcmodel.cli.app import app
from svcmodel.domain.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
USED_PAGES = [README, ROOT / "docs" / "LEEME.md", *sorted((ROOT / "docs").glob("for-*.md"))]
ALL_PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]

INSTALLERS = ("make ", "pip ", "pipx ", "uv ", "uvx ", "python -m build ")
NETWORK = {"asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib"}
PACKAGE_HOSTS = ("pypi", "pythonhosted", "anaconda", "conda-forge", "index-url", "npmjs")

NO_SOCKETS = """
import socket

def refuse(*args, **kwargs):
    raise RuntimeError("a socket was asked for")

socket.socket.__init__ = refuse
"""
"""Python runs this before anything else; whoever opens a socket fails."""


class Block(NamedTuple):
    """A fenced block of a page: what the fence says it is, and its lines."""

    kind: str
    lines: list[str]


class Shown(NamedTuple):
    """A command as a page shows it, and what it shows of the output."""

    command: str
    exit_code: int
    output: list[str]


def name(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("page", USED_PAGES, ids=name)
def test_the_commands_of_a_page_do_what_it_shows(page: Path, tmp_path: Path) -> None:
    folder = work_folder(tmp_path)
    for block in blocks(page):
        if block.kind == "yaml" and block.lines[0].startswith("# "):
            saved = block.lines[0].removeprefix("# ")
            (folder / saved).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        for shown in shown_commands(block):
            run = shell(shown.command, folder)
            assert run.returncode == shown.exit_code, f"{shown.command}\n{run.stdout}"
            assert_shown(shown, run.stdout.splitlines())


@pytest.mark.parametrize("page", USED_PAGES, ids=name)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path) -> None:
    folder = work_folder(tmp_path)
    for block in blocks(page):
        if block.kind == "python":
            (folder / "example.py").write_text("\n".join(block.lines), encoding="utf-8")
            run = shell(f"{sys.executable} example.py", folder)
            assert run.returncode == 0, run.stdout
            assert run.stdout.strip(), "an example shows something"


@pytest.mark.parametrize("page", USED_PAGES, ids=name)
def test_only_what_installs_is_shown_without_being_run(page: Path) -> None:
    kinds = {block.kind for block in blocks(page)}
    assert kinds <= {"console", "yaml", "python", "sh"}
    for block in blocks(page):
        if block.kind == "sh":
            assert all(line.startswith(INSTALLERS) for line in block.lines if line), block.lines


@pytest.mark.parametrize("page", USED_PAGES, ids=name)
def test_a_command_named_in_a_sentence_exists(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for said in re.findall(r"`svcmodel ([^`]+)`", text):
        words = [word for word in said.split() if not word.startswith("-")]
        known = " ".join(words)
        assert not words or known.startswith(tuple(command_names())), said


def test_the_readme_begins_with_the_two_commands_for_a_fresh_machine() -> None:
    commands = next(block for block in blocks(README) if block.kind == "sh").lines
    assert commands == ["make demo", "make test"]
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{command.removeprefix('make ')}:" in targets for command in commands)


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "LEEME.md"], ids=name)
def test_every_command_is_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [command for command in command_names() if f"`svcmodel {command}`" not in text]
    assert not missing


def test_the_readme_links_a_page_for_every_kind_of_user() -> None:
    text = README.read_text(encoding="utf-8")
    pages = [page.name for page in USED_PAGES if page.name.startswith("for-")]
    assert len(pages) == 4
    assert all(f"(docs/{page})" in text for page in pages)


@pytest.mark.parametrize("page", ALL_PAGES, ids=name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?://)([^)#\s]*)(#[^)\s]+)?\)", prose(page)):
        file = page.parent / target if target else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}{anchor}"


@pytest.mark.parametrize("page", ALL_PAGES, ids=name)
def test_no_page_names_a_package_host(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert not [host for host in PACKAGE_HOSTS if host in text]


def test_the_picture_shows_what_the_program_prints_now() -> None:
    drawn = re.findall(r"<text [^>]*>(.*)</text>", draw_terminal.PICTURE.read_text("utf-8"))
    without_colours = [unescape(re.sub(r"<[^>]+>", "", line)) for line in drawn]
    now = [line.plain.rstrip() for line in draw_terminal.shown(draw_terminal.captured())]
    assert without_colours == [line for line in now if line], "make readme draws it again"


def test_the_pictures_of_the_interview_show_what_it_shows_now() -> None:
    for name, rows in draw_interview_screens.screens().items():
        drawn = re.findall(
            r"<text [^>]*>(.*)</text>",
            draw_interview_screens.picture_file(name).read_text(encoding="utf-8"),
        )
        without_looks = [unescape(re.sub(r"<[^>]+>", "", line)) for line in drawn]
        now = draw_interview_screens.texts(rows)
        assert without_looks == now, "make readme draws it again"


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").glob("*.svg")), ids=name)
def test_a_picture_loads_nothing(picture: Path) -> None:
    drawn = picture.read_text(encoding="utf-8")
    addresses = [found for found in re.findall(r"\w+://[^\"\s]+", drawn) if "w3.org" not in found]
    assert not addresses
    assert not re.findall(r"@import|@font-face|url\(|href|<script", drawn)


def test_the_program_has_no_network_code() -> None:
    for file in sorted((ROOT / "svcmodel").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {name.split(".")[0] for node in ast.walk(tree) for name in imports(node)}
        assert imported.isdisjoint(NETWORK), file


def test_the_numbers_named_are_those_of_the_catalogue(shipped: Catalogue) -> None:
    readme, method = (page.read_text("utf-8") for page in (README, ROOT / "docs" / "method.md"))
    assert f"the {len(shipped.models)} models, baselines and channels" in readme
    assert f"There are {len(shipped.criteria)}." in method
    combinations = math.prod(len(members) for members in shipped.in_layer.values())
    assert f"{combinations:,} at most" in method
    for layer in shipped.head.layers:
        assert re.search(rf"^\| {layer.id} \| .* \| {layer.threshold} \|", method, flags=re.M)


def work_folder(folder: Path) -> Path:
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(NO_SOCKETS, encoding="utf-8")
    for data in ("examples", "models_catalog", "questionnaires"):
        shutil.copytree(ROOT / data, folder / data)
    return folder


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)\n```$", text, flags=re.M | re.S)
    return [Block(kind, lines.split("\n")) for kind, lines in found]


def shown_commands(block: Block) -> Iterator[Shown]:
    if block.kind != "console":
        return
    assert block.lines[0].startswith("$ "), "a console block begins with a command"
    starts = [n for n, line in enumerate(block.lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        command = block.lines[start].removeprefix("$ ")
        ends_with = re.search(r"  # exit (\d+)$", command)
        code = int(ends_with[1]) if ends_with else 0
        yield Shown(command, code, block.lines[start + 1 : end])


def assert_shown(shown: Shown, printed: list[str]) -> None:
    """Each line shown is printed; without … before it, right after the one before."""
    at, gap = 0, False
    for line in shown.output:
        if line == "…":
            gap = True
            continue
        places = range(at, len(printed)) if gap else range(at, min(at + 1, len(printed)))
        found = next((place for place in places if is_line(line, printed[place])), None)
        assert found is not None, f"{shown.command}\nnot printed: {line}\n" + "\n".join(printed)
        at, gap = found + 1, False
    assert gap or not shown.output or at == len(printed), f"{shown.command}\nprints more"


def is_line(shown: str, printed: str) -> bool:
    if shown.endswith("…"):
        return printed.startswith(shown.removesuffix("…"))
    return printed.rstrip() == shown.rstrip()


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person would type it; standard error comes with the output."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(folder / "guard"),
        "HOME": str(folder),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def command_names() -> list[str]:
    return sorted(_names(typer.main.get_command(app), ""))


def _names(command: Any, path: str) -> Iterator[str]:
    if not hasattr(command, "list_commands"):
        yield path
        return
    for word in command.list_commands(None):
        yield from _names(command.get_command(None, word), f"{path} {word}".strip())


def prose(page: Path) -> str:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made by the usual viewers of Markdown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {"#" + heading.replace(" ", "-") for heading in words}
