import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// Conditions on places and times, in text and JSON.
@Suite struct SpatialFilterTests {
  /// A bench with points on a grid of tenths of a degree from 110 E, 34 N; a point's name is `x,y` in tenths.
  private func grid() throws -> Bench {
    let bench = try Bench()
    try bench.registry.change(actor: "测试", reason: "录入") { writer in
      for x in 0..<10 {
        for y in 0..<10 {
          try writer.insert(
            bench.site, values: bench.site.values(["name": .text("\(x),\(y)")]),
            geometry: .point(Position(x: 110 + Double(x) / 10, y: 34 + Double(y) / 10)))
        }
      }
    }
    return bench
  }

  private func names(_ bench: Bench, _ filter: Filter, _ audience: Audience = .internal) throws -> Set<String> {
    Set(try bench.registry.records(of: bench.site, RecordQuery(filter: filter, audience: audience)).map(\.name))
  }

  @Test(arguments: [
    "S_INTERSECTS(geometry, LINESTRING(110 34))",
    "DWITHIN(geometry, POLYGON((110 34, 110.1 34, 110.1 34.1, 110 34.1)), 10)",
  ])
  func `a geometry that is none is refused as such`(_ condition: String) throws {
    let bench = try grid()
    let error = try registryError { _ = try names(bench, try Filter(cql2Text: condition)) }
    #expect(error?.code == .usage)
  }

  @Test(arguments: [
    ("S_INTERSECTS(geometry, BBOX(110.05,34.05,110.25,34.25))", ["1,1", "1,2", "2,1", "2,2"]),
    (
      "S_WITHIN(geometry, POLYGON((110.05 34.05, 110.15 34.05, 110.15 34.25, 110.05 34.25, 110.05 34.05)))",
      ["1,1", "1,2"]
    ),
    ("S_CONTAINS(POLYGON((110.05 34.05,110.15 34.05,110.15 34.15,110.05 34.15,110.05 34.05)), geometry)", ["1,1"]),
    ("S_EQUALS(geometry, POINT(110.3 34.4))", ["3,4"]),
    ("S_INTERSECTS(geometry, LINESTRING Z (110 34 5, 110 34.2 7))", ["0,0", "0,1", "0,2"]),
    ("S_INTERSECTS(geometry, MULTIPOINT((110.1 34.1), 110.2 34.2))", ["1,1", "2,2"]),
    ("DWITHIN(geometry, POINT(110.1 34.1), 9300)", ["0,1", "1,1", "2,1"]),
    ("NOT S_DISJOINT(geometry, POINT(110.9 34.9)) OR name = '0,0'", ["9,9", "0,0"]),
    ("'0,0' = name", ["0,0"]),
  ])
  func `places are decided as the plane and the ellipsoid have them`(_ text: String, _ expected: [String]) throws {
    let bench = try grid()
    #expect(try names(bench, Filter(cql2Text: text)) == Set(expected))
  }

