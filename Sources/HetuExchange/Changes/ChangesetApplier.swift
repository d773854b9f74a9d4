import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Takes the changes of a file into a registry, as one transaction: what is without conflict is taken, the rest is listed.
///
/// Applying a file twice changes nothing: the registry remembers it, and the second time looks only at what was left open.
public struct ChangesetApplier {
  private let registry: Registry
  private let actor: String
  private let takes: Set<String>
  private let renumbers: Set<String>
  private let isTrial: Bool

  /// - Parameters:
  ///   - actor: who applies, for the history.
  ///   - takes: records, as `kind/code`, whose version in the file is taken where both sides changed them.
  ///   - renumbers: records, as `kind/code` in the file, that get a code of their own where another record here has theirs.
  ///   - isTrial: whether nothing is kept, only reported.
  public init(
    registry: Registry, actor: String, takes: Set<String> = [], renumbers: Set<String> = [], isTrial: Bool = false
  ) {
    self.registry = registry
    self.actor = actor
    self.takes = takes
    self.renumbers = renumbers
    self.isTrial = isTrial
  }

  /// Applies a file.
  ///
  /// - Throws: `ExchangeError` for a file that can't be used, after which nothing is changed; `RegistryError` for a registry that can't be
  ///   written, and of class not found for a record to take that is not in the file or has no conflict.
  public func apply(_ path: String) throws -> ApplyReport {
    let key = "applied_changes/\(try FileDigest.ofFile(path))"
    var reader = try ChangesetReader(path: path, kinds: registry.kinds)
    let name = URL(fileURLWithPath: path).lastPathComponent
    let other = renumbers.isEmpty ? "" : "，\(renumbers.sorted().joined(separator: "、"))的编号已占用，另编"
    var report = try registry.change(actor: actor, reason: "应用变更 \(name)\(other)", isTrial: isTrial) { writer in
      let before = try writer.setting(key).flatMap { try? JSONDecoder().decode(Applied.self, from: Data($0.utf8)) }
      var session = Session(
        writer: writer, takes: takes, renumbers: renumbers,
        report: ApplyReport(since: reader.header.since, appliedBefore: before?.at))
      while let change = try reader.next() {
        if let before, !before.open.contains(change.id) {
          session.report.unchanged += 1
        } else {
          try session.take(change)
        }
      }
      guard session.untaken.isEmpty else {
        throw RegistryError(
          .notFound,
          "\(session.untaken.sorted().joined(separator: ", ")): no conflict of \(path) is of such a record; nothing was changed"
        )
      }
      let applied = Applied(
        at: before?.at ?? HistoryTime.format(Date()), open: session.report.conflicts.map(\.id))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try writer.set(key, to: String(decoding: try encoder.encode(applied), as: UTF8.self))
      return session.report
    }
    for index in report.conflicts.indices {
      let last = try? registry.history(of: report.conflicts[index].id).first
      report.conflicts[index].oursAt = last?.at
      report.conflicts[index].oursActor = last?.actor
    }
    return report
  }

  /// What a registry remembers of a file that was applied.
  private struct Applied: Codable {
    /// When it was applied first, UTC.
    let at: String
    /// The ids of the records that were left open.
    let open: [String]
  }
}

/// One file being applied.
private struct Session {
  let writer: RegistryWriter
  let takes: Set<String>
  let renumbers: Set<String>
  var report: ApplyReport
  /// The records to take or renumber that no conflict was of so far.
  private(set) var untaken: Set<String>
  private var deleted: [Kind: Set<String>] = [:]
  private var readings: [Kind: [ValueReading]] = [:]

  init(writer: RegistryWriter, takes: Set<String>, renumbers: Set<String>, report: ApplyReport) {
    self.writer = writer
    self.takes = takes
    self.renumbers = renumbers
    self.report = report
    untaken = takes.union(renumbers)
  }

  mutating func take(_ incoming: IncomingChange) throws {
    let ours = try writer.existing(incoming.kind, code: nil, id: incoming.id)
    var change = incoming
    if let ours, let code = try writer.setting(Self.renumbered(ours.id)) {
      change = change.recoded(code, as: ours.code)
    }
    if let theirs = change.current, let fault = fault(in: theirs) {
      report.conflicts.append(conflict(change, .invalid, note: fault))
      return
    }
    switch (ours, change.current) {
    case (nil, nil): report.unchanged += 1
    case (nil, let theirs?): try insert(theirs, change)
    case (let ours?, nil): try delete(ours, change)
    case (let ours?, let theirs?): try update(ours, theirs, change)
    }
  }

  private mutating func insert(_ theirs: Record, _ change: IncomingChange) throws {
    let wasHere = try wasDeleted(change)
    if !change.isNew || wasHere, !isTaken(change) {
      report.conflicts.append(conflict(change, wasHere ? .deletedHere : .missingHere))
      return
    }
    if let other = try holder(of: theirs.code, change) {
      guard isNamed(change, in: renumbers) else {
        report.conflicts.append(conflict(change, .codeTaken, note: note(on: other)))
        return
      }
      try insertRenumbered(theirs)
    } else {
      try writer.insert(change.kind, values: theirs.values, geometry: theirs.geometry)
    }
    report.inserted += 1
  }

