"""A chain put together from parts of different age."""

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.chain_book import ChainBook
from spxcc.market.events import ChainRow, ChainSnapshot, OptionQuote
from spxcc.market.snapshot import ChainScope
from tests.market.test_chain_book import NOON, chain, name

STRIKES = tuple(range(5980, 6025, 5))


def rows(strikes: tuple[int, ...], bid: float, quoted_at: int | None = None) -> list[ChainRow]:
    return [
        ChainRow(contract=name(strike), bid=bid, ask=bid + 1, volume=int(bid), open_interest=7, quoted_at=quoted_at)
        for strike in strikes
    ]


def part(*made: ChainRow, ts: int = NOON, complete: bool = True, remarks: tuple[str, ...] = ()) -> ChainSnapshot:
    whole = chain(*made, ts=ts)
    return msgspec.structs.replace(whole, scope="near", complete=complete, remarks=remarks)


def test_f32_a_part_replaces_its_own_rows_and_the_others_stay() -> None:
    book = ChainBook("SPX")
    book.replace(chain(*rows(STRIKES, 1.0)))
    book.update(part(*rows(STRIKES[2:5], 3.0), ts=NOON + 5))
    view = book.view(NOON + 6)
    assert view.bid.tolist() == [1, 1, 3, 3, 3, 1, 1, 1, 1]
    assert view.volume.tolist() == [1, 1, 3, 3, 3, 1, 1, 1, 1]
    assert view.scopes == (ChainScope("", 9, NOON, True), ChainScope("near", 3, NOON + 5, True))
    assert (view.complete, view.ts_event) == (True, NOON + 5)


def test_f32_a_part_alone_is_not_a_complete_chain_and_what_is_new_is_listed() -> None:
    book = ChainBook("SPX")
    book.update(part(*rows(STRIKES[:2], 1.0), remarks=("only near",)))
    assert not book.view(NOON).complete
    book.update(part(*rows(STRIKES[1:3], 2.0), ts=NOON + 1))
    view = book.view(NOON + 1)
    assert view.bid.tolist() == [1, 2, 2]
    assert view.remarks == ()
    book.replace(chain(*rows(STRIKES, 4.0), ts=NOON + 2))
    assert (book.view(NOON + 2).complete, len(book.view(NOON + 2).scopes)) == (True, 1)


def test_a_part_that_lacks_rows_makes_the_chain_incomplete_until_the_next() -> None:
    book = ChainBook("SPX")
    book.replace(chain(*rows(STRIKES, 1.0)))
    book.update(part(*rows(STRIKES[:1], 1.0), complete=False))
    assert not book.view(NOON).complete
    book.update(part(*rows(STRIKES[:1], 1.0)))
    assert book.view(NOON).complete


def test_a_quote_newer_than_that_of_a_part_stays_by_the_time_of_its_own_row() -> None:
    for whole in (True, False):
        book = ChainBook("SPX")
        take = book.replace if whole else book.update
        take(part(*rows(STRIKES[:2], 1.0, NOON - 60)))
        streamed = OptionQuote(ts_event=NOON - 50, ts_recv=NOON, source="t", contract=name(5980), bid=8.0, ask=9.0)
        book.quote(streamed)
        take(part(*rows(STRIKES[:2], 2.0, NOON - 55), ts=NOON + 10))
        view = book.view(NOON + 11)
        assert view.bid.tolist() == [8, 2]
        assert view.quoted_at.tolist() == [NOON - 50, NOON - 55]
        take(part(*rows(STRIKES[:2], 3.0, NOON - 40), ts=NOON + 20))
        assert book.view(NOON + 21).bid.tolist() == [3, 3]


def test_volumes_of_another_day_are_unknown() -> None:
    book = ChainBook("SPX")
    book.update(part(*rows(STRIKES[:2], 1.0)), of_today=False)
    assert np.isnan(book.view(NOON).volume).all()


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(1, 9)), min_size=1, max_size=12))
def test_parts_in_any_order_equal_a_plain_table(steps: list[tuple[bool, int, int]]) -> None:
    book, table = ChainBook("SPX"), dict[str, float]()
    for at, (whole, first, bid) in enumerate(steps):
        made = rows(STRIKES[first:], float(bid))
        if whole:
            book.replace(chain(*made, ts=NOON + at))
            table = {}
        else:
            book.update(part(*made, ts=NOON + at))
        table |= {row.contract: float(bid) for row in made}
    view = book.view(NOON + 20)
    assert dict(zip(view.contracts, view.bid.tolist(), strict=True)) == table
