import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The strip map of a plan (直线示意图): everything by its kilometre and bank.
struct PlanStrip {
  private let plan: RiverPlan
  private let base: MapBase
  private let imprint: PlanImprint
  /// What became of the records that changed, by their references.
  private let changes: [String: ChangeMark.Operation]

  init(plan: RiverPlan, base: MapBase, imprint: PlanImprint) {
    self.plan = plan
    self.base = base
    self.imprint = imprint
    changes = Dictionary(plan.placedChanges.map { ($0.record.reference, $0.operation) }) { first, _ in first }
  }

  /// How far a tributary's mouth may lie from the river's line, metres.
  private static let confluenceMetres = 200.0
  /// How far teams and depots may stand from the river to be shown beside it, metres.
  private static let resourceMetres = 10_000.0

  func strip() -> StripMap {
    let (fromKm, toKm) = PlanExtent(plan, base).kilometres
    var strip = StripMap(
      title: "\(plan.river.name)环境应急直线示意图", riverName: plan.river.name, fromKm: fromKm, toKm: toKm)
    if fromKm < plan.river.lengthKm { strip.startTitle = "上游" }
    if toKm > 0 { strip.endTitle = "下游" }
    strip.withinMetres = plan.withinMetres
    strip.imprint = imprint.sheetImprint(referenceSystem: "")
    strip.districts = districts()
    let standing = plan.targets + plan.sources.map(\.source) + plan.mobileSources.map(\.source) + plan.facilities
    let gone = plan.placedChanges.filter { $0.operation == .removed }.map(\.item)
    let symbols = (standing + gone).compactMap(symbol)
    let sections = (plan.sections + gone.filter { $0.record.kind.name == "monitoring_section" }).map(section)
    strip.marks = (zones() + symbols + sections + confluences() + resources()).filter {
      $0.riverKm <= fromKm && $0.riverKm >= toKm
    }
    if let fronts = PlanFronts(plan) {
      strip.fronts = fronts.fronts.map(\.front)
      strip.frontTitle = fronts.title
    }
    return strip
  }

  /// Where on the strip stands what no list of the plan has a kilometre of: confluences, and places of teams and supplies.
  static func account(of strip: StripMap) -> JSONValue {
    let marks = strip.marks.filter { mark in
      if case .symbol(let form, _, _) = mark.sign {
        [.supplies, .team].contains(form)
      } else {
        mark.sign == .confluence
      }
    }
    return .array(
      marks.map { mark in
        .members([
          "name": .string(mark.name), "river_km": .decimal(mark.riverKm, 3), "offset_m": .decimal(mark.offsetMetres, 1),
        ])
      })
  }

  private func districts() -> [StripDistrict] {
    guard !base.districts.districts.isEmpty else { return [] }
    guard !plan.borders.isEmpty else {
      let middle = plan.river.position(atRiverKm: plan.river.lengthKm / 2).flatMap(base.districts.district(at:))
      return [StripDistrict(name: middle?.name ?? "", fromKm: plan.river.lengthKm, toKm: 0, borderBelow: nil)]
    }
    var districts: [StripDistrict] = []
    var fromKm = plan.river.lengthKm
    for border in plan.borders {
      let sides = [border.upper, border.lower].compactMap { $0?.code }
      districts.append(
        StripDistrict(
          name: border.upper?.name ?? "", fromKm: fromKm, toKm: border.riverKm,
          borderBelow: sides.count == 2 ? .between(sides[0], sides[1]) : .unknown))
      fromKm = border.riverKm
    }
    let last = plan.borders.last?.lower?.name ?? ""
    return districts + [StripDistrict(name: last, fromKm: fromKm, toKm: 0, borderBelow: nil)]
  }

  private func zones() -> [StripMark] {
    plan.targets.compactMap { item in
      guard let level = KindSymbols.zoneLevel(of: item.record) else { return nil }
      return StripMark(
        sign: .zone(level, toKm: item.lowerKm), riverKm: item.riverKm, side: .either, name: item.record.name)
    }
  }

