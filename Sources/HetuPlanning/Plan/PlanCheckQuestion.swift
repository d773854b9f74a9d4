import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What would a reviewer mark in the plans of some rivers?
public struct PlanCheckQuestion: Sendable {
  let plans: PlanQuestion
  let today: String

  /// A check of the plans that a question makes; `today` (`2026-11-23`) decides what is out of date.
  public init(_ plans: PlanQuestion, today: String) {
    self.plans = plans
    self.today = today
  }

  /// The findings of all plans, the most dangerous first, then river by river in the order of the water: what the races of the scenarios
  /// and the plan's gaps tell, and what the check of the data finds of the plan's records.
  public func findings(of rivers: [River], from water: Water) throws -> [Finding] {
    let data = try CheckQuestion(today: today, book: plans.rules()).findings(in: water.registry)
    let byRecord = Dictionary(grouping: data) { "\($0.kind)/\($0.code)" }
    var seen: Set<Finding> = []
    return try rivers.flatMap { river in
      try PlanCheck(plans.plan(of: river, from: water)).findings(beside: byRecord)
    }.enumerated().sorted {
      let (first, second) = ($0.element.finding.severity, $1.element.finding.severity)
      return (first, $0.element.danger, $0.offset) < (second, $1.element.danger, $1.offset)
    }.map(\.element.finding).filter { seen.insert($0).inserted }
  }
}

/// Holds one plan against the rules.
struct PlanCheck {
  /// A finding with the place of its rule in the order of danger.
  typealias Ranked = (finding: Finding, danger: Int)

  private let plan: RiverPlan
  private let places: [String: RiverPlan.Item]

  init(_ plan: RiverPlan) {
    self.plan = plan
    places = Dictionary((plan.items + plan.reaches).map { ($0.reference, $0) }) { first, _ in first }
  }

  /// All findings, rule by rule, each in the order of the water.
  func findings(beside data: [String: [Finding]]) -> [Ranked] {
    let own = races() + unstopped() + gaps() + stretches() + scenarios()
    let records = plan.items.map(\.record) + plan.reaches.map(\.record) + (plan.teams + plan.supplies).map(\.record)
    let further = Set(records.map(\.reference)).sorted().flatMap { data[$0] ?? [] }.map { (located($0), Int.max) }
    let ranked = own.map { ($1, PlanRule.allCases.firstIndex(of: $0) ?? 0) } + further
    return ranked.enumerated().sorted {
      let (first, second) = (riverKm($0.element.0), riverKm($1.element.0))
      return (second, $0.offset) < (first, $1.offset)
    }.map(\.element)
  }

  private typealias Ruled = (PlanRule, Finding)

  private func riverKm(_ finding: Finding) -> Double { places["\(finding.kind)/\(finding.code)"]?.riverKm ?? -1 }

  /// A finding with its place along the river.
  private func located(_ finding: Finding) -> Finding {
    guard let item = places["\(finding.kind)/\(finding.code)"] else { return finding }
    var finding = finding
    finding.place = "\(plan.river.name) \(item.place)"
    return finding
  }

  private func finding(_ rule: PlanRule, _ record: Record, _ message: String, _ remedy: String) -> Ruled {
    (rule, located(Finding(rule.severity, rule.rawValue, record, message, remedy)))
  }

  /// A finding of the river as a whole, or of a part of it.
  private func finding(_ rule: PlanRule, _ message: String, _ remedy: String) -> Ruled {
    let finding = Finding(
      rule.severity, rule.rawValue, kind: "river", title: "河流", code: plan.river.code, name: plan.river.name, message,
      remedy)
    return (rule, finding)
  }

  private func gaps() -> [Ruled] {
    plan.gaps.flatMap { gap -> [Ruled] in
      let remedy = Self.remedies[gap.rule] ?? "请收集并补填，渠道：\(gap.from)"
      guard !gap.records.isEmpty else { return [finding(gap.rule, gap.what, remedy)] }
      return gap.records.map { finding(gap.rule, $0, gap.lack, remedy) }
    }
  }

  /// What to do where it is more than to collect what is missing.
  private static let remedies: [PlanRule: String] = [
    .mouth: "请核对登记的汇入河流和图上下游河段的河流名称，改正有误的一处",
    .sourceExposed: "请在两者之间踏勘拦截点（找空间）",
    .targetUnprotected: "请在其上游踏勘拦截点，或缩短通知、到场和启用时间；不能先行拦截的，在方案中写明停止取水和备用水源",
    .borderUnprotected: "请在界上游踏勘拦截点；不能先行拦截的，按时限通报下游",
    .targetHeldPartly: "请核实容积，或在其上游增设拦截点、清污分流",
  ]

  // MARK: - The races

  /// `平、枯水期`.
  private static func titles(of seasons: [Season]) -> String {
    seasons.map { String($0.title.prefix(1)) }.joined(separator: "、") + "水期"
  }

