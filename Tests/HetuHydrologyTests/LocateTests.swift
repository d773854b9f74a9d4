import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

@Suite struct LocateTests {
  @Test func `banks are told at bends to the left and to the right`() throws {
    // East, then a sharp turn left (back to the north-west), then one right.
    let river = try #require(
      onlyRiver([reach("A", [(0, 0), (1_000, 0), (200, 300), (1_000, 600), (2_000, 600)])]))
    #expect(river.locate(place(1_100, -10))?.bank == .right)
    #expect(river.locate(place(1_100, 60))?.bank == .right)
    #expect(river.locate(place(900, 20))?.bank == .left)
    #expect(river.locate(place(100, 300))?.bank == .left)
    #expect(river.locate(place(150, 420))?.bank == .left)
    #expect(river.locate(place(260, 300))?.bank == .right)
    #expect(river.locate(place(500, 0))?.bank == .onLine)
    #expect(river.locate(place(2_300, 610))?.bank == .left)
    #expect(river.locate(place(-100, -10))?.bank == .right)
  }

  @Test func `the bank of a wiggly river is the side on which a walk from the line ends`() throws {
    let seed: UInt64 = 61
    var generator = Seeded(seed)
    let line = wiggle(from: place(0, 0), segments: 80, using: &generator, turn: 0.3)
    let river = try #require(
      onlyRiver([Reach(id: 1, code: "A", name: "", riverName: "涧河", riverCode: nil, path: line)]))
    for _ in 0..<500 {
      let km = Double.random(in: 0...river.lengthKm, using: &generator)
      let foot = try #require(river.position(atRiverKm: km))
      let direction = try #require(river.flowDirectionDegrees(atKm: km))
      let isLeft = Bool.random(using: &generator)
      let plane = LocalPlane(latitudeDegrees: foot.y)
      let aside = (direction + (isLeft ? -90 : 90)) * .pi / 180
      let position = Position(
        x: foot.x + 20 * sin(aside) / plane.metresPerDegreeX, y: foot.y + 20 * cos(aside) / plane.metresPerDegreeY)
      let reference = try #require(river.locate(position))
      #expect(reference.bank == (isLeft ? .left : .right), "seed \(seed), km \(km)")
      #expect(abs(reference.riverKm - km) < 0.021, "seed \(seed), km \(km)")
    }
  }

  @Test func `a position beyond the limit has no place on the river`() throws {
    let river = try #require(onlyRiver([reach("A", [(0, 0), (1_000, 0)])]))
    #expect(river.locate(place(500, 600), withinMetres: 500) == nil)
    #expect(river.locate(place(500, 60_000), withinMetres: 50_000) == nil)
    #expect(river.locate(place(500, 60_000)) != nil)
  }

  let confluence = RiverSet(reaches: [
    reach("H1", [(0, 0), (5_000, 0)], river: "宏农涧河（弘农涧河）", riverCode: "H"),
    reach("B1", [(2_000, 3_000), (2_500, 0)], river: "霸底河", riverCode: "B"),
  ])

  @Test func `the declared river wins within the limit, and the nearer one is told`() throws {
    let near = place(2_430, 150)
    let free = try #require(confluence.locate(near, withinMetres: 500))
    #expect(free.reference.riverName == "霸底河" && free.declared == .none)
    let declared = try #require(confluence.locate(near, withinMetres: 500, preferring: "弘农涧河"))
    #expect(declared.reference.riverCode == "H" && declared.declared == .taken)
    #expect(declared.nearer?.riverName == "霸底河")
    #expect(declared.isAmbiguous)
    let tooFar = try #require(confluence.locate(place(2_100, 2_000), withinMetres: 500, preferring: "宏农涧河"))
    #expect(tooFar.reference.riverName == "霸底河" && tooFar.declared == .beyondLimit)
    #expect(tooFar.rivals.isEmpty)
    #expect(confluence.locate(near, withinMetres: 500, preferring: "长江")?.declared == .unknown)
    #expect(confluence.locate(place(0, 9_000), withinMetres: 500) == nil)
  }

  @Test func `a place near a confluence is ambiguous, one away from it is not`() throws {
    #expect(try #require(confluence.locate(place(2_490, 10), withinMetres: 500)).isAmbiguous)
    #expect(try !#require(confluence.locate(place(1_000, 30), withinMetres: 500)).isAmbiguous)
  }

  @Test func `rivers are found by name, alias and code, and like names are suggested`() throws {
    #expect(try confluence.river("宏农涧河").code == "H")
    #expect(try confluence.river("弘农涧河").code == "H")
    #expect(try confluence.river("宏农涧河(弘农涧河)").code == "H")
    #expect(try confluence.river("B").name == "霸底河")
    let error = #expect(throws: HydrologyError.self) { try confluence.river("红农涧河") }
    #expect(error?.code == .notFound(suggestions: ["宏农涧河（弘农涧河）"]))
  }

  @Test func `homonyms with and without codes are different rivers and ambiguous`() throws {
    let set = RiverSet(reaches: [
      reach("A1", [(0, 0), (1_000, 0)], river: "沙河"), reach("A2", [(90_000, 0), (91_000, 0)], river: "沙河"),
      reach("A3", [(3_000, 0), (4_000, 0)], river: "沙河"),
      reach("C1", [(0, 9_000), (1_000, 9_000)], river: "涧河", riverCode: "X"),
      reach("C2", [(1_000, 9_000), (2_000, 9_000)], river: "涧河", riverCode: "Y"),
    ])
    #expect(set.rivers.map(\.code).sorted() == ["A1", "A2", "X", "Y"])
    #expect(set.warnings.map(\.kind) == [.homonyms])
    let error = #expect(throws: HydrologyError.self) { try set.river("沙河") }
    #expect(error?.code == .ambiguous(candidates: ["A1 沙河", "A2 沙河"]))
    #expect(try set.river("A2").reaches.map(\.code) == ["A2"])
    #expect(throws: HydrologyError.self) { try set.river("涧河") }
  }

  @Test func `spoken places are said and understood`() throws {
    #expect(SpokenPlace(river: "涧河", riverKm: 12.3004, bank: .left).description == "涧河 K12+300 左岸")
    #expect(SpokenPlace(river: "涧河", riverKm: 12.9996, bank: .right).description == "涧河 K13+000 右岸")
    #expect(SpokenPlace(river: "涧河", riverKm: 0.005, bank: .onLine).description == "涧河 K0+005")
    for text in ["涧河 K12+300 左岸", "涧河K12+300左岸", "涧河　ｋ１２＋３００　左岸", "涧河 k12.3 左", " 涧河 K 12 + 300 左岸 "] {
      let place = try SpokenPlace(text)
      #expect(place.river == "涧河" && abs(place.riverKm - 12.3) < 1e-9 && place.bank == .left, "\(text)")
    }
    #expect(try SpokenPlace("涧河 K7").riverKm == 7)
    #expect(try SpokenPlace("涧河 K7").bank == nil)
    for text in ["", "涧河", "K12+300", "涧河 K", "涧河 K12+3000", "涧河 K-1+000", "涧河 K12+300 中岸"] {
      #expect(throws: HydrologyError.self) { try SpokenPlace(text) }
    }
    let said = try SpokenPlace("弘农涧河 K4+000")
    #expect(Geodesic.cgcs2000.distanceMetres(from: try confluence.position(of: said), to: place(1_000, 0)) < 1)
    #expect(throws: HydrologyError.self) { try confluence.position(of: SpokenPlace("霸底河 K99+000")) }
  }

  @Test func `a line along the river extends over the kilometres within the limit`() throws {
    let river = try #require(onlyRiver([reach("A", [(0, 0), (10_000, 0)])]))
    // Comes down from the north, follows the river 100 m off, and goes away again.
    let line = Geometry.lineString(path([(3_000, 5_000), (3_000, 100), (6_000, 100), (6_000, 5_000)]))
    let extent = try #require(river.extent(of: line, withinMetres: 300))
    #expect(abs(extent.fromKm - 7) < 0.002 && abs(extent.toKm - 4) < 0.002)
    #expect(abs(extent.distanceMetres - 100) < 0.02)
    #expect(river.extent(of: line, withinMetres: 99) == nil)
    let slanted = Geometry.lineString(path([(1_000, 4_000), (5_000, 0)]))
    let part = try #require(river.extent(of: slanted, withinMetres: 500))
    #expect(abs(part.fromKm - 5.5) < 0.002 && abs(part.toKm - 5) < 0.002)
  }

  @Test func `a crossing is where it touches, the upstream one first`() throws {
    let river = try #require(onlyRiver([reach("A", [(0, 0), (10_000, 0)])]))
    let line = Geometry.lineString(path([(6_000, -500), (6_000, 500), (2_000, 500), (2_000, -500)]))
    let extent = try #require(river.extent(of: line, withinMetres: 10))
    #expect(extent.distanceMetres == 0)
    #expect(abs(extent.nearest.riverKm - 8) < 0.002)
    #expect(extent.nearest.bank == .onLine)
    #expect(abs(extent.fromKm - 8) < 0.002 && abs(extent.toKm - 4) < 0.002)
  }

  @Test func `an area holds the river it lies over`() throws {
    let river = try #require(onlyRiver([reach("A", [(0, 0), (10_000, 0)])]))
    func box(_ west: Double, _ east: Double, _ south: Double, _ north: Double) -> Geometry {
      .polygon(Polygon(rings: [path([(west, south), (east, south), (east, north), (west, north), (west, south)])]))
    }
    let whole = try #require(river.extent(of: box(-5_000, 15_000, -5_000, 5_000), withinMetres: 100))
    #expect(whole.distanceMetres == 0)
    #expect(abs(whole.fromKm - 10) < 0.003 && whole.toKm == 0)
    let middle = try #require(river.extent(of: box(2_000, 5_000, -5_000, 5_000), withinMetres: 0))
    #expect(abs(middle.fromKm - 8) < 0.003 && abs(middle.toKm - 5) < 0.003)
    let aside = try #require(river.extent(of: box(2_000, 5_000, 400, 900), withinMetres: 1_000))
    #expect(abs(aside.distanceMetres - 400) < 0.1)
    #expect(abs(aside.fromKm - 8) < 0.003 && abs(aside.toKm - 5) < 0.003)
    // What touches the river by one corner protects the water there, and spills along all its bank.
    let corner = Geometry.polygon(
      Polygon(rings: [path([(2_000, -20), (2_000, 600), (6_000, 600), (6_000, 100), (2_000, -20)])]))
    let water = try #require(river.extent(of: corner, withinMetres: 1_000))
    #expect(abs(water.fromKm - 8) < 0.003 && abs(water.toKm - (8 - 4.0 / 6)) < 0.003)
    let bank = try #require(river.extent(of: corner, withinMetres: 1_000, areas: .wholeBank))
    #expect(abs(bank.fromKm - 8) < 0.003 && abs(bank.toKm - 4) < 0.003 && bank.distanceMetres == 0)
    #expect(Geodesic.cgcs2000.distanceMetres(from: bank.lowest.foot, to: place(6_000, 0)) < 3)
    #expect(river.extent(of: .point(place(4_000, 30)), withinMetres: 50)?.nearest.bank == .left)
    #expect(river.extent(of: .point(nil), withinMetres: 50) == nil)
  }

  @Test func `the corridor holds exactly the points within the limit, from source to mouth`() throws {
    let seed: UInt64 = 71
    var generator = Seeded(seed)
    let line = wiggle(from: place(0, 0), segments: 100, using: &generator, turn: 0.3)
    let river = try #require(
      onlyRiver([Reach(id: 1, code: "A", name: "", riverName: "涧河", riverCode: nil, path: line)]))
    let box = try #require(Envelope(line)).expanded(dx: 0.02, dy: 0.02)
    let positions = (0..<3_000).map { _ in
      Position(
        x: .random(in: box.minX...box.maxX, using: &generator), y: .random(in: box.minY...box.maxY, using: &generator))
    }
    let (xs, ys) = (positions.map(\.x), positions.map(\.y))
    let hits = river.points(in: PackedRTree(xs: xs, ys: ys), positions: positions, withinMetres: 1_000)
    let truth = positions.indices.filter { geodesicDistance(from: positions[$0], to: line) <= 1_000 }
    #expect(hits.map(\.item).sorted() == truth, "seed \(seed)")
    #expect(!truth.isEmpty && truth.count < positions.count)
    #expect(hits.map(\.reference.riverKm) == hits.map(\.reference.riverKm).sorted(by: >), "seed \(seed)")
  }
}
