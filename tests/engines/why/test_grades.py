"""The trust ledger by channel."""

import pytest

from spxcc.engines.catalog import CHANNELS
from spxcc.engines.why.grades import CHANNELS as MEANINGS
from spxcc.engines.why.grades import kind_of


@pytest.mark.parametrize("channel", [one.name for one in CHANNELS])
def test_every_channel_has_a_meaning_and_a_grade(channel: str) -> None:
    assert channel.partition(":")[0] in MEANINGS
    meaning = kind_of(channel, "price")
    assert meaning.formula
    assert meaning.grade.letter in {"A", "A−", "B", "C", "D"}


def test_prices_are_exchange_data_and_probabilities_unproven() -> None:
    assert kind_of("price:SPX", "price").grade.letter == "A"
    assert kind_of("setups:update", "entry").grade.letter == "C"
    assert "insufficient" in kind_of("setups:update", "probability").grade.why
    assert kind_of("made:up", "x").grade.letter == "C"
