import HetuGeodesy
import HetuGeometry
import HetuHydrology
import Testing

@Suite struct NetworkTests {
  @Test func `two reaches that meet a third make a confluence`() throws {
    let network = network(confluence)
    #expect(network.edges.count == 3 && network.nodes.count == 4)
    let node = try #require(network.nodes.firstIndex(of: place(2_000, 0)))
    #expect(network.edges(comingTo: node).count == 2 && network.edges(leaving: node).count == 1)
    #expect(network.findings().isEmpty)
  }

  @Test func `a reach is cut where another ends on it`() throws {
    let network = network([
      reach("A", [(0, 0), (1_900, 0), (4_000, 0)]), reach("B", [(2_000, 3_000), (2_000, 8)], river: "支流"),
    ])
    #expect(network.edges.count == 3)
    let trace = try network.traced("B", 0)
    #expect(network.codes(trace) == ["B", "A"])
    #expect(isNear(trace.passages.last?.pathKmTo, 5))
    let upstream = try network.traced("A", 0.9, TraceQuestion(direction: .upstream))
    #expect(network.codes(upstream) == ["A", "A", "B"])
    let cut = try #require(network.findings().first { $0.kind == .uncutJunction })
    guard case .split(let pieces)? = cut.fix?.change else { Issue.record("no split"); return }
    #expect(pieces.count == 2 && pieces[0][0].last == pieces[1][0].first)
    #expect(cut.fix?.isSafe == true)
  }

  @Test func `safe fixes mend the network and change no way`() throws {
    let reaches = [
      reach("A", [(0, 0), (1_900, 20), (4_000, 0)]), reach("B", [(2_100, 3_000), (2_000, 8)], river: "支流"),
      reach("C", [(3_013, -2_000), (3_000, -7)], river: "南河"),
    ]
    let network = network(reaches)
    var mended = Dictionary(uniqueKeysWithValues: reaches.map { ($0.code, [$0]) })
    for fix in network.findings().compactMap(\.fix) where fix.isSafe {
      let old = try #require(mended[fix.reachCode]?.first)
      let lines: [[[Position]]] =
        switch fix.change {
        case .redraw(let paths): [paths]
        case .split(let pieces): pieces
        }
      mended[fix.reachCode] = lines.enumerated().map {
        Reach(
          id: old.id, code: old.code + ["", "-2", "-3"][$0], name: "", riverName: old.riverName, riverCode: nil,
          paths: $1)
      }
    }
    let again = HetuHydrologyTests.network(mended.values.flatMap { $0 })
    #expect(again.rivers.reaches.count == 5 && again.findings().isEmpty)
    for code in ["A", "B", "C"] {
      let (before, after) = (try network.traced(code, 0), try again.traced(code, 0))
      #expect(isNear(after.passages.last?.pathKmTo, before.passages.last?.pathKmTo ?? 0, within: 1e-6))
    }
  }

  @Test func `a source that only lies near another river is not joined to it without asking`() throws {
    let network = network([
      reach("A", [(0, 0), (4_000, 0)]), reach("B", [(2_000, 30), (2_000, 3_000)], river: "北河"),
    ])
    let fixes = network.findings().compactMap(\.fix)
    #expect(fixes.count == 3 && fixes.allSatisfy { !$0.isSafe })
  }

  @Test func `a tributary that ends on the line itself leaves no loose end`() throws {
    // The end lies between two vertices of a slanted line, so that its foot differs from it by rounding.
    let network = network([
      reach("A", [(0, 0), (3_000, 1_000), (6_000, 0)]), reach("B", [(1_000, 3_000), (1_500, 500)], river: "支流"),
      reach("C", [(4_500, 500), (4_500, -2_000)], river: "引水渠"),
    ])
    #expect(network.edges.count == 5)
    let findings = network.findings()
    #expect(!findings.contains { $0.kind == .looseEnd })
    #expect(findings.first { $0.kind == .uncutJunction }?.fix?.isSafe == true)
  }

