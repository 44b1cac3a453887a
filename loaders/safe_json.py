"""JSON read like the YAML of fact sheets: numbers as they are written, true and false as words, no null."""

import json
from collections.abc import Iterator
from typing import Any

from corredor.loaders.trail import Trail, Value


class _Pairs(list[tuple[str, Any]]):
    """An object as JSON writes it, before we know that no key stands twice."""

    __slots__ = ()  # a file can hold millions


class Json:
    """A JSON text, refused (BadFile) for the same reasons as a YAML text."""

    def __init__(self, text: str, name: str) -> None:
        self.trail = Trail(name)
        self.text = text

    def document(self) -> Value:
        """All that it holds."""
        return self.value(self.raw())

    def top(self) -> Iterator[tuple[str, Value]]:
        """The keys and values of the outermost object, one by one; none where it is no object."""
        raw = self.raw()
        return self.pairs(raw) if isinstance(raw, _Pairs) else iter(())

    def raw(self) -> Any:
        try:
            return json.loads(self.text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
        except json.JSONDecodeError as error:
            reason = f"is no JSON: {error.msg} (line {error.lineno}, column {error.colno})"
            self.trail.refuse(reason if self.text.strip() else "is empty", "mend it there, or write it as YAML")
        except RecursionError:
            self.trail.too_deep()

    def value(self, raw: Any) -> Value:
        if isinstance(raw, _Pairs):
            return dict(self.pairs(raw))
        if isinstance(raw, list):
            return list(self.items(raw))
        if raw is None:
            self.trail.refuse("is null", "leave the key out where there is nothing to say")
        return self.trail.clean(raw if isinstance(raw, str) else str(raw).lower())  # True is written true

    def items(self, raw: list[Any]) -> Iterator[Value]:
        for number, item in enumerate(raw, 1):
            self.trail.enter(number)
            yield self.value(item)
            self.trail.leave()

    def pairs(self, raw: _Pairs) -> Iterator[tuple[str, Value]]:
        seen = set()
        for key, item in raw:
            self.trail.enter(key)
            if self.trail.clean(key) in seen:
                self.trail.refuse("stands twice", "keep one of the two")
            seen.add(key)
            yield key, self.value(item)
            self.trail.leave()
