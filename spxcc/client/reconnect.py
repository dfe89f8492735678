"""When to connect: a pure scheduler with one timer (policy: "Client policy" of the wire protocol)."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from spxcc.client.policy import Draw, Lock, Policy, Verdict, judge
from spxcc.client.reconnect_events import (
    Action,
    Closed,
    Connect,
    Disconnect,
    Due,
    Event,
    Failed,
    Opened,
    Phase,
    Retry,
    TokenSeen,
    Wanted,
)


@dataclass(frozen=True, slots=True)
class State:
    """All the scheduler knows. Times are monotonic seconds.

    timer_at: the one pending timer (next attempt while waiting, connect time-out while connecting) or `None`.
    attempt: number of the newest attempt; news of older ones is ignored. failures: failed attempts and flaps since the
    last stable connection. rejections: refused tokens since then. token: hash used by the newest attempt. lock: of the
    token refused last; it binds while the token function gives that token.
    """

    policy: Policy = field(default_factory=Policy)
    phase: Phase = "idle"
    timer_at: float | None = None
    lock: Lock | None = None
    attempt: int = 0
    token: str = ""
    started_at: float | None = None
    opened_at: float | None = None
    paused_until: float | None = None
    failures: int = 0
    rejections: int = 0
    reason: str = ""


Step: TypeAlias = tuple[State, tuple[Action, ...]]


def step(state: State, event: Event, now: float, rng: Draw) -> Step:
    """The state after `event` at `now`, and what the shell has to do. Impossible and outdated events change nothing."""
    match event:
        case Wanted(wanted, token):
            return _wanted(state, wanted, token, now)
        case Due(token):
            return _due(state, token, now, rng)
        case Retry(token):
            return _retry(state, token, now)
        case TokenSeen(token):
            return _token_seen(state, token, now)
        case Opened(attempt):
            return _opened(state, attempt, now)
        case Failed(attempt) | Closed(attempt):
            return _ended(state, event, now, rng)


def _wanted(state: State, wanted: bool, token: str, now: float) -> Step:
    if wanted:
        if state.phase != "idle":
            return state, ()
        if state.lock is not None and state.lock.token == token:
            return replace(state, phase="locked"), ()
        return _schedule(state, now, exempt=state.attempt > 0 and token != state.token)
    actions = (Disconnect(1000, "not wanted"),) if state.phase in ("connecting", "open") else ()
    if state.phase == "open":
        state = _settled(state, now)
    return replace(state, phase="idle", timer_at=None, opened_at=None), actions


def _due(state: State, token: str, now: float, rng: Draw) -> Step:
    if state.timer_at is None or now < state.timer_at:
        return state, ()
    if state.phase == "waiting":
        return _connect(state, token, now)
    timed_out = Failed(state.attempt, f"no connection within {state.policy.connect_timeout_s:g} s")
    after, actions = _ended(state, timed_out, now, rng)
    return after, (Disconnect(1000, "connect time-out"), *actions)


def _retry(state: State, token: str, now: float) -> Step:
    if state.phase not in ("locked", "waiting"):
        return state, ()
    if state.lock is not None and not state.lock.strict:
        state = replace(state, lock=None)
    return _connect(state, token, now)


def _token_seen(state: State, token: str, now: float) -> Step:
    if state.lock is not None and state.lock.token == token:
        return state, ()
    new = state.phase == "waiting" and state.attempt > 0 and token != state.token
    return _at_once(state, token, now) if new or state.phase == "locked" else (state, ())


def _at_once(state: State, token: str, now: float) -> Step:
    """A new token: exempt from the least interval, not from a pause."""
    if state.paused_until is not None and now < state.paused_until:
        return replace(state, phase="waiting", timer_at=state.paused_until), ()
    return _connect(state, token, now)


def _opened(state: State, attempt: int, now: float) -> Step:
    if state.phase != "connecting" or attempt != state.attempt:
        return state, ()
    return replace(state, phase="open", timer_at=None, opened_at=now, paused_until=None, reason=""), ()


def _connect(state: State, token: str, now: float) -> Step:
    if state.lock is not None and state.lock.token == token:
        return replace(state, phase="locked", timer_at=None), ()
    attempt = state.attempt + 1
    state = replace(
        state,
        phase="connecting",
        timer_at=now + state.policy.connect_timeout_s,
        attempt=attempt,
        token=token,
        started_at=now,
        opened_at=None,
    )
    return state, (Connect(attempt),)


def _schedule(state: State, earliest: float, exempt: bool = False) -> Step:
    """Waiting until `earliest`, but not before the least interval (unless exempt) and the pause allow it."""
    at = earliest
    if not exempt and state.started_at is not None:
        at = max(at, state.started_at + state.policy.min_interval_s)
    if state.paused_until is not None:
        at = max(at, state.paused_until)
    return replace(state, phase="waiting", timer_at=at, opened_at=None), ()


def _settled(state: State, now: float) -> State:
    """Counters start anew after a connection that was stable; until then they stand."""
    if state.opened_at is not None and now - state.opened_at >= state.policy.stable_s:
        return replace(state, failures=0, rejections=0, paused_until=None)
    return state


def _ended(state: State, event: Failed | Closed, now: float, rng: Draw) -> Step:
    if state.phase not in ("connecting", "open") or event.attempt != state.attempt:
        return state, ()
    open_s = None if state.opened_at is None else now - state.opened_at
    state = _settled(state, now)
    verdict = judge(event)
    state = replace(state, reason=verdict.reason)
    if verdict.lock is not None:
        return _locked(state, verdict, now)
    flapped = open_s is None or open_s < state.policy.stable_s
    failures = state.failures + 1 if flapped else 0
    paused = now + state.policy.pause_s if failures >= state.policy.failures_to_pause else None
    state = replace(state, failures=failures, paused_until=paused)
    delay = _delay(state, verdict, rng)
    exempt = verdict.restart or (open_s is not None and open_s >= state.policy.healthy_s)
    return _schedule(state, now + delay, exempt)


def _delay(state: State, verdict: Verdict, rng: Draw) -> float:
    """Seconds to wait: as told, a draw from what the server announced, or full-jitter back-off."""
    if verdict.wait_s is not None:
        return verdict.wait_s
    if verdict.draw_s is not None:
        low, high = verdict.draw_s
        return low + rng.random() * (high - low)
    ceiling = min(state.policy.base_s * 2.0 ** min(max(state.failures - 1, 0), 32), state.policy.cap_s)
    return rng.random() * ceiling


def _locked(state: State, verdict: Verdict, now: float) -> Step:
    assert verdict.lock is not None
    rejections = state.rejections + 1 if verdict.lock == "token" else state.rejections
    flood = rejections >= state.policy.failures_to_pause
    state = replace(
        state,
        phase="locked",
        timer_at=None,
        opened_at=None,
        rejections=rejections,
        paused_until=now + state.policy.pause_s if flood else None,
        lock=Lock(state.token, verdict.reason, strict=verdict.lock == "token"),
    )
    return state, ()
