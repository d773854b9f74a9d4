import Foundation
import Testing

@Suite struct `The call` {
  private static let commands = [
    "init", "import", "list", "show", "history", "near", "corridor", "sections", "trace", "stop", "crossings", "plan",
    "export", "check", "template", "lists", "ledger", "changes", "apply", "duplicates", "merge", "due", "submit",
    "submissions", "report",
  ]

  @Test(arguments: commands)
  func `every command explains itself in 80 columns and stands in the README`(_ command: String) throws {
    let workspace = try Workspace(withRegistry: false)
    let help = try workspace.hetu(command, "--help")
    #expect(help.status == 0)
    #expect(help.errors == "")
    #expect(help.output.hasPrefix("OVERVIEW: "))
    let usage = help.output.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("USAGE:") }
    for line in usage { #expect(line.count <= 80, "\(line)") }
    let overview = try workspace.hetu("--help")
    #expect(overview.output.contains("\n  \(command) "))
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for name in ["README.md", "README.zh-CN.md"] {
      let readme = try String(contentsOf: root.appending(path: name), encoding: .utf8)
      #expect(readme.contains("hetu \(command)") || readme.contains("`\(command)"), "\(name) does not name \(command)")
    }
  }

  @Test func `the help tells the exit statuses`() throws {
    let help = try Workspace(withRegistry: false).hetu("--help").output
    #expect(help.contains("Exit status: 0 done; 1 done, with findings; 2"))
  }

