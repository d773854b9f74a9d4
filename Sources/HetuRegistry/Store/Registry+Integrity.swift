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

  /// Triggers that are not as Hetu made them: without its own a change would not stand in the history, and a foreign one could do
  /// anything at the next edit.
  static func triggerProblems(_ database: Database, _ kinds: [Kind]) throws -> [String] {
    var expected: [String: String] = [:]
    for kind in kinds {
      for trigger in HistoryTables.triggers(kind) { expected[trigger.name] = trigger.sql }
      for trigger in Layer.indexTriggers(ofTable: kind.name, hasGeometry: kind.geometry != nil) {
        expected[trigger.name] = trigger.sql
      }
    }
    var problems: [String] = []
    for object in try SchemaObject.all(in: database) where object.kind == .trigger {
      if let sql = expected.removeValue(forKey: object.name) {
        if object.sql != sql { problems.append("触发器 \(object.name) 被改动过") }
      } else if !isRowCount(object) {
        problems.append("有不是 Hetu 建立的触发器 \(object.name)")
      }
    }
    return problems + expected.keys.sorted().map { "缺少触发器 \($0)，此后的修改没有留下历史" }
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
