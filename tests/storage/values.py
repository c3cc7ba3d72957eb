"""Values that the stores' tests begin with."""

from datetime import datetime, timedelta

from feeds.article import Article, Gist, Version
from feeds.visits import Finding, Verdict, Visit
from storage import articles, citizens
from storage.articles import ArticleLog
from storage.database import Database
from storage.outbox import announcements
from storage.outbox.owed import Draft, Followers, Kind, Slot
from storage.records import Address, AnnouncementId, CitizenId, Messenger, Story

TOPIC = "tau_bien"


def address(chat: int) -> Address:
    return Address(Messenger.TELEGRAM, str(chat))


def finding(number: int, *, title: str = "Tàu nghỉ", verdict: Verdict = Verdict.NEWS) -> Finding:
    version = Version(title=title, body=f"Thân bài {number}")
    return Finding(
        verdict=verdict,
        told=title,
        article=Article(
            portal="conco",
            external_id=f"news_{number}",
            link=f"https://conco.example/{number}",
            topic=TOPIC,
            published=None,
            version=version,
            gist=Gist(summary=title, origin="extract"),
        ),
    )


async def published(database: Database, *findings: Finding, now: datetime) -> list[Story]:
    """Record findings and give them back as stories, newest first."""
    await ArticleLog(database, "conco").record(Visit(source="tin-tuc", looked_at=now), findings)
    async with database.reading() as tx:
        return await articles.latest(tx, limit=100)


async def subscriber(database: Database, chat: int, *, now: datetime, topic: str = TOPIC) -> CitizenId:
    async with database.transaction() as tx:
        await citizens.subscribe(tx, address(chat), [topic], consent_version="1", language="vi", now=now)
        citizen = await citizens.find(tx, address(chat))
    assert citizen
    return citizen.id


def draft(
    story: Story, *, now: datetime, key: str = "", digest: bool = False, kind: Kind = Kind.NEWS
) -> Draft:
    return Draft(
        key=key or f"news:{story.version_id}",
        kind=kind,
        audience=Followers(TOPIC),
        article=story.id,
        version=story.version_id,
        slot=slot(now, digest=digest),
    )


def slot(now: datetime, *, digest: bool = False) -> Slot:
    """Due now, worth a day."""
    return Slot(due_at=now, expires_at=now + timedelta(hours=24), digest=digest)


async def announced(database: Database, draft: Draft, *, now: datetime) -> AnnouncementId | None:
    async with database.transaction() as tx:
        return await announcements.announce(tx, draft, now=now)
