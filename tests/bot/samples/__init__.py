"""Recorded bodies of the messengers."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def from_zalo(name: str) -> dict[str, Any]:
    """One of Zalo's, by its file's name."""
    read: dict[str, Any] = json.loads((HERE / "zalo" / f"{name}.json").read_text(encoding="utf-8"))
    return read
