"""Options that several commands share, and how a command ends."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from spxcc.runtime.config import Config, load
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths

F = TypeVar("F", bound=Callable[..., Any])


class Speed(click.ParamType[float | None]):
    """A factor above 0, or `max`."""

    name = "speed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | None:
        """`max` is `None`: as fast as it goes."""
        if value is None or value == "max":
            return None
        try:
            speed = float(value)
        except ValueError:
            speed = 0.0
        if not 0 < speed < 1e6:
            self.fail(f"expected a factor above 0 (0.5, 60) or max, found {str(value)[:24]!r}", param, ctx)
        return speed


def feed_options(command: F) -> F:
    """--feed, --scenario, --seed."""
    for option in (
        click.option("--seed", type=int, help="Seed of the simulator."),
        click.option("--scenario", help="Scenario of the simulator; see `spxcc sim`."),
        click.option("--feed", type=click.Choice(["auto", "sim", "cboe", "massive"]), help="Source of data."),
    ):
        command = option(command)
    return command


def past_options(command: F) -> F:
    """--at, --session: of a session that is over."""
    for option in (
        click.option("--session", "sources", multiple=True, metavar="SOURCE",
                     help="With --at: the recorded session or files; default: the newest session that has that time."),
        click.option("--at", metavar="T", help="As it stood then, in a recorded session: 14:30 or an ISO time."),
    ):  # fmt: skip
        command = option(command)
    return command


def json_option(command: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")(command)


def guarded(command: F) -> F:
    """A `UserError` becomes its sentence and exit code; Ctrl-C ends with 130. A traceback comes only with --debug."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            if click.get_current_context().find_root().params.get("debug"):
                raise
            click.echo(f"spxcc: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            sys.exit(130)

    return cast(F, run)


def configured(**flags: Any) -> Config:
    """Settings of this user with the given flags on top. Raises UserError."""
    return load(user_paths()).with_flags(**flags)


def instant_of(text: str | None) -> int | None:
    """Nanoseconds of an ISO time with offset. Raises UserError for others."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"expected an ISO time such as 2025-01-07T10:00-05:00, found {text[:40]!r}") from None
    if moment.tzinfo is None:
        raise UserError(f"expected an offset in {text[:40]!r}; add one, e.g. {text[:16]}-05:00")
    return int(moment.timestamp()) * 1_000_000_000


def existing(paths: tuple[str, ...]) -> list[Path]:
    """Paths as given; the readers say what is wrong with one."""
    return [Path(path) for path in paths]
