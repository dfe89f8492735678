"""The order in which the frames of a step leave."""

import pytest

from spxcc.engines.catalog import ENGINES, SPEAKING, make_engines
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.graph import order_of_need
from spxcc.protocol.names import PUBLIC_CHANNELS


def test_prices_bars_and_status_leave_at_once_then_the_public_channels_in_order_and_health_last() -> None:
    prompt = [channel.name for engine in ENGINES if engine.prompt for channel in engine.channels]
    assert prompt == ["price:SPX", "price:SPY", "bars:SPX", "bars:SPY", "status"]
    names = [channel.name for engine in ENGINES for channel in engine.channels]
    assert names[: len(prompt)] == prompt
    assert [name for name in names if name in PUBLIC_CHANNELS] == list(PUBLIC_CHANNELS)
    after = names[names.index(PUBLIC_CHANNELS[-1]) + 1 :]
    assert after == ["coach:record", "prediction:update", "events:update", "health:update"]


def test_every_channel_has_one_engine_and_every_need_is_seated() -> None:
    names = [channel.name for engine in ENGINES for channel in engine.channels]
    assert len(names) == len(set(names))
    assert len(order_of_need(ENGINES)) == len(SPEAKING) + 1 == len(ENGINES)


def test_f33_the_same_engines_with_other_settings_of_gex() -> None:
    others = make_engines(GexSettings(sign_model="all-short"))
    assert [engine.key.name for engine in others] == [engine.key.name for engine in ENGINES]
    assert others[-1].needs == tuple(engine.key for engine in others[:-1])
    with pytest.raises(ValueError, match="one of standard, all-short"):
        make_engines(GexSettings(sign_model="shrot"))
