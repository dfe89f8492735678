"""Names of channels as users type them."""

import pytest

from spxcc.engines.catalog import CHANNELS
from spxcc.protocol.channel import Channel
from spxcc.runtime.errors import UserError
from spxcc.runtime.schema import frame_schema
from spxcc.runtime.tail.channels import KNOWN, channel_named


@pytest.mark.parametrize(
    ("text", "name"),
    [("price", "price:SPX"), ("GEX:spy", "gex:SPY"), ("levels", "levels:update"), ("flow", "flow:alert"),
     ("coach", "coach:message"), ("price:QQQ", "price:QQQ"), ("bars:aapl", "bars:AAPL"), ("status", "status"),
     ("alerts", "alerts:local"), ("alerts:Bob", "alerts:Bob"),
     ("Regime:Update", "regime:update")],
)  # fmt: skip
def test_names(text: str, name: str) -> None:
    assert channel_named(text).name == name


@pytest.mark.parametrize("text", ["", "nope", "price:", "a b", "nope:update", "x" * 300])
def test_others_are_told_what_there_is(text: str) -> None:
    with pytest.raises(UserError, match="expected a channel, found"):
        channel_named(text)


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda one: one.name)
def test_whatever_an_engine_publishes_has_a_name_and_a_schema(channel: Channel) -> None:
    assert channel_named(channel.name) is channel
    assert KNOWN[channel.name] is channel
    assert frame_schema(channel_named(channel.name))["type"] == "object"
