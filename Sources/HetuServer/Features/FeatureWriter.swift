import HetuGeodesy
import HetuGeometry
import HetuPublishing
import HetuRegistry
import HetuSchemas

/// Writes records as GeoJSON features in the reference system and for the audience of an answer.
struct FeatureWriter {
  /// The form of the features.
  let json: FeatureJSON
  private let crs: OutputCRS
  private let way: Transformation?
  /// The property that marks features made for the public.
  private let marks: [JSONValue.Member]

  init(kind: Kind, crs: OutputCRS, audience: Audience) throws {
    json = FeatureJSON(kind: kind, decimals: crs.decimals)
    self.crs = crs
    way = crs.isStorage ? nil : try crs.fromStorage
    marks = audience.markMembers
  }

  /// Whether rows of the registry can be written as they stand, without records in between.
  var takesRows: Bool { way == nil && marks.isEmpty }

  /// The record's geometry in the system and the axes asked for.
  func geometry(_ record: Record) throws -> Geometry? {
    guard let way, let geometry = record.geometry else { return record.geometry }
    let moved = try way.transform(geometry)
    return crs.swapsAxes ? moved.swapped : moved
  }

  func append(_ record: Record, to bytes: inout [UInt8], links: JSONValue? = nil) throws {
    json.append(record, geometry: try geometry(record), marks: marks, links: links, to: &bytes)
  }
}
