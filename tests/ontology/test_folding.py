"""Spellings of one name made one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corredor.ontology.folding import alike, fold, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PERÚ", "peru"),
        ("Türkiye", "Turkiye"),
        ("Kapıkule", "kapikule"),
        ("Azərbaycan", "azerbaycan"),
        ("Łódź", "lodz"),
        ("'Ndrangheta", "N’drangheta"),
        ("Sana´a", "sanaa"),
        ("Guinea-Bissau", "guinea–bissau"),
        ("The  Netherlands", "netherlands"),
        ("U.S.A.", "usa"),
        ("Trinidad & Tobago", "Trinidad and Tobago"),
    ],
)
def test_fold_makes_spellings_of_one_name_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("Guinea", "Guinea-Bissau"), ("Thebes", "bes"), ("Пермь", "Тверь")]
)
def test_fold_keeps_different_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
@example("the the the x")
def test_fold_of_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_slug_keeps_the_article() -> None:
    assert slug("The Gambia") == "the-gambia"


def test_alike_puts_near_spellings_before_names_with_the_same_words() -> None:
    assert alike("Georgia", ["state of georgia", "georgia", "peru"]) == ["georgia", "state of georgia"]


def test_alike_ignores_words_that_are_too_short_to_tell() -> None:
    assert alike("in", ["georgia in the united states"]) == []


def test_alike_looks_at_the_beginning_of_a_long_text() -> None:
    assert alike("x" * 999, ["x" * 60]) == ["x" * 60]
