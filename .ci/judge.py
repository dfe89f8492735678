"""Reads the report of `spxcc headless --json`: `healthy`, or `failing CHANNEL…` for what must be missing."""

import json
import sys
from typing import Any

PUBLIC = [
    *("gex:SPX", "gex:SPY", "regime:update", "basis:update", "levels:update", "clusters:update", "setups:update"),
    *("flow:alert", "coach:message", "price:SPX", "price:SPY", "bars:SPX"),
]
LEAST = {"gex:SPX": 100, "levels:update": 8, "setups:update": 1, "flow:alert": 1, "coach:message": 1, "bars:SPX": 2}


def faults(report: dict[str, Any], broken: set[str]) -> list[str]:
    """What is not as it must be."""
    channels = report["channels"]
    found = [f"{name} is not in the report" for name in PUBLIC if name not in channels]
    if report["ok"] is not (not broken):
        found.append(f"ok is {report['ok']}")
    for name, channel in channels.items():
        delivered = channel["snapshot_ms"] is not None
        if delivered is (name in broken):
            found.append(f"{name}: snapshot after {channel['snapshot_ms']} ms")
    for name, least in LEAST.items():
        if not broken and name in channels and channels[name]["items"] < least:
            found.append(f"{name}: {channels[name]['items']} items, expected {least}")
    if broken and not broken <= set(report["missing"]):
        found.append(f"missing names {report['missing']}")
    return found


def main() -> None:
    """Print a line per channel and end with 1 if something is wrong."""
    text = sys.stdin.read()
    if not text.strip():
        sys.exit("expected a report, found nothing")
    report = json.loads(text)
    for name, channel in report["channels"].items():
        print(
            f"{name:18} {channel['frames']:5} frames {channel['items']:5} items, snapshot {channel['snapshot_ms']} ms"
        )
    print(f"ok {report['ok']}, mode {report['mode']}, errors {report['errors']}")
    found = faults(report, set(sys.argv[2:]))
    print("\n".join(found) or "as expected")
    sys.exit(1 if found else 0)


main()
