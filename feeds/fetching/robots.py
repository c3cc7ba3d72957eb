"""robots.txt: which pages a portal asks programs to leave alone. RFC 9309, pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

NAME = "loa"
LARGEST = 512 * 1024  # bytes that are read, as the RFC asks

_LINE = re.compile(r"^\s*([A-Za-z-]+)\s*:\s*([^#\r\n]*)")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us: (allowed, pattern) pairs, and how long to wait between two questions."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: timedelta | None = None

    def allow(self, address: str) -> bool:
        """Whether the page at `address` may be read: the longest rule that fits says so, and «allow» wins a tie."""
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def read_robots(body: bytes) -> Robots:
    """The rules of the groups for «loa», or of those for everybody where none is; any bytes make some."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    opened = False
    for line in body[:LARGEST].decode("utf-8-sig", "replace").splitlines():
        if not (match := _LINE.match(line)):
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            agents = [*([] if opened else agents), value.lower()]
            opened = False
            groups.setdefault(value.lower(), [])
        elif key in {"allow", "disallow", "crawl-delay"}:
            opened = True
            for agent in agents:
                groups[agent].append((key, value))
    ours = [agent for agent in groups if agent.split("/")[0].strip() == NAME]
    said = [rule for agent in ours or ["*"] for rule in groups.get(agent, [])]
    rules = tuple((key == "allow", value) for key, value in said if key != "crawl-delay" and value)
    delays = [delay for key, value in said if key == "crawl-delay" and (delay := _seconds(value))]
    return Robots(rules, max(delays, default=None))


def _seconds(value: str) -> timedelta | None:
    return timedelta(seconds=float(value)) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value) else None


def _fits(pattern: str, path: str) -> bool:
    """`*` is anything, `$` the end; compared piece by piece, so that no pattern takes long."""
    ends = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for count, piece in enumerate(pieces, start=1):
        if ends and count == len(pieces):
            return path.endswith(piece) and len(path) - len(piece) >= at
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or at == len(path)
