"""The whole chain at a moment."""

import numpy as np
import pytest

from spxcc.market.contract import parse_contract
from spxcc.market.events import ChainRow
from tests.feeds.simulator.days import day_of


@pytest.mark.parametrize("place", [0, 1])
def test_a_chain_has_all_contracts_with_interest_of_the_session_before(place: int) -> None:
    board = day_of().boards[place]
    chain = board.chain(5_400, 7)
    assert chain.ts_event == day_of().grid.open_at + 5_400 * 10**9
    assert chain.ts_recv == chain.ts_event + 7
    assert chain.open_interest_date == "2026-03-23"
    assert chain.complete
    assert [row.contract for row in chain.rows] == list(board.listing.symbols)
    assert [row.open_interest for row in chain.rows] == board.interest.tolist()


def test_spx_has_a_thousand_rows_and_a_hundred_strikes() -> None:
    rows = day_of().boards[0].chain(5_400, 0).rows
    assert 1_200 <= len(rows) <= 2_500
    assert len({parse_contract(row.contract).strike for row in rows}) >= 100


def test_the_price_beside_it_is_the_underlyings() -> None:
    day = day_of()
    assert day.boards[0].chain(5_400, 0).underlying_price == pytest.approx(float(day.true[5_400]), abs=0.006)
    assert day.boards[1].chain(5_400, 0).underlying_price == pytest.approx(
        float(day.true[5_400]) / day.ratio, abs=0.006
    )


def test_volume_is_the_sum_of_the_prints_before() -> None:
    board = day_of().boards[0]
    early, late = board.chain(5_400, 0), board.chain(5_460, 0)
    grown = [now.volume - before.volume for before, now in zip(early.rows, late.rows, strict=True)
             if now.volume is not None and before.volume is not None]  # fmt: skip
    prints = board.tape.minute(90).prints
    expected = np.zeros(len(board.listing), dtype=np.int64)
    for contract, size, cancels in zip(prints.contract, prints.size, prints.cancels, strict=True):
        expected[contract] += -size if cancels else size
    assert grown == expected.tolist()


def served(row: ChainRow) -> bool:
    return row.iv is not None


def test_greeks_lack_deep_in_the_money_and_where_nobody_bids() -> None:
    rows = day_of().boards[0].chain(5_400, 0).rows
    assert 0.05 < sum(not served(row) for row in rows) / len(rows) < 0.5
    for row in rows:
        if served(row):
            assert row.bid is not None
            assert row.delta is not None
            assert abs(row.delta) <= 0.97
            assert row.gamma is not None
            assert row.gamma >= 0
        else:
            assert row.delta is row.gamma is None
        assert row.ask is not None


def test_what_never_traded_has_no_last_price() -> None:
    for row in day_of().boards[0].chain(3_600, 0).rows:
        assert (row.last is None) >= (row.volume == 0)
        assert row.last is None or row.last > 0
