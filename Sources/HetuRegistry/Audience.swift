import Foundation
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// Whom an output is made for.
public enum Audience: String, Sendable, CaseIterable {
  /// The bureau itself: everything.
  case `internal`
  /// Anybody: no phones, no personal data, sensitive positions coarsened.
  case `public`

  /// How far a position may lie from where this audience sees it, metres.
  public var displacementMetres: Double { self == .public ? 2_000 : 0 }

  /// Whether this audience sees records of a kind at all: the ledgers, with who has to mend what by when, are the bureau's own.
  public func sees(_ kind: Kind) -> Bool { self == .internal || kind.group != .ledger }

  /// Whether this audience sees the positions of a kind only coarsened.
  public func coarsens(_ kind: Kind) -> Bool { self == .public && kind.geometry?.isSensitive == true }

  /// The record as this audience may see it.
  ///
  /// Sensitive positions are rounded to 0.02 degrees (about 2 km), always the same way, so that asking again tells nothing more;
  /// lines and areas of such kinds become the rounded middle of their box. Telephone numbers inside other text are left out.
  public func view(_ record: Record) -> Record {
    guard self == .public else { return record }
    var record = record
    let hidesPosition = record.kind.geometry?.isSensitive ?? false
    for (index, property) in record.kind.properties.enumerated() {
      if property.sensitivity != nil
        || (hidesPosition && Self.placeProperties.contains(property.name))
      {
        record.values[index] = .null
      } else {
        let hidden = Self.hiddenItemProperties(of: property, hidesPosition: hidesPosition)
        if !hidden.isEmpty { record.values[index] = Self.without(hidden, record.values[index]) }
        if masksPhones(in: property) { record.values[index] = PhoneMask.masked(record.values[index]) }
      }
    }
    if hidesPosition {
      record.geometry = record.geometry.flatMap(Self.coarsened)
    }
    return record
  }

  /// Whether this audience sees a property without the telephone numbers in its text: any but identifiers and words of a code list.
  func masksPhones(in property: Property) -> Bool {
    self == .public && (property.type == .text || property.type == .list) && property.codes.isEmpty
      && !["id", "code"].contains(property.name)
  }

  /// A property in SQL, as this audience sees it: what conditions and orders go by.
  func column(_ property: Property) -> String {
    let column = quotedIdentifier(property.name)
    return masksPhones(in: property) ? "hetu_masked(\(column))" : column
  }

  /// Whether this audience may ask about a property: what it sees only in part, or not at all, could be found out by asking.
  public func mayAsk(about property: Property, of kind: Kind) -> Bool {
    guard self == .public else { return true }
    let hidesPosition = kind.geometry?.isSensitive ?? false
    return property.sensitivity == nil && !(hidesPosition && Self.placeProperties.contains(property.name))
      && Self.hiddenItemProperties(of: property, hidesPosition: hidesPosition).isEmpty
  }

  /// Refuses a kind that this audience does not see, and a condition on what it may not see, so that asking cannot find it out.
  ///
  /// - Throws: ``RegistryError`` of class usage that names the kind or the property.
  public func check(_ filter: Filter? = nil, on kind: Kind) throws {
    guard sees(kind) else {
      throw RegistryError(.usage, "\(kind.listTitle)（\(kind.name)）只供本单位使用，不能公开")
    }
    for name in filter?.properties ?? [] {
      guard let property = kind.property(name), !mayAsk(about: property, of: kind) else { continue }
      throw RegistryError(.usage, "the property \(name) is not public and can't be asked about by the public")
    }
  }

  /// The properties that tell where a record lies.
  private static let placeProperties: Set = ["source_position", "river_km", "address"]

  /// The place that stands for a sensitive one.
  static func coarsened(_ geometry: Geometry) -> Geometry? {
    geometry.envelope.map { .point(coarsened($0.center)) }
  }

  static func coarsened(_ position: Position) -> Position {
    Position(x: coarse(position.x), y: coarse(position.y))
  }

  private static func coarse(_ degrees: Double) -> Double { (degrees * 50).rounded() / 50 }

  private static func hiddenItemProperties(of property: Property, hidesPosition: Bool) -> Set<String> {
    guard !property.itemProperties.isEmpty else { return [] }
    let hidden = Set(property.itemProperties.filter { $0.sensitivity != nil }.map(\.name))
    return hidesPosition ? hidden.union(["lon", "lat", "position", "longitude", "latitude"]) : hidden
  }

  /// A list without some properties of its objects; one that does not hold objects only may hide anything, and is left out whole.
  private static func without(_ hidden: Set<String>, _ value: Value) -> Value {
    guard let items = value.items else { return .null }
    return .list(of: items.map { $0.filter { !hidden.contains($0.key) } }) ?? .null
  }
}
