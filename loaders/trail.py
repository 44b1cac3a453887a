"""Where in a file a reader is, so that what it refuses can be found."""

import re
from typing import Any, NoReturn, TypeAlias

from corredor.loaders.errors import BadFile

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]
"""What files hold: texts, lists and mappings."""

DEEPEST = 30  # collections inside collections

# The line breaks that only YAML knows (U+0085, U+2028, U+2029) are among them: they would break lines of output.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Trail:
    """Where in a text we are: the keys, and the numbers of list items from 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: list[str | int] = []

    def enter(self, step: str | int, mark: Any = None) -> None:
        """Goes one step deeper."""
        self.steps.append(step)
        if len(self.steps) > DEEPEST:
            self.too_deep(mark)

    def too_deep(self, mark: Any = None) -> NoReturn:
        """Raises BadFile."""
        self.refuse(f"is nested deeper than {DEEPEST} levels", "look for a bracket that was left open", mark)

    def leave(self) -> None:
        """Goes back out."""
        self.steps.pop()

    def clean(self, text: str, mark: Any = None) -> str:
        """The text, if it can be shown in a line or several; raises BadFile where it holds a control character."""
        if found := CONTROL.search(text):
            self.refuse(f"holds the control character {code(found)}", "take it out", mark)
        return text

    def refuse(self, reason: str, advice: str, mark: Any = None) -> NoReturn:
        """Raises BadFile; `mark` is the line and column of PyYAML, both from 0."""
        fact, keys = None, [step for step in self.steps if isinstance(step, str)]
        if keys[:1] == ["facts"] and len(self.steps) > 1 and isinstance(self.steps[1], int):
            fact, keys = self.steps[1], keys[2:] or keys[1:]  # the kind of a fact goes without saying
        at = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise BadFile(self.name, reason + at, advice, fact=fact, key=".".join(keys[:4]) or None)


def code(found: re.Match[str]) -> str:
    """How messages name a character: U+0007."""
    return f"U+{ord(found[0]):04X}"
