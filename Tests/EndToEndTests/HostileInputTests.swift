import Foundation
import Testing

@Suite struct `Hostile input` {
  /// Names that mean something to shells, browsers, spreadsheets, SQL or file systems.
  private static let names = [
    "O'Neil \"引号\" 库", "../../etc/passwd", "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "+86 139", "@SUM(1)",
    "-1+2", "多\n行", "'; DROP TABLE tailings_pond; --", "a/b", "a\tb", "]]>&amp;",
  ]

  private func filled() throws -> Workspace {
    let workspace = try Workspace()
    let rows = Self.names.enumerated().map { index, name in
      "N\(index),\"\(name.replacing("\"", with: "\"\""))\",110.9,34.\(50 + index)\n"
    }
    try workspace.write("names.csv", "编号,尾矿库名称,经度,纬度\n" + rows.joined())
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "names.csv")
    guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    return workspace
  }

  @Test func `any name is kept and handed out as it is`() throws {
    let workspace = try filled()
    #expect(try workspace.hetu("export", "tailings_pond", "-o", "n.geojson").status == 0)
    let check = GeoJSONCheck(try workspace.text("n.geojson"))
    #expect(check.faults == [])
    #expect(Set(check.properties.compactMap { $0["name"] as? String }) == Set(Self.names))
  }

  @Test func `a CSV file has no cell that a spreadsheet would run, and comes back as it was`() throws {
    let workspace = try filled()
    #expect(try workspace.hetu("export", "tailings_pond", "-o", "n.csv").status == 0)
    let program = """
      import csv, sys
      for row in csv.reader(open('n.csv', encoding='utf-8-sig', newline='')):
          for cell in row:
              if cell[:1] in '=+-@\\t\\r' and cell[:1]:
                  try: float(cell)
                  except ValueError: print(repr(cell))
      """
    #expect(try workspace.python(program) == "")
    let other = try Workspace()
    try FileManager.default.copyItem(at: workspace.file("n.csv"), to: other.file("n.csv"))
    #expect(try other.hetu("import", "--kind", "tailings_pond", "n.csv").status == 0)
    #expect(try other.hetu("export", "tailings_pond", "-o", "n.geojson").status == 0)
    let names = GeoJSONCheck(try other.text("n.geojson")).properties.compactMap { $0["name"] as? String }
    #expect(Set(names) == Set(Self.names))
  }

  @Test func `a workbook has no formula`() throws {
    let workspace = try filled()
    #expect(try workspace.hetu("export", "tailings_pond", "-o", "n.xlsx").status == 0)
    let program = """
      import zipfile
      for name in zipfile.ZipFile('n.xlsx').namelist():
          text = zipfile.ZipFile('n.xlsx').read(name).decode()
          if name.startswith('xl/worksheets/') and ('<f>' in text or '<f ' in text or '<hyperlink' in text): print(name)
      """
    #expect(try workspace.python(program) == "")
  }

  @Test func `a plan shows names as text, and a river's name leads out of no folder`() throws {
    let workspace = try filled()
    let reach = """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"R1","river_name":"../<script>河"},\
      "geometry":{"type":"LineString","coordinates":[[110.9,34.4],[110.9,34.7]]}}]}
      """
    try workspace.write("reach.geojson", reach)
    #expect(try workspace.hetu("import", "--kind", "river_reach", "reach.geojson").status == 0)
    let outcome = try workspace.hetu("plan", "--all", "--format", "html", "--format", "svg", "-o", "inner/out")
    #expect(outcome.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.file("inner").path) == ["out"])
    let made = try FileManager.default.subpathsOfDirectory(atPath: workspace.file("inner/out").path)
    let pages = made.filter { $0.hasSuffix(".html") || $0.hasSuffix(".svg") }
    #expect(pages.count == 5)
    for page in pages {
      let text = try workspace.text("inner/out/\(page)")
      #expect(!text.contains("<script>alert"))
      #expect(!text.contains("<script>河"))
    }
  }

  @Test(arguments: [
    "name = 'x' OR 1=1; DROP TABLE tailings_pond", "name = 'x'--", "\"name\"\"; DELETE FROM tailings_pond\" = 'x'",
    "sqlite_version() = '3'", "fid IN (SELECT fid FROM hetu_setting)", "name = '\u{0}'",
    String(repeating: "(", count: 20_000) + "name = 'x'" + String(repeating: ")", count: 20_000),
    String(repeating: "NOT ", count: 20_000) + "name = 'x'",
  ])
  func `a condition that is no CQL2 is refused as words of the call`(_ condition: String) throws {
    let workspace = try filled()
    let before = try Data(contentsOf: workspace.registry)
    let outcome = try workspace.hetu("list", "tailings_pond", "--where", condition)
    #expect(outcome.status == 2 || (outcome.status == 0 && condition.contains("\u{0}")))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  private static let makeSource = """
    import sqlite3, struct
    from osgeo import ogr
    ogr.UseExceptions()
    data = ogr.GetDriverByName('GPKG').CreateDataSource('source.gpkg')
    srs = __import__('osgeo.osr').osr.SpatialReference(); srs.ImportFromEPSG(4326)
    layer = data.CreateLayer('tailings_pond', srs, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn('name', ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn()); feature['name'] = '好'
    feature.SetGeometry(ogr.CreateGeometryFromWkt('POINT(110.9 34.5)')); layer.CreateFeature(feature)
    del feature, layer, data
    base = sqlite3.connect('source.gpkg')
    for name in ('ST_IsEmpty', 'ST_MinX', 'ST_MaxX', 'ST_MinY', 'ST_MaxY'): base.create_function(name, 1, lambda g: 0)

    """

  @Test(arguments: [
    "create trigger evil after insert on tailings_pond begin delete from gpkg_contents; end",
    "create trigger evil after update on gpkg_contents begin select load_extension('/tmp/evil.so'); end",
    "create view evil as select load_extension('/tmp/evil.so') as name",
  ])
  func `triggers and views in a GeoPackage that is imported do nothing`(_ statement: String) throws {
    let workspace = try Workspace()
    try workspace.python(Self.makeSource + "base.execute(\"\"\"\(statement)\"\"\"); base.commit()")
    let before = try Data(contentsOf: workspace.file("source.gpkg"))
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "--layer", "tailings_pond", "source.gpkg")
    #expect(outcome.status == 0)
    #expect(try workspace.count("tailings_pond") == 1)
    #expect(try Data(contentsOf: workspace.file("source.gpkg")) == before)
    #expect(try !workspace.sql("SELECT name FROM sqlite_master").contains("evil"))
  }

  @Test func `an endless view under a layer's name is refused at once`() throws {
    let workspace = try Workspace()
    try workspace.python(
      Self.makeSource + """
        base.execute("create view 尾矿库 as with recursive r(fid) as (select 1 union all select fid + 1 from r) "
                     "select fid, (select geom from tailings_pond limit 1) as geom, 'x' as name from r")
        base.execute("insert into gpkg_contents (table_name, data_type, identifier, srs_id) "
                     "values ('尾矿库', 'features', '尾矿库', 4326)")
        base.execute("insert into gpkg_geometry_columns values ('尾矿库', 'geom', 'POINT', 4326, 0, 0)")
        base.commit()
        """)
    let outcome = try workspace.hetu("import", "--layer", "尾矿库", "source.gpkg")
    #expect(outcome.status == 4 && outcome.errors.contains("视图"))
    #expect(try workspace.count("tailings_pond") == 0)
  }

  @Test func `geometries that are no geometries are named by row and never crash`() throws {
    let workspace = try Workspace()
    try workspace.python(
      Self.makeSource + """
        head = b'GP\\x00\\x01' + struct.pack('<i', 4326)
        bodies = [b'\\x01\\x01\\x00\\x00\\x00' + b'\\x00' * 5, b'\\x01\\x02\\x00\\x00\\x00' + struct.pack('<I', 0x7fffffff),
                  b'\\x09\\x01\\x00\\x00\\x00' + b'\\x00' * 16, b'', b'\\x01\\x63\\x00\\x00\\x00',
                  b'\\x01\\x07\\x00\\x00\\x00\\x01\\x00\\x00\\x00' * 20000]
        for body in bodies: base.execute('insert into tailings_pond (geom, name) values (?, ?)', (head + body, '坏'))
        base.execute("insert into tailings_pond (geom, name) values (zeroblob(30000000), '大')")
        base.execute("insert into tailings_pond (geom, name) values (x'5858', '头')")
        base.commit()
        """)
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "source.gpkg")
    #expect(outcome.status == 1)
    for row in 2...9 { #expect(outcome.errors.contains("第\(row)行")) }
    #expect(try workspace.hetu("list", "tailings_pond", "--where", "name = '好'").output.contains("110.9"))
    #expect(try workspace.sql("PRAGMA integrity_check") == ["ok"])
  }

  @Test func `a registry with broken geometries is answered from or refused, never a crash`()
    throws
  {
    let workspace = try filled()
    try workspace.python(
      """
      import sqlite3
      base = sqlite3.connect('r.gpkg')
      for name in ('ST_IsEmpty', 'ST_MinX', 'ST_MaxX', 'ST_MinY', 'ST_MaxY'): base.create_function(name, 1, lambda g: 0)
      base.execute("update tailings_pond set geom = x'47500001' || x'00' where code = 'N0'")
      base.execute("update tailings_pond set geom = zeroblob(1000000) where code = 'N1'")
      base.commit()
      """)
    for arguments in [
      ["list", "tailings_pond"], ["near", "--at", "110.9,34.5", "--within", "5km"], ["check"],
      ["export", "tailings_pond", "-o", "x.geojson"], ["show", "tailings_pond/N0"],
    ] {
      let outcome = try workspace.hetu(arguments)
      #expect([0, 1, 4, 5].contains(outcome.status), "\(arguments): \(outcome.errors)")
      if outcome.status > 1 { #expect(outcome.errorLines.count == 1) }
    }
  }

  @Test func `a foreign trigger in a registry is named by check`() throws {
    let workspace = try Workspace()
    try workspace.python(
      """
      import sqlite3
      base = sqlite3.connect('r.gpkg')
      base.execute("create trigger evil after insert on expert begin delete from tailings_pond; end"); base.commit()
      """)
    let check = try workspace.hetu("check", "--format", "json")
    #expect(check.status == 1)
    #expect(check.output.contains("触发器 evil"))
  }
}
