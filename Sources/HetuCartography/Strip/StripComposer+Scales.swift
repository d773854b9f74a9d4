import HetuGeometry

extension StripComposer {
  /// The title, the legend and the footer.
  mutating func frameElements(_ rows: Int) -> [SVGElement] {
    let middle = format.widthMillimetres / 2
    let room = frame.width - 60
    let title = TextStyle(size: max(4, min(7, room / max(1, TextMetrics.ems(strip.title, bold: true)))), bold: true)
    let baseline = SheetFormat.margin + SheetFormat.titleHeight / 2 - 1
    let line = frame.maxY - Self.legendHeight
    var result: [SVGElement] = [
      .rectangle(frame, SheetStyle.frameLine),
      .text(
        TextMetrics.shortened(strip.title, ems: room / title.size, bold: true),
        at: Position(x: middle, y: baseline + title.baselineShift), title, anchor: .middle),
      .path([[Position(x: frame.minX, y: line), Position(x: frame.maxX, y: line)]], SheetStyle.hairline),
    ]
    result += legendElements(in: Envelope(minX: frame.minX, minY: line, maxX: frame.maxX, maxY: frame.maxY))
    let footer = format.footer
    let words = "左岸在上，右岸在下；里程自河口起算，沿河线量算，顺流自左向右" + (rows > 1 ? "，分\(rows)行" : "")
    result.append(.text(words, at: Position(x: footer.minX, y: footer.minY + 5), TextStyle(size: 2.5)))
    if !strip.fronts.isEmpty {
      result.append(
        .text(
          TextMetrics.shortened(strip.frontTitle, ems: 50), at: Position(x: footer.minX, y: footer.minY + 9.4),
          TextStyle(size: 2.5, bold: true, colour: SheetStyle.river)))
    }
    return result + strip.imprint.elements(in: footer, wordsFrom: footer.minX + 150)
  }

  /// What is on the sheet, in lines from the left.
  private func legendElements(in box: Envelope) -> [SVGElement] {
    var style = TextStyle(size: 2.1)
    let items = LegendItem.all.filter(legend.contains)
    let grades = Grade.allCases.filter { legend.contains(.grade($0)) }
    func width(_ title: String, _ sample: Double) -> Double { sample + style.width(of: title) + 4 }
    let needed =
      items.reduce(0) { $0 + width($1.title, 12) } + grades.reduce(0) { $0 + width($1.title, 4.5) } + 30
    let lines = max(1, Int((needed / (box.width - 4)).rounded(.up)))
    let pitch = min(5.6, box.height / Double(lines))
    if lines > 2 { style.size = 1.9 }
    var elements: [SVGElement] = []
    var (left, row) = (box.minX + 3, 0)
    func middle() -> Double { box.minY + (box.height - pitch * Double(lines)) / 2 + pitch * (Double(row) + 0.5) }
    func place(_ title: String, _ sample: Double, _ picture: (Position) -> [SVGElement]) {
      if left + width(title, sample) > box.maxX, row < lines - 1 { (left, row) = (box.minX + 3, row + 1) }
      elements += picture(Position(x: left + sample / 2 - 0.7, y: middle()))
      elements.append(.text(title, at: Position(x: left + sample, y: middle() + style.baselineShift), style))
      left += width(title, sample)
    }
    for item in items { place(item.title, 12) { center in item.sample(at: center) } }
    for grade in grades {
      let look = SymbolLook(form: .pipelineCrossing, grade: grade)
      place(grade.title, 4.5) { [look.swatch(at: $0, millimetres: 3.4)] }
    }
    return elements
  }

