import CGDAL
import HetuGeometry

/// A layer with features, read through GDAL.
final class VectorLayer: LayerReading {
  let name: String
  let fields: [SourceField]
  let geometryKind: GeometryKind?
  let hasGeometry: Bool
  let referenceSystem: SourceReferenceSystem?
  let hasUnknownReferenceSystem: Bool
  let rowCount: Int?
  let headerRow: Int? = nil

  private let dataset: GDALDataset
  private let layer: OGRLayerH
  private let path: String
  private let decoder: TextDecoder
  private let readers: [VectorFieldReader]

  /// - Parameter decoder: the encoding of names and texts as GDAL hands them out.
  init(dataset: GDALDataset, layer: OGRLayerH, path: String, decoder: TextDecoder, limits: SourceLimits)
    throws(ExchangeError)
  {
    self.dataset = dataset
    self.layer = layer
    self.path = path
    self.decoder = decoder
    name = OGR_L_GetName(layer).map { decoder.decode(cString: $0) ?? String(cString: $0) } ?? ""
    let definition = OGR_L_GetLayerDefn(layer)
    let count = OGR_FD_GetFieldCount(definition)
    guard count <= limits.maximumFields else {
      throw ExchangeError(.tooLarge, "文件“\(path)”的图层“\(name)”有 \(count) 个字段，超过 \(limits.maximumFields) 个。")
    }
    let isKML = dataset.driverName == "LIBKML"
    readers = (0..<count).compactMap { index in
      guard let field = OGR_FD_GetFieldDefn(definition, index) else { return nil }
      let reader = VectorFieldReader(index: index, definition: field, decoder: decoder)
      return isKML && VectorFieldReader.presentationOfKML.contains(reader.field.name) ? nil : reader
    }
    fields = readers.map(\.field)
    let type = OGR_L_GetGeomType(layer)
    hasGeometry = type != wkbNone
    geometryKind = GeometryKind(rawValue: OGR_GT_Flatten(OGR_GT_GetLinear(type)).rawValue)
    let stated = OGR_L_GetSpatialRef(layer)
    referenceSystem = stated.flatMap(SourceReferenceSystem.init)
    hasUnknownReferenceSystem = stated != nil && referenceSystem == nil
    let rows = Int(OGR_L_GetFeatureCount(layer, 0))
    rowCount = rows < 0 ? nil : rows
  }

  func rows(_ body: (SourceRow) throws -> Bool) throws {
    let messages = GDALMessages()
    try GDALSession.withOptions(GDALSession.readingOptions) { try messages.capture { try read(messages, body) } }
  }

  private func read(_ messages: GDALMessages, _ body: (SourceRow) throws -> Bool) throws {
    var row = SourceRow()
    row.values = [SourceValue](repeating: .null, count: readers.count)
    OGR_L_ResetReading(layer)
    while let feature = OGR_L_GetNextFeature(layer) {
      defer { OGR_F_Destroy(feature) }
      row.clear()
      row.number += 1
      let identifier = OGR_F_GetFID(feature)
      row.featureID = identifier < 0 ? nil : identifier
      for (index, reader) in readers.enumerated() { reader.read(feature, to: &row, at: index) }
      if let geometry = OGR_F_GetGeometryRef(feature) { row.setGeometry(geometry) }
      if !messages.texts.isEmpty { row.warnings += messages.take() }
      if try !body(row) { return }
    }
    if messages.hasFailure {
      throw ExchangeError(
        .damaged, "文件“\(path)”的图层“\(name)”读到第 \(row.number) 个要素后中断，文件可能被截断或已损坏；请重新导出\(messages.suffix)。")
    }
    if let rowCount, row.number < rowCount {
      throw ExchangeError(
        .damaged, "文件“\(path)”的图层“\(name)”应有 \(rowCount) 个要素，只读到 \(row.number) 个，文件可能被截断；请重新导出。")
    }
  }
}

extension SourceReferenceSystem {
  /// The EPSG code that fits the horizontal system, else its definition; nil for a local one.
  init?(_ stated: OGRSpatialReferenceH) {
    guard OSRIsLocal(stated) == 0, let system = OSRClone(stated) else { return nil }
    defer { OSRDestroySpatialReference(system) }
    OSRDemoteTo2D(system, nil)
    if let code = Self.code(of: system) {
      self = .epsg(code)
      return
    }
    var count: Int32 = 0
    var confidences: UnsafeMutablePointer<Int32>?
    if let matches = OSRFindMatches(system, nil, &count, &confidences) {
      defer {
        OSRFreeSRSArray(matches)
        VSIFree(confidences)
      }
      if count > 0, let confidence = confidences?[0], confidence >= 90, let best = matches[0],
        let code = Self.code(of: best)
      {
        self = .epsg(code)
        return
      }
    }
    var text: UnsafeMutablePointer<CChar>?
    defer { VSIFree(text) }
    guard OSRExportToWkt(system, &text) == OGRERR_NONE, let text else { return nil }
    self = .wellKnownText(String(cString: text))
  }

  private static func code(of system: OGRSpatialReferenceH) -> Int? {
    guard let authority = OSRGetAuthorityName(system, nil), String(cString: authority) == "EPSG",
      let code = OSRGetAuthorityCode(system, nil)
    else { return nil }
    return Int(String(cString: code))
  }
}
