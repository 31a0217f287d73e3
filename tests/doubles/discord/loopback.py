"""discord.com and gateway.discord.gg on 127.0.0.1: a certificate for the names, and a connector that knows no others.

Nothing in discord.py is re-pointed: it asks for the real names over verified TLS and arrives here; others fail.
"""

from __future__ import annotations

import datetime
import functools
import socket
import ssl
import tempfile
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAMES = ("discord.com", "gateway.discord.gg")


class LoopbackOnly(AbstractResolver):
    """Resolves `NAMES` to this machine's `port`; counts what is asked, refuses the rest."""

    def __init__(self, port: int, asked: set[str]) -> None:
        self._port = port
        self._asked = asked

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self._asked.add(host)
        if host not in NAMES:
            raise OSError(f"a test tried to reach {host}")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        pass


def connector(port: int, asked: set[str]) -> aiohttp.TCPConnector:
    """A connector for one client. `asked` collects the names it looked up."""
    return aiohttp.TCPConnector(limit=0, resolver=LoopbackOnly(port, asked), ssl=_trusting())


@functools.cache
def _files() -> tuple[str, str]:
    """Paths of a key and a certificate made for this run."""
    directory = Path(tempfile.mkdtemp(prefix="calfwise-tls-"))
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "local double")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in NAMES]), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = directory / "key.pem", directory / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return str(key_file), str(certificate_file)


@functools.cache
def serving() -> ssl.SSLContext:
    """TLS for the server."""
    key, certificate = _files()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


@functools.cache
def _trusting() -> ssl.SSLContext:
    """TLS for the client: trusts our certificate and nobody else's."""
    return ssl.create_default_context(cafile=_files()[1])
