"""Settings, directories, port, ledger, calendar, extras: may the program read, write and listen."""

from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.runtime.doctor.local_probe import EXTRAS, DirectoryFound, LedgerFound, LocalFound
from spxcc.runtime.doctor.port_probe import PortFound
from spxcc.runtime.doctor.words import clean

SCARCE_BYTES = 200 * 2**20


def local_checks(found: LocalFound) -> list[Check]:
    """All checks of this machine."""
    return [
        config_check(found),
        directory_check("local.state", found.state),
        directory_check("local.runtime", found.runtime),
        port_check(found.port),
        ledger_check(found.ledger),
        events_check(found),
        *(extra_check(package, version) for package, version in found.extras.items()),
    ]


def config_check(found: LocalFound) -> Check:
    """Can the settings be read."""
    name = "local.config"
    if found.config_trouble:
        return fail(
            name, found.config_trouble, "settings that can be read",
            f"Mend {found.config_file} or the SPXCC_ variables; until then the checks here use defaults.",
        )  # fmt: skip
    return ok(name, str(found.config_file) if found.config_exists else "defaults; there is no config.toml")


def directory_check(name: str, found: DirectoryFound) -> Check:
    """Can files be made there."""
    if not found.writable:
        return fail(
            name, f"{found.path} cannot be written to", "a directory of yours",
            f"Give it to yourself: `mkdir -p {found.path} && chmod 700 {found.path}`, or set XDG_STATE_HOME.",
        )  # fmt: skip
    if found.free_bytes is not None and found.free_bytes < SCARCE_BYTES:
        return warn(
            name, f"{found.path}: {found.free_bytes / 2**20:,.0f} MB free", f"{SCARCE_BYTES // 2**20} MB or more",
            "Make room on that disk.",
        )  # fmt: skip
    return ok(name, f"{found.path}{'' if found.exists else ', made when needed'}")


def port_check(found: PortFound) -> Check:
    """Can a server listen."""
    name, place = "local.port", f"{found.host}:{found.port}"
    if found.free:
        return ok(name, f"{place} is free")
    if found.own:
        return ok(name, f"{place} is your running server's (process {found.pid})")
    if found.trouble:
        return fail(
            name, f"{place}: {clean(found.trouble)}", "an address of this machine",
            "Set host to 127.0.0.1 and port to one above 1023.",
        )  # fmt: skip
    by = f"{clean(found.program)} (process {found.pid})" if found.pid is not None else "another program"
    whose = f" of {clean(found.owner)}" if found.owner else ""
    return warn(
        name, f"{place} is taken by {by}{whose}", "a free port",
        "Nothing: the next free of 20 higher ports is taken; or choose one with --port or SPXCC_PORT.",
    )  # fmt: skip


def ledger_check(found: LedgerFound) -> Check:
    """Can what is kept be opened."""
    name = "local.ledger"
    if not found.exists:
        return ok(name, f"{found.path}, made when needed")
    if found.trouble:
        return fail(
            name, f"{found.path}: {found.trouble}", "a SQLite file that opens",
            f"Mend it, or move it away and start anew: `mv {found.path} {found.path}.old`.",
        )  # fmt: skip
    if found.newer:
        return fail(
            name, f"{found.path}: {', '.join(map(clean, found.newer))} of a newer version", "tables of this version",
            "Start the newer spxcc that wrote it: `pip install -U spxcc`.",
        )  # fmt: skip
    return ok(name, str(found.path))


def events_check(found: LocalFound) -> Check:
    """Is the calendar understood."""
    name = "local.events"
    if found.event_problems:
        more = len(found.event_problems) - 1
        also = f" and {more} more" if more else ""
        return warn(name, f"{found.event_problems[0]}{also}", "an event calendar without mistakes", "Mend that line.")
    return ok(name, f"{found.events} events by rule")


def extra_check(package: str, version: str | None) -> Check:
    """Is an optional package there."""
    name, extra = f"local.{package.replace('-', '_')}", EXTRAS[package]
    if version is None:
        what = {"shots": "no PNG screenshots", "web": "no `spxcc web`"}[extra]
        return skip(name, f"{package} is not installed: {what}", f"`pip install 'spxcc[{extra}]'` brings it.")
    return ok(name, f"{package} {clean(version)}")
