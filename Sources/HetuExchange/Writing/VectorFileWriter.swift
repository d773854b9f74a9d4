import CGDAL
import Foundation
import HetuGeometry

/// Writes a layer through GDAL: KML, Shapefile (texts in UTF-8, with `.cpg`), GeoPackage or FlatGeobuf.
///
/// A Shapefile's names have at most 10 bytes and its texts at most 254; what is renamed or cut is told in `notes`. All its
/// geometries are of one class: points, lines or areas.
public final class VectorFileWriter: RowSink {
  /// The formats that GDAL writes for Hetu.
  public enum Format: String, Sendable {
    case kml = "KML"
    case shapefile = "ESRI Shapefile"
    case geoPackage = "GPKG"
    case flatGeobuf = "FlatGeobuf"
  }

  /// Columns that were renamed, values that were cut or did not fit.
  public private(set) var notes: [String] = []
  /// The name that each column has in the file.
  public private(set) var columnNames: [String] = []

  private let format: Format
  private let created: Date
  private let staged: StagedFile
  private let messages = GDALMessages()
  private var dataset: GDALDataset?
  private var layer: OGRLayerH?
  private var shape = OutputLayer.Shape.none
  private var kinds: [OutputColumn.Kind] = []
  private var fieldIndices: [Int32] = []
  private var bytes: [UInt8] = []
  private var cutTexts = 0
  private var unreadDates = 0

  private static let greatestShapefileText = 254

  /// Begins a file.
  /// - Parameters:
  ///   - path: the target.
  ///   - format: the format, whatever the extension.
  ///   - overwrite: whether an existing file is replaced.
  ///   - created: the moment that a GeoPackage states for its content.
  public init(path: String, format: Format, overwrite: Bool = false, created: Date) throws(ExchangeError) {
    GDALSession.start()
    self.format = format
    self.created = created
    staged = try StagedFile(target: path, overwrite: overwrite)
  }

  deinit { abandon() }

  /// Makes a layer with its fields; only a GeoPackage takes several.
  public func begin(_ description: OutputLayer) throws(ExchangeError) {
    precondition(dataset == nil || format == .geoPackage, "The format holds one layer.")
    fieldIndices = []
    shape = description.shape
    kinds = description.columns.map(\.kind)
    columnNames = FieldNames.fitted(description.columns.map(\.name), to: format)
    let renamed = zip(description.columns, columnNames).filter { $0.0.name != $0.1 }
    if !renamed.isEmpty {
      let list = renamed.map { "\($0.0.name) → \($0.1)" }.joined(separator: "，")
      notes.append("字段名因格式所限而缩短：\(list)。")
    }
    try guarded {
      if let dataset { return makeLayer(description, in: dataset.handle) }
      let driver = GDALGetDriverByName(format.rawValue)
      let options = CStringList(datasetOptions(description))
      guard let handle = GDALCreate(driver, staged.path, 0, 0, 0, GDT_Unknown, options.pointer) else { return false }
      dataset = GDALDataset(handle)
      guard makeLayer(description, in: handle) else { return false }
      if format == .geoPackage { GDALDatasetStartTransaction(handle, 0) }
      return true
    }
  }

  /// Writes a row as a feature.
  public func write(_ values: [OutputValue], geometry: Geometry?) throws(ExchangeError) {
    guard let layer else { preconditionFailure("A layer is begun before its rows.") }
    precondition(values.count == kinds.count, "A row has as many values as there are columns.")
    try guarded {
      let feature = OGR_F_Create(OGR_L_GetLayerDefn(layer))
      defer { OGR_F_Destroy(feature) }
      for (index, value) in values.enumerated() { set(value, kind: kinds[index], at: fieldIndices[index], of: feature) }
      if let geometry, shape != .none {
        bytes.removeAll(keepingCapacity: true)
        WellKnownBinary.append(geometry, to: &bytes)
        var made: OGRGeometryH?
        guard OGR_G_CreateFromWkb(bytes, nil, &made, Int32(bytes.count)) == OGRERR_NONE else { return false }
        OGR_F_SetGeometryDirectly(feature, isMultiple ? OGR_G_ForceTo(made, type, nil) : made)
      }
      return OGR_L_CreateFeature(layer, feature) == OGRERR_NONE
    }
  }

  /// Closes the file and puts it in place, with the files that belong to it.
  public func finish() throws(ExchangeError) {
    guard dataset != nil else { preconditionFailure("A layer is begun before the file is finished.") }
    try guarded {
      let isCommitted = format != .geoPackage || GDALDatasetCommitTransaction(dataset?.handle) == OGRERR_NONE
      layer = nil
      dataset = nil
      return isCommitted && isWhole
    }
    if cutTexts > 0 { notes.append("有 \(cutTexts) 个文字超过 Shapefile 的 \(Self.greatestShapefileText) 字节，已截短。") }
    if unreadDates > 0 { notes.append("有 \(unreadDates) 个日期不是“年-月-日”，未写入。") }
    try staged.commit()
  }

  /// Gives the file up; harmless when it is finished.
  public func abandon() {
    messages.capture {
      layer = nil
      dataset = nil
    }
    staged.discard()
  }

  /// GDAL does not mind whether what it writes as KML reaches the disk.
  private var isWhole: Bool {
    guard format == .kml else { return true }
    guard let file = FileHandle(forReadingAtPath: staged.path), let size = try? file.seekToEnd(), size > 16 else {
      return false
    }
    try? file.seek(toOffset: size - 16)
    return (try? file.readToEnd())?.range(of: Data("</kml>".utf8)) != nil
  }

