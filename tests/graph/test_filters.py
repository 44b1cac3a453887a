"""Filters choose claims; silence is counted, not mistaken for a no."""

from typing import Any

import pytest

from corredor.graph.claim import Claim
from corredor.graph.filters import Filters, select
from corredor.ontology.errors import UnknownName
from tests.graph.tiny import claim, network, source, way

ONE, TWO = source("one"), source("two", weak=True)
SEA = way("A > B", ONE, mode=("sea", "land"), actors=("g",), status="active", period="2014/2016")
AIR = way("A > B", TWO, "alleged", "cannabis-resin", mode=("air",), period="2018")
MUTE = way("A > B", ONE, commodity=None)
GROUP = claim(ONE, "presence", {"group": "h", "place": "A"})
ALL = [SEA, AIR, MUTE, GROUP]


def kept(**asked: Any) -> tuple[list[Claim], dict[str, int]]:
    chosen = select(ALL, Filters(**asked))
    return chosen.claims, chosen.silent


def test_nothing_asked_keeps_all() -> None:
    assert kept() == (ALL, {})


@pytest.mark.parametrize(
    ("asked", "expected", "silent"),
    [
        ({"commodity": "cocaine"}, [SEA], {"commodity": 2}),
        ({"commodity": "cannabis"}, [AIR], {"commodity": 2}),
        ({"commodity": "drugs"}, [SEA, AIR], {"commodity": 2}),
        ({"commodity": "cocaine", "include_unspecified": True}, [SEA, MUTE, GROUP], {}),
        ({"mode": ("sea",)}, [SEA], {"mode": 2}),
        ({"mode": ("sea", "air")}, [SEA, AIR], {"mode": 2}),
        ({"status": ("active",)}, [SEA], {"status": 3}),
        ({"status": ("ended",)}, [], {"status": 3}),
        ({"certainty": ("alleged",)}, [AIR], {}),
        ({"confidence": 0.5}, [SEA, MUTE, GROUP], {}),
        ({"source": ("two",)}, [AIR], {}),
        ({"source": ("source/two",)}, [AIR], {}),
        ({"actor": ("group/g",)}, [SEA], {"actor": 2}),
        ({"actor": ("group/h",)}, [GROUP], {"actor": 2}),
        ({"kind": ("presence",)}, [GROUP], {}),
        ({"since": "2017"}, [AIR, MUTE, GROUP], {}),
        ({"since": "2016"}, ALL, {}),
        ({"until": "2014"}, [SEA], {}),
        ({"since": "2015", "until": "2017"}, [SEA], {}),
        ({"since": "2018-12-31"}, [AIR, MUTE, GROUP], {}),
    ],
)
def test_a_filter_keeps_what_states_a_match(asked: Any, expected: list[Claim], silent: dict[str, int]) -> None:
    assert kept(**asked) == (expected, silent)


def test_an_unknown_commodity_lists_what_there_is() -> None:
    with pytest.raises(UnknownName, match=r"No commodity is called \"coke\".*cocaine"):
        kept(commodity="coke")


def test_unspecified_claims_join_a_commodity_only_when_asked() -> None:
    claims = [way("A > B", ONE), way("B > C", TWO, commodity=None)]
    assert list(network(claims, commodity="cocaine").routes("A", "C")) == []
    (route,) = network(claims, commodity="cocaine", include_unspecified=True).routes("A", "C")
    assert route.commodity == "cocaine"


def test_words_say_what_was_asked() -> None:
    assert Filters(commodity="cocaine", mode=("sea", "air"), since="2018").words == (
        "commodity cocaine, mode sea or air, since 2018"
    )
