"""The coach: says what changed, in linted sentences whose numerals are cited, and seldom."""

from collections.abc import Iterable
from hashlib import blake2s
from itertools import islice

import msgspec

from spxcc.engines.agenda.result import AGENDA_KEY
from spxcc.engines.coach import params
from spxcc.engines.coach.brief import blackout_draft, briefs
from spxcc.engines.coach.budget import Pace
from spxcc.engines.coach.claims import Claims
from spxcc.engines.coach.desk import Desk, desk_of
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.forecast import forecast, score_of, together
from spxcc.engines.coach.gamma import GammaSeen, watch_gamma
from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.result import (
    CLAIMS_FACT,
    COACH,
    COACH_MESSAGE,
    COACH_RECORD,
    ClaimTallies,
    ClaimTally,
    CoachMessage,
    CoachResult,
)
from spxcc.engines.coach.session import SessionSeen, watch_session
from spxcc.engines.coach.setups import SetupsSeen, watch_setups
from spxcc.engines.coach.walls import WallsSeen, watch_walls
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.facts import fact_of
from spxcc.engines.flow.result import FLOW
from spxcc.engines.gex.result import GEX
from spxcc.engines.levels.result import LEVELS
from spxcc.engines.prediction.result import PREDICTION_KEY
from spxcc.engines.price.result import PRICES
from spxcc.engines.regime.result import REGIME_KEY
from spxcc.engines.setups.result import SETUPS
from spxcc.market.snapshot import MarketSnapshot

PRIORITY = {"high": 0, "medium": 1, "low": 2}


class CoachMemory(msgspec.Struct, frozen=True):
    """What one session remembers: what each watcher saw last, the pace, the counts, and the claims."""

    session: str = ""
    briefed: bool = False
    gamma: GammaSeen = GammaSeen()
    walls: WallsSeen = WallsSeen()
    setups: SetupsSeen = SetupsSeen()
    day: SessionSeen = SessionSeen()
    pace: Pace = Pace()
    said: int = 0
    dropped: int = 0
    withheld: int = 0
    claims: Claims = Claims()
    muted: int = 0
    blackout: str = ""


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: CoachMemory) -> tuple[CoachResult, CoachMemory]:
    """One step: drafts of what changed, the linter, the budget. A dropped or withheld draft is not said later.

    Outside regular hours only the inputs of gamma are news.
    """
    if memory.session != snapshot.session.date:
        memory = CoachMemory(session=snapshot.session.date)
    desk = desk_of(upstream.results, snapshot.as_of, snapshot.session, snapshot.mode)
    drafts, memory = _quiet(desk, *_watch(desk, memory))
    bars = snapshot.bars.get("SPX")
    before = fact_of(snapshot, CLAIMS_FACT, ClaimTallies) or ClaimTallies()
    claims = memory.claims.after(None if bars is None else bars.today, desk.now)
    new: list[CoachMessage] = []
    known = together(before.kinds, claims.tallies)
    scores = tuple(score_of(kind, tally) for kind, tally in known.items())
    quiet = {score.kind for score in scores if score.muted}
    for draft in sorted(drafts, key=lambda one: PRIORITY[one.priority]):
        message = foretold(desk, message_of(desk, draft), known.get(draft.kind, ClaimTally()))
        if _problems(desk, message):
            memory = msgspec.structs.replace(memory, dropped=memory.dropped + 1)
        elif memory.pace.judge(draft, desk.now) != "say":
            memory = msgspec.structs.replace(memory, withheld=memory.withheld + 1)
        elif draft.kind in quiet and message.claim is not None:
            memory = msgspec.structs.replace(memory, muted=memory.muted + 1, pace=memory.pace.after(draft, desk.now))
            claims = claims.having_said(message, snapshot.session, draft.kind, shadow=True)
        else:
            new.append(message)
            claims = claims.having_said(message, snapshot.session, draft.kind)
            memory = _having_said(memory, draft, desk)
    memory = msgspec.structs.replace(memory, claims=claims)
    reason = None if memory.briefed else "nothing to cite yet: no fresh SPX price"
    result = CoachResult(
        new=tuple(new),
        said=memory.said,
        dropped=memory.dropped,
        withheld=memory.withheld,
        muted=memory.muted,
        tallies=ClaimTallies(session=memory.session, kinds=claims.tallies),
        reason=reason,
        record=msgspec.structs.replace(claims.record(), scores=scores, muted=memory.muted),
    )
    return result, memory


