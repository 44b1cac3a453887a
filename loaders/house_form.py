"""How fact sheets are laid out: one line for each key, the roles of a fact in braces, quotes where they are needed.

Quotes are needed where a text would not come back, and where another YAML reader would take it for something else than
text: 'no', '2014', '12:30'. Figures stand bare.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping

from yaml.emitter import Emitter

from corredor.graph.claim import Claim, Record, Source, Written
from corredor.ontology.vocabulary import Field, vocabulary

_SOURCE = ["slug", "title", "publisher", "authors", "published", "published_guess"]
_SOURCE += ["url", "url_withheld", "kind", "language", "weak"]
_FIGURES = ("amount", "count", "percent")


def source_lines(source: Source) -> Iterator[str]:
    """The lines under `source:`."""
    for name in _SOURCE:
        value, key = getattr(source, name), "id" if name == "slug" else name
        if value is True:
            yield f"  {key}: true"
        elif value:
            yield f"  {key}: {_list(value) if isinstance(value, tuple) else scalar(value, inside=False)}"


def fact_lines(record: Record) -> Iterator[str]:
    """The lines under `facts:`."""
    for claim in record.claims:
        fields = vocabulary().kinds[claim.kind].fields
        roles = ", ".join(f"{key}: {_value(fields[key], value)}" for key, value in claim.said.items())
        yield f"  - {claim.kind}: {{{roles}}}"
        yield from _beside(claim)


def scalar(text: str, *, inside: bool = True) -> str:
    """A text with the quotes that it needs, `inside` brackets or braces or not.

    >>> scalar("Peru"), scalar("no"), scalar("port:Callao, PE"), scalar("port:Callao, PE", inside=False)
    ('Peru', "'no'", "'port:Callao, PE'", 'port:Callao, PE')
    """
    form = _EMITTER.analyze_scalar(text)
    bare = form.allow_flow_plain if inside else form.allow_block_plain
    if bare and not _TYPED.fullmatch(text):
        return text
    if form.multiline or not form.allow_single_quoted:
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


_EMITTER = Emitter(io.StringIO(), allow_unicode=True)
# What YAML takes for a boolean, a null, a number or a time; spans are quoted like dates.
_TYPED = re.compile(
    r"(|~|<<|=|null|true|false|yes|no|on|off|y|n|[-+]?\.(inf|nan)|[-+.]?[0-9][-+0-9_.,:/a-foxtz ]*)", re.IGNORECASE
)


def _beside(claim: Claim) -> Iterator[str]:
    for key in ("said_by", "certainty", "where", "note", "exact"):
        if (text := getattr(claim, key)) is not None:
            yield f"    {key}: {scalar(text, inside=False)}"


def _value(field: Field, value: Written) -> str:
    if isinstance(value, Mapping):
        parts = (f"{key}: {part if key == 'amount' else scalar(part)}" for key, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, tuple):
        return _list(value)
    return value if field.range in _FIGURES else scalar(value)


def _list(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(scalar, texts)) + "]"
