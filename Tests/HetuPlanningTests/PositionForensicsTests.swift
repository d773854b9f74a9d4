import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// Points along an invented winding river, handed in with another reference system than was stated.
@Suite struct PositionForensicsTests {
  private static let course: [Position] = (0...60).map {
    let step = Double($0) / 60
    return Position(x: 110.8 + 0.3 * step, y: 34.4 + 0.06 * (step * 12).remainder(dividingBy: 2).magnitude)
  }

  private let forensics: PositionForensics

  init() throws {
    let scratch = try Scratch()
    let registry = try Registry.create(at: scratch.url("r.gpkg"), kinds: try Kinds.builtIn())
    let reach = Reach(
      id: 1, code: "H1", name: "甲河", riverName: "甲河", riverCode: nil, paths: [Self.course])
    forensics = PositionForensics(rivers: RiverSet(reaches: [reach]), districts: try DistrictMap(registry))
  }

  /// Every other vertex, some 20 m beside the river.
  private static let truth = stride(from: 1, to: 60, by: 2).map {
    Position(x: course[$0].x + ($0 % 4 == 1 ? 0.0002 : -0.0002), y: course[$0].y)
  }

  private func places(_ positions: [Position], river: String = "甲河") -> [PositionForensics.Place] {
    positions.map { PositionForensics.Place(position: $0, district: nil, rivers: [river]) }
  }

  @Test(arguments: [ReferenceSystem.gcj02, .bd09])
  func `points that were offset and stated as CGCS2000 are told, with the distances before and after`(
    system: ReferenceSystem
  ) throws {
    let handedIn = try Transformation(from: .cgcs2000, to: system).transform(Self.truth)
    let verdict = try #require(try forensics.verdict(on: places(handedIn), readAs: .cgcs2000))
    #expect(verdict.after.system == system)
    let (before, after) = (verdict.before?.medianRiverMetres ?? 0, verdict.after.medianRiverMetres ?? .infinity)
    #expect(after < 25 && before > 100, "\(before) \(after)")
    #expect(verdict.remedy.contains("--crs \(system.description)"))
  }

  @Test func `points that were stated as GCJ-02 and are not are told too`() throws {
    let wrong = try Transformation(from: .gcj02, to: .cgcs2000).transform(Self.truth)
    let verdict = try forensics.verdict(on: places(wrong), readAs: .gcj02)
    #expect(verdict?.after.system == .cgcs2000)
  }

  @Test func `points that lie right are not doubted, nor are too few or those of unknown rivers`() throws {
    #expect(try forensics.verdict(on: places(Self.truth), readAs: .cgcs2000) == nil)
    let handedIn = try Transformation(from: .cgcs2000, to: .gcj02).transform(Self.truth)
    #expect(try forensics.verdict(on: places(Array(handedIn.prefix(4))), readAs: .cgcs2000) == nil)
    #expect(try forensics.verdict(on: places(handedIn, river: "乙河"), readAs: .cgcs2000) == nil)
  }

  @Test func `metres without a zone find their zone`() throws {
    let metres = try Transformation(from: .cgcs2000, to: .epsg(4546)).transform(Self.truth)
    let places = metres.map { PositionForensics.Place(position: nil, plane: $0, district: nil, rivers: ["甲河"]) }
    let verdict = try #require(try forensics.verdict(on: places, readAs: .cgcs2000))
    #expect(verdict.after.system == .epsg(4546) && verdict.before == nil)
  }
}
