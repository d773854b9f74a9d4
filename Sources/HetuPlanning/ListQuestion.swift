import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Which records of a kind are there?
public struct ListQuestion: Sendable {
  let kind: Kind
  let filter: Filter?
  let district: String?
  let nearRiver: String?
  let asOf: String?
  let audience: Audience

  /// A list of a kind, narrowed by a condition, a district or a river, as of now or of a time (UTC).
  public init(kind: Kind, filter: Filter?, district: String?, nearRiver: String?, asOf: String?, audience: Audience) {
    self.kind = kind
    self.filter = filter
    self.district = district
    self.nearRiver = nearRiver
    self.asOf = asOf
    self.audience = audience
  }

  /// The records by code.
  public func answer(from registry: Registry) throws -> Answer {
    try audience.check(filter, on: kind)
    let query = RecordQuery(
      filter: filter, district: try registry.districtCode(district), asOf: asOf, audience: audience)
    var records = try registry.records(of: kind, query).map(audience.view)
    if let nearRiver {
      let river = try registry.river(nearRiver)
      records = records.filter { record in
        if let geometry = record.geometry,
          river.extent(of: geometry, withinMetres: CorridorQuestion.defaultMetres) != nil
        {
          return true
        }
        return record["river_code"].text == river.code || record["river_name"].text.map { river.goesBy($0) } == true
      }
    }
    var answer = Answer(
      question: [
        .init("question", .string("list")), .init("kind", .string(kind.name)), .init("title", .string(kind.title)),
        .init("district", .text(district)), .init("near_river", .text(nearRiver)), .init("as_of", .text(asOf)),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ], figures: [], rows: [])
    answer.rows = records.map { AnswerRow($0, figures: []) }.sorted { $0.code < $1.code }
    answer.listed = kind
    return answer
  }
}

extension River {
  /// Whether a record's river name means this river: the whole name, or one of the names in and before its brackets.
  func goesBy(_ name: String) -> Bool {
    let names = self.name.split { "（）()".contains($0) }.map(String.init)
    return self.name == name || names.contains(name)
  }
}
