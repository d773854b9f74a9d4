import Foundation
import HetuExchange
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport

/// An empty registry and a folder of files to import into it.
final class ImportBench {
  let registry: Registry
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url("registry.gpkg"), kinds: try Kinds.builtIn())
  }

  /// Writes a text as a file and imports it.
  @discardableResult
  func load(_ text: String, as name: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportReport
  {
    try scratch.write(text, to: name)
    return try load(name, change)
  }

  /// Imports a file of the folder.
  @discardableResult
  func load(_ name: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportReport {
    var options = ImportOptions()
    options.actor = "测试"
    change(&options)
    return try Importer(registry: registry, options: options).importFile(scratch.path(name))
  }

  /// Writes a workbook of the sheets given, all cells as text.
  func workbook(_ name: String, _ sheets: [(title: String, headers: [String], rows: [[String]])]) throws {
    let sink = try OutputFormat.xlsx.makeSink(
      path: scratch.path(name), overwrite: true, created: Date(timeIntervalSince1970: 0))
    for sheet in sheets {
      let columns = sheet.headers.enumerated().map { OutputColumn(name: "c\($0)", title: $1, kind: .text) }
      try sink.begin(OutputLayer(name: sheet.title, columns: columns, shape: .none))
      for row in sheet.rows { try sink.write(row.map(OutputValue.text), geometry: nil) }
    }
    try sink.finish()
  }

  func records(_ kind: String) throws -> [Record] { try registry.records(of: try registry.kind(kind)) }

  func record(_ kind: String, _ code: String) throws -> Record { try registry.record("\(kind)/\(code)") }

  func point(_ kind: String, _ code: String) throws -> Position? {
    if case .point(let position) = try record(kind, code).geometry { position } else { nil }
  }
}

/// Metres between a position and one given by longitude and latitude.
func metres(_ position: Position?, _ longitude: Double, _ latitude: Double) -> Double {
  position.map { Geodesic.cgcs2000.distanceMetres(from: $0, to: Position(x: longitude, y: latitude)) } ?? .infinity
}

/// A GeoJSON FeatureCollection of one feature.
func feature(_ geometry: String, _ properties: String = #"{"code":"A","name":"甲"}"#) -> String {
  #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":\#(geometry),"properties":\#(properties)}]}"#
}
