/// The form of a symbol: it tells the kind of thing. One table for map sheet, strip map, viewer, web map and QGIS.
public enum SymbolForm: String, CaseIterable, Sendable, Hashable {
  /// 尾矿库.
  case tailingsPond
  /// 重点企业.
  case keyEnterprise
  /// 化工园区.
  case chemicalPark
  /// 输油管线 where it crosses a water.
  case pipelineCrossing
  /// 危化品运输企业.
  case hazmatCarrier
  /// 危化品运输路线 where it crosses a water.
  case hazmatCrossing
  /// 饮用水取水口.
  case drinkingWaterIntake
  /// 其他敏感目标.
  case sensitiveTarget
  /// 监测断面, as a sign in lists and legends; on a map it is a bar across the river.
  case monitoringSection
  /// 拦河坝: an emergency facility, as all that follow up to `otherFacility`.
  case dam
  /// 闸.
  case gate
  /// 坑塘、应急池.
  case pond
  /// 桥.
  case bridge
  /// 沟渠、引水渠.
  case channel
  /// 水库.
  case reservoir
  /// 其他应急空间与设施.
  case otherFacility
  /// 应急物资.
  case supplies
  /// 应急队伍.
  case team

  /// The Chinese title, as in a legend.
  public var title: String {
    switch self {
    case .tailingsPond: "尾矿库"
    case .keyEnterprise: "重点企业"
    case .chemicalPark: "化工园区"
    case .pipelineCrossing: "输油管线穿越点"
    case .hazmatCarrier: "危化品运输企业"
    case .hazmatCrossing: "危化品路线跨河点"
    case .drinkingWaterIntake: "饮用水取水口"
    case .sensitiveTarget: "其他敏感目标"
    case .monitoringSection: "监测断面"
    case .dam: "拦河坝"
    case .gate: "闸"
    case .pond: "坑塘、应急池"
    case .bridge: "桥梁"
    case .channel: "沟渠"
    case .reservoir: "水库"
    case .otherFacility: "其他设施"
    case .supplies: "应急物资"
    case .team: "应急队伍"
    }
  }

  /// The colour of kinds that have no grade; nil for risk sources, which have their grade's colour.
  public var colour: String? {
    switch self {
    case .tailingsPond, .keyEnterprise, .chemicalPark, .pipelineCrossing, .hazmatCarrier, .hazmatCrossing: nil
    case .drinkingWaterIntake, .sensitiveTarget: "#00857C"
    case .monitoringSection: "#22384F"
    case .dam, .gate, .pond, .bridge, .channel, .reservoir, .otherFacility: "#2E7D32"
    case .supplies, .team: "#37474F"
    }
  }

  /// Whether it is a risk source, coloured by grade.
  public var isGraded: Bool { colour == nil }

  /// Whether it stands where a line crosses a water.
  public var isCrossing: Bool { self == .pipelineCrossing || self == .hazmatCrossing }

  /// Whether it is an emergency space or facility (环境应急空间与设施).
  public var isFacility: Bool {
    switch self {
    case .dam, .gate, .pond, .bridge, .channel, .reservoir, .otherFacility: true
    default: false
    }
  }
}
