"""robots.txt as RFC 9309 reads it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetching.robots import Robots, read_robots

SITE = "https://conco.example"

NUKEVIET = b"""User-agent: *
Disallow: /admin/
Disallow: /index.php
Allow: /index.php?
Crawl-delay: 2

User-agent: BadBot
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/thong-bao/lich-tau-1.html", True),
        ("/admin/", False),
        ("/index.php", False),
        ("/index.php?language=vi&nv=news", True),
        ("", True),
    ],
)
def test_the_longest_rule_says_so(path: str, allowed: bool) -> None:
    robots = read_robots(NUKEVIET)
    assert robots.allow(f"{SITE}{path}") is allowed
    assert robots.delay == timedelta(seconds=2)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: Loa\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: Loa/1.0\nDisallow: /a", "/a", False),
        ("User-agent: other\nUser-agent: LOA\nDisallow: /a", "/a", False),
        ("User-agent: loadbot\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.html$", "/x/a.html", False),
        ("User-agent: *\nDisallow: /*.html$", "/x/a.html?b", True),
        ("User-agent: *\nDisallow: /*/a/*/b", "/x/a/y/b/c", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*a*a$", "/a", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("# nothing\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a # why\r\n", "/a", False),
        ("", "/a", True),
    ],
)
def test_rules(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules.encode()).allow(f"{SITE}{path}") is allowed


def test_a_delay_is_a_number() -> None:
    assert read_robots(b"User-agent: *\nCrawl-delay: soon").delay is None
    assert read_robots(b"User-agent: *\nCrawl-delay: 1.5").delay == timedelta(seconds=1.5)


@given(st.binary(), st.text(alphabet="/a*$b?", max_size=30), st.text(alphabet="/a*$b?", max_size=30))
def test_any_bytes_are_some_rules(body: bytes, pattern: str, path: str) -> None:
    assert read_robots(body).allow(SITE) in {True, False}
    assert Robots(((False, pattern),)).allow(f"{SITE}/{path}") in {True, False}
