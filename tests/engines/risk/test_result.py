"""The risk card on the wire."""

import msgspec

from spxcc.engines.risk.result import ADVISORY, Risk


def test_it_survives_the_wire_and_says_that_it_is_advice() -> None:
    risk = Risk(state="COOLDOWN", rule="x", until=5, day_r=-1.0)
    assert msgspec.json.decode(msgspec.json.encode(risk), type=Risk) == risk
    assert "advice" in ADVISORY
