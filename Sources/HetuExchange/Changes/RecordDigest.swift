import HetuRegistry
import HetuSchemas

/// What records of a registry said at a time, told by one number.
public enum RecordDigest {
  /// The number of records by kind and the SHA-256 of all of them: each as a line of JSON, by kind in the order given, then by code and id.
  ///
  /// - Parameters:
  ///   - district: the beginning of a district code, or nil for all.
  ///   - asOf: the registry's time, UTC.
  public static func of(
    _ kinds: [Kind], district: String?, asOf: String, in registry: Registry
  ) throws -> (counts: [String: Int], sha256: String) {
    var counts: [String: Int] = [:]
    let sha256 = try FileDigest.of { digest in
      for kind in kinds {
        let records = try registry.records(of: kind, RecordQuery(district: district, asOf: asOf))
          .sorted { ($0.code, $0.id) < ($1.code, $1.id) }
        counts[kind.name] = records.count
        for record in records {
          digest.add(line(record))
        }
      }
    }
    return (counts, sha256)
  }

  /// The SHA-256 of what one record says.
  public static func of(_ record: Record) -> String { FileDigest.of { $0.add(line(record)) } }

  private static func line(_ record: Record) -> [UInt8] {
    var line: [UInt8] = []
    JSONValue.members(["kind": .string(record.kind.name), "record": Changeset.json(record)]).append(to: &line)
    return line + [0x0a]
  }
}
