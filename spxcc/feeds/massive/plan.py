"""From an address and a key to a feed: asked before the start what it will be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from spxcc.feeds.massive.address import DELAYED_WS_URL, WS_URL
from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.feed import Access, MassiveFeed
from spxcc.feeds.massive.http import HttpFetch
from spxcc.feeds.massive.mode import is_own_host, mode_of, place
from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.probe import Standing, probe
from spxcc.feeds.massive.wire import open_websocket
from spxcc.market.clock import Clock
from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos


@dataclass(frozen=True, slots=True)
class Address:
    """Where Massive's API is, with which key, and how many calls a minute the plan allows.

    ws_url: empty = the streams that belong to `url`.
    """

    url: str
    ws_url: str
    key: str = field(repr=False)
    per_minute: int = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """server_time: of a simulator, in whose time the feed lives; `None` = it lives now."""

    mode: Mode
    title: str
    server_time: UnixNanos | None
    build: Callable[[Clock], MassiveFeed]


def plan_massive(address: Address, client: httpx.Client | None = None) -> Plan:
    """Check the addresses and ask the vendor once. Raises ValueError with a sentence for the user.

    client: for the questions before the start.
    """
    _check(address.url, ("http", "https"), "massive_url")
    own = is_own_host(address.url)
    ws_url = address.ws_url or (WS_URL if own else f"ws{address.url.removeprefix('http')}")
    _check(ws_url, ("ws", "wss"), "massive_ws_url")
    with client or httpx.Client(follow_redirects=False, trust_env=own) as asking:
        standing = probe(address.url, address.key, asking)
    _refuse(address, standing, own)
    mode = mode_of(address.url, ws_url, simulator=standing.simulator, delayed=standing.delayed)
    follow = mode == "sim"
    late = standing.delayed is True and ws_url == WS_URL
    access = Access(DELAYED_WS_URL if late else ws_url, address.key, mode, follow)
    title = f"Massive at {place(address.url)}"
    limits = CallLimits(per_minute=address.per_minute, burst=max(1, min(50, address.per_minute)))

    def build(clock: Clock) -> MassiveFeed:
        http = httpx.AsyncClient(follow_redirects=False, trust_env=own)
        fetch = HttpFetch(address.url, address.key, limits, http)
        asker = MassiveClient(fetch, clock, limits, allow_simulator=follow)
        return MassiveFeed(asker, open_websocket, clock, access)

    return Plan(mode, title, standing.server_time if follow else None, build)


def _refuse(address: Address, standing: Standing, own: bool) -> None:
    where = place(address.url)
    if standing.key_trouble is not None:
        raise ValueError(
            f"expected a key that {where} takes, found {standing.key_trouble}; check SPXCC_MASSIVE_KEY or "
            "MASSIVE_API_KEY, or use --feed sim"
        )
    if not own and standing.server_time is None:
        raise ValueError(
            f"expected Massive's API at {where}, found {standing.trouble or 'no time of the market'}; start it with "
            "`spxcc sim --massive PORT`, or set massive_url"
        )


def _check(url: str, schemes: tuple[str, ...], setting: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
    except ValueError:
        good = False
    if not good:
        raise ValueError(
            f"expected an address such as {schemes[-1]}://host without a path as {setting}, found {url[:80]!r}"
        )
