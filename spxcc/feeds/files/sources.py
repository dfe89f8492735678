"""What a path given to the replay holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spxcc.feeds.files.bars import MinuteBars, read_minute_bars
from spxcc.feeds.files.cboe_csv import read_cboe_csv
from spxcc.feeds.files.cboe_json import read_cboe_json
from spxcc.feeds.files.content import PARQUET_MAGIC, UTF16_MARKS, ZIP_MAGIC, read_bytes
from spxcc.feeds.files.errors import DataFileError
from spxcc.feeds.files.lean import archive_date, holds_bars, is_lean_archive
from spxcc.feeds.files.massive_flat import is_flat_file, read_flat_file
from spxcc.feeds.files.massive_parquet import is_massive_snapshot, read_massive_parquet
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.market.units import UnixNanos

_OTHER_KINDS = frozenset({"cfd", "crypto", "cryptofuture", "equity", "forex", "future", "futureoption"})
"""Folders of LEAN archives that are neither index nor option."""


@dataclass
class Sources:
    """Files of a replay by kind."""

    bars: list[MinuteBars] = field(default_factory=list)
    chains: list[QuotedChain] = field(default_factory=list)
    lean: list[Path] = field(default_factory=list)

    def lean_bar_dates(self) -> list[str]:
        """ISO dates of the LEAN archives of index bars, sorted."""
        return sorted({archive_date(path) for path in self.lean if holds_bars(path)})

    def lean_of(self, date: str) -> list[Path]:
        """The LEAN archives of the ISO `date`."""
        return [path for path in self.lean if archive_date(path) == date]


def open_sources(paths: Sequence[Path], as_of: UnixNanos | None = None) -> Sources:
    """Classify and read `paths`; a directory stands for the LEAN archives below it, which are read when needed.

    Raises `DataFileError` for the first path that is missing, unknown or broken.
    """
    found = Sources()
    for path in paths:
        if path.is_dir():
            archives = sorted(item for item in path.rglob("*.zip") if is_lean_archive(item) and _is_wanted(item, path))
            if not archives:
                raise DataFileError(path, "no_archives", "LEAN minute archives below it", "none", "check the path")
            found.lean.extend(archives)
        elif is_lean_archive(path) and path.is_file():
            found.lean.append(path)
        else:
            _open_file(path, found, as_of)
    return found


def _is_wanted(archive: Path, root: Path) -> bool:
    return _OTHER_KINDS.isdisjoint(archive.relative_to(root).parts)


def _open_file(path: Path, found: Sources, as_of: UnixNanos | None) -> None:
    raw = read_bytes(path)
    head = raw[:4096].replace(b"\x00", b"") if raw.startswith(UTF16_MARKS) else raw[:4096]
    if head.startswith(ZIP_MAGIC):
        raise DataFileError(
            path, "not_lean", "a zip archive with a name such as 20210104_trade.zip", "another name",
            "give LEAN minute archives as they are named, or unpack it",
        )  # fmt: skip
    if is_massive_snapshot(raw):
        found.chains.append(read_massive_parquet(path, as_of))
    elif head.startswith(PARQUET_MAGIC) or path.suffix == ".parquet":
        found.bars.append(read_minute_bars(path))
    elif head.lstrip()[:1] in (b"{", b"[") or ".json" in path.suffixes:
        found.chains.append(read_cboe_json(path, as_of))
    elif b"Expiration Date" in head or b"Last:" in head:
        found.chains.append(read_cboe_csv(path, as_of))
    elif is_flat_file(head):
        found.bars += read_flat_file(path)
    elif b"," in head:
        found.bars.append(read_minute_bars(path))
    else:
        raise DataFileError(
            path, "unknown_kind",
            "bars (CSV, Parquet, Massive flat files), a chain (Cboe CSV or JSON, Massive Parquet) or LEAN archives",
            "something else", "check the path",
        )  # fmt: skip
