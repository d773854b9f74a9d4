import Foundation
import Testing

/// Plans that take long, beside all else that is asked.
@Suite(.serialized) struct `Plans under load` {
  /// A program that takes longer for a document than anybody waits.
  private static let slowPandoc = "#!/bin/sh\necho $$ >> \"$(dirname \"$0\")/pids\"\nexec sleep 60\n"

  private func serve() throws -> ServedRegistry {
    let workspace = try Workspace()
    try EditingWorld.importRiver(into: workspace)
    try FileManager.default.createDirectory(at: workspace.file("bin"), withIntermediateDirectories: true)
    try workspace.write("bin/pandoc", Self.slowPandoc)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: workspace.file("bin/pandoc").path)
    try workspace.write("hetu.toml", "anonymous = \"public\"\ntime_limit_s = 10\n")
    return try ServedRegistry(
      workspace, ["--config", "hetu.toml"],
      environment: ["PATH": "\(workspace.file("bin").path):/usr/bin:/bin"])
  }

  /// The processes of pandoc that were begun, and those that still run.
  private func programs(_ workspace: Workspace) throws -> (begun: Int, running: Int) {
    let pids = ((try? workspace.text("bin/pids")) ?? "").split(separator: "\n").compactMap { Int32($0) }
    return (pids.count, pids.count { kill($0, 0) == 0 })
  }

  @Test func `many plans that take long keep nobody else waiting, end in time and are begun once for all`() throws {
    let service = try serve()
    let docx = "/rivers/JH/%E5%93%8D%E5%BA%94%E6%96%B9%E6%A1%88.docx"
    // All at once: the same one six times, and three others.
    let asked = ["", "", "", "", "", "", "?within=500", "?within=2000", "?within=5000"]
    let urls = asked.flatMap { ["-o", "/dev/null", "\(service.base)\(docx)\($0)"] }
    let words = ["-s", "--parallel", "--parallel-immediate", "--max-time", "60", "-w", "%{http_code} %{time_total}\\n"]
    let process = Program.process(URL(fileURLWithPath: "/usr/bin/curl"), words + urls, in: service.workspace.folder)
    let output = service.workspace.file("asked.txt")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    while try programs(service.workspace).begun == 0, process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    for path in ["/health", "/collections/river/items", "/questions/near?at=110.9,34.5&within=20000"] {
      #expect(try service.get(path).status == 200, "\(path)")
    }
    #expect(process.isRunning, "others had to wait for the plans")
    process.waitUntilExit()
    let answers = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: " ")
    }
    #expect(answers.count == asked.count)
    for answer in answers { #expect(answer[0] == "503" && (Double(answer[1]) ?? 60) < 40, "\(answer)") }
    // One thread makes the public's plans.
    #expect(try programs(service.workspace) == (1, 1))
    #expect(service.stop() == 0)
    #expect(try programs(service.workspace) == (1, 0))
  }

  @Test func `the public chooses among a few distances only`() throws {
    let service = try serve()
    #expect(try service.get("/rivers/JH?within=5000").status == 200)
    let refused = try service.get("/rivers/JH?within=5001")
    #expect(refused.status == 400 && (refused.json["detail"] as? String)?.contains("5000") == true)
    let internalOne = try EditingWorld(withRiver: true)
    #expect(try internalOne.service.get("/rivers/JH?within=5001", headers: internalOne.headers("reader")).status == 200)
  }
}
