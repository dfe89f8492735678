"""Numbers of the day: plan card, risk card and calendar, as the cards and the lines around the panels tell them."""

from collections.abc import Iterator, Sequence

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.plan.result import DayPlan, Difference, Trade
from spxcc.engines.session.result import STATUS
from spxcc.engines.why.result import EPOCH_MS, Input, Row
from spxcc.ui import format as words
from spxcc.ui.day_words import MINUTE_MS, blackout_now, event_words, hours_left
from spxcc.ui.frame import Frame
from spxcc.ui.screens.numbers.number import Number, counted, left, made, said
from spxcc.ui.screens.numbers.size import size_numbers

R, USD = "R", "USD"
MARKED = "the result that you marked"
YOURS = "your limit: settings, or the card of the day where that is tighter"


def day_numbers(frame: Frame) -> Iterator[Number]:
    """Of the calendar and of both cards."""
    yield from calendar_numbers(frame)
    yield from risk_numbers(frame)
    yield from plan_numbers(frame)


def calendar_numbers(frame: Frame) -> Iterator[Number]:
    """Time to the next event, to the end of a quiet time and to the open; the server's minutes to the event."""
    agenda, now = frame.source.get(AGENDA), frame.session_now
    if agenda is not None and agenda.minutes is not None:
        yield Number(f"{AGENDA.name}.minutes", "minutes to the next event", f"{agenda.minutes}")
    if agenda is not None and now is not None:
        event = next((one for one in agenda.today if one.at >= now), None)
        if event is not None:
            ends = (Input("at", float(event.at), EPOCH_MS, f"{AGENDA.name}.today"), Input("now", float(now), EPOCH_MS))
            minutes = -(-(event.at - now) // MINUTE_MS)
            text, label = event_words(event, now).rpartition(" in ")[2], f"{event.name} in"
            told, how = f"Minutes until {event.name}; a begun one counts.", f"-floor((now - at) / {MINUTE_MS})"
            yield made(frame, f"calendar.{event.id}.minutes", label, text, minutes, "min", told, how, ends)
    quiet = blackout_now(frame)
    if quiet is not None:
        end = f"{AGENDA.name}.blackout.quiet_until"
        yield from left(frame, f"calendar.{quiet.id}.quiet", f"quiet time of {quiet.name}", quiet.quiet_until, end)
    status = frame.source.get(STATUS)
    opens = None if status is None or status.status == "open" else words.iso_millis(status.next_open)
    if opens is not None and now is not None and opens > now:
        ends = (Input("end", float(opens), EPOCH_MS, "status.next_open"), Input("now", float(now), EPOCH_MS))
        told, text = "Time until the open of regular hours.", hours_left(opens - now)
        yield made(frame, "calendar.open", "open in", text, float(opens - now), "ms", told, "end - now", ends)


def risk_numbers(frame: Frame) -> Iterator[Number]:
    """Sums and counts of the marked trades, the limits, the rule that decided, each result."""
    day = frame.day
    if day is None:
        return
    risk, closed = day.risk, [one for one in day.trades if one.closed is not None]
    told = "Sum of the results of the trades that you marked, in "
    of_r = [Row(_name(one), one.r) for one in closed if one.r is not None]
    yield made(frame, "risk.day_r", "day", words.signed(risk.day_r, 1), risk.day_r, R, f"{told}R.", *_sum(of_r, 4))
    if risk.day_usd is not None:
        of_usd = [Row(_name(one), one.usd) for one in closed if one.usd is not None]
        text = words.signed(risk.day_usd, 0)
        yield made(frame, "risk.day_usd", "day $", text, risk.day_usd, USD, f"{told}dollars.", *_sum(of_usd, 2))
    still = [_name(one) for one in day.trades if one.closed is None]
    yield counted(frame, "risk.trades", "trades", [_name(one) for one in day.trades], "Trades that you marked.")
    yield counted(frame, "risk.open", "open trades", still, "Marked trades without a result.")
    yield counted(frame, "risk.streak", "losses in a row", _losses(closed), "Losses up to the last closed trade.")
    for field in ("max_loss_r", "max_loss_usd", "max_trades"):
        yield from _limit(frame, field, getattr(risk, field))
    yield said(frame, "risk.rule", f"why {risk.state}", risk.rule, "The hardest of your rules that holds.",
               (Input("day_r", risk.day_r, R), Input("streak", float(risk.streak), "losses")))  # fmt: skip
    for at, one in enumerate(risk.overrides):
        told = f"Set aside for today by you: {one.reason}"
        yield said(frame, f"risk.overrides.{at}", f"overridden {words.clock(one.at, seconds=False)}", one.rule, told)
    for trade in closed:
        yield from _result(frame, trade)
    yield from size_numbers(frame)


def plan_numbers(frame: Frame) -> Iterator[Number]:
    """How often the card was amended, and what was done against what was planned."""
    day = frame.day
    if day is None:
        return
    reasons = [one.reason for one in day.amendments]
    yield counted(frame, "plan.amended", "amended", reasons, "Changes after the card was frozen.")
    for at, line in enumerate(day.differences):
        yield _done(frame, day, at, line)


def _done(frame: Frame, day: DayPlan, at: int, line: Difference) -> Number:
    """What was done, in the words of its line, with the trades that it was read from."""
    rows = [Row(_name(one), one.usd or 0.0) for one in day.trades]
    formula = f"{line.what}: what your marked trades say against the card."
    return said(frame, f"plan.done.{at}", f"{line.what} done", line.done, formula, rows=rows, also=(line.planned,))


def _limit(frame: Frame, field: str, value: float | None) -> Iterator[Number]:
    if value is not None:
        own = (Input("limit", float(value), "", YOURS),)
        label = field.replace("_", " ")
        also = (f"−{value:,g}", f"{value:,.0f}")
        yield made(frame, f"risk.{field}", label, f"−{value:g}", value, "", "A limit of your own.", "limit", own,
                   also=also)  # fmt: skip


def _result(frame: Frame, trade: Trade) -> Iterator[Number]:
    for field, unit, digits, value in (("r", R, 2, trade.r), ("usd", USD, 0, trade.usd)):
        if value is not None:
            own, path = (Input("marked", value, unit, MARKED),), f"risk.trades.{trade.id}.{field}"
            text = words.signed(value, digits)
            yield made(frame, path, f"{_name(trade)} {field}", text, value, unit, "As you marked it.", "marked", own)


def _sum(rows: Sequence[Row], digits: int) -> tuple[str, tuple[Input, ...], Sequence[Row]]:
    """Expression, inputs and rows of a sum that is rounded as the server rounds it."""
    return (f"round(sum(rows), {digits})", (), rows) if rows else ("none", (Input("none", 0.0),), ())


def _losses(closed: Sequence[Trade]) -> list[str]:
    found: list[str] = []
    for trade in sorted(closed, key=lambda one: one.closed or 0, reverse=True):
        if trade.r is None or trade.r >= 0:
            break
        found.append(_name(trade))
    return found


def _name(trade: Trade) -> str:
    return f"{words.clock(trade.opened, seconds=False)} {trade.label}"
