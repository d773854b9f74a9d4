import Foundation
import HetuGeometry
import Testing

@testable import HetuExchange

@Suite struct HostileInputTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  func code(_ path: String) -> ExchangeError.Code? { exchangeError { try readAll(path) }?.code }

  @Test(arguments: [
    "/vsicurl/http://127.0.0.1/x.geojson", "PG:dbname=x", "http://127.0.0.1/x", "/vsizip/x.zip", "nowhere.shp",
  ])
  func `what is no file is not found`(path: String) { #expect(code(path) == .notFound) }

  @Test(arguments: ["a.csv", "a.geojson", "a.xlsx", "a.shp", "a.gpkg", "a.kml", "a.zip"])
  func `an empty file is told as empty`(name: String) throws { #expect(code(try folder.write("", to: name)) == .empty) }

  @Test(arguments: [
    "a.geojson", "a.xlsx", "a.shp", "a.gpkg", "a.kml", "a.fgb", "a.xls", "a.ods", "a.gml", "a.dbf", "a.zip", "a.bin",
  ])
  func `what is no data is refused`(name: String) throws {
    let error = exchangeError { try readAll(try folder.write("hello, this is no data\n", to: name)) }
    #expect(error?.code == .unrecognised || error?.code == .damaged, "\(String(describing: error))")
    #expect(error?.message.contains(name) == true)
  }

  @Test func `a folder without data is told`() { #expect(code(folder.url.path) == .empty) }

  @Test func `a CSV of headers only has no rows, one of blank lines is empty`() throws {
    #expect(code(try folder.write("\n\n  \n".replacingOccurrences(of: " ", with: ""), to: "blank.csv")) == .empty)
    let path = try folder.write("a,b\n", to: "headers.csv")
    #expect(try rows(of: try onlyLayer(path)).isEmpty)
  }

  @Test func `a truncated file of any format is refused, not half read`() throws {
    let columns = [OutputColumn(name: "name", title: "名称", kind: .text)]
    for name in ["a.xlsx", "a.gpkg", "a.fgb", "a.shp", "a.geojson", "a.kml"] {
      let path = folder.path(name)
      let format = try #require(OutputFormat(path: path))
      let sink = try format.makeSink(path: path, overwrite: false, created: Date(timeIntervalSince1970: 0))
      try sink.begin(OutputLayer(name: "甲", columns: columns, shape: .kind(.point)))
      for index in 0..<3_000 {
        try sink.write([.text("名\(index)")], geometry: .point(Position(x: 110 + Double(index) / 1e4, y: 34)))
      }
      try sink.finish()
      let whole = try folder.data(name)
      _ = try folder.write(whole.prefix(whole.count * 6 / 10), to: name)
      let error = exchangeError { try readAll(path) }
      #expect(error?.code == .damaged || error?.code == .unrecognised, "\(name): \(String(describing: error))")
    }
  }

  @Test func `an encrypted workbook asks for its password to be taken away`() throws {
    let name = try #require("EncryptedPackage".data(using: .utf16LittleEndian))
    let data = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 1_000) + name + Data(count: 500)
    #expect(code(try folder.write(data, to: "a.xlsx")) == .encrypted)
  }

  @Test func `an archive that unpacks to too much is refused before it is unpacked`() throws {
    let bomb = zip([("xl/workbook.xml", "<a/>", 0x7000_0000)])
    #expect(code(try folder.write(bomb, to: "a.xlsx")) == .tooLarge)
    var limits = SourceLimits.standard
    limits.maximumEntries = 3
    let many = try folder.write(zip((0..<5).map { ("f\($0)", "x", nil) }), to: "many.zip")
    #expect(exchangeError { _ = try SourceFile(path: many, limits: limits) }?.code == .tooLarge)
  }

  @Test(arguments: ["../../etc/x.shp", "/etc/x.shp", "a/../../x.shp", "..\\x.shp"])
  func `an archive with paths out of it is refused`(name: String) throws {
    let error = code(try folder.write(zip([(name, "x", nil), ("y.shp", "x", nil)]), to: "a.zip"))
    #expect(error == .unsafeContent || error == .damaged, "\(String(describing: error))")
  }

  @Test(arguments: ["a.kml", "a.gml", "a.gpx", "a.xml"])
  func `a document type declaration is refused`(name: String) throws {
    let bomb = """
      <?xml version="1.0"?><!-- > <!x --><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
      <kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&c;</name></Placemark></kml>
      """
    #expect(code(try folder.write(bomb, to: name)) == .unsafeContent)
    #expect(
      code(try folder.write(Data([0xFF, 0xFE]) + (try #require(bomb.data(using: .utf16LittleEndian))), to: name))
        == .encoding)
  }

  @Test func `a declaration inside of a KMZ is found too`() throws {
    let kmz = zip([("doc.kml", "<!DOCTYPE kml [<!ENTITY a \"b\">]><kml/>", nil)])
    #expect(code(try folder.write(kmz, to: "a.kmz")) == .unsafeContent)
  }

  @Test func `CDATA, comments and attributes are no declarations`() throws {
    var scanner = XMLScanner()
    for byte in "<a b='<!DOCTYPE' c=\"/>\"><![CDATA[<!DOCTYPE]]> ]]><!-- <!ENTITY > --><?p <!DOCTYPE ?><d/></a>".utf8 {
      scanner.take(byte)
    }
    #expect(!scanner.foundDeclaration)
    #expect(scanner.depth == 0)
  }

  @Test func `deep nesting is refused in XML and JSON`() throws {
    let depth = 100_000
    let kml =
      "<kml>" + String(repeating: "<Folder>", count: depth) + String(repeating: "</Folder>", count: depth) + "</kml>"
    #expect(code(try folder.write(kml, to: "deep.kml")) == .tooLarge)
    for count in [1_000, depth] {
      let json = String(repeating: "[", count: count) + String(repeating: "]", count: count)
      let text = #"{"type":"Feature","properties":{"a":\#(json)},"geometry":{"type":"Point","coordinates":[1,2]}}"#
      let error = code(try folder.write(text, to: "deep.geojson"))
      #expect(error == .damaged || error == .unrecognised)
    }
  }

  @Test func `NaN in coordinates does not pass for a place`() throws {
    let text = #"{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[NaN,34]}}"#
    let path = try folder.write(text, to: "nan.geojson")
    let row = try #require(try rows(of: try onlyLayer(path)).first)
    #expect(try row.geometry()?.isEmpty != false)
  }

  @Test func `a file beyond the limit is refused`() throws {
    var limits = SourceLimits.standard
    limits.maximumFileBytes = 10
    let path = try folder.write("a,b,c\n1,2,3\n4,5,6\n", to: "a.csv")
    #expect(exchangeError { _ = try SourceFile(path: path, limits: limits) }?.code == .tooLarge)
  }

  @Test func `an unknown encoding is named`() throws {
    let path = try folder.write("a\n1\n", to: "a.csv")
    #expect(exchangeError { _ = try SourceFile(path: path, encoding: "klingon") }?.code == .encoding)
  }
}
