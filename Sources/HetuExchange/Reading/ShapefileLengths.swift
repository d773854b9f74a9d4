import CGDAL

/// Finds Shapefiles that were cut off, which GDAL reads as features without geometry.
enum ShapefileLengths {
  /// Compares the length that each `.shp`, `.shx` (Esri's technical description, 1998: 16-bit words, big endian, at byte
  /// 24) and `.dbf` (records times their length, at bytes 4 to 12) states with the length it has.
  /// - Throws: `ExchangeError` where a file is shorter than it says.
  static func check(_ dataset: GDALDataset, path: String) throws(ExchangeError) {
    let files = GDALGetFileList(dataset.handle)
    defer { CSLDestroy(files) }
    for index in 0..<Int(CSLCount(files)) {
      guard let name = files?[index], let file = VSIFOpenL(name, "rb") else { continue }
      defer { VSIFCloseL(file) }
      var head = [UInt8](repeating: 0, count: 32)
      guard VSIFReadL(&head, 1, head.count, file) == head.count else { continue }
      VSIFSeekL(file, 0, SEEK_END)
      let stated = statedLength(String(cString: name).lowercased(), head)
      if let stated, VSIFTellL(file) < stated {
        throw ExchangeError(
          .damaged, "文件“\(String(cString: name))”应有 \(stated) 字节，实际不足，文件被截断；请重新导出或下载完整的 Shapefile。")
      }
    }
  }

  private static func statedLength(_ name: String, _ head: [UInt8]) -> UInt64? {
    if name.hasSuffix(".shp") || name.hasSuffix(".shx") {
      return head[24..<28].reduce(0) { $0 << 8 | UInt64($1) } * 2
    }
    guard name.hasSuffix(".dbf") else { return nil }
    func number(_ range: Range<Int>) -> UInt64 { head[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    return number(8..<10) + number(4..<8) * number(10..<12)
  }
}
