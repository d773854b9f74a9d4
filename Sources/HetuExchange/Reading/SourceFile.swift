import CGDAL
import Foundation
import HetuGeometry

/// A file of records from outside: text tables and Excel workbooks by Hetu itself, all else by GDAL. Used by one thread.
///
/// A path is an existing file or folder and nothing else: no address, no connection text, no virtual file of GDAL.
/// Folders are those of Shapefiles or an Esri file geodatabase; an archive (`.zip`) holds a Shapefile.
public final class SourceFile {
  /// The file as it was named.
  public let path: String
  /// The format, by GDAL's short name of its driver (`GeoJSON`, `ESRI Shapefile`, `XLSX` …), or `CSV`.
  public let format: String
  /// The encoding of its texts, given or found: `UTF-8`, `GB18030` and so on.
  public let encoding: String
  /// Its tables or layers, those without any content left out.
  public let layers: [SourceLayer]
  /// What GDAL found strange while opening.
  public let warnings: [String]
  /// The names of views in a GeoPackage: they are SQL of its maker and are not read.
  public let views: [String]

  /// Opens a file and finds its layers.
  /// - Parameters:
  ///   - path: a file or folder.
  ///   - encoding: of a text table or a Shapefile's attributes, where it is known; else it is found from the bytes.
  ///   - limits: what larger files are refused by.
  /// - Throws: `ExchangeError` where there is no such file, or its content is empty, damaged, unsafe, too large,
  ///   protected by a password, or of no format that Hetu reads.
  public init(path: String, encoding: String? = nil, limits: SourceLimits = .standard) throws(ExchangeError) {
    self.path = path
    let inspection = try FileInspection(path: path, limits: limits)
    do {
      if inspection.isTextTable {
        let reader = try DelimitedTextReader(path: inspection.absolutePath, encoding: encoding, limits: limits)
        format = "CSV"
        self.encoding = reader.encoding
        layers = try [TableLayer(reader, limits: limits)].compactMap { $0 }.map(SourceLayer.init)
        warnings = []
        views = []
      } else if let entries = inspection.workbookEntries {
        GDALSession.start()
        layers = try GDALMessages().capture {
          let workbook = try Workbook(
            path: path, absolutePath: inspection.absolutePath, entries: entries, limits: limits)
          return try workbook.sheets.compactMap { sheet in
            try WorkbookSheet(sheet, of: workbook).flatMap { try TableLayer($0, limits: limits) }.map(SourceLayer.init)
          }
        }
        format = "XLSX"
        self.encoding = TextDecoder.utf8
        warnings = []
        views = []
      } else {
        let opened = try GDALOpening(inspection, encoding: encoding, limits: limits)
        format = opened.dataset.driverName
        self.encoding = opened.encoding
        layers = opened.layers
        warnings = opened.warnings
        views = opened.views
      }
    } catch let error as ExchangeError {
      throw error
    } catch {
      throw ExchangeError(.damaged, "文件“\(path)”读不出来：\(error)。")
    }
    guard !layers.isEmpty else {
      throw ExchangeError(.empty, "“\(path)”里没有数据；请检查是否选对了文件。")
    }
  }
}
