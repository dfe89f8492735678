"""How far an alert goes: the rungs of its delivery by severity, quiet hours, the desktop and the hook."""

import re
from typing import Annotated, Literal, TypeAlias

import msgspec

from spxcc.engines.alerts.result import Severity
from spxcc.market.units import UnixMillis
from spxcc.ui import format as words

STRIP, FLASH, TOAST, BELL, DESKTOP, HOOK = 1, 2, 3, 4, 5, 6
"""Rungs; each includes those below it."""
RUNG_WORDS = ("", "the strip", "the title", "a toast", "the bell", "the desktop", "the command")
SEVERITIES: tuple[Severity, ...] = ("info", "setup", "critical")
Rung: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=6)]
Desktop: TypeAlias = Literal["auto", "osc9", "osc777", "osc99", "off"]
HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


class AlertOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[alerts]` of the settings.

    info, setup, critical: how far each severity goes: 1 strip and counter, 2 flash of the panel's title, 3 toast,
    4 bell, 5 desktop, 6 hook. quiet: exchange time such as "17:00-08:00" without rungs 4 to 6. bell: whether there
    is one. desktop: how the terminal is asked for a notice. command: program and arguments that get a fired alert
    as JSON on standard input, unless the server lets in others' tokens; timeout_s: how long it may take.
    """

    info: Rung = FLASH
    setup: Rung = BELL
    critical: Rung = HOOK
    quiet: Annotated[str, msgspec.Meta(pattern=f"^$|{HOURS}")] = ""
    bell: bool = True
    desktop: Desktop = "auto"
    command: tuple[str, ...] = ()
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60)] = 5.0

    def words(self) -> tuple[tuple[str, str], ...]:
        """(name, value) of each setting, as a reader says it."""
        return (
            *((f"alerts.{one}", f"as far as {RUNG_WORDS[self.rung(one)]}") for one in SEVERITIES),
            ("alerts.quiet", f"{self.quiet} ET, no sound" if self.quiet else "no quiet hours"),
            ("alerts.bell", "on" if self.bell else "off"),
            ("alerts.desktop", "found out by itself" if self.desktop == "auto" else self.desktop),
            ("alerts.command", " ".join(self.command) or "none"),
            ("alerts.timeout_s", f"{self.timeout_s:g} s for the command"),
        )

    def rung(self, severity: Severity) -> int:
        """How far this severity goes."""
        return {"info": self.info, "setup": self.setup, "critical": self.critical}[severity]

    def is_quiet(self, now: UnixMillis) -> bool:
        """Whether `now` is within the quiet hours, which may go over midnight."""
        if not re.fullmatch(HOURS, self.quiet):
            return False
        first, _, last = self.quiet.partition("-")
        at = words.clock(now, seconds=False)
        return first <= at < last if first <= last else at >= first or at < last

    def allowed(self, severity: Severity, now: UnixMillis) -> int:
        """The rung that this severity reaches at `now`."""
        return min(self.rung(severity), TOAST) if self.is_quiet(now) else self.rung(severity)
