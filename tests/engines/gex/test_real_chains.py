"""Real Cboe chains against numbers that were made apart from the product (USD billion per +1 %)."""

from datetime import date, timedelta

import numpy as np
import pytest

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.forward import forwards, parity_forwards
from spxcc.engines.gex.measure import SymbolMemory, measure
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import make_positions
from spxcc.engines.gex.profile import find_roots, make_repricer, nearest, search_grid
from spxcc.engines.gex.result import GexResult
from spxcc.engines.gex.surface import MID, make_surface
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from tests.fakes.cboe_chain import real_chain
from tests.fakes.snapshots import at, make_price, make_session

pytestmark = pytest.mark.real_data

INTRADAY = (
    ("spx_2022-07-12_1155ET_intraday", "2022-07-12", "11:40", 3856.28),
    ("spx_2022-03-23_1011GMT-4_spanish-date", "2022-03-23", "09:56", 4479.0898),
)
AFTER_CLOSE = ("spx_2023-09-14_1631ET", "2023-09-14", "16:15", None)


def measured(name: str, day: str, clock: str, index: float | None = None) -> GexResult:
    chain, now = real_chain(name, day, clock), at(clock, day)
    prices = {} if index is None else {chain.underlying: make_price(chain.underlying, index, now)}
    snapshot = MarketSnapshot(
        as_of=now, mode="replay", session=make_session(now, day), prices=prices, chains={chain.underlying: chain}
    )
    return measure(snapshot, chain, SymbolMemory(), None, DEFAULTS)[0]


def billions(value: float | None) -> float:
    assert value is not None
    return value / 1e9


