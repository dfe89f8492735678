"""What counts of what a connection was sent."""

from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Shape, Trade, Value
from spxcc.feeds.simulator.massive.tally import Tally


def value(at_ms: int, symbol: str = "I:SPX") -> Sent:
    return Sent(at_ms, "V", symbol, Value(6_000.0, symbol, at_ms))


def print_(at_ms: int, condition: int) -> Sent:
    event: Shape = Trade("O:X", 302, 1.0, 1, (condition,), at_ms, at_ms)
    return Sent(at_ms, "T", "O:X", event)


def test_f30_behind_is_what_is_older_than_something_of_its_symbol() -> None:
    tally = Tally(0)
    sent = [value(5), value(5), value(3), value(4), value(2, "I:VIX"), value(6)]
    assert [tally.behind(one) for one in sent] == [False, False, True, True, False, False]


def test_f30_prints_late_by_their_own_word_stand_in_no_order() -> None:
    tally = Tally(0)
    assert [tally.behind(print_(at, condition)) for at, condition in ((9, 202), (5, 209), (3, 202), (4, 209))] == [
        False, False, False, True
    ]  # fmt: skip


def test_f30_a_silence_counts_once_for_what_keeps_it() -> None:
    tally = Tally(1_000)
    assert tally.silenced(4_000) == set(), "nothing was due"
    tally.spoke(4_000)
    tally.withheld("freeze")
    assert [tally.silenced(at) for at in (6_000, 6_250, 6_500)] == [set(), {"freeze"}, set()]
    tally.spoke(7_000)
    tally.withheld("freeze")
    assert tally.silenced(9_250) == {"freeze"}
