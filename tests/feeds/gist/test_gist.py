"""Anything a portal may publish is understood: a gist for any text, within its limit, inventing nothing."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.article import FactKind, Nature, Urgency, Version
from feeds.gist import understand
from feeds.gist.clauses import ends, starts
from feeds.letters import tidy, units16

NOW = datetime(2026, 9, 18, 8, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "Thông báo ",
        "từ 18 giờ ngày 18/9/2026",
        " đến khi có thông báo mới",
        ".\n",
        "; ",
        "1. ",
        "- ",
        "Căn cứ Nghị định số 15/2026/NĐ-CP ",
        "BÃO SỐ 6",
        "0233.3.656.114",
        "trừ ",
        "nếu ",
        "không ",
        "(",
        ")",
        "Địa điểm: ",
        "hạn chót 31/2/2026",
        "mùng 3 Tết",
        "😀",
        "\x00",
        "24h00 ngày 31/12/9999",
        "Điều 1.",
        "Nơi nhận:",
        "./.",
        "Thứ nhất, ",
        "Thứ hai, ",
        "Thứ ba, ",
        "cấm tàu thuyền ra khơi ",
        "00/00/0000",
        "29/02/2025",
        "sơ tán ",
        "|",
        "\u200b",
        "ngày 01/01/0001",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


def read(title: str, body: str, lead: str = "", published: datetime | None = NOW):
    return understand(Version(title=title, body=body, lead=lead), published=published, now=NOW)


@settings(max_examples=200, deadline=None)
@given(title=TEXTS, lead=TEXTS, body=TEXTS, limit=st.sampled_from([1, 5, 40, 200, 400, 600, 2000]))
def test_any_text_has_a_gist_within_its_limit_that_invents_nothing(
    title: str, lead: str, body: str, limit: int
) -> None:
    gist = understand(Version(title=title, lead=lead, body=body), published=None, now=NOW, limit=limit)
    assert units16(gist.summary) <= limit
    derived = re.sub(r"\b\d+ nội dung\b|\(\d\)|và \d+ nội dung khác", "", gist.summary)
    source = set(re.findall(r"\d+", tidy(f"{title} {lead} {body}")))
    told = re.findall(r"\d+", derived)
    assert all(any(number in whole for whole in source) for number in told)
    source_text = tidy(body) if tidy(body).strip() else tidy(lead)
    assert all(fact.start < 0 or source_text[fact.start :].startswith(fact.text) for fact in gist.facts)


def test_the_editors_lead_comes_first() -> None:
    lead = "Tàu khách Cửa Việt - Cồn Cỏ tạm dừng từ 7h30 ngày 19/9/2026 vì biển động, khách được hoàn vé."
    gist = read("Thông báo về tàu khách", "Do gió mạnh, tàu nghỉ. Liên hệ 0233.3.824.901.", lead)
    assert gist.origin == "lead"
    assert gist.summary.startswith(lead)


def test_the_body_is_told_where_the_lead_only_repeats_the_title() -> None:
    title = "Thông báo tạm ngừng cấp nước sinh hoạt khu dân cư số 1 và khu dân cư số 2 đảo Cồn Cỏ"
    gist = read(title, "Ngừng cấp nước từ 22h00 ngày 20/9/2026 đến 05h00 ngày 21/9/2026.", title)
    assert gist.origin == "extract"
    assert "22h00 ngày 20/9/2026" in gist.summary


def test_without_text_nothing_is_said() -> None:
    gist = read("Quyết định số 118/QĐ-UBND công khai dự toán", "")
    assert (gist.summary, gist.origin) == ("", "none")


def test_an_urgent_has_its_moment_its_hazard_and_facts() -> None:
    gist = read(
        "Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026 do bão số 6",
        "Đồn Biên phòng Cồn Cỏ cấm mọi tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026. Trực ban: 0233.3.656.222.",
    )
    assert gist.urgency is Urgency.KHAN
    assert gist.titled
    assert gist.hazard == "bão số 6/2026"
    assert gist.moment == datetime(2026, 9, 18, 11, tzinfo=UTC)
    assert "0233.3.656.222" in {fact.text for fact in gist.facts if fact.kind is FactKind.PHONE}


def test_an_all_clear_names_the_hazard_it_ends() -> None:
    ban = read("Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026", "Đồn Biên phòng cấm tàu thuyền ra khơi.")
    over = read("Dỡ bỏ lệnh cấm biển từ 6 giờ ngày 20/9/2026", "Tàu thuyền được ra khơi trở lại.")
    assert over.nature is Nature.ALL_CLEAR
    assert over.urgency is not Urgency.KHAN
    assert ban.hazard == over.hazard == "cấm biển/2026"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_form_of_unicode_changes_nothing(form: str) -> None:
    title, body = "Công điện ứng phó bão số 6", "Nghiêm cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026."
    assert read(unicodedata.normalize(form, title), unicodedata.normalize(form, body)) == read(title, body)


def test_a_huge_body_is_understood_in_good_time() -> None:
    before = datetime.now(UTC)
    read("Thông báo", "Căn cứ Quyết định số 1/QĐ-UBND, từ 8h ngày 1/2/2026 cấm tàu; " * 20_000)
    assert datetime.now(UTC) - before < timedelta(seconds=5)


@pytest.mark.parametrize("piece", ["để a, ", "liên hệ 0233.3.656.114; ", "Căn cứ B, ", "(a) "])
def test_a_clause_without_end_has_few_wordings(piece: str) -> None:
    assert len(ends(piece * 2000)) <= 20
    assert len(starts(piece * 2000)) <= 20
