from pathlib import Path

import pytest

from corredor.loaders.errors import BadFile, BadSheet, quoted
from corredor.ontology.errors import CorredorError


def test_error_is_one_line_with_what_is_known() -> None:
    assert str(BadFile("a.yaml", "is empty", "fill it")) == "a.yaml: is empty; fill it"
    assert str(BadSheet("a.yaml", "is empty", "fill it", fact=2, key="to", more=3)) == (
        "a.yaml: fact 2: to: is empty; fill it (and 3 more)"
    )
    assert isinstance(BadFile(Path("a.yaml"), "is empty", "fill it"), CorredorError)


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x00", "\u2028", "\x85", "\u202e", "\udc80"])
def test_error_shows_disguises_as_escapes(sign: str) -> None:
    line = str(BadFile(f"a{sign}b.yaml", "is empty", "fill it", key=f"k{sign}"))
    assert line.isprintable()
    assert line.count("\\") == 2


def test_error_keeps_letters_of_all_languages() -> None:
    assert str(BadFile("coca-à-Cúcuta-可.yaml", "is empty", "fill it")).startswith("coca-à-Cúcuta-可.yaml:")


def test_quoted_cuts_long_texts() -> None:
    assert quoted("x" * 5000) == '"' + "x" * 60 + '…"'
    assert quoted("x" * 60) == '"' + "x" * 60 + '"'
