from __future__ import annotations

import math
from typing import Any

import pytest

from svcmodel.errors import InvalidInputError, WrongUseError
from svcmodel.sources import strict_yaml
from svcmodel.sources.edit_yaml import edit_yaml
from svcmodel.sources.strict_yaml import GroupedNumber, parse_yaml

Path = tuple[str | int, ...]


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with either of PyYAML's parsers."""
    if request.param == "pure":
        monkeypatch.setattr(strict_yaml, "_Parser", strict_yaml.PureParser)


ANSWERS = """\
# What we know so far
format: svcmodel/answers/1   # the kind of file
subject: "A shop"

answers:
  volume: 300      # a month
  channels: [phone, email]   # see below

  # not asked yet
  budget:
  hours:
    value: 'nine to five'
    note: |
      Not on Sundays.

      Nor at night.

  sites:
  - Madrid   # the first
  - 'Vigo'
# the end
weights: {customer: 2, resources: 1}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("format",), "x/2", "svcmodel/answers/1   #", "x/2   #"),
        (("subject",), "Una tienda", '"A shop"', "Una tienda"),
        (("answers", "volume"), 2500, "300 ", "2500 "),
        (("answers", "channels"), ["phone"], "[phone, email]", "[phone]"),
        (("answers", "channels", 1), "post", "email", "post"),
        (("answers", "budget"), 10, "budget:\n", "budget: 10\n"),
        (("answers", "hours", "value"), None, "'nine to five'", "null"),
        (
            ("answers", "hours", "note"),
            "Never.",
            "|\n      Not on Sundays.\n\n      Nor at night.",
            "Never.",
        ),
        (("answers", "sites", 0), "Lugo", "Madrid ", "Lugo "),
        (("answers", "sites", 1), "Lugo", "'Vigo'", "Lugo"),
        (
            ("answers", "sites"),
            ["Lugo"],
            "- Madrid   # the first\n  - 'Vigo'",
            "  [Lugo]",
        ),
        (("weights", "customer"), 0.5, "customer: 2", "customer: 0.5"),
        (("weights",), {}, "{customer: 2, resources: 1}", "{}"),
        (("weights", "flexibility"), 3, "1}", "1, flexibility: 3}"),
        (("notes",), "none", "1}\n", "1}\nnotes: none\n"),
        (("answers", "new"), 1, "'Vigo'\n", "'Vigo'\n  new: 1\n"),
        (("answers", "hours", "from"), 9, "at night.\n", "at night.\n    from: 9\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_value_changes(
    path: Path, value: Any, old: str, new: str, line_end: str, mark: str
) -> None:
    text = mark + ANSWERS.replace("\n", line_end)
    expected = mark + ANSWERS.replace(old, new, 1).replace("\n", line_end)
    assert edit_yaml(text, path, value) == expected


# Replacing


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        # empty values
        ("a:\nb: 1\n", ("a",), 5, "a: 5\nb: 1\n"),
        ("a:   # c\n", ("a",), 5, "a: 5   # c\n"),
        ("a:", ("a",), "x", "a: x"),
        ("- \n- 2\n", (0,), 5, "- 5 \n- 2\n"),
        ("-\n  # c\n- 2\n", (0,), 5, "- 5\n  # c\n- 2\n"),
        ("a:\n# c\n\nb: 1\n", ("a",), [1], "a: [1]\n# c\n\nb: 1\n"),
        ("{a: , b: }", ("a",), 5, "{a: 5 , b: }"),
        ("{a: , b: }", ("b",), 5, "{a: , b: 5 }"),
        ('{"a":}', ("a",), 5, '{"a": 5}'),
        ("{a, b}", ("a",), 5, "{a: 5, b}"),
        ("{a, b}", ("b",), 5, "{a, b: 5}"),
        ("? a\n? b\n", ("a",), 5, "? a\n: 5\n? b\n"),
        ("? a # c\n", ("a",), 5, "? a # c\n: 5\n"),
        ("? a", ("a",), 5, "? a\n: 5"),
        # values that end before a comment
        ("a: x # c\n", ("a",), "y", "a: y # c\n"),
        ("a: one\n  two # c\nb: 1\n", ("a",), "y", "a: y # c\nb: 1\n"),
        ('a: "x"#c\n', ("a",), "y", "a: y #c\n"),
        ("a: [x]#c\n", ("a",), 1, "a: 1 #c\n"),
        ("a: x#y\n", ("a",), 1, "a: 1\n"),
        ("a:\n  - x # c\n\n  # d\n# e\nb: 1\n", ("a",), [], "a:\n  [] # c\n\n  # d\n# e\nb: 1\n"),
        ("a:\n  b:\n    c: 1 # c\n  # d\n", ("a", "b"), 2, "a:\n  b:\n    2 # c\n  # d\n"),
        # blocks of text
        ("a: |\n  x\n  y\n\n\n# c\nb: 1\n", ("a",), 5, "a: 5\n\n\n# c\nb: 1\n"),
        ("a: >-\n  x\nb: 1\n", ("a",), 5, "a: 5\nb: 1\n"),
        ("a: |+\n  x\n\nb: 1\n", ("a",), 5, "a: 5\nb: 1\n"),
        ("a: |2-\n    x\n", ("a",), 5, "a: 5\n"),
        ("a: | # note\n  x\n", ("a",), 5, "a: 5 # note\n"),
        ("a: |\nb: 1\n", ("a",), 5, "a: 5\nb: 1\n"),
        ("a: |\n  x", ("a",), 5, "a: 5"),
        ("- |\n  x\n- y\n", (0,), 5, "- 5\n- y\n"),
        # values on the next line
        ("a:\n  x # c\n", ("a",), "y", "a:\n  y # c\n"),
        ("a: # c\n\n  # d\n  x\n", ("a",), "y", "a: # c\n\n  # d\n  y\n"),
        ("a:\n- x\n- y # c\nb: 1\n", ("a",), [1], "a:\n  [1] # c\nb: 1\n"),
        ("a: # c\n- x\n", ("a",), 5, "a: # c\n  5\n"),
        ("l:\n  - a:\n    - x\n    b: 1\n", ("l", 0, "a"), 5, "l:\n  - a:\n      5\n    b: 1\n"),
        ("a:\n|\n x\nb: 1\n", ("a",), 5, "a:\n  5\nb: 1\n"),
        # lists
        ("- a\n- b # c\n- c\n", (1,), "x", "- a\n- x # c\n- c\n"),
        ("- - 1\n  - 2\n-   - 3\n", (0, 1), "x", "- - 1\n  - x\n-   - 3\n"),
        ("- - 1\n  - 2\n-   - 3\n", (1,), "x", "- - 1\n  - 2\n-   x\n"),
        ("- a: 1\n  b: 2\n- c\n", (0,), "x", "- x\n- c\n"),
        ("- a: 1\n  b: 2\n- c\n", (0, "b"), "x", "- a: 1\n  b: x\n- c\n"),
        ("[a, b,]", (1,), "x", "[a, x,]"),
        ('["a","b"]', (0,), "x", '[x,"b"]'),
        ("[a: 1, b]", (0,), "x", "[x, b]"),
        ("[a: 1, b]", (0, "a"), "x", "[a: x, b]"),
        ("[? a : 1 ]", (0, "a"), "x", "[? a : x ]"),
        ("[[], {}]", (1,), 1, "[[], 1]"),
        # keys in quotes, numbers as keys
        ("\"a b\": x\n'c': y\n", ("a b",), "z", "\"a b\": z\n'c': y\n"),
        ("\"a b\": x\n'c': y\n", ("c",), "z", "\"a b\": x\n'c': z\n"),
        ('{"a":1}', ("a",), -1, '{"a":-1}'),
        ("1: x\n3: y\n", (3,), "z", "1: x\n3: z\n"),
        ('1: x\n"1": y\n', ("1",), "z", '1: x\n"1": z\n'),
        ("a : x\n", ("a",), "y", "a : y\n"),
        ("a.b: x\n", ("a.b",), "y", "a.b: y\n"),
        # several lines in braces
        ("a: [\n  x, # c\n  y # d\n]\n", ("a", 1), 1, "a: [\n  x, # c\n  1 # d\n]\n"),
        ("a: {\nb: c,\nd: e }\n", ("a", "b"), 1, "a: {\nb: 1,\nd: e }\n"),
        ("a: 'p\n\n  q' # c\n", ("a",), 1, "a: 1 # c\n"),
        # other characters
        ("ñ: 😀 # 😀\n中: é\n", ("中",), "ü", "ñ: 😀 # 😀\n中: ü\n"),
        ("a: x\rb: y\r", ("b",), 1, "a: x\rb: 1\r"),
        # whole documents
        ("a: 1\n", (), {"b": 2}, "{b: 2}\n"),
        ("# c\n---\na: 1 # d\n...\n", (), [1], "# c\n---\n[1] # d\n...\n"),
        ("---\na: 1\n", ("a",), 2, "---\na: 2\n"),
        ("--- |\n x\n", (), "y", "--- y\n"),
        ("--- # c\nx\n", (), "y", "--- # c\ny\n"),
        ("%YAML 1.2\n---\na: 1\n", ("a",), 2, "%YAML 1.2\n---\na: 2\n"),
        ("x", (), None, "null"),
    ],
)
def test_a_value_is_replaced_where_it_stands(
    text: str, path: Path, value: Any, expected: str
) -> None:
    assert edit_yaml(text, path, value) == expected


def test_tabs_around_a_value_stay() -> None:
    if strict_yaml._Parser is strict_yaml.PureParser:
        pytest.skip("PyYAML's own parser takes no tab there")
    assert edit_yaml("a:\tx\t# c\n", ("a",), "y") == "a:\ty\t# c\n"


# Adding


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: 1\n", ("new",), "a: 1\nnew: 5\n"),
        ("a: 1", ("new",), "a: 1\nnew: 5"),
        ("x: 0\r\na: 1", ("new",), "x: 0\r\na: 1\r\nnew: 5"),
        ("a: 1 # c", ("new",), "a: 1 # c\nnew: 5"),
        ("a: 1 # c\n# d\n\n", ("new",), "a: 1 # c\nnew: 5\n# d\n\n"),
        ("a:\n", ("new",), "a:\nnew: 5\n"),
        ("a:\n  b: 1\n  # c\nd: 2\n", ("a", "new"), "a:\n  b: 1\n  new: 5\n  # c\nd: 2\n"),
        ("a:\n  b:\n    - c: z\nd: 2\n", ("a", "new"), "a:\n  b:\n    - c: z\n  new: 5\nd: 2\n"),
        ("a:\n  b:\n  - x\nd: 2\n", ("a", "new"), "a:\n  b:\n  - x\n  new: 5\nd: 2\n"),
        ("- a: 1\n  b: 2\n- c\n", (0, "new"), "- a: 1\n  b: 2\n  new: 5\n- c\n"),
        ("-   a: 1\n", (0, "new"), "-   a: 1\n    new: 5\n"),
        ("a: |\n  x\n\n# c\n", ("new",), "a: |\n  x\nnew: 5\n\n# c\n"),
        ("a: |+\n  x\n\n# c\n", ("new",), "a: |+\n  x\n\nnew: 5\n# c\n"),
        ("a: [\n  1\n] # c\n", ("new",), "a: [\n  1\n] # c\nnew: 5\n"),
        ("? a\n", ("new",), "? a\nnew: 5\n"),
        ("--- # c\na: 1\n...\n", ("new",), "--- # c\na: 1\nnew: 5\n...\n"),
        ("a: 1\n", (7,), "a: 1\n7: 5\n"),
        ("a: 1\n", ("7",), 'a: 1\n"7": 5\n'),
        ("a: 1\n", ("b: c",), 'a: 1\n"b: c": 5\n'),
        ("{}", ("new",), "{new: 5}"),
        ("{ }", ("new",), "{new: 5 }"),
        ("{#c\n}", ("new",), "{new: 5 #c\n}"),
        ("a: {}\n", ("a", "new"), "a: {new: 5}\n"),
        ("{a: 1}", ("new",), "{a: 1, new: 5}"),
        ("{ a: 1 }", ("new",), "{ a: 1, new: 5 }"),
        ("{a: 1,}", ("new",), "{a: 1, new: 5,}"),
        ("{a: }", ("new",), "{a: , new: 5 }"),
        ("{a}", ("new",), "{a, new: 5}"),
        ('{"a":"x"#c\n}', ("new",), '{"a":"x", new: 5 #c\n}'),
        ("{\n  a: 1 # c\n}", ("new",), "{\n  a: 1, new: 5 # c\n}"),
        ("[a: 1, b]", (0, "new"), "[{a: 1, new: 5}, b]"),
        ("{a: 1}", ("b,c",), '{a: 1, "b,c": 5}'),
    ],
)
def test_a_missing_last_key_is_added(text: str, path: Path, expected: str) -> None:
    assert edit_yaml(text, path, 5) == expected


def test_a_text_that_ends_without_a_line_break_is_not_lengthened() -> None:
    text = "m:\n  a: 1\n  b: |\n    x"
    edited = edit_yaml(text, ("m", "new"), 5)
    assert edited == "m:\n  new: 5\n  a: 1\n  b: |\n    x"
    assert parse_yaml(edited).data == {"m": {"a": 1, "b": "x", "new": 5}}


# Writing


@pytest.mark.parametrize(
    ("value", "block", "flow"),
    [
        (None, "null", "null"),
        (True, "true", "true"),
        (False, "false", "false"),
        (0, "0", "0"),
        (-12, "-12", "-12"),
        (1.5, "1.5", "1.5"),
        (1e300, "1e+300", "1e+300"),
        (-0.0, "-0.0", "-0.0"),
        (2.125, "2.1250", "2.1250"),
        (GroupedNumber("2.000"), "2.000", "2.000"),
        ("word", "word", "word"),
        ("two words", "two words", "two words"),
        ("no", "no", "no"),
        ("1:30", "1:30", '"1:30"'),
        ("2024-01-05", "2024-01-05", "2024-01-05"),
        ("a, b", "a, b", '"a, b"'),
        ("a[0] {x}", "a[0] {x}", '"a[0] {x}"'),
        ("http://x.y/?q=1#z", "http://x.y/?q=1#z", '"http://x.y/?q=1#z"'),
        ("what? so", "what? so", '"what? so"'),
        ("-x", "-x", "-x"),
        ("", '""', '""'),
        ("null", '"null"', '"null"'),
        ("~", '"~"', '"~"'),
        ("True", '"True"', '"True"'),
        ("12", '"12"', '"12"'),
        ("0x1F", '"0x1F"', '"0x1F"'),
        ("2.000", '"2.000"', '"2.000"'),
        (".inf", '".inf"', '".inf"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("a:", '"a:"', '"a:"'),
        ("a #b", '"a #b"', '"a #b"'),
        ("#a", '"#a"', '"#a"'),
        ("- a", '"- a"', '"- a"'),
        ("-", '"-"', '"-"'),
        ("---", '"---"', '"---"'),
        ("...", '"..."', '"..."'),
        (" a", '" a"', '" a"'),
        ("a ", '"a "', '"a "'),
        ('say "x"', 'say "x"', 'say "x"'),
        ('"x"', '"\\"x\\""', '"\\"x\\""'),
        ("a\\b", "a\\b", "a\\b"),
        ("a\nb\tc\r", '"a\\nb\\tc\\r"', '"a\\nb\\tc\\r"'),
        ("ñ 中 😀", "ñ 中 😀", "ñ 中 😀"),
        ("\0\x1f\x7f", '"\\u0000\\u001f\\u007f"', '"\\u0000\\u001f\\u007f"'),
        ("a\x85b\u2028c", '"a\\u0085b\\u2028c"', '"a\\u0085b\\u2028c"'),
        ("\ufeffñ\ufffe", '"\\ufeffñ\\ufffe"', '"\\ufeffñ\\ufffe"'),
        ([], "[]", "[]"),
        ({}, "{}", "{}"),
        ([1, "a, b", [None]], '[1, "a, b", [null]]', '[1, "a, b", [null]]'),
        ({"a": {"1": "x"}, "b c": []}, '{a: {"1": x}, b c: []}', '{a: {"1": x}, b c: []}'),
        ({1: "x", 3: "y"}, "{1: x, 3: y}", "{1: x, 3: y}"),
    ],
)
def test_values_are_written_so_that_they_read_back(value: Any, block: str, flow: str) -> None:
    in_block, in_flow = edit_yaml("a: x\n", ("a",), value), edit_yaml("[x]", (0,), value)
    assert (in_block, in_flow) == (f"a: {block}\n", f"[{flow}]")
    for read in (parse_yaml(in_block).data["a"], parse_yaml(in_flow).data[0]):
        assert read == value
        assert type(read) is type(value)


@pytest.mark.parametrize("starts", "-?:,[]{}#&*!|>'\"%@`=<. ")
@pytest.mark.parametrize("rest", ["", "a", " a", ": a"])
def test_texts_with_odd_beginnings_read_back(starts: str, rest: str) -> None:
    value = starts + rest
    assert parse_yaml(edit_yaml("a: x\n", ("a",), value)).data == {"a": value}
    assert parse_yaml(edit_yaml("{a: [x]}", ("a", 0), value)).data == {"a": [value]}
    assert parse_yaml(edit_yaml("a: x\n", (value,), 1)).data == {"a": "x", value: 1}


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a:\n  - x\n", ("a", 1), "a:\n  - x\n  - 1\n"),
        ("a:\n- x # c\n\n# end\n", ("a", 1), "a:\n- x # c\n- 1\n\n# end\n"),
        ("a: [x, y]\n", ("a", 2), "a: [x, y, 1]\n"),
        ("a: []\n", ("a", 0), "a: [1]\n"),
        ("- x\n", (1,), "- x\n- 1\n"),
    ],
)
def test_an_item_is_added_behind_the_last(text: str, path: Path, expected: str) -> None:
    assert edit_yaml(text, path, 1) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a:\n", ("a", "x"), "a:\n  x: 1\n"),
        ("a:   # c\n# d\nb: 2\n", ("a", "x"), "a:   # c\n  x: 1\n# d\nb: 2\n"),
        ("a: null # c\n", ("a", "x"), "a: # c\n  x: 1\n"),
        ("a: ~", ("a", 0), "a:\n  - 1"),
        ("{a: }\n", ("a", "x"), "{a: {x: 1} }\n"),
        ("- \n", (0, "x"), "- \n  x: 1\n"),
        ("a:    null\nb: 2\n", ("a", "x"), "a:\n  x: 1\nb: 2\n"),
    ],
)
def test_what_was_empty_takes_a_first_value(text: str, path: Path, expected: str) -> None:
    assert edit_yaml(text, path, 1) == expected


# Refusing


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("none", "deeper"), "none.deeper"),
        (("a", "none"), "a.none"),
        (("list", 4), "list[4]"),
        (("list", -1), "list[-1]"),
        (("list", "x"), "list.x"),
        (("list", 2, "b", 0), "list[2].b[0]"),
        (("empty", 1), "empty[1]"),
        (("empty", "x", "y"), "empty.x.y"),
    ],
)
def test_a_path_that_does_not_exist_is_refused(path: Path, name: str) -> None:
    text = "a: 1\nlist: [1, 2, {b: 3}]\nempty:\n"
    with pytest.raises(WrongUseError) as caught:
        edit_yaml(text, path, 1)
    (problem,) = caught.value.problems
    assert (problem.code, problem.values) == ("E301", {"name": name, "known": ""})


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: 1\na: 2\nb: *x\n", ["E107", "E104"]),
        ("a: [1\n", ["E101"]),
        ("", ["E102"]),
        ("a: \x07\n", ["E110"]),
    ],
)
def test_a_text_with_problems_is_not_edited(text: str, codes: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        edit_yaml(text, ("a",), 1)
    assert [problem.code for problem in caught.value.problems] == codes


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (math.inf, "E101"),
        (math.nan, "E101"),
        (10**400, "E101"),
        ("\ud800", "E110"),
        ({"\udcff": 1}, "E110"),
        ({"k" * 2000: 1}, "E101"),
        ({None: 1}, "E108"),
    ],
)
def test_a_value_the_reader_would_not_read_back_is_refused(value: Any, code: str) -> None:
    with pytest.raises(WrongUseError) as caught:
        edit_yaml("a: 1\n", ("a",), value)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_value_that_would_stand_too_deep_is_refused() -> None:
    value: list[Any] = []
    for _ in range(62):
        value = [value]
    assert parse_yaml(edit_yaml("a: 1\n", ("a",), value)).data == {"a": value}
    with pytest.raises(WrongUseError) as caught:
        edit_yaml("a: 1\n", ("a",), [value])
    assert [problem.code for problem in caught.value.problems] == ["E106"]


@pytest.mark.parametrize("value", [(1, 2), {(1, 2): 3}, b"x", object(), [{1, 2}]])
def test_a_value_of_another_kind_is_a_mistake_of_the_caller(value: Any) -> None:
    with pytest.raises(TypeError):
        edit_yaml("a: 1\n", ("a",), value)


def test_an_edit_that_would_change_its_neighbours_is_refused() -> None:
    with pytest.raises(WrongUseError) as caught:
        edit_yaml("{a\n b}", ("a b",), 1)
    assert [problem.code for problem in caught.value.problems] == ["E101"]
