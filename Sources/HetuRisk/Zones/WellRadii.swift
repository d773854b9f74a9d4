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
  /// The second; nil where the water has none.
  public let secondM: Double?
  /// Where they come from, in Chinese.
  public let basis: String
}

/// Groundwater as far as its zones go by it.
public struct GroundwaterSource: Sendable, Hashable {
  /// The type.
  public var aquifer: String
  /// The subtype.
  public var subtype: String?
  /// What the aquifer is made of.
  public var medium: String?
  /// What the phreatic aquifer above is made of.
  public var overlyingMedium: String?
  /// How the water moves.
  public var flow: GroundwaterFlow?

  /// A source from its parts.
  public init(
    aquifer: String, subtype: String? = nil, medium: String? = nil, overlyingMedium: String? = nil,
    flow: GroundwaterFlow? = nil
  ) {
    self.aquifer = aquifer
    self.subtype = subtype
    self.medium = medium
    self.overlyingMedium = overlyingMedium
    self.flow = flow
  }
}

/// How the zones of groundwater are found.
public enum GroundwaterZones: Sendable, Hashable {
  /// Round each well.
  case radii(WellRadii)
  /// By hand, and what by which figures, in Chinese.
  case byHand(level: String, what: String)
  /// Not yet: the property that must be filled in, and why, in Chinese.
  case missing(property: String, message: String)
}

extension ZoneRules.Groundwater {
  private static let parameters = "渗透系数、水力坡度和有效孔隙度"

  /// How the zones of a source are found.
  public func zones(of source: GroundwaterSource) -> GroundwaterZones {
    let own = subtypes.filter { $0.aquifer == source.aquifer }
    if aquifersWithoutSecond.contains(source.aquifer) { return overlying(source) }
    if let name = source.subtype {
      guard let subtype = own.first(where: { $0.name == name }) else {
        return .missing(property: "aquifer_subtype", message: "亚类“\(name)”不属于\(source.aquifer)，请核对")
      }
      switch subtype.method {
      case .overlying: return overlying(source)
      case .conduit: return .byHand(level: conduit.level, what: conduit.what)
      case .transport: return transported(source, note: subtype.note)
      }
    }
    if aquifersWithTable.contains(source.aquifer) || transport.aquifers.contains(source.aquifer) {
      return transported(source, note: own.isEmpty ? nil : "没有登记地下水亚类，按\(source.aquifer)的一般公式推算")
    }
    return .missing(
      property: "aquifer_subtype", message: "\(source.aquifer)按亚类划定，请填写地下水亚类（\(own.map(\.name).joined(separator: "、"))）"
    )
  }

  /// The first zone of the phreatic water above, by its table; there is no second.
  private func overlying(_ source: GroundwaterSource) -> GroundwaterZones {
    guard let row = media.first(where: { $0.medium == source.overlyingMedium }) else {
      return .missing(
        property: "overlying_medium", message: "一级保护区为上覆潜水的一级保护区，不设二级；请填写上覆潜水含水层介质")
    }
    return .radii(
      WellRadii(firstM: row.firstMostM, secondM: nil, basis: "上覆潜水含水层\(row.medium)，表列上限；不设二级"))
  }

  /// Radii by the table and by R = α·K·I·T/n where the flow is known, the greater of both.
  private func transported(_ source: GroundwaterSource, note: String?) -> GroundwaterZones {
    let row = aquifersWithTable.contains(source.aquifer) ? media.first { $0.medium == source.medium } : nil
    let suffix = note.map { "；\($0)" } ?? ""
    guard let flow = source.flow else {
      if let row {
        return .radii(
          WellRadii(firstM: row.firstMostM, secondM: row.secondMostM, basis: "\(row.medium)，表列上限\(suffix)"))
      }
      return aquifersWithTable.contains(source.aquifer)
        ? .missing(property: "aquifer_medium", message: "没有含水层介质，也没有\(Self.parameters)，不能推算保护区；请填写")
        : .missing(
          property: "hydraulic_conductivity_m_d",
          message: "\(source.aquifer)没有经验半径表，填写\(Self.parameters)后可按公式推算\(suffix)")
    }
    let text = PlainFigure.text
    // As no radius of a rule file is greater, figures that give one are of another unit.
    let fastest = transport.safetyFactor * flow.conductivityMetresPerDay * flow.gradient / flow.porosity
    guard fastest * transport.secondDays <= 100_000 else {
      return .missing(
        property: "hydraulic_conductivity_m_d", message: "按\(Self.parameters)推算的半径超过100 km，请核对单位")
    }
    func radius(_ days: Double, _ least: Double?) -> Double {
      max((fastest * days * 10).rounded(.up) / 10, least ?? 0)
    }
    let formula =
      "R=αKIT/n，α=\(text(transport.safetyFactor))、K=\(text(flow.conductivityMetresPerDay)) m/d、I=\(text(flow.gradient))、n=\(text(flow.porosity))、"
      + "T=\(text(transport.firstDays))和\(text(transport.secondDays)) d，算得\(text((fastest * transport.firstDays * 10).rounded(.up) / 10))和\(text((fastest * transport.secondDays * 10).rounded(.up) / 10)) m"
    let least = row.map { "，不小于\($0.medium)表列上限\(text($0.firstMostM))和\(text($0.secondMostM)) m" } ?? ""
    return .radii(
      WellRadii(
        firstM: radius(transport.firstDays, row?.firstMostM), secondM: radius(transport.secondDays, row?.secondMostM),
        basis: formula + least + suffix))
  }
}
