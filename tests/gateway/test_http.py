"""The read-only routes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from spxcc.gateway.access import Access
from spxcc.gateway.http import ROUTES, SINGLE, STAGES, ReadRoutes
from spxcc.gateway.metrics import single
from spxcc.gateway.topic import LatestValue
from spxcc.protocol.identity import Identity

PRO, FREE = Identity("alice", "pro"), Identity("bob", "free")
SECOND = 1_000_000_000
LEVELS = [{"id": "a", "category": "fibonacci"}, {"id": "b", "category": "options"}]
VALUES: dict[str, Any] = {
    "status": {"status": "open"},
    "price:SPX": {"price": 6_890.0},
    "gex:SPX": {"netGex": 1.0},
    "gex:SPY": {"netGex": 2.0},
    "levels:update": LEVELS,
    "clusters:update": {"zones": []},
    "regime:update": {"regime": "ranging"},
    "basis:update": {"basis": 1.5},
    "setups:update": [{"id": "s1", "kind": "fade_at_wall"}],
    "prediction:update": {"spot": 6_890.0},
    "coach:message": [],
    "flow:alert": [{"id": "f"}],
    "flow:summary": {"windows": []},
}


class Hub:
    """Last values by hand."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {
            name: LatestValue(json.dumps(value).encode(), 3, "e1", 100 * SECOND, False, None)
            for name, value in values.items()
        }

    def latest(self, name: str) -> LatestValue | None:
        return self.values.get(name)


async def get(
    path: str,
    values: Mapping[str, Any] = VALUES,
    identity: Identity | None = PRO,
    query: Mapping[str, str] | None = None,
    method: str = "GET",
    tiers: Mapping[str, frozenset[str]] | None = None,
) -> tuple[int, Any, Mapping[str, str]]:
    routes = ReadRoutes(Hub(values), lambda: 102 * SECOND, Access(tiers or {}))
    status, headers, body = await routes.handle(path, query or {}, {}, identity, method)
    return status, json.loads(body) if body else None, headers


@pytest.mark.parametrize("route", sorted(SINGLE))
async def test_f51_a_route_per_channel(route: str) -> None:
    status, answer, headers = await get(f"/api/spx/{route}")
    assert status == 200
    assert answer["data"] == VALUES[SINGLE[route]]
    assert answer["channel"] == SINGLE[route]
    assert answer["age_ms"] == 2_000
    assert headers["content-type"] == "application/json"


async def test_f51_gex_by_symbol() -> None:
    assert (await get("/api/spx/gex"))[1]["data"] == {"netGex": 1.0}
    assert (await get("/api/spx/gex", query={"symbol": "spy"}))[1]["data"] == {"netGex": 2.0}
    assert (await get("/api/spx/gex", query={"symbol": "QQQ"}))[0] == 404


async def test_f51_fibonacci_is_a_selection_of_the_levels() -> None:
    assert (await get("/api/spx/fibonacci"))[1]["data"] == [LEVELS[0]]


async def test_f51_flow_is_alerts_and_summary() -> None:
    answer = (await get("/api/spx/flow"))[1]
    assert answer["data"] == {"alerts": [{"id": "f"}], "summary": {"windows": []}}
    only_alerts = {"flow:alert": VALUES["flow:alert"]}
    answer = (await get("/api/spx/flow", only_alerts))[1]
    assert answer["data"]["summary"] is None
    assert answer["stages"]["summary"]["quality"] == "missing"
    assert (await get("/api/spx/flow", {}))[0] == 503


async def test_f51_a_setup_by_its_id() -> None:
    assert (await get("/api/spx/setups/s1"))[1]["data"]["kind"] == "fade_at_wall"
    assert (await get("/api/spx/setups/s%31"))[0] == 200
    assert (await get("/api/spx/setups/other"))[0] == 404
    assert (await get("/api/spx/setups/s1", {}))[0] == 404


async def test_f51_health_and_readiness_need_no_token() -> None:
    assert (await get("/healthz", {}, None))[:2] == (200, {"ok": True})
    assert (await get("/readyz", {}, None))[:2] == (503, {"ok": False, "missing": ["status"]})
    assert (await get("/readyz", VALUES, None))[:2] == (200, {"ok": True, "missing": []})


