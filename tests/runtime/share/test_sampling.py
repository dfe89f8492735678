"""A minute when it is over, and the last step."""

from spxcc.gateway.hub import Hub
from spxcc.ledger.packs.layout import Minute
from spxcc.protocol.names import private_name
from spxcc.runtime.share.sampling import SHARED, MinuteSampler
from tests.fakes.clock import START, ManualClock

MINUTE = 60_000_000_000
BEGIN = START // MINUTE * MINUTE


def test_one_sample_a_minute_and_the_end() -> None:
    taken: list[Minute] = []
    sampler = MinuteSampler(Hub("e", ManualClock().now), taken.append)
    sampler.end()
    for second in (5, 20, 59, 60, 61, 119, 185):
        sampler.stepped(None, BEGIN + second * 1_000_000_000)
    sampler.stepped(None, BEGIN + 190 * 1_000_000_000)
    sampler.end()
    sampler.end()
    assert [(one.at - BEGIN) // 1_000_000_000 for one in taken] == [5, 60, 185, 190]


def test_nothing_private_is_shared() -> None:
    assert all(private_name(channel.name) is None for channel in SHARED)
    assert "gex:SPX" in {channel.name for channel in SHARED}
