import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// One record with all that is known of it.
public struct RecordCard {
  private let record: Record
  private let location: RiverLocation?

  /// The card of a record; of a point it says where it lies along the nearest river within 5 km.
  ///
  /// - Parameter asOf: a time (UTC) at whose state the record is shown.
  /// - Throws: `RegistryError` for a record that there is not, or that the audience does not see.
  public init(registry: Registry, reference: String, asOf: String?, audience: Audience) throws {
    let full = try registry.record(reference, asOf: asOf)
    try audience.check(on: full.kind)
    record = audience.view(full)
    if case .point(let position?) = record.geometry,
      !(record.kind.geometry?.isSensitive ?? false && audience == .public)
    {
      location = try registry.riverSet().locate(
        position, withinMetres: 5_000, preferring: record["river_code"].text ?? record["river_name"].text)
    } else {
      location = nil
    }
  }

  /// The card as JSON: every property, the geometry, and the place along the river.
  public func json() -> [UInt8] {
    var members: [JSONValue.Member] = [
      .init("kind", .string(record.kind.name)), .init("title", .string(record.kind.title)),
    ]
    for (property, value) in zip(record.kind.properties, record.values) {
      members.append(.init(property.name, JSONValue(value)))
    }
    if let location {
      let place = location.reference
      members.append(
        .init(
          "along_river",
          .members([
            "river": .string(place.riverName), "river_code": .string(place.riverCode),
            "river_km": .decimal(place.riverKm, 3), "offset_m": .decimal(place.offsetMetres, 1),
            "bank": place.bank == .onLine ? .null : .string(place.bank.rawValue),
            "place": .string(SpokenPlace(place).description), "ambiguous": .boolean(location.isAmbiguous),
          ])))
    }
    members.append(.init("geometry", record.geometry.map(JSONValue.geometry) ?? .null))
    return JSONValue.object(members).document
  }

  /// The card as text, one property a line, what is unknown left out.
  public func text() -> String {
    var lines = ["\(record.kind.title)  \(record.reference)"]
    for (property, value) in zip(record.kind.properties, record.values) where !value.isNull {
      lines.append("\(property.header)：\(ValueWords.text(value, of: property))")
    }
    if case .point(let position?) = record.geometry {
      lines.append(
        "坐标：\(CoordinateText.degreesMinutesSeconds(position))（\(FixedDecimal.text(position.x, 6)), \(FixedDecimal.text(position.y, 6))）"
      )
    } else if let geometry = record.geometry {
      lines.append("几何：\(geometry.kind.geoJSONName)")
    }
    if let place = location?.reference {
      lines.append("沿河位置：\(SpokenPlace(place).description)，离河\(FixedDecimal.text(place.offsetMetres, 0)) m")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
