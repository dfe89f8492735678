"""Keeps what an engine counted, session by session, and tells it of the sessions before: cones, words, claims."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from spxcc.engines.coach.forecast import together
from spxcc.engines.coach.result import CLAIMS_FACT, COACH, ClaimTallies, ClaimTally, CoachResult
from spxcc.engines.graph import StepResult
from spxcc.engines.prediction.coverage import added
from spxcc.engines.prediction.result import CONES_FACT, PREDICTION_KEY, ConeCounts, Prediction
from spxcc.engines.regime.record import added as words_added
from spxcc.engines.regime.result import REGIME_KEY, WORDS_FACT, Regime, WordCounts
from spxcc.ledger.database import Failure
from spxcc.ledger.tallies import TallyLedger
from spxcc.market.session import session_info
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.runtime.facts import FactBoard

log = logging.getLogger(__name__)
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Noun(Generic[T]):
    """name: in the ledger. engine: whose result has the counts; today: these, `None` while there are none. total: of
    the sessions before the named one. fact: under which name the engine is told."""

    name: str
    engine: str
    kind: type[T]
    today: Callable[[Any], T | None]
    total: Callable[[str, Sequence[T]], T]
    fact: str


def _cones_today(result: Prediction) -> ConeCounts | None:
    return result.today if result.today.counts else None


def _cones_before(session: str, before: Sequence[ConeCounts]) -> ConeCounts:
    return ConeCounts(session=session, sessions=len(before), counts=added(*(one.counts for one in before)))


def _claims_today(result: CoachResult) -> ClaimTallies | None:
    return result.tallies if result.tallies.kinds else None


def _claims_before(session: str, before: Sequence[ClaimTallies]) -> ClaimTallies:
    kinds: dict[str, ClaimTally] = {}
    for one in before:
        kinds = together(kinds, one.kinds)
    return ClaimTallies(session=session, kinds=kinds)


def _words_today(result: Regime) -> WordCounts | None:
    return result.today if result.today.counts else None


def _words_before(session: str, before: Sequence[WordCounts]) -> WordCounts:
    return WordCounts(session=session, sessions=len(before), counts=words_added(*(one.counts for one in before)))


CONES = Noun("cones", PREDICTION_KEY.name, ConeCounts, _cones_today, _cones_before, CONES_FACT)
WORDS = Noun("words", REGIME_KEY.name, WordCounts, _words_today, _words_before, WORDS_FACT)
CLAIMS = Noun("claims", COACH.name, ClaimTallies, _claims_today, _claims_before, CLAIMS_FACT)


class TallyDesk(Generic[T]):
    """start: market time of the first step. fixed: the run is a recording, which has the facts of its own day."""

    def __init__(self, noun: Noun[T], ledger: TallyLedger, board: FactBoard, start: UnixNanos, fixed: bool) -> None:
        self._noun, self._ledger, self._board, self._fixed = noun, ledger, board, fixed
        self._minute = 0
        self._kept: T | None = None
        self._session = ""
        self._tell(session_info(start).date)

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: once a minute the counts are kept; a new session begins with those of the sessions before."""
        minute = as_of // NANOS_PER_MINUTE
        if minute == self._minute or self._fixed:
            return
        self._minute = minute
        session = session_info(as_of).date
        self._tell(session)
        result = step.results.get(self._noun.engine)
        today = None if result is None else self._noun.today(result)
        if today is None or today == self._kept:
            return
        try:
            self._ledger.keep(session, today)
        except Failure:
            log.exception("the %s could not be kept; it is tried again in a minute", self._noun.name)
            return
        self._kept = today

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def _tell(self, session: str) -> None:
        if session == self._session or self._fixed:
            return
        self._session = session
        before = tuple(self._ledger.before(session, self._noun.kind))
        if before:
            self._board.put(self._noun.fact, self._noun.total(session, before))
