import Foundation

/// A program run to its end.
public struct Command: Sendable {
  /// Its exit status; the signal's number, negative, where one ended it.
  public let status: Int32
  /// All that it wrote to standard output.
  public let output: Data
  /// All that it wrote to standard error.
  public let errorOutput: Data

  /// The standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
  /// The standard error as text.
  public var errorText: String { String(decoding: errorOutput, as: UTF8.self) }

  /// Whether a program of that name is installed, so that a test can be left out where it is not.
  public static func isInstalled(_ name: String) -> Bool { location(of: name) != nil }

  /// Runs a program to its end; its outputs go to files, so that no full pipe can stop it.
  ///
  /// - Parameters:
  ///   - name: a path, or a name that is looked for along `PATH`.
  ///   - input: what it reads on standard input.
  ///   - environment: variables put over those of this process.
  /// - Throws: ``CommandError`` where there is no such program or it is not done after `timeoutSeconds`.
  public static func run(
    _ name: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:],
    in folder: URL? = nil, timeoutSeconds: Double = 120
  ) throws -> Command {
    guard let program = location(of: name) else { throw CommandError("\(name) is not installed") }
    let scratch = try Scratch()
    let entry = try FileHandle(forReadingFrom: scratch.write(input, to: "in"))
    let output = try FileHandle(forWritingTo: scratch.write("", to: "out"))
    let errorOutput = try FileHandle(forWritingTo: scratch.write("", to: "err"))
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = folder
    process.standardInput = entry
    process.standardOutput = output
    process.standardError = errorOutput
    let done = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in done.signal() }
    try process.run()
    guard done.wait(timeout: .now() + timeoutSeconds) == .success else {
      process.terminate()
      throw CommandError("\(name) was not done after \(timeoutSeconds) s")
    }
    return Command(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: try Data(contentsOf: scratch.url("out")), errorOutput: try Data(contentsOf: scratch.url("err")))
  }

  private static func location(of name: String) -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    return paths.first(where: FileManager.default.isExecutableFile).map { URL(fileURLWithPath: $0) }
  }
}

/// Why a program could not be run to its end.
public struct CommandError: Error, Sendable, CustomStringConvertible {
  /// The reason.
  public let description: String

  /// An error of that reason.
  public init(_ description: String) { self.description = description }
}
