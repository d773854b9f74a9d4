import HetuGeometry

extension LegendItem {
  /// A picture of an item, about 10 mm wide.
  func sample(at center: Position) -> [SVGElement] {
    func point(_ dx: Double, _ dy: Double) -> Position { Position(x: center.x + dx, y: center.y + dy) }
    let line = [point(-5, 0), point(5, 0)]
    let patch = Envelope(center: center, width: 8, height: 3.4)
    switch self {
    case .mainRiver: return [.path([line], .stroke(SheetStyle.river, 1.6, roundCaps: true))]
    case .plannedRiver: return [.path([line], .stroke(SheetStyle.river, 1, roundCaps: true))]
    case .riverNumber: return SheetComposer.riverNumber(8, at: center)
    case .tributary: return [.path([line], .stroke(SheetStyle.tributary, 0.5, roundCaps: true))]
    case .waterArea: return [.rectangle(patch, SheetStyle.water)]
    case .corridor: return [.rectangle(patch, SheetStyle.corridor)]
    case .flowArrow: return [SheetComposer.arrow(center, 0)]
    case .kilometrePost:
      return [
        .path([line], .stroke(SheetStyle.river, 1.2)),
        .circle(center, radius: 0.75, .fill("#FFFFFF").outlined(SheetStyle.river, 0.25)),
      ]
    case .section, .borderSection:
      let offsets = self == .section ? [0.0] : [-0.8, 0.8]
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
    case .timeMark:
      let style = SheetStyle.timeMark
      return [
        .path([[point(-3.5, -1.9), point(-3.5, 1.9)]], .stroke(style.colour, 0.5)),
        .text("+2 h", at: point(1, style.baselineShift), style, anchor: .middle),
      ]
    case .change(let operation):
      return ChangeMark(position: center, operation: operation).elements(at: center, radius: 1.9)
    case .matchLine: return [.path([line], .stroke("#8A1F5C", 0.35, dashes: [2.4, 1.2]))]
    case .indexFrame: return [.rectangle(patch, .stroke("#8A1F5C", 0.3))]
    case .enlargement: return [.rectangle(patch, SheetStyle.enlargement)]
    case .grade: return []
    }
  }
}
