"""A market from last trades alone: exact where trades are, deaf to spreads, silent where there are too few."""

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.lasts import LastTrades, market_of, prints_of, same_minute_pairs
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.feeds.files.massive_parquet import read_massive_parquet
from spxcc.market.chain_book import ChainBook
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.engines.gex.books import index_chain, smile
from tests.fakes.snapshots import at, bsm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST = at("10:00")
NOW = at("10:30")
CARRY = 0.0425 - 0.013
MINUTES = 30


def spot_at(times: Ints) -> Floats:
    """Constant within a minute, a few points up and down over the half hour."""
    minute = (times - FIRST) // NANOS_PER_MINUTE
    return np.asarray(6000.0 + 4.0 * np.sin(minute / 5.0))


def price(chain: OptionChain, times: Ints) -> Floats:
    """Of every contract at the spot of its own trade."""
    spot = spot_at(times)
    sigma = smile(np.log(chain.strike / 6000.0))
    years = (chain.settles_at - times) / NANOS_PER_MINUTE / 525_600.0
    one = [
        bsm(
            float(s),
            chain.strike[i : i + 1],
            float(years[i]),
            sigma[i : i + 1],
            0.0425,
            CARRY,
            chain.is_call[i : i + 1],
        )
        for i, s in enumerate(spot)
    ]
    return np.concatenate(one)


