import HetuGeometry
import HetuSchemas

/// One record of a kind, as it stands in the registry or stood at a time.
public struct Record: Sendable, Hashable {
  /// The kind.
  public let kind: Kind
  /// The row in its table; stable, but `id` is what others may keep.
  public let fid: Int64
  /// The values, aligned with the kind's properties.
  public var values: [Value]
  /// The geometry in CGCS2000 longitude and latitude, or nil.
  public var geometry: Geometry?

  /// A record from its parts; `values` is aligned with `kind.properties`.
  public init(kind: Kind, fid: Int64, values: [Value], geometry: Geometry?) {
    precondition(values.count == kind.properties.count)
    self.kind = kind
    self.fid = fid
    self.values = values
    self.geometry = geometry
  }

  /// The value of a property; null where the kind has no such property.
  public subscript(name: String) -> Value { kind.index(of: name).map { values[$0] } ?? .null }

  /// The code, unique in its kind.
  public var code: String { self["code"].text ?? "" }
  /// The name.
  public var name: String { self["name"].text ?? "" }
  /// The UUID that never changes.
  public var id: String { self["id"].text ?? "" }
  /// `kind/code`, by which commands and findings name it.
  public var reference: String { "\(kind.name)/\(code)" }
}
