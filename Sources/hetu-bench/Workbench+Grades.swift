import Foundation
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

extension BenchData {
  /// Enterprises with ten substances and an outfall at the water each.
  func enterprises(_ count: Int, reaches: Int) throws -> URL {
    try made("enterprises-\(count)-\(reaches).gpkg") { file in
      let registry = try Registry.create(at: file, kinds: try kinds())
      let rivers = InventedCountry.reaches(reaches)
      try Self.load(rivers, into: registry)
      let kind = try registry.kind("key_enterprise")
      let names = try RuleBook.builtIn().enterprises.appendix.substances.map(\.name)
      var random = SplitMix(seed: 31)
      try registry.change(actor: "bench", reason: "invented") { writer in
        for number in 0..<count {
          let path = rivers[Int.random(in: 0..<rivers.count, using: &random)].paths[0]
          let place = path[Int.random(in: 0..<path.count, using: &random)]
          let substances = (0..<10).map { _ in
            #"{"name":"\#(names[Int.random(in: 0..<names.count, using: &random)])","max_stock_t":\#(Int.random(in: 1..<50, using: &random))}"#
          }
          var values = [Value](repeating: .null, count: kind.properties.count)
          for (name, value) in [
            ("code", Value.text("E\(InventedCountry.padded(number, 7))")), ("name", .text("企业\(number)")),
            ("substances", .list("[\(substances.joined(separator: ","))]")),
            ("outfalls", .list(#"[{"type":"污水","lon":\#(place.x),"lat":\#(place.y)}]"#)),
          ] {
            if let index = kind.index(of: name) { values[index] = value }
          }
          try writer.insert(kind, values: values, geometry: .point(Position(x: place.x, y: place.y + 0.002)))
        }
      }
    }
  }
}

extension Workbench {
  /// The grades of all enterprises as a command, and one explanation, warm.
  func measureGrades(_ points: Int, _ reaches: Int) throws -> [Measurement] {
    let file = try data.enterprises(points, reaches: reaches)
    let hetu = try hetu()
    let answer = data.scratch("grades.csv")
    let (times, _, peak) = try runInTurn(beside: nil) {
      try ChildProcess.run(
        hetu, ["grade", "key_enterprise", "-o", answer.path, "--force", "--registry", file.path])
    } peer: {
      nil
    }
    let rows = try String(contentsOf: answer, encoding: .utf8).split(whereSeparator: \.isNewline).count - 1
    let registry = try Registry.open(at: file, readOnly: true)
    let assessor = try RiskAssessor(Water(registry), try RuleBook.builtIn(), on: "2026-11-25")
    var steps = 0
    let explanations = try (0..<1_000).map { number in
      let record = try registry.record("key_enterprise/E\(InventedCountry.padded(number * (points / 1_000), 7))")
      return try seconds { steps += try assessor.assess(record).explanation()?.steps.count ?? 0 }
    }
    return [
      Measurement(
        scenario: "grade", points: points, reaches: reaches, ours: times, peakMemory: peak,
        check: .init(isRight: rows == points, how: "\(rows) rows"), target: "below 30 s at 100,000"),
      Measurement(
        scenario: "explain", points: points, reaches: reaches, ours: Times(explanations),
        check: .init(isRight: steps > 20_000, how: "\(steps) steps"), target: "below 50 ms"),
    ]
  }
}