def traded(seed: int = 1, paired: float = 0.3) -> OptionChain:
    """Nobody quotes; every contract traded once in the half hour, a share of the strikes both sides in one minute."""
    chain = index_chain()
    rng = np.random.default_rng(seed)
    minute = rng.integers(0, MINUTES, chain.strike.size)
    together = np.repeat(rng.random(chain.strike.size // 2) < paired, 2)
    minute[1::2] = np.where(together[1::2], minute[::2], minute[1::2])
    times = FIRST + minute * NANOS_PER_MINUTE + rng.integers(0, 59 * NANOS_PER_SECOND, chain.strike.size)
    nothing = np.full(chain.strike.size, np.nan)
    return dataclasses.replace(
        chain, bid=nothing, ask=nothing, last=price(chain, times), last_at=times, quoted_at=np.zeros_like(times)
    )


def market(chain: OptionChain, given_settings: GexSettings = DEFAULTS, as_of: int = NOW) -> LastTrades | str:
    book = make_book(chain, as_of)
    return market_of(book, prints_of(chain, book), as_of, given_settings)


def known(chain: OptionChain, given_settings: GexSettings = DEFAULTS) -> LastTrades:
    found = market(chain, given_settings)
    assert isinstance(found, LastTrades)
    return found


def test_prints_stand_on_their_rows() -> None:
    chain = traded()
    book = make_book(chain, NOW)
    prints = prints_of(chain, book)
    for place in (0, 7, 500, len(chain) - 1):
        group = next(
            at
            for at, series in enumerate(zip(book.roots, book.expiries, strict=True))
            if series == (chain.roots[place], chain.expiries[place])
        )
        row = int(np.flatnonzero((book.group == group) & (book.strike == chain.strike[place]))[0])
        side = (prints.call, prints.call_at) if chain.is_call[place] else (prints.put, prints.put_at)
        assert (side[0][row], side[1][row]) == (chain.last[place], chain.last_at[place])


def test_a_contract_without_a_time_or_a_price_is_no_print() -> None:
    chain = traded()
    for changed in ({"last_at": np.zeros(len(chain), dtype=np.int64)}, {"last": np.full(len(chain), np.nan)}):
        bare = dataclasses.replace(chain, **changed)
        prints = prints_of(bare, make_book(bare, NOW))
        assert not np.isfinite(prints.call).any()
        assert not np.isfinite(prints.put).any()


def test_each_pair_gives_the_forward_of_its_own_minute() -> None:
    chain = traded()
    book = make_book(chain, NOW)
    pairs = same_minute_pairs(book, prints_of(chain, book), DEFAULTS)
    assert pairs.row.size > 30
    expected = spot_at(pairs.minute * NANOS_PER_MINUTE) * np.exp(CARRY * pairs.years)
    # The two sides are some seconds apart: their times to settlement differ by as much.
    assert pairs.forward.tolist() == pytest.approx(expected.tolist(), abs=0.3)


def test_spot_carry_and_volatility_come_back() -> None:
    chain = traded()
    found = known(chain)
    book = make_book(chain, NOW)
    assert found.spot == pytest.approx(float(spot_at(np.array([found.spot_at]))[0]), abs=0.3)
    assert NOW - found.spot_at < 5 * NANOS_PER_MINUTE
    years = years_between(NOW, book.settles_at)
    assert (np.abs(np.exp((found.carry - CARRY) * years) - 1.0) < 1e-4).all()
    assert found.spread < 2.5
    has = np.isfinite(found.iv)
    assert found.volatilities == np.count_nonzero(has) > 100
    true = smile(np.log(book.strike / 6000.0))
    later = has & (years[book.group] > 1 / 365)
    assert float(np.median(np.abs(found.iv[later] / true[later] - 1.0))) < 0.003
    assert float(np.percentile(np.abs(found.iv[later] / true[later] - 1.0), 95)) < 0.02


def test_volatilities_are_of_minutes_with_a_pair_alone() -> None:
    chain = traded(paired=0.08)
    found = known(chain)
    book = make_book(chain, NOW)
    pairs = same_minute_pairs(book, prints_of(chain, book), DEFAULTS)
    prints = prints_of(chain, book)
    minutes = set(pairs.minute.tolist())
    for row in np.flatnonzero(np.isfinite(found.iv)):
        assert {prints.call_at[row] // NANOS_PER_MINUTE, prints.put_at[row] // NANOS_PER_MINUTE} & minutes


def test_few_pairs_leave_the_carry_near_what_is_usual_and_long_ones_out() -> None:
    """One pair a minute: nothing says what the carry is, so only the short ones give a spot."""
    chain = traded(paired=1.0)
    book = make_book(chain, NOW)
    prints = prints_of(chain, book)
    pairs = same_minute_pairs(book, prints, DEFAULTS)
    first = np.unique(pairs.minute, return_index=True)[1]
    alone = np.isin(np.arange(book.strike.size), pairs.row[first])
    lonely = dataclasses.replace(
        prints, call=np.where(alone, prints.call, np.nan), put=np.where(alone, prints.put, np.nan)
    )
    found = market_of(book, lonely, NOW, DEFAULTS)
    assert isinstance(found, LastTrades)
    assert found.carry.tolist() == pytest.approx([0.0425 - 0.013] * found.carry.size, abs=1e-9)
    years = pairs.years[first]
    assert found.pairs == np.count_nonzero(years * 0.01 * np.sqrt(1 + years**2) <= 2.5e-4)


def test_a_given_dividend_is_taken() -> None:
    found = known(traded(), GexSettings(dividend=0.013))
    assert found.carry.tolist() == pytest.approx([CARRY] * found.carry.size, abs=1e-12)


def test_legs_of_a_spread_away_from_the_market_change_nothing() -> None:
    """A tenth of the paired trades twenty points off."""
    chain = traded(paired=0.5)
    rng = np.random.default_rng(5)
    off = np.repeat(rng.random(len(chain) // 2) < 0.1, 2)
    wrong = dataclasses.replace(chain, last=np.where(off & chain.is_call, chain.last + 20.0, chain.last))
    good, bad = known(chain), known(wrong)
    assert bad.spot == pytest.approx(good.spot, abs=0.5)
    assert bad.pairs < good.pairs
    years = years_between(NOW, make_book(chain, NOW).settles_at)
    assert (np.abs(np.exp((bad.carry - good.carry) * years) - 1.0) < 3e-4).all()


def test_too_few_pairs_give_no_market_and_the_count() -> None:
    chain = traded(paired=0.0)
    apart = dataclasses.replace(chain, last_at=np.where(chain.is_call, at("10:05"), at("10:07")).astype(np.int64))
    assert market(apart) == "no quotes, and last trades of call and put in the same minute at 0 strikes only: 5 needed"


def test_pairs_that_disagree_give_no_market() -> None:
    """Each says another spot."""
    chain = traded(paired=1.0)
    noise = np.random.default_rng(3).normal(0.0, 80.0, len(chain) // 2)
    wild = dataclasses.replace(chain, last=chain.last + np.repeat(noise, 2) * chain.is_call)
    found = market(wild)
    assert isinstance(found, str)
    assert "disagree on the spot by" in found or "agree on a spot" in found


def test_trades_of_other_sessions_and_of_the_future_do_not_count() -> None:
    chain = traded()
    day = 24 * 60 * NANOS_PER_MINUTE
    rng = np.random.default_rng(2)
    old = rng.random(len(chain)) < 0.3
    mixed = dataclasses.replace(chain, last_at=np.where(old, chain.last_at - day, chain.last_at))
    fewer = dataclasses.replace(chain, last=np.where(old, np.nan, chain.last))
    assert_same(known(mixed), known(fewer))
    late = chain.last_at > at("10:20")
    earlier = market(chain, as_of=at("10:20"))
    without = market(dataclasses.replace(chain, last=np.where(late, np.nan, chain.last)), as_of=at("10:20"))
    assert isinstance(earlier, LastTrades)
    assert isinstance(without, LastTrades)
    assert_same(earlier, without)
    assert earlier.spot_at <= at("10:20")


def assert_same(one: LastTrades, two: LastTrades) -> None:
    assert (one.spot, one.spot_at, one.pairs, one.minutes) == (two.spot, two.spot_at, two.pairs, two.minutes)
    assert one.carry.tolist() == two.carry.tolist()
    assert np.array_equal(one.iv, two.iv, equal_nan=True)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.02, 1.0))
@example(1833, 0.0546875)
def test_a_market_is_near_the_truth_or_refused(seed: int, paired: float) -> None:
    found = market(traded(seed, paired))
    if isinstance(found, LastTrades):
        assert abs(found.spot - float(spot_at(np.array([found.spot_at]))[0])) < 2.0
        assert np.isfinite(found.carry).all()


@pytest.mark.real_data
def test_f33_the_snapshot_without_greeks_gives_a_market() -> None:
    folder = os.environ.get("SPXCC_REAL_DATA")
    if not folder:
        pytest.skip("SPXCC_REAL_DATA is not set")
    quoted = read_massive_parquet(Path(folder) / "massive/massive_snapshot_2026-05-04_SPX.parquet")
    chains = ChainBook("SPX")
    chains.replace(quoted.snapshot(quoted.quoted_at))
    chain = chains.view(quoted.quoted_at)
    book = make_book(chain, quoted.quoted_at)
    found = market_of(book, prints_of(chain, book), quoted.quoted_at, DEFAULTS)
    assert isinstance(found, LastTrades)
    assert f"{to_exchange(found.spot_at):%H:%M:%S}" == "16:59:45"
    assert found.spot == pytest.approx(7199.0, abs=2.0)
    assert found.pairs > 100
    assert found.volatilities > 2000
    years = years_between(found.spot_at, book.settles_at)
    assert (np.diff(found.spot * np.exp(found.carry * years)) >= -1.0).all()
    for group in range(8):
        rows = book.rows_of(group)
        near = np.abs(book.strike[rows] / found.spot - 1.0) < 0.01
        money = found.iv[rows][near & np.isfinite(found.iv[rows])]
        assert money.size >= 3
        assert 0.11 < float(np.median(money)) < 0.18