  @Test func `the neck of a meander is no junction`() throws {
    // The way comes back to 30 m beside the joint of both reaches.
    let meander = [
      reach("M1", [(-1_000, -200), (0, 0)]),
      reach("M2", [(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000), (0, 30), (-1_000, 300)]),
    ]
    let network = network(meander)
    #expect(network.edges.count == 2)
    #expect(isNear(try network.traced("M1", 0).passages.last?.pathKmTo, 6.0256))
  }

  @Test func `ends within the tolerance are one node, and the gap counts to the way`() throws {
    let reaches = [reach("A", [(0, 0), (1_000, 0)]), reach("B", [(1_030, 0), (2_000, 0)])]
    let network = network(reaches)
    #expect(network.nodes.count == 3)
    let trace = try network.traced("A", 0)
    #expect(isNear(trace.passages.last?.pathKmTo, 2))
    #expect(isNear(trace.passages.last?.pathKmTo, try #require(onlyRiver(reaches)).lengthKm, within: 1e-9))
    let finding = try #require(network.findings().first)
    #expect(finding.kind == .looseEnd && isNear(finding.metres, 30, within: 0.01))
    guard case .redraw(let paths)? = finding.fix?.change else { Issue.record("no redraw"); return }
    let mended = reaches.map { reach in
      reach.id == finding.fix?.reachID
        ? Reach(id: reach.id, code: reach.code, name: "", riverName: "涧河", riverCode: nil, paths: paths) : reach
    }
    let again = HetuHydrologyTests.network(mended)
    #expect(again.findings().isEmpty)
    #expect(isNear(try again.traced("A", 0).passages.last?.pathKmTo, 2))
  }

  @Test func `a reversed reach is turned as its river turns it`() throws {
    let network = network([
      reach("A1", [(0, 0), (1_000, 0)]), reach("A2", [(2_000, 0), (1_000, 0)]), reach("A3", [(2_000, 0), (3_000, 0)]),
      reach("T", [(2_000, 2_000), (2_000, 0)], river: "支流"),
    ])
    let trace = try network.traced("A1", 0.5)
    #expect(network.codes(trace) == ["A1", "A2", "A3"])
    #expect(isNear(trace.passages.last?.pathKmTo, 2.5))
    #expect(network.codes(try network.traced("T", 0)) == ["T", "A3"])
    let place = try network.place(near: place(1_250, 10), withinMetres: 100)
    #expect(place.bank == .left && isNear(place.fraction, 0.75) && isNear(place.alongMetres, 250, within: 0.01))
    let finding = try #require(network.findings().first { $0.kind == .reversed })
    #expect(finding.reachCodes == ["A2"] && finding.fix?.isSafe == false)
  }

  @Test func `a reach drawn against two other rivers is turned`() throws {
    let network = network([
      reach("A", [(0, 0), (1_000, 0)], river: "甲"), reach("B", [(2_000, 0), (1_000, 0)], river: "乙"),
      reach("C", [(2_000, 0), (3_000, 0)], river: "丙"),
    ])
    #expect(network.codes(try network.traced("A", 0)) == ["A", "B", "C"])
    #expect(network.findings().contains { $0.kind == .reversed && $0.reachCodes == ["B"] })
  }

  @Test func `a tributary drawn from its mouth is suspected, a canal that rejoins is not`() throws {
    let network = network([
      reach("A1", [(0, 0), (2_000, 0)]), reach("A2", [(2_000, 0), (4_000, 0)]),
      reach("B", [(2_000, 0), (2_000, 3_000)], river: "支流"),
    ])
    let finding = try #require(network.findings().first)
    #expect(finding.kind == .suspectedReversal && finding.reachCodes == ["B"])
    #expect(HetuHydrologyTests.network(canal).findings().isEmpty)
  }

