import HetuGeometry

extension StripComposer {
  /// A district's name is set no smaller, millimetres.
  private static let smallestName = 1.7

  /// The parts of a row on the paper, by their upper edges.
  private struct Frame {
    var header: Double
    var targets: Double
    var left: Double
    var band: Double
    var right: Double
    var resources: Double
    var scale: Double
    var fronts: Double
    var bottom: Double

    init(_ row: StripRow, top: Double, fronts count: Int) {
      header = top
      targets = top + 5 * row.size
      left = targets + row[.targets].height + (row[.targets].levels > 0 ? StripRow.fan : 0)
      band = left + row[.left].height + StripRow.fan
      right = band + StripRow.bandHeight + StripRow.fan
      resources = right + row[.right].height
      scale = resources + row[.resources].height + (row[.resources].levels > 0 ? StripRow.fan : 0)
      fronts = scale + StripRow.scaleHeight
      bottom = fronts + Double(count) * StripRow.frontHeight
    }
  }

  mutating func draw(_ row: StripRow, top: Double, isLast: Bool) {
    let frame = Frame(row, top: top, fronts: strip.fronts.count)
    drawDistricts(row, frame)
    drawZones(row, frame)
    let standing = Standing(row)
    let borders = strip.districts.filter { $0.borderBelow != nil && row.shows($0.toKm, isFirst: false) }
      .map { row.x($0.toKm) }
    var stalks: [SVGElement] = []
    var tops: [SVGElement] = []
    for zone in StripZone.allCases where !row[zone].flags.isEmpty {
      let stand = row[zone]
      let layout = row.layout(of: zone, levels: stand.levels, strip.withinMetres)
      for (number, (flag, place)) in zip(stand.flags, layout.places).enumerated() {
        let (foot, fan, middle) = feet(zone, row, frame, level: place.level, levelHeight: stand.levelHeight)
        let x = standing.x(zone, number) ?? row.x(min(row.fromKm, max(row.toKm, flag.mark.riverKm)))
        let top = Self.beside(borders, place.x, of: x)
        stalks.append(
          .path(
            [[Position(x: x, y: foot), Position(x: top, y: fan), Position(x: top, y: middle)]],
            stalk(of: flag, zone)))
        if zone == .targets {
          stalks.append(
            .path(
              [[Position(x: x, y: frame.band), Position(x: x, y: foot)]], .stroke("#00857C", 0.2, dashes: [1, 0.7])))
        }
        tops += self.flag(flag, at: Position(x: top, y: middle), size: row.size)
      }
    }
    elements += stalks
    drawBand(row, frame, standing, isLast: isLast)
    elements += tops
    drawScale(row, top: frame.scale)
    drawFronts(row, top: frame.fronts)
  }

  /// A stalk's place off the borders, on the side of its foot, so that it does not run along one. Stalks stand farther apart than
  /// it is moved.
  static func beside(_ borders: [Double], _ place: Double, of foot: Double) -> Double {
    let clearance = 0.8
    guard let border = borders.first(where: { abs($0 - place) < clearance }) else { return place }
    return border + (foot < border ? -clearance : clearance)
  }

  /// The heights of a flag's foot, of the end of its slanting part, and of its top.
  private func feet(
    _ zone: StripZone, _ row: StripRow, _ frame: Frame, level: Int, levelHeight: Double
  ) -> (foot: Double, fan: Double, middle: Double) {
    let rise = (Double(level) + 0.5) * levelHeight
    switch zone {
    case .targets:
      let base = frame.left - StripRow.fan
      return (frame.left, base, base - rise)
    case .left:
      let base = frame.band - StripRow.fan
      return (frame.band, base, base - rise)
    case .right: return (frame.right - StripRow.fan, frame.right, frame.right + rise)
    case .resources:
      let base = frame.scale - StripRow.fan
      return (frame.scale, base, base - rise)
    }
  }

