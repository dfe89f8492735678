"""What a run shows."""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spxcc.runtime.choice import choose_feed, choose_replay, remote_token, running_server
from spxcc.runtime.endpoint import Endpoint, announce
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths
from tests.runtime.runs import plain_config


def test_without_a_key_the_simulator_plays() -> None:
    plan = choose_feed(plain_config())
    assert (plan.mode, plan.title) == ("sim", "flip-loss, seed 7")
    hedged = choose_feed(plain_config().with_flags(sim_hedging=0.5))
    assert hedged.title == "flip-loss, seed 7, hedging 0.5"
    later = choose_feed(plain_config(), at="14:00")
    assert plan.start_at is not None
    assert later.start_at is not None
    assert later.start_at > plan.start_at


def test_delayed_quotes_are_asked_for_by_name() -> None:
    config = plain_config().with_flags(feed="cboe", cboe_url="http://127.0.0.1:1/here")
    assert (choose_feed(config).mode, choose_feed(config).start_at) == ("delayed", None)
    for simulators in ({"seed": 3}, {"scenario": "pin"}):
        with pytest.raises(UserError, match="leave one of them out"):
            choose_feed(config.with_flags(**simulators))
    with pytest.raises(UserError, match="found 'nowhere'"):
        choose_feed(config.with_flags(cboe_url="nowhere"))


def test_what_cannot_be_played_is_a_sentence() -> None:
    nowhere = plain_config().with_flags(massive_url="http://127.0.0.1:1")
    keyed = replace(nowhere, secrets={"massive_key": "k"})
    attempts: tuple[Callable[[], object], ...] = (
        lambda: choose_feed(keyed),
        lambda: choose_feed(plain_config().with_flags(feed="massive")),
        lambda: choose_feed(keyed.with_flags(feed="massive", seed=3)),
        lambda: choose_feed(plain_config().with_flags(scenario="nope")),
        lambda: choose_feed(plain_config(), at="03:00"),
        lambda: choose_replay([Path("/nonexistent.csv")], None, None, None),
        lambda: choose_replay([], None, None, None),
    )
    for attempt in attempts:
        with pytest.raises(UserError):
            attempt()


def test_a_key_makes_massive_the_feed_unless_a_flag_asks_for_the_simulator() -> None:
    keyed = replace(plain_config().with_flags(massive_url="http://127.0.0.1:1"), secrets={"massive_key": "k"})
    with pytest.raises(UserError, match=r"Massive's API at 127\.0\.0\.1:1"):
        choose_feed(keyed)
    assert choose_feed(keyed.with_flags(seed=3)).mode == "sim"
    assert choose_feed(keyed.with_flags(feed="sim")).title.startswith("flip-loss")


def test_a_server_that_does_not_answer_is_none() -> None:
    assert running_server() is None
    announce(user_paths().endpoint_file, Endpoint(url="ws://127.0.0.1:9/ws/prices", pid=os.getpid(), token="t"))
    assert running_server() is None
    assert remote_token("given")() == "given"
    assert remote_token(None)() is None


def test_o8_the_server_that_runs_already_is_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"ws://127.0.0.1:{server.getsockname()[1]}/ws/prices"
        announced = Endpoint(url=url, pid=os.getpid(), token="t")
        announce(user_paths().endpoint_file, announced)
        assert running_server() == announced
        assert remote_token(None)() == "t"
