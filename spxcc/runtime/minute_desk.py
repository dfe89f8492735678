"""Keeps a number once a minute and tells its engine those of the sessions before: premium of the flow, net GEX."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from spxcc.engines.flow.result import FLOW, HISTORY_FACT, FlowHistory, FlowResult
from spxcc.engines.gex.result import GEX, GexBoard, GexHistory
from spxcc.engines.gex.result import HISTORY_FACT as GEX_FACT
from spxcc.engines.graph import StepResult
from spxcc.ledger.database import Failure
from spxcc.ledger.minutes import MinuteLedger
from spxcc.market.session import session_info, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.facts import FactBoard

log = logging.getLogger(__name__)
SESSIONS = 60
"""How many earlier sessions an engine is told of."""


@dataclass(frozen=True, slots=True)
class Measure:
    """name: in the ledger. engine: whose result has the number. value: it, `None` while there is none. told: what the
    engine hears of earlier sessions, by minute, under `fact`. settling: minutes of a run before the number is whole."""

    name: str
    engine: str
    value: Callable[[Any], float | None]
    told: Callable[[dict[str, tuple[float, ...]]], msgspec.Struct]
    fact: str
    settling: int


def _premium(result: FlowResult) -> float | None:
    return None if result.summary.rank is None else result.summary.rank.premium


def _flow_history(minutes: dict[str, tuple[float, ...]]) -> FlowHistory:
    return FlowHistory(minutes=minutes)


def _net(board: GexBoard) -> float | None:
    found = board.symbols.get("SPX")
    return None if found is None else found.net_gex


def _gex_history(minutes: dict[str, tuple[float, ...]]) -> GexHistory:
    return GexHistory(minutes=minutes)


PREMIUM = Measure("flow premium", FLOW.name, _premium, _flow_history, HISTORY_FACT, 5)
NET = Measure("net gex", GEX.name, _net, _gex_history, GEX_FACT, 0)


class MinuteDesk:
    """start: market time of the first step. fixed: the run is a recording, which has the facts of its own day."""

    def __init__(self, measure: Measure, ledger: MinuteLedger, board: FactBoard, start: UnixNanos, fixed: bool) -> None:
        self._measure, self._ledger, self._board, self._fixed = measure, ledger, board, fixed
        self._minute, self._session = 0, ""
        self._whole = start + measure.settling * NANOS_PER_MINUTE
        self._tell(session_info(start).date)

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: the first number of each minute is kept; a new session hears of all before it."""
        minute = as_of // NANOS_PER_MINUTE
        if self._fixed or minute == self._minute:
            return
        info = session_info(as_of)
        self._tell(info.date)
        result = step.results.get(self._measure.engine)
        value = None if result is None or as_of < self._whole else self._measure.value(result)
        if value is None or not info.open_at <= as_of <= info.close_at:
            return
        self._minute = minute
        try:
            self._ledger.keep(info.date, f"{to_exchange(as_of):%H:%M}", value)
        except Failure:
            log.exception("a minute of %s could not be kept", self._measure.name)

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def _tell(self, session: str) -> None:
        if session == self._session or self._fixed:
            return
        self._session = session
        before = self._ledger.before(session, SESSIONS)
        if before:
            self._board.put(self._measure.fact, self._measure.told(before))
