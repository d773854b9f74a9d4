import Foundation
import Testing

@Suite struct `Outputs that can't be written` {
  private func filled() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "ponds.csv")
    guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    return workspace
  }

  private static let writers = [
    ["list", "tailings_pond", "-o"], ["near", "--at", "110.9,34.5", "--within", "1km", "-o"],
    ["export", "tailings_pond", "-o"], ["check", "-o"],
  ]
  private static let extensions = ["csv", "xlsx"]

  @Test(arguments: writers, extensions)
  func `a file that is there stays as it is unless --force is given`(_ command: [String], _ suffix: String) throws {
    let workspace = try filled()
    let name = try workspace.write("there.\(suffix)", "mine")
    let outcome = try workspace.hetu(command + [name])
    #expect(outcome.status == 5)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(name))
    #expect(try workspace.text(name) == "mine")
    #expect([0, 1].contains(try workspace.hetu(command + [name, "--force"]).status))
    #expect(try Data(contentsOf: workspace.file(name)).count > 4)
  }

  @Test(arguments: writers, extensions)
  func `a folder that is not there, or may not be written, is said`(_ command: [String], _ suffix: String) throws {
    let workspace = try filled()
    let outcome = try workspace.hetu(command + ["nowhere/x.\(suffix)"])
    #expect(outcome.status == 5)
    #expect(outcome.errorLines.count == 1)
    let closed = workspace.file("closed")
    try FileManager.default.createDirectory(at: closed, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: closed.path)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.folder.path)
    let refused = try Program.run(
      URL(fileURLWithPath: geteuid() == 0 ? "/usr/bin/setpriv" : "/usr/bin/env"),
      (geteuid() == 0 ? ["--reuid=65534", "--clear-groups"] : []) + [Program.hetu.path] + command
        + ["closed/x.\(suffix)"],
      in: workspace.folder, environment: ["HETU_REGISTRY": workspace.registry.path])
    #expect(refused.status == 5)
    #expect(refused.errorLines.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: closed.path) == [])
  }

  @Test(
    .enabled(if: geteuid() == 0, "a file system of its own needs root"),
    arguments: ["out.geojson", "out.csv", "out.xlsx", "out.kml", "out.gpkg", "out.shp"])
  func `a full disk leaves no piece of a file`(_ name: String) throws {
    let workspace = try Workspace()
    let rows = (0..<4_000).map { "B\($0),尾矿库\($0)号,110.\(10_000 + $0),34.5,\(String(repeating: "备注", count: 60))\n" }
    try workspace.write("many.csv", "编号,尾矿库名称,经度,纬度,备注\n" + rows.joined())
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "many.csv").status == 0)
    let small = workspace.file("small")
    try FileManager.default.createDirectory(at: small, withIntermediateDirectories: false)
    let mounted = try Program.run(
      URL(fileURLWithPath: "/usr/bin/mount"), ["-t", "tmpfs", "-o", "size=128k", "tmpfs", small.path],
      in: workspace.folder)
    guard mounted.status == 0 else { return withKnownIssue("no tmpfs can be mounted here: \(mounted.errors)") {} }
    defer { _ = try? Program.run(URL(fileURLWithPath: "/usr/bin/umount"), [small.path], in: workspace.folder) }
    let outcome = try workspace.hetu("export", "tailings_pond", "-o", "small/\(name)")
    #expect(outcome.status == 5)
    // libxlsxwriter says on its own, and can't be told not to, what it could not write.
    #expect(outcome.errorLines.filter { !$0.hasPrefix("[ERROR]") }.count == 1)
    #expect(outcome.errors.contains("磁盘空间已满"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: small.path) == [])
  }

  @Test(.enabled(if: geteuid() == 0, "a file system of its own needs root"))
  func `an import on a full disk leaves the registry as it was`() throws {
    let workspace = try Workspace()
    let rows = (0..<20_000).map { "B\($0),尾矿库\($0)号,110.\(10_000 + $0),34.5\n" }
    try workspace.write("many.csv", "编号,尾矿库名称,经度,纬度\n" + rows.joined())
    let small = workspace.file("small")
    try FileManager.default.createDirectory(at: small, withIntermediateDirectories: false)
    let mounted = try Program.run(
      URL(fileURLWithPath: "/usr/bin/mount"), ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small.path],
      in: workspace.folder)
    guard mounted.status == 0 else { return withKnownIssue("no tmpfs can be mounted here: \(mounted.errors)") {} }
    defer { _ = try? Program.run(URL(fileURLWithPath: "/usr/bin/umount"), [small.path], in: workspace.folder) }
    let inside = ["HETU_REGISTRY": small.appending(path: "r.gpkg").path]
    #expect(try workspace.hetu("init", environment: inside).status == 0)
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "many.csv", environment: inside)
    #expect(outcome.status == 5)
    #expect(outcome.errorLines.count == 1)
    #expect(try workspace.sql("SELECT count(*) FROM tailings_pond", on: "small/r.gpkg") == ["0"])
    #expect(try workspace.sql("PRAGMA integrity_check", on: "small/r.gpkg") == ["ok"])
  }

  @Test(arguments: ["table", "json", "geojson", "csv"])
  func `a reader that goes away ends the command quietly`(_ format: String) throws {
    let workspace = try Workspace()
    let rows = (0..<3_000).map { "B\($0),尾矿库\($0)号,110.\(10_000 + $0),34.5\n" }
    try workspace.write("many.csv", "编号,尾矿库名称,经度,纬度\n" + rows.joined())
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "many.csv").status == 0)
    let outcome = try Program.run(
      URL(fileURLWithPath: "/bin/bash"),
      [
        "-c", "\"$0\" list tailings_pond --format \(format) | head -c 10 >/dev/null; echo ${PIPESTATUS[0]}",
        Program.hetu.path,
      ],
      in: workspace.folder, environment: ["HETU_REGISTRY": workspace.registry.path])
    #expect(outcome.errors == "")
    #expect(["0\n", "141\n"].contains(outcome.output))
  }

  @Test func `a river's folder that is there stays as it is unless --force is given`() throws {
    let workspace = try filled()
    try workspace.write(
      "reach.geojson", Sample.feature(#"{"type":"LineString","coordinates":[[110.8,34.4],[110.9,34.5]]}"#))
    #expect(try workspace.hetu("import", "--kind", "river_reach", "reach.geojson").status == 0)
    let plan = ["plan", "甲河", "--format", "json", "--format", "geojson", "-o", "out"]
    #expect(try workspace.hetu(plan).status == 0)
    let before = try workspace.text("out/甲河/plan.json")
    let again = try workspace.hetu(plan)
    #expect(again.status == 5)
    #expect(again.errorLines.count == 1)
    #expect(try workspace.hetu(plan + ["--force"]).status == 0)
    #expect(try workspace.text("out/甲河/plan.json") == before)
  }
}
