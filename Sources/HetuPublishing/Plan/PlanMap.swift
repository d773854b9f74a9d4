import HetuCartography
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The map sheet of a plan (一图): everything projected into the Gauss-Krüger zone of the river's middle.
struct PlanMap {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint
  private let plane: PlaneTransformation
  /// What may come near the map, longitude and latitude.
  private let view: Envelope

  /// - Throws: `GeodesyError` where the river lies outside the zones of CGCS2000.
  init(_ plan: RiverPlan, base: MapBase, imprint: PlanImprint) throws {
    self.plan = plan
    self.base = base
    self.imprint = imprint
    let box = Envelope(plan.river.course.flatMap(\.positions)) ?? Envelope(Position(x: 111, y: 34))
    plane = try PlaneTransformation(covering: box)
    // The sheet is wider than high: a north-south river sees far to its sides.
    let reach = max(box.width, box.height) + 0.2
    view = plane.part(of: box.expanded(dx: min(reach, 1.5), dy: min(reach, 1.5)))
  }

  /// No sheet of a series has a smaller scale than this, so that symbols stay apart.
  private static let smallestDenominator = 250_000
  private static let mostSheets = 12

  /// The river's sheet; of a river too long for one the overview with the frames of the sheets, and then these.
  func sheets(_ format: SheetFormat) throws -> [MapSheet] {
    var overview = try sheet()
    overview.format = format
    guard let denominator = overview.scaleDenominator, denominator > Self.smallestDenominator else { return [overview] }
    let (fromKm, toKm) = PlanExtent(plan, base).kilometres
    for count in 2...Self.mostSheets {
      let ends = (0...count).map { fromKm + (toKm - fromKm) * Double($0) / Double(count) }
      // The scale that holds the longest part is the whole series'.
      let free = try (0..<count).map { try part($0, ends, of: overview, leastDenominator: 0) }
      let denominator = free.compactMap(\.scaleDenominator).max() ?? 0
      guard denominator <= Self.smallestDenominator || count == Self.mostSheets else { continue }
      let parts = try (0..<count).map { try part($0, ends, of: overview, leastDenominator: denominator) }
      overview.sheetNumber = "总图　共\(count)分幅"
      overview.index = parts.enumerated().compactMap { index, part in
        part.mapExtent.map { IndexFrame(extent: $0, title: "\(index + 1)") }
      }
      return [overview] + parts
    }
    return [overview]
  }

  /// The sheet between two of the kilometres at which the river is cut.
  private func part(
    _ number: Int, _ ends: [Double], of overview: MapSheet, leastDenominator: Int
  ) throws -> MapSheet {
    let line = plan.river.slice(fromKm: ends[number], toKm: ends[number + 1]).flatMap { $0 }
    let reach = plan.withinMetres
    let extent = Envelope(try plane.forward(line))?.expanded(dx: reach, dy: reach) ?? Envelope(Position(x: 0, y: 0))
    let matches = try [(number, number), (number + 1, number + 2)].compactMap { end, neighbour -> MatchLine? in
      guard end > 0, end < ends.count - 1, let position = plan.river.position(atRiverKm: ends[end]) else { return nil }
      return MatchLine(
        position: try plane.forward(position),
        directionDegrees: plan.river.flowDirectionDegrees(atKm: ends[end]) ?? 0, title: "接第\(neighbour)幅")
    }
    return overview.part(
      showing: extent, leastDenominator: leastDenominator, sheetNumber: "第\(number + 1)幅　共\(ends.count - 1)幅",
      matchLines: matches)
  }

  private func sheet() throws -> MapSheet {
    let course = try plan.river.course.map { try plane.forward($0.positions) }
    var sheet = MapSheet(
      title: "\(plan.river.name)突发水污染事件环境应急指挥示意图", river: MapRiver(name: plan.river.name, paths: course))
    let corridor = try plan.river.buffer(metres: plan.withinMetres)
    sheet.corridor = try plane.forward(corridor).polygons
    sheet.extent = try extent()
    sheet.districts = try base.mapDistricts(in: plane, view: view)
    sheet.cityOutline = try Self.union(sheet.districts.filter(\.isOwn).flatMap(\.polygons))
    sheet.tributaries = try base.mapRivers(in: plane, view: view) { $0.code != plan.river.code }
    sheet.kilometrePosts = try posts()
    sheet.protectionZones = try zones()
    sheet.lines = try lines()
    sheet.sections = try plan.sections.map(section)
    sheet.symbols = try symbols()
    sheet.facilities = plan.facilities.map(facility)
    sheet.tables = try tables()
    (sheet.timeMarks, sheet.timeTitle) = try timeMarks()
    sheet.changeMarks = try plan.placedChanges.map {
      ChangeMark(position: try plane.forward($0.position), operation: $0.operation, code: $0.record.code)
    }
    sheet.graticule = plane.graticule
    sheet.imprint = imprint.sheetImprint(referenceSystem: plane.system.title)
    return sheet
  }

  /// Of a river that leaves the own districts: the part in them, with everything that the plan shows.
  private func extent() throws -> Envelope? {
    let places = PlanExtent(plan, base).places
    guard !places.isEmpty else { return nil }
    return Envelope(try plane.forward(places))?.expanded(dx: plan.withinMetres, dy: plan.withinMetres)
  }

  private static func union(_ polygons: [Polygon]) throws -> [Polygon] {
    polygons.isEmpty ? [] : try Geometry.union(polygons.map(Geometry.polygon)).polygons
  }

