"""An urgent announcement as an article for all followers of an account: the words of its message, in paragraphs."""

from bot.messages import Link, Message, Poster
from feeds.portals import Portal
from storage.outbox.owed import Kind
from storage.records import Story

_BANNER = {
    Kind.URGENT: "TIN KHẨN: ",
    Kind.ALL_CLEAR: "Hết tin khẩn: ",
    Kind.UPDATE: "Cập nhật tin khẩn: ",
    Kind.WITHDRAWN: "Đã thu hồi: ",
}
_AGAIN = "Muốn nhận lại tin riêng trong 7 ngày tới, Quý vị nhắn cho trang này một chữ bất kỳ, ví dụ «tin»."


def poster(kind: Kind, story: Story, message: Message, *, portal: Portal, cover: str) -> Poster:
    """The article of an announcement whose message is `message`; links stand bare in the text."""
    links = [f"{one.label}: {one.url}" for row in message.rows for one in row if isinstance(one, Link)]
    title = story.article.version.title
    lead = story.article.gist.summary if kind is not Kind.WITHDRAWN else ""
    return Poster(
        title=f"{_BANNER.get(kind, '')}{title}",
        author=portal.short,
        lead=lead or title,
        cover=cover,
        paragraphs=(*message.text.split("\n\n"), *links, _AGAIN),
    )
