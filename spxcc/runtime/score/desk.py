"""The score at work: hands the engines what the ledger knows, and keeps every outcome that comes true live."""

import logging

from spxcc.engines.bars.result import BARS, BarsResult
from spxcc.engines.graph import StepResult
from spxcc.engines.outcomes.result import OUTCOMES, OutcomesResult
from spxcc.engines.score.result import NOTHING_KNOWN, Scored, ScoreResult
from spxcc.ledger.database import Database, Failure
from spxcc.ledger.forward_days import ForwardDays
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.market.session import hours
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

log = logging.getLogger(__name__)

LIVE_MODES = frozenset({"live", "delayed"})
"""Only a real market's outcomes are forward ones: a simulation and a replay know how they end."""


class ScoreDesk:
    """Called by the node after each step. mode: of the feed."""

    def __init__(self, database: Database, mode: str) -> None:
        self._ledger, self._live = OutcomeLedger(database), mode in LIVE_MODES
        self._days = ForwardDays(database)
        self._last: OutcomesResult | None = None
        self._kept: set[str] = set()
        self._whole: str | None = None

    def facts(self) -> ScoreResult:
        """What is known at the start of the run; nothing where the ledger cannot be read."""
        # Whoever has no outcome yet need not pay for the import of the statistics.
        if self._ledger.head() is None:
            return NOTHING_KNOWN
        from spxcc.runtime.score.read import facts

        try:
            return facts(self._ledger, self._days)
        except Exception:
            log.exception("the outcomes of the ledger could not be scored")
            return ScoreResult(note="the outcomes of the ledger could not be scored; see spxcc score --audit")

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: outcomes that are not kept yet are, one transaction each; what fails is tried again.

        With them the minutes of their day so far, and once more when the day is over: what they are held against.
        """
        found: OutcomesResult | None = step.results.get(OUTCOMES.name)
        if not self._live or found is None or not found.today:
            return
        session = found.today[-1].order.session
        if found is self._last and not self._over(session, as_of):
            return
        try:
            for row in found.today:
                if row.order.id not in self._kept:
                    self._ledger.add_forward(Scored(row=row))
                    self._kept.add(row.order.id)
            self._keep_day(step.results.get(BARS.name), session, as_of)
        except Failure as error:
            log.error("an outcome could not be kept and is tried again: %s", error)
            return
        self._last = found

    def _over(self, session: str, as_of: UnixNanos) -> bool:
        """Whether the whole of the session is there to be kept, and was not yet."""
        found = hours(session)
        return session != self._whole and found is not None and as_of >= found.close_at + NANOS_PER_MINUTE

    def _keep_day(self, bars: BarsResult | None, session: str, as_of: UnixNanos) -> None:
        if bars is None:
            return
        # Whoever has no outcome yet need not pay for the import of the statistics.
        from spxcc.runtime.score.forward import minutes_of_day

        over = self._over(session, as_of)
        self._days.keep(session, minutes_of_day(bars.bars.get("SPX", ()), session, as_of))
        self._whole = session if over else self._whole

    def silent(self, why: str) -> None:
        """Nothing to add."""
