import Foundation
import HetuExchange

/// An HTML page as a Word document (DOCX), by the installed pandoc.
public struct WordDocument {
  /// A picture by the file name that a page calls it by.
  public typealias Picture = (name: String, bytes: [UInt8])

  private let program: URL

  /// - Parameter searchPath: folders, separated by colons, in which pandoc is looked for; nil where it is in none.
  public init?(searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "") {
    let paths = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/pandoc" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return nil }
    program = URL(fileURLWithPath: path)
  }

  /// The document of a page of ours, in which all values are escaped and which names nothing to be fetched: pandoc would fetch it, as
  /// Debian's can't find its own data in its sandbox. The same page and day give the same bytes with the same pandoc.
  ///
  /// - Parameters:
  ///   - pictures: what the page shows. In the page itself they would stand in the document twice, the second time as their own
  ///     description.
  ///   - day: the day (`2021-11-15`) that the document counts as made on.
  ///   - hasContents: whether it gets a table of contents. `<h1>` becomes the title, `<h2>` a heading of the first level.
  /// - Throws: ``OutputError`` where pandoc fails, `CancellationError` where the task is cancelled, which ends pandoc.
  public func docx(
    ofHTML html: String, pictures: [Picture] = [], day: String, hasContents: Bool = false
  ) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, document) = (folder.appending(path: "page.html"), folder.appending(path: "page.docx"))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // Word would show the page's title besides its heading. Of a page's language pandoc makes that of Latin letters and figures,
      // too, which are then broken anywhere, phones among them: the look has both.
      let bare = html.replacing(/<title>[^<]*<\/title>/, with: "").replacing(/<html lang="[^"]*">/, with: "<html>")
      try Data(bare.utf8).write(to: page)
      for picture in pictures { try Data(picture.bytes).write(to: folder.appending(path: picture.name)) }
      let process = Process()
      process.executableURL = program
      process.currentDirectoryURL = folder
      let (look, filter) = (folder.appending(path: "look.docx"), folder.appending(path: "contents.lua"))
      try Data(WordLook.reference).write(to: look)
      try Data(WordLook.contents.utf8).write(to: filter)
      process.arguments =
        [
          "--from=html", "--to=docx", "--shift-heading-level-by=-1",
          "--reference-doc=\(look.path)", "--output=\(document.path)",
        ] + (hasContents ? ["--lua-filter=\(filter.path)"] : []) + [page.path]
      process.environment = ["SOURCE_DATE_EPOCH": "\(Self.seconds(of: day))", "LC_ALL": "C.UTF-8", "HOME": folder.path]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let ended = DispatchSemaphore(value: 0)
      process.terminationHandler = { _ in ended.signal() }
      try process.run()
      while ended.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
        if Task.isCancelled { process.terminate() }
      }
      try Task.checkCancellation()
      guard process.terminationStatus == 0 else {
        throw OutputError("pandoc can't make the DOCX (status \(process.terminationStatus)); make HTML instead")
      }
      return try StoredArchive.bytes(ofFile: document.path, changing: "word/document.xml") {
        Self.withWideSheets(Self.withWholeRows($0))
      }
    } catch let error where error is OutputError || error is ExchangeError || error is CancellationError {
      throw error
    } catch {
      throw OutputError("the DOCX can't be made by pandoc: \(error.localizedDescription); check the disk's space")
    }
  }

  /// Rows that no page break parts, and tables of which no page has the first or the last row alone. The style of our tables says of
  /// rows that they stay whole, too, but only Word heeds it there.
  private static func withWholeRows(_ document: String) -> String {
    let parts = document.components(separatedBy: "<w:tbl>")
    return
      ([parts[0]]
      + parts.dropFirst().map { part in
        var rows = part.components(separatedBy: "<w:tr>")
        for number in rows.indices.dropFirst().dropLast() where number <= 2 || number == rows.count - 2 {
          rows[number] = rows[number].replacing(/<w:pStyle w:val="Compact" ?\/>/) { "\($0.output)<w:keepNext/>" }
        }
        return rows.joined(separator: "<w:tr>")
      }).joined(separator: "<w:tbl>")
      .replacing("<w:tr>", with: "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
      .replacing("<w:cantSplit/></w:trPr><w:trPr>", with: "<w:cantSplit/>")
  }

  /// The sheets behind the text on pages across that they fill: pandoc knows neither such pages nor pictures wider than its own.
  private static func withWideSheets(_ document: String) -> String {
    let parts = document.components(separatedBy: WordLook.endOfText)
    guard parts.count == 2, let start = parts[1].range(of: "<w:sectPr>", options: .backwards)?.lowerBound,
      let end = parts[1].range(of: "</w:sectPr>", options: .backwards)?.upperBound, start < end
    else { return document }
    let section = String(parts[1][start..<end])
    let across = section.replacing(/<w:pgSz [^>]*>/, with: WordLook.pageAcross)
      .replacing(/<w:pgMar [^>]*>/, with: WordLook.marginsAcross)
    // A sheet as wide as an upright page's text is as high across.
    func larger(_ units: Substring) -> Int { Int(((Double(units) ?? 0) * 2.0.squareRoot()).rounded()) }
    let sheets = parts[1][..<start].replacing(/<(wp:extent|a:ext) cx="(\d+)" cy="(\d+)"/) { extent in
      "<\(extent.1) cx=\"\(larger(extent.2))\" cy=\"\(larger(extent.3))\""
    }
    return parts[0] + WordLook.endOfText.replacing("<w:sectPr/>", with: section) + sheets + across + parts[1][end...]
  }

  /// The day's beginning in Greenwich, seconds since 1970; 0 for what is no day.
  private static func seconds(of day: String) -> Int {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
    return (try? style.parse(day)).map { Int($0.timeIntervalSince1970) } ?? 0
  }
}
