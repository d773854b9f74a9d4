import Foundation
import HetuRegistry

/// Something that was handed in: what, by whom, and the state of the registry that it was made of, so that it can be made again.
public struct Submission: Sendable, Hashable, Codable {
  /// A file that was handed in.
  public struct File: Sendable, Hashable, Codable {
    /// Its name.
    public let name: String
    /// Its SHA-256, hexadecimal.
    public let sha256: String

    /// A file from its name and digest.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// The item of the calendar.
  public let item: String
  /// The day on which it was due.
  public let due: String
  /// The branch's district code; nil for the bureau itself.
  public let district: String?
  /// 1 for the first, more for what was handed in again.
  public let number: Int
  /// When it was handed in, UTC.
  public let at: String
  /// The registry's time: its lists as of then are what was handed in, UTC.
  public let asOf: String
  /// The kinds whose records belong to it, with how many there were.
  public let counts: [String: Int]
  /// SHA-256 of those records as of that time, hexadecimal.
  public let recordsSHA256: String
  /// The files that were handed in.
  public let files: [File]
  /// Who handed it in.
  public let actor: String
  /// What is to be said about it.
  public let note: String?

  /// `four-lists/2021-11-15`.
  public var reference: String { "\(item)/\(due)" }

  private static let prefix = "submission/"

  /// All submissions of a registry, by when they were handed in.
  public static func all(in registry: Registry) throws -> [Submission] {
    try registry.settings(beginning: prefix).compactMap {
      try? JSONDecoder().decode(Submission.self, from: Data($0.value.utf8))
    }.sorted { ($0.at, $0.reference, $0.number) < ($1.at, $1.reference, $1.number) }
  }

  /// Whether it was handed in on or before its day in China.
  public var isInTime: Bool { String(HistoryTime.shown(at).prefix(10)) <= due }

  /// Keeps a submission with the registry. What is kept is never changed: one for the same due and branch gets the next number.
  ///
  /// - Parameters:
  ///   - due: what it is for.
  ///   - district: the branch's code, or nil.
  ///   - time: when it is handed in.
  ///   - asOf: the registry's time that `counts` and `recordsSHA256` were taken at.
  public static func keep(
    _ due: ReportingCalendar.Due, district: String?, time: Date, asOf: String, counts: [String: Int],
    recordsSHA256: String, files: [File], actor: String, note: String?, in registry: Registry
  ) throws -> Submission {
    try registry.change(actor: actor, reason: "报送 \(due.item.title) \(due.day)") { writer in
      let place = "\(prefix)\(due.reference)/\(district ?? "-")/"
      var number = 1
      while try writer.setting("\(place)\(number)") != nil { number += 1 }
      let submission = Submission(
        item: due.item.id, due: due.day, district: district, number: number, at: HistoryTime.format(time), asOf: asOf,
        counts: counts, recordsSHA256: recordsSHA256, files: files, actor: actor, note: note)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try writer.set("\(place)\(number)", to: String(decoding: try encoder.encode(submission), as: UTF8.self))
      return submission
    }
  }
}
