"""Files that are packs, and those that are not."""

import lzma
from pathlib import Path

import msgspec
import pytest

from spxcc.ledger.packs.layout import MAGIC, VERSION, Changed, Minute, PackError, PackHeader, is_pack
from spxcc.ledger.packs.reader import read_header, read_pack
from spxcc.ledger.packs.writer import write_pack
from tests.fakes.clock import START

HEADER = PackHeader(
    version=VERSION, title="day", date="2025-06-15", mode="sim", start_at=START, end_at=START + 60_000_000_000,
    cadence_s=1.0, program="spxcc", notes=("mind the wall",),
)  # fmt: skip
MINUTES = (
    Minute(START, {"gex:SPX": msgspec.Raw(b'{"value":1.0}')}),
    Minute(START + 60_000_000_000, delta={"levels:update": Changed((msgspec.Raw(b'{"id":"a"}'),), ("b",))}),
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A whole one."""
    path = tmp_path / "day.spxpack"
    assert write_pack(path, HEADER, MINUTES) == path.stat().st_size
    assert list(tmp_path.iterdir()) == [path]
    return path


def test_what_was_written_is_read(pack: Path) -> None:
    found = read_pack(pack)
    assert (found.header, read_header(pack)) == (HEADER, HEADER)
    assert msgspec.json.encode(found.minutes) == msgspec.json.encode(MINUTES)
    assert is_pack(pack)
    assert not is_pack(pack.with_name("none"))


def test_every_cut_is_told_in_a_sentence(pack: Path) -> None:
    whole = pack.read_bytes()
    for size in {*range(0, len(whole) - 1, 7), len(whole) - 1}:
        pack.write_bytes(whole[:size])
        with pytest.raises(PackError, match=r"^expected a (whole )?share pack"):
            read_pack(pack)


def test_foreign_and_newer_files_are_told_apart(pack: Path) -> None:
    def written(*lines: bytes) -> Path:
        pack.write_bytes(MAGIC + lzma.compress(b"".join(line + b"\n" for line in lines)))
        return pack

    head = msgspec.json.encode(HEADER)
    for lines, said in (
        ([b'{"version":99}', b"{}"], "found 99; open it with a newer spxcc"),
        ([b"[]", b""], "expected a whole share pack"),
        ([head, b'{"at":1,"quotes":[]}', b'{"minutes":1}'], "unknown field `quotes`"),
        ([head, b'{"minutes":1}'], "0 minutes of 1"),
        ([head, b'{"at":2}', b'{"at":1}', b'{"minutes":2}'], "minutes out of order"),
    ):
        with pytest.raises(PackError, match=said):
            read_pack(written(*lines))
    pack.write_bytes(b"PK\x03\x04")
    with pytest.raises(PackError, match="another kind of file"):
        read_pack(pack)
    with pytest.raises(PackError, match="found none"):
        read_pack(pack.with_name("none"))


def test_a_bomb_does_not_go_off(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spxcc.ledger.packs.reader.MOST_BYTES", 2**21)
    pack.write_bytes(MAGIC + lzma.compress(bytes(2**23)))
    with pytest.raises(PackError, match="more than 2 MB"):
        read_pack(pack)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="name a writable place"):
        write_pack(tmp_path / "none" / "day.spxpack", HEADER, MINUTES)