  @Test func `doubled reaches and reaches without length are left out and named`() throws {
    let network = network(
      confluence + [
        reach("Z", [(500, 0), (500, 0)]), reach("A9", [(4_000, 0), (2_000, 0)]),
      ])
    #expect(network.edges.count == 3)
    #expect(Set(network.findings().map(\.kind)) == [.duplicate, .withoutLength])
    #expect(throws: HydrologyError.self) { try network.place("Z", 0.5) }
    // A place on the doubled reach is one on the other.
    #expect(network.rivers.reaches[try network.place("A9", 0.25).reach].code == "A2")
    #expect(network.codes(try network.traced("A9", 0.25)) == ["A2"])
  }

  @Test func `a reach that ends where it begins is a loop, and a trace leaves it`() throws {
    let network = network([
      reach("A", [(-1_000, 0), (0, 0)]), reach("L", [(0, 0), (500, 500), (0, 900), (0, 0)], river: "湖"),
      reach("B", [(0, 0), (2_000, -100)]),
    ])
    #expect(network.findings().map(\.kind) == [.selfLoop])
    let trace = try network.traced("A", 0)
    #expect(Set(network.codes(trace)) == ["A", "L", "B"])
    #expect(trace.ends.map(\.reason).contains(.cycle) && trace.ends.map(\.reason).contains(.outlet))
    let within = try network.traced("L", 0.5)
    #expect(Set(network.codes(within)) == ["L", "B"])
  }

  @Test func `a circle is passed once and named`() throws {
    let network = network(circle)
    let finding = try #require(network.findings().first)
    #expect(finding.kind == .cycle && finding.reachCodes == ["C1", "C2", "C3"])
    let trace = try network.traced("E", 0)
    #expect(network.codes(trace) == ["E", "C1", "C2", "C3"])
    #expect(trace.ends.map(\.reason) == [.cycle] && trace.cycleNodes.count == 1)
    let within = try network.traced("C1", 0.5)
    #expect(network.codes(within) == ["C1", "C2", "C3", "C1"])
    #expect(within.passages.last.map { isNear($0.alongTo, 500, within: 0.01) } == true)
    for mode in TraceQuestion.Mode.allCases {
      for direction in TraceQuestion.Direction.allCases {
        #expect(!(try network.traced("C2", 0.5, TraceQuestion(direction: direction, mode: mode)).ends.isEmpty))
      }
    }
  }

  @Test func `separate parts, sinks and stopping names are found`() throws {
    let network = network([
      reach("A", [(0, 0), (5_000, 5_000)], river: "甲"), reach("B", [(10_000, 10_000), (5_000, 5_000)], river: "乙"),
      reach("C", [(0, 10_000), (0, 9_000)], river: "丙"), reach("D", [(0, 9_000), (0, 8_000)], river: "丁"),
    ])
    let kinds = network.findings().map(\.kind)
    #expect(kinds == [.sink, .nameStop, .separatePart])
  }

  @Test func `a gap in a course ends the trace and tells where it goes on`() throws {
    let network = network([
      reach("A", [(0, 0), (1_000, 0)]), reach("B", [(4_000, 0), (6_000, 0)]),
      reach("X", [(1_000, 5_000), (1_000, 4_000)], river: "他河"),
    ])
    let end = try #require(try network.traced("A", 0).ends.first)
    guard case .gap(let next, let metres) = end.reason else { Issue.record("no gap"); return }
    let expected = try network.number("B")
    #expect(next == expected && isNear(metres, 3_000, within: 0.1))
    let up = try #require(try network.traced("B", 1, TraceQuestion(direction: .upstream)).ends.first)
    #expect(up.reason == .gap(toReach: try network.number("A"), metres: metres))
    #expect(network.findings().first?.kind == .gap)
    #expect(network.findings().first?.severity == .error)
  }

