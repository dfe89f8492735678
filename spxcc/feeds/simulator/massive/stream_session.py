"""One websocket connection's conversation, without any I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

from spxcc.feeds.simulator.massive.plans import PLANS, Plan, Product
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Shape

AUTH_TIMEOUT_S = 30.0
QUOTED_AT_MOST = 1_000
EVENTS_AT_MOST = 1_500
"""In one frame: some 180 kB."""
TOPICS: dict[Product, frozenset[str]] = {
    "stocks": frozenset({"T", "Q", "A", "AM", "FMV", "LULD", "NOI"}),
    "options": frozenset({"T", "Q", "A", "AM", "FMV"}),
    "indices": frozenset({"V", "A", "AM"}),
}
End: TypeAlias = Literal["abort"]
_encode = msgspec.json.Encoder().encode


class _Said(msgspec.Struct, frozen=True):
    action: str
    params: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """frames: texts to send, in order. end: how the connection ends after them. authed: a key was just accepted."""

    frames: tuple[str, ...] = ()
    end: End | None = None
    authed: bool = False


@dataclass(slots=True)
class StreamSession:
    """State of a connection to `cluster`. subscribed: by topic the symbols, `*` = all."""

    cluster: Product
    key: str = ""
    plan: Plan | None = None
    subscribed: dict[str, set[str]] = field(default_factory=dict)

    def opened(self) -> Reply:
        """The server speaks first."""
        return Reply((status("connected", "Connected Successfully"),))

    def overdue(self) -> Reply:
        """Nobody authenticated in time."""
        return Reply((status("auth_timeout", "No authentication request received."),), "abort")

    def received(self, text: str) -> Reply:
        """Answer to one message."""
        try:
            said = msgspec.json.decode(text, type=_Said)
        except msgspec.DecodeError:
            return Reply((status("error", "invalid message"),))
        if said.action == "auth":
            return self._auth(said.params)
        if said.action not in ("subscribe", "unsubscribe"):
            return Reply((status("error", "unknown action"),))
        if self.plan is None:
            return Reply((status("auth_required", "Not authenticated"),))
        params = [param.strip() for param in said.params.split(",") if param.strip()]
        acks = [self._subscribe(one) if said.action == "subscribe" else self._unsubscribe(one) for one in params]
        # A plan that lacks topics says so once and names nothing.
        refused = [ack for ack in acks if ack == _REFUSED][:1]
        told = [*(ack for ack in acks if ack is not None and ack != _REFUSED), *refused]
        return Reply((f"[{','.join(told)}]",) if told else ())

    def wanted(self, events: Iterable[Sent]) -> list[Sent]:
        """Those that go to this connection."""
        whole = {topic for topic, symbols in self.subscribed.items() if "*" in symbols}
        named, nothing = self.subscribed, frozenset[str]()
        return [one for one in events if one.topic in whole or one.symbol in named.get(one.topic, nothing)]

    def _auth(self, key: str) -> Reply:
        plan = PLANS.get(key)
        if plan is None:
            return Reply((status("auth_failed", "authentication failed"),), "abort")
        if not plan.snapshots or self.cluster not in plan.products:
            text = "Your plan doesn't include websocket access. Visit https://massive.com/pricing to upgrade."
            return Reply((status("auth_failed", text),), "abort")
        self.key, self.plan = key, plan
        return Reply((status("auth_success", "authenticated"),), authed=True)

    def _subscribe(self, param: str) -> str | None:
        topic, _, symbol = param.partition(".")
        if topic not in TOPICS[self.cluster] or not symbol:
            return None
        if not self._allowed(topic, symbol):
            return _REFUSED
        symbols = self.subscribed.setdefault(topic, set())
        if symbol in symbols:
            return None
        symbols.add(symbol)
        return _status_object("success", f"subscribed to: {param}")

    def _allowed(self, topic: str, symbol: str) -> bool:
        plan = self.plan
        if plan is None:
            return False
        if topic == "FMV":
            return plan.fair_value and (symbol != "*" or self.cluster == "stocks")
        if topic == "T":
            return plan.trades
        if topic == "Q" and self.cluster == "options":
            return plan.quotes and symbol != "*" and len(self.subscribed.get("Q", ())) < QUOTED_AT_MOST
        return plan.quotes if topic == "Q" else True

    def _unsubscribe(self, param: str) -> str | None:
        topic, _, symbol = param.partition(".")
        symbols = self.subscribed.get(topic, set())
        if symbol not in symbols:
            return None
        symbols.discard(symbol)
        return _status_object("success", f"unsubscribed to: {param}")


EVICTED = "Maximum number of websocket connections exceeded. "


def status(word: str, message: str) -> str:
    """A frame with one status."""
    return f"[{_status_object(word, message)}]"


def _status_object(word: str, message: str) -> str:
    return msgspec.json.encode({"ev": "status", "status": word, "message": message}).decode()


_REFUSED = _status_object("error", "not authorized")


def framed(events: list[Shape | msgspec.Raw], most: int = EVENTS_AT_MOST) -> list[bytes]:
    """Events as arrays of at most so many, each encoded in one go: a text of its own for each costs as much again."""
    return [_encode(events[at : at + most]) for at in range(0, len(events), most)]
