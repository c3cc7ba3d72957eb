"""A portal goes down for a day, comes back changed, and moves: citizens get exactly what they should."""

from tests.fakes.telegram import callbacks
from tests.journeys.town import MOVED, Town

LAN = 1001


async def test_down_for_a_day_back_changed_and_moved(town: Town) -> None:
    await town.subscribe(LAN)
    boat = await town.publish(2, "Lịch tàu Cửa Việt – Cồn Cỏ", lead="Tàu khách xuất bến lúc 7h30 ngày 28/11.")
    await town.publish(3, "Cấp nước theo giờ", lead="Nước được cấp từ 6h00 ngày 28/11.")
    gone = await town.publish(4, "Cắt điện đêm nay", lead="Điện bị cắt từ 22 giờ.")
    water = town.site.posts[1]

    town.site.down = True
    for _ in range(24):
        await town.passes(hours=1)
    boat.lead = "Tàu khách xuất bến lúc 9h00 ngày 28/11."
    water.category = "doi-song"
    town.site.posts.remove(gone)
    town.site.publish(5, "Tiêm phòng tại trạm y tế", lead="Trẻ em được tiêm từ 8 giờ.", at=town.clock())
    town.site.down = False
    for _ in range(10):
        await town.passes(minutes=20)

    assert "9h00" in town.shown(LAN, "Lịch tàu Cửa Việt – Cồn Cỏ")[0]["text"]
    assert len(town.shown(LAN, "Tiêm phòng")) == 1
    assert len(town.shown(LAN, "Cấp nước")) == 1
    assert town.shown(LAN, "Điện bị cắt") == []
    withdrawn = town.shown(LAN, "Tin đã thu hồi")
    assert len(withdrawn) == 2, "the message itself says so, and a short one answers it"
    assert all("Cắt điện" in message["text"] for message in withdrawn)

    told = len(town.chats.sent_to(LAN))
    town.site.move(MOVED, "tin", by=1000)
    town.site.publish(9001, "Tàu chạy lại", lead="Từ sáng mai.", at=town.clock())
    for _ in range(10):
        await town.passes(minutes=20)
    assert [message["text"].splitlines()[0] for message in town.chats.sent_to(LAN)[told:]] == [
        town.shown(LAN, "Tàu chạy lại")[0]["text"].splitlines()[0]
    ]

    boat.body = "Hành khách có mặt trước 30 phút."
    water.lead = "Nước được cấp từ 5h00 ngày 28/11."
    for _ in range(10):
        await town.passes(minutes=20)
    await town.passes(hours=7)  # in the morning
    assert "từ 5h00" in town.shown(LAN, "Cấp nước")[0]["text"]
    assert len(town.shown(LAN, "Tàu chạy lại")) == 1


async def test_an_urgent_inside_a_flood_is_proposed_by_itself(town: Town) -> None:
    await town.subscribe(LAN)
    for number in range(2, 14):
        town.site.publish(number, f"Tin nhập lại {number}", lead="a", at=town.clock())
    storm = "KHẨN: Cấm biển từ 18 giờ ngày 25/11 do bão số 6"
    town.site.publish(20, storm, lead="Cấm tàu thuyền ra khơi từ 18 giờ ngày 25/11.", at=town.clock())

    await town.passes(minutes=2)

    assert town.shown(LAN, "Cấm biển") == []
    assert len(town.shown(-100, "một tin khẩn còn hiệu lực")) == 1
    [notice] = town.shown(-100, "một tin khẩn còn hiệu lực")
    await town.press(-100, notice, callbacks(notice)[0])
    await town.passes(minutes=1)

    assert len(town.shown(LAN, "Cấm biển")) == 1
    assert town.shown(LAN, "Tin nhập lại") == []


async def test_what_is_released_is_told_once_and_what_went_meanwhile_never(town: Town) -> None:
    await town.subscribe(LAN)
    posts = [
        town.site.publish(number, f"Tin nhập lại {number}", lead="a", at=town.clock())
        for number in range(2, 14)
    ]
    await town.passes(minutes=2)
    town.site.posts.remove(posts[0])
    posts[1].title = "Tin nhập lại, đã sửa"
    for _ in range(5):
        await town.passes(minutes=30)
    [notice, *_] = town.shown(-100, "12")

    await town.press(-100, notice, callbacks(notice)[0])
    await town.passes(minutes=5)

    assert len(town.shown(LAN, "Tin nhập lại")) == 11
    assert len(town.shown(LAN, "đã sửa")) == 1
    assert town.shown(LAN, "Tin nhập lại 2\n") == []
