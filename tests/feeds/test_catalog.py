"""Which feeds there are."""

import subprocess
import sys

import numpy as np
import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.feeds.simulator.feed import SimulatorFeed
from spxcc.market.session import to_exchange
from tests.fakes.clock import ManualClock


def test_the_simulator_is_planned_before_it_has_a_clock() -> None:
    plan = plan_feed(FeedRequest("sim", "pin", 3, at="14:30"))
    assert (plan.mode, plan.title, plan.cadence_s) == ("sim", "pin, seed 3", 0.25)
    assert plan.start_at is not None
    assert f"{to_exchange(plan.start_at):%H:%M}" == "14:30"
    assert plan.build(ManualClock(plan.start_at)).name == "sim"


def test_f30_dealers_who_hedge_move_the_market_in_this_process_too() -> None:
    plain, hedged = (plan_feed(FeedRequest("sim", "pin", 7, hedging=share)) for share in (0.0, 2.0))
    assert (plain.title, hedged.title) == ("pin, seed 7", "pin, seed 7, hedging 2")
    assert plain.start_at is not None
    one, other = (plan.build(ManualClock(plain.start_at)) for plan in (plain, hedged))
    assert isinstance(one, SimulatorFeed)
    assert isinstance(other, SimulatorFeed)
    assert other.day.scenario.hedging == 2.0
    assert not np.array_equal(one.day.true, other.day.true)


def test_delayed_quotes_live_now_and_are_never_live() -> None:
    plan = plan_feed(FeedRequest("cboe", url="https://cboe.example/options"))
    assert (plan.mode, plan.start_at, plan.cadence_s) == ("delayed", None, 1.0)
    feed = plan.build(ManualClock())
    assert (feed.name, feed.mode) == ("cboe", "delayed")


def test_the_http_client_is_imported_by_who_asks_for_it_alone() -> None:
    code = "import sys; from spxcc.feeds.catalog import FeedRequest as R, plan_feed; import spxcc.runtime.choice\n"
    code += "plan_feed(R('sim')); assert 'httpx' not in sys.modules\n"
    code += "assert 'websockets' not in sys.modules and 'spxcc.feeds.massive.plan' not in sys.modules\n"
    code += "plan_feed(R('cboe', url='https://cboe.example')); assert 'httpx' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_text_of_a_request_shows_its_key() -> None:
    assert "secret-key" not in repr(FeedRequest("massive", key="secret-key"))


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (FeedRequest("cboe"), "expected an http"),
        (FeedRequest("cboe", url="ftp://cboe.example"), "ftp://cboe.example"),
        (FeedRequest("cboe", url="https://"), "https://"),
        (FeedRequest("cboe", url="https://cboe.example:99999"), "0-65535"),
        (FeedRequest("cboe", url="https://cboe.example", at="10:00"), "10:00"),
        (FeedRequest("massive"), "massive_url"),
        (FeedRequest("massive", url="http://127.0.0.1:1", key="k"), "spxcc sim --massive"),
        (FeedRequest("massive", url="https://api.massive.com", key="k", at="10:00"), "10:00"),
        (FeedRequest("nobody"), "nobody"),
        (FeedRequest("replay"), "none"),
        (FeedRequest("sim", "nope"), "nope"),
        (FeedRequest("sim", at="08:00"), "08:00"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(request_: FeedRequest, found: str) -> None:
    with pytest.raises(ValueError, match=found):
        plan_feed(request_)
