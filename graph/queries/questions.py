"""The worked questions of the reference page: each in SPARQL and in Cypher, with the same columns and equal rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("questions.yaml")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: as an analyst asks it, a line that explains, the query and its parameters in each language.

    Parameters are written as `--param` takes them.
    """

    key: str
    title: str
    says: str
    sparql: str
    cypher: str
    sparql_parameters: Mapping[str, str]
    cypher_parameters: Mapping[str, str]


def questions(path: Path = SHIPPED) -> list[Question]:
    """The questions of a file, in its order."""
    import yaml

    # The base loader reads every scalar as text, as a parameter on the command line is one.
    with path.open("rb") as file:
        return [_question(entry) for entry in yaml.load(file, yaml.BaseLoader)["questions"]]


def _question(entry: Mapping[str, Any]) -> Question:
    given: Mapping[str, Mapping[str, str]] = entry["parameters"]
    shared = given.get("both", {})
    return Question(
        key=entry["key"],
        title=entry["title"],
        says=entry["says"],
        sparql=entry["sparql"],
        cypher=entry["cypher"],
        sparql_parameters={**shared, **given.get("sparql", {})},
        cypher_parameters={**shared, **given.get("cypher", {})},
    )