def _watch(desk: Desk, memory: CoachMemory) -> tuple[list[Draft], CoachMemory]:
    gamma_drafts, gamma = watch_gamma(desk, memory.gamma)
    wall_drafts, walls = watch_walls(desk, memory.walls)
    setup_drafts, setups = watch_setups(desk, memory.setups)
    day_drafts, day = watch_session(desk, memory.day)
    memory = msgspec.structs.replace(memory, gamma=gamma, walls=walls, setups=setups, day=day)
    if memory.briefed:
        drafts = [*gamma_drafts, *wall_drafts, *setup_drafts, *day_drafts]
        return [draft for draft in drafts if desk.open or draft.kind == "data"], memory
    # What the watchers see before the brief is no news after it: the brief says it.
    fit = (draft for draft in briefs(desk) if not _problems(desk, message_of(desk, draft)))
    return list(islice(fit, 1)), memory


def _quiet(desk: Desk, drafts: list[Draft], memory: CoachMemory) -> tuple[list[Draft], CoachMemory]:
    """During a blackout nothing but the blackout itself, once (SETUPS.md 8); what is not said then is withheld."""
    event = desk.blackout
    if event is None:
        return drafts, memory
    memory = msgspec.structs.replace(memory, withheld=memory.withheld + len(drafts))
    if memory.blackout == event.id:
        return [], memory
    return [blackout_draft(desk, event)], msgspec.structs.replace(memory, blackout=event.id)


def _having_said(memory: CoachMemory, draft: Draft, desk: Desk) -> CoachMemory:
    return msgspec.structs.replace(
        memory,
        pace=memory.pace.after(draft, desk.now),
        said=memory.said + 1,
        briefed=memory.briefed or draft.kind == "brief",
    )


def message_of(desk: Desk, draft: Draft) -> CoachMessage:
    """The message of a draft; its id is H(session, kind, subject, instant), the brief's once a session."""
    instant = "" if draft.kind == "brief" else str(desk.now)
    name = f"{desk.session.date}|{draft.kind}|{draft.subject}|{instant}"
    cites = (*draft.told.cites, *(() if draft.falsifier is None else draft.falsifier.cites))
    usual = desk.now + params.HORIZON_MS[draft.type]
    return CoachMessage(
        id=blake2s(name.encode(), digest_size=8).hexdigest(),
        type=draft.type,
        content=desk.tag + draft.told.text,
        setup_id=draft.setup_id,
        priority=draft.priority,
        cites=tuple(dict.fromkeys(cites)),
        falsifier=None if draft.falsifier is None else draft.falsifier.text,
        expires=usual if draft.expires is None else max(draft.expires, desk.now),
        ts=desk.now,
        claim=draft.claim,
    )


def foretold(desk: Desk, message: CoachMessage, tally: ClaimTally) -> CoachMessage:
    """The message, its claim with what it is worth before it is decided."""
    if message.claim is None:
        return message
    return msgspec.structs.replace(message, claim=forecast(desk, message.claim, message.expires, tally))


def _problems(desk: Desk, message: CoachMessage) -> tuple[str, ...]:
    return lint(message.content, message.cites, desk.limit_ms, falsifier=message.falsifier, tag=desk.tag)


def _publish(result: CoachResult) -> Iterable[Publication]:
    yield Publication(COACH_MESSAGE, result.new)
    yield Publication(COACH_RECORD, result.record)


ENGINE: Engine[CoachResult, CoachMemory] = Engine(
    key=COACH,
    compute=compute,
    initial=CoachMemory,
    publish=_publish,
    channels=(COACH_MESSAGE, COACH_RECORD),
    needs=(AGENDA_KEY, GEX, LEVELS, REGIME_KEY, SETUPS, PREDICTION_KEY, PRICES, FLOW),
    explain=later("spxcc.engines.coach.explain:explain"),
)
