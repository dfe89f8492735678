"""The side channel of the simulator: faults, clock and truth, apart from all that the vendor has."""

from typing import TypeAlias

import msgspec

from spxcc.feeds.simulator.massive.answer import Answer
from spxcc.feeds.simulator.massive.faults import KINDS, FaultBox, faults_from
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.market.session import at_exchange, to_exchange

PREFIX = "/-/sim/"
Asked: TypeAlias = tuple[str, str, bytes]
"""Method, path, body."""


class _Clocked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speed: float | None = None
    at: str | None = None


class SideChannel:
    """`state`, `clock` and `faults` under `/-/sim/`."""

    def __init__(self, market: Market, pace: Pace, box: FaultBox) -> None:
        self._market, self._pace, self._box = market, pace, box

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """The answer to one request; what is sent is JSON, what comes back too."""
        try:
            return Answer(200, msgspec.json.encode(self._answered(method, path.removeprefix(PREFIX), body)))
        except (ValueError, msgspec.DecodeError) as error:
            return Answer(400, msgspec.json.encode({"error": str(error)}))

    def _answered(self, method: str, name: str, body: bytes) -> object:
        match (method, name):
            case ("GET", "state"):
                return self._state()
            case ("POST", "clock"):
                self._set(msgspec.json.decode(body, type=_Clocked))
                return self._state()
            case ("GET", "faults"):
                return self._faults()
            case ("PUT" | "POST", "faults"):
                self._box.switch(faults_from(body, toml=False))
                return self._faults()
            case ("DELETE", "faults"):
                self._box.switch(())
                return self._faults()
        raise ValueError(f"expected GET state, POST clock or GET, PUT, DELETE faults, found {method} {name[:40]}")

    def _set(self, wish: _Clocked) -> None:
        if wish.speed is not None:
            self._pace.run(wish.speed)
        if wish.at is not None:
            self._pace.jump(at_exchange(self._market.day.grid.date, wish.at) // 1_000_000)

    def _faults(self) -> object:
        return {"active": self._box.active, "counts": self._box.counts, "kinds": KINDS}

    def _state(self) -> object:
        day, now = self._market.day, self._pace.now()
        return {
            "scenario": day.scenario.name,
            "seed": day.seed.number,
            "hedging": day.scenario.hedging,
            "date": day.grid.date,
            "now": now,
            "exchange_time": to_exchange(now * 1_000_000).isoformat(),
            "speed": self._pace.speed,
            "what_to_see": day.scenario.what_to_see,
            "truth": day.scenario.truth,
        }
