"""Where the counters of the health come from."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.health.result import Health
from spxcc.engines.sources import newest_by_source
from spxcc.engines.why.answers import Evidence, Kind, answer
from spxcc.engines.why.grades import OWN
from spxcc.engines.why.result import EPOCH_MS, Explanation, Input
from spxcc.market.units import to_millis

COUNTERS = {
    "events": ("events", "Events of the feed that were folded into the market since the start."),
    "stale_ticks": ("events", "Ticks older than the bucket or value that they would have changed, and left out."),
    "rejected": ("events", "Events that were no number, not positive or otherwise impossible, and left out."),
}


def explain(run: Run[Health, None], asked: Asked) -> Explanation | None:
    """`health:update.events`, `stale_ticks`, `rejected`, `feeds.<source>`."""
    now, snapshot = run.snapshot.as_of, run.snapshot
    if asked.path in COUNTERS:
        unit, words = COUNTERS[asked.path]
        found = (Input("counted", float(getattr(snapshot.counters, asked.path)), unit, "counters of the fold"),)
        return answer(asked, now, Kind(unit, words, OWN, "counted"), getattr(run.result, asked.path), Evidence(found))
    source = asked.path.removeprefix("feeds.")
    newest = newest_by_source(snapshot)
    if source == asked.path or source not in newest or source not in run.result.feeds:
        return None
    kind = Kind(EPOCH_MS, "Instant of the newest event among the prices and chains of the source.", OWN, "newest")
    found = (Input("newest", float(to_millis(newest[source])), EPOCH_MS, source),)
    return answer(asked, now, kind, run.result.feeds[source], Evidence(found))
