"""The ladder: grouping by settlement and root, order, expiry, crossed and repeated rows."""

import dataclasses
from typing import Any

import numpy as np

from spxcc.engines.gex.book import make_book, years_between
from spxcc.engines.gex.params import DEFAULTS, MINUTES_PER_YEAR
from spxcc.market.snapshot import OptionChain
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.gex.books import index_chain
from tests.fakes.snapshots import at, make_chain

NOW = at("10:30")
THIRD_FRIDAY = "2026-01-16"


def permuted(chain: OptionChain, order: np.ndarray[tuple[int], np.dtype[np.intp]]) -> OptionChain:
    """The same contracts in another order, or only some of them, or some twice."""
    columns: dict[str, Any] = {
        field.name: getattr(chain, field.name)[order]
        for field in dataclasses.fields(chain)
        if isinstance(getattr(chain, field.name), np.ndarray)
    }
    names: dict[str, Any] = {
        name: tuple(getattr(chain, name)[i] for i in order) for name in ("contracts", "roots", "expiries")
    }
    return dataclasses.replace(chain, **columns, **names)


def joined(one: OptionChain, two: OptionChain) -> OptionChain:
    """Contracts of both."""
    columns: dict[str, Any] = {
        field.name: np.concatenate((getattr(one, field.name), getattr(two, field.name)))
        for field in dataclasses.fields(one)
        if isinstance(getattr(one, field.name), np.ndarray)
    }
    names: dict[str, Any] = {
        name: getattr(one, name) + getattr(two, name) for name in ("contracts", "roots", "expiries")
    }
    return dataclasses.replace(one, **columns, **names)


def test_call_and_put_share_a_row() -> None:
    chain = make_chain(6000.0, strikes=[5990.0, 6000.0, 6010.0])
    book = make_book(chain, NOW)
    assert book.strike.tolist() == [5990.0, 6000.0, 6010.0]
    assert book.call.mid.tolist() == ((chain.bid + chain.ask) / 2)[chain.is_call].tolist()
    assert book.put.mid.tolist() == ((chain.bid + chain.ask) / 2)[~chain.is_call].tolist()
    assert (book.contracts, book.interest, book.duplicate, book.crossed) == (6, 6000, False, 0)
    assert book.listed.tolist() == [6]


def test_both_roots_of_a_third_friday_stay_apart() -> None:
    evening = make_chain(6000.0, expiries=(THIRD_FRIDAY,), strikes=[6000.0])
    morning = dataclasses.replace(evening, roots=("SPX", "SPX"), settles_at=np.full(2, at("09:30", THIRD_FRIDAY)))
    book = make_book(joined(evening, morning), NOW)
    assert book.roots == ("SPX", "SPXW")
    assert book.expiries == (THIRD_FRIDAY, THIRD_FRIDAY)
    assert book.strike.tolist() == [6000.0, 6000.0]
    assert (book.settles_at[1] - book.settles_at[0]) == 390 * NANOS_PER_MINUTE
    assert not book.duplicate


def test_expired_contracts_are_dropped() -> None:
    book = make_book(index_chain(), at("16:00"))
    assert book.expiries[0] == "2026-01-15"
    assert make_book(index_chain(), at("16:00", "2026-06-18")).contracts == 0


def test_order_does_not_matter() -> None:
    chain = index_chain()
    shuffled = permuted(chain, np.random.default_rng(5).permutation(len(chain)))
    one, two = make_book(chain, NOW), make_book(shuffled, NOW)
    assert one.roots == two.roots
    for name in ("settles_at", "group", "strike", "quoted_at", "listed"):
        assert getattr(one, name).tolist() == getattr(two, name).tolist()
    assert np.array_equal(one.call.bid, two.call.bid, equal_nan=True)
    assert np.array_equal(one.put.interest, two.put.interest, equal_nan=True)


def test_a_repeated_contract_is_noticed() -> None:
    chain = make_chain(6000.0, strikes=[5990.0, 6000.0])
    assert make_book(permuted(chain, np.array([0, 1, 2, 3, 3])), NOW).duplicate


def test_a_lone_side_leaves_the_other_absent() -> None:
    chain = make_chain(6000.0, strikes=[5990.0, 6000.0])
    book = make_book(permuted(chain, np.array([0, 3])), NOW)
    assert np.isnan(book.put.bid[0])
    assert np.isnan(book.call.interest[1])
    assert not book.duplicate


def test_crossed_quotes_are_counted() -> None:
    chain = make_chain(6000.0)
    bid = chain.bid.copy()
    bid[:3] = chain.ask[:3] + 1.0
    book = make_book(dataclasses.replace(chain, bid=bid), NOW)
    assert book.crossed == 3
    assert book.quoted == int(np.count_nonzero(bid > 0))


def test_wide_and_one_sided_quotes_are_not_sane() -> None:
    chain = make_chain(6000.0, strikes=[5900.0, 6000.0, 6100.0], half_spread=0.05)
    bid, ask = chain.bid.copy(), chain.ask.copy()
    ask[0], bid[2], bid[4], ask[4] = bid[0] + 31.0, np.nan, 0.05, 0.7
    book = make_book(dataclasses.replace(chain, bid=bid, ask=ask), NOW)
    assert book.call.sane(book.strike, DEFAULTS).tolist() == [False, False, False]
    assert book.put.sane(book.strike, DEFAULTS).tolist() == [False, True, True]


def test_quote_time_is_that_of_the_newest_two_sided_quote() -> None:
    chain = make_chain(6000.0, strikes=[5990.0, 6000.0])
    quoted = chain.quoted_at.copy()
    quoted[1] += 5
    assert make_book(dataclasses.replace(chain, quoted_at=quoted), NOW).quoted_at.tolist() == [NOW + 5]
    blind = make_chain(6000.0, quotes=False)
    assert make_book(blind, NOW).quoted_at.tolist() == [blind.ts_event]


def test_time_is_calendar_minutes_with_a_floor() -> None:
    settles = np.array([NOW + 30 * NANOS_PER_MINUTE, NOW + 1, NOW - NANOS_PER_MINUTE])
    assert (years_between(NOW, settles) * MINUTES_PER_YEAR).tolist() == [30.0, 1.0, 1.0]
