"""`spxcc`: commands are imported when they are called, so that each pays for itself alone."""

import importlib
import os
import sys
from typing import Any

import click

from spxcc import __version__
from spxcc.runtime.memory import starting

COMMANDS = {
    "tui": "The terminal, with every option.",
    "serve": "The backend without a screen.",
    "watch": "Six rows below the prompt: price, gamma, nearest levels, NOW line.",
    "web": "The terminal in a browser of this machine.",
    "headless": "Smoke test: every channel must deliver within one window.",
    "replay": "Play files or recordings, in the terminal or without a screen.",
    "record": "Record a feed without a screen.",
    "sessions": "List the recorded sessions.",
    "verify": "Play a recorded session again and compare its digest, elsewhere too.",
    "import": "Make a session file of bars, chains, LEAN archives or flat files.",
    "tail": "Channels of the running server as lines, for pipes and screen readers.",
    "snap": "What channels of the running server hold now.",
    "why": "Where a number of the running server comes from.",
    "whynot": "Why a setup has not fired: the gate that fails and by how much.",
    "levels": "Levels of the running server: table, JSON, CSV, TradingView.",
    "schema": "JSON schema of a channel's frames.",
    "history": "Channels over sessions as tables: JSON, CSV, Parquet.",
    "share": "A session for others: packed without vendor data, checked, shown.",
    "level": "Own levels, and how levels of each family held beside random ones.",
    "import-levels": "A vendor's levels in, on the same footing.",
    "journal": "Taken trades and paper positions, planned beside done: Markdown, CSV, JSON.",
    "alert": "Alerts: list, add, remove, and how often one would have fired.",
    "setups": "Setups as data: check files, play them on noise and on recorded days.",
    "chart": "One candle chart with levels and gamma on standard output.",
    "gex": "Exposures of a chain file, offline.",
    "score": "What the setups are worth: outcomes with n, interval and null; recorded days decided again.",
    "sim": "List and describe the simulator's scenarios.",
    "doctor": "What works, what does not, and what to do: token, server, Massive, clock, terminal, files.",
    "info": "Versions, paths and what is running.",
    "config": "Settings and where each value came from.",
    "shots": "Make the screenshots anew.",
    "bench": "Measure, with ratios.",
}


class LazyGroup(click.Group):
    """A group whose commands live in `spxcc.runtime.cli.<name>`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is called."""
        if cmd_name not in COMMANDS:
            return None
        # A module cannot be called `import`.
        name = "import_session" if cmd_name == "import" else cmd_name.replace("-", "_")
        module = importlib.import_module(f"spxcc.runtime.cli.{name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="spxcc")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """SPX Command Center: a terminal for day-traders of S&P 500 index options.

    Without a command it opens the terminal: live if a key is configured, else the simulator. It observes and
    explains; it routes no orders and gives no advice.
    """
    if ctx.invoked_subcommand is None:
        from spxcc.runtime.cli.tui import command

        ctx.invoke(command)


def main(args: list[str] | None = None) -> Any:
    """Entry point of the console script.

    OpenBLAS reads its variable once, when numpy loads it, so the variable is set before any command is imported. One
    thread adds in the same order on every machine, so that a replay equals its day; on products of our sizes more
    threads double the processor time and save none.
    """
    starting()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return cli.main(args, prog_name="spxcc")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
