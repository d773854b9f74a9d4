import GRDB
import HetuGeoPackage
import HetuSchemas

/// The tables and triggers that keep every change of a kind's records, whoever makes it.
///
/// Each kind has a table of past rows with the same columns as its layer. An update or a delete, by Hetu, QGIS or `ogr2ogr`, puts the
/// row as it was there; an insert puts an entry without values, because the value is the row itself or the past row of the next change.
/// A bulk load puts one entry for its whole range of rows.
enum HistoryTables {
  static let currentChange = "hetu_current_change"
  static let changes = "hetu_change"
  /// The time of the change that goes on, so that all of it is made at once, or else this moment, in SQL.
  static let now = """
    coalesce((SELECT at FROM \(changes) JOIN \(currentChange) USING (change_id)), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    """

  static func pastTable(_ kind: Kind) -> String { "hetu_history_\(kind.name)" }
  static func insertTrigger(_ kind: Kind) -> String { "hetu_\(kind.name)_insert" }

  /// Makes the tables that all kinds share.
  static func createShared(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE \(changes) (
          change_id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE \(currentChange) (change_id INTEGER NOT NULL);
        CREATE TABLE hetu_setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE hetu_schema (name TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
        """)
  }

  /// Makes the table of past rows and the triggers of one kind.
  static func create(_ db: Database, for kind: Kind) throws {
    let columns = kind.properties.map { ", \(quotedIdentifier($0.name)) \($0.columnType.sql)" }.joined()
    let past = pastTable(kind)
    try db.execute(
      sql: """
        CREATE TABLE \(past) (
          entry INTEGER PRIMARY KEY, at TEXT NOT NULL, change_id INTEGER, operation TEXT NOT NULL,
          fid INTEGER NOT NULL, fid_last INTEGER NOT NULL, geom BLOB\(columns));
        CREATE INDEX \(past)_fid ON \(past)(fid);
        CREATE INDEX \(past)_range ON \(past)(fid) WHERE fid_last > fid;
        """)
    for trigger in triggers(kind) { try db.execute(sql: trigger.sql) }
  }

  /// The triggers of one kind by name, as they must stand in the file.
  static func triggers(_ kind: Kind) -> [(name: String, sql: String)] {
    let past = pastTable(kind)
    let table = kind.table
    let names = kind.properties.map { quotedIdentifier($0.name) }
    let geometry = kind.geometry == nil ? ("", "") : (", geom", ", OLD.geom")
    let columns = "at, change_id, operation, fid, fid_last"
    let stamp = "\(now), (SELECT change_id FROM \(currentChange))"
    let before = """
      INSERT INTO \(past) (\(columns)\(geometry.0), \(names.joined(separator: ", ")))
      SELECT \(stamp), '%@', OLD.fid, OLD.fid\(geometry.1), \(names.map { "OLD.\($0)" }.joined(separator: ", "));
      """
    let insert = """
      CREATE TRIGGER \(insertTrigger(kind)) AFTER INSERT ON \(table) BEGIN
      INSERT INTO \(past) (\(columns)) SELECT \(stamp), 'insert', NEW.fid, NEW.fid;
      UPDATE \(table) SET id = coalesce(id, \(newIdentifier)), code = coalesce(code, \(madeCode(kind)))
      WHERE fid = NEW.fid AND (id IS NULL OR code IS NULL);
      END
      """
    // The completion of id and code just after an insert is part of that insert, no change of its own.
    let update = """
      CREATE TRIGGER hetu_\(kind.name)_update AFTER UPDATE ON \(table) WHEN OLD.id IS NOT NULL AND OLD.code IS NOT NULL BEGIN
      \(before.replacing("%@", with: "update"))
      END
      """
    let delete = """
      CREATE TRIGGER hetu_\(kind.name)_delete AFTER DELETE ON \(table) BEGIN
      \(before.replacing("%@", with: "delete"))
      END
      """
    // Another program can't take a record's id or code away: that a row without them is new would no longer hold.
    let keep = """
      CREATE TRIGGER hetu_\(kind.name)_keep AFTER UPDATE OF id, code ON \(table) WHEN OLD.id IS NOT NULL AND OLD.code IS NOT NULL
      AND (NEW.id IS NULL OR NEW.code IS NULL) BEGIN
      UPDATE \(table) SET id = coalesce(id, OLD.id), code = coalesce(code, OLD.code) WHERE fid = NEW.fid;
      END
      """
    return [
      (insertTrigger(kind), insert), ("hetu_\(kind.name)_update", update), ("hetu_\(kind.name)_delete", delete),
      ("hetu_\(kind.name)_keep", keep),
    ]
  }

  /// The rows of a kind as they stood at a time, which is bound twice.
  ///
  /// A row whose first change after the time is an update or a delete stood as that change found it; one that was put in later did not
  /// stand at all; all others stand as they are.
  static func rowsAsOf(_ kind: Kind, columns: String) -> String {
    let past = pastTable(kind)
    return """
      WITH later AS (
        SELECT fid, min(entry) AS entry FROM \(past) WHERE at > ? AND fid_last = fid GROUP BY fid),
      loaded AS (SELECT fid, fid_last FROM \(past) WHERE at > ? AND fid_last > fid)
      SELECT \(columns) FROM \(kind.table) AS now
      WHERE fid NOT IN (SELECT fid FROM later)
        AND NOT EXISTS (SELECT 1 FROM loaded WHERE now.fid BETWEEN loaded.fid AND loaded.fid_last)
      UNION ALL
      SELECT \(columns) FROM \(past) AS past
      WHERE entry IN (SELECT entry FROM later) AND operation <> 'insert'
        AND NOT EXISTS (SELECT 1 FROM loaded WHERE past.fid BETWEEN loaded.fid AND loaded.fid_last)
      """
  }

  /// A made code: prefix, district, row. The same as ``RegistryWriter`` makes.
  private static func madeCode(_ kind: Kind) -> String {
    "'\(kind.codePrefix.replacing("'", with: "''"))-' || coalesce(substr(NEW.district, 1, 6), '000000') || printf('-%06d', NEW.fid)"
  }

  /// A random UUID (RFC 9562, version 4) in SQL.
  private static let newIdentifier = """
    lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' \
    || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
    """
}
