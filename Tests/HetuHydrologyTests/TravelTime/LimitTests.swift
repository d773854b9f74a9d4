import Foundation
import HetuHydrology
import Testing

struct LimitTests {
  /// Class III, or the source-water tables, of GB 3838-2002.
  @Test(arguments: [
    ("COD", 20), ("高锰酸盐指数", 6), ("BOD5", 4), ("氨氮", 1.0), ("总磷", 0.2), ("Cu", 1), ("锌", 1), ("氟化物", 1), ("硒", 0.01),
    ("砷", 0.05), ("汞", 0.0001), ("Cd", 0.005), ("六价铬", 0.05), ("铅", 0.05), ("氰化物", 0.2), ("挥发酚", 0.005), ("石油类", 0.05),
    ("LAS", 0.2), ("硫化物", 0.2), ("硫酸盐", 250), ("氯化物", 250), ("硝酸盐", 10), ("铁", 0.3), ("锰", 0.1), ("苯", 0.01),
    ("甲苯", 0.7),
    ("二甲苯", 0.5), ("乙苯", 0.3), ("苯乙烯", 0.02), ("氯苯", 0.3), ("硝基苯", 0.017), ("苯胺", 0.1), ("氯仿", 0.06), ("甲醛", 0.9),
    ("丙烯腈", 0.1), ("钼", 0.07), ("钴", 1.0), ("铍", 0.002), ("硼", 0.5), ("锑", 0.005), ("镍", 0.02), ("钡", 0.7), ("钒", 0.05),
    ("钛", 0.1), ("Tl", 0.0001),
  ])
  func `the limit of each substance`(name: String, milligrams: Double) throws {
    #expect(try SubstanceLimits.surfaceWater().limit(of: name).milligramsPerLitre == milligrams)
  }

  @Test func `classes, lakes, basis and verification`() throws {
    let limits = try SubstanceLimits.surfaceWater()
    #expect(!limits.verified)
    #expect(try limits.limit(of: "镉", in: .first).milligramsPerLitre == 0.001)
    #expect(try limits.limit(of: "铅", in: .fifth).basis == "GB 3838-2002 表1 Ⅴ类")
    #expect(try limits.limit(of: "总磷", inLake: true).milligramsPerLitre == 0.05)
    #expect(try limits.limit(of: "氨氮", inLake: true).milligramsPerLitre == 1)
    #expect(try limits.limit(of: "锑", in: .first).basis == "GB 3838-2002 表3")
    #expect(try limits.limit(of: "锑").warnings.isEmpty)
    #expect(try limits.limit(of: "甲苯").warnings.map(\.kind) == [.unverifiedLimit])
    #expect(limits.substances.allSatisfy { !$0.source.isEmpty })
  }

  @Test func `classes never become stricter downwards`() throws {
    for substance in try SubstanceLimits.surfaceWater().substances {
      for limits in [substance.limits, substance.lakeLimits].compactMap({ $0 }) {
        #expect(limits == limits.sorted(), "\(substance.name)")
      }
    }
  }

  @Test func `names are found by alias, CAS number, case, width and brackets, and are unique`() throws {
    let limits = try SubstanceLimits.surfaceWater()
    for name in ["铬(六价)", "铬（六价）", "六价铬", "cr6+", "Ｃｒ６＋", "18540-29-9", " Cr(VI) "] {
      #expect(try limits.substance(named: name).name == "铬(六价)")
    }
    for substance in limits.substances {
      for name in [substance.name] + substance.aliases + [substance.cas].compactMap({ $0 }) {
        #expect(try limits.substance(named: name).name == substance.name, "\(name)")
      }
    }
  }

  @Test func `a compound counts by what it holds of the substance, by its name, alias or CAS number`() throws {
    let limits = try SubstanceLimits.surfaceWater()
    for name in ["氰化钠", "NaCN", "143-33-9"] {
      let match = try limits.match(name)
      // NaCN 49.007 g/mol, CN 26.017 g/mol.
      #expect(match.substance.name == "氰化物" && abs((match.compound?.fraction ?? 0) - 26.017 / 49.007) < 1e-4)
    }
    #expect(try limits.match("锑及其化合物（以锑计）").substance.name == "锑")
    #expect(try limits.match("氰化物").compound == nil)
  }

  @Test func `CAS numbers have right check digits`() throws {
    for cas in try SubstanceLimits.surfaceWater().substances.flatMap({
      [$0.cas].compactMap { $0 } + ($0.compounds ?? []).compactMap(\.cas)
    }) {
      let digits = cas.compactMap(\.wholeNumberValue)
      let sum = digits.dropLast().reversed().enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
      #expect(sum % 10 == digits.last, "\(cas)")
    }
  }

  @Test func `an unknown substance is an error with suggestions`() throws {
    let limits = try SubstanceLimits.surfaceWater()
    guard case .unknownSubstance(let suggestions) = travelErrorCode({ try limits.limit(of: "氰化银") }) else {
      Issue.record("no error")
      return
    }
    #expect(suggestions.first == "氰化物")
    #expect(travelErrorMessage { try limits.limit(of: "氰化银") }?.contains("氰化物") == true)
    #expect(travelErrorMessage { try limits.limit(of: "benzen") }?.contains("苯") == true)
    #expect(isUnknown(travelErrorCode { try limits.limit(of: "") }))
    #expect(isUnknown(travelErrorCode { try limits.limit(of: "独角兽") }))
  }

  @Test func `pH and dissolved oxygen have no multiple`() throws {
    let limits = try SubstanceLimits.surfaceWater()
    #expect(travelErrorCode { try limits.limit(of: "pH") } == .noLimit)
    #expect(travelErrorCode { try limits.limit(of: "DO") } == .noLimit)
  }

  @Test func `a bureau's own file is read, and a wrong one refused`() throws {
    let json = """
      {"id": "own", "standard": "DB 41", "edition": "2030", "verified": true, "substances": [{"name": "铊",
      "aliases": [], "table": "表1", "limit": LIMIT, "verified": true, "source": "own"}]}
      """
    func own(_ limit: String) throws -> SubstanceLimits {
      try SubstanceLimits(json: .init(json.replacing("LIMIT", with: limit).utf8))
    }
    #expect(try own("0.00005").limit(of: "铊").milligramsPerLitre == 0.00005)
    for wrong in ["-1", "0", "null", "\"many\""] { #expect(travelErrorCode { try own(wrong) } == .malformedData) }
  }

  @Test(arguments: [
    (0.05, 0.05, "未超标"), (0.01, 0.05, "未超标"), (0, 0.05, "未超标"), (0.0001, 0.00005, "超标1.0倍"),
    (0.051, 0.05, "超标不足0.1倍"), (0.056, 0.05, "超标0.1倍"), (1.12, 1, "超标0.1倍"), (0.55, 0.05, "超标10.0倍"),
    (11.6, 1, "超标11倍"), (23.7, 1, "超标23倍"),
  ])
  func `the multiple and its text`(concentration: Double, limit: Double, text: String) throws {
    let multiple = try LimitMultiple(
      concentrationMilligramsPerLitre: concentration, limitMilligramsPerLitre: limit)
    #expect(multiple.text == text)
  }

  @Test func `a multiple of nothing is refused`() {
    #expect(
      travelErrorCode { try LimitMultiple(concentrationMilligramsPerLitre: 1, limitMilligramsPerLitre: 0) }
        == .invalidValue)
    #expect(
      travelErrorCode { try LimitMultiple(concentrationMilligramsPerLitre: -1, limitMilligramsPerLitre: 1) }
        == .invalidValue)
  }
}
