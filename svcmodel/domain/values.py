"""Values as they are typed: figures, why one is refused, and how a value is quoted in a message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isinf, isnan
from typing import Any

Value = bool | int | float | str | tuple[str, ...]
"""What the answer to a question can be."""

_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_SEPARATED = re.compile(
    r"(?P<whole>[-+]?[1-9][0-9]{0,2}(?:(?P<mark>[.,'’ \xa0\u202f])[0-9]{3})(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]+))?\Z"
)
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_SHARE = re.compile(r"([-+]?[0-9][0-9.,]{0,30}) ?%\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused: a problem's code and the values its sentence needs.

    `item`: which item of a list is wrong, from 0; None where the value itself is.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    item: int | None = None


def show(raw: Any) -> str:
    """A raw value as it is quoted in a message: short, on one line, without control characters."""
    text = "".join(sign if sign.isprintable() else " " for sign in _written(raw))
    return text if len(text) <= 60 else text[:57] + "..."


def _written(raw: Any) -> str:
    """A value as YAML writes it."""
    match raw:
        case None:
            return ""
        case bool():
            return "true" if raw else "false"
        case list() | tuple():
            return f"[{', '.join(_written(item) for item in raw)}]"
        case dict():
            return f"{{{', '.join(f'{_written(k)}: {_written(v)}' for k, v in raw.items())}}}"
        case float() if isnan(raw) or isinf(raw):
            return f"{raw}".replace("inf", ".inf").replace("nan", ".nan")
        case _:
            return str(getattr(raw, "raw", raw))


def without_sign(raw: Any) -> Any:
    """The figure of a share written like `35 %`; anything else as it is."""
    share = _SHARE.match(raw.strip()) if isinstance(raw, str) else None
    if share is None:
        return raw
    text = share.group(1)
    return text if _GROUPED.match(text) or not _DECIMAL.match(text) else _plain(text)


def figure(
    raw: Any, minimum: float | None, maximum: float | None, *, whole: bool
) -> int | float | Fault:
    """The figure; a text that may be read in two ways is refused with both readings."""
    text = getattr(raw, "raw", raw)
    if isinstance(text, str) and (text is raw or _GROUPED.match(text)):
        return _not_a_number(text)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return Fault("E202", {"got": show(raw)})
    if raw != raw or raw in (float("inf"), float("-inf")):
        return Fault("E202", {"got": show(raw)})
    if whole and raw != int(raw):
        return Fault("E211", {"got": show(raw)})
    if minimum is not None and raw < minimum:
        return Fault("E204", {"got": show(raw), "minimum": f"{minimum:.15g}"})
    if maximum is not None and raw > maximum:
        return Fault("E212", {"got": show(raw), "maximum": f"{maximum:.15g}"})
    return int(raw) if raw == int(raw) else float(raw)


def _not_a_number(text: str) -> Fault:
    """Why a text is no figure, with the figure it was probably meant as."""
    if _GROUPED.match(text):
        thousands = re.sub(r"[.,]", "", text)
        return Fault("E203", {"got": text, "thousands": thousands, "decimal": _decimal(text)})
    if _DECIMAL_COMMA.match(text):
        return Fault("E213", {"got": text, "decimal": text.replace(",", ".")})
    separated = _SEPARATED.match(text)
    if separated is not None:
        plain = re.sub(r"[^-+0-9]", "", separated["whole"])
        part = f".{separated['part']}" if separated["part"] else ""
        return Fault("E222", {"got": show(text), "plain": plain + part})
    return Fault("E202", {"got": show(text)})


def _plain(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _decimal(text: str) -> str:
    """A text like `2.500` read as a decimal and written so that it can be read in no other way."""
    number = text.replace(",", ".").rstrip("0").rstrip(".")
    return number + "0" if _GROUPED.match(number) else number
