"""Small servers that behave badly, and a certificate for them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.fakes.keys import ec_key

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]


def certificate(folder: Path, days: int, host: str = "localhost") -> Path:
    """Certificate and key in one file, valid from 100 days ago until `days` from 2026-01-01."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "spxcc test")])
    until = datetime(2100, 1, 1, tzinfo=UTC) + timedelta(days=days)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(ec_key("tls").public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        .sign(ec_key("tls"), SHA256())
    )
    path = folder / f"{host}{days}.pem"
    private = ec_key("tls").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(built.public_bytes(Encoding.PEM) + private)
    return path


@asynccontextmanager
async def listening(talk: Talk, pem: Path | None = None) -> AsyncIterator[int]:
    """A TCP server on a free port of 127.0.0.1, with TLS where there is a certificate."""
    context = None
    if pem is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        talk(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes connections and says nothing."""


def speaking(text: bytes) -> Talk:
    """Says `text` at once and ends."""

    def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        writer.write_eof() if writer.can_write_eof() else writer.close()

    return talk
