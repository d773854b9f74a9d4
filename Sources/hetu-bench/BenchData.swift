import Foundation
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// The files that scenarios work on; made when first asked for and kept.
struct BenchData {
  /// The folder; its name holds the version of what is invented, so that a change of it makes new files.
  let folder: URL

  init(folder: URL) throws {
    self.folder = folder.appending(path: "v3")
    try FileManager.default.createDirectory(at: schemas, withIntermediateDirectories: true)
    try Data(Self.siteSchema.utf8).write(to: schemas.appending(path: "bench_site.json"))
  }

  /// The kind of the points: two properties beside those that all kinds have.
  static let siteKind = "bench_site"

  private static let siteSchema = """
    {
      "title": "测试点", "type": "object", "description": "测速用的点。",
      "x-hetu-kind": "bench_site", "x-hetu-group": "risk_source",
      "x-hetu-list": {"code": "CS-1", "title": "测试点清单"}, "x-hetu-names": ["points"],
      "x-hetu-grade-property": "grade", "required": ["name"],
      "properties": {
        "geometry": {"title": "坐标", "x-hetu-geometry": ["Point"], "x-ogc-propertySeq": 10},
        "grade": {"title": "风险等级", "type": "string", "enum": ["重大", "较大", "一般"], "x-ogc-propertySeq": 20},
        "volume": {
          "title": "库容", "type": "number", "minimum": 0, "maximum": 100000, "x-ogc-unit": "万m³", "x-ogc-propertySeq": 30
        }
      }
    }
    """

  /// The folder with the schema of the points.
  var schemas: URL { folder.appending(path: "schemas") }

  /// All kinds with that of the points.
  func kinds() throws -> Kinds { try Kinds.builtIn(with: schemas) }

  /// The points as a list: code, name, longitude, latitude, grade, volume.
  func list(_ points: Int) throws -> URL {
    try made("points-\(points).csv") { file in
      var text: [UInt8] = Array("code,name,lon,lat,grade,volume\n".utf8)
      var random = SplitMix(seed: 7)
      for (number, position) in InventedCountry.points(points).enumerated() {
        text.append(contentsOf: "S\(InventedCountry.padded(number, 7)),企业\(number),".utf8)
        GeoJSONWriter.appendDecimal(position.x, decimals: 7, to: &text)
        text.append(UInt8(ascii: ","))
        GeoJSONWriter.appendDecimal(position.y, decimals: 7, to: &text)
        text.append(contentsOf: ",\(["重大", "较大", "一般"][Int.random(in: 0..<3, using: &random)]),".utf8)
        GeoJSONWriter.appendDecimal(Double.random(in: 0..<5_000, using: &random), decimals: 2, to: &text)
        text.append(UInt8(ascii: "\n"))
      }
      try Data(text).write(to: file)
    }
  }

  /// A registry of so many points and reaches.
  func registry(points: Int, reaches: Int) throws -> URL {
    let list = try list(points)
    return try made("registry-\(points)-\(reaches).gpkg") { file in
      let registry = try Registry.create(at: file, kinds: try kinds())
      var options = ImportOptions()
      options.kind = Self.siteKind
      _ = try Importer(registry: registry, options: options).importFile(list.path)
      try Self.load(InventedCountry.reaches(reaches), into: registry)
    }
  }

  /// A registry of one river system.
  func network(_ network: InventedNetwork, reaches: Int) throws -> URL {
    try made("network-\(reaches).gpkg") { file in
      try Self.load(network.reaches, into: try Registry.create(at: file, kinds: try kinds()))
    }
  }

  static func load(_ reaches: [Reach], into registry: Registry) throws {
    let kind = try registry.kind("river_reach")
    try registry.change(actor: "bench", reason: "invented reaches") { writer in
      try writer.load(kind) { load in
        for reach in reaches {
          var values = [Value](repeating: .null, count: kind.properties.count)
          for (name, text) in [
            ("code", reach.code), ("river_name", reach.riverName), ("river_code", reach.riverCode ?? ""),
          ] {
            if let index = kind.index(of: name) { values[index] = .text(text) }
          }
          try load.insert(values, geometry: .lineString(reach.paths[0]))
        }
      }
    }
  }

  /// A file that `make` writes, made aside and renamed when whole.
  func made(_ name: String, _ make: (URL) throws -> Void) throws -> URL {
    let file = folder.appending(path: name)
    if FileManager.default.fileExists(atPath: file.path) { return file }
    Summary.say("making \(file.lastPathComponent) …")
    let aside = folder.appending(path: "new-\(name)")
    try? FileManager.default.removeItem(at: aside)
    try make(aside)
    try FileManager.default.moveItem(at: aside, to: file)
    return file
  }

  /// A file to be written by a run, which is not there.
  func scratch(_ name: String) -> URL {
    let file = folder.appending(path: name)
    for suffix in ["", "-journal", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
    return file
  }
}
