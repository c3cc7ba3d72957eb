"""What is erased is not in the files any more: chat, words, remarks, answers."""

from pathlib import Path

from storage import choices, citizens, comments
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from storage.outbox import announcements
from storage.outbox.owed import Draft, Kind, One
from storage.records import Keyword
from storage.stored import stored
from tests.conftest import Clock
from tests.storage.values import address, slot, subscriber


async def test_nothing_of_a_citizen_can_be_read_in_the_files_after_an_erasure(
    tmp_path: Path, keys: Keys, clock: Clock
) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/loa.db", keys)
    await migrate(database)
    marks = (b"con duong toi om", b"se sua truoc Tet", b"tukhoarieng", b"q2211-0433")
    for chat in (-7_391_445_002, 7_391_445_003):  # a group and a person
        citizen = await subscriber(database, chat, now=clock())
        async with database.transaction() as tx:
            await choices.keep_word(tx, citizen, Keyword("tukhoarieng", "tukhoarieng", True))
            await choices.keep_rhythm(
                tx, citizen, "q2211-0433", due_at=clock(), digest_at=None, expires_at=clock()
            )
            remark = await comments.keep(
                tx,
                address(chat),
                "5",
                citizen=citizen,
                article=None,
                text="con duong toi om",
                now=clock(),
            )
            assert remark
            answer = Draft(
                key=f"answer:{remark}",
                kind=Kind.ANSWER,
                audience=One(citizen),
                about=comments.about(remark),
                text="se sua truoc Tet",
                slot=slot(clock()),
            )
            await announcements.announce(tx, answer, now=clock())
            known = await citizens.find(tx, address(chat))
            assert known
            kept = await stored(tx, known.address, known)
            assert kept.remarks[0][1] == ("se sua truoc Tet",)
    assert all(mark in _bytes(tmp_path) for mark in marks)

    for chat in (-7_391_445_002, 7_391_445_003):
        async with database.transaction() as tx:
            assert await citizens.erase(tx, address(chat))
    await database.scrub()

    left = _bytes(tmp_path)
    assert not any(mark in left for mark in (*marks, b"7391445002", b"7391445003"))
    await database.close()


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_a_message_counts_once_and_remarks_go_with_their_age(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    async with database.transaction() as tx:
        given = {"citizen": citizen, "article": None, "text": "tối quá", "now": clock()}
        first = await comments.keep(tx, address(1), "5", **given)  # type: ignore[arg-type]
        assert first is not None
        assert await comments.keep(tx, address(1), "5", **given) is None  # type: ignore[arg-type]
        assert await comments.keep(tx, address(2), "5", **given) is not None  # type: ignore[arg-type]
        assert await comments.author(tx, first) == citizen
        clock.passes(days=1)
        assert await comments.forget(tx, written_before=clock()) == 2
        assert await comments.find(tx, first) is None
