"""No failure of a stage ends it."""

import asyncio

import pytest

from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.keeper import Keeper
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.events import FeedNotice
from spxcc.market.session import CalendarRangeError
from tests.fakes.clock import ManualClock
from tests.feeds.massive.vendor import NOW


class Stage:
    """A step that fails as it is told to, round by round."""

    def __init__(self, *failures: Exception | None) -> None:
        self.failures = list(failures)
        self.rounds = 0

    async def step(self) -> None:
        self.rounds += 1
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure


def kept(*failures: Exception | None) -> tuple[Keeper, Stage, Desk, ManualClock]:
    clock = ManualClock(NOW)
    desk, stage = Desk(FeedTime(clock, follow=False)), Stage(*failures)
    return Keeper("the near chain of SPX", stage.step, lambda: 10.0, clock, desk), stage, desk, clock


@pytest.mark.parametrize(
    "failure", [Trouble("transient", "HTTP status 500"), RuntimeError("bug"), CalendarRangeError("2040"), KeyError("x")]
)
async def test_f10_any_failure_of_a_stage_is_survived(failure: Exception) -> None:
    keeper, stage, desk, clock = kept(failure, failure, None)
    task = asyncio.ensure_future(keeper.run())
    await clock.advance(4.0)
    assert (stage.rounds, keeper.failing) == (3, False)
    notices = [each for each in desk.inbox.take() if isinstance(each, FeedNotice)]
    assert [each.level for each in notices] == ["error", "error", "info"]
    assert notices[-1].text == "The near chain of SPX comes again."
    task.cancel()


async def test_the_user_reads_one_sentence() -> None:
    keeper, _, desk, _ = kept(Trouble("transient", "HTTP status 503 (Service down)"))
    assert await keeper.round() == 1.0
    (notice,) = desk.inbox.take()
    assert isinstance(notice, FeedNotice)
    assert notice.text == (
        "Expected the near chain of SPX from Massive, found HTTP status 503 (Service down); what was told stays, next "
        "try 11:00:01 ET."
    )


async def test_what_the_plan_lacks_is_no_failure_and_a_wrong_key_is_a_lasting_one() -> None:
    keeper, _, desk, _ = kept(Trouble("denied", "HTTP status 403"), Trouble("config", "HTTP status 401"))
    rounds = [(await keeper.round(), keeper.failing) for _ in range(2)]
    assert rounds == [(5, False), (5, True)]
    assert len(desk.inbox.take()) == 1


async def test_f32_a_vendor_in_trouble_is_one_notice_for_all_stages() -> None:
    resting = Trouble("resting", "HTTP status 429, again and again", status=429, asked_s=1.9)
    keeper, _, desk, _ = kept(resting, resting)
    rounds = [(await keeper.round(), keeper.failing) for _ in range(3)]
    assert rounds == [(2.0, True), (2.0, True), (10.0, False)]
    told = [each for each in desk.inbox.take() if isinstance(each, FeedNotice)]
    assert [(each.code, each.level) for each in told] == [("vendor", "error"), ("vendor", "info")]
    assert told[0].text == (
        "Massive is left alone for some seconds: it said HTTP status 429, again and again, which may be more calls "
        "than your plan allows (massive_calls_per_minute)."
    )


async def test_a_pause_that_the_calendar_does_not_know_is_a_short_one() -> None:
    def beyond() -> float:
        raise CalendarRangeError("beyond")

    clock = ManualClock(NOW)
    keeper = Keeper("bars", Stage().step, beyond, clock, Desk(FeedTime(clock, follow=False)))
    assert await keeper.round() == 5.0
