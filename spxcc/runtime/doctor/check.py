"""One check with its outcome, and the report of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

State: TypeAlias = Literal["ok", "warn", "fail", "skip"]
STATES: tuple[State, ...] = ("ok", "warn", "fail", "skip")
GROUPS: dict[str, str] = {
    "token": "Token",
    "url": "Server",
    "upstream": "Massive",
    "clock": "Clock",
    "terminal": "Terminal",
    "local": "This machine",
}
FAILED, UNREACHED = 1, 3


class Check(msgspec.Struct, frozen=True):
    """`id` is group and name (`url.tls`). expected, remedy: "" where there is nothing to say."""

    id: str
    state: State
    found: str
    expected: str = ""
    remedy: str = ""

    @property
    def group(self) -> str:
        """One of `GROUPS`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Report:
    """checks: in the order of `GROUPS`. reached: whether the server that was asked for answered; `None` = none was."""

    checks: tuple[Check, ...]
    reached: bool | None = None

    @property
    def counts(self) -> dict[State, int]:
        """How many checks are in each state."""
        return {state: sum(check.state == state for check in self.checks) for state in STATES}

    @property
    def exit_code(self) -> int:
        """0 no check failed, 1 one did, 3 the server that was asked for could not be reached."""
        if self.reached is False:
            return UNREACHED
        return FAILED if self.counts["fail"] else 0

    def described(self, version: str) -> dict[str, Any]:
        """The object of `--json`."""
        return {
            "ok": self.exit_code == 0,
            "spxcc": version,
            "counts": self.counts,
            "checks": [{"group": check.group, **msgspec.structs.asdict(check)} for check in self.checks],
        }


def ok(name: str, found: str, hint: str = "") -> Check:
    """As it should be. hint: what may be done nevertheless."""
    return Check(name, "ok", found, "", hint)


def warn(name: str, found: str, expected: str, remedy: str) -> Check:
    """It works, but less well."""
    return Check(name, "warn", found, expected, remedy)


def fail(name: str, found: str, expected: str, remedy: str) -> Check:
    """It does not work."""
    return Check(name, "fail", found, expected, remedy)


def skip(name: str, why: str, remedy: str = "") -> Check:
    """Not looked at."""
    return Check(name, "skip", why, "", remedy)


def in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    """By group, within one as they came."""
    groups = list(GROUPS)
    return tuple(sorted(checks, key=lambda check: groups.index(check.group)))
