import HetuExchange
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas

extension Audience {
  /// The property that marks a feature made for the public; nothing else has it.
  public var markMembers: [JSONValue.Member] { mark.map { [.init(PublicMark.column.name, .string($0))] } ?? [] }
}

extension Answer {
  /// The answer as a JSON object: `question`, `rows`, `warnings`.
  public func json() -> JSONValue {
    .members([
      "question": .object(question),
      "rows": .array(rows.map { .object(members(of: $0) + position(of: $0)) }),
      "warnings": warningsJSON(),
    ])
  }

  /// The answer as a GeoJSON FeatureCollection (RFC 7946); areas of the answer come first, as features of kind `area`.
  public func geoJSON() -> JSONValue {
    let areas = areas.map { area in
      JSONValue.members([
        "type": .string("Feature"), "geometry": .geometry(area.geometry),
        "properties": .members(["kind": .string("area"), "name": .string(area.name), "title": .string("范围")]),
      ])
    }
    let features = rows.map { row in
      JSONValue.object(
        [JSONValue.Member("type", .string("Feature"))]
          + (row.record.map { [JSONValue.Member("id", .string($0.id))] } ?? [])
          + [
            JSONValue.Member("geometry", row.geometry.map(JSONValue.geometry) ?? .null),
            JSONValue.Member("properties", .object(members(of: row) + audience.markMembers)),
          ])
    }
    return .members([
      "type": .string("FeatureCollection"), "question": .object(question), "warnings": warningsJSON(),
      "features": .array(areas + features),
    ])
  }

  /// The members that every form of a row has: kind, code, name, title, the kind's grade, and the figures or the properties.
  func members(of row: AnswerRow) -> [JSONValue.Member] {
    var members = [
      JSONValue.Member("kind", .string(row.kind)), JSONValue.Member("code", .string(row.code)),
      JSONValue.Member("name", .string(row.name)), JSONValue.Member("title", .string(row.title)),
    ]
    if let record = row.record {
      if listed != nil {
        let shown: Set<String> = ["code", "name"]
        for (property, value) in zip(record.kind.properties, record.values)
        where !value.isNull && !shown.contains(property.name) {
          members.append(JSONValue.Member(property.name, JSONValue(value)))
        }
      } else if let grade = record.kind.gradeProperty {
        members.append(JSONValue.Member("grade", JSONValue(record[grade])))
      }
    }
    for (figure, value) in zip(figures, row.figures) {
      let json: JSONValue =
        if case .real(let real) = value { .decimal(real, figure.exactDecimals) } else { JSONValue(value) }
      members.append(JSONValue.Member(figure.name, json))
    }
    return members
  }

  private func position(of row: AnswerRow) -> [JSONValue.Member] {
    guard let position = row.position else { return [] }
    return [JSONValue.Member("lon", .decimal(position.x, 7)), JSONValue.Member("lat", .decimal(position.y, 7))]
  }

  private func warningsJSON() -> JSONValue {
    .array(
      warnings.map { warning in
        .members(["message": .string(warning.message), "ref": .text(warning.reference)])
      })
  }
}
