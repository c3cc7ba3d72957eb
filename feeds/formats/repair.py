"""Foreign XML made readable by a strict parser: what portals get wrong is put right, no text is lost."""

import re
from html.entities import name2codepoint

from feeds.errors import NotAFeed
from feeds.formats.lies import named
from feeds.formats.outline import Outline, outline
from feeds.formats.salvage import bare_items, core, mended_items
from feeds.text import decode

FEEDS = {"rss", "feed", "RDF", "channel", "CHANNEL"}  # the last is CDF, which old portals still write
SITEMAPS = {"urlset", "sitemapindex"}

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROLOG = re.compile(r"\A[^<]*(?:<\?xml\b[^>]*>)?", re.IGNORECASE)
_DOCTYPE = re.compile(
    r"(\A(?:[^<]|<!--.*?-->|<\?.*?\?>)*)<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL
)
_NEARLY_CLOSED = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:rss|feed|RDF|channel|urlset|sitemapindex)\s*\Z")
_HTML = re.compile(r"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
# Outside CDATA and comments: a reference (known or not), a lone «&», or a «<» which opens nothing.
# It begins with one class of letters, so that the search leaps from one to the next.
_SUSPECT = re.compile(
    r"[<&](?:(?<=<)(?:(?P<keep>!\[CDATA\[.*?(?:\]\]>|\Z)|!--.*?(?:-->|\Z)|\?.*?(?:\?>|\Z))|(?![A-Za-z_/!?]))"
    r"|(?<=&)(?:(?P<name>\w{2,31});|\#(?P<number>\d{1,7}|[xX][0-9A-Fa-f]{1,6});|))",
    re.DOTALL | re.ASCII,
)
_PROLOG_LENGTH = 4096  # characters in which a DOCTYPE is looked for
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}


def sound_xml(body: bytes, charset: str | None = None, *, roots: set[str] = FEEDS) -> tuple[bytes, Outline]:
    """`body` as well-formed UTF-8 without declaration and DOCTYPE, rooted in one of `roots`, and its outline.

    Control characters, undeclared entities and bare «&» and «<» are repaired (one of them in one title makes
    all items of a NukeViet feed unreadable). Raises NotAFeed in plain words.
    """
    text = decode(body, charset)
    if not text.strip():
        raise NotAFeed("the answer is empty")
    if _HTML.match(text[:_PROLOG_LENGTH]):
        raise NotAFeed(named(body, "text/html") or "the answer is a web page, not a feed")
    text = _PROLOG.sub("", _FORBIDDEN.sub("", text), count=1)
    text = _DOCTYPE.sub(r"\1", text[:_PROLOG_LENGTH], count=1) + text[_PROLOG_LENGTH:]
    text += ">" if _NEARLY_CLOSED.search(text[-40:]) else ""  # all it says is there
    xml, found = _outlined(_SUSPECT.sub(_mended, text), roots)
    if not found.root:
        raise NotAFeed(named(body, "text/plain") or "the answer is neither XML nor a feed")
    if found.root not in roots:
        wanted = "a sitemap" if roots == SITEMAPS else "a feed"
        raise NotAFeed(f"the answer is XML with the root <{found.root[:40]}>, not {wanted}")
    return xml, found


def _outlined(text: str, roots: set[str]) -> tuple[bytes, Outline]:
    """The text with its outline; what cannot be read as it stands is tried again without what breaks it."""
    xml = text.encode()
    try:
        found = outline(xml, roots)
        trouble = None
    except NotAFeed as fault:
        found, trouble = Outline(root=""), fault
    if found.root not in roots and (inside := core(text, roots)):
        for mend in (str, mended_items, bare_items):
            likely = mend(inside).encode()
            try:
                return likely, outline(likely, roots)
            except NotAFeed as fault:
                trouble = trouble or fault
    if trouble:
        raise trouble
    return xml, found


def _mended(match: re.Match[str]) -> str:
    whole = match[0]
    if whole.startswith("<!--"):
        return ""  # it says nothing, and «--» in one makes the whole unreadable
    if match["keep"] or match["name"] in _XML_ENTITIES:
        return whole
    if name := match["name"]:
        return f"&#{name2codepoint[name]};" if name in name2codepoint else f"&amp;{whole[1:]}"
    if number := match["number"]:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return f"&#{code};" if _is_xml_character(code) else ""
    return "&amp;" if whole == "&" else "&lt;"


def _is_xml_character(code: int) -> bool:
    return (
        code in {9, 10, 13}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
