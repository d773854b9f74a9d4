import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// The water below risk sources: the network once, with everything on it that the rules ask for.
struct RiskWaters: Sendable {
  /// How far from the water an outfall, or what is sensitive, may lie, metres.
  static let withinMetres = WaterTraceQuestion.defaultMetres

  private let water: WaterNetwork
  private let subjects: WaterSubjects
  /// The greatest daily mean speed of each reach, metres per second; 0 where it isn't known.
  private let greatestSpeeds: [Double]
  private let hasNationalBorder: Bool
  private let rules: Sourced<EnterpriseRules.WaterSensitivity>

  init(_ source: Water, _ rules: Sourced<EnterpriseRules.WaterSensitivity>) throws {
    self.rules = rules
    let registry = source.registry
    water = try source.network()
    let targets = try registry.kind("sensitive_target")
    let names = Set(rules.receptors.flatMap(\.kinds) + [targets.name])
    subjects = try source.subjects(
      registry.kinds.all.filter { names.contains($0.name) }, withinMetres: Self.withinMetres, audience: .internal,
      withDataEnds: true)
    var hasNationalBorder = false
    let isNational = Filter.compare(Filter.Operand(property: "target_class"), .equal, .text("国界"))
    try registry.forEachRow(of: targets, properties: [], matching: isNational) { _, _, _ in hasNationalBorder = true }
    self.hasNationalBorder = hasNationalBorder
    greatestSpeeds = try Self.greatestSpeeds(registry, water.network)
  }

  private static func greatestSpeeds(_ registry: Registry, _ network: RiverNetwork) throws -> [Double] {
    let places = Dictionary(uniqueKeysWithValues: network.rivers.reaches.enumerated().map { ($1.id, $0) })
    var speeds = Array(repeating: 0.0, count: places.count)
    try registry.forEachRow(of: try registry.kind("river_reach"), properties: ["max_daily_speed_m_s"]) {
      fid, values, _ in
      if let place = places[fid], let speed = values[0].number, speed > 0, speed.isFinite { speeds[place] = speed }
    }
    return speeds
  }

  /// What lies below the outfalls of a plant, and what about it isn't known.
  func surroundings(of record: Record) throws -> WaterSurroundings {
    guard let outfalls = record["outfalls"].recordedItems else {
      return WaterSurroundings(gaps: [.init(property: "outfalls", message: "没有登记排放口")])
    }
    var found = WaterSurroundings()
    for (number, outfall) in outfalls.enumerated() {
      let name = outfall.text("name") ?? outfall.text("type").map { "\($0)排口" } ?? "排放口\(number + 1)"
      guard let lon = outfall.number("lon"), let lat = outfall.number("lat") else {
        found.gaps.append(.init(property: "outfalls", message: "\(name)没有坐标，不能沿水流查找受体"))
        continue
      }
      let declared = outfall.text("river_code") ?? outfall.text("receiving_water")
      guard
        let place = try? water.network.place(
          near: Position(x: lon, y: lat), withinMetres: Self.withinMetres, preferring: declared)
      else {
        found.gaps.append(
          .init(property: "outfalls", message: "\(name)周围\(Int(Self.withinMetres)) m内没有登记的河流"))
        continue
      }
      try add(below: place, name, record, to: &found)
    }
    if !outfalls.isEmpty { addNationalBorderGap(record, &found) }
    return found
  }

  private func add(
    below place: RiverNetwork.Place, _ outfall: String, _ record: Record, to found: inout WaterSurroundings
  ) throws {
    let near = try water.network.trace(
      from: place, TraceQuestion(distanceKm: rules.distanceKm), meeting: subjects.index)
    found.receptors += near.encounters.filter { !isNationalBorder($0) }.map { receptor($0, outfall, hours: nil) }
    for end in near.ends where !isLimit(end.reason) {
      found.gaps.append(
        .init(
          property: "outfalls",
          message: "\(outfall)下游\(PlainFigure.text((end.pathKm * 10).rounded() / 10)) km处登记的河网到头，以下的受体不知道"))
    }
    guard hasNationalBorder else { return }
    // Where a speed is missing the trace can't tell the hours: a border beyond is met without them.
    let all = try water.network.trace(from: place, meeting: subjects.index).encounters.filter(isNationalBorder)
    guard !all.isEmpty else { return }
    let timed = try water.network.trace(
      from: place, speeds: { greatestSpeeds[water.network.edges[$0].reach] }, meeting: subjects.index
    ).encounters.filter(isNationalBorder)
    for encounter in all {
      let hours = timed.first { $0.subject == encounter.subject }?.hours
      found.receptors.append(receptor(encounter, outfall, hours: hours))
    }
  }

