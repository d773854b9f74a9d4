/// What a legend can explain; the order of `all` is the legend's.
enum LegendItem: Hashable, Sendable {
  case mainRiver, plannedRiver, riverNumber, tributary, waterArea, flowArrow, kilometrePost, corridor
  case section, borderSection
  case symbol(SymbolForm)
  case grade(Grade)
  case unusableFacility
  case zone(ProtectionZone.Level)
  case line(MapLine.Kind)
  case border(BorderClass)
  case place, number, merged, displaced, matchLine, indexFrame, timeMark, enlargement
  case change(ChangeMark.Operation)

  static let all: [LegendItem] =
    [
      .mainRiver, .plannedRiver, .riverNumber, .tributary, .waterArea, .flowArrow, .kilometrePost, .corridor, .section,
      .borderSection,
    ]
    + SymbolForm.allCases.map(LegendItem.symbol) + [.unusableFacility]
    + ProtectionZone.Level.allCases.map(LegendItem.zone) + MapLine.Kind.allCases.map(LegendItem.line)
    + BorderClass.allCases.reversed().map(LegendItem.border) + [
      .place, .number, .merged, .displaced, .matchLine, .indexFrame, .timeMark, .enlargement,
    ] + ChangeMark.Operation.allCases.map(LegendItem.change)

  var title: String {
    switch self {
    case .mainRiver: "干流"
    case .plannedRiver: "有方案的河流"
    case .riverNumber: "河流编号（见下表）"
    case .tributary: "支流"
    case .waterArea: "水面"
    case .flowArrow: "流向"
    case .kilometrePost: "里程桩（km）"
    case .corridor: "沿河范围"
    case .section: "监测断面"
    case .borderSection: "省界断面"
    case .symbol(let form): form.title
    case .grade(let grade): grade.title
    case .unusableFacility: "设施（不可蓄污）"
    case .zone(let level): level.title
    case .line(let kind): kind.title
    case .border(let border): border.title
    case .place: "居民地"
    case .number: "编号（见下表）"
    case .merged: "合并表示"
    case .displaced: "移位及实际位置"
    case .timeMark: "前锋到达（h）"
    case .change(let operation): operation.title
    case .matchLine: "接图线"
    case .indexFrame: "分幅及幅号"
    case .enlargement: "放大图范围"
    }
  }
}
