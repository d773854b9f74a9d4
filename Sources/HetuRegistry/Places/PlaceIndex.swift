import HetuGeodesy
import HetuGeometry

/// Where the records of a kind lie as an audience sees them, in memory: which of them lie in a box, and how many in a square of a map.
///
/// 18 bytes a record and some more for one that is no point. Boxes are decided to about a centimetre, outward: decide by the geometry.
public struct PlaceIndex: Sendable {
  /// A record on its way into the index.
  struct Place: Sendable {
    /// The cell of the middle of its box.
    let code: UInt64
    let row: Int64
    let traits: Traits

    func isBefore(_ other: Place) -> Bool { (code, row) < (other.code, other.row) }
  }

  /// What else is known of a record.
  struct Traits: Sendable {
    /// The place of its grade in ``PlaceIndex/grades``.
    let grade: UInt8
    let form: Form
  }

  /// What a record's place is.
  public enum Form: UInt8, Sendable {
    /// A position, exact as far as its numbers tell.
    case point
    /// A position of few decimals or with its text kept, which may tell how well it is known: ``Precision``.
    case roughPoint
    /// More than a position.
    case shape
  }

  /// A record that is more than one position, with its box, degrees.
  public struct Shape: Sendable {
    /// Its row.
    public let row: Int64
    /// Its box.
    public let box: Envelope
  }

  /// The words of the grades, the first an empty one for records without.
  public let grades: [String]
  /// The records that are more than one position.
  public let shapes: [Shape]
  private let tree: PackedRTree
  /// The cells of the records' middles, ascending; `rows` and `traits` go with them.
  private let codes: [UInt64]
  private let rows: [Int64]
  private let traits: [Traits]

  /// An index of places, the same whatever order they are given in.
  init(_ places: [Place], shapes: [Shape], grades: [String]) {
    let places = places.sorted { $0.isBefore($1) }
    codes = places.map(\.code)
    rows = places.map(\.row)
    traits = places.map(\.traits)
    self.shapes = shapes.sorted { $0.row < $1.row }
    tree = PackedRTree(self.shapes.map(\.box))
    self.grades = grades
  }

  /// An older index without some records, and with others: what lies between them is copied in runs, which takes a few milliseconds of a million.
  private init(_ old: PlaceIndex, without gone: Set<Int64>, with new: [Place], _ newShapes: [Shape], grades: [String]) {
    let room = old.count + new.count
    var (codes, rows, traits) = ([UInt64](), [Int64](), [Traits]())
    codes.reserveCapacity(room)
    rows.reserveCapacity(room)
    traits.reserveCapacity(room)
    var (next, left) = (0, new.sorted { $0.isBefore($1) }[...])
    func copy(through end: Int) {
      codes += old.codes[next..<end]
      rows += old.rows[next..<end]
      traits += old.traits[next..<end]
      next = end
    }
    for cut in old.indices(of: gone) + [old.count] {
      while let place = left.first, case let index = old.index(notBefore: place), index <= cut {
        copy(through: index)
        codes.append(place.code)
        rows.append(place.row)
        traits.append(place.traits)
        left = left.dropFirst()
      }
      copy(through: cut)
      next = cut + 1
    }
    (self.codes, self.rows, self.traits, self.grades) = (codes, rows, traits, grades)
    if newShapes.isEmpty, !old.shapes.contains(where: { gone.contains($0.row) }) {
      (shapes, tree) = (old.shapes, old.tree)
    } else {
      shapes = (old.shapes.filter { !gone.contains($0.row) } + newShapes).sorted { $0.row < $1.row }
      tree = PackedRTree(shapes.map(\.box))
    }
  }

  /// The index without some records, and with others.
  func replacing(_ gone: Set<Int64>, _ new: [Place], _ newShapes: [Shape], grades: [String]) -> PlaceIndex {
    PlaceIndex(self, without: gone, with: new, newShapes, grades: grades)
  }

  /// Where rows stand, ascending.
  private func indices(of wanted: Set<Int64>) -> [Int] {
    let (first, last) = (wanted.min() ?? 0, wanted.max() ?? -1)
    return rows.withUnsafeBufferPointer { rows in
      rows.indices.filter { rows[$0] >= first && rows[$0] <= last && wanted.contains(rows[$0]) }
    }
  }

  /// The first index whose place is not before another.
  private func index(notBefore place: Place) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if (codes[middle], rows[middle]) < (place.code, place.row) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many records have a place.
  public var count: Int { rows.count }
}

// MARK: - Boxes

