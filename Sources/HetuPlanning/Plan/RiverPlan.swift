import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// One river's plan as a value: what threatens it, what it threatens, where a spill can be stopped, with what; and what is not known.
///
/// Everything stands in the order of the water, source first. Kilometres count from the mouth along the drawn line.
public struct RiverPlan: Sendable {
  /// Something along the river.
  public struct Item: Sendable {
    /// The record, as the plan's audience may see it.
    public let record: Record
    /// Where it lies along the river, kilometres from the mouth; of a line or area where it touches the river first.
    public let riverKm: Double
    /// The kilometre where a line or area ends along the river, or nil.
    public let toKm: Double?
    /// Distance from the river's line, metres.
    public let offsetMetres: Double
    /// The bank, facing downstream.
    public let bank: Bank
    /// The place on the river's line nearest to it.
    public let foot: Position
    /// The place on the river's line where the water leaves it behind; of a point the same as ``foot``.
    public let lowerFoot: Position

    /// The kilometre at which the water leaves it behind: of a line or area its lower end.
    public var lowerKm: Double { toKm ?? riverKm }

    /// The place as it is read out by phone, `K12+300 左岸`.
    public var place: String { spoken(riverKm) }
    /// The place where the water leaves it behind, `下端K11+900 左岸`; of a point the same as ``place``.
    public var lowerPlace: String { toKm.map { "下端\(spoken($0))" } ?? place }

    private func spoken(_ km: Double) -> String { RiverPlan.spoken(km) + (bank == .onLine ? "" : " \(bank.title)") }
  }

