import Foundation
import GRDB
import HetuGeoPackage
import HetuSchemas

extension Registry {
  /// What is wrong inside the file, in Chinese: broken pages or indexes, history triggers missing or changed, triggers of others.
  public func integrityProblems() throws -> [String] {
    try read { database in
      try GeoPackage.integrityProblems(in: database).map { "文件内部有错：\($0)" } + Self.triggerProblems(database, kinds.all)
    }
  }

  /// Copies the registry as it stands, also while others write to it, to where nothing lies yet; the copy is one file.
  ///
  /// - Throws: ``RegistryError`` that calls the copy by `name` where it can't be written.
  public func copy(to path: String, calling name: String) throws {
    try Self.translatingStorageErrors(url) { try container.copy(to: path, calling: name) }
  }

  /// What is wrong with a file as a registry, in whole: pages, indexes against their tables, references, tables that are missing, and
  /// triggers.
  public struct Faults: Sendable {
    /// What is broken or missing, so that records may be lost.
    public internal(set) var damage: [String] = []
    /// Triggers that are missing, changed or foreign.
    public internal(set) var triggers: [String] = []

    /// All of them.
    public var all: [String] { damage + triggers }
  }

  /// Examines the file at `url` without changing it.
  ///
  /// - Throws: ``RegistryError`` of class storage where it can't be read at all.
  public static func faults(of url: URL) throws -> Faults {
    var faults = Faults()
    do {
      let registry = try open(at: url, readOnly: true)
      try registry.read { database in
        faults.damage = try missingTables(database, registry.kinds.all).map { "缺少表 \($0)" }
        faults.triggers = try triggerProblems(database, registry.kinds.all)
        faults.damage += try GeoPackage.integrityProblems(in: database, withIndexes: true).map { "文件内部有错：\($0)" }
      }
    } catch let error as RegistryError where error.code == .unsound {
      faults.damage.append(error.message)
    }
    return faults
  }

  private static func missingTables(_ database: Database, _ kinds: [Kind]) throws -> [String] {
    let wanted =
      ["gpkg_extensions", "gpkg_geometry_columns", HistoryTables.changes, HistoryTables.currentChange]
      + kinds.flatMap { [$0.name, HistoryTables.pastTable($0)] }
    let present = Set(try SchemaObject.all(in: database).filter { $0.kind == .table }.map(\.name))
    return wanted.filter { !present.contains($0) }
  }

  /// Triggers that are not as Hetu made them: without its own a change would not stand in the history, and a foreign one
  /// could do anything at the next edit.
  static func triggerProblems(_ database: Database, _ kinds: [Kind]) throws -> [String] {
    let (foreign, missing) = try unexpectedTriggers(database, kinds)
    return foreign.map { "触发器 \($0) 不是 Hetu 建立的，或被改动过" }
      + missing.map { "缺少触发器 \($0.name)，此后的修改没有留下历史" }
  }

  /// Makes a file fit to be written: puts back triggers of Hetu's that are gone, refuses a file with others.
  ///
  /// - Throws: ``RegistryError`` of class storage that names a trigger that Hetu did not make.
  func secureTriggers(_ database: Database) throws {
    let (foreign, missing) = try Self.unexpectedTriggers(database, kinds.all)
    if let name = foreign.first {
      throw RegistryError(
        .storage,
        "\(url.path) has the trigger “\(name)”, which Hetu did not make or which was changed, so that writing could do "
          + "anything; take the trigger out, or restore a backup")
    }
    for trigger in missing { try database.execute(sql: trigger.sql) }
  }

  private static func unexpectedTriggers(
    _ database: Database, _ kinds: [Kind]
  ) throws -> (foreign: [String], missing: [(name: String, sql: String)]) {
    var expected: [String: String] = [:]
    for kind in kinds {
      let index = Layer.indexTriggers(ofTable: kind.name, hasGeometry: kind.geometry != nil)
      for trigger in HistoryTables.triggers(kind) + index { expected[trigger.name] = trigger.sql }
    }
    var foreign: [String] = []
    for object in try SchemaObject.all(in: database) where object.kind == .trigger {
      if let sql = expected.removeValue(forKey: object.name) {
        if object.sql != sql { foreign.append(object.name) }
      } else if !isRowCount(object) {
        foreign.append(object.name)
      }
    }
    return (foreign, expected.sorted { $0.key < $1.key }.map { (name: $0.key, sql: $0.value) })
  }

  /// Whether a trigger is one of the two by which GDAL keeps the number of a table's rows, word for word.
  private static func isRowCount(_ trigger: SchemaObject) -> Bool {
    [("insert", "+"), ("delete", "-")].contains { event, sign in
      trigger.sql == """
        CREATE TRIGGER "trigger_\(event)_feature_count_\(trigger.table)" AFTER \(event.uppercased()) ON "\(trigger.table)" BEGIN \
        UPDATE gpkg_ogr_contents SET feature_count = feature_count \(sign) 1 \
        WHERE lower(table_name) = lower('\(trigger.table)'); END
        """
    }
  }
}
