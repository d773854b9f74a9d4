import HetuGeometry

/// Draws a strip: chooses rows and type size, then draws row by row.
struct StripComposer {
  let strip: StripMap
  let format = SheetFormat.a3
  var elements: [SVGElement] = []
  var legend: Set<LegendItem> = []
  var warnings: [String] = []

  /// Type sizes that are tried, the largest first; letters of 2 mm times 0.9 are the smallest that can be read.
  private static let sizes = [1.4, 1.2, 1.0, 0.9]
  private static let mostRows = 4
  /// A row shorter than this is no gain: a river is cut only where more of it is to be shown, kilometres.
  private static let kilometresPerRow = 30.0
  static let legendHeight = 13.0
  private static let rowGap = 3.0

  /// What stands along the strip, from the source.
  private let flags: [StripFlag]

  init(_ strip: StripMap) {
    self.strip = strip
    flags = strip.marks.enumerated().sorted {
      ($1.element.riverKm, $0.offset) < ($0.element.riverKm, $1.offset)
    }.map { StripFlag($0.element) }
  }

  var frame: Envelope {
    Envelope(
      minX: SheetFormat.margin, minY: SheetFormat.margin + SheetFormat.titleHeight,
      maxX: format.widthMillimetres - SheetFormat.margin,
      maxY: format.heightMillimetres - SheetFormat.margin - SheetFormat.footerHeight)
  }

  mutating func compose() -> DrawnStrip {
    let room = frame.height - Self.legendHeight - 2
    var rows = chosenRows(room)
    fit(&rows, in: room)
    spread(&rows, in: room)
    var top = frame.minY + 1.5
    let spare = max(0, room - rows.reduce(0) { $0 + height($1) }) / Double(rows.count)
    for (index, row) in rows.enumerated() {
      draw(row, top: top + spare / 2, isLast: index == rows.count - 1)
      top += height(row) + spare
      if index < rows.count - 1 {
        elements.append(
          .path([[Position(x: frame.minX, y: top), Position(x: frame.maxX, y: top)]], .stroke("#B8BEC4", 0.12)))
      }
    }
    let paper = Envelope(minX: 0, minY: 0, maxX: format.widthMillimetres, maxY: format.heightMillimetres)
    let document = SVGDocument(
      widthMillimetres: paper.maxX, heightMillimetres: paper.maxY, title: strip.title,
      elements: [
        .rectangle(paper, .fill("#FFFFFF")), .group("rows", elements), .group("frame", frameElements(rows.count)),
      ])
    return DrawnStrip(document: document, rows: rows.count, warnings: warnings)
  }

  private func height(_ row: StripRow) -> Double { row.height(fronts: strip.fronts.count) }

  /// The fewest rows of the largest letters that hold everything; where nothing does, four rows of the smallest.
  private func chosenRows(_ room: Double) -> [StripRow] {
    let length = strip.fromKm - strip.toKm
    let wanted = min(Self.mostRows, max(1, Int((length / Self.kilometresPerRow).rounded(.down))))
    for size in Self.sizes {
      for count in 1...(size == Self.sizes.last ? Self.mostRows : wanted) {
        let rows = rows(count, size: size)
        if rows.allSatisfy(\.isFitting), rows.reduce(0, { $0 + height($1) + Self.rowGap }) <= room { return rows }
      }
    }
    return rows(Self.mostRows, size: Self.sizes.last ?? 1)
  }

  private func rows(_ count: Int, size: Double) -> [StripRow] {
    let length = (strip.fromKm - strip.toKm) / Double(count)
    let ends = (0...count).map { $0 == count ? strip.toKm : strip.fromKm - Double($0) * length }
    return (0..<count).map { index in
      let (from, to) = (ends[index], ends[index + 1])
      // What lies a little beyond an end of the river belongs to its first or last row.
      let shown = flags.filter { flag in
        (index == 0 || flag.mark.riverKm < from) && (index == count - 1 || flag.mark.riverKm >= to)
      }
      return StripRow(fromKm: from, toKm: to, size: size, flags: shown, withinMetres: strip.withinMetres)
    }
  }

  /// Where there is too little room the tallest zones lose levels, and what then has none shares its neighbour's flag.
  private mutating func fit(_ rows: inout [StripRow], in room: Double) {
    func excess(_ rows: [StripRow]) -> Double { rows.reduce(0) { $0 + height($1) + Self.rowGap } - room }
    var isCut = false
    while excess(rows) > 0 {
      var tallest: (row: Int, zone: StripZone, height: Double)?
      for row in rows.indices {
        for zone in StripZone.allCases where rows[row][zone].levels > 1 {
          if rows[row][zone].height > tallest?.height ?? 0 { tallest = (row, zone, rows[row][zone].height) }
        }
      }
      guard let tallest else { break }
      rows[tallest.row][tallest.zone].levels -= 1
      isCut = true
    }
    guard isCut || !rows.allSatisfy(\.isFitting) else { return }
    var merged = 0
    for row in rows.indices {
      for zone in StripZone.allCases where !rows[row][zone].flags.isEmpty {
        merged += rows[row].mergeUntilFitting(zone, levels: rows[row][zone].levels, strip.withinMetres)
      }
    }
    guard merged > 0 else { return }
    warnings.append("直线示意图：\(merged)处过密，与邻近标注合并表示。")
    legend.insert(.merged)
  }

  /// What room is left lets the flags of the banks rise by their distance from the river.
  private func spread(_ rows: inout [StripRow], in room: Double) {
    for _ in 0..<3 {
      for row in rows.indices {
        for zone in [StripZone.left, .right] where rows[row][zone].levels > 0 {
          let total = rows.reduce(0) { $0 + height($1) + Self.rowGap }
          if total + rows[row][zone].levelHeight <= room { rows[row][zone].levels += 1 }
        }
      }
    }
  }
}
