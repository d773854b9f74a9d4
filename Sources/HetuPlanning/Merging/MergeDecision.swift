import Foundation
import HetuRegistry
import HetuSchemas

/// What somebody decided about two records that may be the same thing; kept with the registry.
public struct MergeDecision: Sendable, Hashable, Codable {
  /// What was decided.
  public enum Verdict: String, Sendable, Codable {
    /// They are two things.
    case distinct
    /// They are one; the second was merged into the first.
    case merged
  }

  /// What was decided.
  public let verdict: Verdict
  /// The kind's name.
  public let kind: String
  /// The first record's id.
  public let first: String
  /// The second record's id.
  public let second: String
  /// The second record's code, by which it is known when it comes in again.
  public let secondCode: String
  /// When, UTC.
  public let at: String
  /// Who decided.
  public let actor: String
  /// Why.
  public let reason: String

  private static let prefix = "decision/"

  private var key: String { Self.prefix + "\(kind)/\(min(first, second))/\(max(first, second))" }

  /// All decisions of a registry.
  static func all(in registry: Registry) throws -> [MergeDecision] {
    try registry.settings(beginning: prefix).compactMap {
      try? JSONDecoder().decode(MergeDecision.self, from: Data($0.value.utf8))
    }
  }

  func keep(_ writer: RegistryWriter) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try writer.set(key, to: String(decoding: try encoder.encode(self), as: UTF8.self))
  }
}

/// Decides about two records of a kind that may be the same thing.
public struct RecordMerging: Sendable {
  let first: String
  let second: String
  let actor: String
  let reason: String

  /// A decision about two records, named as `kind/code` or by id.
  ///
  /// - Throws: `RegistryError` of class usage where nobody or no reason is named.
  public init(_ first: String, _ second: String, actor: String, reason: String) throws {
    guard !ValueReading.trimmed(actor).isEmpty, !ValueReading.trimmed(reason).isEmpty else {
      throw RegistryError(.usage, "a decision about two records needs who decides and why; give --actor and --reason")
    }
    self.first = first
    self.second = second
    self.actor = ValueReading.trimmed(actor)
    self.reason = ValueReading.trimmed(reason)
  }

  /// What the merging of two records did.
  public struct Outcome: Sendable {
    /// The record that stays, as `kind/code`.
    public let kept: String
    /// The record that was taken out.
    public let removed: String
    /// Headers of the properties that came from the record taken out.
    public let taken: [String]
    /// Headers of the properties that differed and stayed as they were.
    public let left: [String]
  }

  /// Keeps that the two are different things, so that they are not asked about again.
  public func keepApart(in registry: Registry) throws {
    let (first, second) = try records(in: registry)
    try registry.change(actor: actor, reason: "不是同一对象：\(first.reference) 与 \(second.reference)：\(reason)") { writer in
      try decision(.distinct, first, second).keep(writer)
    }
  }

  /// Merges the second record into the first: what the first lacks comes from the second, and so do the properties named; the second is
  /// taken out, and the history keeps it.
  ///
  /// - Parameters:
  ///   - properties: names or headers of properties (`geometry` for the position) that are to come from the second.
  ///   - isTrial: whether nothing is kept, only told.
  /// - Throws: `RegistryError` of class usage for a property that there is not.
  public func merge(taking properties: [String], in registry: Registry, isTrial: Bool = false) throws -> Outcome {
    let (first, second) = try records(in: registry)
    let wanted = try wanted(properties, first.kind)
    let why = "合并 \(second.reference) 到 \(first.reference)：\(reason)"
    return try registry.change(actor: actor, reason: why, isTrial: isTrial) { writer in
      // Read once more inside the transaction: another program may have been faster.
      guard let first = try writer.existing(first.kind, code: nil, id: first.id),
        let second = try writer.existing(second.kind, code: nil, id: second.id)
      else { throw RegistryError(.notFound, "one of \(first.reference) and \(second.reference) was deleted meanwhile") }
      return try merge(second, into: first, taking: wanted, writer)
    }
  }

  /// The names of the properties that are to come from the second record.
  private func wanted(_ properties: [String], _ kind: Kind) throws -> Set<String> {
    try Set(
      properties.map { name -> String in
        guard
          let known = name == "geometry" || name == "位置"
            ? "geometry" : kind.properties.first(where: { $0.name == name || $0.title == name })?.name,
          !Self.fixed.contains(known)
        else { throw RegistryError(.usage, "\(kind.name) has no property “\(name)” that could be taken") }
        return known
      })
  }

  private static let fixed: Set = ["id", "code"]
  /// What tells where a position comes from; it goes with the position.
  private static let origin: Set = ["source_position", "source_crs"]

  private func merge(
    _ second: Record, into first: Record, taking wanted: Set<String>, _ writer: RegistryWriter
  ) throws -> Outcome {
    let geometry = first.geometry == nil || wanted.contains("geometry") ? second.geometry : nil
    var changes: [(property: Int, value: Value)] = []
    var taken: [String] = []
    var left: [String] = []
    for (index, property) in first.kind.properties.enumerated()
    where !Self.fixed.contains(property.name) && first.values[index] != second.values[index] {
      if Self.origin.contains(property.name) {
        if geometry != nil { changes.append((index, second.values[index])) }
      } else if second.values[index].isNull {
        continue
      } else if first.values[index].isNull || wanted.contains(property.name) {
        changes.append((index, second.values[index]))
        taken.append(property.header)
      } else {
        left.append(property.header)
      }
    }
    if geometry != nil, geometry != first.geometry { taken.append("位置") }
    try writer.update(first, changes, geometry: geometry)
    try writer.delete(second)
    try decision(.merged, first, second).keep(writer)
    return Outcome(kept: first.reference, removed: second.reference, taken: taken, left: left)
  }

  private func records(in registry: Registry) throws -> (Record, Record) {
    let (first, second) = (try registry.record(self.first), try registry.record(self.second))
    guard first.kind == second.kind, first.id != second.id else {
      throw RegistryError(
        .usage, "\(self.first) and \(self.second) are not two records of one kind; name two as kind/code")
    }
    return (first, second)
  }

  private func decision(_ verdict: MergeDecision.Verdict, _ first: Record, _ second: Record) -> MergeDecision {
    MergeDecision(
      verdict: verdict, kind: first.kind.name, first: first.id, second: second.id, secondCode: second.code,
      at: HistoryTime.format(Date()), actor: actor, reason: reason)
  }
}
