import Foundation

/// A running `hetu serve` on a port of its own, ended with the value.
final class ServedRegistry {
  let workspace: Workspace
  private let process: Process
  private let log: URL
  let base: String

  /// Serves the workspace's registry.
  convenience init(_ workspace: Workspace, _ options: String...) throws { try self.init(workspace, options) }

  init(_ workspace: Workspace, _ options: [String], environment: [String: String] = [:]) throws {
    self.workspace = workspace
    log = workspace.file("serve.log")
    try Data().write(to: log)
    process = Program.process(
      Program.hetu, ["serve", "--port", "0"] + options, in: workspace.folder,
      environment: ["HETU_REGISTRY": workspace.registry.path].merging(environment) { $1 })
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var found: String?
    for _ in 0..<200 where found == nil && process.isRunning {
      Thread.sleep(forTimeInterval: 0.05)
      let text = try String(contentsOf: log, encoding: .utf8)
      found = text.firstMatch(of: /"message":"serving","address":"[^"]*?:([0-9]+)"/).map { String($0.1) }
    }
    guard let found else {
      process.terminate()
      throw Workspace.Failure("hetu serve did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    base = "http://127.0.0.1:\(found)"
  }

  deinit { if process.isRunning { process.terminate() } }

  struct Answer {
    let status: Int
    let text: String
    let headers: [String: String]

    /// The body as a JSON object.
    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
    /// The features of a collection.
    var features: [[String: Any]] { json["features"] as? [[String: Any]] ?? [] }
    /// The names of the features.
    var names: [String] { features.compactMap { ($0["properties"] as? [String: Any])?["name"] as? String } }
    /// The address of a link.
    func link(_ relation: String) -> String? {
      (json["links"] as? [[String: Any]])?.first { $0["rel"] as? String == relation }?["href"] as? String
    }
  }

  /// Asks for a path, or a full address; parameters are encoded.
  func get(_ path: String, _ parameters: [String: String] = [:], headers: [String: String] = [:]) throws -> Answer {
    var arguments = ["-s", "-g", "-i", "--max-time", "60", "--path-as-is", "-G"]
    for (name, value) in headers { arguments += ["-H", "\(name): \(value)"] }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      arguments += ["--data-urlencode", "\(name)=\(value)"]
    }
    return try curl(arguments + [path.hasPrefix("http") ? path : base + path])
  }

  /// Sends a body, or none, by any method.
  func send(_ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]) throws -> Answer {
    let fields = ["Content-Type": "application/geo+json"].merging(headers) { $1 }
    let data = body.map { ["--data-binary", $0] } ?? []
    return try curl(
      ["-s", "-g", "-i", "--max-time", "60", "--path-as-is", "-X", method] + data
        + fields.flatMap { ["-H", "\($0.key): \($0.value)"] } + [path.hasPrefix("http") ? path : base + path])
  }

  /// What stands in the log.
  var logText: String { get throws { try String(contentsOf: log, encoding: .utf8) } }

  /// Sends a form.
  func post(_ path: String, _ body: String, headers: [String: String] = [:]) throws -> Answer {
    try curl(["-s", "-i", "--data", body] + headers.flatMap { ["-H", "\($0.key): \($0.value)"] } + [base + path])
  }

  private func curl(_ arguments: [String]) throws -> Answer {
    let outcome = try Program.run(URL(fileURLWithPath: "/usr/bin/curl"), arguments, in: workspace.folder)
    guard outcome.status == 0 else { throw Workspace.Failure("curl ended with \(outcome.status): \(outcome.errors)") }
    let parts = outcome.output.replacing("\r\n", with: "\n").split(
      separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\n")
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      line.firstIndex(of: ":").map {
        (line[..<$0].lowercased(), line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces))
      }
    }
    return Answer(
      status: Int(lines[0].split(separator: " ")[1]) ?? 0, text: parts.count > 1 ? String(parts[1]) : "",
      headers: Dictionary(headers) { first, _ in first })
  }

  /// Tells the service to end and returns its exit status.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// Whether the service still runs.
  var isRunning: Bool { process.isRunning }
}
