import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRisk
import Testing

/// The default zones of HJ 338 against closed forms.
@Suite struct ZoneTests {
  private let rules: ZoneRules

  init() throws { rules = try RuleBook.builtIn().zones }

  /// A line that runs from a position at an azimuth, a vertex each 20 m, from one distance to another.
  private func line(_ origin: Position, azimuth: Double, from start: Double, to end: Double) -> [Position] {
    let steps = max(1, Int((end - start) / 20))
    return (0...steps).map { step in
      Geodesic.cgcs2000.destination(
        from: origin, azimuthDegrees: azimuth,
        distanceMetres: start + (end - start) * Double(step) / Double(steps))
    }
  }

  private func area(_ zones: [DefaultZone], _ level: String, _ part: String) throws -> Double {
    try #require(zones.first { $0.level == level && $0.part == part }).areaKm2 * 1e6
  }

  @Test(arguments: [(111.0, 34.5, 90.0, 60.0), (112.45, 34.5, 37, 400), (110.6, 22, 180, 8), (126, 47, 300, 120)])
  func `the zones of a straight river are rectangles`(
    _ longitude: Double, _ latitude: Double, _ azimuth: Double, _ width: Double
  ) throws {
    let head = Position(x: longitude, y: latitude)
    func stretch(_ start: Double, _ end: Double) -> RiverStretch {
      RiverStretch(line: line(head, azimuth: azimuth, from: start, to: end), widthMetres: width)
    }
    // The intake lies 3000 m below the head of what is passed.
    let zones = try ZoneMaker(rules, near: head).river(
      first: [stretch(2_000, 3_000), stretch(3_000, 3_100)],
      second: [stretch(0, 1_500), stretch(1_500, 3_000), stretch(3_000, 3_300)],
      outer: [stretch(-2_000, 0), stretch(0, 3_000), stretch(3_000, 3_500)])
    let expected: [(String, String, Double)] = [
      ("一级", "水域", 1_100 * width), ("一级", "陆域", 1_100 * 100), ("二级", "水域", 2_200 * width),
      ("二级", "陆域", 3_300 * (width + 2_000) - 1_100 * (width + 100) - 2_200 * width),
      ("准", "水域", 2_200 * width), ("准", "陆域", 2_200 * 2_000),
    ]
    for (level, part, square) in expected {
      let found = try area(zones, level, part)
      #expect(abs(found / square - 1) < 0.001, "\(level)\(part): \(found) for \(square)")
    }
  }

  @Test func `a river without width has land only, from its line`() throws {
    let head = Position(x: 111, y: 34.5)
    let stretch = RiverStretch(line: line(head, azimuth: 90, from: 0, to: 1_100), widthMetres: nil)
    let zones = try ZoneMaker(rules, near: head).river(first: [stretch], second: [stretch], outer: [])
    #expect(!zones.contains { $0.part == "水域" })
    #expect(abs(try area(zones, "一级", "陆域") / (1_100 * 100) - 1) < 0.001)
  }

  @Test func `a bend between two stretches leaves no wedge open`() throws {
    let head = Position(x: 111, y: 34.5)
    let upper = line(head, azimuth: 90, from: 0, to: 1_000)
    let corner = try #require(upper.last)
    let lower = [corner] + line(corner, azimuth: 180, from: 20, to: 1_000)
    let zones = try ZoneMaker(rules, near: head).river(
      first: [RiverStretch(line: upper, widthMetres: 100), RiverStretch(line: lower, widthMetres: 100)], second: [],
      outer: [])
    // Two bars that share a square of half the width, and a quarter disc outside of the corner.
    let square = 2_000.0 * 100 - 50 * 50 + Double.pi * 50 * 50 / 4
    #expect(abs(try area(zones, "一级", "水域") / square - 1) < 0.001)
  }

  @Test func `wells make circles, and those near together a hull`() throws {
    let medium = try #require(radii(GroundwaterSource(aquifer: "孔隙水潜水", medium: "细砂")))
    #expect(medium.firstM == 50 && medium.secondM == 500)
    let well = Position(x: 111, y: 34.5)
    let maker = try ZoneMaker(rules, near: well)
    let disc = Double.pi * 50 * 50
    #expect(abs(try area(try maker.wells(medium, at: [well]), "一级", "陆域") / disc - 1) < 0.001)
    let near = Geodesic.cgcs2000.destination(from: well, azimuthDegrees: 0, distanceMetres: 99)
    #expect(abs(try area(try maker.wells(medium, at: [well, near]), "一级", "陆域") / (disc + 99 * 100) - 1) < 0.001)
    let far = Geodesic.cgcs2000.destination(from: well, azimuthDegrees: 0, distanceMetres: 101)
    #expect(abs(try area(try maker.wells(medium, at: [well, far]), "一级", "陆域") / (2 * disc) - 1) < 0.001)
  }

  private func radii(_ source: GroundwaterSource) -> WellRadii? {
    if case .radii(let radii) = rules.groundwater.table.zones(of: source) { radii } else { nil }
  }

