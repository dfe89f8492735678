"""How far a command is, on standard error, where somebody watches."""

import sys

import click

from spxcc.runtime.clock import SystemClock

EVERY_S = 0.5
FIRST_S = 1.0


class ProgressLine:
    """One line that is written over; silent for the first second and where standard error is no terminal."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._told = self._clock.monotonic() + FIRST_S - EVERY_S
        self._there = False

    def tell(self, what: str, done: int, of: int) -> None:
        """`what 40 %`, at most twice a second."""
        now = self._clock.monotonic()
        if now - self._told < EVERY_S or not sys.stderr.isatty():
            return
        self._told, self._there = now, True
        click.echo(f"\r{what} {100 * done / max(of, 1):.0f} % ({done:,} of {of:,} steps)", err=True, nl=False)

    def clear(self) -> None:
        """Leave an empty line."""
        if self._there:
            click.echo("\r" + " " * 60 + "\r", err=True, nl=False)
            self._there = False
