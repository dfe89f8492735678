"""The chain of one underlying: order, quotes, prints, settlement."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.chain_book import ChainBook
from spxcc.market.contract import OptionContract
from spxcc.market.events import ChainRow, ChainSnapshot, OpenInterest, OptionQuote
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND

DAY = "2026-01-14"
NOON = at_exchange(DAY, "12:00")


def name(strike: float, right: str = "C", expiry: str = DAY, root: str = "SPXW") -> str:
    return OptionContract(root, expiry, "C" if right == "C" else "P", strike).symbol


def chain(*rows: ChainRow, ts: int = NOON, price: float | None = 6000.0) -> ChainSnapshot:
    return ChainSnapshot(
        ts_event=ts, ts_recv=ts, source="test", underlying="SPX", rows=rows, open_interest_date="2026-01-13",
        underlying_price=price,
    )  # fmt: skip


def quote(contract: str, bid: float | None, ask: float | None, ts: int = NOON) -> OptionQuote:
    return OptionQuote(ts_event=ts, ts_recv=ts, source="test", contract=contract, bid=bid, ask=ask, bid_size=3)


def test_columns_stand_in_order_of_settlement_strike_right_whatever_the_order_of_rows() -> None:
    names = [name(6005), name(6000, "P"), name(6000), name(6000, expiry="2026-01-15"), name(6000, root="SPX")]
    book = ChainBook("SPX")
    book.replace(chain(*(ChainRow(contract=each, bid=1.0, ask=1.2) for each in names)))
    view = book.view(at_exchange(DAY, "09:00"))
    assert view.contracts == (name(6000, root="SPX"), name(6000), name(6000, "P"), name(6005), names[3])
    assert view.underlying_price == 6000.0
    assert view.open_interest_date == "2026-01-13"


def test_a_contract_leaves_at_its_settlement_instant() -> None:
    book = ChainBook("SPX")
    book.replace(chain(ChainRow(contract=name(6000)), ChainRow(contract=name(6000, expiry="2026-01-15"))))
    close = at_exchange(DAY, "16:00")
    assert len(book.view(close - 1)) == 2
    assert book.view(close).expiries == ("2026-01-15",)
    assert not book.view(close).bid.flags.writeable


def test_the_view_is_the_same_object_until_something_changes() -> None:
    book = ChainBook("SPX")
    book.replace(chain(ChainRow(contract=name(6000), bid=1.0, ask=1.2)))
    first = book.view(NOON)
    assert book.view(NOON + 1) is first
    book.quote(quote(name(6000), 1.1, 1.3, NOON + 5))
    assert book.view(NOON + 6) is not first
    assert float(first.bid[0]) == 1.0


def test_absent_sides_are_nan_and_an_older_quote_is_refused() -> None:
    book = ChainBook("SPX")
    assert book.quote(quote(name(6000), None, 0.05))
    assert not book.quote(quote(name(6000), 1.0, 1.1, NOON - 1))
    standing = book.standing(name(6000))
    assert standing is not None
    assert (standing.bid, standing.ask, standing.bid_size, standing.quoted_at) == (None, 0.05, 3, NOON)
    assert np.isnan(book.view(NOON).bid[0])
    assert book.standing(name(6100)) is None


def test_a_chain_keeps_quotes_that_are_newer_than_itself() -> None:
    book = ChainBook("SPX")
    book.quote(quote(name(6000), 2.0, 2.2, NOON + 1))
    book.replace(
        chain(ChainRow(contract=name(6000), bid=1.0, ask=1.2), ChainRow(contract=name(6005), bid=0.5, ask=0.6))
    )
    view = book.view(NOON + 2)
    assert view.bid.tolist() == [2.0, 0.5]
    assert view.quoted_at.tolist() == [NOON + 1, NOON]


def test_rows_that_are_no_contracts_or_come_twice_are_counted() -> None:
    book = ChainBook("SPX")
    twice = ChainRow(contract=name(6000), bid=1.0, ask=1.2)
    assert book.replace(chain(twice, twice, ChainRow(contract="nonsense"))) == 2
    assert len(book.view(NOON)) == 1


def test_a_contract_beyond_the_calendar_leaves_the_others_standing() -> None:
    book = ChainBook("SPX")
    rows = (ChainRow(contract=name(6000), bid=1.0, ask=1.2), ChainRow(contract="SPXW450120C06000000", open_interest=5))
    assert book.replace(chain(*rows)) == 1
    view = book.view(NOON)
    assert (view.contracts, view.complete) == ((name(6000),), True)
    assert view.remarks == (
        "contracts that settle beyond the session calendar: 1 (first SPXW450120C06000000), left out",
    )


def test_a_contract_that_comes_again_with_other_values_makes_the_chain_partial() -> None:
    book = ChainBook("SPX")
    one, other = (ChainRow(contract=name(6000), open_interest=count) for count in (5, 6))
    book.replace(chain(one, other))
    assert not book.view(NOON).complete
    book.replace(chain(one, one))
    assert book.view(NOON).complete
    assert book.view(NOON).remarks == ("rows that repeat a contract word for word: 1, left out",)


def test_remarks_of_the_event_reach_the_view() -> None:
    book = ChainBook("SPX")
    told = msgspec.structs.replace(chain(ChainRow(contract=name(6000))), remarks=("no greeks",))
    book.replace(told)
    assert book.view(NOON).remarks == ("no greeks",)
    book.replace(chain(ChainRow(contract=name(6000))))
    assert book.view(NOON).remarks == ()


def test_last_trades_have_a_time_where_one_is_known() -> None:
    book = ChainBook("SPX")
    rows = (ChainRow(contract=name(6000), last=2.0, last_at=NOON - 9), ChainRow(contract=name(6005), last=3.0))
    book.replace(chain(*rows))
    assert book.view(NOON).last_at.tolist() == [NOON - 9, 0]
    book.traded(name(6005), 3.5, 1, NOON + 1, "test")
    assert book.view(NOON + 1).last_at.tolist() == [NOON - 9, NOON + 1]


def test_a_print_that_is_newer_than_the_chain_stays() -> None:
    book = ChainBook("SPX")
    book.traded(name(6000), 2.5, 1, NOON + 5, "test")
    book.traded(name(6005), 3.5, 1, NOON - 5, "test")
    book.replace(chain(ChainRow(contract=name(6000), last=2.0), ChainRow(contract=name(6005), last=3.0)))
    view = book.view(NOON + 9)
    assert (view.last.tolist(), view.last_at.tolist()) == ([2.5, 3.0], [NOON + 5, 0])
    book.replace(chain(ChainRow(contract=name(6000), last=2.0, last_at=NOON + 7), ts=NOON + 8))
    assert book.view(NOON + 9).last_at.tolist() == [NOON + 7]


def test_a_chain_quoted_again_keeps_its_listing_and_the_columns_that_did_not_move() -> None:
    book = ChainBook("SPX")
    rows = [ChainRow(contract=name(6000 + 5 * at), bid=1.0, ask=1.2, open_interest=7) for at in range(4)]
    book.replace(chain(*rows))
    first = book.view(NOON)
    book.replace(chain(*(msgspec.structs.replace(row, bid=1.1) for row in rows), ts=NOON + 5))
    again = book.view(NOON + 5)
    assert again is not first
    for column in ("contracts", "roots", "expiries", "settles_at", "strike", "is_call", "ask", "open_interest", "last"):
        assert getattr(again, column) is getattr(first, column), column
    assert (again.bid.tolist(), first.bid.tolist()) == ([1.1] * 4, [1.0] * 4)


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.floats(0.1, 9.0)), max_size=6), min_size=1, max_size=5))
def test_a_book_that_lived_shows_what_a_fresh_one_shows(chains: list[list[tuple[int, float]]]) -> None:
    lived = ChainBook("SPX")
    for rows in chains:
        event = chain(*(ChainRow(contract=name(6000 + 5 * at), bid=bid) for at, bid in rows))
        fresh = ChainBook("SPX")
        assert lived.replace(event) == fresh.replace(event)
        one, two = lived.view(NOON), fresh.view(NOON)
        assert (one.contracts, one.bid.tolist(), one.complete, one.remarks) == (
            two.contracts,
            two.bid.tolist(),
            two.complete,
            two.remarks,
        )


def test_open_interest_of_two_dates_is_said() -> None:
    book = ChainBook("SPX")
    book.replace(chain(*(ChainRow(contract=name(6000 + 5 * at), open_interest=7) for at in range(3))))
    assert book.view(NOON).interest_dates == ("2026-01-13",)

    def published(strike: float, date: str) -> None:
        book.interest(
            OpenInterest(ts_event=NOON, ts_recv=NOON, source="x", contract=name(strike), open_interest=9, date=date)
        )

    published(6000, "2026-01-14")
    view = book.view(NOON)
    assert (view.interest_dates, view.open_interest_date) == (("2026-01-13", "2026-01-14"), "2026-01-13")
    assert view.remarks == ("open interest of different dates: 2026-01-13, 2026-01-14",)
    for strike in (6005, 6010):
        published(strike, "2026-01-14")
    assert (book.view(NOON).interest_dates, book.view(NOON).remarks) == (("2026-01-14",), ())
    with pytest.raises(ValueError, match="Invalid isoformat"):
        published(6000, "yesterday")


def test_volumes_of_another_session_are_unknown() -> None:
    book = ChainBook("SPX")
    book.replace(chain(ChainRow(contract=name(6000), volume=900)), of_today=False)
    assert np.isnan(book.view(NOON).volume[0])
    book.traded(name(6000), 1.5, 10, NOON, "test")
    book.traded(name(6000), 1.6, 5, NOON, "test")
    view = book.view(NOON)
    assert (float(view.volume[0]), float(view.last[0])) == (15.0, 1.6)
    book.new_session()
    assert np.isnan(book.view(NOON).volume[0])


def test_open_interest_brings_its_date_and_lists_the_contract() -> None:
    book = ChainBook("SPX")
    book.interest(
        OpenInterest(
            ts_event=NOON, ts_recv=NOON, source="lean", contract=name(6000), open_interest=42, date="2026-01-13"
        )
    )
    view = book.view(NOON)
    assert (float(view.open_interest[0]), view.open_interest_date, view.source) == (42.0, "2026-01-13", "lean")
    with pytest.raises(ValueError, match="OCC option symbol"):
        book.quote(quote("SPX?", 1.0, 1.1))


@given(st.permutations(range(8)), st.permutations(range(8)))
def test_pieces_in_any_order_give_the_same_columns(first: list[int], second: list[int]) -> None:
    def built(order: list[int]) -> ChainBook:
        book = ChainBook("SPX")
        for at in order:
            book.quote(
                quote(name(6000 + 5 * (at // 2), "CP"[at % 2]), 1.0 + at, 2.0 + at, NOON + at * NANOS_PER_SECOND)
            )
        return book

    one, two = built(first).view(NOON), built(second).view(NOON)
    assert one.contracts == two.contracts
    assert one.bid.tolist() == two.bid.tolist()
    assert one.quoted_at.tolist() == two.quoted_at.tolist()