  @Test(arguments: [
    ["--nonsense"], ["nonsense"], ["list"], ["list", "expert", "--nonsense"], ["list", "expert", "--format", "pdf"],
    ["list", "expert", "-o", "x.pdf"], ["list", "expert", "--as-of", "yesterday"],
    ["list", "expert", "--where", "name ="], ["list", "expert", "--where", "nosuch = 1"],
    ["near", "--at", "110,34"], ["near", "--within", "1km"], ["near", "--at", "here", "--within", "1km"],
    ["near", "--at", "nan,34", "--within", "1km"], ["near", "--at", "110,34", "--within", "nan"],
    ["near", "--at", "110,34", "--within", "500km"], ["near", "--at", "110,34", "--within=-1km"],
    ["near", "--at", "110,34", "--of", "expert/E1", "--within", "1km"], ["corridor", "--within", "1km"],
    ["corridor", "甲河", "--all", "--within", "1km"], ["plan", "-o", "x"], ["plan", "甲河"],
    ["plan", "甲河", "-o", "x", "--format", "odt"], ["export", "-o", "x.csv"], ["export", "expert"],
    ["export", "expert", "-o", "x.dxf"], ["export", "expert", "mechanism", "-o", "x.csv"],
    ["export", "expert", "-o", "x.csv", "--crs", "nowhere"], ["import"], ["import", "--mode", "merge", "x.csv"],
    ["import", "--map", "x", "x.csv"], ["history", "--since", "yesterday"], ["check", "--format", "geojson"],
    ["check", "--on", "someday"], ["ledger", "--by", "colour"], ["ledger", "--on", "2021-02-30"],
    ["changes", "-o", "x"], ["changes", "--since", "2021-01-01"],
    ["changes", "--since", "yesterday", "-o", "x"], ["apply"], ["due", "--on", "2021-13-01"],
    ["due", "--window", "x"], ["submit"], ["report", "month"], ["report", "month", "-o", "x.pdf"],
    ["report", "four-lists", "-o", "x.html"], ["merge", "expert/A"],
    ["merge", "expert/A", "expert/B"], ["check", "--completeness", "--format", "csv"],
    ["merge", "expert/A", "expert/B", "--actor", "甲", "--reason", "乙", "--distinct", "--take", "name"],
    ["ledger", "--state", "无此状态"],
    ["ledger", "move", "P1", "--to", "挂账"],
    ["ledger", "move", "P1", "--to", "挂账", "--actor", "甲", "--reason", "乙", "--stage", "无日期"],
    ["trace"], ["trace", "--from", "110,34", "--speed", "0"], ["trace", "--from", "110,34", "--speed", "0.001"],
    ["trace", "--from", "110,34", "--mass", "5kg"],
    ["trace", "--from", "110,34", "--mass", "-5kg", "--substance", "锑"],
    ["trace", "--from", "110,34", "--mass", "5", "--substance", "锑"], ["stop"],
    ["check", "--on", "someday"], ["template", "expert"], ["template", "-o", "x.xlsx"],
    ["template", "expert", "-o", "x.csv"], ["lists"], ["lists", "-o", "x", "--as-of", "yesterday"],
  ])
  func `words that are off end with 2, without an answer or a change`(_ arguments: [String]) throws {
    let workspace = try Workspace()
    let before = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted()
    let outcome = try workspace.hetu(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(!outcome.errors.isEmpty)
    #expect(!outcome.errors.contains("fault in Hetu"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted() == before)
  }

  @Test(arguments: [
    ["list", "nosuch"], ["template", "nosuch", "-o", "x.xlsx"], ["list", "expert", "--district", "无此县"],
    ["list", "expert", "--near-river", "无此河"],
    ["show", "expert/none"], ["show", "nosuch/none"], ["show", "none"], ["history", "expert/none"],
    ["near", "--of", "expert/none", "--within", "1km"],
    ["near", "--at", "110,34", "--within", "1km", "--kind", "nosuch"],
    ["corridor", "无此河", "--within", "1km"], ["sections", "无此河"], ["plan", "无此河", "-o", "x"],
    ["export", "nosuch", "-o", "x.csv"], ["check", "--kind", "nosuch"],
  ])
  func `what is not found ends with 3 and says what there is`(_ arguments: [String]) throws {
    let workspace = try Workspace()
    let before = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted()
    let outcome = try workspace.hetu(arguments)
    #expect(outcome.status == 3)
    #expect(outcome.output == "")
    #expect(outcome.errorLines.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).sorted() == before)
  }

  @Test func `a river's name that fits two rivers ends with 3 and both codes`() throws {
    let workspace = try Workspace()
    let reaches = [("R1", "[[110.1,34.1],[110.2,34.2]]"), ("R2", "[[111.1,34.1],[111.2,34.2]]")].map { code, line in
      #"{"type":"Feature","properties":{"code":"\#(code)-1","river_name":"沙河","river_code":"\#(code)"},"#
        + #""geometry":{"type":"LineString","coordinates":\#(line)}}"#
    }
    try workspace.write(
      "reach.geojson", #"{"type":"FeatureCollection","features":[\#(reaches.joined(separator: ","))]}"#)
    #expect(try workspace.hetu("import", "--kind", "river_reach", "reach.geojson").status == 0)
    for arguments in [
      ["corridor", "沙河", "--within", "1km"], ["sections", "沙河"], ["plan", "沙河", "-o", "x"],
      ["list", "expert", "--near-river", "沙河"],
    ] {
      let outcome = try workspace.hetu(arguments)
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains("R1"))
      #expect(outcome.errors.contains("R2"))
      #expect(outcome.errorLines.count == 1)
    }
    #expect(try workspace.hetu("corridor", "R1", "--within", "1km").status == 0)
  }

  @Test func `the registry is taken from the option, else the environment, else the folder`() throws {
    let workspace = try Workspace(withRegistry: false)
    #expect(try workspace.hetu("init", "--registry", "a.gpkg").status == 0)
    #expect(try workspace.hetu("--registry", "b.gpkg", "init").status == 0)
    #expect(try workspace.hetu("init", environment: ["HETU_REGISTRY": "c.gpkg"]).status == 0)
    let plain = Program.process(Program.hetu, ["init"], in: workspace.folder)
    plain.standardError = FileHandle.nullDevice
    try plain.run()
    plain.waitUntilExit()
    let made = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).filter {
      $0.hasSuffix(".gpkg")
    }
    #expect(made.sorted() == ["a.gpkg", "b.gpkg", "c.gpkg", "hetu.gpkg"])
  }
}