  /// A river kilometre as it is read out by phone, `K12+300`.
  public static func spoken(_ riverKm: Double) -> String {
    let metres = Int((riverKm * 1_000).rounded())
    let rest = "\(metres % 1_000)"
    return "K\(metres / 1_000)+\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  /// A risk source with what the water meets next below it.
  public struct Threat: Sendable {
    /// The source.
    public let source: Item
    /// The next sensitive target downstream, or one that reaches from above to below the source.
    public let target: Item?
    /// The next emergency facility downstream that can stop or hold water and is no drinking water source.
    public let facility: Item?
    /// Kilometres along the river from the source to the target; of a line or area the shortest way, 0 where they stand side by side.
    public var targetPathKm: Double? { target.map { max(0, source.lowerKm - $0.riverKm) } }
    /// Kilometres along the river from the source to the facility.
    public var facilityPathKm: Double? { facility.map { max(0, source.lowerKm - $0.riverKm) } }
    /// Whether a facility lies between source and target, so that the target can be shielded at all.
    public var isShielded: Bool {
      guard let facilityPathKm else { return false }
      guard let targetPathKm else { return true }
      return facilityPathKm < targetPathKm
    }
  }

  /// A team or a depot with its distance from the river.
  public struct Resource: Sendable {
    /// The record, as the plan's audience may see it.
    public let record: Record
    /// Straight distance to the river's line, metres; nil where it has no position.
    public let distanceMetres: Double?
  }

  /// A stretch of the river between two cuts.
  public struct Stretch: Sendable {
    /// Its number, from the source.
    public let number: Int
    /// Where it begins, kilometres from the mouth.
    public let fromKm: Double
    /// Where it ends, kilometres from the mouth.
    public let toKm: Double
    /// The section or border where it begins.
    public let fromName: String
    /// The section or border where it ends.
    public let toName: String
    /// The district that it runs through.
    public let district: String?
    /// How many risk sources, targets and facilities lie along it.
    public let sourceCount: Int
    /// How many sensitive targets lie along it.
    public let targetCount: Int
    /// How many emergency facilities lie along it.
    public let facilityCount: Int
  }

  /// A border that the river crosses.
  public struct Border: Sendable {
    /// Where, kilometres from the mouth.
    public let riverKm: Double
    /// `灵宝市—陕州区界`.
    public let name: String
    /// Whether it is one, and not merely where the districts that the registry has of its neighbours end.
    public let isKnown: Bool
    /// The district above.
    public let upper: DistrictMap.District?
    /// The district below.
    public let lower: DistrictMap.District?
  }

  /// Where a river ends.
  public struct Mouth: Sendable {
    /// The river that it is recorded to flow into.
    public let recorded: String?
    /// The river whose line its line ends at; of several the recorded one.
    public let drawn: String?
    /// Whether the line ends at rivers of which none is the recorded one.
    public let isContradictory: Bool
    /// The river that it flows into, as far as is known.
    public var name: String? { recorded ?? drawn }
  }

  /// A piece of knowledge that is missing.
  public struct Gap: Sendable {
    /// The rule by which it is missed.
    public let rule: PlanRule
    /// The chapter that it belongs to.
    public let chapter: Int
    /// What is missing.
    public let what: String
    /// Where it can be had.
    public let from: String
    /// The records that lack it; none where it is missed of the plan as a whole.
    public let records: [Record]
    /// What each of them lacks; of the plan as a whole the same as ``what``.
    public let lack: String
  }

  /// The river with its course.
  public let river: River
  /// The river's record, where the list of rivers has one.
  public let record: Record?
  /// The reaches' records, from source to mouth.
  public let reaches: [Item]
  /// The river that it flows into.
  public let mouth: Mouth
  /// How far from the line things belong to the plan, metres.
  public let withinMetres: Double
  /// The stretches between sections and borders.
  public let stretches: [Stretch]
  /// The borders of districts.
  public let borders: [Border]
  /// The districts that it runs through, in the order of the water.
  public let districts: [DistrictMap.District]
  /// Monitoring sections.
  public let sections: [Item]
  /// Sensitive targets: intakes, protection zones, reserves, and so on.
  public let targets: [Item]
  /// Fixed risk sources with what comes next below.
  public let sources: [Threat]
  /// Pipelines and hazmat routes with what comes next below: each place where one crosses the river, and each that only follows it.
  public let mobileSources: [Threat]
  /// Emergency spaces and facilities.
  public let facilities: [Item]
  /// Typical scenarios, in the order of the water.
  public let scenarios: [Scenario]
  /// How the grades of the fixed sources come about, in the order of the water; none for the public.
  public let assessments: [RiskAssessment]
  /// Teams by distance.
  public let teams: [Resource]
  /// Supplies by distance.
  public let supplies: [Resource]
  /// Mechanisms that concern several districts or this river.
  public let mechanisms: [Record]
  /// What is not known.
  public let gaps: [Gap]
  /// What to mind about the river's line.
  public let warnings: [AnswerWarning]
  /// The day of the newest change in the registry, China's time; nil for an empty history.
  public let dataDate: String?
  /// Words that stand on every product, such as 示意数据.
  public let dataNote: String?
  /// Whom the plan is made for.
  public let audience: Audience

  /// What changed since an earlier time, where that was asked for.
  public internal(set) var changes: PlanChanges?

  /// The scenario whose times the drawings show: the uppermost asked for, else the uppermost, whose water passes most of the river.
  public var shownScenario: Scenario? { scenarios.first(where: \.isRequested) ?? scenarios.first }

  /// All that lies along the river: sections, targets, facilities, fixed sources, mobile sources.
  public var items: [Item] { sections + targets + facilities + (sources + mobileSources).map(\.source) }

  /// The facilities that can close the river, drinking water sources left out.
  public var barriers: [Item] {
    facilities.filter { FacilityUse.closesRiver($0.record) && !drinkingWaterFacilities.contains($0.record.code) }
  }

  /// The facilities that lead polluted water away or hold it and need another to send it there, drinking water sources left out.
  public var helpers: [Item] {
    facilities.filter {
      FacilityUse.canStopWater($0.record) && !FacilityUse.closesRiver($0.record)
        && !drinkingWaterFacilities.contains($0.record.code)
    }
  }

  /// The facilities that hold water people drink, by code, with what tells it, in Chinese: recorded so, named as a drinking water
  /// source, or in its protection zone.
  public let drinkingWaterReasons: [String: String]
  /// The codes of facilities that hold water people drink.
  public var drinkingWaterFacilities: Set<String> { Set(drinkingWaterReasons.keys) }
  /// The references of the facilities and targets that lie outside the registry's own districts.
  public let foreign: Set<String>

  /// The facilities within the registry's own districts whose usable volume is known and that may hold polluted water: drinking
  /// water sources may not.
  public var holdingFacilities: [Item] { holding.filter { !foreign.contains($0.record.reference) } }
  /// Those outside, which others decide about.
  public var foreignHoldingFacilities: [Item] { holding.filter { foreign.contains($0.record.reference) } }

  private var holding: [Item] {
    facilities.filter {
      !$0.record["usable_volume_10k_m3"].isNull && !drinkingWaterFacilities.contains($0.record.code)
    }
  }

  /// The usable volume of all ``holdingFacilities``, 10⁴ m³.
  public var knownVolume10kCubicMetres: Double { Self.volume(of: holdingFacilities) }
  /// The usable volume of all ``foreignHoldingFacilities``, 10⁴ m³.
  public var foreignVolume10kCubicMetres: Double { Self.volume(of: foreignHoldingFacilities) }

  private static func volume(of items: [Item]) -> Double {
    items.reduce(0) { $0 + ($1.record["usable_volume_10k_m3"].number ?? 0) }
  }

  /// The registry's own districts that the river runs through.
  public var ownDistricts: [DistrictMap.District] { districts.filter(\.isOwn) }

  /// A district that is told of an event, and how it lies to the river.
  public struct Notified: Sendable {
    /// The district's record, with its contacts.
    public let district: Record
    /// `流经`, `上游`, `下游` or `沿河`.
    public let relation: String
    /// Whether it is one of the registry's own.
    public let isOwn: Bool
  }

  /// The districts to be told, each once: those that the river runs through, in the order of the water, then those that the water of
  /// the scenarios comes into or passes beside.
  public var notified: [Notified] {
    let own = reachKm(of: ownDistricts)
    var seen: Set<String> = []
    let passed = districts.filter { seen.insert($0.code).inserted }.map { district in
      let km = reachKm(of: [district])
      let relation =
        if district.isOwn { "流经" } else if let km, let own {
          km.lowerBound >= own.upperBound ? "上游" : km.upperBound <= own.lowerBound ? "下游" : "沿河"
        } else { "流经" }
      return Notified(district: district.record, relation: relation, isOwn: district.isOwn)
    }
    let further = scenarios.flatMap(\.event.neighbours).filter { seen.insert($0.district.code).inserted }.map {
      Notified(district: $0.district, relation: $0.isBeside ? "沿河" : "下游", isOwn: $0.isOwn)
    }
    return passed + further
  }

  /// From where to where stretches lie in some districts, kilometres from the mouth.
  private func reachKm(of districts: [DistrictMap.District]) -> ClosedRange<Double>? {
    let names = Set(districts.map(\.name))
    let own = stretches.filter { $0.district.map(names.contains) ?? false }
    guard let top = own.map(\.fromKm).max(), let end = own.map(\.toKm).min() else { return nil }
    return end...top
  }
}
