import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What lies along rivers, in river order?
public struct CorridorQuestion: Sendable {
  /// How far from a river's line things count as lying along it, unless said otherwise.
  public static let defaultMetres = 1_000.0

  let rivers: [String]?
  let withinMetres: Double
  let kinds: [Kind]
  let filter: Filter?
  let district: String?
  let withBuffer: Bool
  let withTributaries: Bool
  let audience: Audience

  /// What lies within a distance of the rivers named, or, with `rivers` nil, of each record's nearest river.
  ///
  /// - Parameter withTributaries: whether also what lies along all water that flows into the rivers named.
  public init(
    rivers: [String]?, withinMetres: Double, kinds: [Kind] = [], filter: Filter? = nil, district: String? = nil,
    withBuffer: Bool = false, withTributaries: Bool = false, audience: Audience = .internal
  ) {
    self.rivers = rivers
    self.withinMetres = withinMetres
    self.kinds = kinds
    self.filter = filter
    self.district = district
    self.withBuffer = withBuffer
    self.withTributaries = withTributaries
    self.audience = audience
  }

  static let figures: [Figure] = [.river, .riverKilometre, .offset, .bank, .from, .to, .borderline]

  /// The records in the order of the rivers' names, then from source to mouth, then by distance from the line and code.
  ///
  /// Distances are decided on the ellipsoid, right to 0.1 m; the buffer polygon is for drawing only.
  ///
  /// - Throws: `HydrologyError` for a river that there is not or that is ambiguous.
  public func answer(from registry: Registry) throws -> Answer {
    guard let rivers else { return try nearestRivers(try registry.riverSet(), registry) }
    var answer = Answer(
      question: question(rivers), figures: Self.figures + (withTributaries ? [.joins, .path] : []))
    let water = Water(registry)
    for name in rivers {
      let river = try registry.river(name)
      answer.rows += try rows(along: river, registry)
      if withTributaries { answer.rows += try tributaryRows(of: river, water) }
      answer.warnings += river.warnings.map {
        AnswerWarning($0.message, $0.reachCodes.first.map { "river_reach/\($0)" })
      }
      if withBuffer { answer.areas.append((name: river.name, geometry: try river.buffer(metres: withinMetres))) }
    }
    return answer
  }

  /// What lies along one river, from source to mouth.
  func rows(along river: River, _ registry: Registry) throws -> [AnswerRow] {
    try encounters(along: river, registry).map { row($0.record, $0, withTributaries ? [.null, .null] : []) }
  }

  /// One record along a river.
  struct Encounter {
    let record: Record
    /// Where it touches the river first, coming downstream, else its nearest place.
    let nearest: LinearReference
    /// The kilometre where it begins; of a point where it ends, too.
    let fromKm: Double
    /// The place where it ends.
    let lowest: LinearReference
    let isBorderline: Bool

    init(_ record: Record, _ nearest: LinearReference, fromKm: Double, lowest: LinearReference, limitMetres: Double) {
      self.record = record
      self.nearest = nearest
      self.fromKm = fromKm
      self.lowest = lowest
      isBorderline = limitMetres - nearest.offsetMetres <= Precision.metres(of: record)
    }

    init(_ record: Record, _ extent: River.Extent, limitMetres: Double) {
      self.init(record, extent.nearest, fromKm: extent.fromKm, lowest: extent.lowest, limitMetres: limitMetres)
    }

    /// The kilometre where it ends.
    var toKm: Double { lowest.riverKm }

    var isPoint: Bool { fromKm == toKm }
  }