  private func stalk(of flag: StripFlag, _ zone: StripZone) -> SVGStyle {
    switch (flag.mark.sign, zone) {
    case (.confluence, _): .stroke(SheetStyle.tributary, 0.55)
    case (.section, _): .stroke(SheetStyle.section, 0.3)
    case (_, .targets): .stroke("#00857C", 0.25)
    default: .stroke("#6E6E6E", 0.15)
    }
  }

  /// The symbol at the top of a stalk and the words right of it.
  private mutating func flag(_ flag: StripFlag, at top: Position, size: Double) -> [SVGElement] {
    var elements: [SVGElement] = []
    let left = flag.hasSignAtTop ? top.x + 2.1 * size + 0.5 : top.x + 0.5
    let change = flag.mark.change.map { ChangeMark(position: top, operation: $0) }
    if let change { legend.insert(.change(change.operation)) }
    if case .symbol(let form, let grade, let isBroken) = flag.mark.sign, change?.operation != .removed {
      note(form, grade, isBroken)
      if flag.hasSignAtTop {
        let look = SymbolLook(form: form, grade: grade, brokenOutline: isBroken)
        elements.append(look.halo(at: top, millimetres: 4.2 * size, haloMillimetres: 0.3))
        elements.append(look.elements(at: top, millimetres: 4.2 * size))
      }
    }
    if let change, flag.hasSignAtTop { elements += change.elements(at: top, radius: 2.5 * size) }
    var style = flag.style
    style.size *= size * StripFlag.letters / style.size
    let pitch = style.size * StripFlag.lineHeight
    let box = Envelope(
      minX: left - 0.2, minY: top.y - pitch * Double(flag.lines.count) / 2, maxX: left + flag.width(size: size),
      maxY: top.y + pitch * Double(flag.lines.count) / 2)
    elements.insert(.rectangle(box, .fill("#FFFFFF")), at: 0)
    for (index, line) in flag.lines.enumerated() {
      let middle = top.y + (Double(index) - Double(flag.lines.count - 1) / 2) * pitch
      var lineStyle = style
      if index == flag.lines.count - 1, !flag.mark.note.isEmpty {
        lineStyle.colour = SheetStyle.grey
        lineStyle.bold = false
      }
      elements.append(
        .text(
          line, at: Position(x: left, y: middle + style.baselineShift), lineStyle,
          leftSlanting: flag.mark.sign == .confluence && index == 0))
    }
    return [.titled("\(flag.mark.name) \(flag.mark.note)", elements)]
  }

  private mutating func note(_ form: SymbolForm, _ grade: Grade, _ isBroken: Bool) {
    legend.insert(.symbol(form))
    if form.isGraded { legend.insert(.grade(grade)) }
    if isBroken { legend.insert(.unusableFacility) }
  }

  // MARK: - The river

  /// The names of the districts over the row, and the borders through it.
  private mutating func drawDistricts(_ row: StripRow, _ frame: Frame) {
    let height = 4 * row.size
    for (index, district) in strip.districts.enumerated() {
      let (from, to) = (min(district.fromKm, row.fromKm), max(district.toKm, row.toKm))
      guard from > to else { continue }
      let box = Envelope(minX: row.x(from), minY: frame.header, maxX: row.x(to), maxY: frame.header + height)
      elements.append(
        .rectangle(box, .fill(index % 2 == 0 ? "#EEF0EA" : "#E3E6DF").outlined("#FFFFFF", 0.3)))
      let name = district.name.isEmpty ? "辖区外" : district.name
      var style = TextStyle(size: 2.4 * row.size, bold: true, colour: "#5A5A5A", letterSpacing: 1)
      if style.width(of: name) > box.width - 1 {
        style.letterSpacing = 0
        style.size = min(style.size, (box.width - 1) / TextMetrics.ems(name, bold: true))
      }
      if style.size >= Self.smallestName {
        elements.append(
          .text(name, at: Position(x: box.center.x, y: box.center.y + style.baselineShift), style, anchor: .middle))
      } else {
        warnings.append("直线示意图：“\(name)”河段太短，区名注记不下。")
      }
      guard let border = district.borderBelow, row.shows(district.toKm, isFirst: false) else { continue }
      let x = row.x(district.toKm)
      let line = [[Position(x: x, y: frame.header), Position(x: x, y: frame.scale)]]
      if border == .province { elements.append(.path(line, SheetStyle.provinceBand)) }
      elements.append(.path(line, SheetStyle.border(border)))
      legend.insert(.border(border))
    }
  }

