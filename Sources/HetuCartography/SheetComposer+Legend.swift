import HetuGeometry

extension SheetComposer {
  private static let legendPitch = 5.2

  /// The items to explain, in order; grades apart.
  var legendItems: [LegendItem] { LegendItem.all.filter(legend.contains) }
  private var legendGrades: [Grade] { Grade.allCases.filter { legend.contains(.grade($0)) } }

  var legendHeight: Double {
    let rows = (legendItems.count + 1) / 2
    return 7 + Double(rows) * Self.legendPitch + (legendGrades.isEmpty ? 0 : 7)
  }

  /// The legend of exactly what is on the map, in two columns, under its title.
  func legendElements(in box: Envelope) -> [SVGElement] {
    var elements: [SVGElement] = [
      .text(
        "图例", at: Position(x: box.center.x + 1, y: box.minY + 5),
        TextStyle(size: 3.2, bold: true, letterSpacing: 2), anchor: .middle)
    ]
    let rows = (legendItems.count + 1) / 2
    let text = TextStyle(size: 2.3)
    for (index, item) in legendItems.enumerated() {
      let left = box.minX + 3 + Double(index / rows) * (box.width / 2 - 1)
      let middle = Position(x: left + 5, y: box.minY + 9.5 + Double(index % rows) * Self.legendPitch)
      elements += sample(item, at: middle)
      elements.append(
        .text(item.title, at: Position(x: left + 12, y: middle.y + text.baselineShift), text))
    }
    guard !legendGrades.isEmpty else { return elements }
    let y = box.minY + 10 + Double(rows) * Self.legendPitch
    elements.append(
      .text("风险等级", at: Position(x: box.minX + 3, y: y + text.baselineShift), TextStyle(size: 2.3, bold: true)))
    for (index, grade) in legendGrades.enumerated() {
      let left = box.minX + 18 + Double(index) * (box.width - 20) / 4
      let look = SymbolLook(form: .pipelineCrossing, grade: grade)
      elements.append(look.swatch(at: Position(x: left + 2, y: y), millimetres: look.millimetres * 0.8))
      elements.append(.text(grade.title, at: Position(x: left + 5.5, y: y + text.baselineShift), text))
    }
    return elements
  }

  /// A picture of an item, about 10 mm wide.
  private func sample(_ item: LegendItem, at center: Position) -> [SVGElement] {
    func point(_ dx: Double, _ dy: Double) -> Position { Position(x: center.x + dx, y: center.y + dy) }
    let line = [point(-5, 0), point(5, 0)]
    let patch = Envelope(center: center, width: 8, height: 3.4)
    switch item {
    case .mainRiver: return [.path([line], .stroke(SheetStyle.river, 1.6, roundCaps: true))]
    case .tributary: return [.path([line], .stroke(SheetStyle.tributary, 0.5, roundCaps: true))]
    case .waterArea: return [.rectangle(patch, SheetStyle.water)]
    case .corridor: return [.rectangle(patch, SheetStyle.corridor)]
    case .flowArrow: return [Self.arrow(center, 0)]
    case .kilometrePost:
      return [
        .path([line], .stroke(SheetStyle.river, 1.2)),
        .circle(center, radius: 0.75, .fill("#FFFFFF").outlined(SheetStyle.river, 0.25)),
      ]
    case .section, .borderSection:
      let offsets = item == .section ? [0.0] : [-0.8, 0.8]
      return [
        .path([line], .stroke(SheetStyle.river, 1.2)),
        .path(offsets.map { [point($0, -1.9), point($0, 1.9)] }, .stroke(SheetStyle.section, 0.8)),
      ]
    case .symbol(let form):
      return [SymbolLook(form: form, grade: .general, isNeutral: true).elements(at: center, millimetres: 4.2)]
    case .unusableFacility:
      return [
        SymbolLook(form: .otherFacility, grade: .undetermined, brokenOutline: true).elements(
          at: center, millimetres: 4.2)
      ]
    case .zone(let level): return [.rectangle(patch, SheetStyle.zone(level))]
    case .line(let kind): return SheetStyle.line(kind).map { .path([[point(-6, 0), point(6, 0)]], $0) }
    case .border(let border):
      let band = border == .province ? [SVGElement.path([line], SheetStyle.provinceBand)] : []
      return band + [.path([line], SheetStyle.border(border))]
    case .place: return [.circle(center, radius: 0.55, .fill("#FFFFFF").outlined("#4A4A4A", 0.25))]
    case .number:
      let style = SheetStyle.number
      return [
        .rectangle(Envelope(center: center, width: 3.2, height: 2.2), .fill("#FFFFFF").outlined(SheetStyle.ink, 0.12)),
        .text("12", at: point(0, style.baselineShift), style, anchor: .middle),
      ]
    case .merged: return [.text("等3处", at: point(0, SheetStyle.label.baselineShift), SheetStyle.label, anchor: .middle)]
    case .displaced:
      return [
        .path([[point(-3, 0.8), point(2.2, -0.8)]], SheetStyle.leader),
        .circle(point(-3, 0.8), radius: 0.35, .fill(SheetStyle.ink)),
        .rectangle(
          Envelope(center: point(2.6, -0.8), width: 1.8, height: 1.8), .fill("#FFFFFF").outlined(SheetStyle.ink, 0.2)),
      ]
    case .grade: return []
    }
  }
}
