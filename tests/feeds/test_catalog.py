"""Which feeds there are."""

import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.session import to_exchange
from tests.fakes.clock import ManualClock


def test_the_simulator_is_planned_before_it_has_a_clock() -> None:
    plan = plan_feed(FeedRequest("sim", "pin", 3, at="14:30"))
    assert (plan.mode, plan.title, plan.cadence_s) == ("sim", "pin, seed 3", 0.25)
    assert f"{to_exchange(plan.start_at):%H:%M}" == "14:30"
    assert plan.build(ManualClock(plan.start_at)).name == "sim"


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (FeedRequest("massive"), "massive"),
        (FeedRequest("replay"), "none"),
        (FeedRequest("sim", "nope"), "nope"),
        (FeedRequest("sim", at="08:00"), "08:00"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(request_: FeedRequest, found: str) -> None:
    with pytest.raises(ValueError, match=found):
        plan_feed(request_)
