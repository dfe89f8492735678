"""The state of the connection in words."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.client.reconnect import State

ViewPhase: TypeAlias = Literal["idle", "connecting", "open", "waiting", "paused", "locked"]


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """For the screen. `retry_in_s` counts down to the next attempt; `None` where none is scheduled."""

    phase: ViewPhase
    text: str
    retry_in_s: float | None = None


def describe(state: State, now: float, where: str = "the server") -> ConnectionView:
    """What the user should know at `now` (monotonic seconds); `where` names the server."""
    match state.phase:
        case "idle":
            return ConnectionView("idle", "not connected")
        case "connecting":
            return ConnectionView("connecting", f"connecting to {where}")
        case "open":
            return ConnectionView("open", f"connected to {where}")
        case "locked":
            return ConnectionView("locked", _locked(state))
        case "waiting":
            left = None if state.timer_at is None else max(state.timer_at - now, 0.0)
            if state.paused_until is not None and now < state.paused_until:
                return ConnectionView("paused", f"paused after {_times(state)}: {state.reason}", left)
            return ConnectionView("waiting", state.reason or "not connected yet", left)


def _locked(state: State) -> str:
    if state.lock is None:
        return "locked"
    remedy = "waiting for another token" if state.lock.strict else "press R to try again"
    return f"{state.lock.reason}; {remedy}"


def _times(state: State) -> str:
    return "1 failure" if state.failures == 1 else f"{state.failures} failures"
