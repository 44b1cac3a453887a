"""The gate before an engine that speaks Cypher: whether a text is a query that only reads what is stored.

It cuts the text into tokens, so that words in strings, backquotes and comments count for nothing, and a property may be
called `n.set`. Engines differ in how they cut: Neo4j 5 decodes \\u0027 before it reads anything, another takes a long s
for an S, and nobody agrees on what ends a line. A text that could be cut in two ways is therefore refused, so that gate
and engine never see different queries. Whoever needs an odd name or character has backquotes and parameters.
"""

import re
from collections.abc import Iterator, Sequence

from corredor.graph.errors import QueryRefused, Reason
from corredor.graph.queries.guard import check_size

_KINDS = {
    "string": r"'(?:[^'\\]|\\['\"\\bfnrt])*'|\"(?:[^\"\\]|\\['\"\\bfnrt])*\"",
    "quoted": r"`(?:[^`\\]|``)*`",
    "comment": r"//[^\n]*|/\*(?!/)(?:[^*/]|\*(?!/)|/(?!\*))*\*/",
    "parameter": r"\$(?:\w+|`(?:[^`\\]|``)*`)",
    "number": r"(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|[0-9]+(?:[eE][+-]?[0-9]+)?)(?!\w)",
    "run": r"[0-9]\w*",
    "word": r"[A-Za-z_]\w*",
    "range": r"\.\.",
    "open": r"[{(\[]",
    "close": r"[})\]]",
    "space": r"[ \t\r\n]+",
    "end": r";",
    "stray": r"[\"'`\\#]|/\*|[^\x20-\x7e]",
    "sign": r".",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.DOTALL | re.ASCII)
# What is read differently by one engine or another, wherever it stands.
_DOUBTFUL = re.compile(r"\\[uU]|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]")

