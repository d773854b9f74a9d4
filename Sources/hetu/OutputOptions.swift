import ArgumentParser
import Foundation
import HetuExchange
import HetuPlanning
import HetuPublishing
import HetuRegistry

/// The forms in which answers come.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, geojson, csv, xlsx
}

extension Audience: ExpressibleByArgument {}

/// How and where an answer is written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "table, json, geojson, csv or xlsx (default: by the file's extension, else a table on a terminal, else json)."
  )
  var format: OutputFormat?

  @Option(name: [.customShort("o"), .long], help: "The file to write instead of standard output.")
  var output: String?

  @Flag(name: .long, help: "Replace the output file if it exists.")
  var force = false

  @Option(name: .long, help: "Whom it is made for: internal, or public (phones masked, sensitive positions coarsened).")
  var audience: Audience = .internal

  /// Writes an answer, then its warnings to standard error; `json` and `geoJSON` where its forms are not the usual ones.
  func write(
    _ answer: Answer, json: @autoclosure () -> JSONValue? = nil, geoJSON: @autoclosure () -> JSONValue? = nil
  ) throws {
    let format = try chosenFormat()
    switch format {
    case .table: try write(Array(AnswerTable(answer).text().utf8))
    case .json, .geojson:
      try write((format == .json ? json() ?? answer.json() : geoJSON() ?? answer.geoJSON()).document)
    case .csv, .xlsx: try writeRows(answer, format)
    }
    for warning in answer.warnings {
      Diagnostics.write("注意：\(warning.reference.map { "\($0)：" } ?? "")\(warning.message)")
    }
  }

  private func chosenFormat() throws -> OutputFormat {
    if let format { return format }
    if let output {
      guard let format = OutputFormat(rawValue: URL(fileURLWithPath: output).pathExtension.lowercased()) else {
        throw RegistryError(.usage, "the form of \(output) can't be told from its name; give --format")
      }
      return format
    }
    return isatty(STDOUT_FILENO) == 1 ? .table : .json
  }

  private func write(_ bytes: [UInt8]) throws {
    if let output {
      try OutputFile.writeAll(bytes, to: output, overwrite: force)
    } else {
      try StandardOutput.write(bytes)
    }
  }

  private func writeRows(_ answer: Answer, _ format: OutputFormat) throws {
    if let output {
      try answer.writeRows(toFile: output, overwrite: force)
      return
    }
    guard format == .csv else {
      throw RegistryError(.usage, "a workbook can't go to standard output; name a file with -o")
    }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try answer.writeRows(toFile: scratch.path, overwrite: false)
    try StandardOutput.write(Array(try Data(contentsOf: scratch)))
  }
}

/// Writes to standard output; a reader that went away ends the command quietly.
enum StandardOutput {
  static func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { throw ExitCode(ExitStatus.done.rawValue) }
        throw RegistryError(.storage, "standard output can't be written: \(String(cString: strerror(errno)))")
      }
      start += count
    }
  }
}
