"""One look at the market."""

import pytest

from spxcc.engines.bars.result import bars_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.session import at_exchange
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.errors import UserError
from spxcc.runtime.glimpse import attached, started
from spxcc.ui.channels import wanted
from tests.runtime.runs import plain_config


async def test_the_market_of_the_asked_time_is_there() -> None:
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7, at="11:00"))
    backend = Backend(plan, plain_config(), BackendOptions())
    async with started(backend, wanted(), plan.start_at) as desk:
        now = desk.session_now_ms()
        assert now is not None
        assert plan.start_at is not None
        assert now >= plan.start_at // 1_000_000
        assert desk.store.items(LEVELS_UPDATE)
        bars = desk.store.items(bars_channel("SPX")).values()
        assert max(bar.start for bar in bars if bar.tf == "1m") >= at_exchange("2026-03-24", "10:58") // 1_000_000
    assert desk.store.connection.phase != "open"


async def test_without_a_server_it_says_so_with_exit_code_three() -> None:
    with pytest.raises(UserError, match="cannot connect to ws:") as caught:
        async with attached("ws://127.0.0.1:9/ws/prices", lambda: None, wanted()):
            pass
    assert caught.value.exit_code == 3


async def test_an_address_that_cannot_be_bound_is_a_sentence() -> None:
    backend = Backend(plan_feed(FeedRequest("sim", "pin", 7)), plain_config(), BackendOptions(host="203.0.113.1"))
    with pytest.raises(UserError) as caught:
        async with started(backend, wanted()):
            pass
    assert caught.value.exit_code == 3
