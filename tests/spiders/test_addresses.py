from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp.connector
import pytest

from solieu.crawl import CrawlReport, SiteUnreachable, crawl
from spiders.addresses import why_refused
from spiders.sites import Site, ad_hoc_site
from tests.spiders.support import SETTINGS, Reply, Staged, html, serve, staged

REFUSED = {
    "loopback": ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"],
    "unspecified": ["0.0.0.0", "::"],
    "link-local": ["169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255", "192.0.2.1", "198.18.0.1", "0.1.2.3"],
    "private ": ["fc00::1", "fd12:3456::1", "2001:db8::1", "3fff::1", "64:ff9b:1::a00:1", "100::1", "2001::1", "fec0::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.88.99.1", "4000::1", "::127.0.0.1", "::8.8.8.8"],
    "private, in an IPv6 address": ["::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:c0a8:101::1", "::ffff:100.64.0.1"],
    "link-local, in an IPv6 address": ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"],
    "loopback, in an IPv6 address": ["64:ff9b::7f00:1", "2002:7f00:1::"],
    "no address": ["", "localhost", "0x7f.1", "2130706433", "127.1"],
}
PUBLIC = ["8.8.8.8", "113.160.1.1", "172.32.0.1", "100.128.0.1", "2405:4800::1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize(("why", "address"), [(why.strip(), a) for why, addresses in REFUSED.items() for a in addresses])
def test_refused(why: str, address: str) -> None:
    assert why_refused(address) == why


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize(("why", "address"), [(why.strip(), a) for why, addresses in REFUSED.items() for a in addresses])
def test_what_loopback_allows(why: str, address: str) -> None:
    assert why_refused(address, allow_loopback=True) == (None if why == "loopback" else why)


# ------------------------------------------------------------------ on the wire
@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """DNS: which addresses a name has, one list element per look-up, the last for all further ones."""
    answers: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        known = answers.get(host if isinstance(host, str) else host.decode())
        if known is None:
            return real(host, *args, **kwargs)
        addresses = known.pop(0) if len(known) > 1 else known[0]
        return [info for address in addresses.split() for info in real(address, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield answers


SITE = {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": html("Một", article=True)}


def named(host: str, url: str, allow_loopback: bool = False, **more: Any) -> Site:
    """A site by name, on the port of ``url``, that does not wait."""
    port = url.rsplit(":", 1)[1].strip("/")
    return replace(ad_hoc_site(f"http://{host}:{port}/"), allow_loopback=allow_loopback, delay=0.0, **more)


def crawl_refused(site: Site, output: Path) -> tuple[str, Staged]:
    with pytest.raises(SiteUnreachable) as told:
        crawl(site, output, progress=False, settings=SETTINGS)
    return str(told.value), staged(output)


@pytest.mark.parametrize(
    ("host", "address", "why"),
    [
        ("noi-bo.example", "127.0.0.1", "loopback"),
        ("dam-may.example", "169.254.169.254", "link-local"),
        ("mang.example", "10.1.2.3 192.168.0.1", "private"),
        ("anh-xa.example", "::ffff:127.0.0.1", "loopback"),
        ("[::ffff:127.0.0.1]", None, "loopback"),
    ],
)
def test_a_name_with_an_address_that_is_not_public(tmp_path: Path, names: dict[str, list[str]], host: str, address: str | None, why: str) -> None:
    if address is not None:
        names[host] = [address]
    with serve(SITE) as url:
        told, found = crawl_refused(named(host, url), tmp_path)
        assert url.requests == []
    assert f"which is not public ({why})" in told
    assert {(page["outcome"], page["status"]) for page in found.pages} == {("offsite", None)}
    assert all(f"({why})" in page["reason"] for page in found.pages)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0x7f000001"])
@pytest.mark.parametrize("allow_loopback", [True, False])
def test_an_odd_spelling(tmp_path: Path, host: str, allow_loopback: bool) -> None:
    with serve(SITE) as url:
        told, found = crawl_refused(named(host, url, allow_loopback), tmp_path)
        assert url.requests == []
    assert f"{host} is an odd spelling of an address" in told
    assert found.outcomes() == {"/": "offsite"}


def test_loopback_where_the_site_says_so(tmp_path: Path, names: dict[str, list[str]]) -> None:
    names["thu.example"] = ["127.0.0.1"]
    with serve(SITE) as url:
        report = crawl(named("thu.example", url, allow_loopback=True), tmp_path, progress=False, settings=SETTINGS)
        assert url.requests == ["/robots.txt", "/", "/tin/Mot-1"]
    assert report.articles == 1


def test_loopback_allows_nothing_else(tmp_path: Path, names: dict[str, list[str]]) -> None:
    names["thu.example"] = ["169.254.169.254"]
    with serve(SITE) as url:
        told, _ = crawl_refused(named("thu.example", url, allow_loopback=True), tmp_path)
    assert "(link-local)" in told


def test_an_address_that_changes_between_two_looks(tmp_path: Path, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is harmless when it is first looked up and private when the next connection is made."""
    monkeypatch.setattr(aiohttp.connector._DNSCacheTable, "expired", lambda *_: True)
    names["doi.example"] = ["127.0.0.1", "10.9.9.9"]
    site = {"/robots.txt": Reply(b"", headers={"Connection": "close"}), "/": html("Trang chủ")}
    with serve(site) as url:
        told, found = crawl_refused(named("doi.example", url, allow_loopback=True), tmp_path)
        assert url.requests == ["/robots.txt"]
    assert "10.9.9.9" in told
    assert found.outcomes() == {"/": "offsite"}


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    with serve({}) as proxy, serve(SITE) as url:
        monkeypatch.setenv(variable, str(proxy))
        report = crawl(url, tmp_path, progress=False, settings=SETTINGS)
        assert proxy.requests == []
    assert report.articles == 1


def test_a_proxy_of_the_settings_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({}) as proxy, serve(SITE) as url:
        monkeypatch.setenv("http_proxy", str(proxy))
        with pytest.raises(SiteUnreachable):
            crawl(url, tmp_path, progress=False, settings=SETTINGS | {"HTTPPROXY_ENABLED": True})
        assert (proxy.requests, url.requests) == ([], [])


def test_redirects_and_robots_stay_on_the_site(tmp_path: Path) -> None:
    with serve({"/": html("Chỗ khác"), "/robots.txt": Reply(b"User-agent: *\nDisallow: /\n")}) as other:
        site = {
            "/": html("Trang chủ", "/di", "/tin/Mot-1", f"{other}x", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/"),
            "/di": Reply(status=302, headers={"Location": str(other)}),
            "/tin/Mot-1": html("Một", article=True),
            "/robots.txt": Reply(status=301, headers={"Location": f"{other}robots.txt"}),
        }
        with serve(site) as url:
            report: CrawlReport = crawl(url, tmp_path, progress=False, settings=SETTINGS)
        assert other.requests == []
    assert report.articles == 1
    assert staged(tmp_path).outcomes()["/di"] == "offsite"
    assert any("robots.txt" in warning for warning in report.warnings)
