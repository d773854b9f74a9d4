import HetuGeometry

/// One value to be written.
public enum OutputValue: Hashable, Sendable {
  /// No value.
  case null
  /// Text.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// A number; what is not finite is written as no value.
  case real(Double)
  /// A truth value; tables show 是 or 否.
  case boolean(Bool)
  /// A JSON text on one line, such as a list; tables show it as text.
  case json(String)
}

/// A column to be written.
public struct OutputColumn: Hashable, Sendable {
  /// What a column holds.
  public enum Kind: Hashable, Sendable {
    /// `date` values come as texts in ISO 8601.
    case text, integer, real, boolean, date, json
  }

  /// The name in GeoJSON, GeoPackage, Shapefile, KML and FlatGeobuf.
  public var name: String
  /// The header in CSV and XLSX, without the unit.
  public var title: String
  /// The kind of its values.
  public var kind: Kind
  /// The unit, shown behind the title in full-width brackets.
  public var unit: String?
  /// The values that a workbook offers in a drop-down; none where anything may stand.
  public var choices: [String]
  /// A note on the header in a workbook.
  public var note: String?

  /// A column from its parts.
  public init(
    name: String, title: String, kind: Kind, unit: String? = nil, choices: [String] = [], note: String? = nil
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.unit = unit
    self.choices = choices
    self.note = note
  }

  /// The header: `设计总库容（万m³）`.
  public var header: String { unit.map { "\(title)（\($0)）" } ?? title }
}

/// What is to be written: a table or a layer.
public struct OutputLayer: Hashable, Sendable {
  /// What geometries the rows have.
  public enum Shape: Hashable, Sendable {
    /// None.
    case none
    /// One kind, apart from a multiple of it; tables show points as 经度 and 纬度.
    case kind(GeometryKind)
    /// Any kinds.
    case mixed
  }

  /// The name of the layer or sheet.
  public var name: String
  /// A line above the headers in a workbook.
  public var title: String?
  /// The columns, in order.
  public var columns: [OutputColumn]
  /// The geometries.
  public var shape: Shape
  /// The EPSG code of the geometries' reference system; GeoJSON and KML mean WGS 84 and state nothing else.
  public var epsgCode: Int

  /// A layer from its parts.
  public init(name: String, title: String? = nil, columns: [OutputColumn], shape: Shape, epsgCode: Int = 4490) {
    self.name = name
    self.title = title
    self.columns = columns
    self.shape = shape
    self.epsgCode = epsgCode
  }
}

/// Takes rows one by one and makes a file of them; used by one thread.
///
/// `begin`, `write` for each row, `finish`. Only `finish` puts the file in place; a sink that fails, is abandoned or is
/// let go leaves nothing behind.
public protocol RowSink: AnyObject {
  /// What the user should know about the file: renamed columns, geometries left out. Complete after `finish`.
  var notes: [String] { get }

  /// Begins the layer; a workbook takes several, one after the other.
  func begin(_ layer: OutputLayer) throws(ExchangeError)

  /// Writes a row.
  /// - Parameters:
  ///   - values: as many as the layer has columns.
  ///   - geometry: x = longitude or easting; nil where there is none.
  func write(_ values: [OutputValue], geometry: Geometry?) throws(ExchangeError)

  /// Completes the file.
  func finish() throws(ExchangeError)

  /// Gives the file up.
  func abandon()
}
