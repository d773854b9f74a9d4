import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// How a kind of record becomes a layer of the file.
enum RegistryTables {
  /// Makes the layer, its unique indexes and its history.
  static func create(_ database: Database, for kind: Kind) throws {
    try layerDefinition(of: kind).create(in: database)
    for column in ["id", "code"] { try database.execute(sql: uniqueIndex(on: column, of: kind)) }
    if kind.name == "river_reach" {
      // One river is found without reading all reaches.
      try database.execute(sql: "CREATE INDEX hetu_river_reach_river ON river_reach(river_code, river_name)")
    }
    try HistoryTables.create(database, for: kind)
  }

  static func layerDefinition(of kind: Kind) -> LayerDefinition {
    LayerDefinition(
      table: kind.name, identifier: kind.title, summary: kind.explanation,
      geometry: kind.geometry.map { _ in GeometryColumn(kind: kind.layerGeometry) },
      columns: kind.properties.map { property in
        ColumnDefinition(
          property.name, property.columnType, title: property.header, summary: property.explanation,
          mediaType: property.type == .list ? "application/json" : nil,
          constraint: constraint(of: property, kind))
      })
  }

  private static func constraint(of property: Property, _ kind: Kind) -> ColumnConstraint? {
    guard property.type == .text, !property.codes.isEmpty else { return nil }
    return ColumnConstraint("\(kind.name)_\(property.name)", .values(property.codes.map { .init($0, $0) }))
  }

  static func uniqueIndex(on column: String, of kind: Kind) -> String {
    "CREATE UNIQUE INDEX hetu_\(kind.name)_\(column) ON \(kind.table)(\(column))"
  }

  /// The columns that a record is read from: row, geometry where there is one, properties.
  ///
  /// - Parameter properties: those that are read, all unless said otherwise; NULL stands for the others.
  static func columns(of kind: Kind, reading properties: Set<String>? = nil) -> String {
    let names = kind.properties.map { property in
      properties?.contains(property.name) == false ? "NULL" : quotedIdentifier(property.name)
    }
    return ((kind.geometry == nil ? ["fid"] : ["fid", "geom"]) + names).joined(separator: ", ")
  }

  static func spatialIndex(of kind: Kind) -> String { "rtree_\(kind.name)_geom" }

  /// A stored value as a value of the property's type; a foreign program's odd type is taken as near as it can be.
  static func value(_ storage: DatabaseValue.Storage, _ type: Property.ValueType) -> Value {
    switch (storage, type) {
    case (.null, _), (.blob, _): .null
    case (.int64(let integer), .boolean): .boolean(integer != 0)
    case (.int64(let integer), .number): .real(Double(integer))
    case (.int64(let integer), .integer): .integer(integer)
    case (.int64(let integer), _): .text("\(integer)")
    case (.double(let real), .text), (.double(let real), .date), (.double(let real), .yearMonth): .text("\(real)")
    case (.double(let real), _): .real(real)
    case (.string(let text), .list): .list(text)
    case (.string(let text), _): .text(text)
    }
  }
}

/// A name as SQL takes it, whatever it is.
func quotedIdentifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

extension Kind {
  /// The name of its table in SQL.
  var table: String { quotedIdentifier(name) }
}

extension Property {
  /// The column type, one of those that GeoPackage allows.
  var columnType: ColumnType {
    switch type {
    case .text, .yearMonth, .list: .text()
    case .integer: .integer
    case .number: .double
    case .boolean: .boolean
    case .date: .date
    }
  }
}
