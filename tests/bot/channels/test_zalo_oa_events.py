"""What an Official Account hears, from recorded events, and whose signature is believed."""

import json
from datetime import UTC, datetime

from bot.channels.zalo_oa.events import incoming, signed
from bot.messages import Chose, Left, Returned, Said
from storage.records import Address, Messenger
from tests.bot.samples import HERE, from_zalo
from tests.fakes.zalo_oa import FakeZaloOa

LAN = "246845883529197922"
SAMPLES = sorted((HERE / "zalo").glob("oa_webhook_*.json"))


def test_the_signature_is_taken_over_the_raw_bytes() -> None:
    vector = from_zalo("oa_signature_vector")["body"]
    raw, headers = vector["raw_body"].encode(), {vector["header"]: vector["value"]}
    names = {"app_id": vector["app_id"], "key": vector["oa_secret_key"]}

    assert signed(headers, raw, **names)
    assert not signed(headers, json.dumps(json.loads(raw)).encode(), **names)
    assert not signed({}, raw, **names)
    assert not signed(headers, raw, app_id=vector["app_id"], key="")
    for place in range(len(raw)):
        assert not signed(headers, raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :], **names)
    for nonsense in (b"", b"[]", b"\xff", b"[" * 100_000):
        assert not signed(headers, nonsense, **names)


def test_every_recorded_event_is_read() -> None:
    lan = Address(Messenger.ZALO_OA, LAN)
    heard = {path.stem: incoming(from_zalo(path.stem)["body"]) for path in SAMPLES}

    said, tap = heard["oa_webhook_user_send_text"], heard["oa_webhook_button_tap"]
    assert isinstance(said, Said)
    assert (said.text, said.ref, said.address) == ("5", "cb31dff1c39642cc1b83", lan)
    assert isinstance(tap, Said)  # a payload that is not ours is words
    at = datetime(2020, 10, 13, 8, 23, 32, 333_000, UTC)
    assert heard["oa_webhook_follow"] == Returned(address=lan, ref=f"follow:{LAN}:1602577412333", at=at)
    assert heard["oa_webhook_unfollow"] == Left(address=lan, ref=f"unfollow:{LAN}:1602577412333", at=at)
    silent = {name for name, one in heard.items() if one is None}
    assert len(silent) == len(heard) - 4


def test_a_tap_on_a_button_of_ours_is_a_press() -> None:
    raw, _ = FakeZaloOa().event(LAN, "#r:7:4")
    heard = incoming(json.loads(raw))
    assert isinstance(heard, Chose)
    assert (heard.code, heard.ref) == ("r:7:4", None)


def test_a_picture_is_somebody_without_words() -> None:
    raw, _ = FakeZaloOa().event(LAN, "", name="user_send_image")
    heard = incoming(json.loads(raw))
    assert isinstance(heard, Said)
    assert heard.text == ""
