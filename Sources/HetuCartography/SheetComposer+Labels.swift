import HetuGeometry

/// Something to be labelled: what is written how, and where it may stand.
private struct LabelSubject {
  enum Thing {
    case symbol(Int), section(Int), place(Int), district(Int), tributary(Int)
  }

  var thing: Thing
  var lines: [String]
  var style: TextStyle
  var importance: Double
  var candidates: [LabelCandidate]

  static let lineHeight = 1.2

  static func size(_ lines: [String], _ style: TextStyle) -> (width: Double, height: Double) {
    let width = lines.map { style.width(of: $0) }.max() ?? 0
    return (width + 0.4, style.size * (1.05 + lineHeight * Double(lines.count - 1)) + 0.2)
  }
}

extension SheetComposer {
  /// Labels longer than this many ems, set on two lines, are numbered.
  private static let longestLabel = 26.0

  /// Labels everything in place, numbers what found no place, and writes the numbers on the symbols that have no room
  /// beside them either.
  mutating func placeLabels() {
    let subjects = symbolSubjects() + sectionSubjects() + placeSubjects() + districtSubjects() + tributarySubjects()
    var unplaced: [LabelSubject] = []
    for (subject, choice) in zip(subjects, placer.place(subjects.map(\.request))) {
      guard let choice else {
        unplaced.append(subject)
        continue
      }
      draw(subject, at: choice)
      if case .symbol(let index) = subject.thing { report.placed.append(symbols[index].symbol.code) }
    }
    number(unplaced)
  }

  private var placer: LabelPlacer {
    LabelPlacer(frame: map.expanded(dx: -0.5, dy: -0.5), obstacles: obstacles, ground: ground, course: course)
  }

  private func symbolSubjects() -> [LabelSubject] {
    symbols.indices.map { index in
      let placed = symbols[index]
      let isShort = TextMetrics.ems(placed.label) <= Self.longestLabel
      let lines = TextMetrics.lines(placed.label, ems: 14)
      let (width, height) = LabelSubject.size(lines, SheetStyle.label)
      let candidates =
        isShort
        ? LabelCandidate.around(placed.box, width: width, height: height) : []
      return LabelSubject(
        thing: .symbol(index), lines: lines, style: SheetStyle.label, importance: placed.symbol.importance,
        candidates: candidates)
    }
  }

  private func sectionSubjects() -> [LabelSubject] {
    sections.indices.map { index in
      let (flag, name) = (sections[index].flag, sections[index].section.name)
      let lines = TextMetrics.lines(name, ems: 14)
      let (width, height) = LabelSubject.size(lines, SheetStyle.sectionName)
      let candidates =
        TextMetrics.ems(name) <= Self.longestLabel
        ? LabelCandidate.around(flag.expanded(dx: 0.2, dy: 0.2), width: width, height: height) : []
      return LabelSubject(
        thing: .section(index), lines: lines, style: SheetStyle.sectionName, importance: .greatestFiniteMagnitude,
        candidates: candidates)
    }
  }

  private mutating func placeSubjects() -> [LabelSubject] {
    var subjects: [LabelSubject] = []
    for (index, place) in sheet.places.enumerated() {
      let center = scale.paper(place.position)
      let box = Envelope(center: center, width: 1.4, height: 1.4)
      guard map.contains(box) else { continue }
      guard !obstacles.overlapsAny(box) else {
        report.warnings.append("居民地“\(place.name)”的位置为其他符号所占，未表示。")
        continue
      }
      draw(.circle(center, radius: 0.55, .fill("#FFFFFF").outlined("#4A4A4A", 0.25)), in: .marks)
      block(box)
      legend.insert(.place)
      let lines = TextMetrics.lines(place.name, ems: 14)
      let (width, height) = LabelSubject.size(lines, SheetStyle.place)
      subjects.append(
        LabelSubject(
          thing: .place(index), lines: lines, style: SheetStyle.place, importance: -1e9,
          candidates: LabelCandidate.around(box, width: width, height: height)))
    }
    return subjects
  }

