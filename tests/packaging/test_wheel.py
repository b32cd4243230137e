"""The wheel: it holds the data folders as they are here, and works wherever it is put."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from svcmodel import __version__
from tests.program import DEADLINE, ENVIRONMENT, ROOT, Run, in_shell

FOLDERS = ("models_catalog", "questionnaires", "templates", "examples")
LIBRARIES = sysconfig.get_path("purelib")
KINDS = {".yaml", ".j2", ".typ", ".json", ".docx"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, check=False, timeout=DEADLINE)
    assert done.returncode == 0, done.stderr.decode()
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment that borrows the libraries of this one and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    done = subprocess.run(install, capture_output=True, check=False, timeout=DEADLINE)
    assert done.returncode == 0, done.stderr.decode()
    packages = next((folder / "lib").glob("python*/site-packages"))
    borrowed = packages / "borrowed.pth"
    borrowed.write_text(f"{LIBRARIES}\n", encoding="utf-8")
    return folder


def run_installed(environment: Path, folder: Path, *arguments: object) -> Run:
    """The installed program; nothing of the checkout is on its path."""
    program = environment / "bin" / "svcmodel"
    return in_shell(*arguments, folder=folder, start=(str(program),))


def shipped_files() -> set[str]:
    return {
        str(file.relative_to(ROOT))
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix in KINDS
    }


def test_wheel_holds_every_data_file_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    inside = "svcmodel/_data/"
    data = {name.removeprefix(inside) for name in names if name.startswith(inside)}
    assert data == shipped_files()
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} == {
        "svcmodel",
        f"svcmodel-{__version__}.dist-info",
    }
    assert "svcmodel/py.typed" in names


def test_checkout_has_no_copy_of_the_data() -> None:
    assert not (ROOT / "svcmodel" / "_data").exists()


def test_every_data_file_is_of_a_known_kind() -> None:
    kinds = {
        file.suffix for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()
    }
    assert kinds <= KINDS


def test_installed_program_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    assert run_installed(installed, tmp_path, "--version").out == f"svcmodel {__version__}\n"
    where = "import svcmodel; print(svcmodel.__file__)"
    python = (str(installed / "bin" / "python"), "-c", where)
    assert in_shell(start=python, folder=tmp_path).out.startswith(str(installed))


def test_installed_program_advises_as_the_checkout_does(installed: Path, tmp_path: Path) -> None:
    example = next((installed / "lib").rglob("_data/examples/ecoproductos.yaml"))
    for command in (["score"], ["score", "--format", "markdown"], ["plan"], ["plan", "-o", "-"]):
        run = run_installed(installed, tmp_path, *command, example)
        assert (run.code, run.err) == (0, "")
        assert run.out == in_shell(*command, example).out
    written = run_installed(installed, tmp_path, "plan", example, "-o", "plan.html")
    assert written.code == 0
    assert (tmp_path / "plan.html").stat().st_size > 10_000
    for command in (["schema", "score"], ["catalogue", "show", "hybrid"], ["new", "answers"]):
        assert run_installed(installed, tmp_path, *command).code == 0


def test_program_runs_from_the_zipped_wheel(wheel: Path, tmp_path: Path) -> None:
    start = (sys.executable, "-c", "from svcmodel.__main__ import main; main()")
    unpacked = {**ENVIRONMENT, "PYTHONPATH": f"{wheel}{os.pathsep}{LIBRARIES}"}
    where = (sys.executable, "-S", "-c", "import svcmodel; print(svcmodel.__file__)")
    example = ROOT / "examples" / "ecoproductos.yaml"
    shown = in_shell(start=where, environment=unpacked, folder=tmp_path)
    assert shown.out.startswith(str(wheel)), shown.err
    isolated = (start[0], "-S", *start[1:])
    for command in (["score", example], ["plan", example], ["questionnaire", "list"]):
        run = in_shell(*command, start=isolated, environment=unpacked, folder=tmp_path)
        assert (run.code, run.err) == (0, "")
        assert run.out == in_shell(*command).out
