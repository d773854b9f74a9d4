import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Who and what can come to the places of work before they are needed there.
extension ResponsePlanner {
  /// So many teams and laboratories are told, the soonest.
  private static let mostHelpers = 12
  /// Of so many facilities the material is told, the first in the order of the water.
  private static let equippedWorks = 3

  /// A place of work, and until when people and material must be there.
  private struct Spot {
    let name: String
    let position: Position
    var reference: String?
    /// The earliest front, minutes; nil where no work is in time.
    var frontMinutes: Double?
    /// The front less the time until the facility works, minutes.
    var limitMinutes: Double?
  }

  /// A facility as a place of work, in the seasons in which it is in time; nil where it has no position.
  private func spot(_ meeting: Scenario.Meeting) -> Spot? {
    guard let record = meeting.row.record, let position = record.geometry?.representativePosition else { return nil }
    let fronts = Self.numbers(Figure.earliestArrival.name, of: meeting).filter {
      meeting.number("margin_min", in: $0.key) ?? -1 >= 0
    }
    let front = fronts.values.min().map { $0 * 60 }
    return Spot(
      name: record.name, position: position, reference: record.reference, frontMinutes: front,
      limitMinutes: front.map { $0 - (FacilityUse.openingMinutes(record) ?? 0) })
  }

  func call(_ scenario: Scenario, _ response: inout Response) {
    let reached = response.works.first { $0.seasons.count == $0.meeting.figures.count } ?? response.works.first
    let dosing = (response.dosingPoint?.meeting).flatMap(spot)
    let site =
      (reached?.meeting).flatMap(spot) ?? dosing
      ?? Spot(name: scenario.origin.name, position: scenario.origin.position)
    (response.site, response.sitePosition, response.raceRules) = (site.name, site.position, responders.rules)
    (response.siteMinutes, response.siteLimitMinutes) = (site.frontMinutes, site.limitMinutes)
    let callMinutes = responders.rules.callMinutes
    response.helpers = responders.helpers(to: site.position).prefix(Self.mostHelpers).map { coming in
      let minutes = coming.minutes + callMinutes
      let limit = coming.record.kind.name == "monitoring_unit" ? site.frontMinutes : site.limitMinutes
      return Response.Helper(record: coming.record, minutes: minutes, isInTime: limit.map { minutes <= $0 })
    }
    // Agents and what goes with them are of use until the front is there; what builds or closes is not.
    var treatment = dosing ?? site
    treatment.limitMinutes = treatment.frontMinutes
    var stock = Stock(responders: responders)
    for dose in response.doses {
      let agents = [dose.agent.agent] + dose.agent.or
      let name = dose.agent.agent + (dose.agent.or.isEmpty ? "" : "（或\(dose.agent.or.joined(separator: "、"))）")
      guard !response.needs.contains(where: { $0.name == name && $0.purpose == dose.agent.role }) else { continue }
      let isPure = dose.ratio != nil
      let need = stock.need(
        name, dose.agent.role, unit: "kg", dose.totalKilograms, isPure: isPure, at: treatment
      ) { record in agents.contains { rules.isAgent($0, record) } }
      let unstated = need.deliveries.filter { isPure && $0.record["purity_pct"].isNull }.map(\.record.name)
      if !unstated.isEmpty {
        response.lack("\(Set(unstated).sorted().joined(separator: "、"))没有登记有效成分含量，未计入可用量", "物资储备单位")
      }
      response.needs.append(need)
    }
    for material in response.treated.flatMap({ $0.treatment?.materials ?? [] })
    where !response.needs.contains(where: { $0.name == material.category && $0.purpose == material.role }) {
      let isEach = material.per == "width"
      response.needs.append(
        stock.need(
          material.category, material.role, unit: material.unit, isEach ? width(at: treatment) : nil,
          isEach: isEach, at: treatment
        ) { $0["category"].text == material.category })
    }
    for work in response.works.prefix(Self.equippedWorks) { equip(work, from: &stock, &response) }
  }

