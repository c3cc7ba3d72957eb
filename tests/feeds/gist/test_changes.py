"""Which edits citizens are told of."""

import pytest

from feeds.article import Fact, FactKind, Gist, Urgency, Version
from feeds.gist.changes import Change, fresh, material

BOAT = Version(title="Tàu Cồn Cỏ ngày 26/11 không chạy", body="…")
TOLD = Gist(
    facts=(
        Fact(FactKind.WHEN, "7h30 ngày 26/11"),
        Fact(FactKind.PHONE, "0233 3824 901"),
        Fact(FactKind.DOCNO, "15/TB-UBND"),
    ),
    urgency=Urgency.TRONG_NGAY,
)


@pytest.mark.parametrize(
    ("edit", "title", "facts", "urgency", "changes"),
    [
        ("nothing", BOAT.title, TOLD.facts, Urgency.TRONG_NGAY, ()),
        ("a comma and a capital", "Tàu Cồn Cỏ, ngày 26/11: Không chạy", TOLD.facts, Urgency.TRONG_NGAY, ()),
        (
            "a new hour",
            BOAT.title,
            (Fact(FactKind.WHEN, "9h00 ngày 26/11"), *TOLD.facts[1:]),
            Urgency.TRONG_NGAY,
            (Change.WHEN,),
        ),
        ("a phone taken away", BOAT.title, TOLD.facts[:1], Urgency.TRONG_NGAY, (Change.PHONE,)),
        (
            "a document number",
            BOAT.title,
            (*TOLD.facts[:2], Fact(FactKind.DOCNO, "16/TB-UBND")),
            Urgency.TRONG_NGAY,
            (),
        ),
        ("danger", BOAT.title, TOLD.facts, Urgency.KHAN, (Change.URGENCY,)),
        (
            "another day in the title",
            "Tàu Cồn Cỏ ngày 27/11 không chạy",
            TOLD.facts,
            Urgency.TRONG_NGAY,
            (Change.TITLE,),
        ),
    ],
)
def test_only_what_matters_is_a_change(
    edit: str, title: str, facts: tuple[Fact, ...], urgency: Urgency, changes: tuple[Change, ...]
) -> None:
    after = Gist(facts=facts, urgency=urgency)
    assert material(BOAT, TOLD, Version(title=title, body="…"), after) == changes, edit


def test_the_place_of_a_tone_mark_changes_nothing() -> None:
    assert (
        material(Version(title="Hoà giải, uỷ ban"), Gist(), Version(title="Hòa giải, ủy ban"), Gist()) == ()
    )


def test_what_is_new_is_named_as_the_source_writes_it() -> None:
    now = Gist(facts=(Fact(FactKind.WHEN, "9h00 ngày 26/11"), Fact(FactKind.WHEN, "7h30  ngày 26/11")))
    assert fresh(Change.WHEN, TOLD, now) == ("9h00 ngày 26/11",)
