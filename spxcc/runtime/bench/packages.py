"""Packages of others, in a scratch directory that only measurements look into."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, MutableMapping, Sequence
from hashlib import sha256
from pathlib import Path

from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.errors import UserError

PYPI = (
    "textual-plotext==1.0.1", "plotext==5.3.2", "textual-plot==0.10.1", "textual-hires-canvas==0.14.0",
    "candlestick-chart==3.1.0", "quantlib==1.44", "vollib==1.0.11", "lets-be-rational==1.1.2", "cody-special==1.0.0",
    "piecewise-rational==1.0.0", "simplejson==3.20.2", "scipy==1.17.1", "uvloop==0.23.0",
)  # fmt: skip
"""Exactly these, without what they ask for beside them: numpy, pandas and Textual are ours, the same for both sides.
vollib is what py_vollib is called since its release 1.0.12."""
NPM = ("ws@8.18.3",)
DONE = "complete"
UNIX_ONLY = ("uvloop",)
Do = Callable[[Sequence[str]], int]


def peers_at(cache: Path, do: Do, say: Callable[[str], None]) -> Path:
    """The directory with all of `PYPI`, and of `NPM` where npm is; made on the first call. Raises UserError."""
    folder = cache / f"peers-{sha256(' '.join((sys.version, *PYPI, *NPM)).encode()).hexdigest()[:12]}"
    if (folder / DONE).exists():
        return folder
    say(f"installing {len(PYPI)} packages of others into {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check")
    wanted = [one for one in PYPI if sys.platform != "win32" or not one.startswith(UNIX_ONLY)]
    if do((*pip, "--target", str(folder / "python"), *wanted)) != 0:
        raise UserError("expected pip to install the packages that ours is measured beside, found that it failed", 1)
    npm = shutil.which("npm")
    if npm is not None:
        quiet = ("--no-audit", "--no-fund", "--loglevel=error")
        if do((npm, "install", "--prefix", str(folder / "node"), *quiet, *NPM)) != 0:
            raise UserError("expected npm to install ws, found that it failed; see above", 1)
    (folder / DONE).touch()
    return folder


def look_into(folder: Path, environment: MutableMapping[str, str]) -> None:
    """Let this process, and those it starts, find the packages, after what is installed for it."""
    python = str(folder / "python")
    if python not in sys.path:
        sys.path.append(python)
    importlib.invalidate_caches()
    before = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = python if before is None else os.pathsep.join((before, python))
    modules = folder / "node" / "node_modules"
    if MODULES not in environment and modules.is_dir():
        environment[MODULES] = str(modules)


def run(command: Sequence[str]) -> int:
    """Its exit code; its words go to standard error."""
    return subprocess.run(command, stdout=sys.stderr.fileno(), check=False).returncode
