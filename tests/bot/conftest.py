"""Values for the pure half of bot/: no database, no network, no real clock here."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import cli, logs
from bot.conversation.turns import House, Rated, Situation
from bot.wording import CONSENT_VERSION
from feeds.article import Article, Gist, Version
from feeds.portals import Cadence, Portal, Topic
from storage.outbox.owed import Kind
from storage.records import (
    Address,
    ArticleId,
    Citizen,
    CitizenId,
    CitizenState,
    Messenger,
    Story,
    Tally,
    VersionId,
)

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LAN = Address(Messenger.TELEGRAM, "1001")
HOUSE = House(
    portal=Portal(
        id="conco",
        name="Cổng thông tin điện tử đặc khu Cồn Cỏ",
        short="Đặc khu Cồn Cỏ",
        organisation="UBND đặc khu Cồn Cỏ",
        url="https://conco.quangtri.gov.vn",
        hosts=("conco.quangtri.gov.vn",),
        hotline="0233 3 000 114",
    ),
    topics=(
        Topic(
            id="tau_bien",
            name="Tàu ra đảo, thời tiết biển",
            name_en="Boats, weather at sea",
            default=True,
        ),
        Topic(id="su_kien", name="Tin tức, sự kiện", default=True, cadence=Cadence.DIGEST),
        Topic(id="viec_lam", name="Việc làm, đấu giá"),
    ),
    k=5,
)
CITIZEN = Citizen(
    id=CitizenId(1),
    address=LAN,
    state=CitizenState.ACTIVE,
    topics=frozenset({"tau_bien", "su_kien"}),
    consent_version=CONSENT_VERSION,
    consented_at=NOW,
)


def story(number: int = 7, **gist: Any) -> Story:
    """An article about a boat."""
    return Story(
        id=ArticleId(number),
        version_id=VersionId(number),
        first_seen=NOW,
        article=Article(
            portal="conco",
            external_id=f"news_{number}",
            link=f"https://conco.quangtri.gov.vn/tin-{number}.html",
            topic="tau_bien",
            published=NOW,
            version=Version(title="Tạm dừng tàu Cửa Việt – Cồn Cỏ ngày 25/11", body="Do gió mùa."),
            gist=Gist(**({"summary": "Tàu nghỉ ngày 25/11.", "origin": "lead"} | gist)),
        ),
    )


def rated(
    *, mark: int | None = None, tally: Tally | None = None, shown: Tally | None = None, **gist: Any
) -> Rated:
    """That article, delivered here as news."""
    return Rated(story=story(**gist), kind=Kind.NEWS, mark=mark, tally=tally or Tally(), shown=shown)


@pytest.fixture
def seen() -> Situation:
    """What a subscribed citizen's turn sees."""
    return Situation(house=HOUSE, messenger=Messenger.TELEGRAM, now=NOW, citizen=CITIZEN)


@pytest.fixture
def stranger(seen: Situation) -> Situation:
    """What a stranger's turn sees."""
    return replace(seen, citizen=None)


@dataclass(frozen=True)
class Ended:
    """What became of a command."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _log_of_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that a test runs leaves the suite's log as it is: its stderr is gone when the test ends."""
    monkeypatch.setattr(logs, "to_stderr", lambda *_, **__: None)


@pytest.fixture
def loa(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Runs `loa WORD…` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["loa", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return run
