import HetuGeometry

extension SheetComposer {
  mutating func drawDistricts() {
    let isBare = sheet.districts.isEmpty
    draw(.rectangle(map, .fill(isBare ? SheetStyle.ownDistrict : SheetStyle.neighbour)), in: .base)
    for district in sheet.districts where district.isOwn {
      let rings = paperRings(district.polygons)
      if !rings.isEmpty { draw(area(rings, .fill(SheetStyle.ownDistrict)), in: .base) }
    }
  }

  mutating func drawWaters() {
    let rings = paperRings(sheet.waters)
    if !rings.isEmpty {
      draw(area(rings, SheetStyle.water), in: .water)
      note(.waterArea, where: rings)
    }
    let corridor = paperRings(sheet.corridor)
    if !corridor.isEmpty {
      draw(area(corridor, SheetStyle.corridor), in: .corridor)
      note(.corridor, where: corridor)
    }
    for level in ProtectionZone.Level.allCases.reversed() {
      let rings = paperRings(sheet.protectionZones.filter { $0.level == level }.flatMap(\.polygons))
      guard !rings.isEmpty else { continue }
      draw(area(rings, SheetStyle.zone(level)), in: .zones)
      for ring in rings { ground.insert(ring, weight: 0.3) }
      note(.zone(level), where: rings)
    }
  }

  private func area(_ rings: [[Position]], _ style: SVGStyle) -> SVGElement {
    var style = style
    style.isEvenOdd = true
    return .path(rings.map { Array($0.dropLast()) }, closed: true, style)
  }

  /// Puts an item into the legend where any of its lines or rings can be seen.
  mutating func note(_ item: LegendItem, where lines: [[Position]]) {
    let isSeen = lines.contains { line in
      line.contains { map.contains($0) } || zip(line, line.dropFirst()).contains { map.clip($0, $1) != nil }
    }
    if isSeen { legend.insert(item) }
  }

  /// Borders are drawn once: where the edges of two districts lie within 0.4 mm of each other, by the class between
  /// their codes; elsewhere nothing is known of the other side.
  mutating func drawBorders() {
    let rings = sheet.districts.map { paperRings($0.polygons) }
    let edges = rings.map { rings in
      var index = SegmentIndex()
      for ring in rings { index.insert(ring, weight: 0) }
      return index
    }
    var lines: [BorderClass: [[Position]]] = [:]
    for (district, rings) in rings.enumerated() {
      for ring in rings {
        var run: (border: BorderClass, line: [Position])?
        for (start, end) in zip(ring, ring.dropFirst()) {
          let border = borderClass(start, end, of: district, edges)
          if let current = run, current.border != border {
            lines[current.border, default: []].append(current.line)
            run = nil
          }
          guard let border else { continue }
          run = (border, (run?.line ?? [start]) + [end])
        }
        if let run { lines[run.border, default: []].append(run.line) }
      }
    }
    if let province = lines[.province] { draw(.path(province, SheetStyle.provinceBand), in: .borders) }
    for border in BorderClass.allCases {
      guard let lines = lines[border] else { continue }
      draw(.path(lines, SheetStyle.border(border)), in: .borders)
      for line in lines { ground.insert(line, weight: 1) }
      note(.border(border), where: lines)
    }
  }

  /// The class of an edge; nil where an earlier district draws it.
  private func borderClass(
    _ start: Position, _ end: Position, of district: Int, _ edges: [SegmentIndex]
  ) -> BorderClass? {
    let middle = Position(x: (start.x + end.x) / 2, y: (start.y + end.y) / 2)
    for other in edges.indices where other != district {
      guard edges[other].distance(from: middle, within: 0.4) != nil else { continue }
      return other < district ? nil : .between(sheet.districts[district].code, sheet.districts[other].code)
    }
    return .unknown
  }

  mutating func drawLines() {
    for kind in MapLine.Kind.allCases {
      let runs = sheet.lines.filter { $0.kind == kind }.flatMap { paperLines($0.paths) }.map(\.points)
      guard !runs.isEmpty else { continue }
      for style in SheetStyle.line(kind) { draw(.path(runs, style), in: .lines) }
      for run in runs { ground.insert(run, weight: kind == .road ? 0.2 : 0.6) }
      note(.line(kind), where: runs)
    }
  }

  mutating func drawRivers() {
    for tributary in sheet.tributaries {
      let runs = paperLines(tributary.paths)
      let total = runs.reduce(0) { $0 + $1.length }
      drawGrowing(runs, from: 0.25, to: min(0.7, 0.3 + total / 150), pieces: 6, colour: SheetStyle.tributary)
      for run in runs { ground.insert(run.points, weight: 2) }
      note(.tributary, where: runs.map(\.points))
    }
    drawGrowing(
      river, from: SheetStyle.riverWidth.lowerBound, to: SheetStyle.riverWidth.upperBound, pieces: 28,
      colour: SheetStyle.river)
    for path in river {
      ground.insert(path.points, weight: 6)
      course.insert(path.points, weight: 1)
    }
    if !river.isEmpty { legend.insert(.mainRiver) }
  }

  mutating func drawGrowing(
    _ lines: [Polyline], from: Double, to: Double, pieces: Int, colour: String
  ) {
    let total = lines.reduce(0) { $0 + $1.length }
    var before = 0.0
    for line in lines {
      let count = max(1, Int((Double(pieces) * line.length / total).rounded()))
      for piece in 0..<count {
        let (start, end) = (
          line.length * Double(piece) / Double(count), line.length * Double(piece + 1) / Double(count)
        )
        let width = from + (to - from) * (before + (start + end) / 2) / total
        draw(.path([line.part(from: start, to: end)], .stroke(colour, width, roundCaps: true)), in: .rivers)
      }
      before += line.length
    }
  }
}
