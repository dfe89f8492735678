"""From an address and a key to a feed."""

import httpx
import pytest

from spxcc.feeds.massive.address import URL as OWN
from spxcc.feeds.massive.plan import Address, Plan, plan_massive
from spxcc.market.feed import Mode
from tests.fakes.clock import ManualClock
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import KEY, Handler, World

LOCAL = "http://127.0.0.1:8788"


def planned(handler: Handler, url: str = OWN, ws_url: str = "") -> Plan:
    client = httpx.Client(transport=httpx.MockTransport(handler))
    return plan_massive(Address(url, ws_url, KEY), client)


@pytest.mark.parametrize(
    ("url", "world", "mode"),
    [
        (OWN, World(), "live"),
        (OWN, World(status="DELAYED"), "delayed"),
        (OWN, World(headers={"X-Sim": "seed=7"}), "sim"),
        (OWN, World(broken={"/": httpx.ConnectError("no")}), "delayed"),
        (LOCAL, World(), "sim"),
        (LOCAL, World(status="DELAYED"), "sim"),
    ],
)
def test_live_is_massives_own_host_without_a_simulators_header(url: str, world: World, mode: Mode) -> None:
    plan = planned(world, url)
    assert plan.mode == mode
    feed = plan.build(ManualClock())
    assert (feed.name, feed.mode) == ("massive", mode)
    assert plan.server_time == (at("11:00") if mode == "sim" else None)


@pytest.mark.parametrize(
    ("url", "ws_url", "world", "streams"),
    [
        (OWN, "", World(), "wss://socket.massive.com"),
        (OWN, "", World(status="DELAYED"), "wss://delayed.massive.com"),
        (LOCAL, "", World(), "ws://127.0.0.1:8788"),
        (LOCAL, "ws://127.0.0.1:9", World(), "ws://127.0.0.1:9"),
        ("https://sim.example", "", World(), "wss://sim.example"),
    ],
)
def test_the_streams_belong_to_the_address(url: str, ws_url: str, world: World, streams: str) -> None:
    feed = planned(world, url, ws_url).build(ManualClock())
    assert feed.streams.streamers["indices"].url == f"{streams}/indices"


def test_a_wrong_key_is_a_sentence() -> None:
    world = World(broken={"/": httpx.Response(401, json={"error": "Unknown API Key"})})
    with pytest.raises(ValueError, match="expected a key that") as caught:
        planned(world)
    assert str(caught.value) == (
        "expected a key that api.massive.com takes, found HTTP status 401 (Unknown API Key); check "
        "SPXCC_MASSIVE_KEY or MASSIVE_API_KEY, or use --feed sim"
    )


def test_a_simulator_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"found no connection \(ConnectError\); start it with `spxcc sim --massive"):
        planned(World(broken={"/": httpx.ConnectError("no")}), LOCAL)


@pytest.mark.parametrize(
    ("url", "ws_url"),
    [
        ("", ""),
        ("ftp://x", ""),
        ("https://", ""),
        ("https://host/prefix", ""),
        ("https://host:99999", ""),
        (OWN, "https://host"),
        (OWN, "wss://host/indices"),
    ],
)
def test_an_address_that_is_none_is_a_sentence(url: str, ws_url: str) -> None:
    with pytest.raises(ValueError, match="expected an address such as"):
        planned(World(), url, ws_url)


def test_no_text_shows_the_key() -> None:
    assert KEY not in repr(Address(OWN, "", KEY))
    assert KEY not in repr(planned(World()))
