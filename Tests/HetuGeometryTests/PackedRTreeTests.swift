import HetuGeometry
import TestSupport
import Testing

@Suite struct PackedRTreeTests {
  private func found(_ tree: PackedRTree, _ box: Envelope) -> [Int] {
    var items: [Int] = []
    tree.search(box) { items.append($0) }
    return items.sorted()
  }

  private func randomBox(_ generator: inout Seeded, _ side: Double) -> Envelope {
    let corner = generator.position()
    return Envelope(
      minX: corner.x, minY: corner.y, maxX: corner.x + Double.random(in: 0...side, using: &generator),
      maxY: corner.y + Double.random(in: 0...side, using: &generator))
  }

  @Test(arguments: [0, 1, 2, 15, 16, 17, 255, 256, 257, 1000, 4097])
  func `boxes are found as by looking at each`(_ count: Int) {
    let seed = UInt64(count) + 7
    var generator = Seeded(seed)
    let boxes = (0..<count).map { _ in randomBox(&generator, 10) }
    let tree = PackedRTree(boxes)
    #expect(tree.count == count)
    #expect(tree.order.sorted() == boxes.indices.map { UInt32($0) })
    for _ in 0..<50 {
      let query = randomBox(&generator, 60)
      #expect(found(tree, query) == boxes.indices.filter { boxes[$0].intersects(query) }, "seed \(seed)")
    }
    let whole = boxes.dropFirst().reduce(boxes.first) { $0?.union($1) }
    #expect(tree.envelope == whole)
  }

  @Test(arguments: [0, 1, 16, 17, 300, 5000])
  func `points are found as by looking at each`(_ count: Int) {
    let seed = UInt64(count) + 11
    var generator = Seeded(seed)
    // Rounded, so that points coincide and lie upon borders.
    let points = (0..<count).map { _ in generator.position() }.map { Position(x: $0.x.rounded(), y: $0.y.rounded()) }
    let tree = PackedRTree(xs: points.map(\.x), ys: points.map(\.y))
    for _ in 0..<50 {
      let box = randomBox(&generator, 60)
      let query = Envelope(
        minX: box.minX.rounded(), minY: box.minY.rounded(), maxX: box.maxX.rounded(), maxY: box.maxY.rounded())
      #expect(found(tree, query) == points.indices.filter { query.contains(points[$0]) }, "seed \(seed)")
    }
  }

  @Test func `the same items give the same order`() {
    var generator = Seeded(5)
    let xs = (0..<1000).map { _ in generator.position().x }
    let ys = (0..<1000).map { _ in generator.position().y }
    #expect(PackedRTree(xs: xs, ys: ys).order == PackedRTree(xs: xs, ys: ys).order)
    let boxes = xs.indices.map { Envelope(Position(x: xs[$0], y: ys[$0])) }
    #expect(PackedRTree(boxes).order == PackedRTree(xs: xs, ys: ys).order)
  }

  @Test func `the order keeps neighbours together`() throws {
    var xs: [Double] = []
    var ys: [Double] = []
    for x in 0..<64 { for y in 0..<64 { (xs, ys) = (xs + [Double(x)], ys + [Double(y)]) } }
    let order = PackedRTree(xs: xs, ys: ys).order.map { Int($0) }
    let longest = zip(order, order.dropFirst()).map { abs(xs[$0] - xs[$1]) + abs(ys[$0] - ys[$1]) }.max()
    // A Hilbert curve never leaves a cell but for its neighbour; cells that fall together may add a step.
    #expect(try #require(longest) <= 3)
  }

  @Test func `items in one place, on one line or without a place do no harm`() {
    let same = PackedRTree(xs: [Double](repeating: 3, count: 100), ys: [Double](repeating: 4, count: 100))
    #expect(found(same, Envelope(minX: 3, minY: 4, maxX: 3, maxY: 4)).count == 100)
    let line = PackedRTree(xs: (0..<100).map { Double($0) }, ys: [Double](repeating: 0, count: 100))
    #expect(found(line, Envelope(minX: 9.5, minY: -1, maxX: 20, maxY: 1)) == Array(10...20))
    let odd = PackedRTree(xs: [1, .nan, .infinity, -1e308, 1e308], ys: [1, 1, 1, 0, 0])
    #expect(found(odd, Envelope(minX: 0, minY: 0, maxX: 2, maxY: 2)) == [0])
    #expect(PackedRTree(xs: [.nan], ys: [0]).envelope == nil)
  }

  @Test func `an error in the visit ends the search`() {
    struct Enough: Error {}
    let tree = PackedRTree(xs: [1, 2, 3], ys: [1, 2, 3])
    var visits = 0
    #expect(throws: Enough.self) {
      try tree.search(Envelope(minX: 0, minY: 0, maxX: 9, maxY: 9)) { _ in
        visits += 1
        throw Enough()
      }
    }
    #expect(visits == 1)
  }
}
