import HetuGeometry

/// The most crowded stretch of a sheet and the larger scale at which an inset shows it.
struct CrowdedStretch: Sendable {
  /// The stretch on the map, millimetres.
  var frame: Envelope
  /// The scale of the inset is 1 to this.
  var denominator: Int
  /// The inset's size, millimetres.
  var size: (width: Double, height: Double)

  /// What lies so far inside the inset's edge is shown there, millimetres of the inset.
  static let margin = 3.5

  /// Whether what stands at a place of the map is shown by the inset instead.
  func shows(_ place: Position) -> Bool {
    let edge = Self.margin * frame.width / size.width
    return frame.expanded(dx: -edge, dy: -edge).contains(place)
  }
}

extension SheetComposer {
  /// The sizes of an inset that are tried, the largest first, millimetres.
  private static let insetSizes = [(width: 110.0, height: 86.0), (width: 90, height: 70), (width: 70, height: 54)]
  /// From so many symbols within so many millimetres on a sheet is crowded.
  private static let crowd = (symbols: 13, millimetres: 30.0)
  /// An inset is at least so many times larger than the map.
  private static let enlargement = 2.0

  /// Draws sections, posts and symbols: those of the most crowded stretch in an inset where the map has room for one, all others
  /// on the map.
  mutating func drawWithStretch() {
    let grid = PlaceGrid(sheet.symbols.map { scale.paper($0.position) }, in: map)
    let (crowd, reach) = Self.crowd
    let isCrowded = grid.fullest(width: reach, height: reach).map { $0.count >= crowd } ?? false
    for size in Self.insetSizes where isCrowded && sheet.index.isEmpty {
      guard let stretch = crowdedStretch(size, grid) else { continue }
      var trial = self
      trial.stretch = stretch
      trial.block(stretch.frame.expanded(dx: 0.5, dy: 0.5))
      trial.drawMarksAndSymbols()
      guard let box = trial.roomForInset(stretch) else { continue }
      trial.drawStretch(stretch, in: box)
      self = trial
      return
    }
    drawMarksAndSymbols()
  }

  private mutating func drawMarksAndSymbols() {
    drawSections()
    drawKilometrePosts()
    drawTimeMarks()
    nameRiver()
    numberRivers()
    drawSeries()
    placeSymbols()
    drawChangeMarks()
  }

  /// The frame with the most symbols that an inset of a size shows at the next round scale, its crowd in the middle.
  private func crowdedStretch(_ size: (width: Double, height: Double), _ grid: PlaceGrid) -> CrowdedStretch? {
    let rounds = [5_000, 7_500, 10_000, 20_000, 25_000, 50_000, 100_000, 150_000, 200_000, 250_000, 500_000, 1_000_000]
    guard let denominator = rounds.last(where: { Double($0) * Self.enlargement <= Double(scale.denominator) }) else {
      return nil
    }
    let share = Double(denominator) / Double(scale.denominator)
    let (width, height) = (size.width * share, size.height * share)
    let edge = CrowdedStretch.margin * share
    guard let crowd = grid.fullest(width: width - 2 * edge, height: height - 2 * edge) else { return nil }
    let shown = sheet.symbols.map { scale.paper($0.position) }.filter(crowd.box.contains)
    guard let middle = Envelope(shown)?.center else { return nil }
    let room = map.expanded(dx: -width / 2 - 1, dy: -height / 2 - 1)
    let center = Position(x: min(max(middle.x, room.minX), room.maxX), y: min(max(middle.y, room.minY), room.maxY))
    return CrowdedStretch(
      frame: Envelope(center: center, width: width, height: height), denominator: denominator, size: size)
  }

  /// A place on the map where an inset covers neither signs nor the river, and least else.
  private func roomForInset(_ stretch: CrowdedStretch) -> Envelope? {
    let room = map.expanded(dx: -2, dy: -2)
    let (width, height) = stretch.size
    guard room.width >= width, room.height >= height else { return nil }
    var best: (cost: Double, box: Envelope)?
    for left in Set(stride(from: room.minX, through: room.maxX - width, by: 6) + [room.maxX - width]).sorted() {
      for top in Set(stride(from: room.minY, through: room.maxY - height, by: 6) + [room.maxY - height]).sorted() {
        let box = Envelope(minX: left, minY: top, maxX: left + width, maxY: top + height)
        let reach = box.expanded(dx: 2, dy: 2)
        guard !obstacles.overlapsAny(reach), river.allSatisfy({ reach.clip($0.points).isEmpty }) else { continue }
        let cost = ground.cost(under: box) + 0.1 * box.center.distance(to: stretch.frame.center)
        if cost < best?.cost ?? .infinity { best = (cost, box) }
      }
    }
    return best?.box
  }

