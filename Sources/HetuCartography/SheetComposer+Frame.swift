import HetuGeometry

extension SheetComposer {
  /// The title, the map's frame and its degrees.
  mutating func frameElements() -> [SVGElement] {
    let format = sheet.format
    let room = format.widthMillimetres - 2 * SheetFormat.margin - 70
    let title = TextStyle(size: titleSize(room), bold: true)
    let middle = format.widthMillimetres / 2
    let baseline = SheetFormat.margin + SheetFormat.titleHeight / 2 - 1
    var elements = graticuleElements()
    elements += [
      .rectangle(map, SheetStyle.hairline), .rectangle(format.outerFrame, SheetStyle.frameLine),
      .text(
        TextMetrics.shortened(sheet.title, ems: room / title.size, bold: true),
        at: Position(x: middle, y: baseline + title.baselineShift), title, anchor: .middle),
    ]
    if !sheet.sheetNumber.isEmpty {
      elements.append(
        .text(
          TextMetrics.shortened(sheet.sheetNumber, ems: 11), at: Position(x: format.panel.maxX, y: baseline + 3),
          TextStyle(size: 3), anchor: .end))
    }
    return elements
  }

  /// 7 mm, or as much as fits; not under 4 mm.
  private func titleSize(_ room: Double) -> Double {
    max(4, min(7, room / max(1, TextMetrics.ems(sheet.title, bold: true))))
  }

  /// Ticks where the frame meets meridians and parallels, with their degrees, and crosses where these meet on the map.
  private func graticuleElements() -> [SVGElement] {
    guard let projection = sheet.graticule else { return [] }
    func geographic(_ paper: Position) -> Position { projection.geographic(scale.plane(paper)) }
    let (low, high) = (
      geographic(Position(x: map.minX, y: map.maxY)), geographic(Position(x: map.maxX, y: map.minY))
    )
    let span = min(high.x - low.x, high.y - low.y) * 60
    let isOnEarth = abs(low.x) <= 360 && abs(high.x) <= 360 && abs(low.y) <= 90 && abs(high.y) <= 90
    guard isOnEarth, span > 0 else { return [] }
    // In minutes: the widest of the round steps that gives at least three ticks on the shorter side.
    let minutes = [600, 300, 120, 60, 30, 20, 15, 10, 5, 2, 1].first { span / Double($0) >= 3 } ?? 1
    func marks(_ from: Double, _ to: Double) -> [Int] {
      let (first, last) = (
        Int((from * 60 / Double(minutes)).rounded(.down)), Int((to * 60 / Double(minutes)).rounded(.up))
      )
      return last - first < 200 ? (first...last).map { $0 * minutes } : []
    }
    var elements: [SVGElement] = []
    let (meridians, parallels) = (marks(low.x, high.x), marks(low.y, high.y))
    for (edge, outward) in [(map.minY, -1.0), (map.maxY, 1.0)] {
      for minute in meridians {
        let wanted = Double(minute) / 60
        guard let x = crossing(map.minX, map.maxX, { geographic(Position(x: $0, y: edge)).x - wanted }) else {
          continue
        }
        elements.append(
          .path([[Position(x: x, y: edge), Position(x: x, y: edge + outward * 1.2)]], SheetStyle.hairline))
        let style = TextStyle(size: 2)
        elements.append(
          .text(
            degrees(minute), at: Position(x: x, y: edge + outward * 2.8 + style.baselineShift), style, anchor: .middle))
      }
    }
    for (edge, outward) in [(map.minX, -1.0), (map.maxX, 1.0)] {
      for minute in parallels {
        let wanted = Double(minute) / 60
        guard let y = crossing(map.minY, map.maxY, { wanted - geographic(Position(x: edge, y: $0)).y }) else {
          continue
        }
        elements.append(
          .path([[Position(x: edge, y: y), Position(x: edge + outward * 1.2, y: y)]], SheetStyle.hairline))
        let style = TextStyle(size: 2)
        elements.append(
          .text(
            degrees(minute), at: Position(x: edge + outward * 2.6 + style.baselineShift, y: y), style, anchor: .middle,
            rotationDegrees: -90))
      }
    }
    var crosses: [[Position]] = []
    for meridian in meridians {
      for parallel in parallels {
        let place = scale.paper(projection.plane(Position(x: Double(meridian) / 60, y: Double(parallel) / 60)))
        guard map.expanded(dx: -2, dy: -2).contains(place),
          !obstacles.overlapsAny(
            Envelope(center: place, width: 3, height: 3))
        else { continue }
        crosses.append([Position(x: place.x - 1.5, y: place.y), Position(x: place.x + 1.5, y: place.y)])
        crosses.append([Position(x: place.x, y: place.y - 1.5), Position(x: place.x, y: place.y + 1.5)])
      }
    }
    if !crosses.isEmpty { elements.append(.path(crosses, .stroke("#9A9A9A", 0.12))) }
    return elements
  }