  private func radii(_ aquifer: String, _ medium: String?, _ conductivity: Double, subtype: String? = nil) -> WellRadii?
  {
    let flow = GroundwaterFlow(conductivityMetresPerDay: conductivity, gradient: 0.01, porosity: 0.25)
    return radii(GroundwaterSource(aquifer: aquifer, subtype: subtype, medium: medium, flow: flow))
  }

  @Test func `radii by the water's time are not below those of the table`() throws {
    // 1.5 · 50 · 0.01 · T / 0.25 = 3 m a day.
    let fast = try #require(radii("孔隙水潜水", "细砂", 50))
    #expect(fast.firstM == 300 && fast.secondM == 3_000)
    let slow = try #require(radii("孔隙水潜水", "细砂", 1))
    #expect(slow.firstM == 50 && slow.secondM == 500)
    let fissured = try #require(radii("裂隙水", nil, 1))
    #expect(fissured.firstM == 6 && fissured.secondM == 60 && fissured.basis.contains("没有登记地下水亚类"))
    #expect(radii(GroundwaterSource(aquifer: "裂隙水")) == nil && radii("岩溶水", nil, 50) == nil)
    #expect(radii("孔隙水承压水", "细砂", 50) == nil)
    // Figures of another unit make no circle of hundreds of kilometres.
    #expect(radii("裂隙水", nil, 10_000) == nil)
    #expect(GroundwaterFlow(conductivityMetresPerDay: 50, gradient: 0, porosity: 0.25) == nil)
  }

  @Test func `confined water has the first zone of the phreatic water above it and no second`() throws {
    let confined = GroundwaterSource(aquifer: "孔隙水承压水", medium: "卵石", overlyingMedium: "中砂")
    let zones = try #require(radii(confined))
    #expect(zones.firstM == 100 && zones.secondM == nil)
    let well = Position(x: 111, y: 34.5)
    #expect(try ZoneMaker(rules, near: well).wells(zones, at: [well]).map(\.level) == ["一级"])
    let fissured = GroundwaterSource(aquifer: "裂隙水", subtype: "裂隙承压水", overlyingMedium: "细砂")
    #expect(radii(fissured)?.firstM == 50 && radii(fissured)?.secondM == nil)
    guard case .missing(_, let message) = rules.groundwater.table.zones(of: GroundwaterSource(aquifer: "孔隙水承压水")) else {
      Issue.record("without the water above nothing can be drawn")
      return
    }
    #expect(message.contains("上覆潜水") && message.contains("不设二级"))
  }

  @Test func `karst water goes by its subtype: fissured by the formula, conduits by hand with their figures`() throws {
    let network = try #require(radii("岩溶水", nil, 1, subtype: "岩溶裂隙网络型"))
    #expect(network.firstM == 6 && network.secondM == 60)
    for subtype in ["岩溶强径流带型", "岩溶管道型"] {
      guard
        case .byHand("一级", let what) = rules.groundwater.table.zones(
          of: GroundwaterSource(aquifer: "岩溶水", subtype: subtype))
      else {
        Issue.record("\(subtype) is drawn by hand")
        continue
      }
      #expect(what.contains("1000 m") && what.contains("100 m") && what.contains("不设二级"))
    }
    guard case .missing(_, let message) = rules.groundwater.table.zones(of: GroundwaterSource(aquifer: "岩溶水")) else {
      Issue.record("without a subtype nothing is known")
      return
    }
    #expect(message.contains("岩溶管道型"))
    #expect(radii("岩溶水", nil, 1, subtype: "风化裂隙潜水") == nil)
  }

  @Test func `a large reservoir without a surface has circles of 500 and 2500 metres`() throws {
    let intake = Position(x: 111, y: 34.5)
    let lake = try #require(rules.lakeClass(recorded: nil, volume10kM3: 10_000, singlePurpose: nil))
    let zones = try ZoneMaker(rules, near: intake).lake(lake, intakes: [intake], water: nil)
    #expect(abs(try area(zones, "一级", "水域") / (Double.pi * 500 * 500) - 1) < 0.001)
    #expect(abs(try area(zones, "一级", "陆域") / (Double.pi * (700 * 700 - 500 * 500)) - 1) < 0.001)
    #expect(abs(try area(zones, "二级", "水域") / (Double.pi * (2_500 * 2_500 - 500 * 500)) - 1) < 0.001)
  }

  @Test(arguments: [(999.9, "小型水库"), (1_000, "中型水库"), (9_999, "中型水库"), (10_000, "大型水库")])
  func `a reservoir's class goes by its volume where none is recorded`(_ volume: Double, _ name: String) throws {
    let lake = try #require(rules.lakeClass(recorded: nil, volume10kM3: volume, singlePurpose: false))
    #expect(lake.lakeClasses.contains(name))
    #expect(rules.lakeClass(recorded: "大型水库", volume10kM3: nil, singlePurpose: true)?.lakeClasses == ["小型水库"])
  }

  @Test func `a place outside of China is refused`() {
    #expect(throws: RiskError.self) { try ZoneMaker(rules, near: Position(x: 11, y: 34.5)) }
  }
}
