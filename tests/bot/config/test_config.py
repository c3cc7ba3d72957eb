"""A wrong key or value gets one line that names it and the mend; secrets are never repeated."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError, parse_config, read_config
from bot.config.settings import Settings, read_settings
from feeds.portals import SourceKind
from storage.records import Address, Messenger

OFFICE = """
[portal]
id = "conco"
name = "Cổng"
url = "https://conco.quangtri.gov.vn"
[[sources]]
name = "tin"
feed = "https://conco.quangtri.gov.vn/rss/"
"""


def test_everything_but_a_portal_and_a_source_has_a_default() -> None:
    config = parse_config(OFFICE)

    assert config.portal.hosts == ("conco.quangtri.gov.vn",)
    assert [(topic.id, topic.default) for topic in config.topics] == [("tin", True)]
    assert config.sources[0].kind is SourceKind.FEED
    assert config.sources[0].every == timedelta(minutes=2)
    assert config.delivery.quiet == (time(21, 30), time(6, 0))
    assert config.feedback.k == 5


def test_the_office_of_con_co_is_read() -> None:
    config = read_config(Path(__file__).parents[3] / "loa.toml")

    assert len(config.topics) == 10
    assert config.portal.id == "conco"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[portal", "not valid TOML"),
        ("", "portal: must be a table: write [portal]"),
        (OFFICE.replace("name =", "nmae =", 1), "portal.nmae: unknown key; did you mean 'name'?"),
        (OFFICE + 'every = "2 minutes"', '"2 minutes" is no duration: write "30s", "5m", "1h" or "28d"'),
        (OFFICE + 'every = "5s"', 'every must be at least "60s"'),
        (OFFICE + 'listing = "https://x.vn"', "give exactly one of"),
        (OFFICE + 'topic = "gone"', "sources.tin.topic: 'gone' is no topic; known: tin"),
        (OFFICE.replace("https://conco.quangtri.gov.vn/rss/", "conco/rss"), "write https://…"),
        (OFFICE + '[delivery]\nquiet = "tối"', 'write "21:30-06:00"'),
        (OFFICE + '[delivery]\ndigest = "7am"', 'write "07:00"'),
        (OFFICE + '[staff]\nchat = "123"', "write telegram:123"),
        (OFFICE + "[feedback]\nk = 0", "feedback.k"),
        (OFFICE + "[zalo_oa]\nbroadcasts_per_month = 1", 'needs broadcast_cover = "https://…"'),
        (OFFICE + '[[sources]]\nname = "tin"\nfeed = "https://x.vn"', "'tin' stands there twice"),
    ],
)
def test_a_fault_is_one_line_with_its_mend(text: str, line: str) -> None:
    with pytest.raises(ConfigError) as fault:
        parse_config(text, name="loa.toml")

    assert line in str(fault.value)
    assert str(fault.value).startswith("loa.toml: ")
    assert "\n" not in str(fault.value)


def test_fast_looks_are_for_loopback_only() -> None:
    text = OFFICE.replace("https://conco.quangtri.gov.vn/rss/", "http://127.0.0.1:8080/rss/") + 'every = "1s"'

    assert parse_config(text).sources[0].every == timedelta(seconds=1)


def test_staff_chats_are_addresses() -> None:
    config = parse_config(OFFICE + '[staff]\nchat = ["telegram:-100123", "zalo_bot:abc"]')

    assert config.staff == (Address(Messenger.TELEGRAM, "-100123"), Address(Messenger.ZALO_BOT, "abc"))


def settings(environ: dict[str, str], tmp_path: Path) -> Settings:
    return read_settings(environ, env_file=tmp_path / ".env")


def test_a_messenger_without_its_token_is_off(tmp_path: Path) -> None:
    assert settings({}, tmp_path).messengers == ()
    assert settings({"LOA_TELEGRAM_TOKEN": ""}, tmp_path).messengers == ()
    assert settings({"LOA_TELEGRAM_TOKEN": "1:x"}, tmp_path).messengers == ("telegram",)


def test_the_environment_wins_over_the_file_and_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOA_WEB_PORT=9000\nLOA_TELEGRAM_TOKEN=1:env-file\n", encoding="utf-8")
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")

    read = settings({"LOA_WEB_PORT": "9001", "LOA_SECRET_KEY_FILE": str(tmp_path / "key")}, tmp_path)

    assert read.web_port == 9001
    assert read.secret_key is not None
    assert read.secret_key.get_secret_value() == "s3cret"
    assert set(read.secrets()) == {"s3cret", "1:env-file"}
    assert "s3cret" not in repr(read)


@pytest.mark.parametrize(
    "line", ["LOA_TELEGRAM_TOKEN 1:s3cret", "LOA_TELEGRAM_TOKEN", 'LOA_ZALO_OA_APP_ID="12']
)
def test_a_line_of_the_file_that_says_nothing_is_named_and_not_told(line: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# ours\nLOA_WEB_PORT=9000\n{line}\n", encoding="utf-8")

    with pytest.raises(ConfigError) as fault:
        settings({}, tmp_path)
    assert str(fault.value) == f"{tmp_path / '.env'}: line 3 is no NAME=value; mend or remove it"


def test_the_mark_that_notepad_writes_hides_no_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(
        b"\xef\xbb\xbfLOA_TELEGRAM_TOKEN=1:x\r\n\r\n# none\r\nexport LOA_WEB_PORT=9000\r\n"
    )

    read = settings({}, tmp_path)
    assert (read.messengers, read.web_port) == (("telegram",), 9000)


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        (
            {"LOA_TELEGRAM_TOKN": "1:x"},
            "LOA_TELEGRAM_TOKN: unknown variable; did you mean LOA_TELEGRAM_TOKEN?",
        ),
        ({"LOA_WEB_PORT": "eighty"}, "LOA_WEB_PORT"),
        ({"LOA_SECRET_KEY_FILE": "/nowhere/key"}, "name a readable text file"),
    ],
)
def test_a_wrong_variable_is_one_line(environ: dict[str, str], line: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as fault:
        settings(environ, tmp_path)

    assert line in str(fault.value)
    assert "\n" not in str(fault.value)


def test_an_office_that_is_not_there_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"copy loa\.toml or set LOA_CONFIG"):
        read_config(tmp_path / "loa.toml")


def test_a_built_in_topic_brings_its_name_and_words_along() -> None:
    text = (
        '[portal]\nid = "c"\nname = "C"\nurl = "https://c.example"\n[[sources]]\nname = "t"\nfeed = "https://c.example/rss/"\n'
        '[[topics]]\nid = "tau_bien"\ncadence = "digest"\n[[topics]]\nid = "tau_bien2"\nname = "Tàu"\n'
    )
    boats, own = parse_config(text).topics
    assert (boats.name, boats.cadence) == ("Tàu ra đảo, thời tiết biển", "digest")
    assert "chuyến tàu" in boats.words
    assert own.words == ()


def test_the_sandbox_has_an_office_that_can_be_read() -> None:
    from bot.sandbox.running import office

    assert [topic.id for topic in office(8080).topics if topic.cadence == "digest"] == ["su_kien"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("every = 2", "every"),
        ('every = "99999999999999h"', "every"),
        ('feed = "http://127.0.0.1:99999/rss/"', "is no address"),
    ],
)
def test_a_source_that_cannot_be_is_one_line(given: str, says: str) -> None:
    feed = "" if given.startswith("feed") else 'feed = "https://c.example/rss/"\n'
    text = (
        f'[portal]\nid = "c"\nname = "C"\nurl = "https://c.example"\n[[sources]]\nname = "t"\n{feed}{given}\n'
    )
    with pytest.raises(ConfigError, match=says) as fault:
        parse_config(text)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("host", ["https://c.example", "127.0.0.1:80", "c.example/tin"])
def test_hosts_are_names(host: str) -> None:
    text = (
        f'[portal]\nid = "c"\nname = "C"\nurl = "https://c.example"\nhosts = ["{host}"]\n'
        '[[sources]]\nname = "t"\nfeed = "https://c.example/rss/"\n'
    )
    with pytest.raises(ConfigError, match="hosts"):
        parse_config(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOA_TELEGRAM_TOKEN", "1:a b"),
        ("LOA_TELEGRAM_API", "127.0.0.1:9"),
        ("LOA_PUBLIC_URL", "ftp://x"),
        ("LOA_WEB_PORT", "99999"),
    ],
)
def test_an_environment_that_cannot_be_is_one_line_without_its_value(
    name: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=name) as fault:
        settings({name: value}, tmp_path)
    assert value not in str(fault.value)
    assert "\n" not in str(fault.value)