  private func tributarySubjects() -> [LabelSubject] {
    unnamedLines.indices.map { index in
      let (width, height) = LabelSubject.size([unnamedLines[index].name], SheetStyle.tributaryName)
      return LabelSubject(
        thing: .tributary(index), lines: [unnamedLines[index].name], style: SheetStyle.tributaryName, importance: -2e9,
        candidates: LabelCandidate.beside(unnamedLines[index].place, width: width, height: height))
    }
  }

  /// A district's name may stand wherever it is inside the district and well off its border; in a small district it is
  /// set small and may reach over the border.
  private func districtSubjects() -> [LabelSubject] {
    sheet.districts.indices.compactMap { index in
      let name = sheet.districts[index].name
      let rings = paperRings(sheet.districts[index].polygons)
      guard let extent = Envelope(rings.joined()), extent.overlaps(map), !name.isEmpty else { return nil }
      var style = SheetStyle.district
      var candidates = districtCandidates(name, rings, extent, style, mayCrossBorder: false)
      if candidates.isEmpty {
        style = SheetStyle.smallDistrict
        candidates = districtCandidates(name, rings, extent, style, mayCrossBorder: true)
      }
      return LabelSubject(
        thing: .district(index), lines: [name], style: style, importance: 1e12, candidates: candidates)
    }
  }

  private func districtCandidates(
    _ name: String, _ rings: [[Position]], _ extent: Envelope, _ style: TextStyle, mayCrossBorder: Bool
  ) -> [LabelCandidate] {
    let (width, height) = LabelSubject.size([name], style)
    var border = SegmentIndex()
    for ring in rings { border.insert(ring, weight: 1) }
    let visible = Envelope(
      minX: max(extent.minX, map.minX), minY: max(extent.minY, map.minY), maxX: min(extent.maxX, map.maxX),
      maxY: min(extent.maxY, map.maxY))
    let step = max(mayCrossBorder ? 2 : 5, max(visible.width, visible.height) / 14)
    var candidates: [LabelCandidate] = []
    for row in 0...Int(visible.height / step) {
      for column in 0...Int(visible.width / step) {
        let center = Position(
          x: visible.minX + (Double(column) + 0.5) * step, y: visible.minY + (Double(row) + 0.5) * step)
        let box = Envelope(center: center, width: width + 2, height: height + 2)
        guard map.contains(box), mayCrossBorder || border.cost(under: box) == 0, isInside(center, rings) else {
          continue
        }
        let clearance = min(
          border.distance(from: center, within: 40) ?? 40, center.x - map.minX, map.maxX - center.x,
          center.y - map.minY, map.maxY - center.y)
        candidates.append(
          LabelCandidate(box: Envelope(center: center, width: width, height: height), cost: 8 - clearance / 5))
      }
    }
    return candidates
  }

  private func isInside(_ point: Position, _ rings: [[Position]]) -> Bool {
    var isInside = false
    for ring in rings {
      for (start, end) in zip(ring, ring.dropFirst()) where (start.y > point.y) != (end.y > point.y) {
        if point.x < (end.x - start.x) * (point.y - start.y) / (end.y - start.y) + start.x { isInside.toggle() }
      }
    }
    return isInside
  }

  private mutating func draw(_ subject: LabelSubject, at choice: LabelCandidate) {
    if let leader = choice.leader { draw(.path([[leader.from, leader.to]], SheetStyle.leader), in: .anchors) }
    let pitch = subject.style.size * LabelSubject.lineHeight
    for (row, line) in subject.lines.enumerated() {
      let middle = choice.box.center.y + (Double(row) - Double(subject.lines.count - 1) / 2) * pitch
      let baseline = middle + subject.style.baselineShift
      var slanting = false
      if case .tributary = subject.thing { slanting = true }
      let style = subject.style
      draw(
        .text(
          line, at: Position(x: choice.box.center.x + style.letterSpacing / 2, y: baseline), style, anchor: .middle,
          leftSlanting: slanting), in: .text)
    }
    block(choice)
  }

  /// Notes a label and its leader as obstacles.
  private mutating func block(_ choice: LabelCandidate) {
    block(choice.box)
    guard let leader = choice.leader else { return }
    let pieces = max(1, Int(leader.from.distance(to: leader.to)))
    for piece in 0...pieces {
      let share = Double(piece) / Double(pieces)
      block(
        Envelope(
          center: Position(
            x: leader.from.x + (leader.to.x - leader.from.x) * share,
            y: leader.from.y + (leader.to.y - leader.from.y) * share), width: 0.6, height: 0.6))
    }
  }

