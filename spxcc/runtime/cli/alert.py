"""`spxcc alert`: list, add and remove alerts; how often one would have fired."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import click
import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.alerts.result import AlertBook, Fired
from spxcc.runtime.choice import choose_feed, choose_replay, remote_token, running_server
from spxcc.runtime.cli.options import configured, existing, guarded, json_option
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import connected
from spxcc.ui import format as words
from spxcc.ui.panels.alerts.view_model import STATES

REFUSED = ("bad_request", "limit_reached", "too_long")
attach_option = click.option("--attach", metavar="URL", help="The server to ask; default: this user's running one.")
token_option = click.option("--token", help="Token for --attach.")


@click.group("alert")
def command() -> None:
    """Alerts, kept by the server: what is listed here is what the terminal lists.

    \b
    Examples:
      spxcc alert list
      spxcc alert add "cross below 6880"
      spxcc alert add "sweep >= 1M critical"
      spxcc alert remove 3
      spxcc alert test "flip" "setup ready" --scenario flip-loss
    """


@command.command("list")
@attach_option
@token_option
@json_option
@guarded
def list_command(attach: str | None, token: str | None, as_json: bool) -> None:
    """Alerts with their state, and what fired.

    \b
    Examples:
      spxcc alert list
      spxcc alert list --json | jq '.fired[-1]'
    """
    show(_asked(attach, token, "query", "alert.list", {}), as_json)


@command.command("add")
@click.argument("text", nargs=-1, required=True)
@attach_option
@token_option
@json_option
@guarded
def add_command(text: tuple[str, ...], attach: str | None, token: str | None, as_json: bool) -> None:
    """An alert in words: touch, cross above, cross below, flip, wall shift, regime, setup ready, sweep >= 1M, block,
    flow above 65, basis z 2, move 80%, stale, event 5m, close 15m; then once or each, info or critical, for 30m.

    \b
    Examples:
      spxcc alert add touch 6905
      spxcc alert add "cross below 6880 each critical for 2h"
    """
    show(_asked(attach, token, "command", "alert.add", {"words": " ".join(text)}), as_json)


@command.command("remove")
@click.argument("number", type=int)
@attach_option
@token_option
@json_option
@guarded
def remove_command(number: int, attach: str | None, token: str | None, as_json: bool) -> None:
    """Forget the alert with this number; what it said stays listed.

    \b
    Examples:
      spxcc alert remove 3
    """
    show(_asked(attach, token, "command", "alert.remove", {"id": number}), as_json)


@command.command("test")
@click.argument("texts", metavar="WORDS…", nargs=-1, required=True)
@click.option("--scenario", help="Scenario of the simulator; see `spxcc sim`.")
@click.option("--seed", type=int, help="Seed of the simulator.")
@click.option("--at", metavar="HH:MM", help="Exchange time to start from.")
@click.option("--replay", "sources", metavar="FILE", multiple=True, help="Files instead of the simulator; may repeat.")
@click.option("--date", metavar="YYYY-MM-DD", help="Session of the files.")
@json_option
@guarded
def test_command(
    texts: tuple[str, ...],
    scenario: str | None,
    seed: int | None,
    at: str | None,
    sources: tuple[str, ...],
    date: str | None,
    as_json: bool,
) -> None:
    """How often each of these would have fired on the simulator's day or on files, told each time it happens.

    Exit code 1: none fired.

    \b
    Examples:
      spxcc alert test "touch 6905" "flip" --scenario flip-loss
      spxcc alert test "cross below 3700" --replay spy_1min.csv --date 2021-01-04 --json
    """
    from spxcc.engines.alerts.parse import NotUnderstood
    from spxcc.runtime.alert_trial import trial, wished

    try:
        alerts = wished(texts)
    except NotUnderstood as error:
        raise UserError(str(error), 2) from None
    if sources:
        plan = choose_replay(existing(sources), date, at, None)
    else:
        plan = choose_feed(configured(feed="sim", scenario=scenario, seed=seed), at)
    fired, steps = asyncio.run(trial(plan, alerts, _progress()))
    if sys.stderr.isatty():
        click.echo(err=True)
    by_alert = {one.words: [each for each in fired if each.alert == one.id] for one in alerts}
    if as_json:
        told = {name: {"count": len(found), "fired": msgspec.to_builtins(found)} for name, found in by_alert.items()}
        click.echo(msgspec.json.encode({"title": plan.title, "steps": steps, "alerts": told}).decode())
    else:
        for name, found in by_alert.items():
            click.echo(f"{name:<24} {len(found):>4}× on {plan.title}")
            for one in found:
                click.echo(fired_text(one))
    sys.exit(0 if fired else 1)


def show(book: AlertBook, as_json: bool) -> None:
    """The book for people, or as JSON."""
    if as_json:
        click.echo(msgspec.json.encode(book).decode())
        return
    for row in book.rows:
        often = "once" if row.alert.once else "each"
        click.echo(f"[{row.alert.id}] {row.alert.words:<24} {STATES[row.status]:<20} {often:<5}{row.alert.severity}")
    if not book.rows:
        click.echo('no alerts; add one: spxcc alert add "cross below 6880"', err=True)
    for one in book.fired:
        click.echo(f"{'  ' if one.acknowledged else '! '}{fired_text(one).strip()}")


def fired_text(one: Fired) -> str:
    """`    14:31:52  crossed below 6,880.00  at 6,879.40`."""
    price = "" if one.price is None else f"  at {words.price(one.price)}"
    return f"    {words.day(one.at)} {words.clock(one.at)}  {one.words}{price}"


def _progress() -> Any:
    """Market time reached, once a quarter of an hour of it, where somebody looks."""
    reached = [0]

    def told(now: int) -> None:
        if now // 900_000 != reached[0] and sys.stderr.isatty():
            reached[0] = now // 900_000
            click.echo(f"\r{words.clock(now, seconds=False)}", nl=False, err=True)

    return told


def _asked(attach: str | None, token: str | None, kind: str, name: str, args: Mapping[str, Any]) -> AlertBook:
    found = None if attach is not None else running_server()
    if attach is None and found is None:
        raise UserError("expected a running server, found none; start `spxcc` or name another one by --attach URL", 3)
    return asyncio.run(_ask(attach or (found.url if found is not None else ""), token, kind, name, args))


async def _ask(url: str, token: str | None, kind: str, name: str, args: Mapping[str, Any]) -> AlertBook:
    """Connect, ask once, leave. Raises UserError."""
    desk = DeskClient(SystemClock())
    desk.connect(url, remote_token(token), ())
    connection = asyncio.ensure_future(desk.run())
    try:
        await connected(desk.store, desk.wall, url)
        answer = await (desk.query(name, args) if kind == "query" else desk.command(name, args))
        return msgspec.convert(answer, AlertBook)
    except RequestFailed as error:
        raise UserError(error.message, 2 if error.code in REFUSED else 1) from None
    finally:
        desk.close()
        await asyncio.wait({connection})
