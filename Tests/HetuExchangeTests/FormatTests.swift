import Foundation
import HetuGeometry
import Testing

@testable import HetuExchange

@Suite struct FormatTests {
  let folder: Folder
  static let collection = """
    {"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"name":"企业","n":5,"v":12.5,"tags":["a","b"],"d":"2021-03-30"},
     "geometry":{"type":"Point","coordinates":[110.5,34.75,300]}},
    {"type":"Feature","properties":{"name":null},"geometry":null}]}
    """

  init() throws { folder = try Folder() }

  func layer(_ path: String) throws -> SourceLayer { try #require(try SourceFile(path: path).layers.first) }

  @Test func `GeoJSON is read with its types, its heights are dropped and told`() throws {
    let layer = try layer(try folder.write(Self.collection, to: "a.geojson"))
    #expect(layer.referenceSystem == .epsg(4326))
    #expect(layer.geometryKind == .point)
    #expect(layer.fields.map(\.name) == ["name", "n", "v", "tags", "d"])
    #expect(layer.fields.map(\.kind) == [.text, .integer, .real, .text, .text])
    let found = try rows(of: layer)
    #expect(found.map(\.number) == [1, 2])
    #expect(found[0].values[..<3] == [.text("企业"), .integer(5), .real(12.5)])
    #expect(found[0].values[4] == .text("2021-03-30"))
    #expect(found[0].hadZ)
    #expect(try found[0].geometry() == .point(Position(x: 110.5, y: 34.75)))
    #expect(found[1].wellKnownBinary == nil)
    #expect(found[1].values[0].isNull)
  }

  @Test func `rows are read from the beginning at each call and stop when told`() throws {
    let layer = try layer(try folder.write(Self.collection, to: "a.geojson"))
    var numbers: [Int] = []
    for _ in 0..<2 {
      try layer.rows {
        numbers.append($0.number)
        return false
      }
    }
    #expect(numbers == [1, 1])
  }

  @Test func `a GeoJSON sequence with record separators is read`() throws {
    let feature = #"{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}"#
    let file = try SourceFile(path: try folder.write("\u{1E}\(feature)\n\u{1E}\(feature)\n", to: "a.geojsonl"))
    #expect(file.format == "GeoJSONSeq")
    #expect(try rows(of: try #require(file.layers.first)).count == 2)
  }

  @Test func `KML gives name, description and extended data in WGS 84`() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>层</name>
      <Placemark><name>拦截坝</name><description><![CDATA[<b>甲 & 乙</b>]]></description>
      <ExtendedData><Data name="库容"><value>12.5</value></Data></ExtendedData>
      <Point><coordinates>110.5,34.75,0</coordinates></Point></Placemark></Folder></Document></kml>
      """
    let layer = try layer(try folder.write(text, to: "a.kml"))
    #expect(layer.name == "层")
    #expect(layer.referenceSystem == .epsg(4326))
    #expect(layer.fields.map(\.name) == ["Name", "description", "库容"])
    let row = try #require(try rows(of: layer).first)
    #expect(row.values == [.text("拦截坝"), .text("<b>甲 & 乙</b>"), .text("12.5")])
    #expect(try row.geometry() == .point(Position(x: 110.5, y: 34.75)))
  }

  @Test func `GML is read and nothing is written beside it`() throws {
    let text = """
      <?xml version="1.0"?><c:FeatureCollection xmlns:c="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml">
      <gml:featureMember><c:sites fid="s.0"><c:geometryProperty><gml:Point srsName="EPSG:4326">
      <gml:coordinates>110.5,34.75</gml:coordinates></gml:Point></c:geometryProperty><c:name>甲</c:name></c:sites>
      </gml:featureMember></c:FeatureCollection>
      """
    let row = try #require(try rows(of: try layer(try folder.write(text, to: "a.gml"))).first)
    #expect(row.values.contains(.text("甲")))
    #expect(try row.geometry() == .point(Position(x: 110.5, y: 34.75)))
    #expect(try folder.names == ["a.gml"])
  }

  @Test(arguments: [nil, "GBK", "UTF-8"]) func `a Shapefile without cpg is read as GBK unless told`(encoding: String?)
    throws
  {
    let path = folder.path("厂.shp")
    let sink = try VectorFileWriter(path: path, format: .shapefile, created: Date(timeIntervalSince1970: 0))
    try sink.begin(OutputLayer(name: "厂", columns: [], shape: .kind(.point)))
    for x in [110.0, 111.0] { try sink.write([], geometry: .point(Position(x: x, y: 34))) }
    try sink.finish()
    try FileManager.default.removeItem(atPath: folder.path("厂.cpg"))
    _ = try folder.write(dBase(field: Array("GRADE".utf8), values: [GBK.enterprise, GBK.major]), to: "厂.dbf")
    let file = try SourceFile(path: path, encoding: encoding)
    let found = try rows(of: try #require(file.layers.first))
    #expect(file.layers.first?.referenceSystem == .epsg(4490))
    #expect(try found[1].geometry() == .point(Position(x: 111, y: 34)))
    if encoding == "UTF-8" {
      #expect(found[0].warnings.count == 1)
    } else {
      #expect(file.encoding == "GB18030")
      #expect(found.map(\.values) == [[.text("企业")], [.text("重大")]])
    }
  }

  @Test func `a Shapefile in a zip is read, in a folder too`() throws {
    let sink = try OutputFormat.shapefile.makeSink(path: folder.path("s.shp"), overwrite: false, created: Date())
    try sink.begin(
      OutputLayer(name: "s", columns: [OutputColumn(name: "n", title: "n", kind: .integer)], shape: .kind(.point)))
    try sink.write([.integer(7)], geometry: .point(Position(x: 1, y: 2)))
    try sink.finish()
    let fromFolder = try layer(folder.url.path)
    #expect(try rows(of: fromFolder).first?.values == [.integer(7)])
    let entries = try folder.names.map { (name: "数据/\($0)", content: try folder.data($0), claimedSize: UInt32?.none) }
    let archive = try layer(try folder.write(zip(entries), to: "a.zip"))
    #expect(try rows(of: archive).first?.values == [.integer(7)])
    #expect(archive.referenceSystem == .epsg(4490))
  }

  @Test func `curves become lines`() throws {
    let path = folder.path("c.csv")
    _ = try folder.write("name,WKT\n弧,\"CIRCULARSTRING Z (0 0 1,1 1 1,2 0 1)\"\n坏,POINT(1\n", to: "c.csv")
    let found = try rows(of: try layer(path))
    let geometry = try #require(try found[0].geometry())
    #expect(geometry.kind == .lineString)
    #expect(geometry.lines[0].count > 10)
    #expect(found[0].hadZ)
    #expect(found[1].wellKnownBinary == nil && found[1].warnings.count == 1)
  }

  @Test func `digits of workbook cells survive as they were stored`() {
    #expect(SheetCell.normalised("13800138000") == "13800138000")
    #expect(SheetCell.normalised("411202199001011234") == "411202199001011234")
    #expect(SheetCell.normalised("1.1000000000000001") == "1.1")
    #expect(SheetCell.normalised("12.50") == "12.50")
    // Beyond 15 digits Excel has lost the last ones; the exponent keeps that to be seen.
    #expect(SheetCell.normalised("4.1120000000000000E+17") == "4.112e+17")
    #expect(SheetCell.normalised("1.3800138e+10") == "13800138000")
    #expect(SheetCell.normalised("2021/03/30") == "2021-03-30")
    #expect(SheetCell.normalised("2021/03/30 08:15:00") == "2021-03-30T08:15:00")
    #expect(SheetCell.normalised("2021/3/30") == "2021/3/30")
    #expect(SheetCell.normalised("E112") == "E112")
  }
}
