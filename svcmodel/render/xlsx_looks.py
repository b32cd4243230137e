"""How the cells of a workbook look: the colours of the plan's page, told apart in grey print too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcmodel.domain.records import Lang

INK, SOFT, LINE, WASH, ACCENT = "#1C2530", "#4A5766", "#D3D9DF", "#F4F6F8", "#1B4965"
PALE, MILD, STRONG = "#E3ECF2", "#F6C77D", "#B3470B"
"""From little to much: each is darker than the one before."""

DAY = "day"
MONTHS_OF: Mapping[Any, Mapping[Lang, str]] = {
    DAY: {"es": "[$-C0A]d mmm yyyy", "en": "[$-809]d mmm yyyy"},
}
"""The months of a date in the language of the workbook, whatever that of the program that opens it."""

_EDGES = ("bottom", "bottom_color", "left", "left_color", "right", "right_color")
_RULED = {name: LINE if name.endswith("color") else 1 for name in _EDGES}
_TEXT = {"font_color": INK, "text_wrap": True, **_RULED}
_TOTAL = {"bold": True, "top": 1, "top_color": ACCENT}
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True}
_LABEL = {"bold": True, "font_color": SOFT, "text_wrap": True}
_NUMBERS = {
    "number": {"num_format": "General", "align": "center"},
    "points": {"num_format": "0.0", "align": "center"},
    "money": {"num_format": "#,##0"},
    "date": {"num_format": DAY, "align": "left"},
    "centre": {"align": "center"},
    "entry": {"align": "center", "bg_color": "#FFFBEA"},
    "centre_entry": {"align": "center", "bg_color": "#FFFBEA"},
    "date_entry": {"num_format": DAY, "align": "left", "bg_color": "#FFFBEA"},
}

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "note": {"font_color": SOFT, "text_wrap": True},
    "head": {**_HEAD, "valign": "top"},
    "head_upright": {**_HEAD, "rotation": 90, "valign": "bottom", "align": "center"},
    "part": {"bold": True, "font_size": 13, "font_color": ACCENT, "valign": "bottom"},
    "label": _LABEL,
    "label_cell": {**_LABEL, **_RULED},
    "count": {"font_color": INK, "num_format": "0", "align": "left"},
    "share": {"font_color": INK, "num_format": "0 %", "align": "left"},
    "line": {"font_color": INK, "text_wrap": True},
    "strong": {**_TEXT, "bold": True},
    "strong_total": {**_TEXT, **_TOTAL},
    "text": _TEXT,
    "text_total": {**_TEXT, **_TOTAL},
    "week": {**_HEAD, "num_format": DAY, "rotation": 90, "align": "center", "valign": "bottom"},
    **{name: {**_TEXT, **look} for name, look in _NUMBERS.items()},
    **{f"{name}_total": {**_TEXT, **look, **_TOTAL} for name, look in _NUMBERS.items()},
}
"""How cells look, by name."""

CONDITIONS: Mapping[str, Mapping[str, Any]] = {
    "is_little": {"bg_color": PALE, "font_color": INK},
    "is_middling": {"bg_color": MILD, "font_color": INK},
    "is_much": {"bg_color": STRONG, "font_color": "#FFFFFF", "bold": True},
    "is_done": {"font_color": "#6B7785", "bg_color": WASH},
    "is_going": {"bg_color": PALE, "font_color": ACCENT, "bold": True},
    "is_late": {"bg_color": MILD, "font_color": INK, "bold": True},
    "is_critical": {"font_color": STRONG, "bold": True},
    "bar": {"bg_color": "#7FA8C4"},
    "bar_critical": {"bg_color": ACCENT},
    "bar_done": {"bg_color": "#C3CAD1"},
    "is_this_week": {"bg_color": STRONG, "font_color": "#FFFFFF"},
    "grid": {"left": 1, "left_color": LINE, "bottom": 1, "bottom_color": LINE},
    "is_out": {"font_color": "#6B7785", "italic": True},
    "is_chosen": {"bold": True, "bg_color": PALE},
}
"""How cells look where something holds, by name."""
