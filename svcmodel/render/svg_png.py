"""A drawing as a picture, for documents that hold no drawings."""

from __future__ import annotations

from typing import Any

DOTS_PER_INCH = 160

_PAGE = b"""#set page(width: auto, height: auto, margin: 3pt)
#image(bytes(sys.inputs.svg), format: "svg")"""


def png_of(svg: str) -> bytes:
    """The drawing as a PNG, the same on every machine. Needs the package typst."""
    import typst

    inputs = {"svg": svg}
    compiler = typst.Compiler(_PAGE, ignore_system_fonts=True)
    png: Any = compiler.compile(format="png", ppi=DOTS_PER_INCH, sys_inputs=inputs)
    return bytes(png)
