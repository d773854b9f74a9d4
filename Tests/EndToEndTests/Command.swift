import Foundation

/// What a finished process left: its exit status and its two outputs.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// The lines of the diagnostics.
  var errorLines: [Substring] { errors.split(separator: "\n") }
}

/// Starts programs. Their outputs go to files, so that none can block on a full pipe.
enum Program {
  /// The `hetu` that was built beside the tests.
  static let hetu: URL = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appending(path: "hetu")
  }()

  static let python = URL(fileURLWithPath: "/usr/bin/python3")

  /// A process ready to run, with a known environment and a silent crash reporter.
  static func process(
    _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.environment =
      [
        "PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "COLUMNS": "80",
        "SWIFT_BACKTRACE": "enable=no",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      ].merging(environment) { _, given in given }
    return process
  }

  /// Runs a program to its end.
  static func run(
    _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String] = [:], input: String = ""
  ) throws -> Outcome {
    let scratch = FileManager.default.temporaryDirectory
    let files = ["out", "err", "in"].map { scratch.appending(path: "hetu-e2e-\(UUID().uuidString).\($0)") }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    for file in files { try Data(file == files[2] ? input.utf8 : "".utf8).write(to: file) }
    let process = process(executable, arguments, in: folder, environment: environment)
    process.standardInput = try FileHandle(forReadingFrom: files[2])
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(
      status: status, output: String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }
}

/// A folder of its own for one test, with a registry, removed afterwards.
final class Workspace {
  let folder: URL
  var registry: URL { file("r.gpkg") }

  /// A folder; with an empty registry unless told otherwise.
  init(withRegistry: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "hetu-e2e-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if withRegistry { try Self.emptyRegistry.get().write(to: registry) }
  }

  /// An empty registry, made once for all tests.
  private static let emptyRegistry = Result {
    let workspace = try Workspace(withRegistry: false)
    let made = try workspace.hetu("init")
    guard made.status == 0 else { throw Failure(made.errors) }
    return try Data(contentsOf: workspace.registry)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  func file(_ name: String) -> URL { folder.appending(path: name) }

  /// Writes a file and returns its name.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: file(name))
    return name
  }

  func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: file(name)) }

  func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: file(name)), as: UTF8.self) }

  /// Runs `hetu` in the folder, on its registry.
  func hetu(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try hetu(arguments, environment: environment)
  }

  func hetu(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws -> Outcome {
    try Program.run(
      Program.hetu, arguments, in: folder,
      environment: ["HETU_REGISTRY": registry.path].merging(environment) { _, given in given }, input: input)
  }

  /// Runs `hetu` as somebody who is not root, for whom file permissions count.
  func hetuAsNobody(_ arguments: String...) throws -> Outcome {
    guard geteuid() == 0 else { return try hetu(arguments) }
    return try Program.run(
      URL(fileURLWithPath: "/usr/bin/setpriv"),
      ["--reuid=65534", "--regid=65534", "--clear-groups", Program.hetu.path] + arguments, in: folder,
      environment: ["HETU_REGISTRY": registry.path])
  }

  /// Runs a Python program in the folder; its standard output without the last line end.
  @discardableResult
  func python(_ program: String, _ arguments: String...) throws -> String {
    let outcome = try Program.run(Program.python, ["-c", program] + arguments, in: folder)
    guard outcome.status == 0 else { throw Failure(outcome.errors) }
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  /// The first column of a query on the registry, by the system's SQLite and not by Hetu.
  func sql(_ query: String, on name: String = "r.gpkg") throws -> [String] {
    let program = """
      import sqlite3, sys
      for row in sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute(sys.argv[2]): print(row[0])
      """
    return try python(program, name, query).split(separator: "\n").map(String.init)
  }

  /// All that the registry says, as SQL text, so that two states can be compared.
  func state() throws -> String {
    let program = """
      import sqlite3, hashlib, sys
      base = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
      digest = hashlib.sha256()
      for (name,) in base.execute("select name from sqlite_master where type = 'table' order by name").fetchall():
          # The contents table states when a layer was last touched; that is no content.
          if name in ("gpkg_contents", "hetu_change", "sqlite_sequence"): continue
          for row in base.execute('select * from "' + name + '"'): digest.update(repr((name, row)).encode())
      print(digest.hexdigest())
      """
    return try python(program, "r.gpkg")
  }

  /// The number of records of a kind.
  func count(_ kind: String) throws -> Int { Int(try sql("SELECT count(*) FROM \(kind)").first ?? "") ?? -1 }
}

/// Small files of invented records.
enum Sample {
  /// Two tailings ponds that are in order.
  static let ponds = "编号,尾矿库名称,经度,纬度\nA1,甲尾矿库,110.9,34.5\nA2,乙尾矿库,110.7,34.4\n"

  /// A FeatureCollection of one feature.
  static func feature(_ geometry: String, name: String = "甲", code: String = "A1", more: String = "") -> String {
    """
    {"type":"FeatureCollection"\(more),"features":[{"type":"Feature","properties":{"name":"\(name)","code":"\(code)",\
    "river_name":"甲河"},"geometry":\(geometry)}]}
    """
  }
}