  /// Where a rising function is zero; nil where it is not between the ends.
  private func crossing(_ low: Double, _ high: Double, _ value: (Double) -> Double) -> Double? {
    var (low, high) = (low, high)
    guard value(low) <= 0, value(high) > 0 else { return nil }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if value(middle) <= 0 { low = middle } else { high = middle }
    }
    return low
  }

  private func degrees(_ minutes: Int) -> String {
    let rest = minutes.magnitude % 60
    return "\(minutes < 0 ? "-" : "")\(minutes.magnitude / 60)°\(rest < 10 ? "0" : "")\(rest)′"
  }

  /// Scale bar, north, reference system, compiler and dates.
  func footerElements() -> [SVGElement] {
    let footer = sheet.format.footer
    var elements = scaleBar(at: Position(x: footer.minX, y: footer.minY + 6.2))
    elements += north(at: Position(x: footer.minX + 92, y: footer.minY + 7))
    if legend.contains(.timeMark), !sheet.timeTitle.isEmpty {
      let style = TextStyle(size: 2.2, bold: true, colour: SheetStyle.timeMark.colour)
      let words = TextMetrics.shortened(sheet.timeTitle, ems: (footer.width - 230) / style.size)
      let line = sheet.imprint.note.isEmpty ? 9.4 : 13
      elements.append(.text(words, at: Position(x: footer.minX + 106, y: footer.minY + line), style))
    }
    elements += sheet.imprint.elements(in: footer, wordsFrom: footer.minX + 106)
    return elements
  }

  /// The ratio and a bar of four parts, 40 to 80 mm long.
  private func scaleBar(at start: Position) -> [SVGElement] {
    let metresPerMillimetre = 1 / scale.millimetresPerMetre
    var power = 1.0
    while power * 20 < metresPerMillimetre * 40 { power *= 10 }
    let part = ([1.0, 2, 5, 10, 20].map { $0 * power / 10 }.last { $0 * 4 <= metresPerMillimetre * 72 } ?? power)
    let width = part / metresPerMillimetre
    let ratio = TextStyle(size: 3, bold: true)
    var elements: [SVGElement] = [.text(scale.title, at: Position(x: start.x, y: start.y + 2.2), ratio)]
    let left = start.x + 16
    for index in 0..<4 {
      let box = Envelope(
        minX: left + Double(index) * width, minY: start.y, maxX: left + Double(index + 1) * width, maxY: start.y + 1.4)
      elements.append(
        .rectangle(box, .fill(index % 2 == 0 ? SheetStyle.ink : "#FFFFFF").outlined(SheetStyle.ink, 0.15)))
    }
    let isKilometres = part * 4 >= 2000
    for index in [0, 1, 2, 4] {
      let figure = Double(index) * part / (isKilometres ? 1000 : 1)
      let unit = index == 4 ? (isKilometres ? " km" : " m") : ""
      elements.append(
        .text(
          SVGText.number(figure) + unit, at: Position(x: left + Double(index) * width, y: start.y - 0.8),
          TextStyle(size: 2), anchor: .middle))
    }
    return elements
  }

  /// Grid north.
  private func north(at center: Position) -> [SVGElement] {
    func point(_ dx: Double, _ dy: Double) -> Position { Position(x: center.x + dx, y: center.y + dy) }
    return [
      .path([[point(0, -3), point(2, 4), point(0, 2.6)]], closed: true, .fill(SheetStyle.ink)),
      .path(
        [[point(0, -3), point(-2, 4), point(0, 2.6)]], closed: true, .fill("#FFFFFF").outlined(SheetStyle.ink, 0.15)),
      .text("北", at: point(3.2, 0), TextStyle(size: 2.6, bold: true)),
    ]
  }
}
