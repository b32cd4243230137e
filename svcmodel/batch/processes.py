"""Pieces of a batch done in processes of this machine, each with a pipe of its own.

What a process gives goes through its own pipe and no other's: one that is killed in the midst of
writing leaves nobody waiting, and its piece is done again by another.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from svcmodel.batch.outcomes import Done
from svcmodel.batch.pieces import Piece
from svcmodel.batch.worker import Order, Worker
from svcmodel.errors import Problem, UnreadableInputError

AHEAD = 3
"""How many pieces for each process may wait to be done or to be written."""
LOOKS_EVERY = 0.5
"""Seconds between two looks of a process whether the one that started it is there."""
MOST_DEATHS = 3
"""How often processes may die before it is no accident."""


class Processes:
    """Does the pieces in processes of this machine. A process that dies is replaced."""

    def __init__(self, order: Order, worker: Worker, jobs: int) -> None:
        """`worker`: what each process begins with, where it can be inherited."""
        self.jobs = jobs
        method = "fork" if "fork" in get_all_start_methods() else "spawn"
        self.context: Any = get_context(method)
        self.start = worker if method == "fork" else order
        self.deaths = 0

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done]]:
        """Each piece with what it gave, in order; no more pieces are taken than can be waited for.

        Raises `UnreadableInputError` (E322) where processes keep dying.
        """
        idle: SimpleQueue[_Process] = SimpleQueue()
        processes = [_Process(self.context, self.start) for _ in range(self.jobs)]
        for process in processes:
            idle.put(process)
        source, waiting = iter(pieces), deque[tuple[Piece, Future[Done]]]()
        threads = ThreadPoolExecutor(self.jobs)  # each waits for a process
        try:
            while True:
                for piece in source:
                    waiting.append((piece, threads.submit(self._given, piece, idle)))
                    if len(waiting) >= AHEAD * self.jobs:
                        break
                if not waiting:
                    return
                piece, future = waiting.popleft()
                yield piece, future.result()
        finally:
            self.deaths = MOST_DEATHS  # those that end now are not replaced
            threads.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.end()

    def _given(self, piece: Piece, idle: SimpleQueue[_Process]) -> Done:
        """What a piece gives; done again where the process that does it dies."""
        process = idle.get()
        try:
            while True:
                try:
                    return process.done(piece)
                except (EOFError, OSError):
                    self.deaths += 1
                    if self.deaths > MOST_DEATHS:
                        raise UnreadableInputError([Problem("E322")]) from None
                    process.begin()
        finally:
            idle.put(process)


class _Process:
    """A process that does one piece after another."""

    def __init__(self, context: Any, start: Worker | Order) -> None:
        """`context`: how processes are started; `start`: what it begins with."""
        self.context, self.start = context, start
        self.begin()

    def begin(self) -> None:
        """Start it; the one before, if any, is dead."""
        self.pipe, theirs = self.context.Pipe()
        self.process = self.context.Process(target=_serve, args=(theirs, self.start), daemon=True)
        self.process.start()
        theirs.close()  # so that its death ends what is read of it

    def done(self, piece: Piece) -> Done:
        """What a piece gives. Raises `EOFError` and `OSError` if the process dies."""
        self.pipe.send(piece)
        done: Done = self.pipe.recv()
        return done

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.join()


def _serve(pipe: Connection, start: Worker | Order) -> None:
    """Do pieces until the process is ended. The person's Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    worker = start if isinstance(start, Worker) else Worker(start)
    while True:
        pipe.send(worker.done(pipe.recv()))


def _end_with(starter: int) -> None:
    """End this process when the one that started it is gone: nobody waits for its work any more."""
    while os.getppid() == starter:
        time.sleep(LOOKS_EVERY)
    os._exit(1)
