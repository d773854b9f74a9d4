import CGDAL
import Foundation

/// What is known of a path before a driver touches it; everything that can be refused by then is.
struct FileInspection {
  /// The path as it was named.
  let path: String
  /// The path with links resolved.
  let absolutePath: String
  /// What GDAL is to open.
  private(set) var gdalPath: String
  /// Whether it is a table in plain text.
  private(set) var isTextTable = false

  /// The names in the archive of an Excel workbook (XLSX, XLSM); nil for all else.
  private(set) var workbookEntries: [String]?

  private let isFolder: Bool
  private let fileExtension: String
  private var magic: Magic = .other

  private enum Magic { case zip, compoundFile, xml, other }

  private static let textExtensions: Set<String> = ["csv", "tsv", "txt", "tab"]
  private static let workbookExtensions: Set<String> = ["xlsx", "xlsm", "ods"]

  init(path: String, limits: SourceLimits) throws(ExchangeError) {
    self.path = path
    fileExtension = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard !path.hasPrefix("/vsi"), let resolved = realpath(path, nil) else {
      throw ExchangeError(.notFound, "找不到文件“\(path)”；请检查路径。")
    }
    absolutePath = String(cString: resolved)
    free(resolved)
    gdalPath = absolutePath
    guard !absolutePath.hasPrefix("/vsi"),
      let attributes = try? FileManager.default.attributesOfItem(atPath: absolutePath)
    else {
      throw ExchangeError(.notFound, "找不到文件“\(path)”；请检查路径。")
    }
    isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
    if isFolder { return }
    guard attributes[.type] as? FileAttributeType == .typeRegular, access(absolutePath, R_OK) == 0 else {
      throw ExchangeError(.notFound, "“\(path)”不是可读的文件；请检查它的类型和读取权限。")
    }
    let byteCount = attributes[.size] as? Int ?? 0
    guard byteCount > 0 else {
      throw ExchangeError(.empty, "文件“\(path)”是空的（0 字节）；请重新导出或下载。")
    }
    guard byteCount <= limits.maximumFileBytes else {
      throw ExchangeError(.tooLarge, "文件“\(path)”超过 \(limits.maximumFileBytes >> 20) MB；请拆分后再导入。")
    }
    try inspectContent(byteCount, limits)
  }

  private mutating func inspectContent(_ byteCount: Int, _ limits: SourceLimits) throws(ExchangeError) {
    let head = [UInt8]((try? FileHandle(forReadingAtPath: absolutePath)?.read(upToCount: 1 << 12)) ?? Data())
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      magic = .zip
      let archive = try ArchiveSurvey(
        path: path, absolutePath: absolutePath, packedBytes: byteCount, limits: limits)
      if archive.isWorkbook { workbookEntries = archive.names }
      for entry in archive.documents { try XMLSurvey.check(entry, of: path, limits: limits) }
      if fileExtension == "zip" { gdalPath = try archive.shapefileFolder() }
    } else if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      magic = .compoundFile
      if isEncryptedWorkbook() {
        throw ExchangeError(.encrypted, "工作簿“\(path)”有密码保护；请在 Excel 中取消密码后另存，再导入。")
      }
    } else if Self.workbookExtensions.contains(fileExtension) {
      throw ExchangeError(.damaged, "文件“\(path)”不是完好的 \(fileExtension.uppercased()) 工作簿；请用 Excel 或 WPS 重新另存。")
    } else if !Self.textExtensions.contains(fileExtension), XMLSurvey.looksLikeXML(head) {
      magic = .xml
      try XMLSurvey.check(absolutePath, of: path, limits: limits)
    }
    if Self.textExtensions.contains(fileExtension) {
      guard magic == .other else {
        throw ExchangeError(.unrecognised, "文件“\(path)”的内容是工作簿或压缩包，不是文本表格；请改正它的扩展名。")
      }
      isTextTable = fileExtension != "tab" || !head.starts(with: "!table".utf8)
    }
  }

  /// An encrypted workbook is a compound file with a stream of this name ([MS-OFFCRYPTO] 2.3.4.4).
  private func isEncryptedWorkbook() -> Bool {
    guard let name = "EncryptedPackage".data(using: .utf16LittleEndian),
      let content = try? Data(contentsOf: URL(fileURLWithPath: absolutePath), options: .mappedIfSafe)
    else { return false }
    return content.range(of: name) != nil
  }

  /// Why no driver opened the file.
  func refusal(_ messages: GDALMessages) -> ExchangeError {
    if isFolder {
      return ExchangeError(.empty, "文件夹“\(path)”里没有可读的数据（如 .shp、.gdb）；请指定具体的文件。")
    }
    let said = messages.texts.joined().lowercased()
    if said.contains("password") || said.contains("encrypt") || said.contains("obfuscat") {
      return ExchangeError(.encrypted, "工作簿“\(path)”有密码保护；请在 Excel 中取消密码后另存，再导入。")
    }
    let isRecognised = messages.texts.contains { !$0.contains("not recognized as a supported file format") }
    return isRecognised || magic == .zip
      ? ExchangeError(.damaged, "文件“\(path)”已损坏或不完整；请重新导出或下载\(messages.suffix)。")
      : ExchangeError(
        .unrecognised,
        "文件“\(path)”不是可以读取的数据；可用 GeoJSON、CSV、XLSX、XLS、ODS、Shapefile、KML、GeoPackage、GML、FlatGeobuf 等格式。")
  }
}
