"""`spxcc doctor`: what works, what does not, and what to do."""

import asyncio
import os
import shutil
import sys

import click
import msgspec

from spxcc import __version__
from spxcc.runtime.choice import running_server
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config, Settings, load
from spxcc.runtime.doctor.check import State
from spxcc.runtime.doctor.examine import Patient, examine
from spxcc.runtime.doctor.text import report_lines
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths

COLOURS: dict[State, str] = {"ok": "green", "warn": "yellow", "fail": "red", "skip": "bright_black"}
WIDEST = 120


@click.command("doctor")
@click.option("--url", metavar="URL", help="The server to ask: ws, wss, http or https; default: your running one.")
@click.option("--token", help="Token for it; default: that of your running server.")
@json_option
@guarded
def command(url: str | None, token: str | None, as_json: bool) -> None:
    """Check token, server, Massive, clocks, terminal and files; every failure comes with what to do.

    It takes at most 20 seconds and changes nothing. Of Massive it asks nine small questions and, unless your own server
    holds them, logs in to its streams once: with the same key on another machine that takes the streams from there for
    a minute. Exit code 0: no check failed, 1: one did, 3: the server of --url could not be reached.

    \b
    Examples:
      spxcc doctor
      spxcc doctor --url wss://spx.example.com --token "$TOKEN"
      spxcc doctor --json | jq '.checks[] | select(.state == "fail")'
    """
    paths = user_paths()
    config, trouble = _settings()
    patient = Patient(config, paths, url, token, trouble, running_server())
    report = asyncio.run(examine(patient, SystemClock(), lambda text: click.echo(text, err=True)))
    if as_json:
        click.echo(msgspec.json.encode(report.described(__version__)).decode())
    else:
        width = min(shutil.get_terminal_size((WIDEST, 0)).columns, WIDEST)
        coloured = not os.environ.get("NO_COLOR")
        for line in report_lines(report, width, _painted if coloured else lambda text, state: text):
            click.echo(line)
    sys.exit(report.exit_code)


def _settings() -> tuple[Config, str]:
    """The user's, or defaults and why they cannot be read."""
    try:
        return load(user_paths()), ""
    except UserError as error:
        return Config(Settings(), dict.fromkeys(Settings.__struct_fields__, "default")), str(error)


def _painted(text: str, state: State) -> str:
    return click.style(text, fg=COLOURS[state])
