import HetuGeometry

/// One value of a row, as its file holds it.
public enum SourceValue: Hashable, Sendable {
  /// No value, or an empty cell.
  case null
  /// Text; nested JSON and lists come as JSON text.
  case text(String)
  /// A whole number; a truth value as 0 or 1.
  case integer(Int64)
  /// A number.
  case real(Double)
  /// A date, time or both in ISO 8601: `2021-03-30`, `2021-03-30T08:00:00Z`, `08:00:00`.
  case date(String)

  /// Whether there is no value.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

/// A column of a layer.
public struct SourceField: Hashable, Sendable {
  /// What a format says about a column's values; a text table says nothing but `text`.
  public enum Kind: Hashable, Sendable {
    case text, integer, real, boolean, date
  }

  /// The name or header, without line breaks and outer blanks.
  public let name: String
  /// A title beside the name, where the format knows one (GeoPackage).
  public let title: String?
  /// The kind of its values.
  public let kind: Kind
  /// The headers over its own where a table's headers take several rows, the outermost first.
  public let groups: [String]

  init(name: String, title: String?, kind: Kind, groups: [String] = []) {
    self.name = name
    self.title = title
    self.kind = kind
    self.groups = groups
  }
}

/// One row of a file; only valid inside of the closure that gets it, unless it is copied.
public struct SourceRow: Sendable {
  /// The row as a user counts it: in tables the row of the sheet (the header counts), else the feature, from 1 on.
  public internal(set) var number = 0
  /// The identifier that the file gives the feature, where it gives one.
  public internal(set) var featureID: Int64?
  /// The values, in the order of the layer's fields.
  public internal(set) var values: [SourceValue] = []
  /// Whether the geometry had heights; they are dropped.
  public internal(set) var hadZ = false
  /// Whether the geometry had measures; they are dropped.
  public internal(set) var hadM = false
  /// What the reader found strange in this row, in Chinese or in the words of GDAL.
  public internal(set) var warnings: [String] = []

  var geometryBytes: [UInt8] = []
  var hasGeometry = false

  /// The geometry as two-dimensional little-endian WKB without curves, in the layer's reference system; x first.
  public var wellKnownBinary: [UInt8]? { hasGeometry ? geometryBytes : nil }

  /// The geometry as a value, or nil where the row has none.
  /// - Throws: `GeometryError` where it has ordinates that are not finite or is otherwise none.
  public func geometry() throws(GeometryError) -> Geometry? {
    hasGeometry ? try WellKnownBinary.read(geometryBytes) : nil
  }

  mutating func clear() {
    featureID = nil
    hadZ = false
    hadM = false
    hasGeometry = false
    if !warnings.isEmpty { warnings.removeAll() }
  }
}
