"""Writes a pack beside its place and puts it there when it is whole."""

import lzma
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from spxcc.ledger.packs.layout import MAGIC, Last, Minute, PackError, PackHeader

PRESET = 4
"""Of xz: smaller ones see less than half an hour back, larger ones take twice as long for nothing."""


def write_pack(path: Path, header: PackHeader, minutes: Iterable[Minute]) -> int:
    """Bytes of the new file. Raises PackError where it cannot be written."""
    packer = lzma.LZMACompressor(preset=PRESET)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with beside.open("wb") as file:
            file.write(MAGIC)
            file.write(packer.compress(_line(header)))
            for minute in minutes:
                file.write(packer.compress(_line(minute)))
                count += 1
            file.write(packer.compress(_line(Last(count))))
            file.write(packer.flush())
        beside.replace(path)
        return path.stat().st_size
    except OSError as error:
        raise PackError(f"expected to write {path}, found: {error.strerror or error}; name a writable place") from None
    finally:
        beside.unlink(missing_ok=True)


def _line(struct: msgspec.Struct) -> bytes:
    return msgspec.json.encode(struct) + b"\n"
