import Foundation
import HetuSchemas
import TestSupport
import Testing

@Suite struct BuiltInTests {
  private let kinds: Kinds

  init() throws { kinds = try Kinds.builtIn() }

  @Test func `the kinds of the four lists, the rivers, the places and the ledgers are there`() {
    let names: [(Kind.Group, Set<String>)] = [
      (
        .riskSource,
        [
          "drinking_water_source", "tailings_pond", "key_enterprise", "chemical_park", "oil_pipeline", "hazmat_carrier",
          "hazmat_route",
        ]
      ),
      (.team, ["management_team", "expert", "monitoring_unit", "rescue_team"]),
      (.supply, ["government_supply", "enterprise_supply"]),
      (.mechanism, ["mechanism"]),
      (
        .river,
        ["river", "river_reach", "monitoring_section", "emergency_facility", "sensitive_target", "protection_zone"]
      ),
      (.place, ["district"]),
      (.ledger, ["problem", "measure"]),
    ]
    for (group, expected) in names {
      #expect(Set(kinds.all.filter { $0.group == group }.map(\.name)) == expected)
    }
    #expect(kinds.all.count == 23)
  }

  @Test func `kinds stand in the order of groups and list codes`() {
    let order = Kind.Group.allCases.compactMap { group in kinds.all.first { $0.group == group }?.group }
    #expect(kinds.all.map(\.group).reduce(into: []) { if $0.last != $1 { $0.append($1) } } == order)
    #expect(kinds.all.prefix(7).map(\.listCode) == ["FXY-1", "FXY-2", "FXY-3", "FXY-4", "FXY-5", "FXY-6", "FXY-6-1"])
    for kind in kinds.all { #expect(kinds[kind.name] == kind) }
    #expect(kinds["no_such_kind"] == nil)
  }

  @Test func `every kind begins with the properties that all have`() {
    let common = ["id", "code", "name", "district", "source", "source_position", "source_crs", "verified_on", "remark"]
    for kind in kinds.all {
      for name in common { #expect(kind.property(name) != nil, "\(kind.name).\(name)") }
      #expect(kind.properties.map(\.sequence) == kind.properties.map(\.sequence).sorted(), "\(kind.name)")
      for (index, property) in kind.properties.enumerated() { #expect(kind.index(of: property.name) == index) }
    }
  }

  @Test func `properties that other parts rely on have their types`() {
    let expected: [(String, String, Property.ValueType)] = [
      ("river_reach", "river_name", .text), ("river_reach", "river_code", .text),
      ("river_reach", "speed_dry_m_s", .number), ("river_reach", "speed_normal_m_s", .number),
      ("river_reach", "speed_wet_m_s", .number), ("emergency_facility", "functions", .list),
      ("emergency_facility", "usable_volume_10k_m3", .number), ("emergency_facility", "opening_time_min", .integer),
    ]
    for (kind, name, type) in expected { #expect(kinds[kind]?.property(name)?.type == type, "\(kind).\(name)") }
  }

  @Test func `made codes of two kinds never begin alike`() {
    let prefixes = kinds.all.map(\.codePrefix)
    #expect(Set(prefixes).count == prefixes.count)
    for prefix in prefixes { #expect(prefix.wholeMatch(of: /[A-Z]{2,4}(-[0-9]+)*/) != nil, "\(prefix)") }
  }

  @Test func `every kind has a title, an explanation and the title of its list`() {
    for kind in kinds.all {
      #expect(!kind.title.isEmpty && !kind.explanation.isEmpty && !kind.listTitle.isEmpty, "\(kind.name)")
      #expect(kind.names.contains(kind.name) && kind.names.contains(kind.title), "\(kind.name)")
    }
    let names = kinds.all.flatMap { kind in Set(kind.names).map { ($0, kind.name) } }
    for (name, claims) in Dictionary(grouping: names, by: \.0) { #expect(claims.count == 1, "\(name): \(claims)") }
  }

  @Test func `a header tells one property of its kind`() {
    for kind in kinds.all {
      var owners: [String: Set<String>] = [:]
      for property in kind.properties {
        for header in [property.name, property.title, property.header] + property.headers {
          owners[Self.normalised(header), default: []].insert(property.name)
        }
      }
      for (header, names) in owners { #expect(names.count == 1, "\(kind.name): \(header) is of \(names.sorted())") }
    }
  }

  @Test func `what is required is never expected only, and a grade is a code list`() {
    for kind in kinds.all {
      #expect(kind.properties.contains { $0.isRequired }, "\(kind.name)")
      if let grade = kind.gradeProperty { #expect(kind.property(grade)?.codes.isEmpty == false, "\(kind.name)") }
    }
  }

  @Test func `every synonym leads to a code and is none itself`() {
    for kind in kinds.all {
      for property in kind.properties {
        let codes = Set(property.codes)
        #expect(codes.count == property.codes.count, "\(kind.name).\(property.name)")
        for (synonym, code) in property.synonyms {
          #expect(codes.contains(code) && !codes.contains(synonym), "\(kind.name).\(property.name): \(synonym)")
        }
      }
    }
  }

  @Test func `ranges are ranges, and numbers in a unit say it in their name`() {
    for kind in kinds.all {
      for property in kind.properties {
        if let minimum = property.minimum, let maximum = property.maximum {
          #expect(minimum < maximum, "\(kind.name).\(property.name)")
        }
        if property.unit == "万m³" { #expect(property.name.hasSuffix("_10k_m3"), "\(kind.name).\(property.name)") }
        if property.unit == "m/s" { #expect(property.name.hasSuffix("_m_s"), "\(kind.name).\(property.name)") }
      }
    }
  }

  @Test func `phones are masked for the public`() {
    for kind in kinds.all {
      for property in kind.properties.flatMap({ [$0] + $0.itemProperties }) where property.name.hasSuffix("phone") {
        #expect(property.sensitivity == .phone, "\(kind.name).\(property.name)")
      }
    }
  }

  @Test(.enabled(if: hasMetaschema)) func `every schema is a JSON Schema of 2020-12`() throws {
    let script = """
      import json, sys, jsonschema
      for path in sys.argv[1:]:
          jsonschema.Draft202012Validator.check_schema(json.load(open(path, encoding="utf-8")))
      """
    let files = Checkout.files(in: "schemas", endingWith: ".json").map(\.path)
    #expect(files.count == 24)
    let answer = try Command.run("python3", ["-c", script] + files)
    #expect(answer.status == 0, "\(answer.errorText)")
  }

  private static let hasMetaschema: Bool = {
    let answer = try? Command.run("python3", ["-c", "import jsonschema; jsonschema.Draft202012Validator"])
    return answer?.status == 0
  }()

  /// Headers as an import compares them: no space, no marks, half-width, no note in brackets.
  private static func normalised(_ header: String) -> String {
    header.lowercased().replacingOccurrences(of: "（", with: "(").replacingOccurrences(of: "）", with: ")")
      .filter { !$0.isWhitespace }
  }
}
