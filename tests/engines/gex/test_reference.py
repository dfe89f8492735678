"""Independent numbers of real chains: with the same inputs to the last digits, the whole pipeline within its bounds."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from spxcc.engines.gex.book import Book, Side, make_book, years_between
from spxcc.engines.gex.measure import SymbolMemory, measure
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures, make_positions
from spxcc.engines.gex.profile import find_roots, make_repricer, search_grid
from spxcc.engines.gex.result import Root
from spxcc.engines.gex.surface import NONE, VENDOR, Surface
from spxcc.market.snapshot import Floats, Ints, MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.cboe_chain import real_chain
from tests.fakes.real_data import real_data
from tests.fakes.snapshots import at, make_price, make_session

pytestmark = pytest.mark.real_data

SPOT, RATE = 3990.5601, 0.0425
NEW_YORK = ZoneInfo("America/New_York")
LACKING = [("SPX", day) for day in ("2024-06-21", "2024-12-20", "2025-12-19", "2026-12-18", "2027-12-17")]
Clock = Callable[[int, Ints], Floats]


@dataclass(frozen=True)
class Found:
    """USD billion per +1 %, vanna per volatility point, charm per calendar day."""

    net: float
    call: float
    put: float
    vanna: float
    charm: float
    flips: tuple[Root, ...]


def elapsed(now: int, settles_at: Ints) -> Floats:
    return years_between(now, settles_at)


def naive(now: int, settles_at: Ints) -> Floats:
    """Differences of wall clocks: what settles in summer is an hour too far in winter."""
    begin = datetime.fromtimestamp(now // NANOS_PER_SECOND, NEW_YORK).replace(tzinfo=None)
    ends = [datetime.fromtimestamp(each // NANOS_PER_SECOND, NEW_YORK).replace(tzinfo=None) for each in settles_at]
    return np.array([(end - begin).total_seconds() / (365 * 86_400) for end in ends])


def flat_carry(book: Book, years: Floats) -> Floats:
    return np.full(years.size, RATE - 0.016)


def listed_carry(book: Book, years: Floats) -> Floats:
    """b = ln(F/S)/T of the listed forwards; of keys without one by linear interpolation over T, all roots.

    Of those without, three have no volatility at all and do not enter.
    """
    path = real_data("..") / "reference" / "gex-reference.json"
    if not path.exists():
        pytest.skip(f"{path.name} does not stand beside the data")
    rows = json.loads(path.read_text())["independent"]["results"]["forwards"]
    forward = {(row["root"], row["exp"]): row["F"] for row in rows}
    known = np.array([forward.get(key, np.nan) for key in zip(book.roots, book.expiries, strict=True)])
    carry = np.log(known / SPOT) / years
    lacking = np.isnan(carry)
    assert [(book.roots[n], book.expiries[n]) for n in np.flatnonzero(lacking)] == LACKING
    carry[lacking] = np.interp(years[lacking], years[~lacking], carry[~lacking])
    return carry


def only_priced(side: Side) -> Side:
    """Without a volatility of its own a contract does not enter."""
    priced = side.vendor_iv > 0
    return dataclasses.replace(
        side, interest=np.where(priced, side.interest, 0.0), volume=np.where(priced, side.volume, 0.0)
    )


def same_inputs(clock: Clock, carry_of: Callable[[Book, Floats], Floats]) -> Found:
    """The product's own sums and roots with the file's volatility of each contract."""
    chain = real_chain("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    book = make_book(chain, chain.ts_event)
    book = dataclasses.replace(book, call=only_priced(book.call), put=only_priced(book.put))
    call, put = book.call.vendor_iv, book.put.vendor_iv
    call, put = np.where(call > 0, call, put), np.where(put > 0, put, call)
    years = clock(chain.ts_event, book.settles_at)
    positions = make_positions(book, Surface(call, put, np.where(call > 0, VENDOR, NONE)), years, carry_of(book, years))
    exposed = exposures(positions, SPOT, RATE)
    repricer, grid = make_repricer(positions, RATE), search_grid(SPOT, 0.15, 0.0005)
    values = repricer.curves(grid, positions.signed[:, None])[:, 0]
    sums = [float(each.sum()) / 1e9 for each in (exposed.call, exposed.put, exposed.vanna, exposed.charm)]
    calls, puts, vanna, charm = sums
    return Found(calls + puts, calls, puts, vanna, charm, find_roots(repricer, positions.signed, grid, values))


def test_2022_12_12_with_a_flat_dividend_yield() -> None:
    assert same_inputs(elapsed, flat_carry).net == pytest.approx(-1.091396051363, rel=1e-9)


def test_2022_12_12_with_the_listed_forwards() -> None:
    found = same_inputs(elapsed, listed_carry)
    assert found.net == pytest.approx(-1.138800817, abs=1e-6)
    assert found.call == pytest.approx(82.660871, abs=1e-6)
    assert found.put == pytest.approx(-83.799672, abs=1e-6)
    assert found.vanna == pytest.approx(15.555456, abs=1e-6)
    assert found.charm == pytest.approx(-15.180955, abs=1e-6)
    assert [root.stable for root in found.flips] == [True]
    assert found.flips[0].level == pytest.approx(3996.337, abs=0.05)


def test_2022_12_12_by_wall_clocks_is_the_reference_as_written() -> None:
    found = same_inputs(naive, listed_carry)
    assert found.net == pytest.approx(-1.1388648200926208, rel=1e-9)
    assert found.call == pytest.approx(82.66000013592608, rel=1e-9)
    assert found.put == pytest.approx(-83.79886495601872, rel=1e-9)
    assert found.vanna == pytest.approx(15.555922988468025, rel=1e-9)
    assert found.charm == pytest.approx(-15.180800871868286, rel=1e-9)
    assert found.flips[0].level == pytest.approx(3996.337182972567, abs=1e-4)
    assert same_inputs(naive, flat_carry).net == pytest.approx(-1.0912036057462768, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "day", "clock", "net", "gross", "flip"),
    [
        ("spx_2022-07-12_1155ET_intraday", "2022-07-12", "11:40", -17.621109601677194, 117.66972986244399, 3952.05),
        ("spx_2022-03-23_1011GMT-4_spanish-date", "2022-03-23", "09:56", -2.272431053348157, 132.073, 4487.39),
        ("spx_2023-09-14_1631ET", "2023-09-14", "16:15", 22.109229776734107, 366.78654563312256, 4485.41),
    ],
)
@pytest.mark.parametrize("printed", [False, True], ids=["by parity", "with the printed index"])
def test_f33_the_whole_pipeline(
    name: str, day: str, clock: str, net: float, gross: float, flip: float, printed: bool
) -> None:
    """Own forwards, volatilities and spot. What is printed after the close is no index any more."""
    chain, now = real_chain(name, day, clock), at(clock, day)
    assert chain.underlying_price is not None
    index = {"SPX": make_price("SPX", chain.underlying_price, now)} if printed and clock < "16:00" else {}
    snapshot = MarketSnapshot(
        as_of=now, mode="replay", session=make_session(now, day), prices=index, chains={"SPX": chain}
    )
    found = measure(snapshot, chain, SymbolMemory(), None, DEFAULTS)[0]
    assert found.reason is None
    assert found.net_gex is not None
    assert found.gross_gex is not None
    assert found.net_gex / 1e9 == pytest.approx(net, abs=max(1.0, 0.01 * gross))
    assert found.gross_gex / 1e9 == pytest.approx(gross, rel=0.005)
    assert found.flip_point == pytest.approx(flip, abs=0.0015 * chain.underlying_price)
