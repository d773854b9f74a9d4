import Foundation

/// The formats that are written, known by their file extensions.
public enum OutputFormat: String, CaseIterable, Sendable {
  case geoJSON = "geojson"
  /// One feature a line.
  case geoJSONLines = "geojsonl"
  /// RFC 8142: each feature between a record separator and a line feed.
  case geoJSONSequence = "geojsons"
  case csv
  case xlsx
  case kml
  case shapefile = "shp"
  case geoPackage = "gpkg"
  case flatGeobuf = "fgb"

  /// The format of a path, by its extension; `.json` is GeoJSON.
  public init?(path: String) {
    let fileExtension = URL(fileURLWithPath: path).pathExtension.lowercased()
    self.init(rawValue: fileExtension == "json" ? "geojson" : fileExtension)
  }

  /// Begins a file in this format.
  /// - Parameters:
  ///   - path: the target.
  ///   - overwrite: whether an existing file is replaced.
  ///   - created: the moment that workbooks and GeoPackages state; the same rows and moment give the same file.
  /// - Throws: `ExchangeError` where the target exists or its folder cannot be written.
  public func makeSink(path: String, overwrite: Bool, created: Date) throws(ExchangeError) -> any RowSink {
    switch self {
    case .geoJSON, .geoJSONLines, .geoJSONSequence:
      let output = try OutputFile(path: path, overwrite: overwrite)
      let framing: GeoJSONFeatureWriter.Framing =
        switch self {
        case .geoJSONLines: .lines
        case .geoJSONSequence: .sequence
        default: .collection
        }
      return GeoJSONFeatureWriter(output, framing: framing)
    case .csv: return CSVWriter(try OutputFile(path: path, overwrite: overwrite))
    case .xlsx: return try XLSXWriter(path: path, overwrite: overwrite, created: created)
    case .kml: return try VectorFileWriter(path: path, format: .kml, overwrite: overwrite, created: created)
    case .shapefile: return try VectorFileWriter(path: path, format: .shapefile, overwrite: overwrite, created: created)
    case .geoPackage:
      return try VectorFileWriter(path: path, format: .geoPackage, overwrite: overwrite, created: created)
    case .flatGeobuf:
      return try VectorFileWriter(path: path, format: .flatGeobuf, overwrite: overwrite, created: created)
    }
  }
}
