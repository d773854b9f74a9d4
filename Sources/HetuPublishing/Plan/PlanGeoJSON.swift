import HetuCartography
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// All that is on a plan's map as GeoJSON (RFC 7946), coloured by simplestyle properties.
struct PlanGeoJSON {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint

  /// The data in WGS 84, as RFC 7946 has it, or in the system of a map service, which the member `crs_note` then says.
  func value(in system: ReferenceSystem = .wgs84) throws -> JSONValue {
    let transformation = try Transformation(from: .cgcs2000, to: system)
    let note: [JSONValue.Member] =
      system == .wgs84 ? [] : [.init("crs_note", .string("坐标为\(system.title)，不是 RFC 7946 规定的 WGS 84"))]
    return .object(
      [
        .init("type", .string("FeatureCollection")), .init("name", .string(plan.river.name)),
        .init("note", .text(imprint.note.nilIfEmpty)), .init("data_date", .string(imprint.dataDate)),
      ] + note + [.init("features", .array(try features(transformation)))])
  }

  private func features(_ transformation: Transformation) throws -> [JSONValue] {
    func feature(
      _ geometry: Geometry?, _ kind: String, _ title: String, _ code: String, _ name: String,
      _ figures: [JSONValue.Member]
    ) throws -> JSONValue {
      let geometry = try geometry.map { transformation.isIdentity ? $0 : try transformation.transform($0) }
      return .members([
        "type": .string("Feature"), "geometry": geometry.map(JSONValue.geometry) ?? .null,
        "properties": .object(
          [
            .init("kind", .string(kind)), .init("code", .string(code)), .init("name", .string(name)),
            .init("title", .string(title)),
          ] + figures + plan.audience.markMembers),
      ])
    }
    func along(_ item: RiverPlan.Item, at geometry: Geometry?) throws -> JSONValue {
      let record = item.record
      return try feature(
        geometry, record.kind.name, record.kind.title, record.code, record.name, figures(of: item))
    }
    var features: [JSONValue] = []
    for district in base.districts.districts {
      features.append(
        try feature(
          .multiPolygon(district.polygons).rightHanded(), "district", "行政区", district.code, district.name,
          [
            .init("stroke", .string("#8A8A8A")), .init("stroke-width", .decimal(1, 0)),
            .init("fill", .string("#FDFCF8")), .init("fill-opacity", .decimal(0, 0)),
          ]))
    }
    features.append(
      try feature(
        plan.river.buffer(metres: plan.withinMetres), "area", "沿河范围", plan.river.code,
        "\(plan.river.name)沿河范围",
        [
          .init("within_m", .decimal(plan.withinMetres, 1)), .init("stroke", .string("#8FB6DA")),
          .init("stroke-width", .decimal(1, 0)), .init("fill", .string("#1F6FB5")),
          .init("fill-opacity", .decimal(0.06, 2)),
        ]))
    features.append(
      try feature(
        .multiLineString(plan.river.course.map(\.positions)), "river", "河流", plan.river.code, plan.river.name,
        [
          .init("length_km", .decimal(plan.river.lengthKm, 3)), .init("stroke", .string("#1F6FB5")),
          .init("stroke-width", .decimal(4, 0)),
        ]))
    for stretch in plan.stretches {
      features.append(
        try feature(
          .multiLineString(plan.river.slice(fromKm: stretch.fromKm, toKm: stretch.toKm)), "stretch", "河段",
          "\(plan.river.code)-S\(stretch.number)", "\(stretch.fromName)—\(stretch.toName)",
          [
            .init("from_km", .decimal(stretch.fromKm, 3)), .init("to_km", .decimal(stretch.toKm, 3)),
            .init("district", .text(stretch.district)), .init("stroke", .string("#1F6FB5")),
            .init("stroke-width", .decimal(2, 0)),
          ]))
    }
    let items = plan.sections + plan.targets + plan.sources.map(\.source) + plan.facilities
    for item in items { features.append(try along(item, at: item.record.geometry)) }
    for item in plan.mobileSources.map(\.source) {
      features.append(try along(item, at: item.offsetMetres == 0 ? .point(item.foot) : item.record.geometry))
    }
    return features
  }

  private func figures(of item: RiverPlan.Item) -> [JSONValue.Member] {
    let record = item.record
    return [
      .init("grade", .text(record.kind.gradeProperty.flatMap { record[$0].text })),
      .init("river", .string(plan.river.name)),
      .init("river_km", .decimal(item.riverKm, 3)), .init("offset_m", .decimal(item.offsetMetres, 1)),
      .init("bank", item.bank == .onLine ? .null : .string(item.bank.rawValue)), .init("place", .string(item.place)),
      .init("description", .string(PlanWords.card(of: item, on: plan.river).joined(separator: "\n"))),
    ] + look(of: record)
  }

  /// How viewers that know simplestyle-spec 1.1 show a record: its symbol's colour, the gravest larger.
  private func look(of record: Record) -> [JSONValue.Member] {
    guard let form = KindSymbols.form(of: record) else { return [] }
    let grade = KindSymbols.grade(of: record)
    let colour = form.colour ?? grade.colour
    return [
      .init("marker-color", .string(colour)), .init("marker-size", .string(grade == .major ? "large" : "medium")),
      .init("stroke", .string(colour)), .init("fill", .string(colour)), .init("fill-opacity", .decimal(0.15, 2)),
    ]
  }
}
