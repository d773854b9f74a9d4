import CGDAL
import Foundation
import HetuGeometry

/// A dataset opened by GDAL with the options that suit its format, and its layers.
struct GDALOpening {
  let dataset: GDALDataset
  let encoding: String
  let layers: [SourceLayer]
  /// The names of views, which are not read.
  let views: [String]
  let warnings: [String]

  private static let tableDrivers: Set<String> = ["XLS", "ODS", "XLSX"]
  private static let shapefileDriver = "ESRI Shapefile"

  /// Each driver minds its own: texts unrecoded, nested values as JSON, dates as they are written, nothing fetched, nothing written.
  private static let openOptions = [
    "ENCODING=", "ARRAY_AS_STRING=YES", "DATE_AS_STRING=YES", "NATIVE_DATA=NO", "DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO",
    "VERIFY_BUFFERS=YES",
  ]

  init(_ inspection: FileInspection, encoding: String?, limits: SourceLimits) throws {
    GDALSession.start()
    let messages = GDALMessages()
    let path = inspection.path
    (dataset, self.encoding, layers, views) = try GDALSession.withOptions(GDALSession.readingOptions) {
      try messages.capture {
        let dataset = try Self.open(inspection, messages)
        let isTable = Self.tableDrivers.contains(dataset.driverName)
        if dataset.driverName == Self.shapefileDriver { try ShapefileLengths.check(dataset, path: path) }
        let decoder = try Self.decoder(of: dataset, encoding: encoding)
        var layers: [SourceLayer] = []
        var views: [String] = []
        for index in 0..<GDALDatasetGetLayerCount(dataset.handle) {
          guard let layer = GDALDatasetGetLayer(dataset.handle, index) else { continue }
          if isTable {
            let sheet = SheetReader(dataset: dataset, layer: layer, path: path)
            if let table = try TableLayer(sheet, limits: limits) { layers.append(SourceLayer(table)) }
          } else if Self.isView(dataset, layer) {
            views.append(OGR_L_GetName(layer).map { String(cString: $0) } ?? "")
          } else {
            let reader = try VectorLayer(
              dataset: dataset, layer: layer, path: path, decoder: decoder, limits: limits)
            layers.append(SourceLayer(reader))
          }
        }
        return (dataset, decoder.encoding, layers, views)
      }
    }
    if layers.isEmpty, messages.hasFailure {
      throw ExchangeError(.damaged, "文件“\(path)”读不完整，可能已损坏；请重新导出\(messages.suffix)。")
    }
    warnings = messages.take()
  }

  private static func open(_ inspection: FileInspection, _ messages: GDALMessages) throws(ExchangeError) -> GDALDataset
  {
    let drivers = CStringList(GDALSession.readingDrivers)
    let options = CStringList(openOptions)
    let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
    let handle = drivers.withConstants { drivers in
      options.withConstants { GDALOpenEx(inspection.gdalPath, flags, drivers, $0, nil) }
    }
    guard let handle else { throw inspection.refusal(messages) }
    return GDALDataset(handle)
  }

  /// The encoding of a Shapefile's attributes: as told, as its `.cpg` says, else found from the bytes; all other
  /// formats are handed out in UTF-8.
  private static func decoder(of dataset: GDALDataset, encoding: String?) throws(ExchangeError) -> TextDecoder {
    guard dataset.driverName == shapefileDriver else { return try TextDecoder(encoding: TextDecoder.utf8) }
    if let encoding { return try TextDecoder(encoding: encoding) }
    var survey = TextSurvey()
    for index in 0..<GDALDatasetGetLayerCount(dataset.handle) {
      guard let layer = GDALDatasetGetLayer(dataset.handle, index) else { continue }
      if let page = GDALGetMetadataItem(layer, "CPG_VALUE", "SHAPEFILE").map({ String(cString: $0) }),
        let decoder = try? TextDecoder(encoding: page.trimmed)
      {
        return decoder
      }
      Self.add(layer, to: &survey)
    }
    return try TextDecoder(encoding: survey.encoding)
  }

  private static func add(_ layer: OGRLayerH, to survey: inout TextSurvey) {
    func add(_ text: UnsafePointer<CChar>?) {
      guard let text else { return }
      survey.add(UnsafeRawBufferPointer(start: text, count: strlen(text)))
      survey.endText()
    }
    let definition = OGR_L_GetLayerDefn(layer)
    let fields = 0..<OGR_FD_GetFieldCount(definition)
    for field in fields { add(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, field))) }
    let textFields = fields.filter { OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, $0)) == OFTString }
    for _ in 0..<surveyedFeatures {
      guard let feature = OGR_L_GetNextFeature(layer) else { break }
      for field in textFields { add(OGR_F_GetFieldAsString(feature, field)) }
      OGR_F_Destroy(feature)
    }
    OGR_L_ResetReading(layer)
  }

  private static let surveyedFeatures = 5_000

  /// Whether a layer is a GeoPackage's view: reading it would run SQL of the file's maker, which may never end.
  private static func isView(_ dataset: GDALDataset, _ layer: OGRLayerH) -> Bool {
    guard dataset.driverName == "GPKG", let start = OGR_L_GetName(layer) else { return false }
    let name = String(cString: start).replacing("'", with: "''")
    let sql = "SELECT 1 FROM sqlite_master WHERE type = 'view' AND lower(name) = lower('\(name)')"
    guard let found = GDALDatasetExecuteSQL(dataset.handle, sql, nil, nil) else { return false }
    defer { GDALDatasetReleaseResultSet(dataset.handle, found) }
    guard let row = OGR_L_GetNextFeature(found) else { return false }
    OGR_F_Destroy(row)
    return true
  }
}
