"""What a citizen chose: words, rhythm, pause, language, and where in a forum; and what was owed moves with it."""

from datetime import datetime

from sqlalchemy import delete, select, update

from storage.database import Transaction
from storage.outbox.owed import DeliveryState, Kind
from storage.outbox.priority import PRIORITY
from storage.records import ArticleId, CitizenId, CitizenState, Keyword, Menu
from storage.tables import IN_NO_DIGEST_YET, OPEN, RINGS, announcements, citizens, deliveries, keywords

_ORDINARY = [kind for kind in Kind if PRIORITY[kind] >= PRIORITY[Kind.BULLETIN]]


async def words_of(tx: Transaction, citizen: CitizenId) -> tuple[Keyword, ...]:
    """A citizen's words, in the order of the alphabet."""
    query = select(keywords).where(keywords.c.citizen_id == citizen).order_by(keywords.c.word)
    return tuple(Keyword(row.word, row.typed, row.follow) for row in await tx.execute(query))


async def keep_word(tx: Transaction, citizen: CitizenId, word: Keyword) -> None:
    """Follow or ignore a word; the last choice wins."""
    values = {"citizen_id": citizen, "word": word.word, "typed": word.typed, "follow": word.follow}
    insert = tx.insert(keywords).values(values)
    changed = {"typed": word.typed, "follow": word.follow}
    await tx.execute(insert.on_conflict_do_update(index_elements=["citizen_id", "word"], set_=changed))


async def drop_word(tx: Transaction, citizen: CitizenId, word: str) -> None:
    """Neither follow nor ignore a word."""
    await tx.execute(delete(keywords).where(keywords.c.citizen_id == citizen, keywords.c.word == word))


async def words(tx: Transaction) -> frozenset[str]:
    """Every word that anybody follows or ignores."""
    return frozenset((await tx.execute(select(keywords.c.word).distinct())).scalars())


async def rhythms(tx: Transaction) -> frozenset[str]:
    """The rhythms that active citizens keep, beside the office's own."""
    active = citizens.c.state == CitizenState.ACTIVE
    query = select(citizens.c.rhythm).where(active, citizens.c.rhythm != "").distinct()
    return frozenset((await tx.execute(query)).scalars())


async def keep_rhythm(
    tx: Transaction,
    citizen: CitizenId,
    rhythm: str,
    *,
    due_at: datetime,
    digest_at: datetime | None,
    expires_at: datetime,
) -> None:
    """Keep a rhythm, and let what waits for the old one wait for the new one.

    Ordinary news that waits is due at `due_at`; what waits for a digest at `digest_at`, or as news where there is
    none any more. Urgent news and what a courier holds stay as they are.
    """
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(rhythm=rhythm))
    mine = (deliveries.c.citizen_id == citizen) & deliveries.c.lease_until.is_(None)
    waits = deliveries.c.state == DeliveryState.OWED
    told = select(announcements.c.id).where(announcements.c.kind.in_(_ORDINARY))
    ordinary = deliveries.c.announcement_id.in_(told)
    await tx.execute(
        update(deliveries).where(mine, OPEN, waits, ordinary).values(not_before=due_at, expires_at=expires_at)
    )
    moved = (
        {"not_before": digest_at, "expires_at": expires_at}
        if digest_at
        else {"not_before": due_at, "expires_at": expires_at, "state": DeliveryState.OWED}
    )
    await tx.execute(update(deliveries).where(mine, IN_NO_DIGEST_YET).values(**moved))


async def pause(tx: Transaction, citizen: CitizenId, *, until: datetime, now: datetime) -> None:
    """Hear nothing until then: what is owed is cancelled, but what they have is still drawn anew where it must be."""
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(paused_until=until))
    cancelled = {
        "state": DeliveryState.CANCELLED,
        "not_before": None,
        "settled_at": now,
        "reason": "paused",
    }
    mine = deliveries.c.citizen_id == citizen
    await tx.execute(update(deliveries).where(OPEN, RINGS, mine).values(**cancelled))


async def resume(tx: Transaction, citizen: CitizenId) -> None:
    """The pause is over."""
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(paused_until=None))


async def resumed(tx: Transaction, now: datetime) -> tuple[CitizenId, ...]:
    """Those whose pause has ended by itself, once each."""
    over = (citizens.c.paused_until <= now) & (citizens.c.state == CitizenState.ACTIVE)
    ended = update(citizens).where(over).values(paused_until=None).returning(citizens.c.id)
    return tuple(map(CitizenId, (await tx.execute(ended)).scalars()))


async def speak(tx: Transaction, citizen: CitizenId, language: str) -> None:
    """Be spoken to in a language."""
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(language=language))


async def set_thread(tx: Transaction, citizen: CitizenId, thread: str) -> None:
    """Be told in this topic of a forum."""
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(thread=thread))


async def await_remark(
    tx: Transaction, citizen: CitizenId, *, until: datetime | None, article: ArticleId | None
) -> None:
    """Until then the next text is a remark on an article, or (None) on anything; `until` None: no more."""
    change = update(citizens).where(citizens.c.id == citizen)
    await tx.execute(change.values(remark_until=until, remark_on=article if until else None))


async def show_menu(tx: Transaction, citizen: CitizenId, menu: Menu | None) -> None:
    """Remember the numbered list that a citizen sees; None closes it."""
    kept = [list(choice) for choice in menu.choices] if menu else None
    change = update(citizens).where(citizens.c.id == citizen)
    await tx.execute(
        change.values(
            menu=kept, menu_at=menu.shown_at if menu else None, menu_until=menu.until if menu else None
        )
    )
