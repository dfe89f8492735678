"""What the modules of commands load, found in one process beside."""

import json
import subprocess
import sys
from functools import cache

COMMANDS = ("tail", "snap", "why", "watch", "web")
"""In this order, so that a later one answers for what those before it load too."""

CODE = """
import importlib, json, sys
found = {}
for name in sys.argv[1:]:
    importlib.import_module(f"spxcc.runtime.cli.{name}")
    found[name] = sorted({each.partition(".")[0] for each in sys.modules})
print(json.dumps(found))
"""


def loaded(command: str) -> frozenset[str]:
    """Packages there after the module of `command`."""
    return frozenset(_found()[command])


@cache
def _found() -> dict[str, list[str]]:
    run = subprocess.run([sys.executable, "-c", CODE, *COMMANDS], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found