  /// A post every 5 km, or every 10 or 20 on long rivers.
  private func posts() throws -> [KilometrePost] {
    let length = plan.river.lengthKm
    let step = length > 300 ? 20.0 : length > 60 ? 10 : length > 12 ? 5 : 1
    return try stride(from: step, to: length, by: step).compactMap { km in
      guard let position = plan.river.position(atRiverKm: km), let direction = plan.river.flowDirectionDegrees(atKm: km)
      else { return nil }
      return KilometrePost(position: try plane.forward(position), kilometre: km, directionDegrees: direction)
    }
  }

  /// Where the front of the shown scenario is in mean water.
  private func timeMarks() throws -> ([TimeMark], String) {
    guard let fronts = PlanFronts(plan), let mean = fronts.fronts.first(where: { $0.season == .normal })?.front else {
      return ([], "")
    }
    let marks = try PlanFronts.hours(upTo: mean.points.last?.hours ?? 0).compactMap { hours -> TimeMark? in
      guard let km = mean.riverKm(atHours: hours), let position = plan.river.position(atRiverKm: km),
        let direction = plan.river.flowDirectionDegrees(atKm: km)
      else { return nil }
      return TimeMark(position: try plane.forward(position), directionDegrees: direction, hours: hours)
    }
    return (marks, "平水期，\(fronts.title)")
  }

  private func zones() throws -> [ProtectionZone] {
    try plan.targets.compactMap { item in
      guard let level = KindSymbols.zoneLevel(of: item.record), let geometry = item.record.geometry else { return nil }
      return ProtectionZone(level: level, polygons: try plane.forward(geometry).polygons)
    }
  }

  private func lines() throws -> [MapLine] {
    var seen: Set<String> = []
    return try plan.mobileSources.map(\.source.record).compactMap { record in
      guard seen.insert(record.reference).inserted, let geometry = record.geometry else { return nil }
      return MapLine(
        kind: record.kind.name == "oil_pipeline" ? .oilPipeline : .hazmatRoute, name: record.name,
        paths: try plane.forward(geometry, cutTo: view).lines)
    }
  }

  private func section(_ item: RiverPlan.Item) throws -> MapSection {
    let level = item.record["section_level"].text.map { String($0.prefix(1)) } ?? ""
    return MapSection(
      position: try plane.forward(item.foot),
      directionDegrees: plan.river.flowDirectionDegrees(atKm: item.riverKm) ?? 0, name: item.record.name, level: level,
      isProvinceBorder: item.record["border_type"].text == "省界", kilometre: item.riverKm)
  }

  private func symbols() throws -> [MapSymbol] {
    let items = plan.sources.map(\.source) + plan.targets + plan.facilities
    let standing = try items.compactMap { item -> MapSymbol? in
      guard item.record.kind.name != "protection_zone", let form = KindSymbols.form(of: item.record),
        let position = item.record.geometry?.representativePosition
      else { return nil }
      return symbol(item, form, at: try plane.forward(position))
    }
    let crossings = try plan.mobileSources.map(\.source).compactMap { item -> MapSymbol? in
      guard item.offsetMetres == 0, let form = KindSymbols.form(of: item.record) else { return nil }
      return symbol(item, form, at: try plane.forward(item.foot))
    }
    return standing + crossings
  }

  private func symbol(_ item: RiverPlan.Item, _ form: SymbolForm, at position: Position) -> MapSymbol {
    let record = item.record
    let volume = KindSymbols.usableVolume(record, in: plan).map { " \(PlanWords.number($0, 1))万m³" } ?? ""
    // One line may cross the river many times.
    let place = form.isCrossing ? " K\(FixedDecimal.text(item.riverKm, 1))" : ""
    return MapSymbol(
      position: position, form: form, grade: KindSymbols.grade(of: record), code: record.code,
      label: record.name + (form.isFacility ? volume : place), importance: KindSymbols.importance(of: record),
      hasBrokenOutline: KindSymbols.hasBrokenOutline(record, in: plan), kilometre: item.riverKm)
  }

  /// Who is threatened, by what, and who helps: what there is room for.
  private func tables() throws -> [SideTable] {
    let targets = plan.targets.filter { KindSymbols.zoneLevel(of: $0.record) == nil }
    func table(_ title: String, _ last: String, _ items: [RiverPlan.Item], _ word: (Record) -> String) throws
      -> SideTable
    {
      let rows = items.map { [$0.record.name, FixedDecimal.text($0.riverKm, 1), word($0.record)] }
      return SideTable(
        title: title, columns: ["名称", "里程km", last], rows: rows.isEmpty ? [["未登记", "", ""]] : rows,
        places: try items.map { try plane.forward($0.foot) })
    }
    // Facilities have a table of their own, where there are any.
    return (plan.facilities.isEmpty ? [try table("环境应急空间与设施", "电话", [], PlanWords.phone)] : []) + [
      try table("环境敏感目标", "电话", targets, PlanWords.phone),
      try table("固定风险源", "等级", plan.sources.map(\.source)) { KindSymbols.grade(of: $0).title },
      try table("监测断面", "级别", plan.sections) { PlanWords.text($0["section_level"]) },
    ]
  }

  private func facility(_ item: RiverPlan.Item) -> FacilityRow {
    FacilityRow(
      code: item.record.code, name: item.record.name, kilometre: item.riverKm,
      usableVolume10kCubicMetres: KindSymbols.usableVolume(item.record, in: plan),
      phone: item.record["duty_phone"].text ?? item.record["phone"].text ?? "")
  }
}