  /// Bars along the banks, the zone of the first level nearest to the river.
  private mutating func drawZones(_ row: StripRow, _ frame: Frame) {
    for mark in strip.marks {
      guard case .zone(let level, let toKm) = mark.sign else { continue }
      let (from, to) = (min(mark.riverKm, row.fromKm), max(toKm, row.toKm))
      guard from > to else { continue }
      let off = 0.7 + Double(level.rawValue - 1) * 1.3
      let sides = [
        (mark.side != .right, frame.band - off), (mark.side != .left, frame.band + StripRow.bandHeight + off),
      ]
      for (isShown, y) in sides where isShown {
        let box = Envelope(minX: row.x(from), minY: y - 0.5, maxX: max(row.x(to), row.x(from) + 0.6), maxY: y + 0.5)
        elements.append(.rectangle(box, SheetStyle.zone(level)))
      }
      legend.insert(.zone(level))
    }
  }

  /// The river itself with its name and its arrows, and what stands upon it.
  private mutating func drawBand(_ row: StripRow, _ frame: Frame, _ standing: Standing, isLast: Bool) {
    let middle = frame.band + StripRow.bandHeight / 2
    let box = Envelope(
      minX: StripRow.left, minY: frame.band, maxX: StripRow.right, maxY: frame.band + StripRow.bandHeight)
    let tip = [
      Position(x: box.minX, y: box.minY), Position(x: box.maxX, y: box.minY), Position(x: box.maxX + 5, y: middle),
      Position(x: box.maxX, y: box.maxY), Position(x: box.minX, y: box.maxY),
    ]
    elements.append(.path([tip], closed: true, .fill(SheetStyle.river)))
    legend.insert(.mainRiver)
    draw(standing, middle)
    let style = TextStyle(family: .serif, size: 3.4, bold: true, colour: "#FFFFFF", letterSpacing: 1.5)
    let width = style.width(of: strip.riverName) + 3
    var taken = standing.taken
    if let place = Self.free(width, between: box.minX + 2, box.maxX - 2, beside: taken) {
      elements.append(
        .text(strip.riverName, at: Position(x: place + 1.5, y: middle + style.baselineShift), style, leftSlanting: true)
      )
      taken.append(place...(place + width))
    }
    for wanted in stride(from: box.minX + 30, to: box.maxX, by: 66) {
      guard let place = Self.free(7, between: wanted, min(wanted + 30, box.maxX), beside: taken) else { continue }
      let (left, right) = (place + 1, place + 6)
      elements.append(
        .path(
          [
            [Position(x: left, y: middle), Position(x: right, y: middle)],
            [
              Position(x: right - 1.6, y: middle - 1.1), Position(x: right, y: middle),
              Position(x: right - 1.6, y: middle + 1.1),
            ],
          ], .stroke("#FFFFFF", 0.4, roundCaps: true)))
      taken.append(place...(place + 7))
    }
    let note = TextStyle(size: 2, colour: SheetStyle.grey)
    let start = row.fromKm == strip.fromKm ? strip.startTitle : "接上行"
    elements.append(
      .text(start, at: Position(x: box.minX - 1.5, y: middle + note.baselineShift), note, anchor: .end))
    elements.append(
      .text(isLast ? strip.endTitle : "接下行", at: Position(x: box.maxX + 6, y: middle + note.baselineShift), note))
    elements.append(
      .text("左岸", at: Position(x: box.minX - 1.5, y: box.minY - 0.6), note, anchor: .end))
    elements.append(
      .text("右岸", at: Position(x: box.minX - 1.5, y: box.maxY + 2.2), note, anchor: .end))
  }

