import Foundation

/// A command of PROJ or GeographicLib that answers lines of numbers with lines of numbers.
enum Oracle {
  static func isInstalled(_ command: String) -> Bool { FileManager.default.isExecutableFile(atPath: path(command)) }

  /// The numbers in each line of a command's output.
  static func answers(of command: [String], _ input: String) throws -> [[Double]] {
    let process = Process()
    process.executableURL = URL(filePath: path(command[0]))
    process.arguments = Array(command.dropFirst())
    let (entry, exit) = (Pipe(), Pipe())
    process.standardInput = entry
    process.standardOutput = exit
    try process.run()
    try entry.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try entry.fileHandleForWriting.close()
    let text = String(decoding: exit.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map { $0.split { " \t".contains($0) }.compactMap { Double($0) } }
  }

  private static func path(_ command: String) -> String { "/usr/bin/\(command)" }
}
