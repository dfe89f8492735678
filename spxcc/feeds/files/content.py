"""Bytes of a file whatever its wrapping: plain, gzip or a zip archive; the content decides, not the name."""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from spxcc.feeds.files.errors import DataFileError

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
PARQUET_MAGIC = b"PAR1"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError)


def read_bytes(path: Path) -> bytes:
    """Content of `path`, un-gzipped if it is gzip. Raises `DataFileError` for unreadable, empty or broken files."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataFileError(
            path, "unreadable", "a readable file", error.strerror or "an error", "check the path"
        ) from None
    if raw.startswith(GZIP_MAGIC):
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error):
            raise DataFileError(
                path, "truncated", "a whole gzip file", "one that is cut or damaged", "download it again"
            ) from None
    if not raw:
        raise DataFileError(path, "empty", "data", "an empty file", "download it again")
    return raw


def read_text(path: Path) -> str:
    """Text of `path`: UTF-8, or what its byte-order mark says. Raises `DataFileError` for binary content."""
    raw = read_bytes(path)
    if raw.startswith(UTF16_MARKS):
        return raw.decode("utf-16", errors="replace")
    if raw.startswith((ZIP_MAGIC, PARQUET_MAGIC, GZIP_MAGIC)) or b"\x00" in raw[:4096]:
        kind = "an archive" if raw.startswith((ZIP_MAGIC, GZIP_MAGIC)) else "binary data"
        raise DataFileError(path, "mislabelled", "text (CSV or JSON)", kind, "give the file its right name or type")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def check_parquet(path: Path, raw: bytes) -> None:
    """Raises `DataFileError` for Parquet under another name, another content under this name, or half a file."""
    named = path.suffix == ".parquet"
    if named != raw.startswith(PARQUET_MAGIC):
        found = "something else" if named else "Parquet data"
        raise DataFileError(
            path, "mislabelled", f"content of a {path.suffix} file", found, "give the file its right name"
        )
    if named and not (raw.endswith(PARQUET_MAGIC) and len(raw) > 2 * len(PARQUET_MAGIC)):
        raise DataFileError(path, "truncated", "a whole Parquet file", "one that is cut", "download it again")


def zip_members(path: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of each member of a zip archive, sorted by name. Raises `DataFileError` if it is not a whole one."""
    raw = read_bytes(path)
    if not raw.startswith(ZIP_MAGIC):
        raise DataFileError(path, "not_a_zip", "a zip archive", "something else", "check or download it again")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = {name: archive.read(name) for name in sorted(archive.namelist())}
    except _ZIP_ERRORS:
        raise DataFileError(
            path, "truncated", "a whole zip archive", "one that is cut or damaged", "download it again"
        ) from None
    for name, content in members.items():
        yield name, content.decode("utf-8", errors="replace")
