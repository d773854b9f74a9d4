import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

@Suite struct RiverPlacesTests {
  @Test func `the places of many positions are those that each is located at`() {
    var generator = Seeded(2_311)
    let reaches = (0..<60).map { number in
      Reach(
        id: Int64(number), code: "R\(100 + number)", name: "", riverName: number % 7 == 0 ? "" : "河\(number / 3)",
        riverCode: nil,
        path: wiggle(
          from: place(.random(in: -8_000...8_000, using: &generator), .random(in: -8_000...8_000, using: &generator)),
          segments: 12, using: &generator))
    }
    let set = RiverSet(reaches: reaches)
    let positions = (0..<3_000).map { _ in
      place(.random(in: -10_000...10_000, using: &generator), .random(in: -10_000...10_000, using: &generator))
    }
    let places = set.places(
      longitudes: positions.map(\.x), latitudes: positions.map(\.y), withinMetres: 800, workers: 2)
    var found = 0
    for (row, position) in positions.enumerated() {
      guard let expected = set.locate(position, withinMetres: 800)?.reference else {
        #expect(places.rivers[row] == -1 && places.reaches[row] == -1 && places.offsetsMetres[row] == .infinity)
        continue
      }
      found += 1
      #expect(set.rivers[Int(places.rivers[row])].code == expected.riverCode)
      #expect(places.riverKm[row] == expected.riverKm && places.offsetsMetres[row] == expected.offsetMetres)
      #expect(places.banks[row] == expected.bank)
    }
    #expect(found > 500 && found < 2_900)
  }

  @Test func `all reaches of a river stand in the groups that may be it`() {
    let groups: [(code: String?, name: String)] = [
      ("A1", "宏农涧河（弘农涧河）"), ("A1", "西涧"), (nil, "弘农 涧河"), (nil, "好阳河"), ("B2", "好阳河"), ("弘农涧河", "别的河"),
    ]
    func found(_ name: String) -> [Int] {
      RiverSet.groups(Array(groups.indices), thatMayBe: name) { groups[$0] }
    }
    #expect(found("弘农涧河") == [0, 1, 2, 5])
    #expect(found("A1") == [0, 1])
    #expect(found("好阳河") == [3, 4])
    #expect(found("没有的河") == [])
  }
}
