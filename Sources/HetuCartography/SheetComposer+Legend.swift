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
      elements += item.sample(at: middle)
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
}
