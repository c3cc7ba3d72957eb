"""What makes personal data unreadable without the key: sealed chats, keyed hashes, and the key file itself."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.records import Address, Person

SHORTEST = 32  # characters of a secret; the ones made here have 43
_NONCE = 12  # bytes, NIST SP 800-38D §5.2.1.1
_PURPOSE = b"chat"


class WrongKey(Exception):
    """The secret key is not the one this database was made with."""


class Keys:
    """One secret, one sub-key a purpose (HKDF, RFC 5869). Holds no chat and no person; its repr tells nothing.

    Raises ValueError where `secret` is shorter than 32 characters.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST:
            raise ValueError(
                f"the secret key needs at least {SHORTEST} characters, this one has {len(secret)}"
            )
        root = hmac.digest(b"loa", secret, sha256)
        self._cipher = AESGCM(_sub_key(root, b"seal"))
        self._addresses = _sub_key(root, b"address")
        self._voters = _sub_key(root, b"voter")
        self._hooks = _sub_key(root, b"hook")
        self._heard = _sub_key(root, b"heard")
        self._tickets = _sub_key(root, b"ticket")
        self.check = _sub_key(root, b"check")

    def __repr__(self) -> str:
        return "Keys(…)"

    def seal(self, text: str) -> bytes:
        """`text` encrypted and authenticated (AES-256-GCM, a fresh nonce in front)."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), _PURPOSE)

    def open(self, sealed: bytes) -> str:
        """What was sealed. Raises WrongKey."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _PURPOSE).decode()
        except (InvalidTag, ValueError):
            raise WrongKey("a stored chat cannot be opened with this secret key") from None

    def address_hash(self, address: Address) -> bytes:
        """Where to look an address up; 32 bytes, the same every time."""
        return hmac.digest(self._addresses, str(address).encode(), sha256)

    def voter(self, person: Person) -> bytes:
        """The person behind a mark; 32 bytes, never readable back."""
        return hmac.digest(self._voters, f"{person.messenger}:{person.user}".encode(), sha256)

    def heard_hash(self, messenger: str, name: str) -> bytes:
        """What a message heard is remembered by; 32 bytes, the same every time."""
        return hmac.digest(self._heard, f"{messenger}:{name}".encode(), sha256)

    def ticket_mac(self, content: bytes) -> bytes:
        """The proof that a ticket is ours; 16 bytes."""
        return hmac.digest(self._tickets, content, sha256)[:16]

    def hook_secret(self, messenger: str) -> str:
        """What a messenger must say to be heard at our webhook; 64 hexadecimal characters."""
        return hmac.digest(self._hooks, messenger.encode(), sha256).hex()


def key_beside(file: Path) -> Path:
    """Where the key of an SQLite database lies: beside its file."""
    return file.with_name(f"{file.name}.key")


def load_or_make(path: Path) -> Keys:
    """The keys of the file at `path`; made once, mode 0600, safe against two processes starting together.

    Raises ValueError for a file that holds no key, OSError where it can be neither read nor written.
    """
    if not path.exists():
        _make(path)
    return Keys(path.read_bytes().strip())


def _make(path: Path) -> None:
    """A whole file or none: written aside and linked into place, which fails where another was first."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(SHORTEST) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(aside)
    except FileExistsError:
        return
    finally:
        aside.unlink()


def _sub_key(root: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=b"loa:" + purpose).derive(root)