  private static func renumbered(_ id: String) -> String { "renumbered/\(id)" }

  /// Puts a record in under the next code that is made for its kind, and keeps by which it is known on the other side.
  private mutating func insertRenumbered(_ theirs: Record) throws {
    var record = theirs
    record.kind.index(of: "code").map { record.values[$0] = .null }
    try writer.insert(record.kind, values: record.values, geometry: record.geometry)
    try writer.set(Self.renumbered(theirs.id), to: theirs.code)
    let code = try writer.existing(theirs.kind, code: nil, id: theirs.id)?.code ?? ""
    report.renumbered.append((theirs.reference, code))
  }

  private mutating func delete(_ ours: Record, _ change: IncomingChange) throws {
    let isKnown = change.past.contains { $0.values == ours.values && $0.geometry == ours.geometry }
    guard isKnown || isTaken(change) else {
      let last = change.past.last ?? ours
      let merge = RecordMerge(ours: ours, theirs: last, past: [], isNew: true, takesTheirs: false)
      report.conflicts.append(conflict(change, .deletedThere, merge.fields))
      return
    }
    try writer.delete(ours)
    report.deleted += 1
  }

  private mutating func update(_ ours: Record, _ theirs: Record, _ change: IncomingChange) throws {
    var merge = RecordMerge(
      ours: ours, theirs: theirs, past: change.past, isNew: change.isNew, takesTheirs: false)
    if !merge.fields.isEmpty {
      guard isTaken(change) else {
        report.conflicts.append(conflict(change, .bothChanged, merge.fields))
        return
      }
      merge = RecordMerge(ours: ours, theirs: theirs, past: change.past, isNew: change.isNew, takesTheirs: true)
    }
    guard !merge.changes.isEmpty || merge.geometry != nil else {
      report.unchanged += 1
      return
    }
    if theirs.code != ours.code, let other = try holder(of: theirs.code, change) {
      guard isNamed(change, in: renumbers) else {
        report.conflicts.append(conflict(change, .codeTaken, note: note(on: other)))
        return
      }
      try writer.set(Self.renumbered(ours.id), to: theirs.code)
      report.renumbered.append((change.named?.reference ?? "", ours.code))
      let recoded = change.recoded(theirs.code, as: ours.code)
      return try update(ours, recoded.current ?? ours, recoded)
    }
    try writer.update(ours, merge.changes, replacingGeometry: merge.geometry)
    report.updated += 1
    if merge.hasOwnChanges { report.merged += 1 }
  }

  /// Whether the caller wants the file's version of a record.
  private mutating func isTaken(_ change: IncomingChange) -> Bool { isNamed(change, in: takes) }

  /// Whether the caller named a record, which counts as found then.
  private mutating func isNamed(_ change: IncomingChange, in references: Set<String>) -> Bool {
    guard let reference = change.named?.reference, references.contains(reference) else { return false }
    untaken.remove(reference)
    return true
  }

  private mutating func wasDeleted(_ change: IncomingChange) throws -> Bool {
    if deleted[change.kind] == nil { deleted[change.kind] = try writer.deletedIdentifiers(of: change.kind) }
    return deleted[change.kind]?.contains(change.id) ?? false
  }

  /// Another record here that has the code.
  private func holder(of code: String, _ change: IncomingChange) throws -> Record? {
    try writer.existing(change.kind, code: code, id: nil).flatMap { $0.id == change.id ? nil : $0 }
  }

  private func note(on other: Record) -> String {
    "本库中编号\(other.code)已用于“\(other.name)”（内部编号\(other.id)）"
  }

  /// What is wrong with a record that is to be taken, in Chinese.
  private mutating func fault(in record: Record) -> String? {
    let kind = record.kind
    let readings = self.readings[kind] ?? kind.properties.map(ValueReading.init)
    self.readings[kind] = readings
    for (reading, value) in zip(readings, record.values) {
      if case .failure(let fault) = reading.check(value) { return fault.message }
    }
    if let missing = kind.properties.first(where: { $0.isRequired && record[$0.name].isNull }) {
      return "缺少“\(missing.title)”"
    }
    if let geometry = record.geometry, !(kind.geometry?.names.contains(geometry.kind.geoJSONName) ?? false) {
      return "几何为\(geometry.kind.geoJSONName)，应为\((kind.geometry?.names ?? []).joined(separator: "、"))"
    }
    return nil
  }

  private func conflict(
    _ change: IncomingChange, _ reason: ApplyReport.Conflict.Reason, _ fields: [ApplyReport.Field] = [],
    note: String? = nil
  ) -> ApplyReport.Conflict {
    ApplyReport.Conflict(
      kind: change.kind, id: change.id, code: change.named?.code ?? "", name: change.named?.name ?? "",
      reason: reason, fields: fields, note: note, theirsAt: change.at, theirsActor: change.actor)
  }
}
