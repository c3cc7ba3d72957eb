"""`loa discover` as a person calls it, at a portal on loopback."""

import json
import tomllib

import pytest
from typer.testing import CliRunner

from bot.cli import app, main
from bot.config import parse_config
from tests.fakes.portal import Answer, FakePortal

HOME = "<meta name='generator' content='NukeViet v4.5'><link rel='alternate' type='application/rss+xml' href='/rss/'>"


def home() -> Answer:
    return 200, {"Content-Type": "text/html"}, HOME.encode()


def test_its_lines_are_a_configuration() -> None:
    with FakePortal() as portal:
        portal.publish(1, "Lịch tàu", body="7h00")
        portal.instead["/"] = home
        shown = CliRunner().invoke(app, ["discover", portal.url])
        document = CliRunner().invoke(app, ["discover", portal.url, "--json"])
    assert shown.exit_code == 0
    office = f'[portal]\nid = "x"\nname = "X"\nurl = "{portal.url}"\n'
    assert parse_config(office + shown.stdout).sources[0].addresses == (f"{portal.url}/rss/",)
    assert "runs NukeViet" in shown.stdout
    found = json.loads(document.stdout)
    assert tomllib.loads(found["toml"])["sources"][0]["feed"] == f"{portal.url}/rss/"
    assert [one["kind"] for one in found["sources"]] == ["feed"]


@pytest.mark.parametrize(
    ("where", "status", "said"),
    [
        ("{url}", 1, "nothing to watch was found: answered 404"),
        ("ftp://x", 2, "is not an address"),
        ("http://", 2, "not"),
    ],
)
def test_without_anything_to_watch_one_line(
    where: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakePortal() as portal:
        monkeypatch.setattr("sys.argv", ["loa", "discover", where.format(url=portal.url)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == status
    line = capsys.readouterr().err.strip().splitlines()[-1]
    assert said in line


def test_a_portal_that_stands_for_another_page_is_named_for_what_it_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = "<html><title>Website tạm ngưng hoạt động</title></html>".encode()
    with FakePortal() as portal:
        portal.instead["/"] = lambda: (200, {"Content-Type": "text/html"}, closed)
        monkeypatch.setattr("sys.argv", ["loa", "discover", portal.url])
        with pytest.raises(SystemExit):
            main()

    said = capsys.readouterr().err
    assert said == f"loa: {portal.url}: nothing to watch was found: the portal is closed for maintenance\n"


def test_an_address_without_a_scheme_is_tried_at_http_too() -> None:
    with FakePortal() as portal:
        portal.publish(1, "Lịch tàu", body="7h00")
        portal.instead["/"] = home
        shown = CliRunner().invoke(app, ["discover", portal.url.removeprefix("http://")])
    assert f'feed = "{portal.url}/rss/"' in shown.stdout