  func encounters(along river: River, _ registry: Registry) throws -> [Encounter] {
    let boxes = river.boxes(withinMetres: min(withinMetres + audience.displacementMetres, 100_000))
    let query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    var found: [Encounter] = []
    for kind in registry.questioned(kinds) {
      try audience.check(filter, on: kind)
      if kinds.isEmpty, let filter, !filter.properties.allSatisfy({ kind.property($0) != nil }) { continue }
      for exact in try registry.records(of: kind, near: boxes, query) {
        try Task.checkCancellation()
        // Figures rest on what the audience may see, or they would give hidden positions away.
        let record = audience.view(exact)
        guard let geometry = record.geometry,
          let extent = river.extent(of: geometry, withinMetres: withinMetres, areas: kind.areaRule)
        else { continue }
        found.append(Encounter(record, extent, limitMetres: withinMetres))
      }
    }
    return found.sorted {
      ($1.fromKm, $0.nearest.offsetMetres, $0.record.kind.name, $0.record.code)
        < ($0.fromKm, $1.nearest.offsetMetres, $1.record.kind.name, $1.record.code)
    }
  }

  private func row(_ record: Record, _ encounter: Encounter, _ more: [Value] = []) -> AnswerRow {
    let nearest = encounter.nearest
    return AnswerRow(
      record,
      figures: [
        .text(nearest.riverName), .real(nearest.riverKm), .real(nearest.offsetMetres), nearest.bank.value,
        encounter.isPoint ? .null : .real(encounter.fromKm), encounter.isPoint ? .null : .real(encounter.toKm),
        .boolean(encounter.isBorderline),
      ] + more)
  }

  // MARK: - All rivers at once

  private func nearestRivers(_ set: RiverSet, _ registry: Registry) throws -> Answer {
    var answer = Answer(question: question(nil), figures: Self.figures)
    let query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    var located: [(row: AnswerRow, fromSource: Double)] = []
    var beyond = 0
    for kind in registry.questioned(kinds) {
      try audience.check(filter, on: kind)
      if kinds.isEmpty, let filter, !filter.properties.allSatisfy({ kind.property($0) != nil }) { continue }
      let nearest = try NearestRivers(of: kind, in: registry, among: set, withinMetres: withinMetres)
      var place = 0
      try registry.forEachRecord(of: kind, query) { exact in
        let record = audience.view(exact)
        guard let geometry = record.geometry else { return }
        while place < nearest.fids.count, nearest.fids[place] < record.fid { place += 1 }
        let isPoint =
          !audience.coarsens(kind) && place < nearest.fids.count && nearest.fids[place] == record.fid
        guard let encounter = self.encounter(of: record, geometry, in: nearest, point: isPoint ? place : nil) else {
          beyond += 1
          return
        }
        located.append((row(record, encounter), encounter.nearest.kmFromSource))
      }
    }
    answer.rows = located.sorted { first, second in
      let names = (first.row.figures[0].text ?? "", second.row.figures[0].text ?? "")
      if names.0 != names.1 { return names.0 < names.1 }
      return (first.fromSource, first.row.figures[2].number ?? 0, first.row.kind, first.row.code)
        < (second.fromSource, second.row.figures[2].number ?? 0, second.row.kind, second.row.code)
    }.map(\.row)
    if beyond > 0 {
      answer.warnings.append(AnswerWarning("另有\(beyond)条记录在所有河流\(FigureText.distance(withinMetres))以外，未列出"))
    }
    answer.warnings += set.warnings.map { AnswerWarning($0.message, $0.reachCodes.first.map { "river_reach/\($0)" }) }
    return answer
  }

  /// How a record lies along its nearest river; `point` is its number among the points, nil for lines and areas.
  private func encounter(
    of record: Record, _ geometry: Geometry, in nearest: NearestRivers, point: Int?
  ) -> Encounter? {
    let set = nearest.set
    guard let point, case .point(let position?) = geometry else {
      return set.extent(of: geometry, withinMetres: withinMetres, areas: record.kind.areaRule).map {
        Encounter(record, $0, limitMetres: withinMetres)
      }
    }
    let river = Int(nearest.places.rivers[point])
    guard river >= 0 else { return nil }
    return set.rivers[river].locate(position, withinMetres: withinMetres).map {
      Encounter(record, $0, fromKm: $0.riverKm, lowest: $0, limitMetres: withinMetres)
    }
  }

