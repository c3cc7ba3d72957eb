"""A digest that was sent is kept true: what went, came back or is called otherwise says so in its place."""

from bot.messages import Left, Returned
from feeds.article import Urgency
from feeds.visits import Verdict
from tests.fakes.recorder import Shown, address
from tests.journeys.village import Village

LAN, HAI = "1001", "1002"


async def meeting(village: Village, number: int, title: str, verdict: Verdict = Verdict.NEWS) -> None:
    await village.publish(number, title, topic="su_kien", verdict=verdict)


async def digested(village: Village) -> Shown:
    """Two articles in Lan's digest of the morning; Hai came after it."""
    await village.subscribe(LAN)
    await meeting(village, 1, "Hội nghị tổng kết")
    await meeting(village, 2, "Hội thao mùa hè")
    await village.passes(hours=16)
    [digest] = village.phone.on(LAN, "Bản tin tổng hợp")
    await village.subscribe(HAI)
    return digest


async def test_what_went_says_so_in_its_place_and_what_came_back_is_there_again(village: Village) -> None:
    digest = await digested(village)
    head, whole = digest.text.splitlines()[0], digest.text
    before = len(village.phone.shown)

    await meeting(village, 1, "Hội nghị tổng kết", Verdict.WITHDRAWN)

    assert digest.text.splitlines()[0] == head
    first, second = digest.text.split("\n\n")[1:]
    assert first == "1. Hội nghị tổng kết\nTin đã thu hồi. Xin không dùng nội dung đã đọc trước đó."
    assert second == "2. Hội thao mùa hè\nhttps://conco.example/2"
    await village.passes(days=1)
    await meeting(village, 1, "Hội nghị tổng kết", Verdict.RESTORED)
    assert digest.text == whole
    assert len(village.phone.shown) == before
    assert village.phone.on(HAI, "Hội nghị") == []


async def test_a_new_title_stands_in_the_digest_and_another_hour_leaves_it_alone(village: Village) -> None:
    digest = await digested(village)
    await meeting(village, 2, "Hội thao mùa thu", Verdict.CHANGE)
    assert "2. Hội thao mùa thu\n" in digest.text

    edits = village.phone.edits_made
    await village.publish(
        2, "Hội thao mùa thu", topic="su_kien", verdict=Verdict.CHANGE, body="Đổi.", summary="Lúc 9 giờ."
    )
    assert village.phone.edits_made == edits


async def test_all_that_a_digest_told_may_go(village: Village) -> None:
    digest = await digested(village)
    for number, title in ((1, "Hội nghị tổng kết"), (2, "Hội thao mùa hè")):
        await meeting(village, number, title, Verdict.WITHDRAWN)

    assert digest.text.count("Tin đã thu hồi") == 2
    assert "https://conco.example/" not in digest.text


async def test_what_goes_before_the_digest_is_read_out_is_not_in_it(village: Village) -> None:
    await village.subscribe(LAN)
    await meeting(village, 1, "Hội nghị tổng kết")
    await meeting(village, 2, "Hội thao mùa hè")
    await meeting(village, 1, "Hội nghị tổng kết", Verdict.WITHDRAWN)
    await village.passes(hours=16)

    [digest] = village.phone.on(LAN, "Bản tin tổng hợp")
    assert "1. Hội thao mùa hè" in digest.text
    assert "Hội nghị" not in digest.text


async def test_who_comes_back_finds_the_digest_true(village: Village) -> None:
    digest = await digested(village)
    await village.hear(Left(address=address(LAN)))
    await meeting(village, 1, "Hội nghị tổng kết", Verdict.WITHDRAWN)
    await meeting(village, 2, "Hội thao mùa thu", Verdict.CHANGE)
    before, edits = len(village.phone.on(LAN)), village.phone.edits_made

    for _ in range(2):
        await village.hear(Returned(address=address(LAN)))
        await village.hear(Left(address=address(LAN)))

    assert "Tin đã thu hồi" in digest.text
    assert "Hội thao mùa thu" in digest.text
    assert len(village.phone.on(LAN)) == before
    assert village.phone.edits_made == edits + 1


async def test_where_nothing_can_be_redrawn_a_digest_stays_and_nothing_is_sent(village: Village) -> None:
    village.phone.edits = False
    digest = await digested(village)
    before = len(village.phone.shown)
    await meeting(village, 1, "Hội nghị tổng kết", Verdict.WITHDRAWN)
    await village.passes(days=1)

    assert "https://conco.example/1" in digest.text
    assert [one.text for one in village.phone.shown[before:]] == []


async def test_what_becomes_urgent_after_it_stood_in_a_digest_is_told_by_itself(village: Village) -> None:
    digest = await digested(village)
    await village.publish(
        1, "Cấm biển vì bão", topic="su_kien", verdict=Verdict.CHANGE, urgency=Urgency.KHAN, body="Đổi."
    )
    assert len(village.phone.on(LAN, "TIN KHẨN")) == 1
    assert "Hội thao" in digest.text
