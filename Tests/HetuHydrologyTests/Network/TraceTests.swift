import HetuGeodesy
import HetuGeometry
import HetuHydrology
import Testing

@Suite struct TraceTests {
  func point(_ east: Double, _ north: Double, river: String? = nil) -> EncounterIndex.Item {
    EncounterIndex.Item(.point(place(east, north)), river: river)
  }

  @Test func `a trace begins at the place itself`() throws {
    let network = network(confluence)
    let trace = try network.traced("A1", 0.5)
    #expect(network.codes(trace) == ["A1", "A2"])
    #expect(isNear(trace.passages[0].pathKmTo, 1) && isNear(trace.passages[1].pathKmTo, 3))
    #expect(trace.ends.map(\.reason) == [.outlet])
    #expect(trace.passages[0].hoursTo == nil)
    let upstream = try network.traced("A2", 0.5, TraceQuestion(direction: .upstream))
    #expect(network.codes(upstream) == ["A2", "A1", "B1"])
    #expect(upstream.ends.map(\.reason) == [.source, .source])
  }

  @Test func `a spill exactly on a node is found on both sides`() throws {
    let network = network(confluence)
    let index = EncounterIndex(network: network, items: [point(2_000, 0)], withinMetres: 100)
    for (code, fraction) in [("A1", 1.0), ("A2", 0), ("B1", 1)] {
      let origin = try network.place(code, fraction)
      #expect(origin.node != nil)
      #expect(network.codes(try network.trace(from: origin)) == ["A2"])
      let upstream = try network.trace(from: origin, TraceQuestion(direction: .upstream), meeting: index)
      #expect(network.codes(upstream) == ["A1", "B1"])
      #expect(upstream.encounters.map(\.pathKm) == [0])
      #expect(try network.trace(from: origin, meeting: index).encounters.map(\.pathKm) == [0])
    }
    // From the tributary the place is met too, though it lies on the main river as well.
    #expect(isNear(try network.traced("B1", 0, meeting: index).encounters.first?.pathKm, 3))
  }

  @Test func `limits of distance and time end the trace where they are reached`() throws {
    let network = network(confluence)
    let short = try network.traced("A1", 0, TraceQuestion(distanceKm: 2.5))
    #expect(short.ends.map(\.reason) == [.distanceLimit] && isNear(short.passages.last?.pathKmTo, 2.5))
    let timed = try network.traced("A1", 0, TraceQuestion(hours: 0.5), speeds: { _ in 0.5 })
    #expect(timed.ends.map(\.reason) == [.timeLimit] && isNear(timed.passages.last?.pathKmTo, 0.9))
    #expect(isNear(timed.ends.first?.hours, 0.5, within: 1e-9))
    #expect(try network.traced("A1", 0.2, TraceQuestion(distanceKm: 0)).passages.isEmpty)
    #expect(throws: HydrologyError.self) { try network.traced("A1", 0, TraceQuestion(distanceKm: -1)) }
    #expect(throws: HydrologyError.self) { try network.traced("A1", 0, TraceQuestion(distanceKm: .nan)) }
    #expect(throws: HydrologyError.self) { try network.traced("A1", 0, TraceQuestion(hours: 1)) }
  }

  @Test func `both ways round an island are passed, and what is below has the least length and time`() throws {
    let network = network(canal)
    let index = EncounterIndex(network: network, items: [point(4_000, 10)], withinMetres: 50)
    let canalEdge = try #require(network.edges(ofReach: network.number("C1")).first)
    let trace = try network.traced("R1", 0, speeds: { $0 == canalEdge ? 5 : 0.5 }, meeting: index)
    #expect(Set(network.codes(trace)) == ["R1", "R2", "R3", "C1"])
    let met = try #require(trace.encounters.first)
    #expect(isNear(met.pathKm, 4) && trace.encounters.count == 1)
    // 2 km at 0.5 m/s and 3 km of canal at 5 m/s.
    #expect(isNear(met.hours, (2_000 / 0.5 + 3_000 / 5.0) / 3600))
    #expect(trace.ends.count == 1)
  }

  @Test func `a closed reach ends its way only`() throws {
    let network = network(canal)
    let gate = try network.number("C1")
    let trace = try network.traced("R1", 0, TraceQuestion(closed: [gate]))
    #expect(network.codes(trace) == ["R1", "R2", "R3"])
    #expect(trace.ends.map(\.reason) == [.closed(reach: gate), .outlet])
    let shut = try network.traced("C1", 0.5, TraceQuestion(closed: [gate]))
    #expect(shut.passages.isEmpty && shut.ends.map(\.reason) == [.closed(reach: gate)])
  }

