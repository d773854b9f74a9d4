import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// The changes of a registry since a time, as they are handed on in a file: a line of JSON that says what the file is, then one a record.
///
/// A record comes with how it stood since that time, so that the registry that takes the changes sees whether it knows any of these
/// states or has gone its own way. Geometries are WKB in Base64, so that nothing is rounded.
enum Changeset {
  /// The format's name and version.
  static let format = "hetu-changes"
  static let version = 1
  /// The greatest line that is read, in bytes.
  static let maximumLineBytes = 64 << 20

  /// The first line.
  struct Header: Codable {
    let format: String
    let version: Int
    /// Changes after this time, UTC.
    let since: String
    /// The time of the newest change in the registry, from which the next changes may go on.
    let until: String
    /// How many lines follow.
    let records: Int
  }

  /// A line of one record.
  struct Line: Decodable {
    let kind: String
    let id: String
    let isNew: Bool
    let at: String
    let actor: String?
    let past: [State]
    let current: State?

    enum CodingKeys: String, CodingKey {
      case kind, id, at, actor, past, current
      case isNew = "new"
    }
  }

  /// How a record stood: the values that are not null, and the geometry.
  struct State: Decodable {
    let values: [String: Scalar]
    let geometry: String?
  }

  /// A value in JSON.
  enum Scalar: Decodable {
    case boolean(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let boolean = try? container.decode(Bool.self) {
        self = .boolean(boolean)
      } else if let integer = try? container.decode(Int64.self) {
        self = .integer(integer)
      } else if let real = try? container.decode(Double.self) {
        self = .real(real)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    func value(_ type: Property.ValueType) -> Value {
      switch (self, type) {
      case (.boolean(let boolean), _): .boolean(boolean)
      case (.integer(let integer), .number): .real(Double(integer))
      case (.integer(let integer), _): .integer(integer)
      case (.real(let real), _): .real(real)
      case (.text(let text), .list): .list(text)
      case (.text(let text), _): .text(text)
      }
    }
  }
}

/// Writes the changes of a registry since a time.
public struct ChangesetWriter {
  /// What was written.
  public struct Summary: Sendable {
    /// How many records.
    public let count: Int
    /// The time from which the next changes may go on, UTC.
    public let until: String
  }

  private let registry: Registry
  private let kinds: [Kind]
  private let district: String?

  /// A writer of the changes of some kinds, or of all; `district` is the beginning of a district code.
  public init(registry: Registry, kinds: [Kind] = [], district: String? = nil) {
    self.registry = registry
    self.kinds = kinds.isEmpty ? registry.kinds.all : kinds
    self.district = district
  }

  /// Writes what changed after a time (UTC). The same registry and time give the same bytes.
  public func write(since: String, toFile path: String, overwrite: Bool) throws -> Summary {
    // Before the changes are read: one made meanwhile stands in this file or in the next, and to apply it twice does no harm.
    let until = try registry.lastChange() ?? since
    let changes = try kinds.flatMap { try registry.changes(of: $0, since: since) }.filter { change in
      guard let record = change.current ?? change.past.last,
        !(change.isNew && change.current == nil && change.past.isEmpty)
      else { return false }
      return district.map { (record["district"].text ?? "").hasPrefix($0) } ?? true
    }
    let file = try OutputFile(path: path, overwrite: overwrite)
    let header = JSONValue.members([
      "format": .string(Changeset.format), "version": .integer(Int64(Changeset.version)), "since": .string(since),
      "until": .string(until), "records": .integer(Int64(changes.count)),
    ])
    for line in [header] + changes.map(Self.line) {
      try file.append {
        line.append(to: &$0)
        $0.append(0x0a)
      }
    }
    try file.finish()
    return Summary(count: changes.count, until: until)
  }

  private static func line(_ change: RecordChange) -> JSONValue {
    let record = change.current ?? change.past.last
    return .members([
      "kind": .string(change.kind.name), "id": .string(record?.id ?? ""), "code": .string(record?.code ?? ""),
      "name": .string(record?.name ?? ""), "new": .boolean(change.isNew), "at": .string(change.at),
      "actor": .text(change.actor), "past": .array(change.past.map(Changeset.json)),
      "current": change.current.map(Changeset.json) ?? .null,
    ])
  }
}

extension Changeset {
  /// How a record stands, as ``State`` reads it.
  static func json(_ record: Record) -> JSONValue {
    let values = zip(record.kind.properties, record.values).compactMap { property, value -> JSONValue.Member? in
      // A list goes as the text that it is stored as, so that it comes out unchanged.
      if case .list(let text) = value { return .init(property.name, .string(text)) }
      let json = JSONValue(value)
      return json == .null ? nil : .init(property.name, json)
    }
    let geometry = record.geometry.map { JSONValue.string(Data(WellKnownBinary.write($0)).base64EncodedString()) }
    return .members(["values": .object(values), "geometry": geometry ?? .null])
  }
}
