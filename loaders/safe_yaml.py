"""YAML and JSON without surprises: texts, lists of them and mappings of them, and nothing else.

Every scalar comes back as it was written: NO is no boolean, 2018-10-18 no date, 1.50 no number. What a text means is
for the vocabulary to say. What YAML can do beyond that is refused (anchors, aliases, tags, several documents), and so
is what no sheet needs: keys that stand twice, deep nesting, control characters, more than 10 MB.

>>> load("{from: NO, share: 1.50, via: [DE]}", "route.yaml")
{'from': 'NO', 'share': '1.50', 'via': ['DE']}
"""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from corredor.loaders.errors import BadFile, quoted
from corredor.loaders.safe_json import Json
from corredor.loaders.trail import CONTROL, Trail, Value, code

LARGEST = 10_000_000  # bytes

# libyaml reads ten times faster, but PyYAML can be built without it.
_PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(text: str | bytes, name: str) -> Value:
    """What a YAML text holds, or a JSON text where the name ends in .json; all scalars as text.

    Raises BadFile, which says where as exactly as can be known: line and column, fact and key.
    """
    return _reader(text, name).document()


def first(text: str | bytes, name: str, key: str) -> Value | None:
    """The value of one key of the outermost mapping, None where there is none. Reads no further than it must.

    Raises BadFile as `load` does, for what was read.
    """
    return next((value for found, value in _reader(text, name).top() if found == key), None)


def _reader(text: str | bytes, name: str) -> "_Yaml | Json":
    plain = _decoded(text, name)
    return Json(plain, name) if name.casefold().endswith(".json") else _Yaml(plain, name)


def _decoded(text: str | bytes, name: str) -> str:
    if len(text) > LARGEST:
        raise BadFile(name, f"is larger than {LARGEST // 10**6} MB", "write a sheet for each source")
    plain = (text if isinstance(text, str) else _utf8(text, name)).removeprefix("\ufeff")
    if found := CONTROL.search(plain):
        line = plain.count("\n", 0, found.start()) + 1
        raise BadFile(name, f"line {line} holds the control character {code(found)}", "save it as plain text in UTF-8")
    return plain


def _utf8(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8: byte 0x{data[error.start]:02x} at position {error.start + 1}, line {line}"
        raise BadFile(name, reason, "save it as UTF-8") from error


class _Yaml:
    """A value from the events of PyYAML's parser, which makes them one by one: what is refused is never built."""

    def __init__(self, text: str, name: str) -> None:
        self.trail = Trail(name)
        self.events: Iterator[yaml.Event] = yaml.parse(text, _PARSER)

    def document(self) -> Value:
        value = self.value(self.root())
        self.next()  # the end of the document
        if not isinstance(event := self.next(), yaml.StreamEndEvent):
            self.trail.refuse("holds a second document", "write each sheet in a file of its own", event.start_mark)
        return value

    def top(self) -> Iterator[tuple[str, Value]]:
        return self.pairs() if isinstance(self.root(), yaml.MappingStartEvent) else iter(())

    def root(self) -> yaml.Event:
        self.next()  # the start of the stream
        start = self.next()
        root = start if isinstance(start, yaml.StreamEndEvent) else self.next()
        if root is start or (isinstance(root, yaml.ScalarEvent) and not root.value):
            self.trail.refuse("is empty", "write a source and its facts into it")
        return root

    def next(self) -> yaml.Event:
        try:
            event = next(self.events)
        except yaml.YAMLError as error:
            self.refuse_broken(getattr(error, "problem", None) or str(error), getattr(error, "problem_mark", None))
        if isinstance(event, yaml.NodeEvent):
            self.refuse_extras(event)
        return event

    def refuse_broken(self, problem: str, mark: Any) -> NoReturn:
        if "nesting depth" in problem:  # libyaml looks ahead, and can see it before we do
            self.trail.too_deep(mark)
        advice = "mend it there; put a text that holds one of : # , [ ] { } in quotes"
        self.trail.refuse(f"is no YAML: {problem}", advice, mark)

    def refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            sign, what = ("*", "alias") if isinstance(event, yaml.AliasEvent) else ("&", "anchor")
            advice = "write the value out; quote a text that begins so"
            self.trail.refuse(f"uses the {what} {quoted(sign + event.anchor)}", advice, event.start_mark)
        if tag := getattr(event, "tag", None):
            advice = "take it out; quote a text that begins so"
            self.trail.refuse(f"uses the tag {quoted(tag)}", advice, event.start_mark)

    def value(self, event: yaml.Event) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            return self.trail.clean(event.value, event.start_mark)
        return dict(self.pairs()) if isinstance(event, yaml.MappingStartEvent) else list(self.items())

    def items(self) -> Iterator[Value]:
        number = 0
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            number += 1
            self.trail.enter(number, event.start_mark)
            yield self.value(event)
            self.trail.leave()

    def pairs(self) -> Iterator[tuple[str, Value]]:
        seen = set()
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.key(event)
            self.trail.enter(key, event.start_mark)
            if key in seen:
                self.trail.refuse("stands twice", "keep one of the two", event.start_mark)
            seen.add(key)
            yield key, self.value(self.next())
            self.trail.leave()

    def key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self.trail.refuse("has a key that is no text", "write the key as one word", event.start_mark)
        return self.trail.clean(event.value, event.start_mark)
