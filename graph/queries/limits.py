"""What a user's own query may take, in either language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`rows` counts rows of SELECT or RETURN, or triples of CONSTRUCT; `nesting` counts open brackets."""

    seconds: float = 30
    memory_mb: int = 2048
    rows: int = 100_000
    text_bytes: int = 65_536
    nesting: int = 100
