"""Lines of a pack."""

from pathlib import Path

import msgspec
import pytest

from spxcc.ledger.packs.layout import MAGIC, Changed, Minute, is_pack


def test_what_a_line_may_not_have_is_refused() -> None:
    for line in (b'{"at":1,"trades":[]}', b'{"at":1,"delta":{"x":{"put":[],"quotes":1}}}', b'{"at":"1"}'):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(line, type=Minute)


def test_what_is_empty_takes_no_room() -> None:
    assert msgspec.json.encode(Minute(1)) == b'{"at":1}'
    assert msgspec.json.encode(Changed()) == b"{}"


def test_a_pack_is_known_by_its_beginning(tmp_path: Path) -> None:
    for content, known in ((MAGIC, True), (MAGIC[:-1], False), (b"", False)):
        (tmp_path / "x").write_bytes(content)
        assert is_pack(tmp_path / "x") is known
    assert not is_pack(tmp_path)
