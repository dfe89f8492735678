"""The day in words: the session clock, the calendar, the plan and the risk card. All of it observes; none advises."""

from spxcc.engines.agenda.result import AGENDA, Agenda, Event
from spxcc.engines.plan.result import DayPlan, PlanCard
from spxcc.engines.risk.result import Risk
from spxcc.engines.session.result import STATUS
from spxcc.market.units import UnixMillis
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.ranked import Part

MINUTE_MS = 60_000
HOUR_MS, QUARTER_MS = 60 * MINUTE_MS, 15 * MINUTE_MS
SOON_MS = 12 * HOUR_MS
RISK_ROLES = {"GO": "live", "REDUCED": "warn", "COOLDOWN": "warn", "DONE": "alert"}


def hours_left(millis: float) -> str:
    """`00:42`: hours and minutes, a begun minute counts."""
    minutes = max(-(-int(millis) // MINUTE_MS), 0)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def closing(left_ms: float) -> tuple[str, str]:
    """What the time to the close is called, and its role: the last hour and the last quarter have words too."""
    if left_ms < QUARTER_MS:
        return " closing", "error"
    return (" last hour", "warn") if left_ms < HOUR_MS else ("", "text")


def opening_line(frame: Frame) -> Line | None:
    """`NOW ▏RTH opens in 00:42 · next 08:30 CPI in 12m`, before the open."""
    status = frame.source.get(STATUS)
    if status is None or status.status == "open" or frame.session_now is None:
        return None
    at = words.iso_millis(status.next_open)
    if at is None or not 0 < at - frame.session_now <= SOON_MS:
        return None
    line: Line = ((" NOW ", "key"), ("▏", "rule"), (f"RTH opens in {hours_left(at - frame.session_now)}", "bright"))
    ahead = next_words(frame)
    return (*line, (f" · {ahead}", "text")) if ahead else line


def blackout_line(frame: Frame) -> Line | None:
    """The banner of the NOW line in a quiet time."""
    event = blackout_now(frame)
    if event is None or frame.session_now is None:
        return None
    first, last = (words.clock(at, seconds=False) for at in (event.quiet_from, event.quiet_until))
    left = words.until(event.quiet_until - frame.session_now)
    told = (
        f"{event.name} {words.clock(event.at, seconds=False)}{_usual(event)} · no new entry {first}–{last} by the rules"
    )
    return (
        (" BLACKOUT ", "alert"),
        ("▏", "rule"),
        (told, "bright"),
        (f" · {left} left · advisory, nothing is blocked", "text"),
    )


def blackout_now(frame: Frame) -> Event | None:
    """The event whose quiet time it is at this very second."""
    agenda, now = frame.source.get(AGENDA), frame.session_now
    if agenda is None or now is None:
        return None
    quiet = [event for event in _known(agenda) if event.quiet_from <= now < event.quiet_until]
    return max(quiet, key=lambda event: event.quiet_until, default=None)


def next_words(frame: Frame) -> str:
    """`next 14:00 FOMC in 28m`, of the session that counts; "" without one."""
    agenda, now = frame.source.get(AGENDA), frame.session_now
    if agenda is None or now is None:
        return ""
    event = next((one for one in agenda.today if one.at >= now), None)
    return "" if event is None else f"next {event_words(event, now)}"


def event_words(event: Event, now: UnixMillis) -> str:
    """`14:00 FOMC in 28m`."""
    minutes = max(-(-(event.at - now) // MINUTE_MS), 0)
    left = f"{minutes // 60}h{minutes % 60:02d}" if minutes >= 60 else f"{minutes}m"
    return f"{words.clock(event.at, seconds=False)} {event.name}{_usual(event)} in {left}"


def day_parts(frame: Frame) -> list[Part]:
    """For the status line: next event, risk word with its rule, the plan item by item, mistakes of the calendar."""
    parts: list[Part] = []
    ahead = next_words(frame)
    if ahead:
        parts.append((2, ((f" · {ahead}", "bright"),)))
    day = frame.day
    if day is not None and (day.card is not None or day.trades):
        word, rule, result, count = risk_runs(day.risk)
        urgent = day.risk.state in ("COOLDOWN", "DONE")
        parts += [(1, ((" · ", "text"), word)), (3 if urgent else 6, (rule,)), (3, (result,)), (4, (count,))]
        if (card := day.stands) is not None:
            bias, *items = plan_line(card, day).split(" · ")
            parts += [(4, ((f" · plan {bias}", "dim"),)), *((5, ((f" · {item}", "dim"),)) for item in items)]
    agenda = frame.source.get(AGENDA)
    if agenda is not None and agenda.problems:
        parts.append((3, ((f" · calendar: {agenda.problems[0]}", "warn"),)))
    return parts


def risk_runs(risk: Risk) -> Line:
    """`risk COOLDOWN 2 losses in a row; … until 10:45 · day −1.0R of −2R · trades 2/6`."""
    until = "" if risk.until is None else f" until {words.clock(risk.until, seconds=False)}"
    limit = "" if risk.max_loss_r is None else f" of −{risk.max_loss_r:g}R"
    most = "" if risk.max_trades is None else f"/{risk.max_trades}"
    rule = "" if risk.state == "GO" else f" {risk.rule}{until}"
    return (
        (f"risk {risk.state}{' (overridden)' if risk.overrides else ''}", RISK_ROLES[risk.state]),
        (rule, "text"),
        (f" · day {words.signed(risk.day_r, 1)}R{limit}", "text"),
        (f" · trades {risk.trades}{most}", "text"),
    )


def plan_line(card: PlanCard, day: DayPlan | None = None) -> str:
    """The card in one line: what is not on it is not told."""
    parts: list[str] = ["no bias" if card.bias == "none" else card.bias]
    if card.line is not None:
        parts.append(f"line {words.strike(card.line)}")
    if card.levels:
        parts.append("act at " + " ".join(words.strike(level) for level in card.levels))
    if card.setups:
        parts.append(", ".join(card.setups))
    if card.max_loss_usd is not None:
        parts.append(f"max −{card.max_loss_usd:,.0f} $")
    if card.max_trades is not None:
        parts.append(f"≤ {card.max_trades} trades")
    parts += [f"not {window}" for window in card.windows]
    if card.not_today:
        parts.append(f"will not {card.not_today}")
    if day is not None and day.amendments:
        parts.append(f"amended {len(day.amendments)}×")
    return " · ".join(parts)


def _known(agenda: Agenda) -> tuple[Event, ...]:
    return agenda.today if agenda.blackout is None else (*agenda.today, agenda.blackout)


def _usual(event: Event) -> str:
    return " (usual day, check)" if event.usual else ""
