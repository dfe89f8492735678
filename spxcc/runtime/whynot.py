"""The query `whynot`: why a setup has not fired: the places that are watched, the gate that fails and by how much."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import TWELVE as KINDS
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS, SETUPS_UPDATE, Check, Setup, SetupsResult
from spxcc.gateway.access import Access
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.market.units import UnixMillis, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.node import Node

QUERY = "whynot"
LONGEST = 64
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """A condition that does not hold. short_by: distance to what is needed, in the condition's own unit; `None` where
    it is no number. unknown: its input is missing."""

    name: str
    value: str
    need: str
    short_by: float | None = None
    unknown: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place where it could fire. gates: what fails, in the order of the rule. reason: what its state is due to."""

    id: str
    side: str
    level: str
    price: float
    state: str
    passed: int
    total: int
    reason: str
    gates: tuple[Gate, ...]
    checks: tuple[Check, ...]


class WhyNot(msgspec.Struct, frozen=True, kw_only=True):
    """fired: it has triggered today. answer: one sentence. funnel: how many places came how far today."""

    setup: str
    as_of: UnixMillis
    fired: bool
    answer: str
    funnel: dict[str, int]
    places: tuple[Place, ...]
    missing: str | None = None


class WhyNots:
    """`{"setup": "fade_at_wall"}`, a beginning of it, or the id of a setup."""

    def __init__(self, node: Node, access: Access) -> None:
        self._node, self._access = node, access

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {QUERY: self}

    async def __call__(self, identity: Identity, args: Mapping[str, Any]) -> WhyNot:
        """The answer. Raises RequestError."""
        if not self._access(identity, SETUPS_UPDATE.name):
            raise RequestError("forbidden_channel", "the setups are not open to your tier")
        asked = args.get("setup")
        if not isinstance(asked, str) or not 0 < len(asked.strip()) <= LONGEST:
            raise RequestError("bad_request", f"needs a setup: {', '.join(KINDS)}, or the id of one")
        run = self._node.runs.get(SETUPS.name)
        if run is None or self._node.as_of is None:
            raise RequestError("unavailable", "the setups have not been computed yet; ask again in a second")
        memory = run.memory if isinstance(run.memory, SetupsMemory) else SetupsMemory()
        return why_not(asked.strip(), run.result, memory, to_millis(self._node.as_of))


def why_not(asked: str, result: SetupsResult, memory: SetupsMemory, as_of: UnixMillis) -> WhyNot:
    """The answer. Raises RequestError for a setup that does not exist."""
    # The memory has the places that are watched, the result those that are worth showing.
    setups = {one.setup.id: one.setup for one in memory.tracked} | {one.id: one for one in result.setups}
    own = [one for one in setups.values() if one.id == asked]
    kind = own[0].kind if own else _kind(asked)
    shown = own or sorted((one for one in setups.values() if one.kind == kind), key=_nearest_first)
    places = tuple(_place(one) for one in shown)
    funnel, missing = dict(result.funnel.get(kind, {})), result.missing.get(kind, result.reason)
    fired = any(one.state == "triggered" for one in shown) or (not own and funnel.get("triggered", 0) > 0)
    answer = _answer(kind, places, funnel, missing, fired)
    return WhyNot(
        setup=asked if own else kind, as_of=as_of, fired=fired, answer=answer, funnel=funnel, places=places,
        missing=missing,
    )  # fmt: skip


def short_by(value: str, need: str) -> float | None:
    """How far `value` is from `need` ("≥ 0.80", "≤ 3 min", "10–30"); `None` where that cannot be said."""
    found, bounds = _numbers(value), _numbers(need)
    if not found or not bounds:
        return None
    if need.startswith(("≥", ">")):
        return max(bounds[0] - found[0], 0.0)
    if need.startswith(("≤", "<")):
        return max(found[0] - bounds[0], 0.0)
    if len(bounds) == 2 and "–" in need:
        return max(bounds[0] - found[0], found[0] - bounds[1], 0.0)
    return None


def _numbers(text: str) -> list[float]:
    # In `10–30` the dash is no sign.
    return [float(each.replace("−", "-").replace(",", "")) for each in _NUMBER.findall(text.replace("–", " "))]


def _kind(asked: str) -> str:
    kinds: tuple[str, ...] = KINDS
    word = asked.lower().replace("-", "_").replace(" ", "_")
    found = [kind for kind in kinds if kind.startswith(word)] or [kind for kind in kinds if word in kind]
    if len(found) != 1:
        raise RequestError("bad_request", f"no such setup; there are {', '.join(kinds)}, and the ids of setups:update")
    return found[0]


def _nearest_first(setup: Setup) -> tuple[bool, int, int, str]:
    return setup.state in CLOSED_STATES, setup.total - setup.passed, -setup.updated, setup.id


def _place(setup: Setup) -> Place:
    gates = tuple(
        Gate(name=one.name, value=one.value, need=one.need, short_by=short_by(one.value, one.need),
             unknown=one.ok is None)
        for one in setup.checks if one.ok is not True
    )  # fmt: skip
    return Place(
        id=setup.id, side=setup.side, level=setup.level_label, price=setup.level_price, state=setup.state,
        passed=setup.passed, total=setup.total, reason=setup.reason, gates=gates, checks=setup.checks,
    )  # fmt: skip


def _answer(kind: str, places: tuple[Place, ...], funnel: Mapping[str, int], missing: str | None, fired: bool) -> str:
    if missing is not None:
        return f"{kind} cannot be looked for: {missing}"
    first = places[0] if places else None
    if first is not None and first.state == "triggered":
        return f"{kind} has fired: {first.side} at {first.level} {first.price:,.2f}"
    if first is None or first.state in CLOSED_STATES:
        seen = funnel.get("seen", 0)
        past = f"; {seen} seen today, {funnel.get('triggered', 0)} fired" if seen else "; none was seen today"
        return f"{kind} has no place to watch now{past}"
    at = f"{kind} {first.side} at {first.level} {first.price:,.2f}"
    if not first.gates:
        return f"{at} waits: {first.reason}" + (", and fired before today" if fired else "")
    gate = first.gates[0]
    if gate.unknown:
        return f"{at}: {gate.name} is unknown ({gate.value}), needs {gate.need}"
    by = "" if not gate.short_by else f", short by {gate.short_by:.10g}"
    return f"{at}: {gate.name} is {gate.value}, needs {gate.need}{by}; {first.passed} of {first.total} conditions hold"
