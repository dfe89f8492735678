"""What is judged beside the engines is seated."""

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.ledger.database import open_database
from spxcc.runtime.judgement import Judgement
from tests.fakes.clock import ManualClock


def test_levels_have_their_commands_and_a_feed_carries_the_facts() -> None:
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    clock = ManualClock(plan.start_at or 0)
    judged = Judgement(plan, clock, open_database(None), lambda: True)
    assert {"level.add", "level.remove", "level.import"} <= set(judged.commands)
    assert "level.list" in judged.queries
    feed = plan.build(clock)
    assert judged.told(feed).name == feed.name
