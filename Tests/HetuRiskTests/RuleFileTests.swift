import Foundation
import HetuRisk
import TestSupport
import Testing

@Suite struct RuleFileTests {
  private static func text(_ name: String) throws -> String {
    try String(
      contentsOf: Checkout.root.appendingPathComponent("Sources/HetuRisk/RuleSets/\(name).json"), encoding: .utf8)
  }

  private func book(_ text: String) throws -> RuleBook {
    let scratch = try Scratch()
    let file = try scratch.write(text, to: "own.json")
    return try RuleBook.builtIn(overriddenBy: [file])
  }

  @Test func `a bureau's own file takes the place of the built-in one`() throws {
    let text = try Self.text("hj-941-2018").replacing("\"id\": \"hj-941-2018\"", with: "\"id\": \"own-941\"")
      .replacing("{\"name\": \"Q1\", \"from\": 1}", with: "{\"name\": \"Q1\", \"from\": 2}")
    let rules = try book(text).enterprises
    #expect(rules.id == "own-941" && rules.quantityLevels.table.level(of: 1.5) == 0)
    #expect(try book(text).tailings.id == "hj-740-2015")
  }

  @Test(arguments: [
    ("hj-941-2018", "\"from\": 10}", "\"from\": 0.5}", "quantity_levels"),
    ("hj-941-2018", "\"from\": 10}", "\"from\": \"10\"}", "quantity_levels.steps.[2].from"),
    ("hj-941-2018", "[\"重大\", \"重大\", \"重大\", \"重大\"]", "[\"一般\", \"重大\", \"重大\", \"重大\"]", "matrix"),
    ("hj-941-2018", "[\"重大\", \"重大\", \"重大\", \"重大\"]", "[\"特大\", \"重大\", \"重大\", \"重大\"]", "特大"),
    ("hj-941-2018", "\"cas\": \"143-33-9\"", "\"cas\": \"143-33-8\"", "氰化钠"),
    ("hj-941-2018", "\"threshold_t\": 2500", "\"threshold_t\": 0", "油类物质"),
    ("hj-941-2018", "\"NaCN\"", "\"KCN罐\", \"甲醇\"", "甲醇"),
    ("hj-941-2018", "\"accident_years\": 3", "\"accident_years\": 9223372036854775807", "accident_years"),
    ("hj-941-2018", "\"media\": [\"water\"]", "\"media\": [\"water\", \"water\"]", "twice"),
    ("hj-941-2018", "\"standard\": \"HJ 941\"", "\"standard\": \"HJ 169\"", "HJ 169"),
    ("hj-941-2018", "\"matrix\"", "\"matrices\"", "matrix"),
    ("hj-740-2015", "\"maximum\": 48", "\"maximum\": 50", "hazard"),
    ("hj-740-2015", "\"first_above\": 60", "\"first_above\": 20", "class_limits"),
    ("hj-740-2015", "\"points\": 18}", "\"points\": 19}", "跨界类型"),
    ("hj-740-2015", "\"maximum\": 8}", "\"maximum\": 9}", "性质"),
    (
      "hj-740-2015", "\"measure\": \"border_km\"", "\"measure\": \"distance\"",
      "components.sensitivity.[0].indicators.[1].measure"
    ),
    ("hj-338-2018", "\"response_hours\": 2", "\"response_hours\": 0", "rivers"),
    ("hj-338-2018", "\"method\": \"transport\"", "\"method\": \"guess\"", "groundwater.subtypes.[0].method"),
    ("hj-338-2018", "\"first_least_m\": 30", "\"first_least_m\": 60", "groundwater"),
    ("event-grades", "\"from\": 10}, {\"grade\": \"重大\"", "\"from\": 2}, {\"grade\": \"重大\"", "deaths"),
  ])
  func `a broken file is refused with the place`(_ name: String, _ old: String, _ new: String, _ place: String) throws {
    let text = try Self.text(name)
    try #require(text.contains(old))
    let error = #expect(throws: RiskError.self) { try book(text.replacing(old, with: new)) }
    #expect(
      error?.message.contains("own.json") == true && error?.message.contains(place) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["", "[]", "{", "{\"standard\": 5}", String(repeating: "[", count: 100_000)])
  func `what is no rule file is refused`(_ text: String) {
    #expect(throws: RiskError.self) { try book(text) }
  }

  @Test func `a file larger than 1 MiB is refused, and one that isn't there`() {
    #expect(throws: RiskError.self) { try book(String(repeating: " ", count: 1 << 20) + "{}") }
    #expect(throws: RiskError.self) { try RuleBook.builtIn(overriddenBy: [URL(fileURLWithPath: "/nowhere/own.json")]) }
  }

  @Test(arguments: [
    ("143-33-9", true), ("7732-18-5", true), ("143-33-8", false), ("1433-39", false), ("a43-33-9", false),
  ])
  func `the check digit of a CAS number is held`(_ text: String, _ isValid: Bool) {
    #expect(CASNumber.isValid(text) == isValid)
  }

  /// Asks Python's jsonschema whether a rule file is as its schema says.
  private func validate(_ text: String, by schema: String) throws -> Int32 {
    let scratch = try Scratch()
    let file = try scratch.write(text, to: "rules.json")
    let program = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[2]))
      jsonschema.Draft202012Validator.check_schema(schema)
      sys.exit(any(True for _ in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[1])))))
      """
    let path = Checkout.root.appendingPathComponent("Sources/HetuRisk/RuleSets/Schemas/\(schema).schema.json").path
    return try Command.run("python3", ["-c", program, file.path, path]).status
  }

  @Test(arguments: [
    ("hj-941-2018", "hj-941"), ("hj-740-2015", "hj-740"), ("hj-338-2018", "hj-338"), ("event-grades", "event-grades"),
  ])
  func `each rule set is as its schema says, and one with a word of its own is not`(_ name: String, _ schema: String)
    throws
  {
    let text = try Self.text(name)
    #expect(try validate(text, by: schema) == 0)
    #expect(try validate(text.replacing("\"edition\"", with: "\"issue\""), by: schema) == 1)
  }
}
