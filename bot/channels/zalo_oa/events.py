"""What people do on an Official Account, in our words, and whether it is really Zalo that says so."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.posting import number
from bot.channels.zalo_bot.events import identifier, moment, part, readable
from bot.codec import decode
from bot.messages import Chose, Incoming, Left, Returned, Said
from storage.records import Address, Messenger, Person

PRESSED = "#"  # what stands before a button's code; a tap comes back as if the person had written it


def incoming(body: Mapping[str, Any]) -> Incoming | None:
    """One event; None for what nobody said (receipts, echoes of ours). Raises ValueError for nonsense."""
    match body.get("event_name"):
        case "follow":
            return Returned(address=_address(part(body, "follower")), ref=_name(body), at=_at(body))
        case "unfollow":
            return Left(address=_address(part(body, "follower")), ref=_name(body), at=_at(body))
        case str(name) if name.startswith("user_send_"):
            return _said(body, spoken=name == "user_send_text")
        case str():
            return None
        case _:
            raise ValueError("an event without a name")


def signed(headers: Mapping[str, str], body: bytes, *, app_id: str, key: str) -> bool:
    """Whether the signature is sha256(app id + raw body + its timestamp + key), over the bytes as they came."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not key or not isinstance(said, dict):
        return False
    timestamp = str(said.get("timestamp", ""))
    made = hashlib.sha256(
        app_id.encode() + body + timestamp.encode("utf-8", "replace") + key.encode()
    ).hexdigest()
    given = headers.get("X-ZEvent-Signature", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), f"mac={made}".encode())


def _said(body: Mapping[str, Any], *, spoken: bool) -> Said | Chose:
    sender, message = part(body, "sender"), part(body, "message")
    address, name = _address(sender), identifier(message.get("msg_id"))
    person = Person(Messenger.ZALO_OA, address.chat)
    text = readable(message.get("text")) if spoken else ""
    if text.startswith(PRESSED) and decode(text.removeprefix(PRESSED)) is not None:
        at = moment(body.get("timestamp"))
        code = text.removeprefix(PRESSED)
        return Chose(address=address, person=person, code=code, press=name, ref=None, at=at)
    quoted = message.get("quote_msg_id")
    return Said(
        address=address,
        person=person,
        text=text,
        ref=name,
        at=moment(body.get("timestamp")),
        reply_to=quoted if isinstance(quoted, str) else None,
    )


def _name(body: Mapping[str, Any]) -> str:
    """Coming and going have no name of their own: who it was and when is one. One that is told again is no new one."""
    person, at = identifier(part(body, "follower").get("id")), number(body.get("timestamp"))
    return f"{body['event_name']}:{person}:{at}" if at is not None else ""


def _at(body: Mapping[str, Any]) -> datetime | None:
    return moment(body["timestamp"]) if number(body.get("timestamp")) is not None else None


def _address(person: Mapping[str, Any]) -> Address:
    return Address(Messenger.ZALO_OA, identifier(person.get("id")))
