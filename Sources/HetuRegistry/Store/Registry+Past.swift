import Foundation
import HetuSchemas

extension Registry {
  /// Lends a registry of the records as they stood at a time (UTC, ISO 8601), in a file of its own that is gone afterwards. The
  /// records keep their ids; there are no settings, and the history is empty but for the making.
  ///
  /// - Throws: what `body` throws; ``RegistryError`` of class storage.
  public func withPast<Result>(asOf time: String, _ body: (Registry) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let past = try Registry.create(at: folder.appending(path: "past.gpkg"), kinds: kinds)
    try past.change(actor: "hetu", reason: "as of \(time)") { writer in
      for kind in kinds.all {
        for record in try records(of: kind, RecordQuery(asOf: time)) {
          _ = try writer.insert(kind, values: record.values, geometry: record.geometry)
        }
      }
    }
    return try body(past)
  }
}

extension Record {
  /// What differs from an earlier state of the same record, in the order of the properties.
  public func differences(from old: Record) -> [HistoryEntry.Difference] {
    HistoryEntry.differences(kind: kind, before: old, after: self)
  }
}
