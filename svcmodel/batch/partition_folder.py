"""The output of a batch on a cluster: a folder with a file for each partition.

Workers write the files. What is told of each partition is kept beside them while the batch runs, so
that one that was stopped can be gone on with; when everything is there it is taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from svcmodel.batch.journal import Entry, Problems, Stream, Turn, disk_errors
from svcmodel.batch.outcomes import Counts, Done
from svcmodel.batch.partition_work import HIDDEN, part_name
from svcmodel.batch.partitions import file_system
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.problem_formats import Frame

KEPT = "_svcmodel"
"""The folder that stands in the output until it is whole; readers of such folders pass it over."""


class PartitionFolder:
    """A folder that fills with the files of partitions."""

    def __init__(
        self,
        folder: str,
        format_: str,
        problems: Stream | None,
        frame: Frame,
        say: Callable[[bytes], None],
        mark: str,
    ) -> None:
        """`folder`: its address; `mark`: what the run depends on beside its inputs."""
        self.folder, self.format, self.mark = folder, format_, mark
        self.system = file_system(folder)
        self.problems = Problems(problems, frame, say)
        self.number = 0

    def check(self, *, resume: bool) -> None:
        """Raise `WrongUseError` (E327) where the folder has anything in it but what may be gone on with."""
        there = self.system.exists(self.folder) and self.system.ls(self.folder, detail=False)
        if there and not (resume and self._read("mark") == self.mark):
            raise WrongUseError([Problem("E327", path="--output", values={"name": self.folder})])

    def entries(self) -> Iterator[Entry]:
        """The partitions that an earlier run of the same kind has done."""
        number = 0
        while said := self._read(f"{number:05}"):
            key, problems, *counts = said
            if problems > self.problems.size or not self.system.exists(self._part(number)):
                return
            number += 1
            yield Entry(key, 0, problems, Counts(*counts), number)

    def begin(self, last: Entry | None = None) -> None:
        """Begin the folder, or go on with it after an entry."""
        with disk_errors(self.folder):
            self.problems.open(last.problems if last else None)
            self.system.makedirs(f"{self.folder}/{KEPT}", exist_ok=True)
            if last is None:
                self._write("mark", self.mark)
        self.number = last.end if last else 0

    def add(self, done: Done) -> None:
        """A partition is done, its file in its place: keep what is told of it."""
        self.problems.add(done.problems)
        counts = (done.scored, done.failed, done.warned)
        with disk_errors(self.folder):
            self._write(f"{self.number:05}", [done.key, self.problems.end, *counts])
        self.number += 1

    def finish(self, _turn: Turn | None) -> None:
        """Everything is there: take away what is not output."""
        with disk_errors(self.folder):
            ours = {self._part(number).rpartition("/")[2] for number in range(self.number)}
            for name in self.system.ls(self.folder, detail=False):
                base = str(name).rpartition("/")[2]
                if base.startswith((HIDDEN, "part-")) and base not in ours:
                    self.system.rm(name)
            self.system.rm(f"{self.folder}/{KEPT}", recursive=True)
        self.problems.finish()

    def leave(self) -> None:
        """Leave it as it is, to be gone on with another time."""
        self.problems.leave()

    def _part(self, number: int) -> str:
        return part_name(self.folder, number, self.format)

    def _read(self, name: str) -> Any:
        try:
            with self.system.open(f"{self.folder}/{KEPT}/{name}.json", "rb") as file:
                return json.loads(file.read())
        except (OSError, ValueError):
            return None

    def _write(self, name: str, said: object) -> None:
        with self.system.open(f"{self.folder}/{KEPT}/{name}.json", "wb") as file:
            file.write(json.dumps(said).encode())
