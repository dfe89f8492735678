"""Reads a pack, whole, with a bound on what it may unfold to."""

import lzma
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import msgspec

from spxcc.ledger.packs.layout import MAGIC, VERSION, Last, Minute, PackError, PackHeader

MOST_BYTES = 512 * 1024 * 1024
"""Of the lines of one pack: a file that unfolds to more is none of ours."""
CHUNK = 1024 * 1024
T = TypeVar("T", PackHeader, Minute, Last)


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack; `minutes` in order of time."""

    path: Path
    size: int
    header: PackHeader
    minutes: tuple[Minute, ...]


def read_header(path: Path) -> PackHeader:
    """Only the first line. Raises PackError."""
    return _header(path, _unfolded(path, first_line=True).partition(b"\n")[0])


def read_pack(path: Path) -> Pack:
    """Raises PackError for a file that is cut, foreign, newer, or not as its layout says."""
    lines = _unfolded(path).split(b"\n")
    header = _header(path, lines[0])
    if len(lines) < 3 or lines[-1]:
        raise _torn(path, "no end")
    last = _decoded(path, lines[-2], Last)
    minutes = tuple(_decoded(path, line, Minute) for line in lines[1:-2])
    if last.minutes != len(minutes):
        raise _torn(path, f"{len(minutes)} minutes of {last.minutes}")
    if any(after.at <= before.at for before, after in pairwise(minutes)):
        raise _torn(path, "minutes out of order")
    return Pack(path, path.stat().st_size, header, minutes)


def _unfolded(path: Path, first_line: bool = False) -> bytes:
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=256 * 1024 * 1024)
    parts: list[bytes] = []
    size = 0
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise PackError(f"expected a share pack of spxcc in {path}, found another kind of file; check the path")
            while not unpacker.eof:
                data = b"" if not unpacker.needs_input else file.read(CHUNK)
                if unpacker.needs_input and not data:
                    raise _torn(path, "the file is cut")
                parts.append(unpacker.decompress(data, CHUNK))
                size += len(parts[-1])
                if size > MOST_BYTES:
                    raise _torn(path, f"more than {MOST_BYTES >> 20} MB in it")
                if first_line and b"\n" in parts[-1]:
                    break
    except lzma.LZMAError as error:
        raise _torn(path, str(error)) from None
    except FileNotFoundError:
        raise PackError(f"expected a share pack at {path}, found none; check the path") from None
    except OSError as error:
        raise PackError(f"expected a readable share pack at {path}, found: {error.strerror}; check it") from None
    return b"".join(parts)


def _header(path: Path, line: bytes) -> PackHeader:
    try:
        version = msgspec.json.decode(line, type=_Version).version
    except msgspec.MsgspecError as error:
        raise _torn(path, str(error)) from None
    if version > VERSION:
        raise PackError(
            f"expected a pack of version {VERSION} or older in {path}, found {version}; open it with a newer spxcc"
        )
    return _decoded(path, line, PackHeader)


class _Version(msgspec.Struct):
    version: int


def _decoded(path: Path, line: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise _torn(path, str(error)) from None


def _torn(path: Path, found: str) -> PackError:
    return PackError(f"expected a whole share pack in {path}, found: {found}; copy or make it again")