  private func question(_ rivers: [String]?) -> [JSONValue.Member] {
    [
      .init("question", .string("corridor")),
      .init("rivers", rivers.map { .array($0.map(JSONValue.string)) } ?? .string("all")),
      .init("within_m", .decimal(withinMetres, 1)), .init("kinds", .array(kinds.map { .string($0.name) })),
      .init("tributaries", .boolean(withTributaries)),
      .init(
        "method",
        .string("distance to the river's line on the ellipsoid GRS 80; river_km from the mouth along the drawn line")),
      .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
    ]
  }
}

extension Kind {
  /// By what its areas are told to lie along a river: a risk source by all from where something may get in.
  var areaRule: River.AreaRule {
    group == .riskSource && !PlanQuestion.targetKinds.contains(name) ? .wholeBank : .waterInside
  }
}

extension RiverSet {
  /// The nearest river that belongs to a position, whatever a record declares; ties go to the reach with the lower code.
  func nearest(to position: Position, withinMetres limit: Double) -> LinearReference? {
    locate(position, withinMetres: limit)?.reference
  }

  /// How a line or area lies along its nearest river.
  func extent(of geometry: Geometry, withinMetres limit: Double, areas rule: River.AreaRule) -> River.Extent? {
    rivers.compactMap { $0.extent(of: geometry, withinMetres: limit, areas: rule) }
      .min { ($0.distanceMetres, $0.nearest.riverCode) < ($1.distanceMetres, $1.nearest.riverCode) }
  }
}

extension River {
  /// The area within a distance of the river, made by GEOS in the Gauss-Krüger zones it runs through; for drawing, right to 0.1 %.
  public func buffer(metres: Double) throws -> Geometry {
    let paths = course.map(\.positions) + branches.map(\.line.positions)
    let pieces = try paths.flatMap(Self.zonePieces).map { path -> Geometry in
      guard let box = Envelope(path), let zone = ReferenceSystem.gaussKrueger(forLongitude: box.center.x) else {
        return .polygon(Polygon(rings: []))
      }
      let plane = try Transformation(from: .cgcs2000, to: zone)
      let back = try Transformation(from: zone, to: .cgcs2000)
      let area = try Geometry.lineString(try plane.transform(path)).buffer(distance: metres, quadrantSegments: 16)
      return try back.transform(area)
    }
    return try Geometry.union(pieces).rightHanded()
  }

  /// A path cut into pieces of at most two degrees of longitude, each of which the zone nearest to it holds with its surroundings.
  private static func zonePieces(_ path: [Position]) -> [[Position]] {
    var pieces: [[Position]] = []
    var box: Envelope?
    for position in path {
      let wider = box?.union(Envelope(position)) ?? Envelope(position)
      if let last = pieces.last, last.count < 2 || wider.width <= 2 {
        pieces[pieces.count - 1].append(position)
        box = wider
      } else {
        pieces.append([pieces.last?.last, position].compactMap { $0 })
        box = Envelope(pieces[pieces.count - 1])
      }
    }
    return pieces
  }
}

/// Figures as words.
enum FigureText {
  /// `500 m`, `1 km`, `1.5 km`.
  static func distance(_ metres: Double) -> String {
    let value = metres < 1_000 ? metres : metres / 1_000
    let number = value == value.rounded() ? "\(Int(value))" : "\(value)"
    return "\(number) \(metres < 1_000 ? "m" : "km")"
  }

  /// Kilometres with at most three decimals.
  static func kilometres(_ km: Double) -> String { decimals(km, 3) }

  /// A number with at most so many decimals.
  static func decimals(_ number: Double, _ decimals: Int) -> String {
    var bytes: [UInt8] = []
    GeoJSONWriter.appendDecimal(number, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
