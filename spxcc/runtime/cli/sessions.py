"""`spxcc sessions`: what was recorded."""

from pathlib import Path

import click
import msgspec

from spxcc.ledger.recording.library import Listed, find, listed, sessions
from spxcc.market.session import to_exchange
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths

SPARKS = "▁▂▃▄▅▆▇█"
PICTURE_WIDTH = 16


@click.command("sessions")
@click.argument("session", required=False)
@json_option
@guarded
def command(session: str | None, as_json: bool) -> None:
    """List the recorded sessions, the newest first; with a name, all about that one.

    \b
    Examples:
      spxcc sessions
      spxcc sessions 2026-03-24_sim --json
      spxcc replay 2026-03-24_sim --at 14:00
    """
    folder = user_paths().sessions
    found = [listed(path) for path in (sessions(folder) if session is None else [session_path(session)])]
    if as_json:
        rows = [as_row(one) for one in found]
        click.echo(msgspec.json.encode(rows if session is None else rows[0]).decode())
        return
    if session is not None:
        _print_one(found[0])
        return
    if not found:
        click.echo(f"no sessions in {folder}; every run of `spxcc` and `spxcc serve` is recorded there", err=True)
    for one in found:
        click.echo(line_of(one))


def session_path(name: str) -> Path:
    """The file of a session: a path, or a name in the folder of recordings. Raises UserError."""
    path = Path(name)
    if path.exists():
        return path
    folder = user_paths().sessions
    found = find(folder, name)
    if found is None:
        raise UserError(
            f"expected the name of one session in {folder} or a file, found {name[:80]!r}; see `spxcc sessions`"
        )
    return found


def spark(prices: tuple[float, ...], width: int = PICTURE_WIDTH) -> str:
    """A line of `width` blocks from the lowest to the highest; empty without prices."""
    if not prices:
        return ""
    chosen = [prices[at * len(prices) // width] for at in range(width)] if len(prices) > width else prices
    low, high = min(chosen), max(chosen)
    span = (high - low) or 1.0
    return "".join(SPARKS[min(int((price - low) / span * len(SPARKS)), len(SPARKS) - 1)] for price in chosen)


def line_of(one: Listed) -> str:
    """Name, picture, range of the market, span, events, size, state."""
    if one.info is None:
        return f"{one.name:<48} {one.problem}"
    low, high = one.low, one.high
    market = "" if low is None or high is None else f"{low:,.0f}–{high:,.0f}"
    return (
        f"{one.name:<48} {spark(one.prices):<{PICTURE_WIDTH}} {market:<13} {_span(one):<11} "
        f"{one.progress.events:>10,} events {one.size / 2**20:>7.1f} MB  {one.state}"
    ).rstrip()


def as_row(one: Listed) -> dict[str, object]:
    """For `--json`."""
    progress = one.progress
    return {
        "name": one.name, "path": str(one.path), "bytes": one.size, "problem": one.problem or None,
        "session": one.info, "events": progress.events, "steps": progress.steps,
        "from": _iso(progress.first_step), "to": _iso(progress.last_step), "low": one.low, "high": one.high,
        "prices": one.prices, "kinds": dict(sorted(progress.kinds.items())), "digest": progress.digest or None,
        "frames": progress.frames, "gaps": one.gaps, "closed": progress.closed, "recording": one.recording,
        "failure": progress.failure or None,
    }  # fmt: skip


def _print_one(one: Listed) -> None:
    from spxcc.ledger.recording.reader import SessionFile

    click.echo(line_of(one))
    if one.info is None:
        return
    for name in ("feed", "mode", "title", "program", "python", "machine"):
        click.echo(f"{name:<12}{getattr(one.info, name)}")
    for kind, count in sorted(one.progress.kinds.items()):
        click.echo(f"{'events':<12}{count:>10,} {kind}")
    for sentence in one.info.provenance:
        click.echo(f"{'from':<12}{sentence}")
    with SessionFile(one.path) as session:
        for gap in session.gaps():
            click.echo(f"{'gap':<12}{to_exchange(gap.start):%H:%M}–{to_exchange(gap.until):%H:%M} {gap.what}")
    click.echo(f"{'digest':<12}{one.progress.digest} ({one.progress.frames:,} frames, {one.progress.steps:,} steps)")
    if one.progress.failure:
        click.echo(f"{'stopped':<12}{one.progress.failure}")


def _span(one: Listed) -> str:
    first, last = one.progress.first_step, one.progress.last_step
    return "" if first is None or last is None else f"{to_exchange(first):%H:%M}–{to_exchange(last):%H:%M}"


def _iso(instant: int | None) -> str | None:
    return None if instant is None else to_exchange(instant).isoformat()
