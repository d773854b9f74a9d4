import HetuGeodesy
import HetuGeometry
import HetuPublishing
import HetuRegistry
import HetuSchemas

/// Writes records as GeoJSON features, straight into bytes.
struct FeatureWriter {
  private let crs: OutputCRS
  private let way: Transformation?
  /// The name of each property with its quotes and colon.
  private let names: [[UInt8]]
  /// The property that marks features made for the public.
  private let mark: [JSONValue.Member]

  init(kind: Kind, crs: OutputCRS, audience: Audience) throws {
    self.crs = crs
    way = crs.isStorage ? nil : try crs.fromStorage
    names = kind.properties.map { Array("\"\($0.name)\":".utf8) }
    mark = audience.markMembers
  }

  /// The record's geometry in the system and the axes asked for.
  func geometry(_ record: Record) throws -> Geometry? {
    guard let way, let geometry = record.geometry else { return record.geometry }
    let moved = try way.transform(geometry)
    return crs.swapsAxes ? moved.swapped : moved
  }

  func append(_ record: Record, to bytes: inout [UInt8], links: JSONValue? = nil) throws {
    bytes.append(contentsOf: #"{"type":"Feature","id":"#.utf8)
    JSONValue.string(record.id).append(to: &bytes)
    bytes.append(contentsOf: #","geometry":"#.utf8)
    if let geometry = try geometry(record) {
      GeoJSONWriter.append(geometry, decimals: crs.decimals, to: &bytes)
    } else {
      bytes.append(contentsOf: "null".utf8)
    }
    bytes.append(contentsOf: #","properties":{"#.utf8)
    for (index, value) in record.values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: names[index])
      JSONValue(value).append(to: &bytes)
    }
    for member in mark {
      bytes.append(contentsOf: ",\"\(member.name)\":".utf8)
      member.value.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    if let links {
      bytes.append(contentsOf: #","links":"#.utf8)
      links.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
