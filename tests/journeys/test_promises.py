"""Whatever citizens do and whatever happens, each sees exactly what their settings promise, and no sooner."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage import feedback
from storage.database import Database
from storage.keys import Keys
from tests.conftest import Clock
from tests.journeys.life import CHATS, HOURS, KINDS, QUIET, Life
from tests.journeys.village import Village

chats = st.sampled_from(CHATS)
events = st.one_of(
    st.tuples(st.just("passes")),
    st.tuples(st.just("publish"), st.sampled_from(sorted(KINDS)), st.sampled_from(["lúa", "ngô"])),
    st.tuples(st.just("publish"), st.sampled_from(sorted(KINDS)), st.sampled_from(["lúa", "ngô"])),
    st.tuples(st.sampled_from(["edit", "edit", "withdraw", "restore"])),
    st.tuples(st.sampled_from(["start", "start", "stop", "erase", "block", "return", "resume"]), chats),
    st.tuples(st.just("pause"), chats, st.sampled_from([1, 7])),
    st.tuples(st.just("topic"), chats, st.sampled_from(["tau", "su_kien", "viec"]), st.booleans()),
    st.tuples(st.just("word"), chats, st.sampled_from(["lúa", "ngô"]), st.sampled_from([True, False, None])),
    st.tuples(st.just("tune"), chats, st.sampled_from(["now", "digest", "own", *HOURS, *QUIET])),
    st.tuples(st.just("rate"), chats, st.integers(1, 5)),
    st.tuples(st.sampled_from(["away", "shut", "throw"]), chats),
)


async def live(told: list[Sequence[Any]], template: Path, keys: Keys) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "loa.db"
        shutil.copy(template, path)
        database = Database(f"sqlite+aiosqlite:///{path}", keys)
        try:
            life = Life(Village(database, Clock()))
            await life.village.open()
            life.__dict__["return"] = life.returns
            for event in told:
                await life.do(event)
            await counted(life)
        finally:
            await database.close()


async def counted(life: Life) -> None:
    """Each voter's last word counts once; who erased is still in the total."""
    given = Counter(number for _, number in life.marks) + life.anonymous
    async with life.village.database.reading() as tx:
        for number, story in life.stories.items():
            assert (await feedback.tally(tx, story.id)).count == given[number]


@settings(max_examples=8)
@example(  # what waited for a digest must not slip through a pause when the digest is given up
    subscribed=True,
    told=[("publish", "digest", "lúa"), ("pause", "1001", 1), ("tune", "1001", "now"), ("passes",)],
)
@example(  # whoever is there and pausing is not told because the messenger says that they are there
    subscribed=True,
    told=[("pause", "1002", 1), ("publish", "urgent", "lúa"), ("return", "1002"), ("passes",)],
)
@example(  # who subscribes while a storm order is in force is told it
    subscribed=False,
    told=[("publish", "urgent", "lúa"), ("start", "1001")],
)
@example(  # who pauses, and who left, still reads what is true
    subscribed=True,
    told=[
        *[("publish", "now", "lúa"), ("pause", "1001", 7), ("stop", "1002"), ("edit",), ("passes",)],
        *[("withdraw",), ("restore",), ("passes",)],
    ],
)
@example(  # an edit and a withdrawal at night are drawn at once; what comes back says what it says now
    subscribed=True,
    told=[
        *[("passes",), ("publish", "now", "lúa"), ("passes",), ("passes",), ("edit",), ("rate", "1001", 4)],
        *[("withdraw",), ("restore",), ("passes",), ("edit",), ("withdraw",), ("restore",)],
    ],
)
@example(  # who blocked us finds true what they hold when they return, also the second time
    subscribed=True,
    told=[
        *[("publish", "now", "lúa"), ("block", "1001"), ("edit",), ("return", "1001"), ("edit",)],
        *[("block", "1001"), ("withdraw",), ("return", "1001"), ("block", "1001"), ("restore",)],
        *[("return", "1001"), ("passes",), ("edit",)],
    ],
)
@example(  # a digest says what went, also to who was away, and what is there again
    subscribed=True,
    told=[
        *[("publish", "digest", "lúa"), *[("passes",)] * 5, ("block", "1002"), ("withdraw",)],
        *[("return", "1002"), ("restore",), ("passes",)],
    ],
)
@example(  # what was called off and came back is not told to who left or pauses meanwhile
    subscribed=True,
    told=[
        *[("publish", "digest", "lúa"), ("withdraw",), ("stop", "1001"), ("pause", "1002", 1), ("restore",)],
        *[("passes",)] * 4,
    ],
)
@given(subscribed=st.booleans(), told=st.lists(events, min_size=8, max_size=24))
def test_everybody_sees_what_their_settings_promise(
    sqlite_template: Path, keys: Keys, subscribed: bool, told: list[Sequence[Any]]
) -> None:
    first = [("start", chat) for chat in CHATS] if subscribed else []
    asyncio.run(live([*first, *told], sqlite_template, keys))