  /// What lies below a tailings pond, by the way along the gully and then along the water, and what about it isn't known.
  func surroundings(ofPond record: Record, withinKm distance: Double) throws -> WaterSurroundings {
    guard let position = record.geometry?.representativePosition else {
      return WaterSurroundings(gaps: [.init(property: "geometry", message: "没有坐标，不能沿水流查找目标")])
    }
    let declared = record.declaredRiver ?? record["receiving_water"].text
    guard
      let place = try? water.network.place(
        near: position, withinMetres: WaterOrigin.greatestMetres, preferring: declared)
    else { return WaterSurroundings(gaps: [.init(property: "geometry", message: "周围没有登记的河流，不能沿水流查找目标")]) }
    var found = WaterSurroundings()
    let gullyKm = record["distance_to_river_km"].number.flatMap { $0 >= 0 ? $0 : nil }
    if gullyKm == nil {
      found.gaps.append(
        .init(property: "distance_to_river_km", message: "没有沿沟道距河距离，按到河的直线距离起算（偏短）"))
    }
    let first = gullyKm ?? place.offsetMetres / 1_000
    guard first <= distance else { return found }
    let trace = try water.network.trace(
      from: place, TraceQuestion(distanceKm: distance - first), meeting: subjects.index)
    found.receptors = trace.encounters.map { encounter in
      var target = receptor(encounter, "坝址", hours: nil)
      target.pathKm += first
      return target
    }
    for end in trace.ends where !isLimit(end.reason) {
      found.gaps.append(
        .init(
          property: "geometry",
          message: "下游\(PlainFigure.text(((end.pathKm + first) * 10).rounded() / 10)) km处登记的河网到头，以下的目标不知道"))
    }
    return found
  }

  private func isLimit(_ reason: Trace.End.Reason) -> Bool {
    switch reason {
    case .distanceLimit, .cycle: true
    default: false
    }
  }

  private func isNationalBorder(_ encounter: Trace.Encounter) -> Bool {
    subjects[encounter].record?["target_class"].text == "国界"
  }

  private func receptor(_ encounter: Trace.Encounter, _ outfall: String, hours: Double?) -> WaterReceptor {
    switch subjects[encounter] {
    case .border(let border):
      WaterReceptor(
        kind: "border", targetClass: border.level, name: border.name, outfall: outfall, pathKm: encounter.pathKm,
        offsetMetres: encounter.offsetMetres)
    case .record(let record):
      WaterReceptor(
        kind: record.kind.name, targetClass: record["target_class"].text,
        protectionLevel: record["protection_level"].text, name: record.name, reference: record.reference,
        outfall: outfall, pathKm: encounter.pathKm, hours: hours, offsetMetres: encounter.offsetMetres,
        date: record.dataDate)
    }
  }

  /// In provinces from which rivers may reach a national border, one must be recorded, or it is not known that there is none.
  private func addNationalBorderGap(_ record: Record, _ found: inout WaterSurroundings) {
    guard !hasNationalBorder else { return }
    guard let district = record["district"].text, district.count >= 2 else {
      found.gaps.append(.init(property: "district", message: "没有行政区划代码，不知道下游有无国界"))
      return
    }
    if rules.borderProvinces.contains(String(district.prefix(2))) {
      found.gaps.append(
        .init(property: "outfalls", message: "所在省的河流可能流出国界，登记库中没有“国界”敏感目标"))
    }
  }
}
