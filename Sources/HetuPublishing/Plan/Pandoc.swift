import Foundation

/// The installed pandoc, which turns a page into a word processor's document.
struct Pandoc {
  private let program: URL

  /// nil where no pandoc lies along `PATH`.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let paths = folders.filter { $0.hasPrefix("/") }.map { "\($0)/pandoc" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return nil }
    program = URL(fileURLWithPath: path)
  }

  /// An HTML page as DOCX with a table of contents; `<h2>` becomes a heading of the first level. The page must name nothing to be
  /// fetched: pandoc would fetch it, and its sandbox can not read the styles that it needs.
  ///
  /// - Parameter day: the day (`2021-11-15`) that the document counts as made on, so that two runs give the same bytes.
  /// - Throws: ``OutputError`` where pandoc fails.
  func document(from page: String, day: String) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "plan.docx")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let input = folder.appending(path: "plan.html")
      try Data(page.utf8).write(to: input)
      let process = Process()
      process.executableURL = program
      process.arguments = [
        "--from=html", "--to=docx", "--toc", "--toc-depth=1", "--shift-heading-level-by=-1",
        "--metadata=toc-title:目录", "--metadata=lang:zh-CN", "--output=\(output.path)", input.path,
      ]
      process.environment = ["SOURCE_DATE_EPOCH": "\(Self.seconds(of: day))", "LC_ALL": "C.UTF-8", "HOME": folder.path]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw OutputError("pandoc can't make the DOCX (status \(process.terminationStatus)); try without --format docx")
      }
      return Array(try Data(contentsOf: output))
    } catch let error as OutputError {
      throw error
    } catch {
      throw OutputError("the DOCX can't be made by pandoc: \(error.localizedDescription); check the disk's space")
    }
  }

  /// The day's beginning in Greenwich, seconds since 1970; 0 for what is no day.
  private static func seconds(of day: String) -> Int {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
    return (try? style.parse(day)).map { Int($0.timeIntervalSince1970) } ?? 0
  }
}
