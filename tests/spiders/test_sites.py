from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from extractors.pages.urls import TEMPLATES
from solieu.crawl import crawl
from spiders.errors import SiteConfigError, UnknownSite
from spiders.sites import Site, ad_hoc_site, find_site, load_sites, parse_sites, site_for_url, starting_at
from tests.spiders.support import SETTINGS, serve, small_site, staged

GOOD = 'hosts = ["x.vn"]\nstart_urls = ["http://x.vn/"]\n'


@pytest.mark.parametrize("site", load_sites().values(), ids=load_sites())
def test_the_sites_that_ship(site: Site) -> None:
    assert site.title
    assert site.template in TEMPLATES
    if site.example is None:
        assert site.name == "kontum-skhdt", "each site has the address of an article that was seen; of this one none is at hand"
    else:
        assert site.identity(site.example).numeric_id
        assert site.template == "detail" or site.identity(site.example).section
    assert site.delay >= 1
    assert site.robots
    assert not site.allow_loopback
    assert site.hosts[0] == site.hosts[0].removeprefix("www.")
    assert all(site.owns(url) for url in site.start_urls)


def test_place_codes_are_places() -> None:
    places = tomllib.loads(resources.files("extractors.registry").joinpath("places.toml").read_text(encoding="utf-8"))
    known = {entry["code"] for entries in places.values() if isinstance(entries, list) for entry in entries}
    assert {site.place_code for site in load_sites().values()} <= known


def test_no_host_belongs_to_two_sites() -> None:
    hosts = [host for site in load_sites().values() if not site.archives for host in site.hosts]
    assert len(hosts) == len(set(hosts))


