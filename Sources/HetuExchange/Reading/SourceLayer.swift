import CGDAL
import HetuGeometry

/// The reference system that a layer states.
public enum SourceReferenceSystem: Hashable, Sendable {
  /// A code of the EPSG register; longitude or easting comes first in the geometries, whatever the register says.
  case epsg(Int)
  /// A definition that no EPSG code fits, as WKT.
  case wellKnownText(String)
}

/// A table or layer of a file.
public final class SourceLayer {
  /// Its name: of the layer, of the sheet, or of the file where the format knows no layers.
  public let name: String
  /// The kind of its geometries where the format states one and all have it.
  public let geometryKind: GeometryKind?
  /// Whether its rows can have geometries.
  public let hasGeometry: Bool
  /// The reference system that the file states, or nil; tables state none.
  public let referenceSystem: SourceReferenceSystem?
  /// Whether the file states a reference system that can't be told, such as a local one.
  public let hasUnknownReferenceSystem: Bool
  /// Its columns in order.
  public let fields: [SourceField]
  /// How many rows it has, where the format knows without reading all.
  public let rowCount: Int?
  /// In a table the row of the headers, from 1 on; nil for other layers.
  public let headerRow: Int?

  /// What people should know about the table as a whole, in Chinese: hidden rows, formulas, macros.
  public let notices: [String]
  /// What the lines above a table's headers say: 填报单位, 填报人, 填报时间.
  public let headLines: [String: String]

  private let reader: any LayerReading

  init(_ reader: any LayerReading) {
    self.reader = reader
    name = reader.name
    geometryKind = reader.geometryKind
    hasGeometry = reader.hasGeometry
    referenceSystem = reader.referenceSystem
    hasUnknownReferenceSystem = reader.hasUnknownReferenceSystem
    fields = reader.fields
    rowCount = reader.rowCount
    headerRow = reader.headerRow
    notices = reader.notices
    headLines = reader.headLines
  }

  /// The rows that the last reading passed over because they are no records, with what they are instead: totals, notes, examples.
  public var passedOver: [(row: Int, role: RowRole)] { reader.passedOver }

  /// What problems call the columns: their headers, with those over them where a header stands over several columns.
  var columnNames: [String] {
    let counts = Dictionary(fields.map { ($0.name, 1) }, uniquingKeysWith: +)
    return fields.map { counts[$0.name, default: 0] > 1 ? $0.groups.joined() + $0.name : $0.name }
  }

  /// The place of each field among a table's cells, from 0 on; empty for other layers.
  var cells: [Int] { reader.cells }
  /// The place of the cell with a geometry as text.
  var geometryCell: Int? { reader.geometryCell }

  /// Reads all rows of a table as they stand in it, titles, headers and notes too; nothing for other layers.
  func grid(_ body: (Int, [SourceValue]) throws -> Bool) throws { try reader.grid(body) }

  /// Reads all rows in the order of the file, from the beginning at each call, until `body` returns false.
  ///
  /// The row that `body` gets is reused; what is kept of it must be copied (assigning it is enough).
  /// - Throws: `ExchangeError` where the file is damaged, wrongly encoded or too large; what `body` throws.
  public func rows(_ body: (SourceRow) throws -> Bool) throws { try reader.rows(body) }
}

/// What a layer's format has to supply.
protocol LayerReading: AnyObject {
  var name: String { get }
  var geometryKind: GeometryKind? { get }
  var hasGeometry: Bool { get }
  var referenceSystem: SourceReferenceSystem? { get }
  var hasUnknownReferenceSystem: Bool { get }
  var fields: [SourceField] { get }
  var rowCount: Int? { get }
  var headerRow: Int? { get }
  var notices: [String] { get }
  var headLines: [String: String] { get }
  var passedOver: [(row: Int, role: RowRole)] { get }
  var cells: [Int] { get }
  var geometryCell: Int? { get }
  func grid(_ body: (Int, [SourceValue]) throws -> Bool) throws
  func rows(_ body: (SourceRow) throws -> Bool) throws
}

extension LayerReading {
  var notices: [String] { [] }
  var headLines: [String: String] { [:] }
  var passedOver: [(row: Int, role: RowRole)] { [] }
  var cells: [Int] { [] }
  var geometryCell: Int? { nil }
  func grid(_ body: (Int, [SourceValue]) throws -> Bool) throws {}
}

extension SourceRow {
  /// Takes a geometry over as plain WKB: curves as lines, surfaces as polygons, without Z and M.
  mutating func setGeometry(_ geometry: OGRGeometryH) {
    let type = OGR_G_GetGeometryType(geometry)
    hadZ = OGR_GT_HasZ(type) != 0
    hadM = OGR_GT_HasM(type) != 0
    if hadZ || hadM { OGR_G_FlattenTo2D(geometry) }
    if OGR_GT_Flatten(type).rawValue <= wkbGeometryCollection.rawValue, OGR_G_HasCurveGeometry(geometry, 0) == 0 {
      export(geometry)
    } else if let linear = OGR_G_GetLinearGeometry(geometry, 0, nil) {
      let isSurface = OGR_GT_IsSubClassOf(OGR_G_GetGeometryType(linear), wkbPolyhedralSurface) != 0
      let isTriangle = OGR_GT_Flatten(OGR_G_GetGeometryType(linear)) == wkbTriangle
      let plain = isSurface || isTriangle ? OGR_G_ForceToMultiPolygon(linear) : linear
      if let plain {
        export(plain)
        OGR_G_DestroyGeometry(plain)
      }
    }
  }

  private mutating func export(_ geometry: OGRGeometryH) {
    let size = Int(OGR_G_WkbSize(geometry))
    if geometryBytes.count != size { geometryBytes = [UInt8](repeating: 0, count: size) }
    hasGeometry = OGR_G_ExportToIsoWkb(geometry, wkbNDR, &geometryBytes) == OGRERR_NONE
  }
}