  /// The leftmost place of a width between two that touches nothing taken.
  private static func free(
    _ width: Double, between start: Double, _ end: Double, beside taken: [ClosedRange<Double>]
  ) -> Double? {
    stride(from: start, through: end - width, by: 2).first { left in
      !taken.contains { $0.overlaps(left...(left + width)) }
    }
  }

  /// Where facilities and sections stand on the band, moved as little as keeps them apart.
  private struct Standing {
    /// The size of their symbols, millimetres.
    let millimetres: Double
    /// Each with its place, in the order of the water.
    private(set) var flags: [(flag: StripFlag, x: Double)] = []
    private var places: [StripZone: [Int: Double]] = [:]

    init(_ row: StripRow) {
      let standing = [StripZone.left, .right].flatMap { zone in
        row[zone].flags.enumerated().filter(\.element.standsOnRiver)
          .map { (zone: zone, number: $0.offset, flag: $0.element) }
      }.sorted { $0.flag.mark.riverKm > $1.flag.mark.riverKm }
      let count = Double(standing.count)
      millimetres = min(4.8, (StripRow.right - StripRow.left) / max(1, count) - 0.2)
      let width = millimetres + 0.2
      let wanted = standing.enumerated().map { index, entry in
        (value: row.x(entry.flag.mark.riverKm) - width / 2 - Double(index) * width, weight: 1.0)
      }
      let limit = StripRow.right - count * width
      for (index, left) in FlagLayout.isotonic(wanted).enumerated() {
        let x = min(limit, max(StripRow.left, left)) + (Double(index) + 0.5) * width
        flags.append((standing[index].flag, x))
        places[standing[index].zone, default: [:]][standing[index].number] = x
      }
    }

    /// Where a flag of a zone stands on the band; nil where it does not.
    func x(_ zone: StripZone, _ number: Int) -> Double? { places[zone]?[number] }

    /// The stretches that they take, millimetres.
    var taken: [ClosedRange<Double>] {
      let half = millimetres / 2 + 0.1
      return flags.map { ($0.x - half)...($0.x + half) }
    }
  }

  private mutating func draw(_ standing: Standing, _ middle: Double) {
    for (flag, x) in standing.flags {
      let center = Position(x: x, y: middle)
      switch flag.mark.sign {
      case .symbol(let form, let grade, let isBroken):
        let look = SymbolLook(form: form, grade: grade, brokenOutline: isBroken)
        elements.append(look.halo(at: center, millimetres: standing.millimetres, haloMillimetres: 0.3))
        elements.append(look.elements(at: center, millimetres: standing.millimetres))
      case .section(let level, let isProvinceBorder):
        drawSection(level, isProvinceBorder, at: center)
      case .confluence, .zone: break
      }
      if let change = flag.mark.change {
        elements += ChangeMark(position: center, operation: change)
          .elements(at: center, radius: standing.millimetres / 2 + 0.7)
      }
    }
  }

  private mutating func drawSection(_ level: String, _ isProvinceBorder: Bool, at center: Position) {
    let reach = StripRow.bandHeight / 2 + 1
    for offset in isProvinceBorder ? [-0.7, 0.7] : [0] {
      elements.append(
        .path(
          [[Position(x: center.x + offset, y: center.y - reach), Position(x: center.x + offset, y: center.y + reach)]],
          .stroke("#FFFFFF", 1.5)))
      elements.append(
        .path(
          [[Position(x: center.x + offset, y: center.y - reach), Position(x: center.x + offset, y: center.y + reach)]],
          .stroke(SheetStyle.section, 0.8)))
    }
    legend.insert(isProvinceBorder ? .borderSection : .section)
  }
}
