import Foundation
import HetuGeometry
import Testing

@testable import HetuCartography

@Suite struct LabelTests {
  @Test func `a label goes elsewhere rather than cover the river, and nowhere where it would everywhere`() {
    let thing = Envelope(center: Position(x: 50, y: 50), width: 4, height: 4)
    let request = LabelRequest(importance: 1, candidates: LabelCandidate.beside(thing, width: 12, height: 2.3))
    func placed(_ river: [Position]) -> LabelCandidate? {
      var course = SegmentIndex()
      course.insert(river, weight: 1)
      let frame = Envelope(minX: 0, minY: 0, maxX: 100, maxY: 100)
      return LabelPlacer(frame: frame, obstacles: BoxIndex(), ground: SegmentIndex(), course: course).place([request])[
        0]
    }
    let right = [Position(x: 52, y: 50), Position(x: 100, y: 50)]
    #expect(placed([]).map { $0.box.minX > thing.maxX } == true)
    #expect(placed(right).map { $0.box.minY > 50 || $0.box.maxY < 50 || $0.box.maxX < 52 } == true)
    #expect(
      placed(stride(from: 20.0, to: 80, by: 1).flatMap { x in [Position(x: x, y: 20), Position(x: x, y: 80)] }) == nil)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `no label lies on another, on a symbol, on a leader or beyond the frame`(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let frame = Envelope(minX: 0, minY: 0, maxX: 150, maxY: 120)
    var obstacles = BoxIndex()
    var things: [Envelope] = []
    for _ in 0..<140 {
      let center = Position(
        x: Double.random(in: 5...145, using: &generator), y: Double.random(in: 5...115, using: &generator))
      let box = Envelope(center: center, width: 4.7, height: 4.7)
      if !obstacles.overlapsAny(box) {
        obstacles.insert(box, things.count)
        things.append(box)
      }
    }
    var ground = SegmentIndex()
    ground.insert([Position(x: 0, y: 20), Position(x: 150, y: 90)], weight: 1.5)
    let requests = things.map { thing in
      LabelRequest(
        importance: Double(generator.next() % 5),
        candidates: LabelCandidate.around(thing, width: Double.random(in: 6...24, using: &generator), height: 2.3))
    }
    let placer = LabelPlacer(frame: frame, obstacles: obstacles, ground: ground)
    let chosen = placer.place(requests)
    let placed = chosen.compactMap { $0 }
    #expect(placed.count > things.count / 2, "seed \(seed)")
    for (index, label) in placed.enumerated() {
      #expect(frame.contains(label.extent), "seed \(seed)")
      for thing in things {
        #expect(!label.box.overlaps(thing), "seed \(seed)")
        if let leader = label.leader { #expect(thing.clip(leader.from, leader.to) == nil, "seed \(seed)") }
      }
      for other in placed[(index + 1)...] { #expect(!label.conflicts(with: other), "seed \(seed)") }
    }
    #expect(placer.place(requests) == chosen, "seed \(seed)")
  }

  @Test func `leaders are at most 15 mm long`() {
    let candidates = LabelCandidate.around(Envelope(minX: 0, minY: 0, maxX: 4, maxY: 4), width: 10, height: 2)
    for leader in candidates.compactMap(\.leader) { #expect(leader.from.distance(to: leader.to) <= 15) }
  }

  @Test func `room is made by moving another label aside`() {
    // The first takes the only place of the second, but has another.
    let shared = Envelope(minX: 10, minY: 10, maxX: 20, maxY: 12)
    let other = Envelope(minX: 10, minY: 30, maxX: 20, maxY: 32)
    let requests = [
      LabelRequest(
        importance: 2, candidates: [LabelCandidate(box: shared, cost: 0), LabelCandidate(box: other, cost: 1)]),
      LabelRequest(importance: 1, candidates: [LabelCandidate(box: shared, cost: 0)]),
    ]
    let placer = LabelPlacer(
      frame: Envelope(minX: 0, minY: 0, maxX: 50, maxY: 50), obstacles: BoxIndex(), ground: SegmentIndex())
    #expect(placer.place(requests).map { $0?.box } == [other, shared])
  }

  @Test func `symbols of a crowded corridor do not overlap and none is lost`() throws {
    var sheet = Demo.sheet()
    let river = InventedRiver(path: sheet.river.paths[0])
    var generator = SplitMix64(state: 11)
    sheet.symbols = (0..<2000).map { index in
      MapSymbol(
        position: river.place(
          Double.random(in: 0...river.kilometres, using: &generator),
          offset: Double.random(in: -1000...1000, using: &generator)
        ).position,
        form: SymbolForm.allCases[index % 8], grade: Grade.allCases[index % 4], code: "R\(index)", label: "第\(index)号",
        importance: Double(index % 10))
    }
    var composer = try SheetComposer(sheet)
    let report = composer.compose().report
    for (index, symbol) in composer.symbols.enumerated() {
      for other in composer.symbols[(index + 1)...] { #expect(!symbol.box.overlaps(other.box)) }
    }
    let shown = report.placed + report.numbered.map(\.code).filter { !$0.isEmpty } + report.merged
    #expect(Set(shown) == Set(sheet.symbols.map(\.code)))
    #expect(shown.count == 2000)
    #expect(composer.symbols.reduce(0) { $0 + $1.count } + report.enlarged.count == 2000)
  }
}
