import Foundation
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct FilterTests {
  private static func fault(_ text: String) throws -> String? {
    let error = try registryError { _ = try Filter(cql2Text: text) }
    #expect(error == nil || error?.code == .usage)
    return error?.message
  }

  @Test func `a mark that joins the quote before it is the first of the text`() throws {
    let filter = try Filter(cql2Text: "name = '\u{1DE7}库' OR name = 'a''\u{301}'")
    #expect(
      filter
        == .or([
          .compare(.init(property: "name"), .equal, .text("\u{1DE7}库")),
          .compare(.init(property: "name"), .equal, .text("a'\u{301}")),
        ]))
  }

  @Test(arguments: [
    ("grade = '重大'", Filter.compare(.init(property: "grade"), .equal, .text("重大"))),
    ("households>=5", .compare(.init(property: "households"), .greaterOrEqual, .integer(5))),
    ("level_m < -1.5e2", .compare(.init(property: "level_m"), .less, .real(-150))),
    ("a = +.5", .compare(.init(property: "a"), .equal, .real(0.5))),
    ("name <> 'O''Hara'", .compare(.init(property: "name"), .notEqual, .text("O'Hara"))),
    ("\"odd \"\"name\" IS NULL", .isNull(.init(property: "odd \"name"))),
    ("a IS NOT NULL", .not(.isNull(.init(property: "a")))),
    ("a not between 1 and 2", .not(.between(.init(property: "a"), .integer(1), .integer(2)))),
    ("a NOT IN ('x')", .not(.oneOf(.init(property: "a"), [.text("x")]))),
    ("a NOT LIKE '%x'", .not(.like(.init(property: "a"), pattern: "%x"))),
    ("CASEI(a) = CASEI('X')", .compare(.init(property: "a", ignoresCase: true), .equal, .text("x"))),
    ("name LIKE CASEI('FOO%')", .like(.init(property: "name"), pattern: "foo%")),
    (
      "ACCENTI(CASEI(a)) IN (CASEI(ACCENTI('Élan')),'b')",
      .oneOf(.init(property: "a", ignoresCase: true, ignoresAccents: true), [.text("elan"), .text("b")])
    ),
    ("eo:cloud.cover < 1", .compare(.init(property: "eo:cloud.cover"), .less, .integer(1))),
    ("TRUE = is_open", .compare(.init(property: "is_open"), .equal, .boolean(true))),
    ("DATE('2021-03-05') > d", .compare(.init(property: "d"), .less, .text("2021-03-05"))),
    ("geometry IS NOT NULL AND \"geom\" IS NULL", .and([.not(.isPlaceless), .isPlaceless])),
    ("S_WITHIN(POINT(1 1), BBOX(0,0,2,2))", .always(true)),
    ("T_MEETS(INTERVAL('..','2021-01-01'), INTERVAL('2021-01-01','..'))", .always(true)),
    ("d >= DATE('2021-03-05')", .compare(.init(property: "d"), .greaterOrEqual, .text("2021-03-05"))),
    ("NOT NOT a IS NULL", .isNull(.init(property: "a"))),
    ("TRUE", .always(true)),
    (
      "a = 1 OR b = 2 AND c = 3",
      .or([
        .compare(.init(property: "a"), .equal, .integer(1)),
        .and([.compare(.init(property: "b"), .equal, .integer(2)), .compare(.init(property: "c"), .equal, .integer(3))]
        ),
      ])
    ),
    ("名称 = '甲'", .compare(.init(property: "名称"), .equal, .text("甲"))),
    ("\n a\t=\u{3000}TRUE ", .compare(.init(property: "a"), .equal, .boolean(true))),
  ])
  func `CQL2 text is read`(_ text: String, _ expected: Filter) throws {
    #expect(try Filter(cql2Text: text) == expected)
  }

  @Test(arguments: [
    ("", "the end at character 1"),
    ("grade", "the end at character 6"),
    ("grade = 重大", "“重大” at character 9"),
    ("grade = '重大", "quote at character 9 is not closed"),
    ("\"grade = 1", "quote at character 1 is not closed"),
    ("a = 1 b = 2", "“b” at character 7"),
    ("a = 1 AND", "the end at character 10"),
    ("a == 1", "“=” at character 4"),
    ("a != 1", "“!” at character 3"),
    ("a = 1; DROP TABLE site", "“;” at character 6"),
    ("a = 1 -- note", "“-” at character 7"),
    ("a = 1.2.3", "“1.2.3” at character 5"),
    ("a LIKE 5", "“5” at character 8 where a text"),
    ("a = NULL", "“NULL” at character 5"),
    ("(a = 1", "the end at character 7"),
    ("a = 1)", "“)” at character 6"),
    ("a IN ()", "“)” at character 7"),
    ("a IN (1,)", "“)” at character 9"),
    ("a BETWEEN 1", "the end at character 12"),
    ("a NOT = 1", "“=” at character 7"),
    ("load_extension('x.so') = 1", "function load_extension at character 1"),
    ("S_INTERSECTS(geom, POINT(1))", "a position such as 111.2 34.5"),
    (
      "S_INTERSECTS(name, POINT(1 2))",
      "“name” at character 14 as a place; the place of a record is its property geometry"
    ),
    ("S_WITHIN(geometry, Buffer(geometry, 10, 'm'))", "function Buffer at character 20"),
    ("S_EQUALS(geometry, geom)", "with itself"),
    ("balance-150.0 > 0", "arithmetic, “-” at character 8"),
    ("a > (b - 1)", "a term in brackets, “(” at character 5"),
    ("(a + 1) > 2", "arithmetic, “+” at character 4"),
    ("2 * a = 4", "arithmetic, “*” at character 3"),
    ("a = 2 ^ b", "arithmetic, “^” at character 7"),
    ("1 = (a % 2)", "a term in brackets"),
    ("a = 7 div 2", "arithmetic, “div” at character 7"),
    ("a = - b", "arithmetic, “-” at character 5"),
    ("a < \"b\"", "comparison with a property, “b” at character 5"),
    ("FALSE <> near(a)", "function near at character 10"),
    ("a = max(b)", "function max at character 5"),
    ("a = ['x']", "a term in brackets, “[” at character 5"),
    ("T_BEFORE(a, b)", "compares the properties a and b"),
    ("T_AFTER(lower(a), DATE('2021-01-01'))", "function lower at character 9"),
    ("T_MEETS(d, INTERVAL('2021-01-01','..'))", "T_MEETS is asked of a day or moment where it takes an interval"),
    ("S_INTERSECTS(geom, BBOX(2,0,1,1))", "BBOX with four numbers"),
    ("DWITHIN(geom, POINT(1 2), 1e9)", "a distance in metres"),
    ("T_DURING(d, DATE('2021-01-01'))", "T_DURING is asked of a day or moment"),
    (
      "A_CONTAINS(a, ('x'))",
      "function A_CONTAINS at character 1, which is not supported; comparisons with values, LIKE"
    ),
    ("CASEI(lower(a)) = 'x'", "function lower"),
    ("d = DATE(5)", "“5” at character 10"),
    ("a = 1 OR (SELECT 1)", "“1” at character 18"),
    ("a = x'41'", "“x” at character 5"),
    ("a = 1 UNION SELECT 1", "“UNION” at character 7"),
    ("a = 99999999999999999999999e999", "at character 5 where a number"),
    ("a = 1 \u{0} AND b = 2", "at character 7"),
  ])
  func `what is no filter is refused with its place`(_ text: String, _ expected: String) throws {
    let message = try #require(try Self.fault(text), "was taken")
    #expect(message.contains(expected), "\(message)")
    #expect(message.count < 300)
  }

  @Test(arguments: [
    (String(repeating: "(", count: 10_000) + "a = 1" + String(repeating: ")", count: 10_000), "nested deeper"),
    (String(repeating: "(", count: 60_000), "nested deeper"),
    ("a = " + String(repeating: "DATE(", count: 10_000), "where a text in single quotes"),
    ("a = 1" + String(repeating: " OR a = 1", count: 600), "more than 500 conditions"),
    ("a IN (" + Array(repeating: "1", count: 10_000).joined(separator: ",") + ")", "IN list is longer than 2000"),
    (String(repeating: "a", count: 70_000) + " = 1", "longer than 64 KiB"),
    (String(repeating: "NOT ", count: 10_000), "the end"),
    (String(repeating: "'", count: 60_001), "is not closed"),
  ])
  func `a filter made to hurt is refused`(_ text: String, _ expected: String) throws {
    #expect(try Self.fault(text)?.contains(expected) == true)
  }

  @Test func `the greatest filter allowed is answered`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲"), "households": .integer(1)])
    let nested = String(repeating: "(", count: 19) + "households = 1" + String(repeating: ")", count: 19)
    let long = "households = 7" + String(repeating: " OR households = 1", count: 490)
    let negated = String(repeating: "NOT (", count: 18) + "households = 1" + String(repeating: ")", count: 18)
    // A AND NOT (A AND NOT (… FALSE)): true at every even depth.
    let deep = String(repeating: "households = 1 AND NOT (", count: 19) + "TRUE" + String(repeating: ")", count: 19)
    let either =
      String(repeating: "households = 7 OR NOT (households = 1 AND (", count: 9) + "FALSE"
      + String(repeating: "))", count: 9)
    let list = "households IN (" + (1...2_000).map(String.init).joined(separator: ",") + ")"
    let record = try #require(try bench.registry.records(of: bench.site).first)
    for text in [nested, long, negated, list, deep, either] {
      let filter = try Filter(cql2Text: text)
      let expected = meaning(filter, record) == true ? 1 : 0
      for asOf in [nil, HistoryTime.format(.now)] {
        #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: filter, asOf: asOf)).count == expected)
      }
    }
  }

  @Test(arguments: [
    ("no_such = 1", "has no property “no_such”"),
    ("\"name\"\" = '' OR 1=1 --\" = 1", "has no property"),
    ("fid = 1", "has no property “fid”"),
    ("households = '5'", "households is of type integer: it is compared with a number"),
    ("is_open = 1", "TRUE or FALSE"),
    ("name = 5", "text in single quotes"),
    ("households LIKE '5%'", "LIKE needs a text property"),
    ("name IN ('a', 5)", "text in single quotes"),
    ("level_m BETWEEN 'a' AND 5", "compared with a number"),
    ("name LIKE '\(String(repeating: "%a", count: 600))'", "pattern for name is too long"),
  ])
  func `a filter that does not fit the kind is refused`(_ text: String, _ expected: String) throws {
    let bench = try Bench()
    let filter = try Filter(cql2Text: text)
    let error = try registryError { _ = try bench.registry.records(of: bench.site, RecordQuery(filter: filter)) }
    #expect(error?.code == .usage && error?.message.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func `what looks like SQL inside a text is a text`() throws {
    let bench = try Bench()
    let payload = "'; DROP TABLE site; --"
    try bench.insert(bench.site, ["name": .text(payload)])
    try bench.insert(bench.site, ["name": .text("甲")])
    let filter = try Filter(cql2Text: "name = '\(payload.replacing("'", with: "''"))'")
    #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: filter)).map(\.name) == [payload])
    #expect(try bench.registry.count(of: bench.site) == 2)
  }

  @Test(arguments: [
    ("[a]", "[a]", true), ("a", "[a]", false), ("a*c", "a*c", true), ("abc", "a*c", false), ("x?y", "x?y", true),
    ("xzy", "x?y", false), ("100%", #"100\%"#, true), ("1000", #"100\%"#, false), ("a_c", #"a\_c"#, true),
    ("abc", #"a\_c"#, false), ("abc", "a_c", true), (#"a\b"#, #"a\\b"#, true), ("甲铅矿", "甲_矿", true),
    ("甲矿", "甲%矿", true),
    ("甲矿", "%铅%", false), ("ABC", "abc", false), ("", "%", true), ("", "_", false), ("]", "]", true),
    ("^a", "[^a]", false),
  ])
  func `a pattern fits a text`(_ text: String, _ pattern: String, _ fits: Bool) throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["plain": .text(text)])
    let filter = Filter.like(.init(property: "plain"), pattern: pattern)
    #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: filter)).isEmpty != fits)
  }

  @Test(arguments: [
    ("ABC", "abc", true), ("Ⅲ", "Ⅲ", true), ("甲A", "甲a", true), ("Ⅲ", "Ⅳ", false), ("É", "é", true),
    ("ΟΔΟΣ", "οδος", true), ("Straße", "STRASSE", true), ("e", "É", false), ("Ⅲ类", "ⅲ类", true),
  ])
  func `case is disregarded as Unicode folds it`(_ text: String, _ wanted: String, _ fits: Bool) throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["plain": .text(text)])
    for filter in [
      "CASEI(plain) = CASEI('\(wanted)')", "CASEI(plain) LIKE '\(wanted)%'", "CASEI(plain) IN ('\(wanted)')",
    ] {
      #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: Filter(cql2Text: filter))).isEmpty != fits)
    }
  }

  @Test(arguments: [
    ("débárquér", "debarquer", true), ("Beyoncé", "Beyonce", true), ("Beyoncé", "beyonce", false), ("铅", "锌", false),
  ])
  func `accents are disregarded where asked`(_ text: String, _ wanted: String, _ fits: Bool) throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["plain": .text(text)])
    let filter = try Filter(cql2Text: "ACCENTI(plain) = ACCENTI('\(wanted)')")
    #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: filter)).isEmpty != fits)
    #expect(
      try bench.registry.records(of: bench.site, RecordQuery(filter: Filter(cql2Text: "plain = '\(wanted)'"))).isEmpty)
  }

  @Test func `a filter tells the properties that it looks at`() throws {
    let filter = try Filter(
      cql2Text: "a = 1 AND (NOT b LIKE 'x' OR CASEI(c) IN ('y')) AND d IS NULL AND e BETWEEN 1 AND 2 AND TRUE")
    #expect(filter.properties == ["a", "b", "c", "d", "e"])
  }

  @Test func `any filter is read back from its own text`() throws {
    var random = Seeded(2)
    for _ in 0..<500 {
      let filter = random.filter()
      #expect(try Filter(cql2Text: filter.cql2Text) == filter, "\(random) \(filter.cql2Text)")
    }
  }

  @Test func `any text is read or refused, never worse`() {
    var random = Seeded(3)
    let pieces = [
      "a", "=", "'", "\"", "(", ")", ",", "NOT", "AND", "OR", "IN", "LIKE", "BETWEEN", "IS", "NULL", "1", "-", ".", "e",
      "+", "CASEI",
      "DATE", "TRUE", "甲", "<", ">", "\\", "\u{0}", " ", "🏭", "e\u{301}",
    ]
    for _ in 0..<5_000 {
      let text = (0...random.below(12)).map { _ in random.pick(pieces) }.joined(separator: random.pick(["", " "]))
      do { _ = try Filter(cql2Text: text) } catch { #expect(error is RegistryError, "\(random) \(text)") }
    }
  }

  @Test func `SQL finds what the plain meaning of a filter finds`() throws {
    let bench = try Bench()
    var random = Seeded(4)
    try bench.registry.change(actor: "测试", reason: "录入") { writer in
      for _ in 0..<80 { try writer.insert(bench.site, values: bench.site.values(random.siteValues()), geometry: nil) }
    }
    let records = try bench.registry.records(of: bench.site)
    #expect(records.count == 80)
    var hits = 0
    for _ in 0..<600 {
      let filter = random.filter()
      let found = try bench.registry.records(of: bench.site, RecordQuery(filter: filter)).map(\.fid)
      #expect(found == records.filter { meaning(filter, $0) == true }.map(\.fid), "\(random) \(filter.cql2Text)")
      hits += found.isEmpty || found.count == records.count ? 0 : 1
    }
    #expect(hits > 200, "too few filters tell records apart")
  }
}
