"""Values put into a query as terms, never as text: a value cannot become anything but itself.

A parameter stands wherever the query names its variable, `?from` or `$from`, also in a path (`$by+`) and in a nested
group, where a VALUES clause would not reach. The engine writes the term, so a quotation mark stays a character.
"""

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from corredor.graph.errors import QueryRefused
from corredor.graph.queries.guard import keyword, tokens

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_IRI = re.compile(r"<([^\s<>\"{}|\\^`]*)>")
_PREFIXED = re.compile(r"([\w.-]*):([^\s<>\"{}|\\^`]*)")
_CLAUSES = frozenset(
    {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "FROM", "WHERE", "BY", "HAVING", "LIMIT", "OFFSET", "VALUES"}
)


def bind(text: str, parameters: Mapping[str, str], prefixes: Mapping[str, str]) -> str:
    """The query with the values of its parameters.

    Raises QueryRefused for a name that is none, that the query does not have, or that it gives a value itself.

    >>> bind("SELECT ?a { ?a ?by ?b }", {"by": "route:cocaine"}, {"route": "https://r.example/"})
    'SELECT ?a { ?a  <https://r.example/cocaine>  ?b }'
    """
    terms = {name: str(term(value, prefixes)) for name, value in parameters.items()}
    pieces, at, clause, missing = [], 0, _Clause(), set(terms)
    for token in tokens(text) if terms else ():
        name = token.group()[1:] if token.lastgroup == "variable" else ""
        if name in terms:
            pieces += [text[at : token.start()], clause.written(token.group(), terms[name])]
            at = token.end()
            missing.discard(name)
        clause.pass_over(token)
    if missing:
        name = min(missing)
        raise QueryRefused("parameter", f'The query has no ?{name} for the parameter "{name}". Write ?{name} in it.')
    return "".join([*pieces, text[at:]])


def term(value: str, prefixes: Mapping[str, str]) -> NamedNode | Literal:
    """What a value means: `<https://…>` and a name with a known prefix an IRI, a number a number, all else text.

    >>> term("place:PE", {"place": "https://p.example/"}), term("2.5", {}), term("about 10", {}).value
    (<NamedNode value=https://p.example/PE>, <Literal value=2.5 ...decimal>>, 'about 10')
    """
    try:
        if iri := _IRI.fullmatch(value):
            return NamedNode(iri[1])
        if (name := _PREFIXED.fullmatch(value)) and name[1] in prefixes:
            return NamedNode(prefixes[name[1]] + name[2])
        if number := _NUMBER.fullmatch(value):
            kind = "decimal" if number[1] else "integer"
            return Literal(value, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))
        return Literal(value)
    except ValueError as error:
        raise QueryRefused("parameter", f"The value {value!a} is no IRI and no text: {error}. Correct it.") from error


class _Clause:
    """Where in a query a token stands, because a term may not stand everywhere that a variable may."""

    def __init__(self) -> None:
        self._name = ""
        self._depth = 0
        self._last_word = ""

    def written(self, variable: str, term: str) -> str:
        if self._last_word == "AS" or self._name == "VALUES":
            raise QueryRefused("parameter", f"The query gives {variable} a value itself. Name the parameter otherwise.")
        if self._depth == 0 and self._name == "SELECT":
            return f"({term} AS {variable})"
        if self._depth == 0 and self._name == "BY":
            return f"({term})"
        return f" {term} "

    def pass_over(self, token: re.Match[str]) -> None:
        word = keyword(token)
        if word in _CLAUSES or token.group() in ("{", "}"):
            self._name, self._depth = word, 0
        elif token.lastgroup in ("open", "close"):
            self._depth += 1 if token.lastgroup == "open" else -1
        if token.lastgroup != "comment":
            self._last_word = word
