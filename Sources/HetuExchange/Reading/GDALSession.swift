import CGDAL

/// What has to be set up once before GDAL is called.
enum GDALSession {
  /// The drivers that may read: files only, none that reaches a network, a database server or runs SQL.
  static let readingDrivers = [
    "ESRI Shapefile", "MapInfo File", "GML", "GPX", "LIBKML", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "GPKG",
    "OpenFileGDB", "FlatGeobuf", "DXF", "DGN", "GeoRSS", "JML", "S57", "XLS", "XLSX", "ODS",
  ]

  /// What holds while files are opened and read. In workbooks all rows are data and all cells are text, since
  /// `TableLayout` finds the headers; names of KML's data keep their Chinese characters.
  static let readingOptions =
    ["XLSX", "XLS", "ODS"].flatMap { format in
      [(name: "OGR_\(format)_HEADERS", value: "DISABLE"), (name: "OGR_\(format)_FIELD_TYPES", value: "STRING")]
    } + [(name: "GDAL_VALIDATE_OPEN_OPTIONS", value: "NO"), (name: "LIBKML_LAUNDER_FIELD_NAMES", value: "NO")]

  private static let registration: Void = GDALAllRegister()

  /// Registers the drivers at the first call.
  static func start() { _ = registration }

  /// Runs `body` with options that hold for this thread only.
  static func withOptions<Result, Failure: Error>(
    _ options: [(name: String, value: String)], _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    for option in options { CPLSetThreadLocalConfigOption(option.name, option.value) }
    defer { for option in options { CPLSetThreadLocalConfigOption(option.name, nil) } }
    return try body()
  }
}

/// A list of C strings as GDAL takes them, freed with its owner.
struct CStringList: ~Copyable {
  private(set) var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

  init(_ strings: [String]) {
    for string in strings { pointer = CSLAddString(pointer, string) }
  }

  deinit { CSLDestroy(pointer) }

  /// Runs `body` with the list as C's `const char* const*`.
  borrowing func withConstants<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
    guard let pointer else { return body(nil) }
    return pointer.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: Int(CSLCount(pointer)) + 1) {
      body(UnsafePointer($0))
    }
  }
}

/// A dataset that is closed with its last user.
final class GDALDataset {
  let handle: GDALDatasetH

  init(_ handle: GDALDatasetH) { self.handle = handle }

  deinit { GDALClose(handle) }

  var driverName: String {
    guard let driver = GDALGetDatasetDriver(handle), let name = GDALGetDriverShortName(driver) else { return "" }
    return String(cString: name)
  }
}

/// GDAL's warnings and errors of one thread while `capture` runs; nothing reaches standard error.
final class GDALMessages {
  private(set) var texts: [String] = []
  private(set) var hasFailure = false

  private static let limit = 100

  /// Runs `body`; what GDAL says meanwhile on this thread is added here.
  func capture<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    CPLPushErrorHandlerEx(
      { severity, _, message in
        guard severity.rawValue >= CE_Warning.rawValue, let message, let data = CPLGetErrorHandlerUserData() else {
          return
        }
        Unmanaged<GDALMessages>.fromOpaque(data).takeUnretainedValue()
          .add(String(cString: message), isFailure: severity.rawValue >= CE_Failure.rawValue)
      }, Unmanaged.passUnretained(self).toOpaque())
    defer { CPLPopErrorHandler() }
    return try body()
  }

  private func add(_ text: String, isFailure: Bool) {
    hasFailure = hasFailure || isFailure
    if texts.count < Self.limit, !texts.contains(text) { texts.append(text) }
  }

  /// The messages since the last call, which are forgotten.
  func take() -> [String] {
    defer { clear() }
    return texts
  }

  func clear() {
    texts.removeAll()
    hasFailure = false
  }

  /// The messages in brackets, for the end of a sentence; empty where there are none.
  var suffix: String { texts.isEmpty ? "" : "（GDAL：\(texts.prefix(3).joined(separator: "；"))）" }
}
