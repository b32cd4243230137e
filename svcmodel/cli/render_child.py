"""What strangers wrote is rendered in a process of its own, which is given little and can be stopped.

The process gets what it needs through its standard input and answers through a file of bounded size. It
may read the program's own files and nothing else, write nowhere but there, open no connection and start
no process. The parent takes from it the bytes of a document or a list of problems, never objects.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from svcmodel.errors import InvalidInputError, Problem, SvcmodelError
from svcmodel.sources.package_data import data_folder

Job = Callable[[], str | bytes]

FAILED = 3
OUT_OF_MEMORY = 4
TIMED_OUT = 5

_OUT_OF_TIME = tuple(-getattr(signal, name, 0) or TIMED_OUT for name in ("SIGXCPU", "SIGKILL"))
"""How a process ends that has used up its seconds of work; Windows knows no such signals."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rendering may take: seconds of work and of waiting, bytes of memory and of result."""

    cpu_seconds: int = 10
    seconds: float = 30
    memory_bytes: int = 1_000_000_000
    result_bytes: int = 50_000_000


def render_apart(job: Job, place: Callable[[str], str], limits: Limits | None = None) -> bytes:
    """What a job gives, done in a process of its own within limits.

    `job` must be picklable; `place`: how a template is called in messages. Raises `InvalidInputError`:
    E335 it takes too long, E336 it takes too much memory or gives too much, E337 with template and line
    where it fails, and what the job itself raises.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="svcmodel-") as folder:
        answer = Path(folder) / "answer"
        code = _run(pickle.dumps((limits, folder, job)), answer, folder, limits)
        if code == FAILED:
            raise InvalidInputError(_problems(answer.read_bytes(), place))
        if code in (TIMED_OUT, *_OUT_OF_TIME):
            raise InvalidInputError([_too_long(limits)])
        size = answer.stat().st_size
        if code == OUT_OF_MEMORY or code < 0 or size > limits.result_bytes:
            raise InvalidInputError([_too_much(limits)])
        if code:
            raise RuntimeError(f"the rendering process ended with {code}")
        return answer.read_bytes()


def _run(request: bytes, answer: Path, folder: str, limits: Limits) -> int:
    """The exit code of the child; killed where it outlasts its time."""
    start = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main()"
    with answer.open("wb") as stream:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-P", "-c", start],  # -P: nothing is imported from where we stand
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
        )
        try:
            child.communicate(request, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return TIMED_OUT
    return child.returncode


def _environment(folder: str) -> dict[str, str]:
    """What the child knows of its surroundings: no home, no way to the network."""
    nowhere = "http://127.0.0.1:9"  # the port that discards; what looks for a proxy finds it closed
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), nowhere)
    homes = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), folder)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, **proxies, **homes, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as plain data."""
    return [{**asdict(problem), "values": dict(problem.values)} for problem in problems]


def problem_of(data: dict[str, Any]) -> Problem:
    """A problem from plain data."""
    return Problem(**data)


def _problems(said: bytes, place: Callable[[str], str]) -> list[Problem]:
    """The problems a child tells of, with the names of templates as they are called in messages."""
    found = [problem_of(each) for each in json.loads(said)]
    return [replace(each, file=place(each.file) if each.file else "") for each in found]


def _too_long(limits: Limits) -> Problem:
    return Problem("E335", path="--template", values={"limit": str(limits.cpu_seconds)})


def _too_much(limits: Limits) -> Problem:
    sizes = {"memory": limits.memory_bytes, "result": limits.result_bytes}
    values = {name: f"{size // 1_000_000} MB" for name, size in sizes.items()}
    return Problem("E336", path="--template", values=values)


def main() -> NoReturn:
    """Do the job on standard input, write what it gives to standard output, and end."""
    limits, folder, job = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    _limit(limits)
    sys.addaudithook(_guard(folder))
    try:
        result = job()
        data = result.encode() if isinstance(result, str) else result
        code = 0
    except MemoryError:
        data, code = b"", OUT_OF_MEMORY
    except SvcmodelError as error:
        data, code = json.dumps(told(error.problems)).encode(), FAILED
    except Exception as error:
        data, code = json.dumps(told([_failure(error)])).encode(), FAILED
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:  # the file may grow no further
        code = OUT_OF_MEMORY
    os._exit(code)


def _limit(limits: Limits) -> None:
    """Set the limits that the system holds; where it knows none, the parent's clock is what is left."""
    try:
        import resource
    except ImportError:  # Windows
        return
    cpu = limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.result_bytes, limits.result_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.startfile"),
    *("os.fork", "os.system", "os.kill", "pty.", "ctypes.", "urllib."),
)
"""What no rendering does, by how Python calls it when it is about to happen."""


def _guard(folder: str) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that lets the program read its own files and write in `folder`, and refuses the rest."""
    data = Path(str(data_folder("templates"))).parent
    program = Path(__file__).parents[2]
    mine = [sys.prefix, sys.base_prefix, *filter(None, sys.path), str(program), str(data)]
    readable = tuple(f"{os.path.realpath(path)}{os.sep}" for path in (*mine, folder))

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if not isinstance(path, (str, bytes)):
                return  # a number of what is open already
            real = os.path.realpath(os.fsdecode(path))
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set(mode or "") & set("wax+")
            if not real.startswith(readable[-1] if writes else readable):
                raise PermissionError(path)
        elif event.startswith(REFUSED):
            raise PermissionError(event)

    return guard


def _failure(error: Exception) -> Problem:
    """What went wrong, at the line of the innermost template."""
    from jinja2 import TemplateNotFound  # the parent has no need of it

    detail = str(error) or type(error).__name__
    file, line = _where(error.__traceback__)
    if isinstance(error, TemplateNotFound):
        return Problem("E455", file, line, 1 if line else 0, detail)
    with contextlib.suppress(AttributeError):  # an error of Jinja's syntax knows its place itself
        file, line = error.filename or file, error.lineno or line  # type: ignore[attr-defined]
    return Problem("E337", file, line, 1 if line else 0, values={"detail": detail[:300]})


def _where(frames: TracebackType | None) -> tuple[str, int]:
    """The innermost template of a traceback, and the line in it; no name where there is none."""
    found = ("", 0)
    while frames is not None:
        name = frames.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            found = (name, frames.tb_lineno)
        frames = frames.tb_next
    return found
