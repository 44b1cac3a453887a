"""The gate before the engine: whether a text is a query that is safe to hand over.

It cuts the text into tokens, so that words in strings, names and comments count for nothing. Two habits of the engine
decide how. It knows no word boundary: `SERVICEex:a` calls a server. And where one reading fails it tries another: `<`
may begin an IRI or be the sign "less than", and a bad escape makes three quotation marks an empty string and a new
one. A text that could be read in two ways is therefore refused, so that gate and engine never see different queries.
"""

import re
from collections.abc import Iterator

from corredor.graph.errors import QueryRefused

_CODE = r"""[tbnrf"'\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}"""
_IN_IRI = r"[^\x00-\x20<>\"{}|^`]"
_IN_LOCAL = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_KINDS = {
    "string": "|".join(
        [rf"{q * 3}(?:{q}{{0,2}}(?:[^{q}\\]|\\(?:{_CODE})))*{q * 3}" for q in "\"'"]
        + [rf"{q}(?:[^{q}\\\r\n]|\\(?:{_CODE}))*{q}" for q in "\"'"]
    ),
    # Two slashes never follow a prefix in an expression; without them, only what holds no sign of an expression.
    "iri": rf"<[A-Za-z][A-Za-z0-9+.-]*://{_IN_IRI}*>|<(?:(?![?$'#()\[\]\\]){_IN_IRI})*>",
    "doubtful": rf"<{_IN_IRI}*>",
    "comment": r"#[^\r\n]*",
    "variable": r"[?$]\w+",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "blank": r"_:\w[\w.-]*",
    "local": rf":(?:(?:[\w:%]|{_IN_LOCAL})(?:[\w.:%-]|{_IN_LOCAL})*)?",
    "word": r"\w[\w.-]*",
    "open": r"[{(\[]",
    "close": r"[})\]]",
    "stray": r"[\"'\\]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.DOTALL)

WRITES = frozenset({"INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "COPY", "MOVE", "ADD", "WITH", "USING"})


def check(text: str, *, text_bytes: int, nesting: int) -> None:
    """Pass a query that may be run; raise QueryRefused for any other, in time linear in its length.

    >>> check('SELECT ?load { ?load cor:service "LOAD" }', text_bytes=100, nesting=10)
    >>> check("SELECT * { SERVICE <http://a.example/> {} }", text_bytes=100, nesting=10)
    Traceback (most recent call last):
    corredor.graph.errors.QueryRefused: "SERVICE" asks another server, and a query here reaches no network. ...
    """
    check_size(text, text_bytes)
    depth = 0
    for token in tokens(text):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > nesting:
            raise QueryRefused("nesting", f"The brackets of the query stand more than {nesting} deep. Nest them less.")
        _check_token(token)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query; `lastgroup` of each is its kind. Signs and white space are passed over."""
    return _TOKEN.finditer(text)


def keyword(token: re.Match[str]) -> str:
    """A word of the language in capitals; "" for any other token, also for the prefix of a name.

    >>> [keyword(token) for token in tokens("select ?select { select:a }")]
    ['SELECT', '', '', '', '', '']
    """
    bare = token.lastgroup == "word" and token.string[token.end() : token.end() + 1] != ":"
    return token.group().upper() if bare else ""


def check_size(text: str, text_bytes: int) -> None:
    """Raise QueryRefused for what is no text, or too long, in whatever language."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QueryRefused("text", "The query holds characters that are no text. Write it in UTF-8.") from error
    if size > text_bytes:
        advice = "Shorten it, or ask in several queries."
        raise QueryRefused("size", f"The query has {size:,} bytes, and {text_bytes:,} are allowed. {advice}")


def _check_token(token: re.Match[str]) -> None:
    written = token.group()
    if token.lastgroup == "word":
        if "service" in written.lower() or keyword(token) == "LOAD":
            advice = "Leave it out, or load the data first with `corredor load`."
            raise QueryRefused(
                "network", f'"{_short(written)}" asks another server, and a query here reaches no network. {advice}'
            )
        if keyword(token) in WRITES:
            advice = "Change what is stored with `corredor load`, `retract`, `accept` or `reject`."
            raise QueryRefused("write", f'"{written}" writes, and a query only reads. {advice}')
    elif token.lastgroup == "doubtful":
        advice = "Leave a space after the sign, or write the IRI from its https:// on."
        raise QueryRefused("text", f'"{_short(written)}" may be an IRI or the sign "less than". {advice}')
    elif token.lastgroup == "stray":
        where = f"line {token.string.count(chr(10), 0, token.start()) + 1}"
        advice = "Close each quotation mark; \\u and other escapes belong in strings and IRIs."
        raise QueryRefused("text", f"The sign {written} in {where} belongs to no string or name. {advice}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
