"""`spxcc shots`: the screenshots anew, from the seeded simulator."""

from dataclasses import dataclass
from pathlib import Path

import click

from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_feed
from spxcc.runtime.cli.options import configured, guarded
from spxcc.runtime.errors import UserError
from spxcc.runtime.terminal import Terminal

FORMATS = ("svg", "png")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: which simulated moment, at which size, after which keys."""

    name: str
    scenario: str
    at: str
    size: tuple[int, int] = (160, 48)
    palette: str = "classic"
    keys: tuple[str, ...] = ()


SHOTS = (
    Shot("desk", "flip-loss", "11:00"),
    Shot("desk-after-the-flip", "flip-loss", "14:30"),
    Shot("desk-trend-5m", "trend", "14:00", keys=("t",)),
    Shot("desk-100x30", "pin", "15:00", (100, 30)),
    Shot("desk-80x24", "flip-loss", "14:30", (80, 24)),
    Shot("gex", "flip-loss", "11:00", keys=("1", "1")),
    Shot("why", "flip-loss", "11:00", keys=("1", "w")),
    Shot("levels", "flip-loss", "11:00", keys=("4", "4")),
    Shot("flow", "flip-loss", "14:30", keys=("5", "5")),
    Shot("coach", "flip-loss", "14:30", keys=("6", "6")),
    Shot("setup", "flip-loss", "11:00", keys=("n", "enter")),
    Shot("charts", "flip-loss", "14:30", keys=("v", "c", "h", "h")),
    Shot("alerts", "flip-loss", "11:00", keys=("a", "A")),
    Shot("plan", "flip-loss", "11:00", keys=("B",)),
    Shot("colour-blind", "flip-loss", "14:30", palette="cb"),
    Shot("light", "pin", "15:00", palette="light"),
    Shot("help", "flip-loss", "11:00", keys=("question_mark",)),
)


@click.command("shots")
@click.option("--out", type=click.Path(path_type=Path), default=Path("screenshots"), show_default=True, help="Folder.")
@click.option("--only", metavar="NAME", help="One of them.")
@click.option("--seconds", type=click.FloatRange(1.0, 60.0), default=4.0, show_default=True, help="Run before each.")
@guarded
def command(out: Path, only: str | None, seconds: float) -> None:
    """Make screenshots/ anew, as SVG and PNG; needs no network. PNG looks best with the font Fira Code installed.

    \b
    Examples:
      spxcc shots
      spxcc shots --only desk --out /tmp
    """
    chosen = [shot for shot in SHOTS if only in (None, shot.name)]
    if not chosen:
        raise UserError(f"expected one of {', '.join(shot.name for shot in SHOTS)}, found {only!r}")
    out.mkdir(parents=True, exist_ok=True)
    for shot in chosen:
        click.echo(f"{shot.name} …", err=True)
        take(shot, out, seconds)
        for ending in FORMATS:
            click.echo(str(out / f"{shot.name}.{ending}"))


def take(shot: Shot, out: Path, seconds: float) -> None:
    """Run the simulator to the shot's moment and write both pictures. Raises UserError."""
    config = configured(feed="sim", scenario=shot.scenario, palette=shot.palette)
    backend = Backend(choose_feed(config, shot.at), config, BackendOptions())
    targets = [str(out / f"{shot.name}.{ending}") for ending in FORMATS]
    Terminal(config).over(backend, announced=False).headless(shot.size, seconds, targets, shot.keys)
