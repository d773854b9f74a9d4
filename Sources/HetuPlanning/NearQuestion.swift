import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// What lies around a place, nearest first?
public struct NearQuestion: Sendable {
  /// The place asked about.
  public enum Origin: Sendable {
    /// A position, CGCS2000.
    case position(Position)
    /// A record; of a line or area its nearest part counts.
    case record(Record)
  }

  let origin: Origin
  let withinMetres: Double
  let kinds: [Kind]
  let filter: Filter?
  let district: String?
  let audience: Audience
  let limit: Int?

  /// What lies within a distance of a place; of all kinds unless some are named.
  ///
  /// - Parameter limit: only so many rows, the nearest; how many there are is told in any case.
  public init(
    origin: Origin, withinMetres: Double, kinds: [Kind], filter: Filter?, district: String?, audience: Audience,
    limit: Int? = nil
  ) {
    self.origin = origin
    self.withinMetres = withinMetres
    self.kinds = kinds
    self.filter = filter
    self.district = district
    self.audience = audience
    self.limit = limit
  }

  /// The records within the distance by geodesic distance, then by kind and code.
  ///
  /// - Throws: ``RegistryError`` where the record asked about has no place.
  public func answer(from registry: Registry) throws -> Answer {
    let place = try geometry()
    guard let box = place.envelope else { return Answer(question: [], figures: []) }
    let reach = Self.grown(box, byMetres: farthestMetres)
    let isNear = Self.isNear(place, metres: farthestMetres)
    var query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    var answer = Answer(question: question(), figures: [.distance, .bearing, .borderline])
    let kinds = try registry.questioned(kinds).filter { try $0.geometry != nil && applies(filter, to: $0) }
    let nearest = try limit.flatMap { try Nearest(of: kinds, to: place, self, in: registry, reach, limit: $0) }
    var beyond = 0
    for kind in kinds {
      // What rows and precision are told by; of thousands of records the rest would take most of the time.
      query.properties = Set(["id", "code", "name", "source_position"] + [kind.gradeProperty].compactMap(\.self))
      let records =
        if let nearest {
          try registry.records(of: kind, rows: nearest.rows[kind.name]?.sorted() ?? [], query)
        } else {
          try registry.records(of: kind, near: [reach], query, where: isNear)
        }
      for exact in records {
        try Task.checkCancellation()
        // Figures rest on what the audience may see, or they would give hidden positions away.
        let record = audience.view(exact)
        guard let geometry = record.geometry, !isOrigin(record),
          let (distance, bearing) = try Self.course(place, geometry)
        else { continue }
        let precision = Precision.metres(of: record)
        if distance > withinMetres {
          if distance - withinMetres <= precision { beyond += 1 }
          continue
        }
        answer.rows.append(
          AnswerRow(
            record,
            figures: [
              .real(distance), bearing.map(Value.real) ?? .null, .boolean(withinMetres - distance <= precision),
            ]))
      }
    }
    answer.rows.sort {
      ($0.figures[0].number ?? 0, $0.kind, $0.code) < ($1.figures[0].number ?? 0, $1.kind, $1.code)
    }
    let count = answer.rows.count + (nearest?.others ?? 0)
    if let limit, count > limit {
      answer.rows.removeLast(max(0, answer.rows.count - limit))
      answer.question.append(.init("matched", .integer(Int64(count))))
      answer.warnings.append(AnswerWarning("范围内共\(count)条记录，此处只列出最近的\(limit)条"))
    }
    if beyond > 0 {
      answer.warnings.append(
        AnswerWarning("另有\(beyond)条记录略超出范围，但相差在其坐标精度之内，请核对这些记录的坐标"))
    }
    return answer
  }

  /// How far away a record may be found to have to be looked at: a kilometre more than the limit, so that what the index rounded and what hangs on
  /// precision is.
  var farthestMetres: Double { withinMetres + 1_000 + audience.displacementMetres }

  private func question() -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("question", .string("near"))]
    switch origin {
    case .position(let position):
      members += [.init("lon", .decimal(position.x, 7)), .init("lat", .decimal(position.y, 7))]
    case .record(let record): members.append(.init("of", .string(record.reference)))
    }
    return members + [
      .init("within_m", .decimal(withinMetres, 1)), .init("kinds", .array(kinds.map { .string($0.name) })),
      .init("method", .string("geodesic (Karney), GRS 80")), .init("crs", .string("EPSG:4490")),
      .init("audience", .string(audience.rawValue)),
    ]
  }

  private func geometry() throws -> Geometry {
    switch origin {
    case .position(let position): return .point(position)
    case .record(let record):
      guard let geometry = record.geometry, !geometry.isEmpty else {
        throw RegistryError(.notFound, "\(record.reference) (\(record.name)) has no position; ask with --at LON,LAT")
      }
      return geometry
    }
  }

  private func isOrigin(_ record: Record) -> Bool { isOrigin(record.kind, record.fid) }

  func isOrigin(_ kind: Kind, _ row: Int64) -> Bool {
    guard case .record(let origin) = origin else { return false }
    return origin.kind == kind && origin.fid == row
  }

  /// Whether a condition makes sense for a kind: where kinds were named it must, else kinds without its properties are passed over.
  private func applies(_ filter: Filter?, to kind: Kind) throws -> Bool {
    try audience.check(filter, on: kind)
    guard kinds.isEmpty, let filter else { return true }
    return filter.properties.allSatisfy { kind.property($0) != nil }
  }

  /// How far a geometry is, and in which direction; none where that is not one.
  private static func course(_ place: Geometry, _ geometry: Geometry) throws -> (metres: Double, bearing: Double?)? {
    guard case .point(let from?) = place else {
      return try Geodesic.cgcs2000.distanceMetres(between: place, and: geometry).map { ($0, nil) }
    }
    guard case .point(let to?) = geometry else {
      return Geodesic.cgcs2000.distanceMetres(from: from, to: geometry).map { ($0, nil) }
    }
    let course = Geodesic.cgcs2000.inverse(from: from, to: to)
    return (course.distanceMetres, from == to ? nil : course.azimuthDegrees)
  }

  /// Whether a position may lie within a distance, as the plane of a place tells; nil where the place is more than a position.
  private static func isNear(_ place: Geometry, metres: Double) -> ((Position) -> Bool)? {
    guard case .point(let position?) = place else { return nil }
    let plane = LocalPlane(latitudeDegrees: position.y)
    let reach = metres + 2 * plane.errorOfEndPlaneMetres(distanceMetres: metres)
    return { plane.squaredMetres(from: position, to: $0) <= reach * reach }
  }

  static func grown(_ box: Envelope, byMetres metres: Double) -> Envelope {
    let dy = metres / 110_500
    let farthest = min(max(abs(box.minY - dy), abs(box.maxY + dy)), 89)
    return box.expanded(dx: metres * 1.001 / LocalPlane(latitudeDegrees: farthest).metresPerDegreeX, dy: dy)
  }
}
