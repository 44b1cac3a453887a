"""What a user's own query may take, in either language."""

from dataclasses import dataclass

from corredor.graph.errors import Limit, QueryStopped


@dataclass(frozen=True, slots=True)
class Limits:
    """`rows` counts rows of SELECT or RETURN, or triples of CONSTRUCT; `nesting` counts open brackets."""

    seconds: float = 30
    memory_mb: int = 2048
    rows: int = 100_000
    text_bytes: int = 65_536
    nesting: int = 100

    def reached(self, limit: Limit) -> QueryStopped:
        """What to raise for a query that reached a limit: nothing of its answer is given."""
        value = {"time": self.seconds, "memory": self.memory_mb, "rows": self.rows}[limit]
        said = {
            "time": f"The query was stopped after {value:g} s. Ask for less of it, or raise --timeout.",
            "memory": f"The query was stopped at {value:,} MB of memory. Ask for less of it at once.",
            "rows": f"The query gives more than {value:,} rows, and none is shown rather than a part of them. "
            "Add a LIMIT to the query, or raise --max-rows.",
        }
        return QueryStopped(limit, value, said[limit])
