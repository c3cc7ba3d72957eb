"""Plain lines → the HTML of an article's body; everything is escaped."""

from html import escape
from itertools import groupby


def paragraphs(text: str) -> str:
    """One line is one paragraph, lines with "- " make a list, "> " marks a signature; "" for no text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(_block(listed, list(group)) for listed, group in groupby(lines, _is_listed))


def _is_listed(line: str) -> bool:
    return line.startswith("- ")


def _block(listed: bool, lines: list[str]) -> str:
    if listed:
        return "<ul>\n" + "\n".join(f"<li>{escape(line[2:].strip())}</li>" for line in lines) + "\n</ul>"
    return "\n".join(_paragraph(line) for line in lines)


def _paragraph(line: str) -> str:
    if line.startswith("> "):
        return f'<p class="signature">{escape(line[2:].strip())}</p>'
    return f"<p>{escape(line)}</p>"
