"""Every format a plan is written in: where it goes, what it needs, that all tell the same, always."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pexpect
import pytest

from svcmodel.cli.plan_formats import FORMATS
from tests.program import DAY, ECOPRODUCTOS, ENVIRONMENT, ROOT, in_shell, svcmodel
from tests.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.usefixtures("read_once")

MAGIC = {".html": b"<!DOCTYPE html>", ".md": b"# ", ".json": b"{\n", ".pdf": b"%PDF-1."}
ZIP = b"PK\x03\x04"
NEEDED = [(suffix, name) for suffix, form in FORMATS.items() for name in form.packages]
EVERY_FORMAT = """
import sys
from pathlib import Path
from svcmodel.cli.plan_formats import FORMATS
from tests.plans import material
for suffix, form in FORMATS.items():
    data = form.write(material("ecoproductos", "es"))
    Path(sys.argv[1], "plan" + suffix).write_bytes(data if isinstance(data, bytes) else data.encode())
"""


def test_each_format_is_written_and_has_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "UTC-9", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", EVERY_FORMAT, tmp_path], env={**os.environ, **elsewhere}
    ) as other:
        for suffix in FORMATS:
            file = tmp_path / f"PLAN{suffix.upper()}"
            run = svcmodel("plan", ECOPRODUCTOS, "-o", file, "--date", DAY)
            assert (run.code, run.out) == (0, "")
            assert file.read_bytes().lstrip().startswith(MAGIC.get(suffix, ZIP))
    assert other.returncode == 0
    for suffix in FORMATS:
        here, there = tmp_path / f"PLAN{suffix.upper()}", tmp_path / f"plan{suffix}"
        assert here.read_bytes() == there.read_bytes(), suffix


def test_a_format_can_be_named_whatever_the_file_is_called(tmp_path: Path) -> None:
    named = tmp_path / "plan.of.work"
    assert svcmodel("plan", ECOPRODUCTOS, "-o", named, "--format", "JSON").code == 0
    assert named.read_text("utf-8") == svcmodel("plan", ECOPRODUCTOS, "-f", "json").out


@pytest.mark.parametrize("named", ["odt", "", ".md", "markdown"])
def test_a_format_not_known_is_refused_before_anything_is_read(named: str) -> None:
    run = svcmodel("plan", "no_such_file.yaml", "--format", named or "x y")
    assert (run.code, run.out) == (2, "")
    assert "E304 --format" in run.last.replace(":", "")
    assert ".html, .md, .json" in run.last


@pytest.mark.parametrize(("suffix", "package"), NEEDED)
def test_a_missing_extra_is_said_before_any_work(suffix: str, package: str, tmp_path: Path) -> None:
    hide = f"import sys; sys.modules['{package}'] = None; "
    start = (sys.executable, "-c", hide + "from svcmodel.__main__ import main; main()")
    file = tmp_path / f"plan{suffix}"
    run = in_shell("plan", "no_such_file.yaml", "-o", file, "--lang", "en", start=start)
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines() == [run.last]
    assert "E320" in run.last
    assert f"not installed: {package} (" in run.last
    assert f"pip install svcmodel[{FORMATS[suffix].extra}]" in run.last
    assert not file.exists()


def test_what_is_no_text_goes_to_a_program_and_not_to_a_screen(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "svcmodel", "plan", str(ECOPRODUCTOS), "-q", "-f", "xlsx"]
    environment = {**os.environ, **ENVIRONMENT}
    piped = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert piped.stderr == b""
    assert ZipFile(BytesIO(piped.stdout)).testzip() is None
    terminal = Terminal("plan", "no_such_file.yaml", "--format", "xlsx", folder=tmp_path)
    terminal.program.expect(pexpect.EOF, timeout=PATIENCE)
    said = terminal.program.before or b""
    assert (terminal.program.wait(), said.count(b"\n")) == (2, 1)
    assert b"E321" in said
