import HetuGeometry

/// A river of a city's overview that has a plan of its own.
public struct NumberedRiver: Sendable {
  /// The number on the map and in the table beside it.
  public var number: Int
  /// The river.
  public var river: MapRiver
  /// Its length along the drawn line, kilometres.
  public var lengthKm: Double
  /// What lies along it, in few words.
  public var summary: String

  /// A river from its parts.
  public init(number: Int, river: MapRiver, lengthKm: Double, summary: String) {
    self.number = number
    self.river = river
    self.lengthKm = lengthKm
    self.summary = summary
  }
}

extension SheetComposer {
  private static let numberRadius = 2.0

  mutating func drawNumberedRivers() {
    for numbered in sheet.numberedRivers {
      let runs = paperLines(numbered.river.paths)
      drawGrowing(runs, from: 0.4, to: 0.9, pieces: 10, colour: SheetStyle.river)
      for run in runs { ground.insert(run.points, weight: 1.2) }
      note(.plannedRiver, where: runs.map(\.points))
    }
  }

  /// The numbers on the lines, each as near to its river's middle as others leave room; the name is set beside it.
  mutating func numberRivers() {
    for numbered in sheet.numberedRivers {
      guard let place = numberPlaces(numbered).first(where: { !obstacles.overlapsAny(numberBox(at: $0)) }) else {
        report.warnings.append("第\(numbered.number)号河流“\(numbered.river.name)”的编号在图上放不下，见河流表。")
        continue
      }
      block(numberBox(at: place))
      for element in Self.riverNumber(numbered.number, at: place) { draw(element, in: .marks) }
      legend.insert(.riverNumber)
      unnamedLines.append((numbered.river.name, numberBox(at: place)))
    }
  }

  /// A river's number in its disc.
  static func riverNumber(_ number: Int, at center: Position) -> [SVGElement] {
    let style = TextStyle(size: 2.2, bold: true, colour: "#FFFFFF")
    return [
      .circle(center, radius: numberRadius, .fill(SheetStyle.river).outlined("#FFFFFF", 0.3)),
      .text("\(number)", at: Position(x: center.x, y: center.y + style.baselineShift), style, anchor: .middle),
    ]
  }

  private func numberBox(at center: Position) -> Envelope {
    Envelope(center: center, width: 2 * Self.numberRadius + 0.4, height: 2 * Self.numberRadius + 0.4)
  }

  /// Where a river's number may stand: along its longest visible run, from the middle outwards.
  private func numberPlaces(_ numbered: NumberedRiver) -> [Position] {
    guard let run = paperLines(numbered.river.paths).max(by: { $0.length < $1.length }) else { return [] }
    let room = map.expanded(dx: -1, dy: -1)
    return (0...24).map { step in
      run.point(at: run.length * (0.5 + (step.isMultiple(of: 2) ? 0.02 : -0.02) * Double((step + 1) / 2)))
    }.filter { room.contains(numberBox(at: $0)) }
  }

  /// The table of the rivers, in one column or two; where it is cut, its last line says how many are left.
  ///
  /// - Returns: the table and where it ends.
  mutating func riverTableElements(in room: Envelope) -> ([SVGElement], bottom: Double) {
    let rows = sheet.numberedRivers.map {
      ["\($0.number)", $0.river.name, SVGText.number(($0.lengthKm * 10).rounded() / 10), $0.summary]
    }
    guard !rows.isEmpty else { return ([], room.minY) }
    let pitch = SheetTable.capacity(height: room.height, pitch: 3.5) >= rows.count ? 3.5 : 2.9
    let table = SheetTable(
      title: "河流",
      columns: [
        .init(title: "号", width: 6, anchor: .end), .init(title: "名称", width: room.width - 46, anchor: .start),
        .init(title: "长km", width: 12, anchor: .end), .init(title: "风险源/目标/设施", width: 28, anchor: .end),
      ], rows: rows)
    let drawn = table.elements(in: room, pitch: pitch)
    if drawn.omitted > 0 { report.warnings.append("河流表只列出\(rows.count - drawn.omitted)条，其余\(drawn.omitted)条见目录。") }
    return (
      drawn.elements, min(room.maxY, room.minY + SheetTable.height(rows: rows.count - drawn.omitted, pitch: pitch) + 1)
    )
  }
}
