import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Writes records of kinds to a file, in the format of its extension, without keeping them in memory.
public struct Exporter {
  private let registry: Registry
  private let audience: Audience
  private let query: RecordQuery

  /// An exporter of the records that a query wants, as an audience may see them.
  public init(registry: Registry, audience: Audience = .internal, query: RecordQuery = RecordQuery()) {
    self.registry = registry
    self.audience = audience
    self.query = query
  }

  /// Workbooks and GeoPackages state this moment, so that the same records give the same bytes.
  private static let created = Date(timeIntervalSince1970: 1_577_836_800)

  /// Writes the records.
  ///
  /// GeoJSON and KML are WGS 84, to which CGCS2000 counts as equal, unless GCJ-02 or BD-09 is asked for; GeoJSON then says so in its
  /// member `crs_note`.
  ///
  /// - Parameter crs: the reference system of the positions; nil for CGCS2000.
  /// - Returns: the number of records, and what the reader of the file should know.
  /// - Throws: `ExchangeError` for a format that can't hold what is asked, or a file that can't be written.
  public func export(
    _ kinds: [Kind], to path: String, crs: ReferenceSystem?, overwrite: Bool
  ) throws -> (count: Int, notes: [String]) {
    guard let format = OutputFormat(path: path) else {
      throw ExchangeError(
        .usage, "“\(path)”的扩展名不认识；可用 \(OutputFormat.allCases.map { "." + $0.rawValue }.joined(separator: " "))")
    }
    if kinds.count > 1, [.csv, .shapefile, .kml, .flatGeobuf].contains(format) {
      throw ExchangeError(.usage, "“\(path)”：.\(format.rawValue) 文件只能放一类记录，请分别导出，或用 .xlsx、.gpkg、.geojson")
    }
    let target = crs ?? .cgcs2000
    let isOffset = target == .gcj02 || target == .bd09
    let isGeographic = target == .cgcs2000 || target == .wgs84
    if !isGeographic && !isOffset, [.geoJSON, .geoJSONLines, .geoJSONSequence, .kml].contains(format) {
      throw ExchangeError(.usage, "GeoJSON 和 KML 只能是经纬度（WGS 84、GCJ-02 或 BD-09），投影坐标请用 .gpkg、.shp 或 .csv")
    }
    let sink = try makeSink(format, path, overwrite: overwrite, crs: target)
    let transformation = try Transformation(from: .cgcs2000, to: target)
    let mark = audience.mark.map { [OutputValue.text($0)] } ?? []
    var count = 0
    for kind in kinds {
      let asksKind = kinds.count > 1 && [.geoJSON, .geoJSONLines, .geoJSONSequence].contains(format)
      let isNamedInChinese = format == .xlsx || format == .csv
      try sink.begin(
        OutputLayer(
          name: isNamedInChinese ? kind.listTitle : kind.name,
          columns: (asksKind ? [OutputColumn(name: "kind", title: "类别", kind: .text)] : [])
            + kind.properties.map(\.outputColumn) + (audience.mark == nil ? [] : [PublicMark.column]),
          shape: kind.outputShape, epsgCode: Self.epsgCode(target)))
      try forEachRecord(of: kind) { record in
        let seen = audience.view(record)
        let geometry = try seen.geometry.map { transformation.isIdentity ? $0 : try transformation.transform($0) }
        try sink.write(
          (asksKind ? [.text(kind.name)] : []) + seen.values.map { $0.outputValue } + mark, geometry: geometry)
        count += 1
      }
    }
    try sink.finish()
    let note = isOffset ? ["坐标为\(target.title)，不是 WGS 84"] : []
    return (count, sink.notes + note)
  }

  /// Calls `body` with each record wanted while another thread reads the next ones.
  private func forEachRecord(of kind: Kind, _ body: (Record) throws -> Void) throws {
    let feed = Feed<[Record]>(capacity: 8)
    let thread = Thread { [registry, query] in
      feed.run {
        var batch: [Record] = []
        try registry.forEachRecord(of: kind, query) { record in
          batch.append(record)
          guard batch.count == Self.batchSize else { return }
          try feed.send(batch)
          batch.removeAll(keepingCapacity: true)
        }
        try feed.send(batch)
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
    defer { feed.stop() }
    while let batch = try feed.next() { for record in batch { try body(record) } }
  }

  private static let batchSize = 500

  private func makeSink(
    _ format: OutputFormat, _ path: String, overwrite: Bool, crs: ReferenceSystem
  ) throws -> any RowSink {
    guard format == .geoJSON, crs == .gcj02 || crs == .bd09 else {
      return try format.makeSink(path: path, overwrite: overwrite, created: Self.created)
    }
    return GeoJSONFeatureWriter(
      try OutputFile(path: path, overwrite: overwrite),
      members: [(key: "crs_note", value: .text("\(crs.title)，不是 RFC 7946 规定的 WGS 84"))])
  }

  /// The code that a file states; files in GCJ-02 and BD-09 state none that is true, so 0 (undefined) is stated.
  private static func epsgCode(_ crs: ReferenceSystem) -> Int {
    if case .epsg(let code) = crs { code } else { 0 }
  }
}

extension Kind {
  /// The geometries of the kind as a file's layer has them.
  public var outputShape: OutputLayer.Shape {
    guard let geometry else { return .none }
    let kinds = GeometryKind.allCases.filter { geometry.names.contains($0.geoJSONName) }
    let single = Set(kinds.map { $0.geoJSONName.replacing("Multi", with: "") })
    guard single.count == 1, let first = kinds.first else { return .mixed }
    return .kind(first)
  }
}

extension Value {
  /// The value as files take it.
  public var outputValue: OutputValue {
    switch self {
    case .null: .null
    case .text(let text): .text(text)
    case .integer(let integer): .integer(integer)
    case .real(let real): .real(real)
    case .boolean(let boolean): .boolean(boolean)
    case .list(let json): .json(json)
    }
  }
}

extension Property {
  /// The property as a column of a file.
  public var outputColumn: OutputColumn {
    let kind: OutputColumn.Kind =
      switch type {
      case .text, .yearMonth: .text
      case .integer: .integer
      case .number: .real
      case .boolean: .boolean
      case .date: .date
      case .list: .json
      }
    return OutputColumn(name: name, title: title, kind: kind, unit: unit, choices: codes, note: explanation)
  }
}
