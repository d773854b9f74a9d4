import Foundation
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// A river's records as a GeoPackage of their own for a GIS: a layer a kind in CGCS2000 (EPSG:4490), dressed by the styles of a
/// registry, with each record's place along the river.
struct PlanPackage {
  let plan: RiverPlan
  let base: MapBase

  /// The file states this moment, so that the same plan gives the same bytes.
  private static let created = Date(timeIntervalSince1970: 1_577_836_800)

  /// The columns behind those of a kind.
  private static let figures = [
    OutputColumn(name: "plan_river_km", title: "距河口里程", kind: .real, unit: "km"),
    OutputColumn(name: "plan_offset_m", title: "离河距离", kind: .real, unit: "m"),
    OutputColumn(name: "plan_place", title: "沿河位置", kind: .text),
  ]

  private struct Row {
    let record: Record
    let figures: [OutputValue]
  }

  /// The file's bytes.
  ///
  /// - Throws: `ExchangeError` where the temporary folder can't be written.
  func bytes() throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "plan.gpkg")
    let writer = try VectorFileWriter(path: file.path, format: .geoPackage, created: Self.created)
    let rows = rows()
    let mark = [plan.audience.mark].compactMap { $0 }
    // A GIS stacks layers in the file's order: areas lowest, then lines, then points.
    let kinds = rows.map(\.record.kind).reduce(into: [Kind]()) { kinds, kind in
      if !kinds.contains(where: { $0.name == kind.name }) { kinds.append(kind) }
    }
    for kind in kinds {
      try writer.begin(
        OutputLayer(
          name: kind.name,
          columns: kind.properties.map(\.outputColumn) + Self.figures + mark.map { _ in PublicMark.column },
          shape: kind.outputShape))
      for row in rows where row.record.kind.name == kind.name {
        try writer.write(
          row.record.values.map(\.outputValue) + row.figures + mark.map(OutputValue.text),
          geometry: row.record.geometry)
      }
    }
    try addStyles(of: kinds, to: writer)
    try writer.finish()
    return Array(try Data(contentsOf: file))
  }

  private func rows() -> [Row] {
    let items =
      plan.reaches + plan.targets + plan.sections + plan.facilities
      + (plan.mobileSources + plan.sources).map(\.source)
    // A pipeline that crosses twice is one record.
    var seen: Set<String> = []
    let along = items.filter { seen.insert($0.record.reference).inserted }.map { item in
      Row(record: item.record, figures: [.real(item.riverKm), .real(item.offsetMetres), .text(item.place)])
    }
    let others = base.districts.districts.map(\.record) + (plan.teams + plan.supplies).map(\.record)
    return others.map { Row(record: plan.audience.view($0), figures: [.null, .null, .null]) } + along
  }

  /// The table that QGIS keeps styles in.
  private func addStyles(of kinds: [Kind], to writer: VectorFileWriter) throws {
    let names = [
      "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD",
    ]
    let columns =
      names.map { OutputColumn(name: $0, title: $0, kind: .text) }
      + [OutputColumn(name: "useAsDefault", title: "useAsDefault", kind: .boolean)]
      + ["description", "owner", "ui"].map { OutputColumn(name: $0, title: $0, kind: .text) }
    try writer.begin(OutputLayer(name: "layer_styles", columns: columns, shape: .none))
    for style in QGISStyles.styles(for: kinds) {
      let texts = [
        "", "", style.kind.name, style.kind.geometry == nil ? "" : "geom", String(style.kind.title.prefix(30)),
        style.qml,
        style.sld,
      ]
      try writer.write(
        texts.map(OutputValue.text) + [.boolean(true), .text(""), .text(""), .text("")], geometry: nil)
    }
  }
}
