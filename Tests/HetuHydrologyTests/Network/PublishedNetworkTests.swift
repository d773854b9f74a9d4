import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import Testing

/// A real network beside what its publisher says of it: `Fixtures/nhdplus_patapsco.geojson`, see the README there.
@Suite struct PublishedNetworkTests {
  private struct Collection: Decodable {
    let features: [Feature]
  }

  private struct Feature: Decodable {
    struct Properties: Decodable {
      let comid: Int
      let name: String?
      let lengthkm: Double
      let fromnode, tonode, hydroseq, levelpathi, divergence: Int
    }
    struct Line: Decodable {
      let coordinates: [[Double]]
    }
    let properties: Properties
    let geometry: Line

    var path: [Position] { geometry.coordinates.map { Position(x: $0[0], y: $0[1]) } }
  }

  private let published: [Feature.Properties]
  private let paths: [[Position]]

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/nhdplus_patapsco.geojson")
    let features = try JSONDecoder().decode(Collection.self, from: Data(contentsOf: file)).features
    (published, paths) = (features.map(\.properties), features.map(\.path))
  }

  /// The network from the lines and names alone, or from the lines alone.
  private func network(named: Bool = false) -> RiverNetwork {
    HetuHydrologyTests.network(
      zip(published, paths).map { reach, path in
        Reach(
          id: Int64(reach.comid), code: String(reach.comid), name: "", riverName: named ? reach.name ?? "" : "",
          riverCode: nil, path: path)
      })
  }

  /// The reaches that the published nodes lead to from a reach, itself among them.
  private func reached(from start: Feature.Properties, _ direction: TraceQuestion.Direction) -> Set<Int> {
    var found: Set<Int> = [start.comid]
    var open = [start]
    while let reach = open.popLast() {
      let next = published.filter {
        direction == .downstream ? $0.fromnode == reach.tonode : $0.tonode == reach.fromnode
      }
      open += next.filter { found.insert($0.comid).inserted }
    }
    return found
  }

  private func passed(_ network: RiverNetwork, _ trace: Trace) -> Set<Int> {
    Set(network.codes(trace).compactMap { Int($0) })
  }

  @Test(arguments: TraceQuestion.Direction.allCases)
  func `a trace from any reach passes exactly what the published nodes lead to`(
    _ direction: TraceQuestion.Direction
  ) throws {
    let network = network()
    #expect(published.count == 65 && network.edges.count == 65)
    for reach in published {
      let trace = try network.traced(String(reach.comid), 0.5, TraceQuestion(direction: direction))
      #expect(passed(network, trace) == reached(from: reach, direction), "\(reach.comid)")
    }
  }

  @Test func `no fault is found in a network without any but what is missing around it`() {
    let kinds = Set(network(named: true).findings().map(\.kind))
    #expect(kinds == [.separatePart])
  }

  @Test func `the mainstem down the water is the published main path`() throws {
    let network = network(named: true)
    for start in published {
      var expected: Set<Int> = []
      var reach: Feature.Properties? = start
      while let here = reach {
        expected.insert(here.comid)
        reach = published.first { $0.fromnode == here.tonode && $0.divergence != 2 }
      }
      let trace = try network.traced(String(start.comid), 0.5, TraceQuestion(mode: .mainstem))
      #expect(passed(network, trace) == expected, "\(start.comid)")
    }
  }

  @Test func `the mainstem up the water is the published level path`() throws {
    let network = network(named: true)
    for start in published {
      var expected: Set<Int> = []
      var reach: Feature.Properties? = start
      while let here = reach {
        expected.insert(here.comid)
        // A path's number is that of its lowest reach. Where a minor branch leaves, the water comes by the main path.
        reach = published.filter { $0.tonode == here.fromnode }.min { $0.levelpathi < $1.levelpathi }
      }
      let trace = try network.traced(String(start.comid), 0.5, TraceQuestion(direction: .upstream, mode: .mainstem))
      #expect(passed(network, trace) == expected, "\(start.comid)")
    }
  }

  @Test func `lines are as long as published`() throws {
    // The publisher measured in the plane of the Conus Albers projection, to the metre.
    let albers = try Transformation(from: ReferenceSystem("EPSG:4269"), to: ReferenceSystem("EPSG:5070"))
    for (reach, path) in zip(published, paths) {
      let plane = try albers.transform(path)
      let metres = zip(plane, plane.dropFirst()).reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
      #expect(abs(metres - reach.lengthkm * 1_000) < 1, "\(reach.comid)")
    }
  }

  @Test func `ways of ten kilometres and more are as long as published within half a per cent`() throws {
    let network = network()
    var compared = 0
    for start in published {
      let expected = start.lengthkm / 2 + kilometres(below: start)
      guard expected >= 10 else { continue }
      compared += 1
      let trace = try network.traced(String(start.comid), 0.5)
      let km = trace.passages.map(\.pathKmTo).max() ?? 0
      #expect(abs(km / expected - 1) < 0.005, "\(start.comid): \(km) instead of \(expected)")
    }
    #expect(compared > 30)
  }

  /// The least published length from the end of a reach to the mouth.
  private func kilometres(below reach: Feature.Properties) -> Double {
    published.filter { $0.fromnode == reach.tonode }.map { $0.lengthkm + kilometres(below: $0) }.min() ?? 0
  }
}