  /// Runs calls to GDAL; a failure of one gives the file up.
  private func guarded(_ body: () -> Bool) throws(ExchangeError) {
    messages.clear()
    errno = 0
    let options = [
      (
        name: "OGR_CURRENT_DATE",
        value: Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt).format(created)
      )
    ]
    let succeeded = GDALSession.withOptions(options) { messages.capture(body) }
    guard succeeded, !messages.hasFailure else {
      let isFull = errno == ENOSPC || staged.isDiskFull
      // What GDAL says after the first failure only follows from it.
      let error = staged.failure(isFull ? StagedFile.reason(ENOSPC) : "GDAL：\(messages.texts.first ?? "")")
      abandon()
      throw error
    }
  }

  private func datasetOptions(_ description: OutputLayer) -> [String] {
    guard format == .kml else { return [] }
    let name = description.columns.first { $0.name == "name" }?.name ?? description.columns.first?.name ?? ""
    return ["NameField=\(name)", "DescriptionField=remark"]
  }

  private func makeLayer(_ description: OutputLayer, in dataset: GDALDatasetH) -> Bool {
    // Code 0, as of GCJ-02, is no reference system that a file could state.
    let system = description.epsgCode == 0 ? nil : OSRNewSpatialReference(nil)
    defer { if let system { OSRRelease(system) } }
    if let system {
      let code = format == .kml && description.epsgCode == 4490 ? 4326 : description.epsgCode
      guard OSRImportFromEPSG(system, Int32(code)) == OGRERR_NONE else { return false }
      OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER)
    }
    let options = CStringList(format == .shapefile ? ["ENCODING=UTF-8"] : [])
    let name =
      format == .geoPackage
      ? description.name : URL(fileURLWithPath: staged.target).deletingPathExtension().lastPathComponent
    guard let layer = GDALDatasetCreateLayer(dataset, name, system, type, options.pointer) else { return false }
    self.layer = layer
    for (name, column) in zip(columnNames, description.columns) {
      guard let field = OGR_Fld_Create(name, fieldType(column.kind)) else { return false }
      defer { OGR_Fld_Destroy(field) }
      if column.kind == .boolean { OGR_Fld_SetSubType(field, OFSTBoolean) }
      if format == .geoPackage { OGR_Fld_SetAlternativeName(field, column.header) }
      guard OGR_L_CreateField(layer, field, 0) == OGRERR_NONE else { return false }
      fieldIndices.append(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)) - 1)
    }
    return true
  }

  /// A GeoPackage's layer holds what it declares (OGC 12-128r17, requirement 32), so lines and areas stand in it as multiples of one.
  private var isMultiple: Bool {
    format == .geoPackage && (shape == .kind(.lineString) || shape == .kind(.polygon))
  }

  private var type: OGRwkbGeometryType {
    switch shape {
    case .none: wkbNone
    case .kind(let kind):
      isMultiple ? OGR_GT_GetCollection(OGRwkbGeometryType(kind.rawValue)) : OGRwkbGeometryType(kind.rawValue)
    case .mixed: wkbUnknown
    }
  }

  /// KML writes dates with slashes and FlatGeobuf knows only dates with a time; there they are texts.
  private var writesDates: Bool { format == .shapefile || format == .geoPackage }

  private func fieldType(_ kind: OutputColumn.Kind) -> OGRFieldType {
    switch kind {
    case .text, .json: OFTString
    case .integer: OFTInteger64
    case .real: OFTReal
    case .boolean: OFTInteger
    case .date: writesDates ? OFTDate : OFTString
    }
  }

  private func set(_ value: OutputValue, kind: OutputColumn.Kind, at index: Int32, of feature: OGRFeatureH?) {
    switch value {
    case .null: return
    case .integer(let number): OGR_F_SetFieldInteger64(feature, index, number)
    case .boolean(let flag): OGR_F_SetFieldInteger(feature, index, flag ? 1 : 0)
    case .real(let number): if number.isFinite { OGR_F_SetFieldDouble(feature, index, number) }
    case .text(let text) where kind == .date && writesDates: setDate(text, at: index, of: feature)
    case .text(let text), .json(let text):
      guard format == .shapefile, text.utf8.count > Self.greatestShapefileText else {
        return OGR_F_SetFieldString(feature, index, text)
      }
      cutTexts += 1
      var short = text
      while short.utf8.count > Self.greatestShapefileText { short.removeLast() }
      OGR_F_SetFieldString(feature, index, short)
    }
  }

  private func setDate(_ text: String, at index: Int32, of feature: OGRFeatureH?) {
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3, let year = Int32(parts[0]), let month = Int32(parts[1]), let day = Int32(parts[2]) else {
      unreadDates += 1
      return
    }
    OGR_F_SetFieldDateTime(feature, index, year, month, day, 0, 0, 0, 0)
  }
}

/// Field names as a format can hold them.
enum FieldNames {
  /// At most 10 bytes for a Shapefile, all different regardless of case; unchanged for the others.
  static func fitted(_ names: [String], to format: VectorFileWriter.Format) -> [String] {
    guard format == .shapefile else { return names }
    var taken: Set<String> = []
    return names.map { name in
      var result = shortened(name, to: 10)
      var count = 1
      while !taken.insert(result.uppercased()).inserted {
        result = shortened(name, to: 9 - String(count).utf8.count) + "_\(count)"
        count += 1
      }
      return result
    }
  }

  private static func shortened(_ name: String, to count: Int) -> String {
    var result = name
    while result.utf8.count > count { result.removeLast() }
    return result
  }
}
