import Foundation
import HetuExchange
import HetuRegistry
import TestSupport
import Testing

/// Files of changes that were cut off, made by hand, or made to do harm.
@Suite struct HostileChangesetTests {
  private static let head =
    #"{"format":"hetu-changes","version":1,"since":"2021-01-01T00:00:00.000Z","until":"2021-01-01T00:00:00.000Z","records":1}"#
  private static let id = "00000000-0000-4000-8000-000000000001"

  private static func line(_ values: String, kind: String = "key_enterprise", geometry: String = "null") -> String {
    #"{"kind":"\#(kind)","id":"\#(id)","new":true,"at":"","actor":null,"past":[],"current":{"values":{\#(values)},"geometry":\#(geometry)}}"#
  }

  private static let good = line(#""id":"\#(id)","code":"X","name":"新厂""#)

  private func apply(_ text: String) throws -> (report: ApplyReport?, error: ExchangeError?, sides: TwoSides) {
    let sides = try TwoSides()
    let file = try sides.scratch.write(text, to: "x.jsonl").path
    do {
      return (try ChangesetApplier(registry: sides.city, actor: "市局").apply(file), nil, sides)
    } catch let error as ExchangeError { return (nil, error, sides) }
  }

  @Test func `a good file made by hand is taken`() throws {
    #expect(try apply(Self.head + "\n" + Self.good + "\n").report?.inserted == 1)
  }

  /// A file whose second line is this.
  private static func file(_ line: String) -> String { head + "\n" + line + "\n" }

  private static let broken: [String] = [
    "", "\n", "{}", "[]", "not JSON", head, file(good + "\n" + good), file("{}"), file(String(good.prefix(60))),
    file(good).replacing(#""version":1"#, with: #""version":2"#),
    file(line(#""id":"\#(id)","name":"新厂""#, kind: "nosuch")), file(line(#""id":"\#(id)","nosuch":1"#)),
    file(line(#""id":"other","name":"新厂""#)), file(line(#""id":"\#(id)","name":[["deep"]]"#)),
    file(line(#""id":"\#(id)","name":null"#)), file(good.replacing(id, with: "1 OR 1=1")),
    file(line(#""id":"\#(id)","name":"厂""#, geometry: #""AQEAAAA=""#)),
    file(line(#""id":"\#(id)","name":"厂""#, geometry: #""no base64""#)),
    file(good.replacing(#""new":true"#, with: #""new":false"#)), file(String(repeating: "[", count: 100_000)),
  ]

  @Test(arguments: broken)
  func `what is no whole file of changes is refused with one sentence, and nothing is taken`(text: String) throws {
    let (_, error, sides) = try apply(text)
    #expect(error?.message.hasSuffix("。") == true)
    #expect(try sides.state(sides.city).count == 3)
  }

  @Test(arguments: [
    #""id":"\#(id)","code":"X""#, #""id":"\#(id)","name":"厂","plant_area_m2":"large""#,
    #""id":"\#(id)","name":"厂","risk_grade":"无此级别""#, #""id":"\#(id)","name":"厂","substances":"no list""#,
  ])
  func `a record whose values are not allowed is listed, and the rest is taken`(values: String) throws {
    let report = try apply(Self.head + "\n" + Self.line(values) + "\n").report
    #expect(report?.conflicts.map(\.reason) == [.invalid])
    #expect(report?.inserted == 0)
  }

  @Test func `a geometry that the kind does not allow is listed`() throws {
    // A line of two positions, little-endian WKB.
    let bytes: [UInt8] = [1, 2, 0, 0, 0, 2, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
    let text = Self.line(
      #""id":"\#(Self.id)","name":"厂""#, geometry: "\"\(Data(bytes).base64EncodedString())\"")
    #expect(try apply(Self.head + "\n" + text + "\n").report?.conflicts.first?.note?.contains("LineString") == true)
  }
}
