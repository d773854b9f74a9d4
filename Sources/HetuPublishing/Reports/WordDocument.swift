import Foundation
import HetuExchange
import HetuRegistry

/// An HTML page as a Word document (DOCX), by pandoc where it is installed.
public enum WordDocument {
  /// The document of a page of ours, in which all values are escaped and nothing refers to another file; the same page gives the same
  /// bytes with the same pandoc.
  ///
  /// - Parameter searchPath: folders, separated by colons, in which pandoc is looked for.
  /// - Throws: `RegistryError` of class storage where there is no pandoc, or it fails.
  public static func docx(
    ofHTML html: [UInt8], searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) throws -> [UInt8] {
    let places = searchPath.split(separator: ":").map { URL(fileURLWithPath: String($0)).appending(path: "pandoc") }
    guard let pandoc = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      throw RegistryError(
        .storage,
        "a .docx needs pandoc, which is not installed; install it (apt-get install pandoc), or name an .html file")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, document) = (folder.appending(path: "page.html"), folder.appending(path: "page.docx"))
    // Word would show the page's title besides its heading.
    let text = String(decoding: html, as: UTF8.self).replacing(/<title>[^<]*<\/title>/, with: "")
    try Data(text.utf8).write(to: page)
    let process = Process()
    process.executableURL = pandoc
    // Debian's pandoc can't find its own data in its sandbox; the page holds nothing that it would go and read.
    process.arguments = ["--from=html", "--to=docx", "--output=\(document.path)", page.path]
    process.environment = ["SOURCE_DATE_EPOCH": "1577836800", "LANG": "C.UTF-8", "HOME": folder.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let bytes = FileManager.default.contents(atPath: document.path) else {
      throw RegistryError(
        .storage,
        "pandoc could not make the .docx (it ended with \(process.terminationStatus)); name an .html file instead")
    }
    return [UInt8](bytes)
  }
}
