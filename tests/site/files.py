"""The files behind the articles: small, valid, the same bytes every time."""

from __future__ import annotations

PICTURE = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
"""A GIF of one pixel."""

_MEDIA_TYPES = {
    "gif": "image/gif",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}


def media_type(path: str) -> str:
    """The media type the server names for a file. Raises ``KeyError`` for an ending the site does not use."""
    return _MEDIA_TYPES[path.rsplit(".", 1)[-1].lower()]


def attachment(path: str, title: str) -> bytes:
    """A document with the title in it: PDF for ``.pdf``, else RTF, which offices also save as ``.doc``."""
    return _pdf(title) if path.lower().endswith(".pdf") else _rtf(title)


def _rtf(title: str) -> bytes:
    text = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in title)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0\\fs28 {text}\\par}}\n".encode("ascii")


def _pdf(title: str) -> bytes:
    shown = title.encode("ascii", "replace").decode().replace("(", " ").replace(")", " ")
    stream = f"BT /F1 12 Tf 72 770 Td ({shown}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    )
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    return f"{out}xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode("ascii")
