from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.sources import strict_yaml, text_files
from svcmodel.sources.strict_yaml import Document, GroupedNumber, parse_yaml, resolve

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(
    file
    for folder in ("models_catalog", "questionnaires", "templates", "examples")
    for file in (ROOT / folder).rglob("*.yaml")
)


def found(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of every problem."""
    return [(p.code, p.line, p.column) for p in parse_yaml(text).problems]


def said(text: str) -> dict[str, str]:
    """What the only problem of a text says."""
    (problem,) = parse_yaml(text).problems
    return dict(problem.values)


def sound(text: str) -> Any:
    """The data of a text without problems."""
    document = parse_yaml(text)
    assert document.problems == []
    return document.data


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all parts of a document."""
    steps: list[Any] = []
    if isinstance(data, dict):
        steps = list(data)
    elif isinstance(data, list):
        steps = list(range(len(data)))
    return [path, *(deep for step in steps for deep in paths_in(data[step], (*path, step)))]


def places(document: Document) -> dict[tuple[Any, ...], tuple[tuple[int, int], tuple[int, int]]]:
    """The places of all values and keys of a document."""
    return {
        path: (document.locate(path), document.locate(path, key=True))
        for path in paths_in(document.data)
    }


# What is refused


@pytest.mark.parametrize(
    ("text", "place", "key", "first"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "a", "1"),
        ("top:\n  a: 1\n  a: 2\n", (3, 3), "a", "2"),
        ("- x: {a: 1, b: 2, a: 3}\n", (1, 19), "a", "1"),
        ('a: 1\n"a": 2\n', (2, 1), "a", "1"),
        ("1: a\n1: b\n", (2, 1), "1", "1"),
        ("1: a\n0x1: b\n", (2, 1), "1", "1"),
        ("? a\n? b\n? a\n", (3, 3), "a", "1"),
    ],
)
def test_a_repeated_key_is_refused(text: str, place: tuple[int, int], key: str, first: str) -> None:
    assert found(text) == [("E107", *place)]
    assert said(text) == {"key": key, "first": first}


def test_the_first_of_repeated_keys_counts() -> None:
    document = parse_yaml("a: {b: 1}\na: {b: 2}\nc: 3\n")
    assert document.data == {"a": {"b": 1}, "c": 3}
    assert document.locate(("a", "b")) == (1, 8)
    assert document.locate(("c",)) == (3, 4)


def test_each_further_use_of_a_key_is_told_with_the_line_of_the_first() -> None:
    problems = parse_yaml("x: 0\na: 1\na: 2\na: 3\n").problems
    assert [(p.line, p.values["first"]) for p in problems] == [(3, "2"), (4, "2")]


def test_a_number_and_the_same_digits_in_quotes_are_two_keys() -> None:
    assert sound('1: a\n"1": b\n') == {1: "a", "1": "b"}


def test_an_alias_is_refused() -> None:
    assert found("a: *other\n") == [("E104", 1, 4)]
    assert said("a: *other\n") == {"name": "other"}
    assert found("*other\n") == [("E104", 1, 1)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x 1\n", (1, 4)),
        ("a: &x\n", (1, 4)),
        ("a: &x [1]\n", (1, 4)),
        ("a: &x\n  b: 1\n", (1, 4)),
        ("&x a: 1\n", (1, 1)),
    ],
)
def test_an_anchor_is_refused(text: str, place: tuple[int, int]) -> None:
    assert found(text) == [("E104", *place)]
    assert said(text) == {"name": "x"}


@pytest.mark.parametrize(
    ("text", "place", "tag"),
    [
        ("a: ! b\n", (1, 4), "!"),
        ("a: !!str 1\n", (1, 4), "tag:yaml.org,2002:str"),
        ("a: !own {b: 1}\n", (1, 4), "!own"),
        ("a: !own [b]\n", (1, 4), "!own"),
        ("- !!python/object:os.system x\n", (1, 3), "tag:yaml.org,2002:python/object:os.system"),
        ("!<tag:x> a: 1\n", (1, 1), "tag:x"),
    ],
)
def test_a_tag_is_refused(text: str, place: tuple[int, int], tag: str) -> None:
    assert found(text) == [("E105", *place)]
    assert said(text) == {"tag": tag}


def test_an_anchor_and_a_tag_on_one_value_are_both_told() -> None:
    assert found("a: &x !t b\n") == [("E104", 1, 4), ("E105", 1, 4)]