  @Test func `the mainstem goes round what is closed`() throws {
    let network = network(canal)
    let river = try network.number("R2")
    let trace = try network.traced("R1", 0, TraceQuestion(mode: .mainstem, closed: [river]))
    #expect(network.codes(trace) == ["R1", "C1", "R3"])
    #expect(trace.ends.map(\.reason) == [.closed(reach: river), .outlet])
  }

  @Test func `where the water stands the trace ends and says so`() throws {
    let network = network(confluence)
    for speed in [0, -1, Double.nan] {
      let dry = try #require(network.edges(ofReach: network.number("A2")).first)
      let trace = try network.traced("A1", 0, speeds: { $0 == dry ? speed : 1 })
      #expect(trace.ends.map(\.reason) == [.standing(reach: try network.number("A2"))])
      #expect(network.codes(trace) == ["A1"])
    }
  }

  @Test func `what passes at once takes no hours`() throws {
    let network = network(confluence)
    let pond = try #require(network.edges(ofReach: network.number("A2")).first)
    let trace = try network.traced("A1", 0, TraceQuestion(hours: 1), speeds: { $0 == pond ? .infinity : 1 })
    #expect(network.codes(trace) == ["A1", "A2"] && trace.ends.map(\.reason) == [.outlet])
    #expect(isNear(trace.ends.first?.hours, 2.0 / 3.6))
  }

  @Test func `the mainstem keeps to the river's name, and names what it leaves aside`() throws {
    let network = network(canal)
    let trace = try network.traced("R1", 0, TraceQuestion(mode: .mainstem))
    #expect(network.codes(trace) == ["R1", "R2", "R3"])
    let aside = try #require(trace.asides.first)
    let canalReach = try network.number("C1")
    #expect(aside.rule == .sameRiver && network.edges[aside.edge].reach == canalReach)
  }

  @Test func `the mainstem goes by course, weight, straightness and code in turn`() throws {
    let island = [
      reach("A", [(0, 0), (1_000, 0)]), reach("L", [(1_000, 0), (2_000, 900), (3_000, 0)]),
      reach("S", [(1_000, 0), (3_000, 0)]), reach("Z", [(3_000, 0), (4_000, 0)]),
    ]
    let onIsland = network(island)
    let course = try onIsland.traced("A", 0, TraceQuestion(mode: .mainstem))
    #expect(onIsland.codes(course) == ["A", "L", "Z"] && course.asides.map(\.rule) == [.course])
    #expect(isNear(course.passages.last?.pathKmTo, try #require(onlyRiver(island)).lengthKm, within: 1e-9))

    let fork = network([
      reach("A", [(0, 0), (1_000, 0)], river: "甲"), reach("B", [(1_000, 0), (2_000, 1_500)], river: "乙"),
      reach("C", [(1_000, 0), (2_500, 100)], river: "丙"), reach("D", [(1_000, 0), (2_500, -100)], river: "丁"),
    ])
    var question = TraceQuestion(mode: .mainstem)
    let straight = try fork.traced("A", 0, question)
    #expect(fork.codes(straight) == ["A", "C"])
    #expect(Set(straight.asides.map(\.rule)) == [.straighter, .code])
    question.weightOfReach = fork.rivers.reaches.map { $0.code == "B" ? 5 : 1 }
    let heavy = try fork.traced("A", 0, question)
    #expect(fork.codes(heavy) == ["A", "B"] && heavy.asides.allSatisfy { $0.rule == .weight })
  }

  @Test func `two outlets are both reached`() throws {
    let network = network([
      reach("A", [(0, 0), (1_000, 0)]), reach("B", [(1_000, 0), (3_000, 2_000)]),
      reach("C", [(1_000, 0), (3_000, -2_500)], river: "分洪道"),
    ])
    let trace = try network.traced("A", 0)
    #expect(trace.ends.map(\.reason) == [.outlet, .outlet])
    #expect(trace.ends[0].pathKm < trace.ends[1].pathKm)
  }

  @Test func `encounters carry kilometre, bank and offset, those behind the origin are not met`() throws {
    let network = network(confluence)
    let items = [point(500, 40), point(1_500, -60), point(3_000, 20), point(2_010, 1_000), point(3_000, 5_000)]
    let index = EncounterIndex(network: network, items: items, withinMetres: 200)
    #expect(index.beyondLimit == [4])
    let trace = try network.traced("A1", 0.5, speeds: { _ in 1 }, meeting: index)
    #expect(trace.encounters.map(\.subject) == [.item(1), .item(2)])
    let (first, second) = (trace.encounters[0], trace.encounters[1])
    #expect(first.bank == .right && isNear(first.pathKm, 0.5) && isNear(first.riverKm, 2.5))
    #expect(second.bank == .left && isNear(second.offsetMetres, 20, within: 0.01) && isNear(second.pathKm, 2))
    #expect(isNear(second.hours, 2_000 / 3_600.0))
    // Path lengths along one river are differences of its kilometres.
    let origin = try #require(trace.origin.riverKm)
    #expect(isNear(second.pathKm, origin - (try #require(second.riverKm)), within: 1e-9))
    let upstream = try network.traced("A2", 1, TraceQuestion(direction: .upstream), meeting: index)
    #expect(upstream.encounters.map(\.subject) == [.item(2), .item(1), .item(3), .item(0)])
  }

