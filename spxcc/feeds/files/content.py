"""Bytes of a file whatever its wrapping: plain, gzip or a zip archive; the content decides, not the name."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from spxcc.feeds.files.errors import DataFileError

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
PARQUET_MAGIC = b"PAR1"


def read_bytes(path: Path) -> bytes:
    """Content of `path`, un-gzipped if it is gzip. Raises `DataFileError` for unreadable, empty or broken files."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataFileError(
            path, "unreadable", "a readable file", error.strerror or "an error", "check the path"
        ) from None
    if not raw:
        raise DataFileError(path, "empty", "data", "an empty file", "download it again")
    if not raw.startswith(GZIP_MAGIC):
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error):
        raise DataFileError(path, "truncated", "a whole gzip file", "one that is cut", "download it again") from None


def read_text(path: Path) -> str:
    """UTF-8 text of `path` (a byte-order mark is dropped). Raises `DataFileError` for binary content."""
    raw = read_bytes(path)
    if raw.startswith(ZIP_MAGIC) or raw.startswith(PARQUET_MAGIC) or b"\x00" in raw[:4096]:
        kind = "a zip archive" if raw.startswith(ZIP_MAGIC) else "binary data"
        raise DataFileError(path, "mislabelled", "text (CSV or JSON)", kind, "give the file its right name or type")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def zip_members(path: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of each member of a zip archive, sorted by name. Raises `DataFileError` if it is not one."""
    raw = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in sorted(archive.namelist()):
                yield name, archive.read(name).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error):
        raise DataFileError(
            path, "not_a_zip", "a zip archive", "something else", "check or download it again"
        ) from None