def test_sixty_four_levels_are_read() -> None:
    data = sound("[" * 64 + "]" * 64)
    for _ in range(63):
        (data,) = data
    assert data == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 65 + "]" * 65, (1, 65)),
        ("- " * 65 + "x", (1, 129)),
        ("".join(" " * level + "a:\n" for level in range(65)) + " " * 65 + "b: 1\n", (65, 65)),
    ],
)
def test_sixty_five_levels_are_refused(text: str, place: tuple[int, int]) -> None:
    assert found(text) == [("E106", *place)]
    assert said(text) == {"limit": "64"}


def test_bottomless_nesting_is_refused() -> None:
    assert found("[" * 200_000) == [("E106", 1, 65)]
    assert found("{a: " * 200_000) == [("E106", 1, 257)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\n---\nb: 2\n", (2, 1)),
        ("---\na: 1\n--- b\n", (3, 1)),
        ("a\n...\n---\nb\n---\nc\n", (3, 1)),
    ],
)
def test_a_second_document_is_refused(text: str, place: tuple[int, int]) -> None:
    assert found(text) == [("E103", *place)]
    assert parse_yaml(text).data in ({"a": 1}, "a")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", (1, 1)),
        ("\n\n", (1, 1)),
        ("# nothing\n", (1, 1)),
        ("---\n", (2, 1)),
        ("~\n", (1, 1)),
        ("null # nothing\n", (1, 1)),
    ],
)
def test_an_empty_file_is_refused(text: str, place: tuple[int, int]) -> None:
    assert found(text) == [("E102", *place)]
    assert parse_yaml(text).data is None


def test_an_empty_text_in_quotes_is_not_an_empty_file() -> None:
    assert sound('""') == ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("? [a, b]\n: 1\n", (1, 3)),
        ("{{a: 1}: 2}\n", (1, 2)),
        ("? - a\n: 1\n", (1, 3)),
        ("a:\n  null: 1\n", (2, 3)),
        ("b: 1\n~: 2\n", (2, 1)),
    ],
)
def test_a_key_that_is_no_word_is_refused(text: str, place: tuple[int, int]) -> None:
    assert found(text) == [("E108", *place)]


def test_entries_beside_a_refused_key_are_read_with_their_places() -> None:
    document = parse_yaml("a: 1\n[x]: 2\nb: 3\n")
    assert document.data == {"a": 1, "b": 3}
    assert document.locate(("b",)) == (3, 4)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1, 2\n", (2, 1)),
        ("a: 1\n b: 2\n", (2, 3)),
        ("a: 1\n\tb: 2\n", (2, 1)),
        ("a: b: c\n", (1, 5)),
        ('a: "x\n', (2, 1)),
        ("@a\n", (1, 1)),
        ("%YAML 3.0\n---\na\n", (1, 1)),
    ],
)
def test_broken_syntax_is_told_at_its_place(text: str, place: tuple[int, int]) -> None:
    document = parse_yaml(text)
    assert found(text) == [("E101", *place)]
    assert document.problems[0].values["detail"]
    assert document.data is None
    assert document.locate(("a",)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "place", "sign"),
    [
        ("a: \x00\n", (1, 4), "U+0000"),
        ("é: 1\nñ: é\x01\n", (2, 5), "U+0001"),
        ("a: 1\r\nb: \x7f\r\n", (2, 4), "U+007F"),
        ("a: \x9f", (1, 4), "U+009F"),
        ("\ufffe", (1, 1), "U+FFFE"),
        ("a:\n  - \uffff", (2, 5), "U+FFFF"),
        ("a: 1\nb: \ud800\n", (2, 4), "U+D800"),
        ("a: \udcff", (1, 4), "U+DCFF"),
    ],
)
def test_a_character_no_yaml_file_may_hold_is_told_at_its_place(
    text: str, place: tuple[int, int], sign: str
) -> None:
    assert found(text) == [("E110", *place)]
    assert said(text) == {"sign": sign}


def test_all_problems_are_told_together_from_top_to_bottom() -> None:
    text = "a: 1\nb: *x\nc: !t\n  d: 1\n  d: 2\na: &y 2\n[k]: 3\n---\n"
    assert found(text) == [
        ("E104", 2, 4),
        ("E105", 3, 4),
        ("E107", 5, 3),
        ("E107", 6, 1),
        ("E104", 6, 4),
        ("E108", 7, 1),
        ("E103", 8, 1),
    ]


def test_broken_syntax_does_not_hide_what_was_wrong_before_it() -> None:
    text = "a: 1\na: 2\nlist:\n  - {b: 1, b: 2}\n  - x: 1\n    x: 2\n    y: [\n"
    assert found(text) == [("E107", 2, 1), ("E107", 4, 12), ("E107", 6, 5), ("E101", 8, 1)]