  private func symbol(_ item: RiverPlan.Item) -> StripMark? {
    let record = item.record
    guard KindSymbols.zoneLevel(of: record) == nil, record.kind.name != "monitoring_section",
      let form = KindSymbols.form(of: record)
    else { return nil }
    return StripMark(
      sign: .symbol(
        form, KindSymbols.grade(of: record),
        hasBrokenOutline: KindSymbols.hasBrokenOutline(record, in: plan)),
      riverKm: item.riverKm, side: Self.side(item.bank), offsetMetres: item.offsetMetres, name: record.name,
      note: note(item, form), importance: KindSymbols.importance(of: record), change: changes[record.reference])
  }

  /// The kilometre, and what matters next: a facility's volume, how far others lie from the water.
  private func note(_ item: RiverPlan.Item, _ form: SymbolForm) -> String {
    let place = RiverPlan.spoken(item.riverKm)
    if form.isFacility {
      return KindSymbols.usableVolume(item.record, in: plan).map { "\(place) \(PlanWords.number($0, 1))万m³" } ?? place
    }
    return item.offsetMetres < 50 ? place : "\(place) 离河\(PlanWords.number(item.offsetMetres / 1_000, 1))km"
  }

  private static func side(_ bank: Bank) -> StripMark.Side {
    switch bank {
    case .left: .left
    case .right: .right
    case .onLine: .either
    }
  }

  private func section(_ item: RiverPlan.Item) -> StripMark {
    let level = item.record["section_level"].text ?? ""
    return StripMark(
      sign: .section(level: level, isProvinceBorder: item.record["border_type"].text == "省界"), riverKm: item.riverKm,
      side: .either, name: item.record.name, note: "\(RiverPlan.spoken(item.riverKm)) \(level)", importance: 60,
      change: changes[item.record.reference])
  }

  /// The tributaries that come in, on the side that they come from.
  private func confluences() -> [StripMark] {
    base.rivers.rivers.compactMap { tributary in
      guard tributary.code != plan.river.code, let mouth = tributary.mouth,
        let place = plan.river.locate(mouth, withinMetres: Self.confluenceMetres), place.riverKm > 0.05
      else { return nil }
      let above = tributary.position(atRiverKm: min(1, tributary.lengthKm))
      let bank = above.flatMap { plan.river.locate($0, withinMetres: 5_000)?.bank } ?? .onLine
      return StripMark(
        sign: .confluence, riverKm: place.riverKm, side: Self.side(bank), name: tributary.name,
        note: RiverPlan.spoken(place.riverKm), importance: 30)
    }
  }

  /// The nearest teams and depots, those of one place as one; experts come from afar and stand in the lists only.
  private func resources() -> [StripMark] {
    struct Place: Hashable {
      var form: SymbolForm
      var position: Position
    }
    let listed = PlanQuestion.listedResources
    var groups: [Place: [RiverPlan.Resource]] = [:]
    var order: [Place] = []
    for resource in plan.teams.prefix(listed) + plan.supplies.prefix(listed) {
      guard resource.record.kind.name != "expert", let form = KindSymbols.form(of: resource.record),
        let position = resource.record.geometry?.representativePosition,
        let distance = resource.distanceMetres, distance <= Self.resourceMetres
      else { continue }
      let place = Place(form: form, position: position)
      if groups[place] == nil { order.append(place) }
      groups[place, default: []].append(resource)
    }
    return order.compactMap { place in
      guard let group = groups[place], let first = group.first,
        let foot = plan.river.locate(place.position, withinMetres: Self.resourceMetres)
      else { return nil }
      let name = place.form == .supplies ? first.record["depot"].text ?? first.record.name : first.record.name
      let count = group.count > 1 ? (place.form == .supplies ? "（\(group.count)种）" : "等\(group.count)支") : ""
      return StripMark(
        sign: .symbol(place.form, .undetermined, hasBrokenOutline: false), riverKm: foot.riverKm,
        side: Self.side(foot.bank), offsetMetres: foot.offsetMetres, name: name + count,
        note: "\(RiverPlan.spoken(foot.riverKm)) 离河\(PlanWords.number(foot.offsetMetres / 1_000, 1))km", importance: 20)
    }
  }
}
