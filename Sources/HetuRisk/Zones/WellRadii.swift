/// How the water moves in the ground round a well.
public struct GroundwaterFlow: Sendable, Hashable {
  /// The hydraulic conductivity K, m/d.
  public let conductivityMetresPerDay: Double
  /// The hydraulic gradient I.
  public let gradient: Double
  /// The effective porosity n, 0…1.
  public let porosity: Double

  /// A flow from figures above 0; nil where one of them is missing or not above 0.
  public init?(conductivityMetresPerDay: Double?, gradient: Double?, porosity: Double?) {
    guard let conductivityMetresPerDay, let gradient, let porosity,
      [conductivityMetresPerDay, gradient, porosity].allSatisfy({ $0.isFinite && $0 > 0 }), porosity <= 1
    else { return nil }
    self.conductivityMetresPerDay = conductivityMetresPerDay
    self.gradient = gradient
    self.porosity = porosity
  }
}

/// The radii of the zones round a well, metres.
public struct WellRadii: Sendable, Hashable {
  /// The first zone.
  public let firstM: Double
  /// The second.
  public let secondM: Double
  /// Where they come from, in Chinese.
  public let basis: String
}

extension ZoneRules.Groundwater {
  /// The radii round a well: R = α·K·I·T/n where the flow is known, but not below the greatest of the table; else those.
  ///
  /// - Returns: nil where neither the table nor the flow serves the aquifer, and where the flow gives more than 100 km.
  public func radii(aquifer: String, medium: String?, flow: GroundwaterFlow?) -> WellRadii? {
    let row = aquifersWithTable.contains(aquifer) ? media.first { $0.medium == medium } : nil
    guard let flow, transport.aquifers.contains(aquifer) else {
      return row.map { WellRadii(firstM: $0.firstMostM, secondM: $0.secondMostM, basis: "\($0.medium)，表列上限") }
    }
    let text = PlainFigure.text
    // As no radius of a rule file is greater, figures that give one are of another unit.
    let fastest = transport.safetyFactor * flow.conductivityMetresPerDay * flow.gradient / flow.porosity
    guard fastest * transport.secondDays <= 100_000 else { return nil }
    func radius(_ days: Double, _ least: Double?) -> Double {
      max((fastest * days * 10).rounded(.up) / 10, least ?? 0)
    }
    let formula =
      "R=αKIT/n，α=\(text(transport.safetyFactor))、K=\(text(flow.conductivityMetresPerDay)) m/d、I=\(text(flow.gradient))、n=\(text(flow.porosity))、"
      + "T=\(text(transport.firstDays))和\(text(transport.secondDays)) d"
    return WellRadii(
      firstM: radius(transport.firstDays, row?.firstMostM), secondM: radius(transport.secondDays, row?.secondMostM),
      basis: formula + (row == nil ? "" : "，不小于表列上限"))
  }
}
