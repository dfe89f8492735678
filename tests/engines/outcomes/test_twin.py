"""The option twin: in at the ask, out at the bid, or void."""

import pytest
from msgspec.structs import replace

from spxcc.engines.outcomes.resolve import resolve
from spxcc.engines.outcomes.result import OutcomeRow, TwinLeg
from spxcc.engines.outcomes.twin import Leg, Quote, break_even, twin, usable
from tests.engines.outcomes.paths import AT, CLOSE, FLAT, MINUTE, minutes, order

LEG = Leg("SPXW250107C00100000", 100.0, True, CLOSE)


def stopped() -> OutcomeRow:
    row = resolve(order(), minutes([FLAT, (100.0, 100.2, 93.9, 94.5)]))
    assert row is not None
    return row


def test_r10_in_at_the_ask_and_out_at_the_bid() -> None:
    leg = twin(stopped(), LEG, [Quote(AT - 500, 5.0, 5.2), Quote(AT + 2 * MINUTE, 2.0, 2.1)])
    assert leg == TwinLeg(contract=LEG.contract, paid=5.2, received=2.0, pnl=-3.2)


def test_r10_half_leaves_at_t1_by_its_own_quote() -> None:
    row = resolve(order(), minutes([FLAT, (100.0, 106.2, 99.0, 106.0), (106.0, 112.2, 105.0, 112.0)]))
    assert row is not None
    quotes = [Quote(AT, 5.0, 5.2), Quote(AT + 2 * MINUTE, 8.0, 8.2), Quote(AT + 3 * MINUTE, 12.0, 12.2)]
    leg = twin(row, LEG, quotes)
    assert leg is not None
    assert leg.received == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (Quote(AT - 2_100, 5.0, 5.2), "2.1 s old"),
        (Quote(AT, 5.2, 5.0), "two-sided"),
        (Quote(AT, 0.0, 0.1), "two-sided"),
        (Quote(AT, 5.0, 5.4), "spread"),
        (Quote(AT, 1.0, 1.2), "spread"),
        (Quote(AT + 1, 5.0, 5.1), "no quote"),
    ],
)
def test_r10_no_sane_quote_makes_the_leg_void_never_a_middle(quote: Quote, why: str) -> None:
    leg = twin(stopped(), LEG, [quote])
    assert leg is not None
    assert leg.pnl is None
    assert why in str(leg.void)
    assert usable([], AT) == "no quote before it"


def test_r13_a_leg_held_to_settlement_uses_the_official_close() -> None:
    late = CLOSE - 2 * MINUTE
    row = resolve(order(decided_at=late, until=CLOSE), minutes([FLAT, FLAT], late))
    assert row is not None
    quotes = [Quote(late, 5.0, 5.2), Quote(CLOSE, 0.5, 0.6)]
    held = twin(row, LEG, quotes, official_close=103.0)
    assert held is not None
    assert held.received == 3.0
    put = twin(row, Leg("P", 100.0, False, CLOSE), quotes, official_close=103.0)
    assert put is not None
    assert put.received == 0.0
    unknown = twin(row, LEG, quotes)
    assert unknown is not None
    assert unknown.pnl is None


def test_what_was_not_filled_has_no_twin() -> None:
    row = resolve(order(stop=200.0), minutes([FLAT]))
    assert row is not None
    assert twin(row, LEG, []) is None


def test_break_even_weighs_what_wins_bring_against_what_losses_take() -> None:
    row = stopped()
    lost = replace(row, twin=TwinLeg(contract="c", paid=5.0, received=2.0, pnl=-3.0))
    won = replace(row, won=True, twin=TwinLeg(contract="c", paid=5.0, received=6.0, pnl=1.0))
    void = replace(row, twin=TwinLeg(contract="c", void="no quote"))
    assert break_even([lost, won, void]) == 0.75
    assert break_even([lost, void]) is None