PREFIXES = frozenset({"EXPLAIN", "PROFILE"})
BEGINNINGS = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"})
WRITES = frozenset(
    {"CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "DROP", "FOREACH", "INSERT", "TRANSACTIONS"}
    | {"ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "ENABLE", "DEALLOCATE", "REALLOCATE", "DRYRUN"}
)
NETWORK = frozenset({"LOAD", "USE"})
ADMINISTERS = frozenset({"SHOW", "TERMINATE"})
PROCEDURES = frozenset(
    {"db.labels", "db.relationshipTypes", "db.propertyKeys"}
    | {"db.schema.visualization", "db.schema.nodeTypeProperties", "db.schema.relTypeProperties"}
)
NAMESPACES = frozenset(
    {"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector.similarity"}
)

_READS = "A query here only reads"
_ADVICE: dict[Reason, str] = {
    "write": f"{_READS}: change what is stored with `corredor load`, `retract`, `accept` or `reject`",
    "network": f"{_READS} this store: load other data first with `corredor load`",
    "engine": f"{_READS} the graph: ask with MATCH and RETURN",
}


def check(text: str, *, text_bytes: int, nesting: int) -> None:
    """Pass a query that may be run; raise QueryRefused for any other, in time linear in its length.

    >>> check("MATCH (n:Load {set: 'CREATE'}) RETURN n.delete", text_bytes=100, nesting=10)
    >>> check("MATCH (n) SET n.name = ''", text_bytes=100, nesting=10)
    Traceback (most recent call last):
    corredor.graph.errors.QueryRefused: "SET" writes. A query here only reads: ...
    """
    _check_text(text, text_bytes)
    read = _read(text, nesting)
    for at, token in enumerate(read):
        if token.lastgroup in ("word", "quoted"):
            _check_word(read, at)
    _check_beginning(read)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query without white space and comments; `lastgroup` of each is its kind."""
    return (token for token in _TOKEN.finditer(text) if token.lastgroup not in ("space", "comment"))


def _check_text(text: str, text_bytes: int) -> None:
    check_size(text, text_bytes)
    if found := _DOUBTFUL.search(text):
        advice = "Write the character itself, or give it with --param."
        message = f"{found.group()!a} in {_line(found)} is read in different ways by different engines. {advice}"
        raise QueryRefused("text", message)


def _read(text: str, nesting: int) -> list[re.Match[str]]:
    """All tokens of a text that can be cut in one way only; stops at the first that cannot."""
    read: list[re.Match[str]] = []
    depth = 0
    for token in tokens(text):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > nesting:
            raise QueryRefused("nesting", f"The brackets of the query stand more than {nesting} deep. Nest them less.")
        if token.lastgroup in ("stray", "run") or (read and read[-1].lastgroup == "end"):
            raise _stray(token)
        read.append(token)
    return read


def _check_beginning(read: Sequence[re.Match[str]]) -> None:
    """Commands that administer a database are known by their first word."""
    words = [token.group() for token in read[:2]]
    first = words[-1] if words and words[0].upper() in PREFIXES else "".join(words[:1])
    if first.upper() not in BEGINNINGS:
        advice = "Begin with MATCH, OPTIONAL MATCH, WITH, UNWIND, RETURN or CALL."
        raise QueryRefused("text", f'A query does not begin with "{_short(first)}" here. {advice}')


def _check_word(read: Sequence[re.Match[str]], at: int) -> None:
    """A word of the language must be harmless; so must a function or procedure, also one in backquotes."""
    if _sign(read, at + 1) == "(":
        _check_function(_dotted(read, at))
    if _is_name(read, at):
        return
    written = read[at].group()
    if written.upper() == "CALL" and _kind(read, at + 1) in ("word", "quoted", "parameter", "string", "number"):
        _check_procedure(_name_from(read, at + 1))
    if written.upper() in NETWORK:
        raise _refused("network", f'"{written}" reaches for other data', written)
    if written.upper() in WRITES:
        raise _refused("write", f'"{written}" writes', written)
    if written.upper() in ADMINISTERS:
        raise _refused("engine", f'"{written}" administers the database', written)


def _is_name(read: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a word can only be a name: n.set, n {.set}, :Load, {call: 1}, (set:Port).

    Not after the dot of `1.`, which is a number in some engines.
    """
    before = _sign(read, at - 1)
    if before == ".":
        return _kind(read, at - 2) in ("word", "quoted", "parameter", "close") or _sign(read, at - 2) in ("{", ",")
    return before == ":" or (before in ("{", "(", "[", ",") and _sign(read, at + 1) == ":")


def _check_function(name: str) -> None:
    namespace = name.lower().rpartition(".")[0]
    if "." in name and namespace not in NAMESPACES and name not in PROCEDURES:
        raise _refused("engine", f'"{_short(name)}" is no function of the language itself')


def _check_procedure(name: str) -> None:
    if name not in PROCEDURES:
        raise _refused("engine", f'The procedure "{_short(name)}" may do more than read')


def _dotted(read: Sequence[re.Match[str]], at: int) -> str:
    """The whole name that ends at a token, however it is spaced and quoted."""
    begin = at
    while _sign(read, begin - 1) == ".":
        begin -= 2
    return ".".join(_bare(read, i) for i in range(begin, at + 1, 2))


def _name_from(read: Sequence[re.Match[str]], at: int) -> str:
    """The whole name that begins at a token."""
    end = at
    while _sign(read, end + 1) == ".":
        end += 2
    return ".".join(_bare(read, i) for i in range(at, end + 1, 2))


def _bare(read: Sequence[re.Match[str]], at: int) -> str:
    """A part of a name without its backquotes; "" for what is none."""
    kind, written = _kind(read, at), read[at].group() if 0 <= at < len(read) else ""
    if kind == "quoted":
        return written[1:-1].replace("``", "`")
    return written if kind == "word" else ""


def _kind(read: Sequence[re.Match[str]], at: int) -> str:
    return read[at].lastgroup or "" if 0 <= at < len(read) else ""


def _sign(read: Sequence[re.Match[str]], at: int) -> str:
    """A sign or bracket; "" for anything else and where there is nothing."""
    return read[at].group() if _kind(read, at) in ("sign", "open", "close") else ""


def _stray(token: re.Match[str]) -> QueryRefused:
    if token.lastgroup == "run":
        reason, advice = "runs a number and a word together", "Leave a space between them."
    else:
        reason = "belongs to no string, name or comment"
        advice = "Close each quotation mark, put names with other letters in backquotes, and ask one query at a time."
    return QueryRefused("text", f"{_short(token.group())} in {_line(token)} {reason}. {advice}")


def _refused(reason: Reason, fault: str, word: str = "") -> QueryRefused:
    name = f" A name of your own that reads so goes in backquotes: `{word}`." if word else ""
    return QueryRefused(reason, f"{fault}. {_ADVICE[reason]}.{name}")


def _line(token: re.Match[str]) -> str:
    return f"line {token.string.count(chr(10), 0, token.start()) + 1}"


def _short(text: str) -> str:
    shown = text if text.isprintable() else ascii(text)[1:-1]
    return shown if len(shown) <= 40 else shown[:39] + "…"
