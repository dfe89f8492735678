"""`spxcc score`: what the setups are worth, from the ledger; `--days` decides recorded days again and keeps them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from spxcc.engines.outcomes.result import OutcomeRow
from spxcc.engines.score.result import ScoreResult
from spxcc.ledger.database import LedgerError, open_database
from spxcc.ledger.forward_days import ForwardDays
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths


@click.command("score")
@click.argument("setup", required=False)
@click.option("--days", "file", metavar="FILE", type=click.Path(path_type=Path), help="Minute bars to decide again.")
@click.option(
    "--date", metavar="YYYY-MM-DD", help="With --days: this session alone, outcome by outcome; keeps nothing."
)
@click.option("--ledger", metavar="FILE", type=click.Path(path_type=Path), help="Another ledger than this user's.")
@click.option("--forward", is_flag=True, help="Only what was measured live.")
@click.option("--lag", type=click.IntRange(0, 1), default=0, help="1: results of entries a minute later.")
@click.option("--audit", is_flag=True, help="Follow the chain of hashes; exit code 1 where it is broken.")
@click.option("--walls", metavar="SCENARIO", help="What walls do where dealers hedge, on days of that book (pin).")
@click.option("--cone", metavar="FILE", type=click.Path(path_type=Path), help="Minute bars: how often the cone held.")
@click.option("--count", type=click.IntRange(10, 2000), default=200, show_default=True, help="Days of --walls.")
@click.option("--seed", type=click.IntRange(min=1), default=1, show_default=True, help="First seed of --walls.")
@click.option("--markdown", is_flag=True, help="The README's page.")
@json_option
@guarded
def command(
    setup: str | None, file: Path | None, date: str | None, ledger: Path | None, forward: bool, lag: int, audit: bool,
    walls: str | None, cone: Path | None, count: int, seed: int, markdown: bool, as_json: bool,
) -> None:  # fmt: skip
    """Outcomes of the setups: share of targets with n, days, interval and null, beside random entries.

    A run with --days may be stopped at any time; the same command goes on where it was.

    \b
    Examples:
      spxcc score
      spxcc score mean_reversion --json
      spxcc score --days spy_1min.parquet
      spxcc score --days spy_1min.parquet --date 2024-08-05
      spxcc score --audit
      spxcc score --walls pin
      spxcc score --cone spy_1min.parquet
    """
    if walls is not None:
        _walls(walls, count, seed, as_json)
        return
    if cone is not None:
        _cone(cone, markdown, as_json)
        return
    if date is not None:
        if file is None:
            raise UserError("expected --days FILE with --date, found none")
        _one_day(file, date, setup, as_json)
        return
    try:
        database = open_database(ledger or user_paths().ledger_file)
        kept, live = OutcomeLedger(database), ForwardDays(database)
    except LedgerError as error:
        raise UserError(str(error)) from None
    try:
        if file is not None:
            _decide(kept, file)
        if audit:
            _audit(kept, as_json)
        elif markdown:
            _page(kept, live)
        else:
            _scores(kept, live, setup, forward, lag, as_json)
    finally:
        database.close()


def _scores(
    kept: OutcomeLedger, live: ForwardDays, setup: str | None, forward: bool, lag: int, as_json: bool
) -> None:  # fmt: skip
    from spxcc.runtime.score.read import scored

    result = scored(kept, live, forward, setup)
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
    else:
        _table(result, lag)


def _page(kept: OutcomeLedger, live: ForwardDays) -> None:
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.runtime.score.decide import decidable
    from spxcc.runtime.score.markdown import page
    from spxcc.runtime.score.read import scored

    book = next(iter(kept.books()), None)
    dates = [] if book is None else sorted(kept.days(book.book))
    span = (dates[0], dates[-1]) if dates else None
    click.echo(page(scored(kept, live), book, span, decidable(shipped())[1], kept.verify()))


def _audit(kept: OutcomeLedger, as_json: bool) -> None:
    """Exit code 1 where the chain is broken."""
    found = kept.verify()
    if as_json:
        click.echo(msgspec.json.encode({"rows": found.rows, "head": found.head, "fault": found.fault}).decode())
    else:
        click.echo(f"{found.rows} outcomes, {'the chain holds' if found.fault is None else found.fault}")
        click.echo(f"head {found.head}")
    sys.exit(0 if found.fault is None else 1)


def _table(result: ScoreResult, lag: int) -> None:
    from spxcc.runtime.score.table import COLOURS, HEAD, notes_of, rows_of

    if result.note is not None:
        click.echo(result.note)
        return
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(HEAD)
    for line, source in rows_of(result, lag):
        click.echo(click.style(line, fg=COLOURS[source]) if colour else line)
    for note in notes_of(result.cells):
        click.echo(note)


def _decide(kept: OutcomeLedger, file: Path) -> None:
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.runtime.score.days import read_days
    from spxcc.runtime.score.run import score_days

    click.echo(f"reading {file.name}", err=True)
    days = read_days(file)
    summary = score_days(days, shipped(), kept, progress())
    click.echo(
        f"{summary.days} days {summary.first}…{summary.last} of {summary.title}: {summary.outcomes} new outcomes, "
        f"{summary.skipped} days were there already; book {summary.book}", err=True,
    )  # fmt: skip
    click.echo(f"warm-up {', '.join(days.first)}", err=True)
    for date, remark in summary.remarks.items():
        click.echo(f"note {date}: {remark}", err=True)
    for kind, why in summary.refused.items():
        click.echo(f"not decided {kind}: {why}", err=True)


def _one_day(file: Path, date: str, setup: str | None, as_json: bool) -> None:
    """One session again, with every outcome; random entries take the other days, so they are left out."""
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.runtime.clock import SystemClock
    from spxcc.runtime.score.days import read_days
    from spxcc.runtime.score.decide import decidable, decide

    days = read_days(file)
    day = next((one for one in days.days if one.date == date), None)
    if day is None:
        raise UserError(f"expected a session of {days.days[0].date} to {days.days[-1].date}, found {date[:16]!r}")
    clock = SystemClock()
    began = clock.monotonic()
    decided = decide(day, [one for one in decidable(shipped())[0] if setup in (None, one.kind)], None)
    took = clock.monotonic() - began
    if as_json:
        click.echo(msgspec.json.encode({"date": date, "seconds": round(took, 3), "outcomes": decided.found}).decode())
        return
    for one in decided.found:
        click.echo(outcome_line(one.row))
    click.echo(f"{len(decided.found)} outcomes of {decided.armed} armed, decided in {1000 * took:.0f} ms", err=True)


def outcome_line(row: OutcomeRow) -> str:
    """`10:31 mean_reversion long  VW-2  entry 5,210.10 stop … → stopped −1.02 R`."""
    from spxcc.ui import format as words

    order = row.order
    side, shadow = ("long " if order.side > 0 else "short"), " shadow" if order.shadow else ""
    result = "" if row.r is None else f" {row.r:+.2f} R"
    entry = words.ABSENT if row.entry is None else words.price(row.entry)
    return (
        f"{words.clock(order.decided_at, seconds=False)} {order.kind:<22}{side} {order.level_id:<8} entry {entry} "
        f"stop {words.price(order.stop)} T1 {words.price(order.t1)} → {row.verdict}{result}{shadow} ({row.reason})"
    )


def _walls(name: str, count: int, seed: int, as_json: bool) -> None:
    """Days of the hedging simulator at four strengths."""
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.feeds.simulator.scenarios import scenario_named
    from spxcc.runtime.score.wall_text import wall_lines
    from spxcc.runtime.score.walls import report

    try:
        scenario = scenario_named(name)
    except ValueError as error:
        raise UserError(str(error)) from None
    fade = next(one for one in shipped() if one.kind == "fade_at_wall")
    found = report(scenario, fade, count, told=lambda words: click.echo(words, err=True), first=seed)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for line in wall_lines(found):
        click.echo(line)


def _cone(file: Path, markdown: bool, as_json: bool) -> None:
    """Coverage of the cone on recorded days; keeps nothing."""
    from spxcc.runtime.score.cone import measured
    from spxcc.runtime.score.cone_text import cone_lines, cone_page
    from spxcc.runtime.score.days import read_days

    found = measured(read_days(file))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for line in (cone_page(found),) if markdown else cone_lines(found):
        click.echo(line)


def progress() -> Callable[[int, int, str], None]:
    """A bar on a terminal, a line every 25 days elsewhere."""
    terminal = sys.stderr.isatty()

    def told(done: int, count: int, date: str) -> None:
        if terminal:
            filled = 30 * done // max(count, 1)
            click.echo(f"\r{'█' * filled}{'░' * (30 - filled)} {done}/{count} {date:<10}", nl=not date, err=True)
        elif done % 25 == 0 or not date:
            click.echo(f"{done}/{count} {date}", err=True)

    return told