extension PlaceIndex {
  /// The rows, ascending, of the records behind a row whose boxes may meet `box`, the lowest ones, at most so many.
  ///
  /// - Parameter mayLie: whether a record that is one position, told to about a centimetre, is wanted.
  public func rows(
    in box: Envelope, after: Int64 = .min, limit: Int = .max, where mayLie: ((Position) -> Bool)? = nil
  ) -> [Int64] {
    var found = LowestRows(after: after, limit: limit)
    codes.withUnsafeBufferPointer { codes in
      forEachRun(in: box) { run in
        for index in run {
          if let mayLie, !Self.isAtBorder(codes[index]), !mayLie(Self.position(codes[index])) { continue }
          found.add(rows[index])
        }
      }
    }
    // Of lines and areas the middle may have been told above, which is not what they are wanted by.
    if !shapes.isEmpty { tree.search(box) { found.add(shapes[$0].row) } }
    return found.result()
  }

  /// Calls `body` with the records whose middles may lie in a box, in no order; a middle is told to about a centimetre, nil where it may be
  /// farther off.
  public func forEach(in box: Envelope, _ body: (_ row: Int64, _ middle: Position?, Form) -> Void) {
    codes.withUnsafeBufferPointer { codes in
      forEachRun(in: box) { run in
        for index in run {
          body(
            rows[index], Self.isAtBorder(codes[index]) ? nil : Self.position(codes[index]), traits[index].form)
        }
      }
    }
  }

  private static func position(_ code: UInt64) -> Position {
    let scale = 1 / 4_294_967_296.0
    return WebMercator.degrees(
      Position(x: (Double(ZOrder.column(code)) + 0.5) * scale, y: (Double(ZOrder.row(code)) + 0.5) * scale))
  }

  /// Whether a record's middle may have been drawn to the border of the square from beyond it.
  private static func isAtBorder(_ code: UInt64) -> Bool {
    let (column, row) = (ZOrder.column(code), ZOrder.row(code))
    return column == 0 || column == .max || row == 0 || row == .max
  }

  /// The shapes whose boxes meet `box`.
  public func shapes(in box: Envelope) -> [Shape] {
    var found: [Shape] = []
    tree.search(box) { found.append(shapes[$0]) }
    return found
  }

  /// Calls `body` with runs of places whose middles may lie in a box, as the quarters of the square divide it.
  private func forEachRun(in box: Envelope, _ body: (Range<Int>) -> Void) {
    let northWest = WebMercator.unit(Position(x: box.minX, y: box.maxY))
    let southEast = WebMercator.unit(Position(x: box.maxX, y: box.minY))
    // A cell more on each side than is asked for, as both were rounded.
    func low(_ cell: UInt32) -> UInt32 { cell > 0 ? cell - 1 : cell }
    func high(_ cell: UInt32) -> UInt32 { cell < .max ? cell + 1 : cell }
    let (first, last) = (Self.cell(northWest), Self.cell(southEast))
    codes.withUnsafeBufferPointer { codes in
      Walk(
        codes: codes, columns: low(first.column)...max(low(first.column), high(last.column)),
        rows: low(first.row)...max(low(first.row), high(last.row))
      ).descend(codes.indices, level: 0, code: 0, body)
    }
  }

  static func cell(_ unit: Position) -> (column: UInt32, row: UInt32) {
    func cell(_ part: Double) -> UInt32 { UInt32(min(part * 4_294_967_296, 4_294_967_295)) }
    return (cell(unit.x), cell(unit.y))
  }

  private struct Walk {
    let codes: UnsafeBufferPointer<UInt64>
    let columns: ClosedRange<UInt32>
    let rows: ClosedRange<UInt32>

    func descend(_ run: Range<Int>, level: Int, code: UInt64, _ body: (Range<Int>) -> Void) {
      guard !run.isEmpty else { return }
      let (column, row) = (ZOrder.column(code), ZOrder.row(code))
      let side = level == 0 ? UInt32.max : (1 << UInt32(32 - level)) - 1
      let (east, south) = (column + side, row + side)
      guard column <= columns.upperBound, east >= columns.lowerBound, row <= rows.upperBound, south >= rows.lowerBound
      else { return }
      if columns.contains(column), columns.contains(east), rows.contains(row), rows.contains(south) { return body(run) }
      guard run.count > 32 else {
        for index in run
        where columns.contains(ZOrder.column(codes[index])) && rows.contains(ZOrder.row(codes[index])) {
          body(index..<index + 1)
        }
        return
      }
      let quarter = UInt64(1) << UInt64(62 - 2 * level)
      var start = run.lowerBound
      for number in 0..<4 as Range<UInt64> {
        let first = code + number * quarter
        let end = number == 3 ? run.upperBound : codes.firstIndex(atLeast: first + quarter, in: start..<run.upperBound)
        descend(start..<end, level: level + 1, code: first, body)
        start = end
      }
    }
  }

