"""Files as texts, lists and mappings: what comes back, and what is refused where."""

import pytest
import yaml

from corredor.loaders import safe_yaml
from corredor.loaders.errors import BadFile, LoadError
from corredor.loaders.files import STARTER


def refusal(text: str | bytes, name: str = "x.yaml") -> LoadError:
    with pytest.raises(BadFile) as caught:
        safe_yaml.load(text, name)
    return caught.value


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "no",
        "2014",
        "2018-10-18",
        "1.50",
        "0x10",
        "010",
        "true",
        "null",
        "~",
        "1e3",
        "12:30",
        ".inf",
        "<<",
        "=",
        "3_0",
    ],
)
def test_load_keeps_scalars_as_written(written: str) -> None:
    assert safe_yaml.load(f"key: {written}", "x.yaml") == {"key": written}
    assert safe_yaml.load(f"[{written}, '{written}']", "x.yaml") == [written, written]


def test_load_reads_nested_values_and_empty_ones() -> None:
    assert safe_yaml.load("a: {b: [c, {d: e}]}\nf:\ng: ''\n", "x.yaml") == {
        "a": {"b": ["c", {"d": "e"}]},
        "f": "",
        "g": "",
    }


def test_load_tolerates_a_byte_order_mark_and_windows_line_ends() -> None:
    assert safe_yaml.load(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "x.yaml") == {"a": "b", "c": "d"}


def test_load_reads_json_as_the_same_texts() -> None:
    written = '{"a": 1.50, "b": [true, false, 2014, -0], "c": "no", "d": 123456789012345678901234567890, "e": 1e400}'
    assert safe_yaml.load(written, "x.JSON") == {
        "a": "1.50",
        "b": ["true", "false", "2014", "-0"],
        "c": "no",
        "d": "123456789012345678901234567890",
        "e": "1e400",
    }


def test_load_reads_the_starter_sheets_as_pyyaml_does() -> None:
    for path in sorted(STARTER.glob("*.yaml"))[::10]:
        assert safe_yaml.load(path.read_bytes(), path.name) == yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def test_load_gives_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text("utf-8") for path in sorted(STARTER.glob("*.yaml"))[:5]]
    with_libyaml = [safe_yaml.load(text, "x.yaml") for text in texts]
    monkeypatch.setattr(safe_yaml, "_PARSER", yaml.BaseLoader)
    assert [safe_yaml.load(text, "x.yaml") for text in texts] == with_libyaml
    assert "line 2" in refusal("a: b\n'c").reason


@pytest.mark.parametrize("empty", ["", "  \n", "# only a comment\n", "---\n", "---\n...\n", b"\xef\xbb\xbf"])
def test_load_refuses_an_empty_file(empty: str | bytes) -> None:
    assert refusal(empty).reason == "is empty"
    assert refusal("", "x.json").reason == "is empty"


def test_load_names_fact_key_line_and_column_of_a_repeated_key() -> None:
    error = refusal("facts:\n  - route: {from: Peru}\n  - route: {from: Peru, to: Chile, from: Bolivia}\n")
    assert (error.fact, error.key) == (2, "from")
    assert error.reason == "stands twice (line 3, column 36)"
    assert refusal("source: {id: a, id: b}").key == "source.id"
    assert refusal("facts: []\nfacts: []").key == "facts"


def test_load_refuses_a_repeated_key_in_json() -> None:
    error = refusal('{"facts": [{"route": {"to": "a", "to": "b"}}]}', "x.json")
    assert (error.fact, error.key, error.reason) == (1, "to", "stands twice")


def test_load_refuses_a_bomb_before_it_grows() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10) if n else 'x'}]\n" for n in range(12))
    assert refusal(levels).reason.startswith('uses the anchor "&l0" (line 1')
    assert refusal("a: *b").reason.startswith('uses the alias "*b" (line 1')


@pytest.mark.parametrize(
    "tagged", ["!!python/object/apply:os.system [id]", "!!str x", "!own x", "! x", "!!binary aGk="]
)
def test_load_refuses_tags(tagged: str) -> None:
    assert refusal(f"a: {tagged}").reason.startswith("uses the tag")


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_load_refuses_deep_nesting(name: str) -> None:
    for depth in (31, 5000):
        assert refusal("[" * depth + '"x"' + "]" * depth, name).reason.startswith("is nested deeper than 30 levels")
    assert safe_yaml.load("[" * 30 + '"x"' + "]" * 30, name)


def test_load_refuses_deep_nesting_by_indentation() -> None:
    assert "nested deeper" in refusal("\n".join(" " * n + "a:" for n in range(40))).reason
    assert "nested deeper" in refusal("- " * 4000 + "x").reason


def test_load_refuses_a_second_document() -> None:
    assert refusal("a: b\n---\nc: d\n").reason == "holds a second document (line 2, column 1)"


def test_load_refuses_keys_that_are_no_text() -> None:
    assert refusal("? [a, b]\n: c\n").reason == "has a key that is no text (line 1, column 3)"


def test_load_says_which_byte_is_not_utf8() -> None:
    error = refusal("a: b\nc: caña\n".encode("latin-1"))
    assert error.reason == "is not UTF-8: byte 0xf1 at position 11, line 2"
    assert "0xff at position 1" in refusal("a: b".encode("utf-16")).reason


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\uffff"])
def test_load_refuses_control_characters(sign: str) -> None:
    assert refusal(f"a: b\nc: x{sign}y\n").reason == f"line 2 holds the control character U+{ord(sign):04X}"


@pytest.mark.parametrize(("escape", "code"), [("\\u0007", "U+0007"), ("\\u2028", "U+2028"), ("\\u0000", "U+0000")])
def test_load_refuses_control_characters_behind_an_escape(escape: str, code: str) -> None:
    for name in ("x.yaml", "x.json"):
        assert refusal(f'{{"a": "{escape}"}}', name).reason.startswith(f"holds the control character {code}")
        assert refusal(f'{{"{escape}": "a"}}', name).reason.startswith(f"holds the control character {code}")
    assert "U+D800" in refusal('{"a": "\\ud800"}', "x.json").reason


def test_load_refuses_more_than_ten_megabytes() -> None:
    assert refusal(b"a: " + b"x" * safe_yaml.LARGEST).reason == "is larger than 10 MB"


@pytest.mark.parametrize(
    "broken", ["a: [b", "a: 'b", "a: b: c", "\ta: b", "a: @b", "a: |\n b\nc", "- a\nb: c", "{a: b}}", "%YAML 9"]
)
def test_load_refuses_what_is_no_yaml_with_line_and_column(broken: str) -> None:
    error = refusal(broken)
    assert error.reason.startswith("is no YAML: ")
    assert "(line " in error.reason


def test_load_refuses_what_is_no_json_with_line_and_column() -> None:
    assert refusal('{"a":\n "b",}', "x.json").reason.endswith("(line 2, column 6)")
    assert refusal('{"a": null}', "x.JSON").reason == "is null"


def test_first_reads_no_further_than_it_must() -> None:
    broken_later = "source: {id: a}\nfacts: [\n"
    assert safe_yaml.first(broken_later, "x.yaml", "source") == {"id": "a"}
    assert safe_yaml.first('{"source": {"id": 1}}', "x.json", "source") == {"id": "1"}
    assert safe_yaml.first("a: b", "x.yaml", "source") is None
    assert safe_yaml.first("just a text", "x.yaml", "source") is None
