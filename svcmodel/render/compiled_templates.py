"""Templates compiled earlier, in this process or in another one: to compile takes longer than to fill."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from svcmodel import __version__

NAMES = f"svcmodel-{__version__}-%s.compiled"


class Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates in memory, and in a folder of the user's own where there is one.

    A template is known by its name, which decides how it is escaped, and by its text. `folder`: where
    they are kept between runs; without one they are kept for this process alone. A folder that cannot
    be written to, or a damaged file in it, costs time and nothing more.
    """

    def __init__(self, folder: jinja2.BytecodeCache | None = None) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before, if it was."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and self.folder is not None:
            with suppress(Exception):  # whatever a damaged file makes of itself
                self.folder.load_bytecode(bucket)
            self.keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self.keep(bucket)
        if self.folder is not None:
            with suppress(OSError):
                self.folder.dump_bytecode(bucket)

    def keep(self, bucket: Bucket) -> None:
        """Keep it in memory."""
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled_templates() -> Compiled:
    """What this process compiles with."""
    return Compiled(own_folder())


def own_folder() -> jinja2.BytecodeCache | None:
    """A folder among the temporary files that nobody else can write to; none where there is none."""
    with suppress(OSError, RuntimeError):
        return jinja2.FileSystemBytecodeCache(pattern=NAMES)
    return None
