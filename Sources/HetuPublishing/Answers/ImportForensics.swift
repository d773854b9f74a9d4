import HetuExchange
import HetuGeodesy
import HetuPlanning
import HetuRegistry

/// What the places of a file that was imported, or tried, say of its reference system.
public struct ImportForensics {
  private let forensics: PositionForensics

  /// Forensics against the rivers and districts of a registry.
  public init(_ registry: Registry) throws {
    forensics = PositionForensics(rivers: try registry.riverSet(), districts: try DistrictMap(registry))
  }

  /// Whether a report has enough places to be looked at.
  public static func isWorthwhile(_ report: ImportReport) -> Bool { report.layers.contains { $0.places.count >= 5 } }

  /// For each layer whose points most likely have another system, what it is and what to do, as problems of the layer.
  public func problems(of report: ImportReport) throws -> [Problem] {
    try report.layers.compactMap { layer in
      guard let system = try? ReferenceSystem(layer.crs) else { return nil }
      let places = layer.places.map {
        PositionForensics.Place(position: $0.position, plane: $0.plane, district: $0.district, rivers: $0.rivers)
      }
      guard let verdict = try forensics.verdict(on: places, readAs: system) else { return nil }
      return Problem(
        severity: .warning, file: layer.file, layer: layer.layer, row: nil, column: nil, value: nil,
        message: "\(verdict.message)。\(verdict.remedy)")
    }
  }
}
