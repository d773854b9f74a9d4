import GRDB

/// Why a GeoPackage could not be made, opened, read or written.
public struct GeoPackageError: Error, Sendable, CustomStringConvertible {
  /// The class of a failure; open, so that a new one breaks nobody.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's text, `geopackage.missing` and so on.
    public let rawValue: String

    /// A code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// No file lies at the path.
    public static let missing = Code(rawValue: "geopackage.missing")
    /// A file lies where a new one was to be made.
    public static let alreadyExists = Code(rawValue: "geopackage.already_exists")
    /// The path cannot be opened or written: a folder, no permission, a disk error.
    public static let inaccessible = Code(rawValue: "geopackage.inaccessible")
    /// The file, or the folder where its journal would lie, may not be written.
    public static let readOnly = Code(rawValue: "geopackage.read_only")
    /// The file is no GeoPackage.
    public static let notGeoPackage = Code(rawValue: "geopackage.not_geopackage")
    /// The file is a GeoPackage of a version that is not known here.
    public static let unsupportedVersion = Code(rawValue: "geopackage.unsupported_version")
    /// The file is cut off or its inside is broken.
    public static let damaged = Code(rawValue: "geopackage.damaged")
    /// Another process holds the file.
    public static let locked = Code(rawValue: "geopackage.locked")
    /// The disk is full.
    public static let full = Code(rawValue: "geopackage.full")
    /// A row breaks a rule of its table.
    public static let constraint = Code(rawValue: "geopackage.constraint")
    /// A name or type in a definition is not allowed.
    public static let invalidDefinition = Code(rawValue: "geopackage.invalid_definition")
    /// The file has no layer of that name.
    public static let unknownLayer = Code(rawValue: "geopackage.unknown_layer")
    /// Any other refusal by SQLite, in its own words.
    public static let engine = Code(rawValue: "geopackage.engine")
  }

  /// The class of the failure.
  public let code: Code
  /// A full sentence: what, where, what to do.
  public let message: String
  /// What SQLite said, where it said something.
  public let cause: DatabaseError?

  /// An error from its class and its sentence.
  public init(_ code: Code, _ message: String, cause: DatabaseError? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// The sentence.
  public var description: String { message }
}

extension GeoPackageError {
  /// What SQLite said about the file at `path`, as a sentence that tells what to do.
  init(_ error: DatabaseError, path: String) {
    let said = error.message ?? "no reason given"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .locked, "\(path) is in use by another program; close it there, or try again later.", cause: error)
    case .SQLITE_READONLY:
      self.init(.readOnly, "\(path) cannot be written: it, or its folder, is read-only.", cause: error)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_IOERR:
      self.init(
        .inaccessible, "\(path) cannot be opened or written (\(said)); check the permissions of file and folder.",
        cause: error)
    case .SQLITE_NOTADB:
      self.init(.notGeoPackage, "\(path) is no GeoPackage: \(said).", cause: error)
    case .SQLITE_CORRUPT:
      self.init(.damaged, "\(path) is damaged (\(said)); take a backup copy instead.", cause: error)
    case .SQLITE_FULL:
      self.init(.full, "There is no room left to write \(path); free some disk space.", cause: error)
    case .SQLITE_CONSTRAINT:
      self.init(.constraint, "A row for \(path) breaks a rule of its table: \(said).", cause: error)
    default:
      self.init(.engine, "SQLite refused work on \(path): \(said).", cause: error)
    }
  }
}
