import HetuGeometry

extension SheetComposer {
  /// The river's name, once about every 130 mm. It is set before the symbols, since the river comes first, but rather
  /// where few of them are.
  mutating func nameRiver() {
    let groundBefore = ground
    defer { ground = groundBefore }
    for symbol in sheet.symbols {
      let place = scale.paper(symbol.position)
      guard map.contains(place) else { continue }
      let half = symbol.grade.symbolMillimetres / 2
      ground.insert([Position(x: place.x - half, y: place.y), Position(x: place.x + half, y: place.y)], weight: 1)
    }
    var isNamed = false
    for path in river {
      let count = max(1, Int((path.length / 130).rounded()))
      for number in 0..<count {
        let (start, end) = (
          path.length * Double(number) / Double(count), path.length * Double(number + 1) / Double(count)
        )
        let isSet = [0.9, 0.4, 0.1].contains { spacing in
          set(
            sheet.river.name, along: path, from: start, to: end, style: SheetStyle.riverName, spacing: spacing,
            offset: 3.4, isWater: true)
        }
        isNamed = isNamed || isSet
      }
    }
    if !isNamed, !sheet.river.name.isEmpty { report.warnings.append("干流名“\(sheet.river.name)”沿河注记不下，见图名。") }
  }

  mutating func nameTributaries() {
    for tributary in sheet.tributaries where !tributary.name.isEmpty {
      let runs = paperLines(tributary.paths).sorted { $0.length > $1.length }
      // A stub at the map's edge that is shorter than its name has none.
      let shown = runs.flatMap { map.clip($0.points) }.compactMap { Polyline($0)?.length }.max() ?? 0
      guard let longest = runs.first, shown > SheetStyle.tributaryName.width(of: tributary.name) else { continue }
      let isSet = [0.5, 0.1].contains { spacing in
        runs.prefix(3).contains { run in
          set(
            tributary.name, along: run, from: 0, to: run.length, style: SheetStyle.tributaryName, spacing: spacing,
            offset: 2, isWater: true)
        }
      }
      if !isSet {
        let middle = longest.point(at: longest.length / 2)
        unnamedLines.append((tributary.name, Envelope(center: middle, width: 1.6, height: 1.6)))
      }
    }
  }

  mutating func nameLines() {
    for line in sheet.lines where !line.name.isEmpty {
      let runs = paperLines(line.paths).sorted { $0.length > $1.length }
      guard !runs.isEmpty else { continue }
      var style = SheetStyle.lineName
      if line.kind == .road { style.colour = "#8A7350" }
      let isSet = runs.prefix(3).contains { run in
        set(line.name, along: run, from: 0, to: run.length, style: style, spacing: 0.1, offset: 1.7, isWater: false)
      }
      if !isSet { report.warnings.append("\(line.kind.title)“\(line.name)”的名称注记不下。") }
    }
  }

  private mutating func set(
    _ name: String, along line: Polyline, from start: Double, to end: Double, style: TextStyle, spacing: Double,
    offset: Double, isWater: Bool
  ) -> Bool {
    let lettering = LineLettering(
      style: style, spacing: spacing, offset: offset, map: map, obstacles: obstacles, ground: ground)
    guard let letters = lettering.place(name, along: line, from: start, to: end) else { return false }
    for letter in letters {
      draw(
        .text(
          String(letter.letter), at: letter.baseline(style), style, anchor: .middle,
          rotationDegrees: letter.rotationDegrees, leftSlanting: isWater), in: .text)
      block(Envelope(center: letter.center, width: style.size * 1.1, height: style.size * 1.1))
    }
    return true
  }
}
