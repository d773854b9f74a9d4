import CGDAL
import Foundation

/// What an archive (workbook, KMZ, zipped Shapefile) holds, read from its directory before anything is unpacked.
struct ArchiveSurvey {
  private let path: String
  private let root: String
  private(set) var names: [String] = []

  /// Reads the directory of the archive.
  /// - Throws: `ExchangeError` where it is broken, has too many entries, unpacks to too much, or has entries that lie
  ///   outside of it.
  init(path: String, absolutePath: String, packedBytes: Int, limits: SourceLimits) throws(ExchangeError) {
    self.path = path
    root = "/vsizip/{\(absolutePath)}"
    let messages = GDALMessages()
    guard let directory = messages.capture({ VSIOpenDir(root, -1, nil) }) else {
      throw ExchangeError(.damaged, "文件“\(path)”的压缩结构已损坏或被截断；请重新下载或另存\(messages.suffix)。")
    }
    defer { VSICloseDir(directory) }
    var unpacked = 0
    while let entry = messages.capture({ VSIGetNextDirEntry(directory) })?.pointee {
      let name = String(cString: entry.pszName)
      guard !name.hasPrefix("/"), !name.contains("\\"), !name.split(separator: "/").contains("..") else {
        throw ExchangeError(.unsafeContent, "文件“\(path)”内有越出压缩包的路径“\(name)”，已拒绝；请核实来源。")
      }
      unpacked += Int(clamping: entry.nSize)
      names.append(name)
      guard names.count <= limits.maximumEntries else {
        throw ExchangeError(.tooLarge, "文件“\(path)”内的条目超过 \(limits.maximumEntries) 个，已拒绝；请拆分后再导入。")
      }
    }
    let isBomb = unpacked > 50 << 20 && unpacked / packedBytes > limits.maximumUnpackingRatio
    guard !isBomb, unpacked <= limits.maximumUnpackedBytes else {
      throw ExchangeError(
        .tooLarge, "文件“\(path)”解压后有 \(unpacked >> 20) MB，超出限度，已拒绝；请删去空白行列或拆分后再导入。")
    }
  }

  /// Whether it is an Excel workbook of XML parts.
  var isWorkbook: Bool { names.contains { $0.lowercased() == "xl/workbook.xml" } }

  /// The KML documents in it, as GDAL names them.
  var documents: [String] { names.filter { $0.lowercased().hasSuffix(".kml") }.map { "\(root)/\($0)" } }

  /// The folder of its Shapefiles, as GDAL names it.
  func shapefileFolder() throws(ExchangeError) -> String {
    let shapefiles = names.filter { $0.lowercased().hasSuffix(".shp") }
    let folders = Set(shapefiles.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
    guard let folder = folders.first else {
      throw ExchangeError(.unrecognised, "压缩包“\(path)”里没有 Shapefile；请解压后导入其中的文件。")
    }
    guard folders.count == 1 else {
      throw ExchangeError(.unrecognised, "压缩包“\(path)”的多个文件夹里都有 Shapefile；请解压后分别导入。")
    }
    return folder.isEmpty ? root : "\(root)/\(folder)"
  }
}