  @Test func `a river under another name for a while jumps`() throws {
    let network = network([
      reach("A", [(0, 0), (1_000, 0)]), reach("M", [(1_000, 0), (3_000, 0)], river: "湖"),
      reach("B", [(3_000, 0), (6_000, 0)]),
    ])
    let jump = try #require(network.findings().first)
    #expect(jump.kind == .nameJump && jump.reachCodes == ["A", "M", "B"])
    #expect(network.codes(try network.traced("A", 0)) == ["A", "M", "B"])
  }

  @Test func `a dangling end near another part is found, and named as where the water may go on`() throws {
    let network = network([
      reach("A", [(0, 0), (1_000, 0)], river: "甲"), reach("B", [(1_000, -200), (3_000, -200)], river: "乙"),
    ])
    #expect(network.findings().filter { $0.kind == .danglingEnd }.count == 2)
    let end = try #require(try network.traced("A", 0).ends.first)
    guard case .gap(let next, let metres) = end.reason else { Issue.record("no gap"); return }
    let expected = try network.number("B")
    #expect(next == expected && isNear(metres, 200, within: 0.01))
  }

  @Test func `representations convert, and refuse what they can't hold`() throws {
    let tree = network(confluence).nodeTopology
    let list = try tree.edgeList()
    #expect(list.next == [1, nil, 1])
    #expect(try list.nodeTopology().edgeList() == list)
    #expect(throws: HydrologyError.self) { try network(canal).nodeTopology.edgeList() }
  }

  @Test func `attributes of nodes are compared with the lines`() throws {
    let network = network(confluence)
    func given(_ nodes: [(String, String?, String?)]) throws -> [RiverNetwork.GivenNodes] {
      try nodes.map { RiverNetwork.GivenNodes(reach: try network.number($0.0), from: $0.1, to: $0.2) }
    }
    #expect(network.findings(comparing: try given([("A1", "1", "2"), ("A2", "2", "3"), ("B1", "4", "2")])).isEmpty)
    let differ = network.findings(comparing: try given([("A1", "1", "2"), ("A2", "2", "3"), ("B1", "4", "3")]))
    #expect(differ.map(\.kind) == [.attributesDiffer, .attributesDiffer])
  }

  @Test func `a winding path crosses as often as it does, and a common stretch counts by its ends`() throws {
    let network = network([reach("A", [(0, 0), (1_000, 0), (2_000, 0), (5_000, 0)])])
    // Over at 500 m, far away and back, along the water from 1,500 m to 4,000 m, and over once more at 4,500 m.
    let path = [
      (500, 300), (500, -300), (500, -9_000), (1_500, -9_000), (1_500, 0), (3_000, 0), (4_000, 0), (4_000, 900),
      (4_500, 900), (4_500, -900),
    ].map { place($0.0, $0.1) }
    let metres = try network.crossings(with: [path]).map { ($0.alongMetres / 10).rounded() * 10 }
    #expect(metres == [500, 1_500, 4_000, 4_500])
  }