  @Test(arguments: [
    (
      #"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[110.05,34.05,110.25,34.25]}]}"#,
      "S_INTERSECTS(geometry, BBOX(110.05,34.05,110.25,34.25))"
    ),
    (
      #"{"op":"and","args":[{"op":">=","args":[{"property":"households"},5]},{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},"a%"]}]}"#,
      "households >= 5 AND CASEI(name) LIKE 'a%'"
    ),
    (#"{"op":"not","args":[{"op":"in","args":[{"property":"grade"},["重大","较大"]]}]}"#, "grade NOT IN ('重大','较大')"),
    (#"{"op":"between","args":[{"property":"level_m"},1.5,3]}"#, "level_m BETWEEN 1.5 AND 3"),
    (#"{"op":"isNull","args":[{"property":"grade"}]}"#, "grade IS NULL"),
    (#"{"op":"=","args":[{"property":"is_open"},true]}"#, "is_open = TRUE"),
    (#"{"op":"=","args":[{"property":"households"},1]}"#, "households = 1"),
    (#"{"op":"<","args":[3,{"property":"households"}]}"#, "households > 3"),
    (
      #"{"op":"t_after","args":[{"property":"checked_on"},{"date":"2021-01-01"}]}"#,
      "T_AFTER(checked_on, DATE('2021-01-01'))"
    ),
    (
      #"{"op":"t_during","args":[{"property":"checked_on"},{"interval":["2021-01-01",".."]}]}"#,
      "T_DURING(checked_on, INTERVAL('2021-01-01','..'))"
    ),
    (
      #"{"op":"t_finishedBy","args":[{"interval":[{"property":"a"},{"property":"b"}]},{"interval":["2020-01-01","2021-01-01"]}]}"#,
      "T_FINISHEDBY(INTERVAL(a, b), INTERVAL('2020-01-01','2021-01-01'))"
    ),
    (
      #"{"op":"in","args":[{"op":"accenti","args":[{"property":"name"}]},[{"op":"accenti","args":["é"]},"x"]]}"#,
      "ACCENTI(name) IN (ACCENTI('é'),'x')"
    ),
    (#"{"op":"not","args":[{"op":"isNull","args":[{"property":"geometry"}]}]}"#, "geometry IS NOT NULL"),
    (
      #"{"op":"s_crosses","args":[{"type":"LineString","coordinates":[[0,0],[2,2]]},{"bbox":[1,-1,3,3]}]}"#,
      "S_CROSSES(LINESTRING(0 0,2 2), BBOX(1,-1,3,3))"
    ),
    (
      #"{"op":"dwithin","args":[{"property":"geometry"},{"type":"Point","coordinates":[110.1,34.1]},500]}"#,
      "DWITHIN(geometry, POINT(110.1 34.1), 500)"
    ),
  ])
  func `JSON and text say the same`(_ json: String, _ text: String) throws {
    #expect(try Filter(cql2JSON: Data(json.utf8)) == Filter(cql2Text: text))
  }

  @Test(arguments: [
    ("{", "no JSON"), ("[]", "no object with op"), (#"{"op":"and","args":[]}"#, "it has no terms"),
    (#"{"op":"a_equals","args":[1,2]}"#, "“a_equals”, which is not supported"),
    (#"{"op":"=","args":[{"op":"+","args":[1,2]},3]}"#, "the function “+” in it is not supported"),
    (#"{"op":"<>","args":[false,{"op":"Bar","args":[1]}]}"#, "the function “Bar” in it is not supported"),
    (#"{"op":"<","args":[{"property":"a"},{"property":"b"}]}"#, "comparison with a property, “b”"),
    (#"{"op":"s_within","args":[{"property":"geometry"},{"op":"Buffer","args":[1]}]}"#, "the function “Buffer” in it"),
    (#"{"op":"s_within","args":[{"property":"road"},{"bbox":[0,0,1,1]}]}"#, "“road” as a place"),
    (#"{"op":"t_starts","args":[{"property":"d"},{"date":"2021-01-01"}]}"#, "T_STARTS is asked of a day"),
    (#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a"]}]}"#, "position"),
  ])
  func `JSON that is no filter is refused by name`(_ json: String, _ expected: String) throws {
    let error = try registryError { _ = try Filter(cql2JSON: Data(json.utf8)) }
    #expect(error?.code == .usage && error?.message.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func `JSON nested without end is refused`() throws {
    let deep = String(repeating: #"{"op":"not","args":["#, count: 50) + "true" + String(repeating: "]}", count: 50)
    #expect(try registryError { _ = try Filter(cql2JSON: Data(deep.utf8)) }?.message.contains("nested deeper") == true)
  }

  @Test func `pages follow each other without gap or repeat in any order`() throws {
    let bench = try grid()
    let records = try bench.registry.records(of: bench.site)
    try bench.registry.change(actor: "测试", reason: "户数") { writer in
      for (index, record) in records.enumerated() where index % 3 > 0 {
        guard let property = bench.site.index(of: "households") else { continue }
        try writer.update(record, [(property, .integer(Int64(index % 7)))], geometry: nil)
      }
    }
    for descends in [false, true] {
      let orders = [RecordOrder(property: "households", descends: descends)]
      var seen: [Record] = []
      var end: PageEnd?
      repeat {
        let page = try bench.registry.page(of: bench.site, RecordQuery(), by: orders, after: end, limit: 7)
        seen += page
        end = page.last.map { PageEnd(fid: $0.fid, values: [$0["households"]]) }
      } while end != nil
      #expect(seen.count == 100 && Set(seen.map(\.fid)).count == 100)
      let numbers = seen.map { $0["households"].number ?? -1 }
      #expect(numbers == numbers.sorted { descends ? $0 > $1 : $0 < $1 })
    }
  }
}
