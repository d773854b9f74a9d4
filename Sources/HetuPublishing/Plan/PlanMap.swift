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
    plane = try PlaneTransformation(longitude: box.center.x)
    // The sheet is wider than high: a north-south river sees far to its sides.
    let reach = max(box.width, box.height) + 0.2
    var view = box.expanded(dx: min(reach, 1.5), dy: min(reach, 1.5))
    view.minX = max(view.minX, plane.meridianDegrees - 2.9)
    view.maxX = min(view.maxX, plane.meridianDegrees + 2.9)
    self.view = view
  }

  func sheet() throws -> MapSheet {
    let course = try plan.river.course.map { try plane.forward($0.positions) }
    var sheet = MapSheet(
      title: "\(plan.river.name)突发水污染事件环境应急指挥示意图", river: MapRiver(name: plan.river.name, paths: course))
    let corridor = try plan.river.buffer(metres: plan.withinMetres)
    sheet.corridor = try plane.forward(corridor).polygons
    sheet.extent = try extent()
    sheet.districts = try base.districts.districts.compactMap { district in
      let isOwn = district.record["own"].boolean ?? true
      let area = Geometry.multiPolygon(district.polygons)
      // The own city stays whole for the inset where it lies in the zone at all.
      let whole = isOwn ? try? plane.forward(area) : nil
      let polygons = try (whole ?? visible(area)).polygons
      guard !polygons.isEmpty else { return nil }
      return MapDistrict(name: district.name, code: district.code, isOwn: isOwn, polygons: polygons)
    }
    sheet.cityOutline = try Self.union(sheet.districts.filter(\.isOwn).flatMap(\.polygons))
    sheet.tributaries = try tributaries()
    sheet.kilometrePosts = try posts()
    sheet.protectionZones = try zones()
    sheet.lines = try lines()
    sheet.sections = try plan.sections.map(section)
    sheet.symbols = try symbols()
    sheet.facilities = plan.facilities.map(facility)
    sheet.graticule = plane.graticule
    sheet.imprint = imprint.sheetImprint(referenceSystem: plane.system.title)
    return sheet
  }

  /// Of a river that leaves the own districts: the part in them, with everything that the plan shows.
  private func extent() throws -> Envelope? {
    let own = base.districts.districts.filter { $0.record["own"].boolean ?? true }.map(\.code)
    let places = stride(from: 0, through: plan.river.lengthKm, by: 0.5).compactMap(plan.river.position(atRiverKm:))
    let inside = places.filter { place in base.districts.district(at: place).map { own.contains($0.code) } ?? false }
    guard !inside.isEmpty, inside.count < places.count else { return nil }
    let items = plan.sections + plan.targets + plan.facilities + (plan.sources + plan.mobileSources).map(\.source)
    return Envelope(try plane.forward(inside + items.map(\.foot)))?
      .expanded(dx: plan.withinMetres, dy: plan.withinMetres)
  }

  private static func union(_ polygons: [Polygon]) throws -> [Polygon] {
    polygons.isEmpty ? [] : try Geometry.union(polygons.map(Geometry.polygon)).polygons
  }

  /// A geometry in the plane, cut to what may come near the map: what lies farther off may lie outside the zone.
  private func visible(_ geometry: Geometry) throws -> Geometry {
    guard let box = geometry.envelope, box.intersects(view) else { return .collection([]) }
    let isInside =
      view.contains(Position(x: box.minX, y: box.minY)) && view.contains(Position(x: box.maxX, y: box.maxY))
    return try plane.forward(isInside ? geometry : geometry.intersection(.polygon(Polygon(view))))
  }

  private func tributaries() throws -> [MapRiver] {
    try base.rivers.rivers.compactMap { river in
      guard river.code != plan.river.code else { return nil }
      let paths = try river.course.flatMap { try visible(.lineString($0.positions)).lines }
      return paths.isEmpty ? nil : MapRiver(name: river.name, paths: paths)
    }
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
        paths: try visible(geometry).lines)
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
    let volume = record["usable_volume_10k_m3"].number.map { " \(FixedDecimal.text($0, 1))万m³" } ?? ""
    return MapSymbol(
      position: position, form: form, grade: KindSymbols.grade(of: record), code: record.code,
      label: record.name + (form.isFacility ? volume : ""), importance: KindSymbols.importance(of: record),
      hasBrokenOutline: form.isFacility && !PlanWords.functions(of: record).contains("暂存"), kilometre: item.riverKm)
  }

  private func facility(_ item: RiverPlan.Item) -> FacilityRow {
    FacilityRow(
      code: item.record.code, name: item.record.name, kilometre: item.riverKm,
      usableVolume10kCubicMetres: item.record["usable_volume_10k_m3"].number,
      phone: item.record["duty_phone"].text ?? item.record["phone"].text ?? "")
  }
}

/// What a map shows besides the plan.
public struct MapBase: Sendable {
  let districts: DistrictMap
  let rivers: RiverSet

  /// The districts and rivers of a registry.
  public init(districts: DistrictMap, rivers: RiverSet) {
    self.districts = districts
    self.rivers = rivers
  }
}

/// Between CGCS2000 longitude and latitude and one Gauss-Krüger zone.
struct PlaneTransformation {
  let system: ReferenceSystem
  /// The zone's central meridian; what lies more than three degrees off is outside the zone.
  let meridianDegrees: Double
  private let toPlane: Transformation
  private let toGeographic: Transformation

  init(longitude: Double) throws {
    guard let system = ReferenceSystem.gaussKrueger(forLongitude: longitude) else {
      throw RegistryError(
        .badData, "no Gauss-Krüger zone of CGCS2000 fits the longitude \(longitude); check the river's position")
    }
    self.system = system
    meridianDegrees = system.gaussKruegerZone.map { Double($0.centralMeridianDegrees) } ?? longitude
    toPlane = try Transformation(from: .cgcs2000, to: system)
    toGeographic = try Transformation(from: system, to: .cgcs2000)
  }

  func forward(_ position: Position) throws -> Position { try toPlane.transform(position) }
  func forward(_ path: [Position]) throws -> [Position] { try toPlane.transform(path) }
  func forward(_ polygon: Polygon) throws -> Polygon { Polygon(rings: try polygon.rings.map(forward)) }
  func forward(_ geometry: Geometry) throws -> Geometry { try toPlane.transform(geometry) }

  /// For the graticule; a place outside the zone stays where it is asked for.
  var graticule: PlaneProjection {
    let (toPlane, toGeographic) = (toPlane, toGeographic)
    return PlaneProjection(
      geographic: { (try? toGeographic.transform($0)) ?? $0 }, plane: { (try? toPlane.transform($0)) ?? $0 })
  }
}

extension Polygon {
  /// The area of a box.
  fileprivate init(_ box: Envelope) {
    self.init(rings: [
      [
        Position(x: box.minX, y: box.minY), Position(x: box.maxX, y: box.minY), Position(x: box.maxX, y: box.maxY),
        Position(x: box.minX, y: box.maxY), Position(x: box.minX, y: box.minY),
      ]
    ])
  }
}