def test_2022_12_12_in_the_evening() -> None:
    """Overnight: no quotes in the front expiries, so the vendor's volatilities and the forwards of his deltas.

    One volatility for call and put; with that of each contract (`test_reference.py`) net is −1.14.
    """
    found = measured("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    assert found.reason is None
    assert billions(found.net_gex) == pytest.approx(-1.35, abs=0.02)
    assert billions(found.call_gex) == pytest.approx(82.66, abs=0.2)
    assert billions(found.put_gex) == pytest.approx(-83.80, abs=0.2)
    assert billions(found.vanna) == pytest.approx(15.56, abs=0.2)
    assert billions(found.charm) == pytest.approx(-15.18, abs=0.2)
    assert found.flip_point == pytest.approx(3997.5, abs=0.1)
    assert [root.stable for root in found.flips] == [True]
    assert found.absolute_gamma_strike == 4000.0
    assert (found.call_wall, found.put_wall) == (4100.0, 3800.0)
    assert found.scopes["week"].flip == pytest.approx(3978.64, abs=1.5)


def test_max_pain_of_2022_12_12() -> None:
    found = measured("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    pains = [(row.root, row.expiry[5:], row.max_pain) for row in found.by_expiry[:6]]
    assert pains == [
        ("SPXW", "12-13", 3975.0),
        ("SPXW", "12-14", 3970.0),
        ("SPXW", "12-15", 3950.0),
        ("SPX", "12-16", 3915.0),
        ("SPXW", "12-16", 3935.0),
        ("SPXW", "12-19", 4025.0),
    ]


def test_after_the_close_the_printed_price_is_not_the_spot() -> None:
    found = measured("spx_2023-09-14_1631ET", "2023-09-14", "16:15")
    assert found.spot_source == "parity"
    assert found.spot == pytest.approx(4509.96, abs=0.3)
    assert billions(found.net_gex) == pytest.approx(22.11, abs=0.4)


@pytest.mark.parametrize(("name", "day", "clock", "index"), [*INTRADAY, AFTER_CLOSE])
def test_own_volatility_against_that_of_the_exchange(name: str, day: str, clock: str, index: float | None) -> None:
    chain, now = real_chain(name, day, clock), at(clock, day)
    book = make_book(chain, now)
    parity = parity_forwards(book, DEFAULTS)
    spot = index or 4509.96
    carried = forwards(book, parity, spot, DEFAULTS)
    surface = make_surface(book, carried, DEFAULTS)
    vendor = np.where(book.strike >= carried.quoted[book.group], book.call.vendor_iv, book.put.vendor_iv)
    used = (surface.source == MID) & (vendor > 0) & (np.abs(book.strike / spot - 1) < 0.1)
    off = surface.call[used] / vendor[used] - 1
    assert used.sum() > 2000
    assert abs(float(np.median(off))) < 0.003
    assert float(np.quantile(np.abs(off), 0.95)) < 0.02


@pytest.mark.parametrize(("name", "day", "clock", "index"), [*INTRADAY, AFTER_CLOSE])
def test_forwards_of_the_front_week_are_known_to_a_fifth_of_a_point(
    name: str, day: str, clock: str, index: float | None
) -> None:
    chain, now = real_chain(name, day, clock), at(clock, day)
    book = make_book(chain, now)
    parity = parity_forwards(book, DEFAULTS)
    limit = (date.fromisoformat(day) + timedelta(days=7)).isoformat()
    front = [at_ for at_, expiry in enumerate(book.expiries) if expiry <= limit]
    assert len(front) >= 3
    assert (parity.sd[front] < (0.2 if index else 0.4)).all()
    assert (parity.pairs[front] >= 5).all()


def test_expired_rows_are_dropped() -> None:
    chain = real_chain("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    book = make_book(chain, chain.ts_event)
    assert len(chain) == 19_156
    assert book.contracts == 18_870
    assert "2022-12-12" not in book.expiries


def test_three_products_of_one_minute_agree_on_the_flip() -> None:
    """XSP and SPY have their own books: loose on purpose."""
    spx = measured("spx_2023-09-14_1631ET", "2023-09-14", "16:15")
    spy = measured("spy_2023-09-14_1631ET", "2023-09-14", "16:15")
    assert spx.flip_point is not None
    assert spy.flip_point is not None
    assert spx.spot is not None
    assert spy.spot is not None
    assert spy.flip_point / spy.spot == pytest.approx(spx.flip_point / spx.spot, abs=0.01)


def test_f63_no_cumulative_flip_near_spot() -> None:
    """The running sum over strikes has no change of sign within ±10 % of spot where the repriced profile has one."""
    for row in (("spx_2022-12-12_2030ET", "2022-12-12", "20:15", None), *INTRADAY):
        found = measured(*row)
        assert found.spot is not None
        assert found.flip_point is not None
        strikes = np.array([one.strike for one in found.by_strike])
        running = np.cumsum([one.net for one in found.by_strike])
        changes = strikes[1:][np.sign(running[1:]) != np.sign(running[:-1])]
        assert not (np.abs(changes / found.spot - 1) < 0.1).any()
        assert abs(found.flip_point / found.spot - 1) < 0.1


def roots_of(chain: OptionChain) -> float | None:
    book = make_book(chain, chain.ts_event)
    carried = forwards(book, parity_forwards(book, DEFAULTS), 3856.28, DEFAULTS)
    surface = make_surface(book, carried, DEFAULTS)
    positions = make_positions(book, surface, years_between(chain.ts_event, book.settles_at), carried.carry)
    repricer, grid = make_repricer(positions, DEFAULTS.rate), search_grid(3856.28, 0.15, 0.0005)
    values = repricer.curves(grid, positions.signed[:, None])[:, 0]
    return nearest(find_roots(repricer, positions.signed, grid, values), 3856.28)


def test_f63_the_expiring_book_counts_in_hours() -> None:
    """2022-07-12 11:40: 4.3 hours to live, 3.1 % of gross by the reference; a day too much would hide it."""
    found = measured(*INTRADAY[0])
    zero = found.by_expiry[0]
    assert (zero.expiry, zero.minutes) == ("2022-07-12", 260.0)
    assert zero.share == pytest.approx(0.0312, abs=0.002)
    assert billions(zero.net) == pytest.approx(0.55, abs=0.05)
    assert found.scopes["0dte"].flip == pytest.approx(3846.98, abs=1.5)
    assert found.flip_point == pytest.approx(roots_of(real_chain(*INTRADAY[0][:3])), abs=0.02)
