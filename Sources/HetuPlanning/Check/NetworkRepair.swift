import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Mends in the river network what can be mended without asking: ends within the tolerance are drawn to where they join, and
/// reaches are cut at junctions.
public struct NetworkRepair: Sendable {
  /// What was mended, a sentence each, in Chinese.
  public let done: [String]
  /// The reaches that change.
  private let reaches: [Reach]
  /// For each row the pieces that it becomes; the first stays in the row.
  private let pieces: [Int64: [[[Position]]]]

  /// A mended reach can give rise to another finding; after so many rounds what is left is left.
  private static let mostRounds = 10

  /// What would be mended in a registry; nothing is changed yet.
  public init(_ registry: Registry) throws {
    let reaches = try registry.reaches()
    var drawn = Dictionary(uniqueKeysWithValues: reaches.map { ($0.id, [$0.paths]) })
    var done: [String] = []
    for _ in 0..<Self.mostRounds {
      let now = Self.reaches(reaches, as: drawn)
      let network = RiverNetwork(rivers: RiverSet(reaches: now))
      var touched: Set<Int64> = []
      for finding in network.findings() {
        // Each fix is made for the reach as it is now, so a row is mended once a round.
        guard let fix = finding.fix, fix.isSafe else { continue }
        let (row, piece) = Self.place(of: fix.reachID)
        guard touched.insert(row).inserted else { continue }
        switch fix.change {
        case .redraw(let paths): drawn[row]?[piece] = paths
        case .split(let parts): drawn[row]?.replaceSubrange(piece...piece, with: parts)
        }
        done.append("\(finding.message)：已\(finding.remedy)")
      }
      if touched.isEmpty { break }
    }
    self.done = done
    self.reaches = reaches.filter { drawn[$0.id] != [$0.paths] }
    pieces = drawn
  }

  /// Rows are numbered from 1; a further piece of a row goes by a negative number that holds both.
  private static let mostPieces: Int64 = 10_000

  private static func number(row: Int64, piece: Int) -> Int64 {
    piece == 0 ? row : -(row * mostPieces + Int64(piece))
  }

  private static func place(of number: Int64) -> (row: Int64, piece: Int) {
    number > 0 ? (number, 0) : (-number / mostPieces, Int(-number % mostPieces))
  }

  private static func reaches(_ reaches: [Reach], as drawn: [Int64: [[[Position]]]]) -> [Reach] {
    reaches.flatMap { reach in
      (drawn[reach.id] ?? []).enumerated().map { piece, paths in
        Reach(
          id: number(row: reach.id, piece: piece), code: piece == 0 ? reach.code : "\(reach.code)-\(piece + 1)",
          name: reach.name, riverName: reach.riverName, riverCode: reach.riverCode, paths: paths)
      }
    }
  }

  /// Writes what was mended as one change of the registry's history.
  ///
  /// A reach that was cut keeps its first piece; the others become reaches with its attributes, but for lengths, kilometres and
  /// nodes, which no longer hold; a stored volume is shared out by length.
  public func apply(to registry: Registry, actor: String) throws {
    guard !reaches.isEmpty else { return }
    let kind = try registry.kind("river_reach")
    try registry.change(actor: actor, reason: "check --fix：河网吸附与打断") { writer in
      for reach in reaches {
        guard let parts = pieces[reach.id], let record = try writer.existing(kind, code: reach.code, id: nil) else {
          continue
        }
        let lengths = parts.map { $0.reduce(0) { $0 + CourseLine(positions: $1).lengthMetres } }
        let whole = lengths.reduce(0, +)
        for (number, part) in parts.enumerated() {
          let geometry: Geometry = part.count == 1 ? .lineString(part[0]) : .multiLineString(part)
          var values = record.values
          if parts.count > 1 {
            Self.adapt(&values, of: kind, piece: number, share: whole > 0 ? lengths[number] / whole : 1)
          }
          if number == 0 {
            let changes = values.indices.filter { values[$0] != record.values[$0] }.map { ($0, values[$0]) }
            try writer.update(record, changes, geometry: geometry)
          } else {
            Self.set(&values, of: kind, "id", .null)
            Self.set(&values, of: kind, "code", .text(try Self.freeCode(reach.code, number + 1, kind, writer)))
            try writer.insert(kind, values: values, geometry: geometry)
          }
        }
      }
    }
  }

  private static func adapt(_ values: inout [Value], of kind: Kind, piece: Int, share: Double) {
    for name in ["length_km", "start_km", "end_km", "to_node", "from_node"] { set(&values, of: kind, name, .null) }
    if let index = kind.index(of: "storage_10k_m3"), let volume = values[index].number {
      values[index] = .real(volume * share)
    }
  }

  private static func set(_ values: inout [Value], of kind: Kind, _ name: String, _ value: Value) {
    if let index = kind.index(of: name) { values[index] = value }
  }

  private static func freeCode(_ code: String, _ number: Int, _ kind: Kind, _ writer: RegistryWriter) throws -> String {
    var candidate = "\(code)-\(number)"
    while try writer.existing(kind, code: candidate, id: nil) != nil { candidate += "a" }
    return candidate
  }
}