  @Test func `a trace tells what the doctor doubts where it passes`() throws {
    func told(_ reaches: [Reach], _ code: String, _ direction: TraceQuestion.Direction) throws -> [String] {
      let network = network(reaches)
      let trace = try network.traced(code, 0.5, TraceQuestion(direction: direction))
      return network.notices(of: trace, findings: network.findings()).map(\.message)
    }
    let main = [reach("A1", [(0, 0), (4_000, 0)]), reach("A2", [(4_000, 0), (8_000, 0)])]
    // A tributary that ends 200 m short of the river, seen from the river below.
    let short = main + [reach("B", [(4_000, 3_000), (4_000, 200)], river: "支流")]
    #expect(try told(short, "A2", .upstream).contains { $0.contains("B") && $0.contains("没有与任何河段相接") })
    #expect(try told(main, "A2", .upstream).isEmpty)
    // A tributary with a gap below which a stream joins, so that no way ends there.
    let broken =
      main + [
        reach("B1", [(4_000, 9_000), (4_000, 5_000)], river: "支流"),
        reach("B2", [(4_000, 2_000), (4_000, 0)], river: "支流"),
        reach("S", [(2_000, 2_000), (4_000, 2_000)], river: "溪"),
      ]
    #expect(try told(broken, "A2", .upstream).filter { $0.contains("断开") }.count == 1)
    #expect(try told(broken, "B1", .downstream).filter { $0.contains("中断") || $0.contains("断开") }.count == 1)
    // A tributary of two reaches drawn from its mouth, with a stream that joins at their joint.
    let turned =
      main + [
        reach("B1", [(4_000, 0), (4_000, 1_500)], river: "支流"),
        reach("B2", [(4_000, 1_500), (4_000, 3_000)], river: "支流"),
        reach("S", [(2_000, 2_000), (4_000, 1_500)], river: "溪"),
      ]
    #expect(try told(turned, "A2", .upstream).contains { $0.contains("B1") && $0.contains("画反") })
    // A tributary that hangs on the network by a canal, and ends 100 m before the river.
    let hanging =
      main + [
        reach("B", [(4_000, 3_000), (4_000, 2_000), (4_000, 100)], river: "支流"),
        reach("Z", [(4_000, 2_000), (6_000, 1_000), (8_000, 0)], river: "引水渠"),
      ]
    #expect(try told(hanging, "A2", .upstream).contains { $0.contains("B") && $0.contains("没有与任何河段相接") })
    // The upper half of a tributary drawn upstream: its trace runs uphill, the river's loses it.
    let halves =
      main + [
        reach("B1", [(4_000, 1_500), (4_000, 3_000)], river: "支流"),
        reach("B2", [(4_000, 1_500), (4_000, 0)], river: "支流"),
        reach("C", [(-4_000, -4_000), (-3_000, 4_000)], river: "别"),
      ]
    for (code, direction) in [("B1", TraceQuestion.Direction.downstream), ("A2", .upstream)] {
      #expect(try told(halves, code, direction).contains { $0.contains("都从此处流出") && $0.contains("B1") })
    }
    // The mouth's reach of a tributary drawn upstream, seen from the river below.
    let mouth =
      main + [
        reach("B1", [(4_000, 3_000), (4_000, 1_500)], river: "支流"),
        reach("B2", [(4_000, 0), (4_000, 1_500)], river: "支流"),
        reach("C", [(-4_000, -4_000), (-3_000, 5_000)], river: "别"),
      ]
    #expect(try told(mouth, "A2", .upstream).contains { $0.contains("B2") })
    // The upper reach drawn upstream where a side stream joins at the joint.
    let joined =
      main + [
        reach("B1", [(4_000, 1_500), (4_000, 3_000)], river: "支流"),
        reach("B2", [(4_000, 1_500), (4_000, 0)], river: "支流"),
        reach("S", [(2_000, 2_000), (4_000, 1_500)], river: "溪"),
        reach("C", [(-4_000, -4_000), (-3_000, 5_000)], river: "别"),
      ]
    #expect(try told(joined, "A2", .upstream).contains { $0.contains("B1") && $0.contains("画反") })
    // Lines that cross at a vertex of both.
    let snapped = [
      reach("A", [(0, 0), (2_000, 0), (4_000, 0)]),
      reach("B", [(2_000, 2_000), (2_000, 0), (2_000, -2_000)], river: "渠"),
    ]
    #expect(try told(snapped, "A", .downstream).contains { $0.contains("交叉") })
    // Two reaches that flow to one place: neither is the border of the data.
    let sink = [reach("R1", [(0, 0), (1_000, 0)]), reach("R2", [(3_000, 0), (1_000, 0)], river: "东河")]
    #expect(try told(sink, "R1", .downstream).contains { $0.contains("R2") && $0.contains("画反") })
    // Two rivers that cross without a joint.
    let crossed = [reach("A", [(0, 0), (4_000, 0)]), reach("B", [(2_000, 2_000), (2_000, -2_000)], river: "渠")]
    #expect(try told(crossed, "A", .downstream).contains { $0.contains("交叉") })
  }
}
