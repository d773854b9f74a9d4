import Foundation

/// Files that hold what an output was when somebody last looked at it.
///
/// With `HETU_RECORD=1` each is written anew; without, an output that differs, or that has no file yet, fails its test: a recording is
/// looked at before it counts.
public enum Golden {
  /// Whether the files are written anew.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["HETU_RECORD"] == "1" }

  /// Holds an output against the file `Golden/NAME` beside the test's source.
  ///
  /// - Throws: ``GoldenMismatch`` where they differ, or where there is no such file; what was made is then written beside it as
  ///   `NAME.actual`, for a missing file as `NAME` itself.
  public static func check(_ actual: Data, _ name: String, testFile: String = #filePath) throws {
    let file = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    try check(actual, at: file, isRecording: isRecording)
  }

  /// The same for a text.
  public static func check(_ actual: String, _ name: String, testFile: String = #filePath) throws {
    try check(Data(actual.utf8), name, testFile: testFile)
  }

  /// Holds an output against a file.
  static func check(_ actual: Data, at file: URL, isRecording: Bool) throws {
    let recorded = try? Data(contentsOf: file)
    guard recorded != actual else { return }
    let aside = file.appendingPathExtension("actual")
    let target = isRecording || recorded == nil ? file : aside
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try actual.write(to: target)
    if isRecording { return }
    guard let recorded else {
      throw GoldenMismatch(
        description: "\(file.path) was missing; it is written now: look at it, and keep it if it is right")
    }
    throw GoldenMismatch(
      description: """
        \(file.path) differs from what was made (\(target.path)) \(difference(recorded, actual)); \
        if the new one is right, record it with HETU_RECORD=1
        """)
  }

  private static func difference(_ recorded: Data, _ actual: Data) -> String {
    let old = String(decoding: recorded, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let new = String(decoding: actual, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    func shown(_ lines: [Substring]) -> String { line < lines.count ? "“\(lines[line].prefix(120))”" : "the end" }
    return "in line \(line + 1): recorded \(shown(old)), made \(shown(new))"
  }
}

/// An output that is not what was recorded.
public struct GoldenMismatch: Error, Sendable, CustomStringConvertible {
  /// The file, the first line that differs, and what to do.
  public let description: String
}
