"""The answer to a Cypher query, in the plain values of JSON, the same from every engine."""

from dataclasses import dataclass
from typing import Any

Value = Any
"""None, a truth, number, text, list or mapping.

A node is {"labels": [...], "properties": {...}}, its labels sorted; a relationship
{"type": "...", "from": <id of its start>, "to": <id of its end>, "properties": {...}}; a path
{"nodes": [...], "relationships": [...]}.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under columns, always whole."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """{"columns": [...], "rows": [[...]]}."""
        return {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}
