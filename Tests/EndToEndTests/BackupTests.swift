import Foundation
import Testing

@Suite struct `Backups` {
  private func filled() throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<4_000).map { "B\($0),尾矿库\($0)号,110.\(10_000 + $0),34.5\n" }
    try workspace.write("ponds.csv", "编号,尾矿库名称,经度,纬度\n" + rows.joined())
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "ponds.csv")
    guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    return workspace
  }

  /// Writes, again and again until its input ends, two settings that are always equal.
  private static let writer = """
    import sqlite3, sys, threading, time
    base = sqlite3.connect('r.gpkg', isolation_level=None, timeout=30)
    base.execute('pragma journal_mode = ' + sys.argv[1])
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set())).start()
    count = 0
    while not ended.is_set():
        count += 1
        base.execute('begin immediate')
        for key in 'ab': base.execute('insert or replace into hetu_setting values (?, ?)', (key, str(count)))
        base.execute('commit')
        time.sleep(0.005)
        if count == 10: print('writing', flush=True)
    print(count)
    """

  @Test(arguments: ["wal", "delete"])
  func `a backup while another process writes is one state of the registry`(_ mode: String) throws {
    let workspace = try filled()
    let writer = Program.process(Program.python, ["-c", Self.writer, mode], in: workspace.folder)
    let (end, said) = (Pipe(), Pipe())
    writer.standardInput = end
    writer.standardOutput = said
    try writer.run()
    #expect(!said.fileHandleForReading.availableData.isEmpty)
    for round in 1...5 {
      let outcome = try workspace.hetu("backup", "-o", "copy\(round).gpkg")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("MB"))
      let values = try workspace.sql("SELECT value FROM hetu_setting WHERE key IN ('a', 'b')", on: "copy\(round).gpkg")
      #expect(values.count == 2 && values[0] == values[1])
      #expect(try workspace.sql("PRAGMA integrity_check", on: "copy\(round).gpkg") == ["ok"])
      #expect(try workspace.sql("PRAGMA journal_mode", on: "copy\(round).gpkg") == ["delete"])
    }
    #expect(writer.isRunning)
    try end.fileHandleForWriting.close()
    writer.waitUntilExit()
    #expect(writer.terminationStatus == 0)
    #expect(try workspace.hetu("verify", "copy5.gpkg").status == 0)
    let listed = try workspace.hetu("list", "tailings_pond", environment: ["HETU_REGISTRY": "copy1.gpkg"])
    #expect(try listed.output == workspace.hetu("list", "tailings_pond").output)
  }

  @Test func `a former backup is replaced only by --force, and the registry itself never`() throws {
    let workspace = try filled()
    try workspace.write("copy.gpkg", "mine")
    #expect(try workspace.hetu("backup", "-o", "copy.gpkg").status == 5)
    #expect(try workspace.text("copy.gpkg") == "mine")
    #expect(try workspace.hetu("backup", "-o", "copy.gpkg", "--force").status == 0)
    #expect(try workspace.hetu("verify", "copy.gpkg").status == 0)
    let before = try Data(contentsOf: workspace.registry)
    try FileManager.default.createSymbolicLink(at: workspace.file("link.gpkg"), withDestinationURL: workspace.registry)
    for name in ["r.gpkg", "./r.gpkg", "link.gpkg"] {
      let outcome = try workspace.hetu("backup", "-o", name, "--force")
      #expect(outcome.status == 2 && outcome.errors.contains("登记库本身"))
    }
    #expect(try Data(contentsOf: workspace.registry) == before)
    try workspace.write("copy.gpkg-wal", "left over")
    let outcome = try workspace.hetu("backup", "-o", "copy.gpkg", "--force")
    #expect(outcome.status == 5 && outcome.errors.contains("copy.gpkg-wal"))
  }

  /// What is done to a registry, and what is found.
  struct Harm: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Python with `base`, the open registry, whose functions and checks are off.
    let program: String
    let finds: String
    /// Whether records may be lost, so that no backup is made of it.
    var isDamage = true
    static let all = [
      Harm(
        testDescription: "pages overwritten",
        program: "base.close(); f = open('r.gpkg', 'r+b'); f.seek(-65536, 2); f.write(b'x' * 30000); f.close()",
        finds: "r.gpkg"),
      Harm(
        testDescription: "cut off", program: "base.close(); import os; os.truncate('r.gpkg', 200 * 1024)",
        finds: "cut off"),
      Harm(
        testDescription: "the mark of another program", program: "base.execute('pragma application_id = 7')",
        finds: "no GeoPackage"),
      Harm(
        testDescription: "an index that lacks a row",
        program: """
          base.execute('pragma writable_schema = on')
          base.execute("update sqlite_master set sql = sql || ' WHERE fid > 1' where name = 'hetu_tailings_pond_code'")
          base.execute('pragma writable_schema = off'); base.close()
          base = sqlite3.connect('r.gpkg', isolation_level=None); base.execute('reindex hetu_tailings_pond_code')
          base.execute('pragma writable_schema = on')
          base.execute("update sqlite_master set sql = replace(sql, ' WHERE fid > 1', '') where name = 'hetu_tailings_pond_code'")
          """, finds: "hetu_tailings_pond_code"),
      Harm(
        testDescription: "a reference to nothing",
        program: "base.execute('update gpkg_contents set srs_id = 99999 where table_name = \"tailings_pond\"')",
        finds: "gpkg_spatial_ref_sys"),
      Harm(
        testDescription: "no history of a kind", program: "base.execute('drop table hetu_history_tailings_pond')",
        finds: "hetu_history_tailings_pond"),
      Harm(
        testDescription: "a trigger of Hetu's gone", program: "base.execute('drop trigger hetu_tailings_pond_update')",
        finds: "hetu_tailings_pond_update", isDamage: false),
      Harm(
        testDescription: "a foreign trigger",
        program: "base.execute('create trigger strange after insert on hetu_setting begin select 1; end')",
        finds: "strange", isDamage: false),
    ]
  }

  @Test(arguments: Harm.all) func `what is wrong with a file is found, and a damaged one is not backed up`(_ harm: Harm)
    throws
  {
    let workspace = try filled()
    #expect(try workspace.hetu("backup", "-o", "former.gpkg").status == 0)
    let former = try Data(contentsOf: workspace.file("former.gpkg"))
    try workspace.python("import sqlite3\nbase = sqlite3.connect('r.gpkg', isolation_level=None)\n" + harm.program)
    let before = try Data(contentsOf: workspace.registry)
    let outcome = try workspace.hetu("verify", "r.gpkg")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(harm.finds))
    #expect(outcome.errors == "")
    let backup = try workspace.hetu("backup", "-o", "former.gpkg", "--force")
    #expect(backup.status == (harm.isDamage ? 5 : 0))
    #expect(try (Data(contentsOf: workspace.file("former.gpkg")) == former) == harm.isDamage)
    if !harm.isDamage { #expect(backup.errors.contains(harm.finds)) }
    #expect(try Data(contentsOf: workspace.registry) == before)
    let names = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted()
    #expect(names == ["former.gpkg", "ponds.csv", "r.gpkg"])
  }

  @Test func `a file that is not there can't be verified`() throws {
    let workspace = try Workspace()
    let outcome = try workspace.hetu("verify", "none.gpkg")
    #expect(outcome.status == 5 && outcome.errorLines.count == 1 && outcome.errors.contains("none.gpkg"))
  }

  @Test func `a backup that does not fit leaves nothing, and a former one as it is`() throws {
    let workspace = try filled()
    try workspace.write("copy.gpkg", "mine")
    let outcome = try Program.run(
      URL(fileURLWithPath: "/bin/bash"),
      ["-c", "ulimit -f 300; exec \"$0\" backup -o copy.gpkg --force", Program.hetu.path],
      in: workspace.folder, environment: ["HETU_REGISTRY": workspace.registry.path])
    #expect(outcome.status == 5 && outcome.errorLines.count == 1 && outcome.errors.contains("copy.gpkg"))
    #expect(try workspace.text("copy.gpkg") == "mine")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted() == [
        "copy.gpkg", "ponds.csv", "r.gpkg",
      ])
  }

  @Test(.enabled(if: geteuid() == 0, "a file system of its own needs root"))
  func `a backup on a full disk says so and leaves nothing`() throws {
    let workspace = try filled()
    let small = workspace.file("small")
    try FileManager.default.createDirectory(at: small, withIntermediateDirectories: false)
    let mounted = try Program.run(
      URL(fileURLWithPath: "/usr/bin/mount"), ["-t", "tmpfs", "-o", "size=256k", "tmpfs", small.path],
      in: workspace.folder)
    guard mounted.status == 0 else { return withKnownIssue("no tmpfs can be mounted here: \(mounted.errors)") {} }
    defer { _ = try? Program.run(URL(fileURLWithPath: "/usr/bin/umount"), [small.path], in: workspace.folder) }
    let outcome = try workspace.hetu("backup", "-o", "small/copy.gpkg")
    #expect(outcome.status == 5 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("no room left to write small/copy.gpkg"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: small.path) == [])
  }
}
