import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// A registry: one GeoPackage file of records of every kind, with their history.
///
/// Reading and writing are synchronous; a change is one transaction, and nothing of it stands if it fails or the
/// process is killed.
/// Positions are CGCS2000 longitude and latitude (EPSG:4490).
public final class Registry: Sendable {
  /// The version of the registry's own tables; a newer file is refused.
  public static let version = 1
  /// The reference system that geometries are stored in.
  public static let referenceSystemID: Int32 = 4490

  /// The kinds of record that this registry holds, from the schemas kept in the file.
  public let kinds: Kinds
  /// Where the file lies.
  public let url: URL

  let container: GeoPackage
  /// What is kept in memory for many questions, where the file was opened for them.
  let kept: KeptState?

  private init(container: GeoPackage, kinds: Kinds, url: URL) {
    self.container = container
    self.kinds = kinds
    self.url = url
    kept = container.access == .shared ? KeptState() : nil
  }

  /// Makes an empty registry of the given kinds; an existing file is refused.
  ///
  /// - Throws: ``RegistryError`` of class storage.
  public static func create(at url: URL, kinds: Kinds) throws -> Registry {
    try translatingStorageErrors(url) {
      try GeoPackage.create(at: url.path) { database in
        try HistoryTables.createShared(database)
        for kind in kinds.all { try RegistryTables.create(database, for: kind) }
        try database.execute(
          sql: "INSERT INTO hetu_setting (key, value) VALUES ('registry_version', ?)", arguments: ["\(version)"])
        for (name, text) in kinds.all.map({ ($0.name, $0.schemaText) }) + [("common", kinds.commonText)] {
          try database.execute(sql: "INSERT INTO hetu_schema (name, text) VALUES (?, ?)", arguments: [name, text])
        }
      }
      let container = try GeoPackage.open(url.path, functions: RegistryFunctions.all)
      return Registry(container: container, kinds: kinds, url: url)
    }
  }

  /// Opens a registry.
  ///
  /// - Throws: ``RegistryError`` of class unsound for what is no registry, is damaged or newer than this program; of class storage
  ///   for what can't be read.
  public static func open(at url: URL, readOnly: Bool = false) throws -> Registry {
    try open(at: url, access: readOnly ? .readOnly : .readWrite)
  }

  /// Opens a registry for many readers beside one writer, as a server needs it; until ``finish()`` its newest changes stand in a log
  /// beside the file.
  ///
  /// - Throws: ``RegistryError`` of class storage, as ``open(at:readOnly:)`` does.
  public static func openShared(at url: URL) throws -> Registry { try open(at: url, access: .shared) }

  private static func open(at url: URL, access: GeoPackage.Access) throws -> Registry {
    try translatingStorageErrors(url) {
      let container = try GeoPackage.open(url.path, access: access, functions: RegistryFunctions.all)
      let (version, schemas) = try container.read { database -> (Int?, [(name: String, text: String)]) in
        guard try database.tableExists("hetu_setting"), try database.tableExists("hetu_schema") else {
          return (nil, [])
        }
        let version = try String.fetchOne(
          database, sql: "SELECT value FROM hetu_setting WHERE key = 'registry_version'")
        let rows = try Row.fetchAll(database, sql: "SELECT name, text FROM hetu_schema ORDER BY name LIMIT 500")
        return (
          version.flatMap { Int($0) },
          try rows.map { row in
            guard let name = String.fromDatabaseValue(row["name"]), let text = String.fromDatabaseValue(row["text"])
            else {
              throw RegistryError(.unsound, "\(url.path) is damaged: a schema in it is no text; take a backup copy")
            }
            return (name: name, text: text)
          }
        )
      }
      guard let version else {
        throw RegistryError(
          .unsound, "\(url.path) is a GeoPackage but no Hetu registry; make one with “hetu init” and import it")
      }
      guard version <= Self.version else {
        throw RegistryError(
          .unsound,
          "\(url.path) was made by a newer Hetu (registry version \(version), this program knows \(Self.version)); "
            + "update Hetu"
        )
      }
      let common = schemas.first { $0.name == "common" }?.text ?? Kinds.commonText()
      return Registry(container: container, kinds: try Kinds(texts: schemas, commonText: common), url: url)
    }
  }

  /// The same file once more, for reading it in two threads at the same time.
  public func anotherConnection() throws -> Registry {
    try Self.translatingStorageErrors(url) {
      Registry(
        container: try GeoPackage.open(url.path, access: .readOnly, functions: RegistryFunctions.all),
        kinds: kinds, url: url)
    }
  }

  /// The kind of that name or Chinese title.
  ///
  /// - Throws: ``RegistryError`` of class not found that lists the kinds.
  public func kind(_ name: String) throws -> Kind { try kinds.named(name) }

  /// A setting of the registry, such as `data_note`.
  public func setting(_ key: String) throws -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM hetu_setting WHERE key = ?", arguments: [key]) }
  }

  /// Checks and closes the file so that it can be handed on: no journal, integrity checked.
  public func finish() throws {
    try Self.translatingStorageErrors(url) { try container.finish() }
  }

  /// Sets or changes a setting.
  public func set(_ key: String, to value: String) throws {
    try Self.translatingStorageErrors(url) {
      try container.write { try Self.set(key, to: value, in: $0) }
    }
  }

  static func set(_ key: String, to value: String, in database: Database) throws {
    try database.execute(
      sql: "INSERT INTO hetu_setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
      arguments: [key, value])
  }

  /// The settings whose keys begin with a text, by key.
  public func settings(beginning prefix: String) throws -> [(key: String, value: String)] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT key, value FROM hetu_setting WHERE substr(key, 1, ?) = ? ORDER BY key",
        arguments: [prefix.unicodeScalars.count, prefix]
      ).map { (key: $0["key"], value: $0["value"]) }
    }
  }

  /// Keeps a style with the file as QGIS's default for a kind's layer.
  public func setStyles(_ styles: [(kind: Kind, qml: String, sld: String)]) throws {
    try Self.translatingStorageErrors(url) {
      try container.write { database in
        for (kind, qml, sld) in styles {
          try Layer(kind.name, in: database).setDefaultStyle(name: kind.title, qml: qml, sld: sld, in: database)
        }
      }
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.translatingStorageErrors(url) { try container.read(body) }
  }

  static func translatingStorageErrors<Result>(_ url: URL, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as GeoPackageError {
      let code: RegistryError.Code =
        switch error.code {
        case .constraint: .badData
        case .locked: .locked
        case .damaged, .notGeoPackage, .unsupportedVersion, .engine: .unsound
        default: .storage
        }
      throw RegistryError(code, error.message)
    } catch let error as SchemaError {
      throw RegistryError(.unsound, "\(url.path): \(error.description)")
    } catch is RowDecodingError {
      throw RegistryError(.unsound, "\(url.path) is damaged: a value in it is of the wrong type; take a backup copy")
    }
  }
}

extension Kinds {
  /// The kind of that name or Chinese title.
  ///
  /// - Throws: ``RegistryError`` of class not found that lists the kinds.
  public func named(_ name: String) throws -> Kind {
    if let kind = self[name] ?? all.first(where: { $0.title == name || $0.listTitle == name }) { return kind }
    throw RegistryError(
      .notFound, "no kind of record “\(name)”; the kinds are \(all.map(\.name).joined(separator: ", "))")
  }
}
