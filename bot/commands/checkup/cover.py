"""Is the picture of the broadcasts one that Zalo takes? An article without it is refused, in the middle of a storm.

Zalo fetches it itself: a JPEG or PNG of at most 1 MB at a public https address (documentation of 2026, and what others
built on it).
"""

from http import HTTPStatus

import httpx

LARGEST = 1024 * 1024  # bytes
_PATIENCE = httpx.Timeout(10.0)
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_WHERE = "[zalo_oa] broadcast_cover"


async def picture(client: httpx.AsyncClient, url: str) -> tuple[bool, str]:
    """Whether it will do, in one line with the mend."""
    try:
        async with client.stream("GET", url, timeout=_PATIENCE) as answer:
            if answer.status_code != HTTPStatus.OK:
                return False, _refused(answer)
            begun = bytearray()
            async for piece in answer.aiter_bytes():
                begun += piece
                if len(begun) > LARGEST:
                    return False, f"{_WHERE}: the picture is larger than 1 MB: put up a smaller one"
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as fault:
        return False, f"{_WHERE}: cannot be fetched ({type(fault).__name__}): open the address in a browser"
    if not begun.startswith(_BEGINNINGS):
        kind = answer.headers.get("Content-Type", "no type").partition(";")[0]
        return False, f"{_WHERE}: is no JPEG or PNG ({kind}): name the address of the picture itself"
    return True, f"a picture of {-(-len(begun) // 1024)} kB"


def _refused(answer: httpx.Response) -> str:
    if answer.has_redirect_location:
        return f"{_WHERE}: leads on to another address: write the one where the picture lies"
    return f"{_WHERE}: the server answers {answer.status_code}: open the address in a browser"