def test_too_deep_nesting_does_not_hide_what_was_wrong_before_it() -> None:
    assert found("a: 1\na: 2\nb: " + "[" * 70) == [("E107", 2, 1), ("E106", 3, 67)]


# What values mean


@pytest.mark.parametrize("text", ["no", "yes", "on", "off", "Yes", "NO", "y", "n"])
def test_words_that_older_yaml_took_for_truth_stay_text(text: str) -> None:
    assert sound(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    "text",
    ["1:30", "2024-01-05", "1_000", "1,5", "0b101", "-0x1F", "1e", "+", ".", "--1", "1.2.3", "٣"],
)
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    assert sound(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("-5", -5),
        ("+5", 5),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("-1.5e3", -1500.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e2", 100.0),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        ("true", True),
        ("False", False),
        ("TRUE", True),
    ],
)
def test_core_values_are_read(text: str, value: object) -> None:
    read = sound(f"a: {text}")["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number_is_read(text: str) -> None:
    assert math.isnan(sound(f"a: {text}")["a"])


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", ""])
def test_nothing_is_read_as_none(text: str) -> None:
    assert sound(f"a: {text}\nb: 1") == {"a": None, "b": 1}


@pytest.mark.parametrize("text", ["~", "null", "true", "1", "1.5", "", ".inf", "2.000"])
@pytest.mark.parametrize("form", ['"{}"', "'{}'"])
def test_what_is_in_quotes_is_text(text: str, form: str) -> None:
    assert sound("a: " + form.format(text)) == {"a": text}


@pytest.mark.parametrize("mark", ["|-", ">-"])
def test_a_block_of_text_is_text(mark: str) -> None:
    assert sound(f"a: {mark}\n  12\n") == {"a": "12"}


@pytest.mark.parametrize("text", ["2.000", "-12.500", "+1.234", "999.999"])
def test_a_number_with_three_decimals_keeps_what_was_typed(text: str) -> None:
    read = sound(f"a: {text}")["a"]
    assert isinstance(read, GroupedNumber)
    assert (read, read.raw) == (float(text), text)


@pytest.mark.parametrize("text", ["2.00", "2.0000", "1234.000", ".000", "2.000e1"])
def test_other_decimals_are_plain_numbers(text: str) -> None:
    assert type(sound(f"a: {text}")["a"]) is float


@pytest.mark.parametrize(
    "digits", ["9" * 401, "-" + "9" * 100_000, "0x" + "f" * 5000, "1." + "0" * 500]
)
def test_endless_digits_stay_text(digits: str) -> None:
    assert sound(f"a: {digits}") == {"a": digits}


def test_four_hundred_digits_are_a_number() -> None:
    assert sound("a: " + "9" * 400) == {"a": int("9" * 400)}


def test_keys_have_values_of_their_own_kind() -> None:
    assert sound('3: a\n"2": b\n2.5: c\nno: d\ntrue: e\n') == {
        3: "a",
        "2": "b",
        2.5: "c",
        "no": "d",
        True: "e",
    }


# Where things are


TEXT = """\
# a comment
name: "x"   # another
list:
- one
-   two: 2
    three: [a, {b: c}]
text: |
  lines
empty:
last: >-
  folded
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("name",), (2, 7), (2, 1)),
        (("list",), (4, 1), (3, 1)),
        (("list", 0), (4, 3), (4, 3)),
        (("list", 1), (5, 5), (5, 5)),
        (("list", 1, "two"), (5, 10), (5, 5)),
        (("list", 1, "three"), (6, 12), (6, 5)),
        (("list", 1, "three", 0), (6, 13), (6, 13)),
        (("list", 1, "three", 1, "b"), (6, 20), (6, 17)),
        (("text",), (7, 7), (7, 1)),
        (("empty",), (9, 7), (9, 1)),
        (("last",), (10, 7), (10, 1)),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_values_and_keys_are_located(
    path: tuple[Any, ...], value: tuple[int, int], key: tuple[int, int], line_end: str
) -> None:
    document = parse_yaml(TEXT.replace("\n", line_end))
    assert document.problems == []
    assert document.locate(path) == value
    assert document.locate(path, key=True) == key


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("none",), (2, 1)),
        (("list", 7), (4, 1)),
        (("list", "x"), (4, 1)),
        (("list", 1, "none", "deeper"), (5, 5)),
        (("name", "x"), (2, 7)),
    ],
)
def test_what_is_not_there_is_located_at_its_nearest_parent(
    path: tuple[Any, ...], place: tuple[int, int]
) -> None:
    assert parse_yaml(TEXT).locate(path) == place
    assert parse_yaml(TEXT).locate(path, key=True) == place


def test_columns_count_characters() -> None:
    assert parse_yaml("ñandú: 😀😀 # ñ\n😀: {ü: x}").locate(("😀", "ü")) == (2, 8)


def test_a_byte_order_mark_is_passed_over() -> None:
    data = b"\xef\xbb\xbfa: 1\r\nb: 2\r\n"
    for text in (text_files.decode(data, "file"), data.decode()):
        document = parse_yaml(text)
        assert document.problems == []
        assert document.data == {"a": 1, "b": 2}
        assert document.locate(("a",), key=True) == (1, 1)


def test_windows_line_ends_read_like_others() -> None:
    assert parse_yaml(TEXT.replace("\n", "\r\n")).data == parse_yaml(TEXT).data


# The two parsers, and other readers


AGREED = [
    TEXT,
    TEXT.replace("\n", "\r\n"),
    "a: 1\na: 2\nb: [*x, &y z, !t u]\n? [k]\n: v\n---\nsecond\n",
    "ñ: 😀 # ñ\n中: [é, {ü: 2.000}]\n",
    "- - 1\n  - 'two'\n- {a: x, b}\n- [d: e, f]\n- \n",
    'a: one\n  two\n\n  three\nb: "four\n  five"\n',
    "%YAML 1.2\n---\na: 1\n...\n",
    "",
    "# only\n",
    "~\n",
    "[" * 65,
    "a: \x07",
    "a: \ud800",
]


@pytest.mark.parametrize("text", AGREED)
def test_both_parsers_agree(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not strict_yaml.HAS_C_PARSER:
        pytest.skip("PyYAML is here without libyaml")
    first, told = parse_yaml(text), found(text)
    monkeypatch.setattr(strict_yaml, "_Parser", strict_yaml.PureParser)
    second = parse_yaml(text)
    assert second.data == first.data
    assert places(second) == places(first)
    assert found(text) == told


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "a: 'x", "\t- a", "- a\nb: c", "&", "{a: 1]"])
def test_both_parsers_refuse_broken_syntax(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [code for code, *_ in found(text)] == ["E101"]
    monkeypatch.setattr(strict_yaml, "_Parser", strict_yaml.PureParser)
    assert [code for code, *_ in found(text)] == ["E101"]


def test_both_parsers_agree_on_a_shipped_file(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "examples" / "ecoproductos.yaml").read_text(encoding="utf-8")
    first = parse_yaml(text)
    monkeypatch.setattr(strict_yaml, "_Parser", strict_yaml.PureParser)
    second = parse_yaml(text)
    assert second.data == first.data
    assert places(second) == places(first)


def same(ours: Any, as_text: Any) -> bool:
    """Whether our reading is that of a reader that takes every scalar for text."""
    if isinstance(ours, dict):
        entries = zip(ours.items(), as_text.items(), strict=True)
        return all(same(k, k_text) and same(v, v_text) for (k, v), (k_text, v_text) in entries)
    if isinstance(ours, list):
        return all(same(*pair) for pair in zip(ours, as_text, strict=True))
    return bool(ours == as_text or resolve(as_text) == ours)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_shipped_files_read_as_another_loader_reads_them(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    loader = yaml.CBaseLoader(text) if strict_yaml.HAS_C_PARSER else yaml.BaseLoader(text)
    assert same(sound(text), loader.get_single_data())


# Whatever is written

written = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cn"])
numbers = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
finite = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)


def data_of(scalars: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> Any:
    """Nested lists and dicts of some scalars."""
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


@settings(deadline=None)
@given(data_of(finite | st.text(written), st.text(written)), st.none() | st.integers(1, 4))
def test_any_json_is_read_as_what_it_says(data: Any, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    assert parse_yaml(text).data == data


alike = st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029")  # PyYAML folds these
texts = st.text(alike).filter(lambda text: isinstance(resolve(text), str))


@settings(deadline=None)
@given(data_of(numbers | texts, texts), st.booleans(), st.sampled_from([20, 80, 1000]))
def test_what_another_program_writes_is_read_back(data: Any, flow: bool, width: int) -> None:
    text = yaml.safe_dump(
        data, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=width
    )
    assert parse_yaml(text).data == data


PIECES = (
    *("a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "# c", "|", ">", '"', "'", " "),
    *("\n", "\n  ", "\r\n", "\t", "&x", "*x", "!t ", "---\n", "...\n", "1", "~", "%", "\ufeff"),
)
scraps = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(exclude_categories=[])) | scraps)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    document = parse_yaml(text)
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + 3
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in document.problems)
    assert document.problems or document.data is not None
    for value, key in places(document).values():
        assert min(*value, *key) >= 1
