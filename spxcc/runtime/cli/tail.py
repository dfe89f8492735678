"""`spxcc tail`: channels of the running server as lines."""

import asyncio
import os
import sys

import click

from spxcc.client.store import Store
from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.market.clock import Clock
from spxcc.market.units import NANOS_PER_SECOND, UnixMillis
from spxcc.protocol.channel import Channel
from spxcc.runtime.cli.options import guarded
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.tail.channels import channel_named
from spxcc.runtime.tail.pace import Pace
from spxcc.runtime.tail.reading import address_of, answered, reading, refusals, start
from spxcc.runtime.tail.rows import Row, Tap, json_line, plain, text_line
from spxcc.runtime.tail.since import Since, since_of
from spxcc.runtime.tail.spoken import age, sentence, subject
from spxcc.runtime.tail.where import Test, where

SPOKEN = ("price:SPX", "gex:SPX", "levels:update", "regime:update", "setups:update", "coach:message", "status")
"""What a listener hears who names no channel."""
POLL_S = 0.05
SILENT_S = 2.5
STOP_S = 15.0
"""Without a connection for this long the command ends."""


@click.command("tail")
@click.argument("channels", nargs=-1)
@click.option("--where", "expression", metavar="EXPR", help="Only what this holds for: premium>=250k and type==sweep")
@click.option("--since", metavar="T", help="What happened from this market time on: 15m (ago), 14:30, or ISO.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--line", "spoken", is_flag=True, help="One plain sentence a change, at a pace a screen reader keeps.")
@click.option("--attach", metavar="URL", help="The server to read; default: this user's running one.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--count", type=click.IntRange(1), help="End after so many lines.")
@click.option("--seconds", type=click.FloatRange(0.1), help="End after so long.")
@guarded
def command(
    channels: tuple[str, ...],
    expression: str | None,
    since: str | None,
    as_json: bool,
    spoken: bool,
    attach: str | None,
    token: str | None,
    count: int | None,
    seconds: float | None,
) -> None:
    """Stream CHANNELs of the running server, a line for each value, member or event.

    --since goes on without gap or repeat from what the server remembers (the newest 512 events, 15 minutes); where
    that is less than asked for, standard error says so. Collections are told by their members changed since then.
    A connection that breaks is continued in the same way.

    \b
    Examples:
      spxcc tail flow:alert --where 'premium>=250k and type==sweep'
      spxcc tail price gex --json | jq .data.price
      spxcc tail flow:alert coach:message --since 15m --json | head -20
      spxcc tail --line
    """
    if as_json and spoken:
        raise UserError("expected --json or --line, found both; leave one of them out")
    named = channels or ((*SPOKEN, *(("alerts",) if attach is None else ())) if spoken else ())
    if not named:
        raise UserError("expected a channel such as price:SPX, found none; `spxcc tail --line` needs none")
    wanted = tuple({one.name: one for one in map(channel_named, named)}.values())
    tests = [where(expression)] if expression is not None else []
    asked = None if since is None else since_of(since)
    writer = Writer(spoken, as_json, tests, count)
    asyncio.run(_tail(address_of(attach), token, wanted, writer, seconds, asked))
    sys.exit(0)


class Writer:
    """Turns rows into lines on standard output; `done` once `count` lines were written or nobody reads on."""

    def __init__(self, spoken: bool, as_json: bool, tests: list[Test], count: int | None) -> None:
        self.spoken = spoken
        self.done = False
        self.since_ms: UnixMillis | None = None
        self._as_json = as_json
        self._tests = tests
        self._left = count
        self._pace = Pace()
        self._heard: list[Row] = []

    def hear(self, row: Row) -> None:
        """A row was accepted."""
        self._heard.append(row)

    def note(self, text: str, about: str) -> None:
        """Something about the stream itself: a sentence for listeners, standard error for the others."""
        if self.spoken:
            self._pace.offer(text, about)
        else:
            click.echo(f"spxcc: {text}", err=True)

    def turn(self, store: Store, now: float) -> None:
        """Write what is due."""
        heard, self._heard = self._heard, []
        for row in heard:
            simple = plain(row)
            if not self._wanted(simple):
                continue
            if self.spoken:
                self._pace.offer(sentence(row, store), subject(row))
            else:
                self._write(json_line(simple) if self._as_json else text_line(simple))
        if self.spoken and (text := self._pace.take(now)) is not None:
            self._write(text)

    def _wanted(self, row: Row) -> bool:
        dated = row.snapshot or row.change == "event"
        if self.since_ms is not None and dated and _instant(row) < self.since_ms:
            return False
        return all(test(row.data) for test in self._tests)

    def _write(self, line: str) -> None:
        if self.done:
            return
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still in the buffer has no reader; the interpreter must not try again when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.done = True
            return
        if self._left is not None:
            self._left -= 1
            self.done = self._left <= 0


def _instant(row: Row) -> float:
    """When a row happened, ms: its own instant where it has one."""
    data = row.data if isinstance(row.data, dict) else {}
    found = next((data[name] for name in ("ts_event", "ts", "updated", "start") if name in data), row.as_of)
    return float(found) if isinstance(found, int | float) else 0.0


async def _tail(
    url: str, token: str | None, channels: tuple[Channel, ...], writer: Writer, seconds: float | None,
    since: Since | None,
) -> None:  # fmt: skip
    clock = SystemClock()
    store = Tap(clock, channels, writer.hear)
    store.register(STATUS)
    async with reading(store, clock, url, token, channels if since is None else ()) as client:
        if since is not None:
            writer.since_ms = await start(client, store, clock, channels, since, lambda text: writer.note(text, text))
        told, lost_at, started = False, None, clock.monotonic()
        while not writer.done and (seconds is None or clock.monotonic() - started < seconds):
            now = clock.monotonic()
            writer.turn(store, now)
            if not told and answered(store, channels):
                told = True
                _check_refusals(store, channels, writer)
            lost_at = _connection(store, now, lost_at, writer)
            _freshness(store, clock, writer)
            await clock.sleep(POLL_S)


def _check_refusals(store: Store, channels: tuple[Channel, ...], writer: Writer) -> None:
    refused = refusals(store, channels)
    if len(refused) == len(channels):
        raise UserError(f"expected a channel that the server has, found {'; '.join(refused)}")
    for text in refused:
        writer.note(text, text)


def _connection(store: Store, now: float, lost_at: float | None, writer: Writer) -> float | None:
    """When the connection was lost, `None` while it is up. Raises UserError after `STOP_S` without one."""
    link = store.connection
    if link.phase == "open":
        if lost_at is not None:
            writer.note("connected again", "connection")
        return None
    if lost_at is None:
        writer.note(f"connection lost: {link.text}", "connection")
        return now
    if link.phase == "locked" or now - lost_at > STOP_S:
        raise UserError(f"the connection is gone: {link.text}", 3)
    return lost_at


def _freshness(store: Store, clock: Clock, writer: Writer) -> None:
    """Listeners are told when the price stands still."""
    meta = store.meta(price_channel("SPX").name)
    if not writer.spoken or meta is None or meta.received_ns is None:
        return
    silent = (clock.now() - meta.received_ns) / NANOS_PER_SECOND
    if meta.stale or silent > SILENT_S:
        writer.note(
            f"data is stale, nothing new for {age(silent // 10 * 10)}" if silent >= 10 else "data is stale", "stale"
        )
