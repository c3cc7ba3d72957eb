"""«Dữ liệu»: whatever a column of a citizen's row holds, they can read it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage.tables import citizens
from tests.journeys.village import Village

LAN = "1001"
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
# What each column is set to, and how they read it; None: it is read as something else that stands here, or it is
# a number of ours.
TOLD: dict[str, tuple[object, str] | None] = {
    "id": None,
    "address_hash": None,
    "chat": None,  # the address, opened
    "messenger": (None, "telegram:1001"),
    "state": (None, "Tình trạng: đang nhận tin"),
    "language": (None, "Ngôn ngữ: Tiếng Việt"),
    "rhythm": ("digest h1830 q2000-0700", "Giờ yên tĩnh: 20:00–07:00"),
    "paused_until": (AT + timedelta(days=90), "Tạm dừng: đến 08:00 ngày 18/02/2027"),
    "consent_version": (None, "Đồng ý: bản 2026-11"),
    "consented_at": (AT + timedelta(hours=1), "lúc 09:00 ngày 20/11/2026"),
    "thread": ("17", "gửi tin vào: số 17"),
    "remark_until": (AT + timedelta(hours=2), "góp ý đến: 10:00 ngày 20/11/2026"),
    "remark_on": None,
    "menu": ([["l:0", "Tin mới nhất"], ["h", "Trợ giúp"]], "đang xem: Tin mới nhất, Trợ giúp"),
    "menu_at": (AT, ""),
    "menu_until": (AT, ""),
    "created_at": (AT + timedelta(hours=3), "Từ: 11:00 ngày 20/11/2026"),
    "changed_at": (AT + timedelta(hours=4), "(từ 12:00 ngày 20/11/2026)"),
    "heard_at": (AT + timedelta(hours=5), "nhắn: 13:00 ngày 20/11/2026"),
    "turned_at": (AT + timedelta(hours=6), "trở lại: 14:00 ngày 20/11/2026"),
    "reason": None,
}


async def test_every_column_of_their_row_can_be_read(village: Village) -> None:
    await village.subscribe(LAN)
    values = {name: told[0] for name, told in TOLD.items() if told and told[0] is not None}
    async with village.database.transaction() as tx:
        await tx.execute(update(citizens).where(citizens.c.state == "active").values(**values))

    data = "\n".join(one.text for one in await village.say(LAN, "dữ liệu"))

    assert set(TOLD) == set(citizens.c.keys())
    assert [told[1] for told in TOLD.values() if told and told[1] not in data] == []