  /// The lowest rows of many.
  private struct LowestRows {
    let after: Int64
    let limit: Int
    var rows: [Int64] = []
    /// What comes behind the lowest that were seen.
    var bound = Int64.max

    mutating func add(_ row: Int64) {
      guard row > after, row <= bound else { return }
      rows.append(row)
      // Twice as many as are wanted are collected before the greater half is thrown away.
      if limit < 1 << 32, rows.count >= 2 * limit + 64 { cut() }
    }

    private mutating func cut() {
      rows.sort()
      // A record that is no point may have been found by its middle and by its box.
      rows = rows.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
      if rows.count > limit { rows.removeLast(rows.count - limit) }
      if rows.count == limit, let last = rows.last { bound = last }
    }

    mutating func result() -> [Int64] {
      cut()
      return rows
    }
  }
}

// MARK: - Squares of a map

extension PlaceIndex {
  /// Records whose middles lie close together.
  public struct Cluster: Sendable {
    /// How many they are, by the places of their grades in ``PlaceIndex/grades``.
    public let counts: [Int]
    /// The mean of their middles, degrees.
    public let middle: Position
    /// The row of the first.
    public let row: Int64

    /// How many they are.
    public var count: Int { counts.reduce(0, +) }
  }

  /// How many records have their middles in a tile.
  public func count(in tile: TileAddress) -> Int { run(tile).count }

  /// The rows, ascending, of the records whose middles lie in a tile.
  public func rows(in tile: TileAddress) -> [Int64] { rows[run(tile)].sorted() }

  /// The records whose middles lie in a tile but for some rows, put together by the cells of a grid of 2ⁿ by 2ⁿ.
  public func clusters(in tile: TileAddress, level: Int, without drawn: Set<Int64>) -> [Cluster] {
    let shift = UInt64(64 - 2 * (tile.zoom + level))
    var clusters: [Cluster] = []
    var sum = Sum(grades: grades.count)
    var cell: UInt64?
    codes.withUnsafeBufferPointer { codes in
      for index in run(tile) where drawn.isEmpty || !drawn.contains(rows[index]) {
        let code = codes[index]
        if code >> shift != cell {
          if let cluster = sum.cluster { clusters.append(cluster) }
          cell = code >> shift
          sum.begin(row: rows[index])
        }
        sum.add(code, grade: traits[index].grade)
      }
    }
    if let cluster = sum.cluster { clusters.append(cluster) }
    return clusters
  }

  /// A cluster while its records are added up.
  private struct Sum {
    var counts: [Int]
    var row: Int64 = 0
    var (east, south, count) = (UInt64(0), UInt64(0), UInt64(0))

    init(grades: Int) { counts = Array(repeating: 0, count: grades) }

    mutating func begin(row: Int64) {
      self.row = row
      (east, south, count) = (0, 0, 0)
      for grade in counts.indices { counts[grade] = 0 }
    }

    mutating func add(_ code: UInt64, grade: UInt8) {
      counts[Int(grade)] += 1
      east += UInt64(ZOrder.column(code))
      south += UInt64(ZOrder.row(code))
      count += 1
    }

    var cluster: Cluster? {
      guard count > 0 else { return nil }
      let scale = 1 / (Double(count) * 4_294_967_296)
      return Cluster(
        counts: counts,
        middle: WebMercator.degrees(Position(x: Double(east) * scale, y: Double(south) * scale)), row: row)
    }
  }

  private func run(_ tile: TileAddress) -> Range<Int> {
    let wanted = ZOrder.codes(level: tile.zoom, column: tile.column, row: tile.row)
    return codes.withUnsafeBufferPointer { codes in
      let first = codes.firstIndex(atLeast: wanted.lowerBound, in: codes.indices)
      guard wanted.upperBound < .max else { return first..<codes.count }
      return first..<codes.firstIndex(atLeast: wanted.upperBound + 1, in: first..<codes.count)
    }
  }
}

extension UnsafeBufferPointer<UInt64> {
  /// The first place in a run of ascending numbers whose number is that or more.
  fileprivate func firstIndex(atLeast number: UInt64, in run: Range<Int>) -> Int {
    var (low, high) = (run.lowerBound, run.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