  /// The targets and borders that no facility in time shields, with the scenarios and seasons.
  private func races() -> [Ruled] {
    var found: [(rule: PlanRule, row: AnswerRow, place: String?, lines: [String])] = []
    for scenario in plan.scenarios {
      for meeting in scenario.runners {
        let verdicts = Season.allCases.reversed().compactMap { season in
          meeting.text("verdict", in: season).flatMap(WaterRace.Shielding.init(rawValue:)).map { (season, $0) }
        }
        let isBorder = meeting.row.record == nil
        func add(_ rule: PlanRule, _ kept: Set<WaterRace.Shielding>) {
          let seasons = verdicts.filter { kept.contains($0.1) }.map(\.0)
          guard !seasons.isEmpty else { return }
          let earliest = seasons.compactMap { meeting.number(Figure.earliestArrival.name, in: $0) }.min()
          let hours = earliest.map { "，前锋最早\(FigureText.decimals($0, 2)) h到达" } ?? ""
          let line = "情景\(scenario.number)（\(Self.titles(of: seasons))\(hours)）"
          let same = found.firstIndex {
            $0.rule == rule && $0.row.kind == meeting.row.kind && $0.row.code == meeting.row.code
              && $0.row.name == meeting.row.name
          }
          if let same {
            found[same].lines.append(line)
          } else {
            found.append((rule, meeting.row, place(of: meeting), [line]))
          }
        }
        add(isBorder ? .borderUnprotected : .targetUnprotected, [.none])
        add(.targetHeldPartly, [.insufficient, .unknownVolume])
      }
    }
    return found.map { rule, row, place, lines in
      let what = rule == .targetHeldPartly ? "有防线，但容积不足或不明" : WaterRace.Shielding.none.rawValue
      var finding = Finding(
        rule.severity, rule.rawValue, kind: row.kind, title: row.title, code: row.code, name: row.name,
        "\(what)：\(lines.joined(separator: "、"))", Self.remedies[rule] ?? "")
      finding.place = place
      return (rule, finding)
    }
  }

  private func place(of meeting: RiverPlan.Scenario.Meeting) -> String? {
    let season = Season.allCases.first { meeting.isMet(in: $0) } ?? .normal
    guard let river = meeting.text(Figure.river.name, in: season),
      let km = meeting.number(Figure.riverKilometre.name, in: season)
    else { return nil }
    return "\(river) \(RiverPlan.spoken(km))"
  }

  /// The stretches on which nothing can be stopped in time, with the scenarios and seasons.
  private func unstopped() -> [Ruled] {
    var found: [(what: String, lines: [String])] = []
    for scenario in plan.scenarios {
      var own: [(what: String, seasons: [Season])] = []
      for season in Season.allCases {
        for stretch in scenario.races[season]?.stretches ?? [] {
          let what = "\(stretch.from)至\(stretch.to)的\(FigureText.kilometres(stretch.toPathKm - stretch.fromPathKm)) km"
          if let same = own.firstIndex(where: { $0.what == what }) {
            own[same].seasons.append(season)
          } else {
            own.append((what, [season]))
          }
        }
      }
      for (what, seasons) in own {
        let line = "情景\(scenario.number)（\(Self.titles(of: seasons))）"
        if let same = found.firstIndex(where: { $0.what == what }) {
          found[same].lines.append(line)
        } else {
          found.append((what, [line]))
        }
      }
    }
    return found.map {
      finding(
        .stretchWithoutStop, "\($0.what)内没有来得及的拦截点：\($0.lines.joined(separator: "、"))", "请在该段踏勘拦截点（找空间）")
    }
  }

  // MARK: - Stretches and scenarios

  private func stretches() -> [Ruled] {
    let bare = plan.facilities.isEmpty ? [] : plan.stretches.filter { $0.facilityCount == 0 }
    let unreachable = plan.facilities.filter { !FacilityUse.isReachedByVehicles($0.record) }
    return bare.map { stretch in
      finding(
        .stretchWithoutFacility,
        "\(RiverPlan.spoken(stretch.fromKm))至\(RiverPlan.spoken(stretch.toKm))（\(stretch.fromName)—\(stretch.toName)）没有登记环境应急空间与设施",
        "请在该段踏勘（找空间）")
    }
      + unreachable.map {
        finding(.facilityUnreachable, $0.record, "车辆不能到场（道路通达：\($0.record["road_access"].text ?? "")）", "请核实道路，或另选拦截点")
      }
  }

  /// Targets that no scenario reaches though a source lies above them.
  private func scenarios() -> [Ruled] {
    let reached = Set(plan.scenarios.flatMap { $0.arrivals.compactMap { $0.row.record?.reference } })
    let highest = (plan.sources + plan.mobileSources).map(\.source.riverKm).max() ?? -1
    let missed = plan.targets.filter { !reached.contains($0.reference) && $0.lowerKm <= highest }
    return missed.map {
      finding(.targetWithoutScenario, $0.record, "上游有风险源，却没有典型情景涉及", "请用 --scenario 增设情景")
    }
  }
}

extension RiverPlan.Item {
  var reference: String { record.reference }
}
