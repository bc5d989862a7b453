"""Encrypted sites as departments have them: old protocols, short keys, certificates that nobody renews."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dh, rsa
from cryptography.x509.oid import NameOID
from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import CipherSuite

from solieu.crawl import CrawlReport, SiteUnreachable, crawl
from spiders.sites import ad_hoc_site
from tests.spiders.recording import record
from tests.spiders.support import SETTINGS, html, staged

SITE = {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": html("Một", article=True)}
NOW = datetime.now(UTC)
OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""The prime of RFC 2409, 6.2: 1024 bits, what web servers used for Diffie-Hellman for years."""


def certificate(folder: Path, days: int = 30, host: str = "127.0.0.1", bits: int = 2048) -> Path:
    """Key and self-signed certificate in one file; a negative number of days: it ended so long ago."""
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    ends = NOW + timedelta(days=days)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), ends - timedelta(days=365), ends).sign(key, hashes.SHA256())
    path = folder / f"{host}-{days}-{bits}.pem"
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


def short_numbers(folder: Path) -> Path:
    path = folder / "dh.pem"
    parameters = dh.DHParameterNumbers(OAKLEY_2, 2).parameters()
    path.write_bytes(parameters.parameter_bytes(serialization.Encoding.PEM, serialization.ParameterFormat.PKCS3))
    return path


def openssl(folder: Path, version: ssl.TLSVersion | None = None, ciphers: str = "ALL:@SECLEVEL=0", **of_certificate: int | str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(ciphers)
    context.load_cert_chain(certificate(folder, **of_certificate))  # type: ignore[arg-type]
    if "SECLEVEL=0" in ciphers:
        context.load_dh_params(short_numbers(folder))
    if version is not None:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = version
    return context


@contextmanager
def without_safe_renegotiation(folder: Path) -> Iterator[str]:
    """A server of before 2010, which does not know RFC 5746: TLS 1.2 that says nothing of renegotiation."""
    pem = certificate(folder).read_text()
    key, chain = parsePEMKey(pem, private=True), X509CertChain()
    chain.parsePemList(pem)
    settings = HandshakeSettings()
    settings.minVersion, settings.maxVersion = (3, 3), (3, 3)
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(client: socket.socket) -> None:
        with suppress(Exception), client:  # whatever a client that refuses does to it
            connection = TLSConnection(client)
            connection.handshakeServer(certChain=chain, privateKey=key, settings=settings)
            while (request := connection.recv(8192)) != b"":
                reply = SITE.get(request.split(b" ")[1].decode()) or html("Không tìm thấy", status=404)
                connection.sendall(f"HTTP/1.1 {reply.status} X\r\nContent-Type: text/html\r\nContent-Length: {len(reply.body)}\r\n\r\n".encode() + reply.body)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


Server = Callable[[Path], AbstractContextManager[str]]


def with_openssl(version: ssl.TLSVersion | None = None, ciphers: str = "ALL:@SECLEVEL=0", **of_certificate: int | str) -> Server:
    return lambda folder: record(SITE, tls=openssl(folder, version, ciphers, **of_certificate))


def run(url: str, output: Path, legacy_tls: bool) -> CrawlReport:
    return crawl(replace(ad_hoc_site(url), legacy_tls=legacy_tls), output, progress=False, settings=SETTINGS)


OLD: dict[str, tuple[Server, str]] = {
    # what the server is, and what the default says to it
    "TLS 1.0": (with_openssl(ssl.TLSVersion.TLSv1), "unsupported protocol|tlsv1 alert protocol version"),
    "TLS 1.1": (with_openssl(ssl.TLSVersion.TLSv1_1), "unsupported protocol|tlsv1 alert protocol version"),
    "short numbers": (with_openssl(ssl.TLSVersion.TLSv1_2, "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"), "dh key too small"),
    "renegotiation as before RFC 5746": (without_safe_renegotiation, "unsafe legacy renegotiation disabled"),
}


@pytest.mark.parametrize(("server", "reason"), OLD.values(), ids=OLD)
def test_an_old_server_is_refused_unless_its_site_says_so(tmp_path: Path, server: Server, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if server is without_safe_renegotiation:
        monkeypatch.setattr(CipherSuite, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV", 0xFFFFFF)  # the server no longer knows the sign
    with server(tmp_path) as url:
        with pytest.raises(SiteUnreachable, match=rf"no TLS connection: ({reason}); an old server may need legacy_tls"):
            run(url, tmp_path / "refused", legacy_tls=False)
        run(url, tmp_path / "read", legacy_tls=True)
    (page,) = staged(tmp_path / "refused").pages
    assert page["outcome"] == "error"
    assert page["reason"].startswith("no TLS connection: ")
    assert staged(tmp_path / "read").outcomes() == {"/": "listing", "/tin/Mot-1": "article"}


CERTIFICATES: dict[str, Server] = {
    "signed by itself": with_openssl(ciphers="DEFAULT"),
    "expired": with_openssl(ciphers="DEFAULT", days=-400),
    "of another host": with_openssl(ciphers="DEFAULT", host="khac.example"),
    "a short key": with_openssl(bits=1024),
}


@pytest.mark.parametrize("server", CERTIFICATES.values(), ids=CERTIFICATES)
@pytest.mark.parametrize("legacy_tls", [False, True])
def test_a_certificate_that_proves_nothing_is_no_obstacle(tmp_path: Path, server: Server, legacy_tls: bool) -> None:
    with server(tmp_path) as url:
        run(url, tmp_path / "output", legacy_tls)
    assert staged(tmp_path / "output").outcomes() == {"/": "listing", "/tin/Mot-1": "article"}


@pytest.mark.parametrize("legacy_tls", [False, True])
def test_a_server_that_does_not_speak_tls(tmp_path: Path, legacy_tls: bool) -> None:
    with record(SITE) as url, pytest.raises(SiteUnreachable, match="no TLS connection: "):
        run(url.replace("http:", "https:"), tmp_path, legacy_tls)