  /// Draws the inset into its box and its frame on the map.
  private mutating func drawStretch(_ stretch: CrowdedStretch, in box: Envelope) {
    let scale = MapScale(
      denominator: stretch.denominator, center: self.scale.plane(stretch.frame.center), frame: box,
      magnification: self.scale.magnification)
    var shown = sheet
    shown.symbols = sheet.symbols.filter { stretch.shows(self.scale.paper($0.position)) }
    shown.sections = sheet.sections.filter { stretch.shows(self.scale.paper($0.position)) }
    for index in shown.districts.indices { shown.districts[index].name = "" }
    let head = Envelope(minX: box.minX, minY: box.minY, maxX: box.minX + 34, maxY: box.minY + 4.4)
    var inset = SheetComposer(inset: shown, map: box, scale: scale)
    inset.block(head)
    inset.drawGround()
    inset.drawMarksAndSymbols()
    inset.drawFlowArrows()
    inset.nameTributaries()
    inset.placeLabels()
    let title = TextStyle(size: 2.4, bold: true, colour: "#C8102E")
    // Several sheets may stand in one page: each box has its own name.
    let name =
      "inset-"
      + [box.minX, box.minY, box.maxX, box.maxY].map { "\(Int(($0 * 100).rounded()))" }
      .joined(separator: "-")
    draw(
      .clipped(to: box, named: name, inset.layers.flatMap { $0 }),
      .rectangle(head, .fill("#FFFFFF").outlined("#C8102E", 0.2)),
      .text(
        "放大图　\(scale.title)", at: Position(x: head.center.x, y: head.center.y + title.baselineShift), title,
        anchor: .middle), .rectangle(box, SheetStyle.enlargement), in: .insets)
    draw(.rectangle(stretch.frame, SheetStyle.enlargement), in: .marks)
    block(box.expanded(dx: 1, dy: 1))
    legend.formUnion(inset.legend)
    legend.insert(.enlargement)
    report.placed += inset.report.placed
    report.numbered += inset.report.numbered
    report.merged += inset.report.merged
    report.enlarged = shown.symbols.map(\.code)
  }
}

/// Places counted in square cells, for the fullest box of a size.
private struct PlaceGrid {
  private static let cell = 3.0

  private let map: Envelope
  private let columns: Int
  private let rows: Int
  /// How many places lie in all cells above and left of a corner, row by row, so that a box is counted by its corners.
  private var sums: [[Int]]

  init(_ places: [Position], in map: Envelope) {
    self.map = map
    (columns, rows) = (Int(map.width / Self.cell), Int(map.height / Self.cell))
    sums = Array(repeating: Array(repeating: 0, count: columns + 1), count: rows + 1)
    for place in places where map.contains(place) {
      let (column, row) = (Int((place.x - map.minX) / Self.cell), Int((place.y - map.minY) / Self.cell))
      if column < columns, row < rows { sums[row + 1][column + 1] += 1 }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        sums[row + 1][column + 1] += sums[row][column + 1] + sums[row + 1][column] - sums[row][column]
      }
    }
  }

  /// The box with the most places, of those the uppermost, then the leftmost; nil where none lies in any or the map is smaller.
  func fullest(width: Double, height: Double) -> (box: Envelope, count: Int)? {
    let (wide, high) = (Int(width / Self.cell), Int(height / Self.cell))
    guard wide > 0, high > 0, wide <= columns, high <= rows else { return nil }
    var best = (row: 0, column: 0, count: 0)
    for row in 0...(rows - high) {
      for column in 0...(columns - wide) {
        let count =
          sums[row + high][column + wide] - sums[row][column + wide] - sums[row + high][column] + sums[row][column]
        if count > best.count { best = (row, column, count) }
      }
    }
    guard best.count > 0 else { return nil }
    let (left, top) = (map.minX + Double(best.column) * Self.cell, map.minY + Double(best.row) * Self.cell)
    let box = Envelope(
      minX: left, minY: top, maxX: left + Double(wide) * Self.cell, maxY: top + Double(high) * Self.cell)
    return (box, best.count)
  }
}