  @Test func `a declared river is taken where it is near enough`() throws {
    let network = network(confluence)
    let index = EncounterIndex(
      network: network, items: [point(1_960, 80), point(1_960, 80, river: "涧河")], withinMetres: 200)
    let rivers = index.places.compactMap { $0?.river }.map { network.rivers.rivers[$0].name }
    #expect(rivers == ["支流", "涧河"])
  }

  @Test func `lines and areas are met where they first touch the water`() throws {
    let network = network(confluence)
    let zone = Polygon(rings: [path([(1_500, -100), (2_500, -100), (2_500, 100), (1_500, 100), (1_500, -100)])])
    let items = [
      EncounterIndex.Item(.polygon(zone)),
      EncounterIndex.Item(.lineString(path([(2_900, -300), (2_900, 300)]))),
      EncounterIndex.Item(.lineString(path([(3_300, 50), (3_700, 50)]))),
      EncounterIndex.Item(.multiPoint(path([(2_600, 10), (3_100, 10)]))),
    ]
    let index = EncounterIndex(network: network, items: items, withinMetres: 200)
    let trace = try network.traced("A1", 0, meeting: index)
    #expect(trace.encounters.map(\.subject) == [.item(0), .item(3), .item(1), .item(2)])
    #expect(isNear(trace.encounters[0].pathKm, 1.5) && trace.encounters[0].offsetMetres == 0)
    #expect(isNear(trace.encounters[2].pathKm, 2.9) && isNear(trace.encounters[3].pathKm, 3.3, within: 0.41))
    #expect(isNear(trace.encounters[3].offsetMetres, 50, within: 0.01))
    // From the tributary the zone begins 100 m above the confluence; from within it is met at once.
    let tributary = try network.traced("B1", 0, meeting: index)
    #expect(isNear(tributary.encounters.first?.pathKm, 2.9) && tributary.encounters.first?.subject == .item(0))
    #expect(try network.traced("A1", 0.9, meeting: index).encounters.first?.pathKm == 0)
    let upstream = try network.traced("A2", 1, TraceQuestion(direction: .upstream), meeting: index)
    #expect(isNear(upstream.encounters.first { $0.subject == .item(0) }?.pathKm, 1.5))
  }

  @Test func `borders are met among the rest`() throws {
    let network = network(confluence)
    let borders = [try network.place("A2", 0.5), try network.place("A1", 0.25)]
    let index = EncounterIndex(network: network, items: [point(2_500, 0)], withinMetres: 50, borders: borders)
    let trace = try network.traced("A1", 0, meeting: index)
    #expect(trace.encounters.map(\.subject) == [.border(1), .item(0), .border(0)])
  }

  @Test func `a place far from all water is refused in a sentence`() throws {
    let network = network(confluence)
    #expect(throws: HydrologyError.self) { try network.place(near: place(0, 50_000), withinMetres: 5_000) }
    let error = #expect(throws: HydrologyError.self) {
      try network.place(near: place(0, 50_000), withinMetres: 5_000)
    }
    #expect(error?.code == .tooFar && error?.message.contains("最近的河段在") == true)
  }

  @Test func `what could not be followed is said, with its place`() throws {
    let network = network(canal)
    let gate = try network.number("C1")
    let shut = network.notices(of: try network.traced("R1", 0, TraceQuestion(closed: [gate])))
    #expect(shut.map(\.message) == ["C1（引水渠）已关闭，水不通过"] && shut.map(\.position) == [place(1_000, 0)])
    let main = network.notices(of: try network.traced("R1", 0, TraceQuestion(mode: .mainstem)))
    #expect(main.map(\.message) == ["水在此分流，主流取R2（涧河）（同名河流），未追踪C1（引水渠）"])
    let ring = HetuHydrologyTests.network(circle)
    #expect(ring.notices(of: try ring.traced("E", 0)).map(\.position) == [place(0, 0)])
    #expect(network.notices(of: try network.traced("R1", 0)).isEmpty)
  }

  @Test func `an empty network answers`() throws {
    let network = network([])
    #expect(network.edges.isEmpty && network.findings().isEmpty)
    #expect(throws: HydrologyError.self) { try network.place(near: place(0, 0), withinMetres: 100) }
  }
}
