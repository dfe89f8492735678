"""The state of the risk card: the hardest rule that holds decides, and is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from spxcc.engines.common import UnixMillis
from spxcc.engines.risk.params import RiskRules
from spxcc.engines.risk.result import Override, Risk, RiskWord

MINUTE_MS = 60_000
HARDNESS: tuple[RiskWord, ...] = ("GO", "REDUCED", "COOLDOWN", "DONE")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the rules need of a marked trade (market ms, R, US dollars)."""

    opened: UnixMillis
    closed: UnixMillis | None = None
    r: float | None = None
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The session's close and what asks for quiet now: (words, until when)."""

    now: UnixMillis
    close_at: UnixMillis
    quiet: tuple[tuple[str, UnixMillis], ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: RiskWord
    key: str | None
    rule: str
    until: UnixMillis | None = None


def streak_of(marks: Sequence[Mark]) -> tuple[int, UnixMillis | None]:
    """Losses in a row up to the last closed trade, and when the last of them was closed."""
    closed = sorted((mark for mark in marks if mark.closed is not None), key=lambda mark: mark.closed or 0)
    count = 0
    for mark in reversed(closed):
        if mark.r is None or mark.r >= 0:
            break
        count += 1
    return count, closed[-1].closed if count else None


def judge(rules: RiskRules, marks: Sequence[Mark], day: Day, overrides: Sequence[Override] = ()) -> Risk:
    """The card as of `day.now`, as if the rules in `overrides` did not hold. Later marks than that do not count."""
    known = [mark for mark in marks if mark.opened <= day.now]
    closed = [mark for mark in known if mark.closed is not None]
    told = [mark.usd for mark in closed if mark.usd is not None]
    streak, last_loss = streak_of(known)
    trade_usd, trade_words = risk_of_trade(rules)
    sums = Risk(
        state="GO",
        rule="no rule of yours holds",
        day_r=round(sum(mark.r for mark in closed if mark.r is not None), 4),
        day_usd=round(sum(told), 2) if len(told) == len(closed) else None,
        trades=len(known),
        open=len(known) - len(closed),
        streak=streak,
        max_loss_r=rules.max_loss_r,
        max_loss_usd=rules.max_loss_usd,
        max_trades=rules.max_trades,
        last_entry=day.close_at - rules.last_entry_min * MINUTE_MS,
        flatten=day.close_at - rules.flatten_min * MINUTE_MS,
        overrides=tuple(overrides),
        trade_usd=trade_usd,
        trade_words=trade_words,
        max_debit=rules.max_debit,
    )
    verdicts = [*_done(rules, sums, day), *_cooling(rules, sums, day, last_loss), *_reduced(rules, sums, closed)]
    aside = {one.key for one in overrides}
    standing = [one for one in verdicts if one.key is None or one.key not in aside]
    if not standing:
        return sums
    return _with(sums, max(standing, key=lambda verdict: HARDNESS.index(verdict.state)), rules.reduced_share)


def _with(risk: Risk, one: _Verdict, reduced: float) -> Risk:
    share = reduced if one.state == "REDUCED" else 0.0
    return replace(risk, state=one.state, rule=one.rule, until=one.until, key=one.key, share=share)


def risk_of_trade(rules: RiskRules) -> tuple[float | None, str]:
    """Dollars that one trade may lose, and what they are made of; else `None` and what is missing."""
    if rules.trade_usd is not None:
        return rules.trade_usd, "your limit of a trade"
    if rules.max_loss_usd is None or not rules.max_loss_r or not rules.max_trade_r:
        return None, "neither risk.trade_usd nor a loss of the day in dollars and in R is set"
    usd = rules.max_loss_usd / rules.max_loss_r * rules.max_trade_r
    return usd, f"{rules.max_loss_usd:,.0f} $ of the day / {rules.max_loss_r:g}R × {rules.max_trade_r:g}R of a trade"


def _done(rules: RiskRules, risk: Risk, day: Day) -> Iterator[_Verdict]:
    if rules.max_loss_r is not None and risk.day_r <= -rules.max_loss_r:
        yield _Verdict(
            "DONE", f"max_loss_r {risk.day_r:g}", f"day {risk.day_r:+.1f}R reached your limit of −{rules.max_loss_r:g}R"
        )
    if rules.max_loss_usd is not None and risk.day_usd is not None and risk.day_usd <= -rules.max_loss_usd:
        yield _Verdict(
            "DONE",
            f"max_loss_usd {risk.day_usd:g}",
            f"day {risk.day_usd:+,.0f} $ reached your limit of −{rules.max_loss_usd:,.0f} $",
        )
    if rules.stop_after is not None and risk.streak >= rules.stop_after:
        yield _Verdict(
            "DONE",
            f"stop_after {risk.streak}",
            f"{risk.streak} losses in a row; your rule: stop after {rules.stop_after}",
        )
    if rules.max_trades is not None and risk.trades >= rules.max_trades:
        yield _Verdict("DONE", f"max_trades {risk.trades}", f"{risk.trades} of {rules.max_trades} trades used")
    if day.now >= day.close_at:
        yield _Verdict("DONE", None, "the session is over")
    elif risk.flatten is not None and day.now >= risk.flatten and risk.open:
        yield _Verdict(
            "DONE", "flatten", f"your flatten clock: {rules.flatten_min} min before the close, {risk.open} open"
        )
    elif risk.last_entry is not None and day.now >= risk.last_entry:
        yield _Verdict("DONE", "last_entry", f"past your last entry, {rules.last_entry_min} min before the close")


def _cooling(rules: RiskRules, risk: Risk, day: Day, last_loss: UnixMillis | None) -> Iterator[_Verdict]:
    if rules.cool_after is not None and risk.streak >= rules.cool_after and last_loss is not None:
        until = last_loss + rules.cool_down_min * MINUTE_MS
        if day.now < until:
            yield _Verdict(
                "COOLDOWN",
                f"cool_after {risk.streak}",
                f"{risk.streak} losses in a row; your rule: {rules.cool_down_min} min off",
                until,
            )
    for words, until in day.quiet:
        yield _Verdict("COOLDOWN", f"quiet {words}", words, until)


def _reduced(rules: RiskRules, risk: Risk, closed: Sequence[Mark]) -> Iterator[_Verdict]:
    if rules.one_position and risk.open:
        yield _Verdict(
            "REDUCED", f"one_position {risk.open}", "one position is open; your rule: one at a time, none is added to"
        )
    if rules.max_loss_r is not None and risk.day_r <= -rules.reduce_at * rules.max_loss_r:
        yield _Verdict(
            "REDUCED",
            f"reduce_r {risk.day_r:g}",
            f"day {risk.day_r:+.1f}R is {rules.reduce_at:.0%} of your limit or more",
        )
    if (
        rules.max_loss_usd is not None
        and risk.day_usd is not None
        and risk.day_usd <= -rules.reduce_at * rules.max_loss_usd
    ):
        yield _Verdict(
            "REDUCED",
            f"reduce_usd {risk.day_usd:g}",
            f"day {risk.day_usd:+,.0f} $ is {rules.reduce_at:.0%} of your limit or more",
        )
    worst = min((mark.r for mark in closed if mark.r is not None), default=0.0)
    if rules.max_trade_r is not None and worst < -rules.max_trade_r - 1e-9:
        yield _Verdict(
            "REDUCED",
            f"max_trade_r {worst:g}",
            f"a trade lost {-worst:.1f}R; your rule: at most {rules.max_trade_r:g}R",
        )
