"""Text out of foreign bytes and markup: decoded once, NFC, without invisible characters, lines kept."""

import re
import unicodedata
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Control characters (not tab and line breaks), soft hyphen, zero-width, bidi marks, BOM and lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_DROPPED = {
    "script",
    "style",
    "iframe",
    "noscript",
    "template",
    "object",
    "svg",
    "select",
    "button",
    "textarea",
}
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|ul"
)
_NO_PICTURE = re.compile(r"no[-_]?image|/logo[^/]*$|\.gif(?:\?|$)|^.{1000}", re.IGNORECASE)
_CUT_ENTITY = re.compile(r"&(?:#x?[0-9A-Fa-f]*|am?p?|lt?|gt?|qu?o?t?)?\Z")
_CELLS = {"td", "th"}


def decode(body: bytes, charset: str | None = None) -> str:
    """`body` as text. What is valid UTF-8 is UTF-8, whatever the header claims; then BOM, header, declaration."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:2048])
    for name in (charset, declared and declared[1].decode("ascii")):
        try:
            if name:
                return body.decode(name, "replace").encode("utf-8", "replace").decode()  # no lone surrogates
        except (LookupError, ValueError):  # an unknown or unusable charset
            continue
    return body.decode("utf-8", "replace")


def clean(text: str) -> str:
    """`text` in NFC, invisible characters removed, white space single, empty lines dropped, line breaks kept."""
    visible = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", visible).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """`clean(text)` without its line breaks."""
    return " ".join(clean(text).split())


def heading(text: str) -> str:
    """`one_line(text)` for a title. NukeViet cuts titles after encoding them, so the cut may fall into an entity:
    a feed then ends in «&#x0», a page in U+FFFD.
    """
    return one_line(_CUT_ENTITY.sub("", text.rstrip("\ufffd \n")))


def slug_words(link: str) -> str:
    """The words of an address, for want of a title: «…/lich-tau-17.html» is «lich tau»."""
    last = re.sub(r"(?:-\d+)?\.html?$", "", link.partition("?")[0].rstrip("/").rpartition("/")[2])
    return one_line(last.replace("-", " ")) or link


def html_to_text(html: str) -> str:
    """What a reader sees of `html`: paragraphs as lines, table rows as «a | b», list items as «- …»."""
    if "<" not in html and "&" not in html:
        return clean(html)
    root = LexborHTMLParser(html).body
    return node_text(root) if root else ""


def image_sources(html: str) -> list[str]:
    """The addresses of the pictures in `html`, as written."""
    if "<" not in html:
        return []
    return [image.attributes.get("src") or "" for image in LexborHTMLParser(html).css("img")]


def node_text(root: LexborNode) -> str:
    """`html_to_text` of a part of a parsed page. Walks without recursion, so depth does no harm."""
    writer = _Writer()
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            writer.text(node.text_content or "")
        below = None
        if tag not in _DROPPED:
            writer.open(tag)
            below = node.first_child
        while below is None and node is not None:
            if (node.tag or "") not in _DROPPED:
                writer.close(node.tag or "")
            if node.mem_id == root.mem_id:
                return writer.result()
            below, node = node.next, node.parent
        node = below
    return writer.result()


def absolute(link: str, base: str) -> str:
    """`link` made absolute with `base`, or "" where it is no address of the web."""
    try:
        address = urljoin(base, re.sub(r"[\s\x00-\x1f]+", "", link) or "about:blank")
        parts = urlsplit(address)
        return address if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def picture(address: str, base: str) -> str | None:
    """`address` made absolute, or None where it is none of the web or only stands in for a missing picture."""
    image = absolute(address, base)
    return image if image and not _NO_PICTURE.search(image) else None


class _Writer:
    """Turns a walk over elements into lines; cells and list items are gathered before they are placed."""

    def __init__(self) -> None:
        self._gathering: list[list[str]] = [[]]
        self._rows: list[list[str]] = []

    def text(self, text: str) -> None:
        self._gathering[-1].append(re.sub(r"\s+", " ", text))

    def open(self, tag: str) -> None:
        if tag in _CELLS or tag == "li":
            self._gathering.append([])
        elif tag == "tr":
            self._rows.append([])
        elif _BLOCK.fullmatch(tag):
            self._gathering[-1].append("\n")

    def close(self, tag: str) -> None:
        if tag in _CELLS:
            cell = self._gathered()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._place(cell)
        elif tag == "li":
            if item := self._gathered():
                self._place(f"- {item}")
        elif tag == "tr":
            cells = [cell for cell in self._rows.pop() if cell]
            self._place(" | ".join(map(one_line, cells)) if len(cells) > 1 else "".join(cells))
        elif _BLOCK.fullmatch(tag):
            self._gathering[-1].append("\n")

    def result(self) -> str:
        return self._gathered()

    def _gathered(self) -> str:
        return clean("".join(self._gathering.pop()))

    def _place(self, line: str) -> None:
        self._gathering[-1].append(f"\n{line}\n")
