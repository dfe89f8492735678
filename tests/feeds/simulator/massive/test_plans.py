"""Keys and plans."""

from spxcc.feeds.simulator.massive.plans import PLANS, product_of


def test_f30_seven_keys_stand_for_seven_plans() -> None:
    assert set(PLANS) == {
        "sim",
        "sim-business",
        "sim-delayed",
        "sim-options",
        "sim-indices",
        "sim-basic",
        "sim-throttled",
    }
    assert (PLANS["sim"].status, PLANS["sim"].timeframe) == ("OK", "REAL-TIME")
    assert (PLANS["sim-delayed"].status, PLANS["sim-delayed"].timeframe) == ("DELAYED", "DELAYED")
    assert [product_of(one) for one in ("I:SPX", "O:SPXW260324C06100000", "SPY")] == ["indices", "options", "stocks"]