def test_the_sample_is_another_way_into_kontum() -> None:
    sample = find_site("sample")
    assert (sample.name, sample.hosts, sample.archives) == ("kontum", find_site("kontum").hosts, ("sample/kontum.warc.gz",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x]\n" + 'hosts = ["x.vn"]', r"\[x\] lacks start_urls"),
        ("[x]", r"\[x\] lacks hosts, start_urls"),
        ("[x]\n" + GOOD + 'dealy = 1', r"\[x\] has an unknown key 'dealy'; known are .*delay"),
        ("[x]\n" + GOOD + 'delay = "1"', r"\[x\] delay must be of type float, not '1'"),
        ("[x]\n" + GOOD + "delay = -1", r"\[x\] delay must not be negative"),
        ("[x]\n" + GOOD + "robots = 1", r"\[x\] robots must be of type bool"),
        ("[x]\n" + GOOD + "concurrency = true", r"\[x\] concurrency must be of type int"),
        ("[x]\n" + GOOD + 'template = "drupal"', r"\[x\] template 'drupal' is unknown; known are tnc"),
        ("[x]\n" + GOOD + 'scheme = "gopher"', r"\[x\] scheme must be http or https"),
        ("[x]\n" + 'hosts = "x.vn"\nstart_urls = ["http://x.vn/"]', r"\[x\] hosts must be a list of strings"),
        ("[x]\n" + 'hosts = []\nstart_urls = ["http://x.vn/"]', r"\[x\] hosts must be a list of strings with at least one"),
        ("[x]\n" + 'hosts = ["http://x.vn"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'http://x.vn' must be a bare host name"),
        ("[x]\n" + 'hosts = ["x.vn"]\nstart_urls = ["http://y.vn/"]', r"\[x\] start URL 'http://y.vn/' is on none of its hosts"),
        ("[x]\n" + 'hosts = ["*.x.vn"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host '\*\.x\.vn' has a wildcard: name each host"),
        ("[x]\n" + 'hosts = ["x.vn:80"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'x.vn:80' names port 80"),
        ("[x]\n" + 'hosts = ["x.vn:0"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'x.vn:0' is no host name: its port"),
        ("[x]\n" + 'hosts = ["x.vn:99999"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'x.vn:99999' is no host name: its port"),
        ("[x]\n" + 'hosts = ["u@x.vn"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'u@x.vn' must be a bare host name"),
        ("[x]\n" + 'hosts = ["X.vn"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'X.vn' must be a bare host name in lower case"),
        ("[x]\n" + 'hosts = ["x.vn."]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'x.vn.' must be a bare host name"),
        ("[x]\n" + 'hosts = ["x..vn"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host 'x..vn' is no host name"),
        ("[x]\n" + 'hosts = ["1.2.3.999"]\nstart_urls = ["http://x.vn/"]', r"\[x\] host '1.2.3.999' is no host name"),
        ("[x]\n" + 'hosts = ["::1"]\nstart_urls = ["http://[::1]/"]', r"\[x\] host '::1' is an IPv6 address without its brackets"),
        ("[x]\n" + 'hosts = ["[::g]"]\nstart_urls = ["http://[::1]/"]', r"\[x\] host '\[::g\]' is no host name"),
        ("[x]\n" + GOOD + "delay = inf", r"\[x\] delay must be a finite number"),
        ("[x]\n" + GOOD + "concurrency = 0", r"\[x\] concurrency must be at least 1"),
        ("[x]\n" + GOOD + 'place_code = "atlantis"', r"\[x\] place_code 'atlantis' is no code of extractors/registry/places.toml"),
        ("[x]\n" + GOOD + 'example = "http://x.vn/lien-he"', r"\[x\] example 'http://x.vn/lien-he' names no article on its hosts by template tnc, detail"),
        ("[x]\n" + GOOD + 'example = "http://y.vn/tin/Mot-1"', r"\[x\] example 'http://y.vn/tin/Mot-1' names no article on its hosts"),
        ("[x]\n" + GOOD + "[y]\n" + GOOD, r"\[y\] host 'x.vn' belongs to \[x\] already; same_as = 'x'"),
        ("[X y]\n" + GOOD, "sites.toml: "),
        ("['../x']\n" + GOOD, r"\[../x\] is no name of a site"),
        ("[x]\n" + 'same_as = "y"', r"\[x\] same_as = 'y' is no table above it"),
        ("x = 1", r"'x' stands outside of a table"),
        ("[x", r"sites.toml: "),
    ],
)
def test_a_wrong_entry_is_named(text: str, message: str) -> None:
    with pytest.raises(SiteConfigError, match=message):
        parse_sites(text)


def test_a_right_entry() -> None:
    site = parse_sites(f"[x]\n{GOOD}delay = 2\nlegacy_tls = true\nmax_depth = 5")["x"]
    assert (site.name, site.delay, site.legacy_tls, site.max_depth, site.concurrency) == ("x", 2.0, True, 5, 1)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("x.vn:8080", "http://X.VN:8080/a"),
        ("[::1]", "http://[::1]/a"),
        ("[2001:db8::1]:8080", "http://[2001:db8::1]:8080/a"),
        ("10.0.0.1", "http://10.0.0.1:80/a"),
        ("đăkhà.vn", "http://đăkhà.vn/a"),
        ("đăkhà.vn", "http://xn--khk-ela8d2m.vn/a"),
        ("xn--khk-ela8d2m.vn", "http://ĐĂKHÀ.vn/a"),
    ],
)
def test_hosts_in_every_spelling(host: str, url: str) -> None:
    name = "đăkhà".encode("idna").decode()
    host, url = (text.replace("xn--khk-ela8d2m", name) for text in (host, url))
    site = parse_sites(f'[x]\nhosts = ["{host}"]\nstart_urls = ["{url}"]')["x"]
    assert site.owns(url)
    assert all(h.isascii() for h in site.hosts)


def own_sites(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SOLIEU_SITES", str(path))
    return path


def test_own_sites_come_after_those_that_ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = list(load_sites())
    own_sites(tmp_path, f'[x]\n{GOOD}\n[saved]\nsame_as = "kontum"\narchives = ["a.warc.gz"]', monkeypatch)
    assert list(load_sites()) == [*shipped, "x", "saved"]
    assert find_site("saved").archives == (str(tmp_path / "a.warc.gz"),)
    assert site_for_url("http://x.vn/tin/Mot-1") == find_site("x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[kontum]\n{GOOD}", r"own.toml: \[kontum\] is the name of a site that ships with solieu"),
        (f"[x]\n{GOOD}deley = 1", r"own.toml: \[x\] has an unknown key 'deley'"),
        ('[x]\nhosts = ["skhdt.kontum.gov.vn"]\nstart_urls = ["http://skhdt.kontum.gov.vn/"]', r"own.toml: \[x\] host .* belongs to \[kontum-skhdt\] already"),
    ],
)
def test_a_wrong_own_entry_names_the_file(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_sites(tmp_path, text, monkeypatch)
    with pytest.raises(SiteConfigError, match=message):
        load_sites()


def test_own_sites_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIEU_SITES", str(tmp_path / "missing.toml"))
    with pytest.raises(SiteConfigError, match=r"the file of sites .*missing\.toml cannot be read: No such file"):
        load_sites()


def test_a_site_by_toml_alone_is_crawled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(small_site(3)) as url:
        host = url.split("/")[2]
        entry = f'[so-vi-du]\ntitle = "Sở Ví dụ"\nhosts = ["{host}"]\nstart_urls = ["{url}"]\ntemplate = "tnc"\nallow_loopback = true\ndelay = 0'
        own_sites(tmp_path, entry, monkeypatch)
        report = crawl("so-vi-du", tmp_path, progress=False, settings=SETTINGS)
    assert (report.site, report.articles) == ("so-vi-du", 3)
    assert {a["article_id"] for a in staged(tmp_path).articles} == {"so-vi-du-701", "so-vi-du-702", "so-vi-du-703"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://bandantoc.kontum.gov.vn/tin/Mot-1", "kontum"),
        ("https://www.bandantoc.kontum.gov.vn/", "kontum"),
        ("http://skhdt.kontum.gov.vn/", "kontum-skhdt"),
        ("http://kontum.gov.vn/", "kontum-portal"),
        ("http://bandantoc.kontum.gov.vn:81/", None),
        ("not a url", None),
    ],
)
def test_site_for_url(url: str, name: str | None) -> None:
    site = site_for_url(url)
    assert (site and site.name) == name


@pytest.mark.parametrize(
    ("url", "name", "hosts", "loopback"),
    [
        ("https://x.vn/a", "x.vn", ("x.vn", "www.x.vn"), False),
        ("https://www.x.vn/a", "x.vn", ("www.x.vn", "x.vn"), False),
        ("http://x.vn:8080/", "x.vn", ("x.vn:8080", "www.x.vn:8080"), False),
        ("http://127.0.0.1:8001/", "127.0.0.1", ("127.0.0.1:8001", "localhost:8001", "[::1]:8001"), True),
        ("http://localhost/", "localhost", ("localhost", "127.0.0.1", "[::1]"), True),
        ("http://[::1]:80/", "::1", ("[::1]", "127.0.0.1", "localhost"), True),
        ("http://localhost.evil.vn/", "localhost.evil.vn", ("localhost.evil.vn", "www.localhost.evil.vn"), False),
    ],
)
def test_ad_hoc_site(url: str, name: str, hosts: tuple[str, ...], loopback: bool) -> None:
    site = ad_hoc_site(url)
    assert (site.name, site.hosts, site.allow_loopback, site.start_urls) == (name, hosts, loopback, (url,))
    assert site.owns(url)
    assert (site.delay == 0) is loopback


@pytest.mark.parametrize("target", ["nowhere", "", "ftp://x.vn/", "http:///a", "http://x.vn:port/", "http://[::1/"])
def test_unknown_targets(target: str) -> None:
    with pytest.raises(UnknownSite):
        find_site(target)


def test_unknown_site_lists_the_known() -> None:
    with pytest.raises(UnknownSite, match="unknown site 'nowhere': give a URL or one of kontum, sample, "):
        find_site("nowhere")


def test_a_url_of_a_known_site_starts_that_site_there() -> None:
    site = find_site("http://bandantoc.kontum.gov.vn/tin-chuyen-nganh")
    assert (site.name, site.start_urls) == ("kontum", ("http://bandantoc.kontum.gov.vn/tin-chuyen-nganh",))


def test_a_mirror_stands_for_the_site() -> None:
    site = starting_at(find_site("kontum"), "http://127.0.0.1:9/x")
    assert site.owns("http://localhost:9/")
    assert not site.owns("http://localhost:10/")
    assert site.canonical_origin("http://localhost:9/a?b#c") == "http://bandantoc.kontum.gov.vn/a?b#c"
