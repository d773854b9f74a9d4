import Foundation
import Testing

@Suite struct `Grades and events` {
  /// A river with two districts and a plant that has one outfall above an intake.
  private func filled() throws -> Workspace {
    let workspace = try Workspace()
    let features = [
      (
        "river_reach", #"{"code":"R-1","river_name":"甲河"}"#,
        #"{"type":"LineString","coordinates":[[110.7,34.5],[110.9,34.5]]}"#
      ),
      (
        "sensitive_target", #"{"code":"T-1","name":"乙取水口","target_class":"饮用水取水口"}"#,
        #"{"type":"Point","coordinates":[110.8,34.5]}"#
      ),
      (
        "key_enterprise",
        #"{"code":"E-1","name":"丙厂","risk_grade":"重大","substances":[{"name":"氰化钠","cas":"143-33-9","max_stock_t":11,"concentration_pct":30}],"outfalls":[{"type":"污水","lon":110.75,"lat":34.5}]}"#,
        #"{"type":"Point","coordinates":[110.75,34.503]}"#
      ),
      (
        "district", #"{"code":"411281","name":"甲县"}"#,
        #"{"type":"Polygon","coordinates":[[[110,34],[110,35],[110.85,35],[110.85,34],[110,34]]]}"#
      ),
      (
        "district", #"{"code":"411282","name":"乙县","duty_phone":"0398-8000000"}"#,
        #"{"type":"Polygon","coordinates":[[[110.85,34],[110.85,35],[112,35],[112,34],[110.85,34]]]}"#
      ),
    ]
    for (index, (kind, properties, geometry)) in features.enumerated() {
      try workspace.write(
        "\(index).geojson",
        #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":\#(properties),"geometry":\#(geometry)}]}"#
      )
      let outcome = try workspace.hetu("import", "--kind", kind, "\(index).geojson")
      guard outcome.status <= 1 else { throw Workspace.Failure(outcome.errors) }
    }
    return workspace
  }

  private func object(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func `explain prints the steps of a grade, and the same as JSON`() throws {
    let workspace = try filled()
    let text = try workspace.hetu("explain", "key_enterprise/E-1", "--on", "2026-11-25", "--format", "table")
    #expect(text.status == 0)
    #expect(text.output.contains("3.3 ÷ 0.25 = 13.2") && text.output.contains("规则未核对"))
    #expect(text.output.contains("乙取水口") && text.output.contains("取决于"))
    let json = try object(try workspace.hetu("explain", "key_enterprise/E-1", "--on", "2026-11-25", "--format", "json"))
    let computed = try #require(json["computed"] as? [String: Any])
    #expect(computed["lowest"] as? String == "较大" && computed["highest"] as? String == "重大")
    let steps = try #require(json["steps"] as? [[String: Any]])
    #expect(text.output.contains("\(steps.count). "))
    #expect(((json["rules"] as? [String: Any])?["verified"] as? Bool) == false)
  }

  @Test func `grade lists records with their grades, and a rule file of one's own is named in the answer`() throws {
    let workspace = try filled()
    let answer = try object(try workspace.hetu("grade", "--format", "json"))
    let row = try #require((answer["rows"] as? [[String: Any]])?.first)
    #expect(row["code"] as? String == "E-1" && row["official_grade"] as? String == "重大")
    try workspace.write("own.json", "{\"standard\": \"HJ 941\"}")
    let broken = try workspace.hetu("grade", "--rules", "own.json")
    #expect(broken.status == 4 && broken.errorLines.count == 1 && broken.errors.contains("own.json"))
    let missing = try workspace.hetu("explain", "key_enterprise/none")
    #expect(missing.status == 3)
    let other = try workspace.hetu("explain", "sensitive_target/T-1")
    #expect(other.status == 2 && other.errors.contains("key_enterprise"))
  }

  @Test func `an event names grade, clocks across midnight and neighbours, and drafts the first report`() throws {
    let workspace = try filled()
    try workspace.write("facts.json", #"{"deaths":0,"substances":"氰化钠","place":"某桥"}"#)
    let arguments = [
      "event", "--discovered", "2026-11-25T23:30:00", "--at", "key_enterprise/E-1", "--facts", "facts.json",
    ]
    let json = try object(
      try workspace.hetu(arguments + ["--format", "json", "--draft", "初报.txt", "--geojson", "点.geojson"]))
    #expect(json["reported_as"] as? String == "重大")
    let clocks = try #require(json["clocks"] as? [[String: Any]])
    #expect(clocks.first?["due"] as? String == "2026-11-26 01:30:00")
    let neighbours = try #require(json["neighbours"] as? [[String: Any]])
    #expect(neighbours.map { $0["code"] as? String } == ["411282"])
    #expect(neighbours.first?["duty_phone"] as? String == "0398-8000000")
    let draft = try String(contentsOf: workspace.folder.appending(path: "初报.txt"), encoding: .utf8)
    #expect(draft.contains("某桥") && draft.contains("乙取水口") && draft.contains("待核"))
    let drawn = try workspace.hetu(arguments + ["--map", "附图.svg"])
    #expect(drawn.status == 0)
    let map = try String(contentsOf: workspace.folder.appending(path: "附图.svg"), encoding: .utf8)
    for word in ["可能受影响的环境敏感点分布图", "乙取水口", "事发入河点", "须核实"] { #expect(map.contains(word), "\(word)") }
    #expect(try workspace.hetu(arguments + ["--map", "附图.dxf"]).status == 2)
    let again = try workspace.hetu(arguments + ["--draft", "初报.txt"])
    #expect(again.status == 5)
    let masked = try workspace.hetu(arguments + ["--audience", "public", "--format", "table"])
    #expect(masked.status == 0 && !masked.output.contains("0398-8000000"))
  }
}
