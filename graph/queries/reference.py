"""The reference page for those who write queries: `python -m corredor.graph.queries.reference STORE` prints it.

Its prose stands in `page.md`; the tables come from the ontology and the code, the numbers and the rows from the store,
which holds the starter facts. What it prints is committed as `REFERENCE.md`.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from corredor.graph.queries import reference_graph, reference_tables
from corredor.graph.queries.questions import Question, questions
from corredor.graph.queries.reference_numbers import Numbers
from corredor.graph.queries.reference_tables import table
from corredor.graph.rdf import local
from corredor.graph.store import Store, open_store

PROSE = Path(__file__).with_name("page.md")
ROWS = 3
WIDEST = 60


def reference(store: Store) -> str:
    """The page, as Markdown, with numbers and rows of a store."""
    parts = _parts(store)
    return re.sub(r"<!--(.+?)-->", lambda mark: parts[mark[1]](), PROSE.read_text(encoding="utf-8"))


def _parts(store: Store) -> Mapping[str, Callable[[], str]]:
    numbers = Numbers.of(store)
    chains, ends = numbers.chains("place/PE", 5)
    return {
        "mixed": lambda: f"{numbers.mixed:,}",
        "told": lambda: f"{numbers.told:,}",
        "share": lambda: str(numbers.share),
        "chains": lambda: f"{chains:,} chains",
        "ends": lambda: f"{ends:,}",
        "questions": lambda: "\n".join(_told(question, store) for question in questions()),
        "classes": reference_tables.classes,
        "facts": reference_tables.facts,
        "prefixes": reference_tables.prefixes,
        "rdf links": reference_tables.rdf_links,
        "rdf properties": reference_tables.rdf_properties,
        "graph relationships": reference_graph.graph_relationships,
        "graph properties": lambda: reference_graph.graph_properties(store),
        "constraints": reference_graph.constraints,
    }


# ---------------------------------------------------------------- a question


def _told(question: Question, store: Store) -> str:
    return "\n".join(
        [
            f"### {question.title}\n",
            f"{question.says}\n",
            f"```sparql\n{question.sparql}```\n",
            *_parameters(question.sparql_parameters),
            f"```cypher\n{question.cypher}```\n",
            *_parameters(question.cypher_parameters),
            f"{_answer(question, store)}\n",
        ]
    )


def _parameters(given: Mapping[str, str]) -> Iterator[str]:
    if given:
        yield " ".join(f"`--param {_quoted(f'{name}={value}')}`" for name, value in given.items()) + "\n"


def _quoted(written: str) -> str:
    return f"'{written}'" if " " in written else written


def _answer(question: Question, store: Store) -> str:
    answer = store.query(question.sparql, question.sparql_parameters)
    if answer.kind == "boolean":
        return f"Answer: {'true' if answer.value else 'false'}."
    if not answer.rows:
        return "No rows."
    rows = ([_short(term) for term in row] for row in answer.rows[:ROWS])
    count = f"\n\n{len(answer.rows):,} rows." if len(answer.rows) > ROWS else ""
    return table(answer.variables, rows) + count


def _short(term: object) -> str:
    text = "" if term is None else local(term)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CORREDOR_STORE", "corredor.store")
    with open_store(where) as opened:
        sys.stdout.write(reference(opened))