  /// The greatest width of the reach at a place, m.
  private func width(at spot: Spot) -> Double? {
    let km = facilities.first { $0.record.reference == spot.reference }?.riverKm
    let reach = km.flatMap { self.reach(atKm: $0) }
    return Season.allCases.compactMap { reach?["width_\($0.rawValue)_m"].number }.max()
  }

  /// The material of a facility, as recorded, else by its class.
  private func equip(_ work: Response.Work, from stock: inout Stock, _ response: inout Response) {
    guard let spot = spot(work.meeting) else { return }
    let purpose = "\(work.record.name)启用"
    let listed = (work.record["materials"].elements ?? []).compactMap { $0 as? [String: Any] }
    for material in listed {
      guard let name = material["name"] as? String else { continue }
      response.needs.append(
        stock.need(
          name, purpose, unit: material["unit"] as? String ?? "", material["quantity"] as? Double, at: spot
        ) { $0.name.contains(name) || $0["category"].text == name })
    }
    let categories = responders.rules.work(of: work.record["facility_class"].text)?.supplies ?? []
    guard listed.isEmpty, !categories.isEmpty else { return }
    response.needs.append(
      stock.need("\(categories.joined(separator: "、"))（任一）", purpose, unit: nil, nil, at: spot) {
        $0["category"].text.map(categories.contains) ?? false
      })
    response.lack("\(work.record.name)没有所需物资的种类和数量", "现场踏勘、演练实测")
  }

  /// What depots hold: what is given to one need is not there for the next.
  private struct Stock {
    let responders: Responders
    /// By reference what was given of a supply, in its own unit.
    private var given: [String: Double] = [:]

    init(responders: Responders) { self.responders = responders }

    /// What can come for a need, and takes it; of a need of unknown amount nothing is taken.
    ///
    /// - Parameter unit: nil where it is not counted.
    mutating func need(
      _ name: String, _ purpose: String, unit: String?, _ amount: Double?, isPure: Bool = false, isEach: Bool = false,
      at spot: Spot, _ isIt: (Record) -> Bool
    ) -> Response.Need {
      let call = responders.rules.callMinutes
      let deliveries = responders.deliveries(to: spot.position).filter { isIt($0.record) }.map { coming in
        let (factor, why) = unit.map { Self.factor(coming.record, $0, isPure: isPure) } ?? (nil, nil)
        let left = (coming.record["quantity"].number ?? 0) - (given[coming.record.reference] ?? 0)
        return Response.Delivery(
          record: coming.record, minutes: coming.minutes + call, amount: factor.map { max(0, left * $0) },
          uncounted: why)
      }
      let need = Response.Need(
        name: name, purpose: purpose, unit: unit ?? "", amount: amount, isEach: isEach, place: spot.name,
        position: spot.position,
        limitMinutes: spot.limitMinutes, deliveries: deliveries)
      var missing = isEach ? 0 : amount ?? 0
      for delivery in need.inTime {
        guard let free = delivery.amount, free > 0, missing > 0 else { continue }
        let taken = min(free, missing)
        missing -= taken
        let factor = Self.factor(delivery.record, need.unit, isPure: isPure).factor ?? 1
        given[delivery.record.reference, default: 0] += taken / factor
      }
      return need
    }

    /// What a unit of a supply counts in another unit, of what counts as pure its active share; else why it can't be counted, in
    /// Chinese.
    private static func factor(
      _ record: Record, _ unit: String, isPure: Bool
    ) -> (factor: Double?, why: String?) {
      let scales = unit == "kg" ? ["kg": 1.0, "t": 1_000] : [unit: 1]
      guard let scale = scales[record["unit"].text ?? ""] else { return (nil, "单位不同") }
      guard record["quantity"].number != nil else { return (nil, "数量未登记") }
      guard isPure else { return (scale, nil) }
      guard let purity = record["purity_pct"].number else { return (nil, "有效成分未登记") }
      return (scale * purity / 100, nil)
    }
  }
}
