import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct ContainerTests {
  /// Expects `body` to fail with `code`, or to succeed where it is nil.
  private func expect(
    _ code: GeoPackageError.Code?, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    var found: GeoPackageError.Code?
    do {
      try body()
    } catch let error as GeoPackageError {
      found = error.code
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
    #expect(found == code, sourceLocation: sourceLocation)
  }

  @Test func `a new file bears the marks of GeoPackage 1.3`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    try package.read { db in
      try #expect(Int.fetchOne(db, sql: "PRAGMA application_id") == 0x4750_4B47)
      try #expect(Int.fetchOne(db, sql: "PRAGMA user_version") == 10300)
      try #expect(String.fetchOne(db, sql: "PRAGMA journal_mode") == "delete")
      try #expect(Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
      #expect(
        try Int.fetchAll(db, sql: "SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id") == [-1, 0, 4326, 4490])
    }
    #expect(scratch.names == ["a.gpkg"])
  }

  @Test func `a file that cannot be prepared is not left behind`() throws {
    struct Stop: Error {}
    let scratch = try Scratch()
    #expect(throws: Stop.self) { try GeoPackage.create(at: scratch.path("a.gpkg")) { _ in throw Stop() } }
    #expect(scratch.names.isEmpty)
  }

  @Test func `a file appears only when it is whole`() throws {
    let scratch = try Scratch()
    try GeoPackage.create(at: scratch.path("a.gpkg")) { db in
      try LayerDefinition.points.create(in: db)
      #expect(!scratch.names.contains("a.gpkg"))
    }
    #expect(scratch.names == ["a.gpkg"])
  }

  @Test func `a path that looks like an address is a path`() throws {
    let scratch = try Scratch()
    try GeoPackage.create(at: scratch.path("file:a.gpkg?mode=memory")).close()
    #expect(scratch.names == ["file:a.gpkg?mode=memory"])
    try GeoPackage.open(scratch.path("file:a.gpkg?mode=memory")).finish()
  }

  @Test func `a layer without an entry in the contents is told among the faults`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { try LayerDefinition.points.create(in: $0) }
    try package.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA foreign_keys = OFF; DELETE FROM gpkg_contents")
    }
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) }.count == 2)
    expect(.damaged) { try package.finish() }
  }

  @Test func `a file is not made over another`() throws {
    let scratch = try Scratch()
    _ = try GeoPackage.create(at: scratch.path("a.gpkg"))
    expect(.alreadyExists) { _ = try GeoPackage.create(at: scratch.path("a.gpkg")) }
    expect(.inaccessible) { _ = try GeoPackage.create(at: scratch.path("no/a.gpkg")) }
  }

  @Test func `a missing file, a folder and a text are told apart`() throws {
    let scratch = try Scratch()
    try "name,x,y\n".write(toFile: scratch.path("a.csv"), atomically: true, encoding: .utf8)
    try Data().write(to: scratch.folder.appendingPathComponent("empty.gpkg"))
    expect(.missing) { _ = try GeoPackage.open(scratch.path("none.gpkg")) }
    expect(.inaccessible) { _ = try GeoPackage.open(scratch.folder.path) }
    expect(.inaccessible) { _ = try GeoPackage.open("/dev/null") }
    expect(.notGeoPackage) { _ = try GeoPackage.open(scratch.path("a.csv")) }
    expect(.notGeoPackage) { _ = try GeoPackage.open(scratch.path("empty.gpkg")) }
    #expect(scratch.names.sorted() == ["a.csv", "empty.gpkg"])
  }

  @Test func `an SQLite file without the mark or the tables is no GeoPackage`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE a (b)") }
    expect(.notGeoPackage) { _ = try GeoPackage.open(path) }
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA application_id = \(0x4750_4B47); PRAGMA user_version = 10300")
    }
    expect(.notGeoPackage) { _ = try GeoPackage.open(path) }
  }

  @Test(arguments: [0, 10100, 10400, 20000, -1])
  func `a version that is not known is refused`(version: Int) throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    let package = try GeoPackage.create(at: path)
    try package.write { try $0.execute(sql: "PRAGMA user_version = \(version)") }
    try package.close()
    expect(.unsupportedVersion) { _ = try GeoPackage.open(path) }
  }

  @Test func `a file that was cut off is refused`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    try GeoPackage.create(at: path).close()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 5 * 4096 + 7)
    try handle.close()
    expect(.damaged) { _ = try GeoPackage.open(path, access: .readOnly) }
  }

  @Test func `a page of rubbish is found by the check before handing on`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    var generator = Seeded(3)
    let package = try GeoPackage.withPoints((0..<3000).map { _ in generator.position() }, at: path)
    let page = try package.read {
      try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'rtree_place_geom_rowid'")
    }
    try package.close()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seek(toOffset: UInt64(4096 * ((page ?? 0) - 1)))
    try handle.write(contentsOf: Data(repeating: 0xAA, count: 4096))
    try handle.close()
    expect(.damaged) { try GeoPackage.open(path).finish() }
  }

  @Test func `a file held by another process is locked`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    try GeoPackage.create(at: path).close()
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    holder.arguments = [
      "-c",
      """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1], isolation_level=None)
      c.execute("BEGIN EXCLUSIVE")
      print("held", flush=True)
      sys.stdin.read()
      """, path,
    ]
    let output = Pipe()
    let input = Pipe()
    holder.standardOutput = output
    holder.standardInput = input
    try holder.run()
    _ = output.fileHandleForReading.availableData
    expect(.locked) { _ = try GeoPackage.open(path, busyTimeoutSeconds: 0.1) }
    try input.fileHandleForWriting.close()
    holder.waitUntilExit()
    expect(nil) { _ = try GeoPackage.open(path, busyTimeoutSeconds: 0.1) }
  }

  @Test func `a value opened for reading writes nothing`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    try GeoPackage.create(at: path).close()
    let package = try GeoPackage.open(path, access: .readOnly)
    expect(.readOnly) { try package.write { try $0.execute(sql: "DELETE FROM gpkg_contents") } }
    try package.read { db in try #expect(Int.fetchOne(db, sql: "PRAGMA trusted_schema") == 0) }
  }

  @Test(.enabled(if: geteuid() == 0, "rights of another user can be taken on by root only"))
  func `a write-protected file and folder are told`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    try GeoPackage.create(at: path) { try LayerDefinition.points.create(in: $0) }.close()
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.folder.path)
    try asNobody {
      expect(.readOnly) { _ = try GeoPackage.open(path) }
      expect(nil) { _ = try GeoPackage.open(path, access: .readOnly) }
      expect(.inaccessible) { _ = try GeoPackage.create(at: scratch.path("b.gpkg")) }
    }
    try files.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    try asNobody {
      let package = try GeoPackage.open(path)
      expect(.readOnly) { try package.write { try $0.execute(sql: "DELETE FROM gpkg_extensions") } }
    }
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try asNobody { expect(.inaccessible) { _ = try GeoPackage.open(path) } }
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.folder.path)
  }

  /// Runs `body` with this thread's rights on files being those of nobody.
  private func asNobody(_ body: () throws -> Void) throws {
    typealias SetFileSystemUser = @convention(c) (UInt32) -> Int32
    let symbol = try #require(dlsym(nil, "setfsuid"))
    let setFileSystemUser = unsafeBitCast(symbol, to: SetFileSystemUser.self)
    _ = setFileSystemUser(65534)
    defer { _ = setFileSystemUser(0) }
    try body()
  }

  @Test func `a shared file is one file again when finished`() throws {
    let scratch = try Scratch()
    let path = scratch.path("a.gpkg")
    try GeoPackage.create(at: path) { try LayerDefinition.points.create(in: $0) }.close()
    let package = try GeoPackage.open(path, access: .shared)
    try package.write { db in
      try Layer("place", in: db).bulkInsert(columns: ["name"], in: db) {
        try $0.insertPoints([Position(x: 111, y: 34)])
      }
    }
    try #expect(package.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(scratch.names.count > 1)
    try package.finish()
    #expect(scratch.names == ["a.gpkg"])
    let again = try GeoPackage.open(path, access: .readOnly)
    try #expect(again.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    try #expect(again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM place") } == 1)
  }

  @Test func `a transaction that fails leaves nothing`() throws {
    struct Stop: Error {}
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    #expect(throws: Stop.self) {
      try package.write { db in
        try LayerDefinition.points.create(in: db)
        throw Stop()
      }
    }
    expect(.unknownLayer) { _ = try package.read { try Layer("place", in: $0) } }
  }

  @Test func `the schema lists triggers that others have added`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { try LayerDefinition.points.create(in: $0) }
    let before = try Set(package.read { try SchemaObject.all(in: $0) })
    try package.write {
      try $0.execute(sql: "CREATE TRIGGER spy AFTER INSERT ON place BEGIN DELETE FROM place; END")
    }
    let added = try Set(package.read { try SchemaObject.all(in: $0) }).subtracting(before)
    #expect(added.map(\.name) == ["spy"])
    #expect(added.first?.kind == .trigger)
    #expect(added.first?.table == "place")
  }

  @Test func `the functions of the triggers answer NULL for what is no geometry`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    let line = GeoPackageBinary.write(
      .lineString([Position(x: 1, y: 2), Position(x: 3, y: 5)]), srsID: 4490)
    let empty = GeoPackageBinary.write(.point(nil), srsID: 4490)
    try package.read { db in
      let all = "SELECT ST_MinX(?1), ST_MaxX(?1), ST_MinY(?1), ST_MaxY(?1), ST_IsEmpty(?1)"
      func values(_ value: DatabaseValue) throws -> [Double?] {
        let row = try #require(try Row.fetchOne(db, sql: all, arguments: [value]))
        return (0..<5).map { row[$0] }
      }
      try #expect(values(Data(line).databaseValue) == [1, 3, 2, 5, 0])
      try #expect(values(Data(empty).databaseValue) == [nil, nil, nil, nil, 1])
      for value in ["GP".databaseValue, Data("GP".utf8).databaseValue, Data().databaseValue, .null, 7.databaseValue] {
        try #expect(values(value) == [nil, nil, nil, nil, nil])
      }
    }
  }
}
