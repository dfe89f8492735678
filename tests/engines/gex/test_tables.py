"""By strike, by expiry, by scope."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.book import make_book
from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures, make_positions
from spxcc.engines.gex.tables import (
    Ladder,
    absolute_gamma,
    expiry_rows,
    make_ladder,
    next_opex_dates,
    scope_masks,
    strike_rows,
    strongest,
    usd,
)
from tests.engines.gex.books import EXPIRIES, index_chain, index_snapshot, some_positions
from tests.fakes.snapshots import at

STRIKE = np.array([5900.0, 6000.0, 6100.0])


def ladder(call: list[float], put: list[float]) -> Ladder:
    gross = np.abs(call) + np.abs(put)
    return Ladder(STRIKE, np.array(call), np.array(put), gross, np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]))


def test_the_ladder_equals_the_dictionary() -> None:
    positions = some_positions(3)
    exposed = exposures(positions, 6000.0, 0.04)
    sums: dict[float, float] = {}
    for strike, value in zip(positions.strike.tolist(), (exposed.call + exposed.put).tolist(), strict=True):
        sums[strike] = sums.get(strike, 0.0) + value
    found = make_ladder(positions, exposed)
    assert found.strike.tolist() == sorted(sums)
    assert found.net.tolist() == pytest.approx([sums[strike] for strike in sorted(sums)], abs=1e-3)


def test_rows_of_strikes_that_have_a_dollar() -> None:
    rows = strike_rows(ladder([10.4, 0.2, 5.0], [-2.0, -0.3, -6.0]))
    assert [(row.strike, row.call, row.put, row.net, row.call_oi, row.put_oi) for row in rows] == [
        (5900.0, 10.4, -2.0, 8.4, 1, 4),
        (6100.0, 5.0, -6.0, -1.0, 3, 6),
    ]


def test_the_strongest_first() -> None:
    found = strongest(ladder([10.0, 0.0, 5.0], [-2.0, 0.0, -25.0]))
    assert [(level.strike, level.net_gex) for level in found] == [(6100.0, -20.0), (5900.0, 8.0)]


def test_absolute_gamma_is_gross() -> None:
    assert absolute_gamma(ladder([10.0, 9.0, 5.0], [-2.0, -9.0, -6.0]), 6000.0) == 6000.0
    assert absolute_gamma(ladder([10.0, 0.0, 10.0], [0.0, 0.0, 0.0]), 6090.0) == 6100.0
    assert absolute_gamma(ladder([0.0] * 3, [0.0] * 3), 6000.0) is None


def test_rows_of_expiries_are_of_the_same_pass() -> None:
    chain = index_chain()
    view = view_market(index_snapshot(chain), chain, None, DEFAULTS)
    assert view.surface is not None
    assert view.valuation is not None
    assert view.forwards is not None
    positions = make_positions(view.book, view.surface, view.valuation.years, view.forwards.carry)
    exposed = exposures(positions, 6000.0, DEFAULTS.rate)
    rows = expiry_rows(view.book, view.parity, view.surface, view.valuation, positions, exposed)
    assert [row.expiry for row in rows] == list(EXPIRIES)
    assert sum(row.net for row in rows) == pytest.approx(float((exposed.call + exposed.put).sum()), abs=5)
    assert sum(row.share for row in rows) == pytest.approx(1.0, abs=1e-5)
    assert [row.minutes for row in rows[:2]] == [330.0, 1770.0]
    assert all(row.contracts == 242 and row.atm_iv is not None and row.max_pain is not None for row in rows)
    assert rows[0].forward == pytest.approx(6000.1, abs=0.1)
    assert (rows[0].forward_sd or 1.0) < 0.1


def test_scopes_of_a_wednesday() -> None:
    masks = scope_masks(make_book(index_chain(), at("10:30")), "2026-01-14")
    assert {name: mask.tolist() for name, mask in masks.items()} == {
        "all": [True] * 5,
        "0dte": [True, False, False, False, False],
        "week": [True, True, True, False, False],
        "monthly": [False, False, True, False, False],
        "ex-0dte": [False, True, True, True, True],
        "ex-next-opex": [True, True, False, True, True],
    }


def test_an_empty_scope_is_absent() -> None:
    book = make_book(index_chain(), at("10:30", "2026-01-17"))
    found = scope_masks(book, "2026-01-20")
    assert set(found) == {"all", "next", "monthly", "ex-0dte", "ex-next-opex"}
    assert found["next"].tolist() == [expiry == "2026-02-20" for expiry in book.expiries]
    friday = make_book(index_chain(), at("10:30", "2026-01-16"))
    assert scope_masks(friday, "2026-01-16")["week"].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-14", ["2026-01-16", "2026-02-20"]),
        ("2026-01-17", ["2026-02-20"]),
        ("2026-12-31", ["2027-01-15"]),
        ("2025-04-01", ["2025-04-17", "2025-05-16"]),
    ],
)
def test_the_next_monthly_expiration_is_a_session(today: str, expected: list[str]) -> None:
    """2025-04-18 was Good Friday."""
    assert list(next_opex_dates(date.fromisoformat(today))) == expected


@given(st.floats(-1e13, 1e13))
def test_dollars_keep_their_value(value: float) -> None:
    assert usd(value) == pytest.approx(value, rel=1e-11)
    assert str(usd(0.0 * value)) == "0.0"
