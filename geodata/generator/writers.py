"""Files as users hand them in, written without any library so that the same data give the same bytes."""

import csv
import io
import json
import struct
import zipfile
from xml.sax.saxutils import escape

WGS84_WKT = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
             'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


def write_geojson(path, layer, features):
    """RFC 7946; `features` are pairs of a geometry and a dict of properties. The member `name` names the layer."""
    lines = [json.dumps({"type": "Feature", "properties": {k: v for k, v in properties.items() if v is not None},
                         "geometry": geometry}, ensure_ascii=False, separators=(",", ":"))
             for geometry, properties in features]
    path.write_text('{"type":"FeatureCollection","name":%s,"features":[\n%s\n]}\n'
                    % (json.dumps(layer, ensure_ascii=False), ",\n".join(lines)), encoding="utf-8")


def write_csv(path, rows, encoding="utf-8"):
    """Rows of equal columns, the first row the headers; line ends as spreadsheets write them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([["" if v is None else v for v in row] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding))


def write_xlsx(path, sheets):
    """A workbook; `sheets` maps a sheet's name to its rows, the first one the headers."""
    parts = {
        "[Content_Types].xml":
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType='
                      '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                      for i in range(1, len(sheets) + 1)) + "</Types>",
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml":
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
                      for i, name in enumerate(sheets, 1)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
            + [("styles", "styles.xml")]),
        "xl/styles.xml":
            '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
            '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = _sheet(rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


def _relationships(targets):
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(f'<Relationship Id="rId{i}" Type="{base}{kind}" Target="{target}"/>'
                      for i, (kind, target) in enumerate(targets, 1)) + "</Relationships>")


def _sheet(rows):
    widths = [max(min(40, sum(2 if ord(c) > 255 else 1 for c in str(row[i] if row[i] is not None else "")) + 2)
                  for row in rows) for i in range(len(rows[0]))]
    out = ['<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
           '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
           "</sheetView></sheetViews><cols>",
           *(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1)),
           "</cols><sheetData>"]
    for r, row in enumerate(rows, 1):
        out.append(f'<row r="{r}">')
        for c, value in enumerate(row):
            style = ' s="1"' if r == 1 else ""
            if value is None:
                continue
            if isinstance(value, (int, float)):
                out.append(f'<c r="{_column(c)}{r}"{style}><v>{value}</v></c>')
            else:
                out.append(f'<c r="{_column(c)}{r}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        out.append("</row>")
    return "".join(out) + "</sheetData></worksheet>"


def _column(index):
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def write_kml(path, layer, placemarks, titles):
    """Points; `placemarks` are pairs of a position and a dict with a `name`; `titles` name the other attributes."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
           f"<name>{escape(layer)}</name><Folder><name>{escape(layer)}</name>\n"]
    for position, properties in placemarks:
        data = "".join(f'<Data name="{key}"><displayName>{title}</displayName>'
                       f"<value>{escape(properties[key])}</value></Data>"
                       for key, title in titles.items())
        out.append(f"<Placemark><name>{escape(properties['name'])}</name><ExtendedData>{data}</ExtendedData>"
                   f"<Point><coordinates>{position[0]},{position[1]}</coordinates></Point></Placemark>\n")
    path.write_text("".join(out) + "</Folder></Document></kml>\n", encoding="utf-8")


def write_point_shapefile(path, fields, rows):
    """`.shp`, `.shx`, `.prj` and a GBK `.dbf` (code page mark 0x4D, no `.cpg`).

    `fields` are tuples of name, type (`C` or `N`), width and decimals; `rows` are pairs of a position and values.
    """
    xs, ys = [p[0] for p, _ in rows], [p[1] for p, _ in rows]
    for suffix, record_bytes in ((".shp", 28), (".shx", 8)):
        size = (100 + record_bytes * len(rows)) // 2
        body = struct.pack(">i20xi", 9994, size) + struct.pack(
            "<ii8d", 1000, 1, min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
        for number, (position, _) in enumerate(rows):
            if suffix == ".shp":
                body += struct.pack(">ii", number + 1, 10) + struct.pack("<i2d", 1, *position)
            else:
                body += struct.pack(">ii", (100 + 28 * number) // 2, 10)
        path.with_suffix(suffix).write_bytes(body)
    path.with_suffix(".prj").write_text(WGS84_WKT)
    width = 1 + sum(f[2] for f in fields)
    table = struct.pack("<4BIHH17xB2x", 3, 125, 1, 1, len(rows), 33 + 32 * len(fields), width, 0x4D)
    for name, kind, size, decimals in fields:
        encoded = name.encode("gbk")
        assert len(encoded) <= 10, name
        table += struct.pack("<11sc4xBB14x", encoded, kind.encode(), size, decimals)
    table += b"\r"
    for _, values in rows:
        table += b" "
        for (name, kind, size, decimals), value in zip(fields, values):
            if kind == "N":
                cell = ("" if value is None else f"{value:.{decimals}f}").rjust(size).encode()
            else:
                cell = ("" if value is None else str(value)).encode("gbk").ljust(size)
            assert len(cell) == size, (name, value)
            table += cell
    path.with_suffix(".dbf").write_bytes(table + b"\x1a")
