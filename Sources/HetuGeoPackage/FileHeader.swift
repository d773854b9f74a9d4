import Foundation

/// The first 100 bytes of an SQLite file, looked at before SQLite is, so that what is wrong can be said clearly.
struct FileHeader {
  private static let magic = Array("SQLite format 3\0".utf8)

  /// Refuses what is no GeoPackage of a known version, or is cut off.
  static func check(_ path: String) throws {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw GeoPackageError(.missing, "\(path) does not exist; check the path.")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw GeoPackageError(.inaccessible, "\(path) is not a file; name a GeoPackage file.")
    }
    let bytes: [UInt8]
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      bytes = Array(try file.read(upToCount: 100) ?? Data())
    } catch {
      throw GeoPackageError(.inaccessible, "\(path) cannot be read; check its permissions.")
    }
    guard bytes.count == 100, bytes.starts(with: magic) else {
      throw GeoPackageError(.notGeoPackage, "\(path) is no SQLite file, and therefore no GeoPackage.")
    }
    try checkVersion(bytes, path: path)
    try checkLength(bytes, fileBytes: (attributes?[.size] as? NSNumber)?.int64Value ?? 0, path: path)
  }

  private static func checkVersion(_ bytes: [UInt8], path: String) throws {
    let applicationID = Int32(bitPattern: number(bytes, at: 68))
    if applicationID == 0x4750_3130 || applicationID == 0x4750_3131 {  // GP10, GP11
      throw GeoPackageError(
        .unsupportedVersion, "\(path) is a GeoPackage 1.0 or 1.1; convert it to 1.3, for instance with ogr2ogr.")
    }
    guard applicationID == CoreTables.applicationID else {
      throw GeoPackageError(.notGeoPackage, "\(path) is an SQLite file, but no GeoPackage.")
    }
    let version = Int32(bitPattern: number(bytes, at: 60))
    guard CoreTables.knownVersions.contains(version) else {
      throw GeoPackageError(
        .unsupportedVersion,
        "\(path) is a GeoPackage of version \(version), but only 10200 to 10399 are known; convert it to 1.3, "
          + "for instance with ogr2ogr, or use a newer release of this program.")
    }
  }

  private static func checkLength(_ bytes: [UInt8], fileBytes: Int64, path: String) throws {
    // A journal or a log beside the file may complete it; SQLite sees to that.
    let isComplete = ["-journal", "-wal"].allSatisfy { !FileManager.default.fileExists(atPath: path + $0) }
    let isCountValid = number(bytes, at: 24) == number(bytes, at: 92)
    guard isComplete, isCountValid else { return }
    let declared = UInt16(bytes[16]) << 8 | UInt16(bytes[17])
    let pageBytes: Int64 = declared == 1 ? 65536 : Int64(declared)
    guard fileBytes >= pageBytes * Int64(number(bytes, at: 28)) else {
      throw GeoPackageError(.damaged, "\(path) is cut off: it is shorter than it says; take a complete copy.")
    }
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
