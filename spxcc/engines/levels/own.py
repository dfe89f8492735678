"""Levels that people typed or imported, on the same footing as those that are computed."""

from spxcc.engines.facts import fact_of
from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found
from spxcc.engines.levels.result import LEVELS_FACT, OwnLevel, OwnLevels
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_nanos


def own_levels(snapshot: MarketSnapshot) -> Found:
    """Those of the ledger that stand in this session; a touch counts from when the level was known on."""
    fact = fact_of(snapshot, LEVELS_FACT, OwnLevels)
    if fact is None:
        return Found()
    session = snapshot.session
    return Found([_candidate(one, session) for one in fact.levels if one.session in (None, session.date)])


def _candidate(one: OwnLevel, session: SessionInfo) -> Candidate:
    vendor = bool(one.vendor)
    return Candidate(
        kind="vendor" if vendor else "own",
        label=one.label,
        category="tactical",
        family="vendor" if vendor else "own",
        price=one.price,
        weight=params.WEIGHTS["vendor" if vendor else "own"],
        source=one.vendor or "typed by you",
        scope=one.vendor or "own",
        rank=one.number,
        known_from=max(session.open_at, to_nanos(one.added)),
    )
