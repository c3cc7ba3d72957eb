"""A one-page PDF for an attachment, small and real.

PDF's built-in fonts have no Vietnamese letters, so `lines` are ASCII, as on an old form.
"""

from collections.abc import Sequence
from textwrap import wrap

_PAGE = "/MediaBox [0 0 595 842]"  # A4 in points
_RULE = "0.2 0.45 0.5 RG 1.2 w 70 740 m 525 740 l S"


def paper(lines: Sequence[str]) -> bytes:
    """A PDF with the first line as its heading; what is not ASCII becomes «?»."""
    drawn = _drawn(lines)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {_PAGE} /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(bodies) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        % (
            count,
            table,
            count,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(written)
    )


def _drawn(lines: Sequence[str]) -> bytes:
    rows = [row for line in lines for row in (wrap(line, 70) or [""])]
    shown = [f"{_RULE}\nBT /F2 15 Tf 70 755 Td 26 TL"]
    for index, row in enumerate(rows):
        shown.append(f"({_literal(row)}) Tj T*" + (" /F1 13 Tf T*" if index == 0 else ""))
    return "\n".join([*shown, "ET"]).encode("ascii", "replace")


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