async def test_f51_metrics_are_off_until_asked_for() -> None:
    assert (await get("/metrics"))[0] == 404
    routes = ReadRoutes(Hub({}), lambda: 0, Access(), metrics=lambda: [single("connections", "gauge", "open", 2)])
    status, headers, body = await routes.handle("/metrics", {}, {}, PRO)
    assert (status, body.splitlines()[-1]) == (200, b"spxcc_connections 2")
    assert headers["content-type"].startswith("text/plain")
    assert (await routes.handle("/metrics", {}, {}, None))[0] == 401


@pytest.mark.parametrize("route", [*SINGLE, "snapshot", "gex", "fibonacci", "flow", "setups/s1", "nonsense"])
async def test_f52_without_a_token_nothing_is_told(route: str) -> None:
    status, answer, headers = await get(f"/api/spx/{route}", identity=None)
    assert status == 401
    assert answer["error"]["code"] == "token_missing"
    assert headers["www-authenticate"] == "Bearer"


async def test_f52_the_rule_of_the_socket_holds_here() -> None:
    tiers = {"gex": frozenset({"pro"})}
    assert (await get("/api/spx/gex", tiers=tiers))[0] == 200
    status, answer, _ = await get("/api/spx/gex", tiers=tiers, identity=FREE)
    assert (status, answer["error"]["code"]) == (403, "forbidden_channel")
    snapshot = (await get("/api/spx/snapshot", tiers=tiers, identity=FREE))[1]
    assert snapshot["stages"]["gex"]["quality"] == "forbidden"
    assert "gex" not in snapshot["data"]
    assert snapshot["data"]["regime"] == {"regime": "ranging"}


@pytest.mark.parametrize("gone", sorted(STAGES))
async def test_f54_what_is_missing_takes_nothing_else_with_it(gone: str) -> None:
    values = {name: value for name, value in VALUES.items() if name != STAGES[gone]}
    values["health:update"] = {"channels": {STAGES[gone]: {"state": "failed", "reason": "made to fail"}}}
    status, answer, _ = await get("/api/spx/snapshot", values)
    assert status == 200
    assert answer["stages"][gone]["quality"] == "missing"
    assert answer["stages"][gone]["reason"] == "made to fail"
    assert set(answer["data"]) == set(STAGES) - {gone}
    assert answer["quality"] == "missing"


async def test_f54_each_stage_has_quality_and_age() -> None:
    answer = (await get("/api/spx/snapshot"))[1]
    assert answer["quality"] == "ok"
    assert answer["as_of"] == 100_000
    assert {stage["age_ms"] for stage in answer["stages"].values()} == {2_000}
    assert answer["data"]["levels"] == LEVELS


async def test_f54_nothing_at_all_is_still_an_answer() -> None:
    status, answer, _ = await get("/api/spx/snapshot", {})
    assert (status, answer["as_of"], answer["data"]) == (200, None, {})


async def test_a_channel_without_a_value_says_why() -> None:
    values = {"health:update": {"channels": {"gex:SPX": {"state": "failed", "reason": "no chain yet"}}}}
    status, answer, _ = await get("/api/spx/gex", values)
    assert status == 503
    assert answer["error"] == {"code": "unavailable", "message": "no chain yet"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_only_reading(method: str) -> None:
    status, _, headers = await get("/api/spx/gex", method=method)
    assert status == 405
    assert headers["allow"] == "GET, HEAD"


async def test_head_has_no_body() -> None:
    status, answer, _ = await get("/api/spx/gex", method="HEAD")
    assert (status, answer) == (200, None)


@pytest.mark.parametrize("path", ["/", "", "/api", "/api/spx/", "/api/spx/other", "/healthz/x", "/../etc"])
async def test_unknown_paths_are_json_errors(path: str) -> None:
    status, answer, _ = await get(path)
    assert status == 404
    assert answer["error"]["message"].startswith("expected")


def test_every_route_of_the_list_exists() -> None:
    assert len(ROUTES) == 12
