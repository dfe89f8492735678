"""Read-only routes beside the websocket: the hub's last values, with their age, quality and reasons."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias
from urllib.parse import unquote

import msgspec

from spxcc.gateway.interfaces import HttpAnswer
from spxcc.gateway.metrics import CONTENT_TYPE, Metric, exposition
from spxcc.gateway.quality import Quality, Stage, stage_of, worst
from spxcc.gateway.topic import LatestValue
from spxcc.market.units import UnixNanos, to_millis
from spxcc.protocol.identity import Identity

API = "/api/spx/"
SINGLE: Mapping[str, str] = {
    "levels": "levels:update",
    "clusters": "clusters:update",
    "regime": "regime:update",
    "basis": "basis:update",
    "setups": "setups:update",
    "prediction": "prediction:update",
    "coach/state": "coach:message",
}
STAGES: Mapping[str, str] = {
    "status": "status",
    "price": "price:SPX",
    "gex": "gex:SPX",
    "gex_spy": "gex:SPY",
    **SINGLE,
    "flow": "flow:alert",
    "flow_summary": "flow:summary",
}
ROUTES = tuple(sorted(["snapshot", "gex", "fibonacci", "flow", *SINGLE, "setups/{id}"]))
HEALTH = "health:update"
JSON_HEADERS = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}

Access: TypeAlias = Callable[[Identity, str], bool]
"""May this identity see this channel? The same function guards the socket."""


class Values(Protocol):
    """The hub, as far as it is read here."""

    def latest(self, name: str) -> LatestValue | None:
        """Last value of a channel; of delta and event channels the list of all items."""
        ...


class _Denied(Exception):
    """Ends a request with an error answer."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.answer = _json(status, {"error": {"code": code, "message": message}}, **headers)


class ReadRoutes:
    """`HttpRoutes` over the hub.

    now: market time, for ages. access: the socket's rule. required: channels without which the server is not ready.
    metrics: numbers for `/metrics`, which does not exist without it.
    """

    def __init__(
        self,
        values: Values,
        now: Callable[[], UnixNanos],
        access: Access,
        required: tuple[str, ...] = ("status",),
        metrics: Callable[[], Iterable[Metric]] | None = None,
    ) -> None:
        self._values = values
        self._now = now
        self._access = access
        self._required = required
        self._metrics = metrics

    async def handle(
        self,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        identity: Identity | None,
        method: str = "GET",
    ) -> HttpAnswer:
        """Status, headers and body; errors are JSON too. identity: `None` = no valid token came."""
        try:
            if method not in ("GET", "HEAD"):
                raise _Denied(405, "bad_request", "expected GET or HEAD", allow="GET, HEAD")
            status, fields, body = self._answer(path.rstrip("/") or "/", query, identity)
        except _Denied as denied:
            status, fields, body = denied.answer
        return status, fields, b"" if method == "HEAD" else body

    def _answer(self, path: str, query: Mapping[str, str], identity: Identity | None) -> HttpAnswer:
        if path == "/healthz":
            return _json(200, {"ok": True})
        if path == "/readyz":
            missing = [name for name in self._required if self._values.latest(name) is None]
            return _json(503 if missing else 200, {"ok": not missing, "missing": missing})
        if path == "/metrics" and self._metrics is not None:
            self._admitted(identity)
            return 200, {"content-type": CONTENT_TYPE, "cache-control": "no-store"}, exposition(self._metrics())
        if path.startswith(API):
            return self._api(path.removeprefix(API), query, self._admitted(identity))
        raise _Denied(404, "bad_request", f"expected {API}… or /healthz or /readyz")

    def _admitted(self, identity: Identity | None) -> Identity:
        if identity is None:
            message = "expected a valid token in the header Authorization: Bearer …"
            raise _Denied(401, "token_missing", message, **{"www-authenticate": "Bearer"})
        return identity

    def _api(self, route: str, query: Mapping[str, str], identity: Identity) -> HttpAnswer:
        if route == "snapshot":
            return self._snapshot(identity)
        if route == "gex":
            symbol = query.get("symbol", "SPX").upper()
            if symbol not in ("SPX", "SPY"):
                raise _Denied(404, "unknown_symbol", "expected symbol=SPX or symbol=SPY")
            return self._channel(f"gex:{symbol}", identity)
        if route == "fibonacci":
            return self._channel("levels:update", identity, lambda level: level.get("category") == "fibonacci")
        if route == "flow":
            return self._flow(identity)
        if route in SINGLE:
            return self._channel(SINGLE[route], identity)
        if route.startswith("setups/"):
            return self._setup(unquote(route.removeprefix("setups/")), identity)
        raise _Denied(404, "bad_request", f"expected one of {', '.join(ROUTES)}")

    def _stage(self, channel: str, identity: Identity) -> Stage:
        """Value, age and quality of a channel. Raises _Denied for one that this identity may not see."""
        if not self._access(identity, channel):
            raise _Denied(403, "forbidden_channel", "your tier does not include this channel")
        return stage_of(channel, self._values.latest(channel), self._values.latest(HEALTH), self._now())

    def _channel(
        self, channel: str, identity: Identity, keep: Callable[[Mapping[str, Any]], bool] | None = None
    ) -> HttpAnswer:
        """One channel; keep: filter of its items. Without a value: 503 and the reason."""
        stage = self._stage(channel, identity)
        if stage.data is None:
            raise _Denied(503, "unavailable", stage.reason or "no value yet")
        data: Any = stage.data
        if keep is not None:
            data = [item for item in msgspec.json.decode(stage.data) if keep(item)]
        return _json(200, {**stage.described(), "data": data})

    def _setup(self, setup_id: str, identity: Identity) -> HttpAnswer:
        stage = self._stage("setups:update", identity)
        items = [] if stage.data is None else msgspec.json.decode(stage.data)
        for setup in items:
            if setup.get("id") == setup_id:
                return _json(200, {**stage.described(), "data": setup})
        raise _Denied(404, "unavailable", "no such setup is open; ids are in /api/spx/setups")

    def _flow(self, identity: Identity) -> HttpAnswer:
        alerts = self._stage("flow:alert", identity)
        summary = self._stage("flow:summary", identity)
        if alerts.data is None and summary.data is None:
            raise _Denied(503, "unavailable", alerts.reason or "no value yet")
        described = {"alerts": alerts.described(), "summary": summary.described()}
        return _json(200, {"stages": described, "data": {"alerts": alerts.data, "summary": summary.data}})

    def _snapshot(self, identity: Identity) -> HttpAnswer:
        """All stages, each with its own quality: what is missing takes nothing else with it."""
        stages: dict[str, Any] = {}
        data: dict[str, Any] = {}
        found: list[Quality] = []
        newest = 0
        for name, channel in STAGES.items():
            try:
                stage = self._stage(channel, identity)
            except _Denied as denied:
                stages[name] = {"channel": channel, "quality": "forbidden", "reason": str(denied)}
                continue
            stages[name] = stage.described()
            found.append(stage.quality)
            newest = max(newest, stage.as_of or 0)
            if stage.data is not None:
                data[name] = stage.data
        as_of = to_millis(newest) if newest else None
        return _json(200, {"as_of": as_of, "quality": worst(found), "stages": stages, "data": data})


def _json(status: int, body: Any, **headers: str) -> HttpAnswer:
    return status, {**JSON_HEADERS, **headers}, msgspec.json.encode(body)
