"""The picture of the broadcasts is looked at before a storm."""

import httpx
import pytest

from bot.commands.checkup.cover import picture

JPEG, PNG = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"
ADDRESS = "https://conco.vn/anh-bia.jpg"


@pytest.mark.parametrize(
    ("answer", "ok", "said"),
    [
        (httpx.Response(200, content=JPEG + b"0" * 2000), True, "a picture of 2 kB"),
        (httpx.Response(200, content=PNG + b"0" * (1024 * 1024 - 8)), True, "a picture of 1024 kB"),
        (
            httpx.Response(200, content=PNG + b"0" * 1024 * 1024),
            False,
            "the picture is larger than 1 MB: put up",
        ),
        (
            httpx.Response(200, html="<html>"),
            False,
            "is no JPEG or PNG (text/html): name the address of the picture",
        ),
        (httpx.Response(200), False, "is no JPEG or PNG (no type)"),
        (httpx.Response(404), False, "the server answers 404: open the address in a browser"),
        (
            httpx.Response(302, headers={"Location": "/"}),
            False,
            "leads on to another address: write the one where",
        ),
        (
            httpx.ConnectError("secret"),
            False,
            "cannot be fetched (ConnectError): open the address in a browser",
        ),
    ],
)
async def test_one_line_says_what_zalo_would_not_take(
    answer: httpx.Response | Exception, ok: bool, said: str
) -> None:
    def reply(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(reply)) as client:
        found = await picture(client, ADDRESS)

    assert found[0] is ok
    assert said in found[1]
    assert ok or found[1].startswith("[zalo_oa] broadcast_cover: ")
