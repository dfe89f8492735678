"""In order, and bounded without losing a trade."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.inbox import Inbox
from spxcc.market.events import FeedEvent, OptionQuote, OptionTrade
from tests.feeds.massive.vendor import NOW

CONTRACTS = ("SPXW260114C06000000", "SPXW260114P06000000")


def quote(contract: str, number: int) -> OptionQuote:
    return OptionQuote(ts_event=NOW + number, ts_recv=NOW + number, source="t", contract=contract, bid=1.0, ask=2.0)


def trade(contract: str, number: int) -> OptionTrade:
    return OptionTrade(ts_event=NOW + number, ts_recv=NOW + number, source="t", contract=contract, price=1.5, size=1)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(CONTRACTS)), max_size=60))
def test_every_trade_stands_behind_the_quote_that_held_when_it_came(steps: list[tuple[bool, str]]) -> None:
    inbox, standing = Inbox(), dict[str, FeedEvent]()
    expected: list[tuple[FeedEvent, FeedEvent | None]] = []
    for number, (is_trade, contract) in enumerate(steps):
        event: FeedEvent = trade(contract, number) if is_trade else quote(contract, number)
        if is_trade:
            expected.append((event, standing.get(contract)))
        else:
            standing[contract] = event
        inbox.put(event)
    taken = inbox.take()
    seen: dict[str, FeedEvent] = {}
    found = []
    for event in taken:
        if isinstance(event, OptionTrade):
            found.append((event, seen.get(event.contract)))
        elif isinstance(event, OptionQuote):
            seen[event.contract] = event
    assert found == expected
    assert seen == standing
    assert [event.ts_recv for event in taken] == sorted(event.ts_recv for event in taken)
    assert len(taken) + inbox.conflated == len(steps)
    assert inbox.take() == []


def test_a_flood_of_quotes_is_one_each() -> None:
    inbox = Inbox()
    for number in range(10_000):
        inbox.put(quote(CONTRACTS[number % 2], number))
    assert len(inbox.take()) == 2
    assert inbox.conflated == 9_998
