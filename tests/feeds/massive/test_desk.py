"""What the stages share."""

from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.outlier import Seen
from spxcc.market.events import EquityTick, FeedNotice, IndexTick
from tests.fakes.clock import ManualClock
from tests.feeds.massive.vendor import NOW


def desk() -> Desk:
    return Desk(FeedTime(ManualClock(NOW), follow=False))


def told(made: Desk) -> list[tuple[str, str, str]]:
    return [(each.code, each.level, each.text) for each in made.inbox.take() if isinstance(each, FeedNotice)]


def test_a_notice_is_told_when_it_changes_and_taken_back_when_it_is_over() -> None:
    made = desk()
    made.over("a", "all is well")
    made.notice("a", "error", "one")
    made.notice("a", "error", "one")
    made.over("a", "all is well")
    made.over("a", "all is well")
    assert told(made) == [("a", "error", "one"), ("a", "info", "all is well")]


def test_a_price_beside_something_counts_where_nothing_newer_is_known() -> None:
    made = desk()
    made.price("SPX", 6000.0, NOW)
    made.price("SPX", 5990.0, NOW - 5)
    made.price("SPY", 600.0, NOW)
    assert [type(each) for each in made.inbox.take()] == [IndexTick, EquityTick]
    assert (made.spot("SPX"), made.spot("SPY"), made.spot("VIX")) == (6000.0, 600.0, None)


def test_f32_a_part_of_the_plan_is_lacking_until_it_is_there() -> None:
    made = desk()
    made.has("chain")
    made.lacks("chain", "HTTP status 403")
    assert made.lacking == {"chain"}
    made.has("chain")
    assert made.lacking == set()
    assert [(code, level) for code, level, _ in told(made)] == [("plan:chain", "warning"), ("plan:chain", "info")]


def test_late_answers_are_said_to_be() -> None:
    made = desk()
    made.late("bars of SPX", False)
    made.late("bars of SPX", True)
    assert made.delayed
    assert told(made) == [
        ("delay:bars of SPX", "warning", "Massive gives bars of SPX 15 minutes late, as your plan has it.")
    ]


def test_what_stood_beside_is_the_newest_and_never_a_price_of_the_streams() -> None:
    made = desk()
    made.price("SPX", 6000.0, NOW)
    made.stood_beside("SPX", 5990.0, NOW - 1)
    made.say(IndexTick(ts_event=NOW + 1, ts_recv=NOW + 1, source="massive", symbol="SPX", price=6300.0))
    assert made.beside("SPX") == Seen(6000.0, NOW)
    assert made.beside("VIX") is None
