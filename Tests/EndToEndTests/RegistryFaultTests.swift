import Foundation
import Testing

@Suite struct `A registry that can't be used` {
  private static let change = ["import", "--kind", "tailings_pond", "ponds.csv"]

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    return workspace
  }

  /// A file that stands where the registry should, and what is said about it.
  struct Impostor: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Python that makes `r.gpkg` into what it is.
    let program: String
    let says: String
    static let all = [
      Impostor(testDescription: "words", program: "open('r.gpkg', 'w').write('hello')", says: "r.gpkg"),
      Impostor(testDescription: "an empty file", program: "open('r.gpkg', 'w').close()", says: "r.gpkg"),
      Impostor(
        testDescription: "plain SQLite",
        program: """
          import os, sqlite3
          os.remove('r.gpkg'); base = sqlite3.connect('r.gpkg'); base.execute('create table t (a)'); base.commit()
          """, says: "r.gpkg"),
      Impostor(
        testDescription: "the first half of a registry",
        program: "import os; os.truncate('r.gpkg', os.path.getsize('r.gpkg') // 2 // 4096 * 4096)", says: "r.gpkg"),
      Impostor(
        testDescription: "a registry of a newer version",
        program: """
          import sqlite3
          base = sqlite3.connect('r.gpkg')
          base.execute("update hetu_setting set value = '99' where key = 'registry_version'"); base.commit()
          """, says: "newer"),
      Impostor(
        testDescription: "a GeoPackage of a newer version",
        program: """
          import sqlite3
          base = sqlite3.connect('r.gpkg'); base.execute('pragma user_version = 990000'); base.commit()
          """, says: "version"),
    ]
  }

  @Test(arguments: Impostor.all)
  func `what is no registry of this version is refused and left alone`(_ impostor: Impostor) throws {
    let workspace = try workspace()
    try workspace.python(impostor.program)
    let before = try Data(contentsOf: workspace.registry)
    for arguments in [Self.change, ["list", "tailings_pond"], ["check"]] {
      let outcome = try workspace.hetu(arguments)
      #expect(outcome.status == 5)
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(impostor.says))
      #expect(try Data(contentsOf: workspace.registry) == before)
    }
  }

  @Test func `a registry that is not there is said to be missing`() throws {
    let workspace = try Workspace(withRegistry: false)
    let outcome = try workspace.hetu("list", "tailings_pond")
    #expect(outcome.status == 5)
    #expect(outcome.errors.contains("hetu init"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `init leaves a file alone that is there already`() throws {
    let workspace = try workspace()
    let before = try Data(contentsOf: workspace.registry)
    let outcome = try workspace.hetu("init")
    #expect(outcome.status == 5)
    #expect(outcome.errors.contains("exists already"))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  @Test func `a read-only registry answers questions and refuses changes`() throws {
    let workspace = try workspace()
    #expect(try workspace.hetu(Self.change).status == 0)
    let before = try Data(contentsOf: workspace.registry)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: workspace.registry.path)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: workspace.folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.folder.path)
    }
    let list = try workspace.hetuAsNobody("list", "tailings_pond")
    #expect(list.status == 0)
    #expect(list.output.contains("甲尾矿库"))
    let change = try workspace.hetuAsNobody("import", "--kind", "tailings_pond", "--mode", "replace", "ponds.csv")
    #expect(change.status == 5)
    #expect(change.errorLines.count == 1)
    #expect(change.errors.contains("r.gpkg"))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  @Test func `a registry that another process holds is waited for a while, then given up with one sentence`() throws {
    let workspace = try workspace()
    let before = try Data(contentsOf: workspace.registry)
    let holder = Program.process(
      Program.python,
      [
        "-c",
        """
        import sqlite3, sys
        base = sqlite3.connect('r.gpkg', isolation_level=None); base.execute('begin exclusive')
        print('held', flush=True); sys.stdin.read()
        """,
      ], in: workspace.folder)
    let (release, said) = (Pipe(), Pipe())
    holder.standardInput = release
    holder.standardOutput = said
    try holder.run()
    #expect(!said.fileHandleForReading.availableData.isEmpty)
    let outcome = try workspace.hetu(Self.change)
    try release.fileHandleForWriting.close()
    holder.waitUntilExit()
    #expect(outcome.status == 5)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("r.gpkg"))
    #expect(try Data(contentsOf: workspace.registry) == before)
    #expect(try workspace.hetu(Self.change).status == 0)
  }
}
