import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Who and what can get to a facility, and how soon.
struct Responders {
  /// How long it takes until a facility's people and supplies are there, and who they are.
  struct Arrival {
    /// Minutes; nil where nobody or nothing is known that could come.
    let minutes: Double?
    /// Who, in Chinese.
    let who: String
    /// The team among them; nil where those on the spot do it, or nobody is known.
    var team: String?
  }

  struct Source {
    let record: Record
    let name: String
    let category: String?
    let position: Position
    let readyMinutes: Double
  }

  let rules: RaceRules
  private let teams: [Source]
  private let supplies: [Source]
  private let laboratories: [Source]

  /// The rescue teams that help others, and the supplies that are not past their date.
  ///
  /// - Parameter today: the day (`2026-11-23`) that decides; nil keeps all.
  init(_ registry: Registry, rules: RaceRules, today: String?, audience: Audience) throws {
    self.rules = rules
    func sources(_ kinds: [String], _ make: (Record, Position) -> Source?) throws -> [Source] {
      try kinds.compactMap { registry.kinds[$0] }.flatMap { try registry.records(of: $0) }.compactMap { record in
        let seen = audience.view(record)
        return seen.geometry?.representativePosition.flatMap { make(seen, $0) }
      }
    }
    teams = try sources(["rescue_team"]) { record, position in
      guard record["lends_help"].boolean != false else { return nil }
      return Source(
        record: record, name: record.name, category: nil, position: position,
        readyMinutes: record["response_time_min"].number ?? rules.mobiliseMinutes)
    }
    supplies = try sources(["government_supply", "enterprise_supply"]) { record, position in
      if let today, let expiry = record["expires_on"].text, expiry < today { return nil }
      return Source(
        record: record, name: record["depot"].text ?? record.name, category: record["category"].text,
        position: position,
        readyMinutes: record["load_time_min"].number ?? rules.loadMinutes)
    }
    laboratories = try sources(["monitoring_unit"]) { record, position in
      Source(
        record: record, name: record.name, category: nil, position: position, readyMinutes: rules.mobiliseMinutes)
    }
  }

  /// Something with the minutes from the call until it is at a place.
  typealias Coming = (record: Record, minutes: Double)

  /// The teams and laboratories that can come to a place, the soonest first.
  func helpers(to position: Position) -> [Coming] { coming(teams + laboratories, to: position) }

  /// The supplies that can be brought to a place, the soonest first.
  func deliveries(to position: Position) -> [Coming] { coming(supplies, to: position) }

  private func coming(_ sources: [Source], to position: Position) -> [Coming] {
    sources.map { (record: $0.record, minutes: minutes(of: $0, to: position)) }.sorted {
      ($0.minutes, $0.record.reference) < ($1.minutes, $1.record.reference)
    }
  }

  private func minutes(of source: Source, to position: Position) -> Double {
    let metres = Geodesic.cgcs2000.distanceMetres(from: source.position, to: position)
    return source.readyMinutes + rules.roadMinutes(metres: metres)
  }

  /// Who gets to a facility, and how soon after the call.
  func arrival(at facility: Record) -> Arrival {
    guard let work = rules.work(of: facility["facility_class"].text) else { return Arrival(minutes: nil, who: "") }
    if work.by == .operator, facility["duty_phone"].text != nil { return Arrival(minutes: 0, who: "管理单位24小时值守") }
    guard let position = facility.geometry?.representativePosition else { return Arrival(minutes: nil, who: "") }
    let team = soonest(of: teams, at: position)
    guard !work.supplies.isEmpty else {
      return Arrival(minutes: team?.minutes, who: team?.name ?? "没有登记救援队伍", team: team?.name)
    }
    let supply = soonest(of: supplies.filter { $0.category.map(work.supplies.contains) ?? false }, at: position)
    guard let team, let supply else {
      let missing = (team == nil ? ["救援队伍"] : []) + (supply == nil ? work.supplies : [])
      let known = [team?.name, supply?.name].compactMap { $0 }
      return Arrival(
        minutes: nil, who: (known + ["没有登记\(missing.joined(separator: "、"))"]).joined(separator: "＋"))
    }
    return Arrival(
      minutes: max(team.minutes, supply.minutes), who: "\(team.name)＋\(supply.name)", team: team.name)
  }

  private func soonest(of sources: [Source], at position: Position) -> (name: String, minutes: Double)? {
    sources.map { (name: $0.name, minutes: minutes(of: $0, to: position)) }.min {
      ($0.minutes, $0.name) < ($1.minutes, $1.name)
    }
  }
}