  /// The kilometres, a tick each and a number where there is room.
  mutating func drawScale(_ row: StripRow, top: Double) {
    let millimetresPerKm = (StripRow.right - StripRow.left) / (row.fromKm - row.toKm)
    let steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
    let numbered = steps.first { $0 * millimetresPerKm >= 13 } ?? 5000
    let ticked = steps.first { $0 * millimetresPerKm >= 2.4 } ?? numbered
    let style = TextStyle(size: 2.2, colour: "#1F4E7E")
    elements.append(
      .path([[Position(x: StripRow.left, y: top), Position(x: StripRow.right, y: top)]], .stroke("#1F4E7E", 0.3)))
    let (first, last) = (Int((row.toKm / ticked).rounded(.up)), Int((row.fromKm / ticked).rounded(.down)))
    var ticks: [[Position]] = []
    for index in first...max(first, last) {
      let km = Double(index) * ticked
      guard km <= row.fromKm + 1e-9 else { continue }
      let share = km / numbered
      let isNumbered = abs(share - share.rounded()) < 1e-6
      ticks.append([Position(x: row.x(km), y: top), Position(x: row.x(km), y: top + (isNumbered ? 1.8 : 0.9))])
      guard isNumbered else { continue }
      elements.append(
        .text("K\(SVGText.number(km))", at: Position(x: row.x(km), y: top + 4.4), style, anchor: .middle))
    }
    elements.append(.path(ticks, .stroke("#1F4E7E", 0.2)))
    let unit = TextStyle(size: 2, colour: SheetStyle.grey)
    elements.append(.text("里程 km", at: Position(x: StripRow.right + 4, y: top + 2), unit))
  }

  /// A line a season with the hours at which the front is where.
  mutating func drawFronts(_ row: StripRow, top: Double) {
    for (index, front) in strip.fronts.enumerated() {
      let y = top + (Double(index) + 0.5) * StripRow.frontHeight
      let style = TextStyle(size: 2.1, bold: true, colour: SheetStyle.ink)
      elements.append(
        .text(front.season, at: Position(x: StripRow.left - 1.5, y: y + style.baselineShift), style, anchor: .end))
      elements.append(
        .path([[Position(x: StripRow.left, y: y), Position(x: StripRow.right, y: y)]], .stroke("#C9CED3", 0.15)))
      guard let first = front.points.first, let last = front.points.last else { continue }
      let (from, to) = (min(first.riverKm, row.fromKm), max(last.riverKm, row.toKm))
      guard from > to else { continue }
      elements.append(
        .path([[Position(x: row.x(from), y: y), Position(x: row.x(to), y: y)]], .stroke(SheetStyle.river, 0.45)))
      drawHours(front, row, y: y)
    }
  }

  private mutating func drawHours(_ front: StripFront, _ row: StripRow, y: Double) {
    let style = TextStyle(size: 2.1, colour: SheetStyle.ink, halo: 0.5)
    let step = hourStep(front, row)
    let last = front.points.last?.hours ?? 0
    var ends = -Double.infinity
    for index in 0...max(0, Int((last / step).rounded(.down))) {
      let hours = Double(index) * step
      guard let km = front.riverKm(atHours: hours), row.shows(km, isFirst: row.fromKm == strip.fromKm) else { continue }
      let x = row.x(km)
      elements.append(
        .path([[Position(x: x, y: y - 1.1), Position(x: x, y: y + 1.1)]], .stroke(SheetStyle.river, 0.3)))
      let text = index == 0 ? "0" : "+\(SVGText.number(hours)) h"
      let half = style.width(of: text) / 2
      guard x - half > ends + 0.8, x + half < frame.maxX else { continue }
      ends = x + half
      elements.append(.text(text, at: Position(x: x, y: y + style.baselineShift), style, anchor: .middle))
    }
  }

  /// The round step of hours that sets the ticks of a season at least 14 mm apart on the whole.
  private func hourStep(_ front: StripFront, _ row: StripRow) -> Double {
    guard let first = front.points.first, let last = front.points.last, last.hours > first.hours else { return 1 }
    let millimetres = (first.riverKm - last.riverKm) / (row.fromKm - row.toKm) * (StripRow.right - StripRow.left)
    let perHour = millimetres / (last.hours - first.hours)
    let steps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 240, 480]
    return steps.first { $0 * perHour >= 14 } ?? 1000
  }
}
