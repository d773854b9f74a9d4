import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Where do pipelines and hazmat routes cross rivers?
public struct CrossingsQuestion: Sendable {
  let rivers: [String]?
  let audience: Audience

  /// The crossings of the rivers named, or of all.
  public init(rivers: [String]?, audience: Audience = .internal) {
    self.rivers = rivers
    self.audience = audience
  }

  private static let figures: [Figure] = [
    .river, .riverKilometre, Figure(name: "place", title: "位置"),
    Figure(name: "valve_before", title: "上游侧阀室"),
    Figure(name: "valve_before_km", title: "至上游侧阀室", unit: "km", decimals: 3),
    Figure(name: "valve_after", title: "下游侧阀室"),
    Figure(name: "valve_after_km", title: "至下游侧阀室", unit: "km", decimals: 3),
  ]

  /// Each crossing, by river and from its source to its mouth, then those of reaches that belong to no river; with the nearest valves
  /// before and behind it along the line as drawn.
  ///
  /// - Throws: `HydrologyError` for a river that there is not or that is ambiguous.
  public func answer(from water: Water) throws -> Answer {
    let (network, registry) = (try water.network().network, water.registry)
    let wanted = try rivers?.map { try network.rivers.river($0).code }
    var answer = Answer(
      question: [
        .init("question", .string("crossings")),
        .init("rivers", rivers.map { .array($0.map(JSONValue.string)) } ?? .string("all")),
        .init("method", .string("where the drawn lines cross (GEOS); valves by distance along the line")),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    var found: [(order: Int, km: Double, row: AnswerRow)] = []
    for kind in PlanQuestion.mobileKinds.sorted().compactMap({ registry.kinds[$0] }) {
      try registry.forEachRecord(of: kind) { record in
        let line = CrossingLine(record)
        for place in try network.crossings(with: record.geometry?.lines ?? []) {
          let river = place.river.map { network.rivers.rivers[$0] }
          let order = wanted.map { codes in river.flatMap { codes.firstIndex(of: $0.code) } } ?? place.river ?? .max
          guard let order else { continue }
          let (before, after) = line.valves(around: place.position)
          let seen = audience.view(record)
          found.append(
            (
              order, place.riverKm ?? 0,
              AnswerRow(
                kind: record.kind.name, title: record.kind.title, code: seen.code, name: seen.name,
                geometry: .point(place.position),
                figures: [
                  river.map { .text($0.name) } ?? .null, place.riverKm.map(Value.real) ?? .null,
                  .text(network.spoken(place)), before.map { .text($0.name) } ?? .null,
                  before.map { .real($0.metres / 1_000) } ?? .null, after.map { .text($0.name) } ?? .null,
                  after.map { .real($0.metres / 1_000) } ?? .null,
                ])
            ))
        }
      }
    }
    answer.rows = found.sorted { ($0.order, -$0.km, $0.row.code) < ($1.order, -$1.km, $1.row.code) }.map(\.row)
    return answer
  }
}

/// A pipeline or route with its valves along it.
private struct CrossingLine {
  private let paths: [[Position]]
  private let valves: [(name: String, path: Int, metres: Double)]

  /// How far from the line a valve may stand, metres.
  private static let valveMetres = 1_000.0

  init(_ record: Record) {
    let paths = record.geometry?.lines ?? []
    self.paths = paths
    valves = (record["valves"].items ?? []).compactMap { item in
      guard let lon = (item["lon"] as? NSNumber)?.doubleValue, let lat = (item["lat"] as? NSNumber)?.doubleValue,
        let place = Self.place(of: Position(x: lon, y: lat), on: paths), place.offset <= Self.valveMetres
      else { return nil }
      return (item["name"] as? String ?? "阀室", place.path, place.metres)
    }
  }

  /// The nearest valves before and behind a place on the line, with their distances along it.
  func valves(
    around position: Position
  ) -> (before: (name: String, metres: Double)?, after: (name: String, metres: Double)?) {
    guard let place = Self.place(of: position, on: paths) else { return (nil, nil) }
    let along = valves.filter { $0.path == place.path }.map { (name: $0.name, metres: $0.metres - place.metres) }
    let before = along.filter { $0.metres <= 0 }.max { $0.metres < $1.metres }
    let after = along.filter { $0.metres > 0 }.min { $0.metres < $1.metres }
    return (before.map { ($0.name, -$0.metres) }, after)
  }

  private static func place(
    of position: Position, on paths: [[Position]]
  ) -> (path: Int, metres: Double, offset: Double)? {
    paths.enumerated().compactMap { number, path -> (path: Int, metres: Double, offset: Double)? in
      guard let foot = Geodesic.cgcs2000.nearest(on: path, to: position) else { return nil }
      let start = Geodesic.cgcs2000.lengthMetres(of: Array(path[...foot.segmentIndex]))
      let rest = Geodesic.cgcs2000.distanceMetres(from: path[foot.segmentIndex], to: foot.position)
      return (number, start + rest, foot.distanceMetres)
    }.min { $0.offset < $1.offset }
  }
}
