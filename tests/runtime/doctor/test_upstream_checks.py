"""Massive's answers in words."""

from typing import Any

import pytest

from spxcc.runtime.doctor.check import Check
from spxcc.runtime.doctor.tried import Tried
from spxcc.runtime.doctor.upstream_checks import no_key_check, upstream_checks
from spxcc.runtime.doctor.upstream_found import ASKED, Answered, Part, Streamed, UpstreamFound

LIVE = "api.massive.com"


def checks(answers: dict[Part, Answered] | None = None, **more: Any) -> dict[str, Check]:
    """By name, of a key that has everything else."""
    found = UpstreamFound(LIVE, more.pop("own", True), Tried())
    found.answers.update({part: Answered(took_ms=5.0) for part in ASKED})
    found.answers.update(answers or {})
    found.streams.update({"indices": Streamed("V.I:SPX", True, True), "stocks": Streamed("T.SPY", True, True)})
    found.streams["options"] = Streamed("T.O:X", True, True)
    for name, value in more.items():
        setattr(found, name, value)
    return {check.id.partition(".")[2]: check for check in upstream_checks(found)}


def test_f62_a_key_with_everything_is_good_in_every_line() -> None:
    found = checks()
    assert {check.state for check in found.values()} == {"ok"}
    assert found["plan"].found == "Options Advanced, Indices Advanced, Stocks Advanced, by what the key gets"
    assert found["stream_stocks"].found == "logged in, subscribed to T.SPY"


NO = Answered("denied", "HTTP status 403 (You are not entitled)", rows=0)


@pytest.mark.parametrize(
    ("part", "state", "words"),
    [
        ("chain", "fail", "0 contracts"),
        ("indices", "warn", "Indices Starter ($49"),
        ("stock_trades", "warn", "Stocks Starter ($29"),
        ("option_trades", "warn", "Options Developer ($79"),
        ("option_quotes", "warn", "Options Advanced ($199"),
    ],
)
def test_f62_what_a_plan_lacks_is_said_with_its_price(part: Part, state: str, words: str) -> None:
    check = checks({part: NO})[part]
    assert (check.state, check.found) == (state, f"{ASKED[part].what}: {NO.said}")
    assert words in check.remedy


@pytest.mark.parametrize(
    ("name", "more", "state", "found"),
    [
        ("delay", {"answers": {"chain": Answered(late=True)}}, "warn", "DELAYED, 15 minutes late: option chain of SPX"),
        ("simulator", {"simulator": "seed=7"}, "warn", "a simulator answers (seed=7)"),
        ("simulator", {"own": False}, "warn", f"{LIVE} is not Massive's own host, so the screen says SIM"),
        ("chain", {"answers": {"chain": Answered(rows=0)}}, "warn", "option chain of SPX: an empty answer"),
        (
            "chain",
            {"answers": {"chain": Answered("unknown", "HTTP status 404")}},
            "warn",
            "option chain of SPX: HTTP status 404",
        ),
        (
            "chain",
            {"answers": {"chain": Answered("transient", "HTTP status 500")}},
            "fail",
            "option chain of SPX: HTTP status 500",
        ),
        (
            "chain",
            {"answers": {"chain": Answered("transient", "HTTP status 429", limited=True)}},
            "skip",
            "option chain of SPX: over the plan's calls",
        ),
        (
            "limit",
            {"answers": {"indices": Answered("transient", "HTTP status 429", limited=True)}},
            "warn",
            "HTTP 429 after 2 calls",
        ),
        ("stream_stocks", {"streams": {}}, "skip", "not tried in time"),
        ("stream_stocks", {"streams": {}, "streams_left_out": "held"}, "skip", "held"),
        (
            "stream_stocks",
            {"streams": {"stocks": Streamed("T.SPY", True, refused=True)}},
            "warn",
            "logged in, but T.SPY is refused",
        ),
        (
            "stream_stocks",
            {"streams": {"stocks": Streamed("T.SPY", refused=True, said="no websocket access")}},
            "warn",
            "no websocket access",
        ),
        (
            "stream_stocks",
            {"streams": {"stocks": Streamed("T.SPY", said="no answer within 4 s")}},
            "fail",
            "no answer within 4 s",
        ),
    ],
)
def test_f62_each_answer_in_words(name: str, more: dict[str, Any], state: str, found: str) -> None:
    check = checks(**more)[name]
    assert (check.state, check.found) == (state, found)
    assert state not in ("warn", "fail") or (check.expected and check.remedy.endswith("."))


@pytest.mark.parametrize(
    ("more", "name", "state", "found"),
    [
        ({"dns": Tried(why="name", said="no such name"), "answers": {}}, "reach", "fail", f"{LIVE}: no such name"),
        ({"dns": Tried(), "answers": {}}, "reach", "fail", "no answer in time"),
        ({"answers": {"time": Answered("unreachable", "no connection")}}, "reach", "fail", "no connection"),
        ({"answers": {"time": Answered("transient", "HTTP status 502")}}, "reach", "fail", "HTTP status 502"),
        ({"answers": {"time": Answered("config", "HTTP status 401")}}, "key", "fail", "HTTP status 401"),
        ({"answers": {"time": Answered("config", "HTTP status 401")}}, "reach", "ok", f"{LIVE} answers"),
        ({"answers": {"time": Answered("transient", "429", limited=True)}}, "limit", "warn", "HTTP 429 after 0 calls"),
        (
            {"answers": {"time": Answered("unreachable", "x")}},
            "key",
            "skip",
            "a key is configured; whether it is taken is not known",
        ),
    ],
)
def test_f62_no_way_and_no_key_are_told_apart(more: dict[str, Any], name: str, state: str, found: str) -> None:
    got = UpstreamFound(LIVE, True, more.get("dns", Tried()))
    got.answers.update(more["answers"])
    by_name = {check.id.partition(".")[2]: check for check in upstream_checks(got)}
    assert (by_name[name].state, by_name[name].found) == (state, found)
    assert "chain" not in by_name


def test_without_a_key_only_the_feed_massive_fails() -> None:
    assert no_key_check("auto").state == "skip"
    assert no_key_check("massive").state == "fail"
    assert "SPXCC_MASSIVE_KEY" in no_key_check("massive").remedy


def test_a_price_is_told_once() -> None:
    found = checks({"indices": NO, "index_bars": NO})
    assert "$49" in found["indices"].remedy
    assert found["index_bars"].remedy == "As at `indices` above."
