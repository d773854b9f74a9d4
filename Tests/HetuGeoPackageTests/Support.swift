import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import TestSupport

/// A folder of its own for one test, gone with the value.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-gpkg-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }
}

/// Runs a program to its end and returns its status and all that it printed.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return (process.terminationStatus, output)
}

/// Whether a program is installed; the oracles here are optional.
func isInstalled(_ program: String) -> Bool { FileManager.default.isExecutableFile(atPath: program) }

/// Whether GDAL's validator of GeoPackage is installed.
let hasValidator: Bool = {
  let answer = try? run("/usr/bin/python3", ["-c", "import osgeo_utils.samples.validate_gpkg"])
  return answer?.status == 0
}()

extension Seeded {
  /// A position in the west of Henan.
  mutating func position() -> Position {
    Position(x: .random(in: 110..<112, using: &self), y: .random(in: 33.5..<35.1, using: &self))
  }
}

extension LayerDefinition {
  /// Points with a text, as most tests want them.
  static let points = LayerDefinition(
    table: "place", identifier: "地点", geometry: GeometryColumn(kind: .point),
    columns: [ColumnDefinition("name", .text())])
}

extension GeoPackage {
  /// A new file with a layer of `count` points, bulk loaded.
  static func withPoints(_ positions: [Position], at path: String) throws -> GeoPackage {
    try GeoPackage.create(at: path) { db in
      let layer = try LayerDefinition.points.create(in: db)
      try layer.bulkInsert(columns: ["name"], in: db) { try $0.insertPoints(positions) }
    }
  }
}

extension BulkWriter {
  /// Writes rows of a point and a name.
  func insertPoints(_ positions: [Position]) throws {
    for (place, position) in positions.enumerated() {
      try bind(point: position)
      try bind(text: "地点 \(place)")
      try insertRow()
    }
  }
}
