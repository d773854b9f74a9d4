import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What is the plan of a river?
public struct PlanQuestion: Sendable {
  let withinMetres: Double
  let audience: Audience
  var requests: [ScenarioRequest]
  /// The day that the data are of; nil for that of the newest change.
  var day: String?
  private let book: RuleBook?

  /// The rules of grades and events in use.
  func rules() throws -> RuleBook { try book ?? .builtIn() }

  /// How far teams and supplies are looked for, metres in a straight line.
  static let resourceMetres = 100_000.0
  /// How many teams and supplies the tables of a strategy list at most, each; `plan.json` has all.
  public static let listedResources = 30

  /// Of so many sources at most, those of the highest recorded grades, a plan tells how the grade comes about.
  public static let explainedSources = 60

  /// A plan with what lies within a distance of the river, and scenarios besides those chosen by rule; by the built-in rules of
  /// grades and events unless a book of them is given.
  public init(
    withinMetres: Double = CorridorQuestion.defaultMetres, audience: Audience = .internal,
    scenarios: [ScenarioRequest] = [], book: RuleBook? = nil
  ) {
    self.book = book
    self.withinMetres = withinMetres
    self.audience = audience
    requests = scenarios
  }

  /// Refuses scenarios whose water comes to none of some rivers, in whose plans they would be missing.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public func checkScenarios(for rivers: [River], in water: Water) throws {
    let codes = Set(rivers.map(\.code))
    for request in requests
    where try PlanScenarios.trace(request, water, audience: audience, reaching: codes) == nil {
      throw RegistryError(
        .notFound,
        "the water of the scenario “\(request.text)” comes to none of the rivers within 100 km; name a place on them")
    }
  }

  /// The plan of one river.
  public func plan(of river: River, from water: Water) throws -> RiverPlan {
    let (registry, set) = (water.registry, try water.network().network.rivers)
    let corridor = CorridorQuestion(rivers: [river.code], withinMetres: withinMetres, audience: audience)
    let encounters = try corridor.encounters(along: river, registry)
    func items(_ matches: (Record) -> Bool) -> [RiverPlan.Item] {
      encounters.filter { matches($0.record) }.map(item)
    }
    let sections = items { $0.kind.name == "monitoring_section" }
    let targets = items { Self.targetKinds.contains($0.kind.name) }
    let facilities = items { $0.kind.name == "emergency_facility" }
    let fixed = items {
      $0.kind.group == .riskSource && !Self.targetKinds.contains($0.kind.name)
        && !Self.mobileKinds.contains($0.kind.name)
    }
    let drinking = FacilityUse.drinkingWater(among: encounters.map(\.record))
    let barriers = facilities.filter { FacilityUse.closesRiver($0.record) && drinking[$0.record.code] == nil }
    func threat(_ source: RiverPlan.Item) -> RiverPlan.Threat {
      // The way from a source of some length is counted from its lower end, so that it is never told too long.
      // Both stand in the order of the water: the first that fits is the nearest.
      let target = targets.first { $0.lowerKm <= source.riverKm }
      let facility = barriers.first { $0.riverKm <= source.lowerKm }
      return RiverPlan.Threat(source: source, target: target, facility: facility)
    }
    let crossings = try crossings(of: river, water)
    let crossing = Set(crossings.map(\.record.reference))
    let following = items { Self.mobileKinds.contains($0.kind.name) && !crossing.contains($0.reference) }
    let mobile = (crossings + following).sorted {
      ($1.riverKm, $0.record.reference) < ($0.riverKm, $1.record.reference)
    }
    let stretches = try SectionsQuestion(river: river.code, withinMetres: withinMetres, audience: audience)
      .stretches(of: river, registry)
    let districts = try DistrictMap(registry)
    let contacts = try DistrictContacts(registry, audience: audience)
    let passed = self.districts(along: river, stretches, districts).map(contacts.completed)
    let record = try riverRecord(river, registry)
    let resources = try resources(near: river, registry)
    let (teams, supplies) = (
      resources.filter { $0.record.kind.group == .team }, resources.filter { $0.record.kind.group == .supply }
    )
    let reaches = try reachItems(river, registry)
    var plan = PlanDraft(
      river: river, record: record, reaches: reaches,
      mouth: mouth(of: river, record, reaches.last?.record, set), stretches: stretches.map(stretch),
      borders: districts.borders(along: river).map {
        RiverPlan.Border(
          riverKm: $0.km, name: $0.name, isKnown: $0.isKnown, upper: $0.upper.map(contacts.completed),
          lower: $0.lower.map(contacts.completed))
      }, districts: passed, hasDistricts: !districts.districts.isEmpty, audience: audience, sections: sections,
      targets: targets,
      sources: fixed.map(threat), mobileSources: mobile.map(threat),
      facilities: facilities, teams: teams, supplies: supplies)
    plan.gaps = PlanGaps(plan).all()
    let dataDate = try day ?? registry.lastChange().map { String(HistoryTime.shown($0).prefix(10)) }
    let scenarios = try PlanScenarios(
      river: river, reaches: plan.reaches, sections: sections, facilities: facilities, targets: targets, sources: fixed,
      crossings: crossings, requests: requests,
      rules: try rules().events
    ).all(
      water, withinMetres: withinMetres, audience: audience, today: dataDate)
    return RiverPlan(
      river: river, record: record, reaches: plan.reaches, mouth: plan.mouth, withinMetres: withinMetres,
      stretches: plan.stretches, borders: plan.borders, districts: passed, sections: sections, targets: targets,
      sources: plan.sources, mobileSources: plan.mobileSources, facilities: facilities,
      scenarios: scenarios,
      assessments: try assessments(of: fixed.map(\.record), water, today: dataDate), teams: teams, supplies: supplies,
      mechanisms: try mechanisms(registry),
      gaps: (plan.gaps + PlanGaps(plan).gaps(of: scenarios)).enumerated().sorted {
        ($0.element.chapter, $0.offset) < ($1.element.chapter, $1.offset)
      }.map(\.element),
      warnings: river.warnings.map { AnswerWarning($0.message, $0.reachCodes.first.map { "river_reach/\($0)" }) },
      dataDate: dataDate,
      dataNote: try registry.setting("data_note"), audience: audience, drinkingWaterReasons: drinking,
      foreign: Set((facilities + targets).filter { !districts.isOwn($0.record, at: $0.foot) }.map(\.record.reference)))
  }

  /// The kinds that a spill threatens.
  public static let targetKinds: Set<String> = ["sensitive_target", "drinking_water_source", "protection_zone"]
  /// Of them, those that are a place to be shielded: the zone around an intake is told with it.
  static let pointTargetKinds = targetKinds.subtracting(["protection_zone"])
  /// The kinds that come to a river where they cross it.
  public static let mobileKinds: Set<String> = ["oil_pipeline", "hazmat_route"]

  /// The districts of the stretches, each once.
  private func districts(
    along river: River, _ stretches: [SectionsQuestion.Stretch], _ map: DistrictMap
  ) -> [DistrictMap.District] {
    var passed: [DistrictMap.District] = []
    for stretch in stretches {
      guard let middle = river.position(atRiverKm: (stretch.from.km + stretch.to.km) / 2),
        let district = map.district(at: middle), !passed.contains(where: { $0.code == district.code })
      else { continue }
      passed.append(district)
    }
    return passed
  }

  private func item(_ encounter: CorridorQuestion.Encounter) -> RiverPlan.Item {
    RiverPlan.Item(
      record: audience.view(encounter.record),
      riverKm: encounter.isPoint ? encounter.nearest.riverKm : encounter.fromKm,
      toKm: encounter.isPoint ? nil : encounter.toKm, offsetMetres: encounter.nearest.offsetMetres,
      bank: encounter.nearest.bank, foot: encounter.nearest.foot, lowerFoot: encounter.lowest.foot)
  }

  private func stretch(_ stretch: SectionsQuestion.Stretch) -> RiverPlan.Stretch {
    func count(_ matches: (Record) -> Bool) -> Int { stretch.encounters.count { matches($0.record) } }
    return RiverPlan.Stretch(
      number: stretch.number, fromKm: stretch.from.km, toKm: stretch.to.km, fromName: stretch.from.name,
      toName: stretch.to.name, district: stretch.district,
      sourceCount: count { $0.kind.group == .riskSource && !Self.targetKinds.contains($0.kind.name) },
      targetCount: count { Self.targetKinds.contains($0.kind.name) },
      facilityCount: count { $0.kind.name == "emergency_facility" })
  }

  /// Each place where a pipeline or a hazmat route crosses the river's water, from source to mouth.
  private func crossings(of river: River, _ water: Water) throws -> [RiverPlan.Item] {
    let network = try water.network().network
    var items: [RiverPlan.Item] = []
    for kind in Self.mobileKinds.sorted().compactMap({ water.registry.kinds[$0] }) {
      for record in try water.registry.records(of: kind, near: river.boxes(withinMetres: 1)) {
        for place in try network.crossings(with: record.geometry?.lines ?? []) {
          guard let number = place.river, network.rivers.rivers[number].code == river.code, let km = place.riverKm
          else { continue }
          items.append(
            RiverPlan.Item(
              record: audience.view(record), riverKm: km, toKm: nil, offsetMetres: 0, bank: .onLine,
              foot: place.position, lowerFoot: place.position))
        }
      }
    }
    return items.sorted { ($1.riverKm, $0.record.code) < ($0.riverKm, $1.record.code) }
  }

  private func riverRecord(_ river: River, _ registry: Registry) throws -> Record? {
    let records = try registry.records(of: try registry.kind("river"))
    return (records.first { $0.code == river.riverCode } ?? records.first { river.goesBy($0.name) }).map(audience.view)
  }

  private func reachItems(_ river: River, _ registry: Registry) throws -> [RiverPlan.Item] {
    let kind = try registry.kind("river_reach")
    let codes = river.reaches.map { Value.text($0.code) }
    guard !codes.isEmpty else { return [] }
    let isOfRiver = Filter.oneOf(Filter.Operand(property: "code"), codes)
    return try registry.records(of: kind, RecordQuery(filter: isOfRiver)).compactMap { record in
      guard let first = record.geometry?.lines.first?.first, let last = record.geometry?.lines.last?.last,
        let start = river.locate(first), let end = river.locate(last)
      else { return nil }
      let (upper, lower) = start.riverKm >= end.riverKm ? (start, end) : (end, start)
      return RiverPlan.Item(
        record: record, riverKm: upper.riverKm, toKm: lower.riverKm, offsetMetres: 0, bank: .onLine, foot: upper.foot,
        lowerFoot: lower.foot)
    }.sorted { ($1.riverKm, $0.record.code) < ($0.riverKm, $1.record.code) }
  }

  /// The river that this one flows into: as the list of rivers has it, else its lowest reach; and the one that its mouth
  /// touches, where it touches several the recorded one.
  private func mouth(
    of river: River, _ record: Record?, _ lowest: Record?, _ set: RiverSet
  ) -> RiverPlan.Mouth {
    let recorded = record?["flows_into"].text ?? lowest?["flows_into"].text
    var touched: [(river: River, metres: Double)] = []
    if let mouth = river.mouth {
      touched = set.rivers.filter { $0.code != river.code }
        .compactMap { other in other.locate(mouth, withinMetres: 50).map { (other, $0.offsetMetres) } }
        .sorted { ($0.metres, $0.river.name) < ($1.metres, $1.river.name) }
    }
    // `黄河（三门峡以下）` is the 黄河, too.
    let names = recorded.map { [$0] + $0.split { "（）()".contains($0) }.map(String.init) } ?? []
    let agreeing = touched.first { names.contains(where: $0.river.goesBy) }
    return RiverPlan.Mouth(
      recorded: recorded, drawn: (agreeing ?? touched.first)?.river.name,
      isContradictory: recorded != nil && agreeing == nil && !touched.isEmpty)
  }

  private func resources(near river: River, _ registry: Registry) throws -> [RiverPlan.Resource] {
    var found: [RiverPlan.Resource] = []
    for kind in registry.kinds.all where kind.group == .team || kind.group == .supply {
      for record in try registry.records(of: kind) {
        guard case .point(let position?) = record.geometry else {
          found.append(RiverPlan.Resource(record: audience.view(record), distanceMetres: nil))
          continue
        }
        guard let place = river.locate(position, withinMetres: Self.resourceMetres) else { continue }
        found.append(RiverPlan.Resource(record: audience.view(record), distanceMetres: place.offsetMetres))
      }
    }
    return found.sorted {
      ($0.distanceMetres ?? .infinity, $0.record.kind.name, $0.record.code)
        < ($1.distanceMetres ?? .infinity, $1.record.kind.name, $1.record.code)
    }
  }

  /// How the grades of sources come about. The public is not told, as the steps name intakes and how far they are.
  private func assessments(of sources: [Record], _ water: Water, today: String?) throws -> [RiskAssessment] {
    func grade(_ record: Record) -> Int { record["risk_grade"].text.flatMap(RiskGrade.init(title:))?.rawValue ?? -1 }
    let graded = sources.filter { RiskAssessor.kinds.contains($0.kind.name) }.enumerated().sorted {
      (grade($1.element), $0.offset) < (grade($0.element), $1.offset)
    }.prefix(Self.explainedSources).sorted { $0.offset < $1.offset }.map(\.element)
    guard audience == .internal, let today, !graded.isEmpty else { return [] }
    let assessor = try RiskAssessor(water, try rules(), on: today)
    return try graded.map(assessor.assess)
  }

  private func mechanisms(_ registry: Registry) throws -> [Record] {
    guard let kind = registry.kinds["mechanism"] else { return [] }
    return try registry.records(of: kind).map(audience.view).sorted { $0.code < $1.code }
  }
}

/// What a plan is made of while its gaps are looked for.
struct PlanDraft {
  let river: River
  let record: Record?
  let reaches: [RiverPlan.Item]
  let mouth: RiverPlan.Mouth
  let stretches: [RiverPlan.Stretch]
  let borders: [RiverPlan.Border]
  let districts: [DistrictMap.District]
  let hasDistricts: Bool
  let audience: Audience
  let sections: [RiverPlan.Item]
  let targets: [RiverPlan.Item]
  let sources: [RiverPlan.Threat]
  let mobileSources: [RiverPlan.Threat]
  let facilities: [RiverPlan.Item]
  let teams: [RiverPlan.Resource]
  let supplies: [RiverPlan.Resource]
  var gaps: [RiverPlan.Gap] = []
}
