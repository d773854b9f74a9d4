import Foundation
import Testing

@Suite(.serialized) struct `A killed import` {
  private static let rows = 200_000

  @Test(arguments: [0.1, 0.5, 1.5, 4])
  func `leaves all of the file or none of it`(_ seconds: Double) throws {
    let workspace = try Workspace()
    var text = "编号,尾矿库名称,经度,纬度\n"
    for row in 0..<Self.rows { text += "B\(row),尾矿库\(row)号,110.\(100_000 + row),34.\(500_000 - row)\n" }
    try workspace.write("many.csv", text)
    let process = Program.process(
      Program.hetu, ["import", "--kind", "tailings_pond", "many.csv"], in: workspace.folder,
      environment: ["HETU_REGISTRY": workspace.registry.path])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    // The next command finds a registry that it can open, and rolls back what was begun.
    let list = try workspace.hetu("import", "--kind", "tailings_pond", "--dry-run", "many.csv")
    #expect(list.status == 0)
    #expect([0, Self.rows].contains(try workspace.count("tailings_pond")))
    #expect(try workspace.sql("PRAGMA integrity_check") == ["ok"])
    #expect(try workspace.sql("SELECT rtreecheck('rtree_tailings_pond_geom')") == ["ok"])
    let history = try workspace.hetu("history", "--format", "json")
    #expect(history.status == 0)
    #expect(history.output.contains("\"insert\"") == (try workspace.count("tailings_pond") > 0))
    let check = try workspace.hetu("near", "--at", "110.9,34.4", "--within", "1m")
    #expect(check.status == 0)
  }
}