  /// Numbers what found no place for its label, along the river.
  private mutating func number(_ subjects: [LabelSubject]) {
    var entries: [(subject: LabelSubject, kilometre: Double, box: Envelope)] = []
    for subject in subjects {
      switch subject.thing {
      case .symbol(let index):
        let placed = symbols[index]
        entries.append((subject, placed.symbol.kilometre ?? .infinity, placed.box))
      case .section(let index):
        let box = sections[index].flag.expanded(dx: 0.2, dy: 0.2)
        entries.append((subject, sections[index].section.kilometre ?? .infinity, box))
      case .place(let index):
        let center = scale.paper(sheet.places[index].position)
        entries.append((subject, .infinity, Envelope(center: center, width: 1.4, height: 1.4)))
      case .district(let index): report.warnings.append("区县名“\(sheet.districts[index].name)”注记不下。")
      case .tributary(let index): report.warnings.append("支流名“\(unnamedLines[index].name)”注记不下。")
      }
    }
    let ordered = entries.enumerated().sorted {
      ($0.element.kilometre, $0.offset) < ($1.element.kilometre, $1.offset)
    }.map(\.element)
    // The numbers go on from those of the inset.
    let first = report.numbered.count + 1
    let numbered = ordered.enumerated().map { number, entry in
      let (width, height) = LabelSubject.size(["\(first + number)"], SheetStyle.number)
      var subject = entry.subject
      subject.lines = ["\(first + number)"]
      subject.style = SheetStyle.number
      subject.candidates = LabelCandidate.around(entry.box, width: width + 0.4, height: height)
      return subject
    }
    let choices = placer.place(numbered.map(\.request))
    for (number, entry) in ordered.enumerated() {
      let (width, height) = LabelSubject.size(numbered[number].lines, SheetStyle.number)
      let choice = choices[number] ?? onSymbol(entry.box, width: width, height: height)
      draw(.rectangle(choice.box, .fill("#FFFFFF").outlined(SheetStyle.ink, 0.12)), in: .text)
      draw(numbered[number], at: choice)
      addNumbered(entry.subject)
    }
    if !ordered.isEmpty { legend.insert(.number) }
    for symbol in outside {
      let label = "\(symbol.label.isEmpty ? symbol.code : symbol.label)（图外）"
      addNumberedRow(code: symbol.code, label: label, kilometre: symbol.kilometre)
    }
  }

  /// A number's place on its symbol: over an edge where nothing else stands, else in the middle.
  private func onSymbol(_ symbol: Envelope, width: Double, height: Double) -> LabelCandidate {
    let center = symbol.center
    let edges = [
      Position(x: center.x, y: symbol.maxY), Position(x: center.x, y: symbol.minY),
      Position(x: symbol.maxX, y: center.y), Position(x: symbol.minX, y: center.y),
    ].map { Envelope(center: $0, width: width, height: height) }
    let free = edges.first { edge in
      map.contains(edge) && obstacles.overlapping(edge).allSatisfy { obstacles.boxes[$0] == symbol }
    }
    return LabelCandidate(box: free ?? Envelope(center: center, width: width, height: height), cost: 0)
  }

  private mutating func addNumbered(_ subject: LabelSubject) {
    switch subject.thing {
    case .symbol(let index):
      addNumberedRow(
        code: symbols[index].symbol.code, label: symbols[index].label, kilometre: symbols[index].symbol.kilometre)
    case .section(let index):
      addNumberedRow(
        code: "", label: sections[index].section.name, kilometre: sections[index].section.kilometre)
    case .place(let index): addNumberedRow(code: "", label: sheet.places[index].name, kilometre: nil)
    case .district, .tributary: break
    }
  }

  private mutating func addNumberedRow(code: String, label: String, kilometre: Double?) {
    report.numbered.append(.init(number: report.numbered.count + 1, code: code, label: label, kilometre: kilometre))
  }
}

extension LabelSubject {
  fileprivate var request: LabelRequest { LabelRequest(importance: importance, candidates: candidates) }
}
