"""Small files of every format, made for the tests."""

import io
import zipfile
from collections.abc import Sequence

import docx

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = '<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>\n'

FRONT = """<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>08765432</doc-number><kind>B2</kind>
<date>20140701</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country><doc-number>13123456</doc-number>
<date>20120203</date></document-id></application-reference>
<classifications-cpc><main-cpc><classification-cpc><section>H</section><class>01</class><subclass>M</subclass>
<main-group>50</main-group><subgroup>409</subgroup></classification-cpc></main-cpc></classifications-cpc>
<invention-title>Separator for a <i>cell</i></invention-title>
<us-parties><us-applicants><us-applicant app-type="applicant"><addressbook><orgname>Aoba &#x26; Co.</orgname>
</addressbook></us-applicant></us-applicants>
<inventors><inventor><addressbook><last-name>Sato</last-name><first-name>Hanako</first-name></addressbook>
</inventor></inventors></us-parties>
</us-bibliographic-data-grant>"""


def grant(
    *,
    description: str = '<p num="0001">A separator.</p>',
    claims: str = "",
    front: str = FRONT,
    doctype: str = DOCTYPE,
) -> str:
    """A grant of one document; claims are the contents of the claims element."""
    claims = claims or '<claim num="00001"><claim-text>1. A separator.</claim-text></claim>'
    return (
        f'{DECLARATION}{doctype}<us-patent-grant lang="EN">{front}'
        "<abstract><p>A separator that holds H<sub>2</sub>O.</p></abstract>"
        f"<description>{description}</description><claims>{claims}</claims></us-patent-grant>\n"
    )


_GLYPHS = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /FontDescriptor 5 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910]"
    b" /ItalicAngle 0 /Ascent 723 /Descent -241 /CapHeight 709 /StemV 69 >>"
)


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    japanese: bool = False,
    vertical: bool = False,
    trailer: str = "",
    title: str = "",
) -> bytes:
    """A PDF with the lines of each page; Japanese in a font that is not embedded, as old files have it."""
    contents = [_stream(lines, japanese=japanese, vertical=vertical) for lines in pages]
    return _of_contents(contents, japanese=japanese, vertical=vertical, trailer=trailer, title=title)


def placed_pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, size: float = 10) -> bytes:
    """A Japanese PDF with each text at its place (x and y in points from the lower left corner); every character
    is as wide as high.
    """
    contents = []
    for texts in pages:
        shown = (f"1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, text in texts)
        contents.append(" ".join([f"BT /F1 {size} Tf", *shown, "ET"]).encode())
    return _of_contents(contents, japanese=True, vertical=False, trailer="", title="")


def _of_contents(
    pages: Sequence[bytes], *, japanese: bool, vertical: bool, trailer: str, title: str
) -> bytes:
    contents = list(pages)
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        _font(japanese=japanese, vertical=vertical),
        _GLYPHS,
        _DESCRIPTOR,
        f"<< /Title ({title}) >>".encode(),
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _assembled(objects, trailer)


def _font(*, japanese: bool, vertical: bool) -> bytes:
    if not japanese:
        return b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    direction = b"V" if vertical else b"H"
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-%s"
        b" /DescendantFonts [4 0 R] >>" % direction
    )


def _stream(lines: Sequence[str], *, japanese: bool, vertical: bool) -> bytes:
    parts = ["BT /F1 12 Tf"]
    for number, line in enumerate(lines):
        x, y = (500 - 24 * number, 780) if vertical else (60, 780 - 16 * number)
        shown = f"<{line.encode('utf-16-be').hex()}>" if japanese else f"({line})"
        parts.append(f"1 0 0 1 {x} {y} Tm {shown} Tj")
    return " ".join([*parts, "ET"]).encode("cp1252")


def _assembled(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out.write(
        f"trailer << /Size {size} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF whose password nobody knows, not even we: the digests in it are arbitrary."""
    digest = "<" + "5a" * 32 + ">"
    encryption = f"<< /Filter /Standard /V 1 /R 2 /O {digest} /U {digest} /P -4 >>"
    return pdf([["secret"]], trailer=f"/Encrypt {encryption} /ID [<00><00>]")


def word(*, xml: str = "") -> bytes:
    """A Word document with headings, a list and a table; xml is put in before the end of its body."""
    document = docx.Document()
    document.add_paragraph("Before any heading.")
    document.add_heading("Results", level=1)
    document.add_paragraph("Line speed is 40 m/min.")
    document.add_paragraph("first", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("Sample", "Peel", "A1", "12 N")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("After the table.")
    document.add_heading("Detail", level=2)
    document.add_paragraph("Deep text.")
    document.add_heading("Results", level=1)
    document.add_paragraph("Second results.")
    out = io.BytesIO()
    document.save(out)
    return _with_xml(out.getvalue(), xml) if xml else out.getvalue()


def _with_xml(content: bytes, xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                data = data.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
            new.writestr(item, data)
    return out.getvalue()


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
