/// Where a table stands in its standard, where it was taken from, and whether it was compared with the official text.
public struct Origin: Sendable, Decodable {
  /// The clause, annex or article.
  public let clause: String
  /// Whether it was compared with the official text, or a public print of it.
  public let verified: Bool
  /// Where it was taken from.
  public let source: String
}

/// A table of a rule set together with its origin, which stand side by side in the data file.
@dynamicMemberLookup
public struct Sourced<Table: Sendable & Decodable>: Sendable, Decodable {
  /// Where it comes from.
  public let origin: Origin
  /// The table.
  public let table: Table

  /// A table and its origin from one object.
  public init(from decoder: any Decoder) throws {
    origin = try Origin(from: decoder)
    table = try Table(from: decoder)
  }

  /// What the table holds.
  public subscript<Member>(dynamicMember path: KeyPath<Table, Member>) -> Member { table[keyPath: path] }
  /// What is known of its origin.
  public subscript<Member>(dynamicMember path: KeyPath<Origin, Member>) -> Member { origin[keyPath: path] }
}
