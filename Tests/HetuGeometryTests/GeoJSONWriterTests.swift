import Foundation
import HetuGeometry
import TestSupport
import Testing

@Suite struct GeoJSONWriterTests {
  private func text(_ geometry: Geometry, decimals: Int = 7) -> String {
    var output: [UInt8] = []
    GeoJSONWriter.append(geometry, decimals: decimals, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func decimal(_ value: Double, _ decimals: Int) -> String {
    var output: [UInt8] = []
    GeoJSONWriter.appendDecimal(value, decimals: decimals, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func string(_ text: String) -> String {
    var output: [UInt8] = []
    GeoJSONWriter.appendJSONString(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The C library's exact rendering, its closing zeros cut; it rounds an exact half to even, so halves are left out.
  private func oracle(_ value: Double, _ decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", value)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text == "-0" ? "0" : text
  }

  /// Whether the value, written out in full, has a 5 and nothing more behind its last decimal.
  private func isExactHalf(_ value: Double, _ decimals: Int) -> Bool {
    let rest = String(format: "%.120f", value).drop { $0 != "." }.dropFirst(1 + decimals)
    return rest.first == "5" && rest.dropFirst().allSatisfy { $0 == "0" }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `decimals are those of the C library`(_ seed: UInt64) {
    var generator = Seeded(seed)
    for _ in 0..<20_000 {
      let decimals = Int.random(in: 0...15, using: &generator)
      let value =
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Double.random(in: -180...180, using: &generator)
        case 1: Double.random(in: -1e-6...1e-6, using: &generator)
        case 2: Double.random(in: -1e15...1e15, using: &generator)
        // Near a half in the last decimal, where rounding goes wrong first.
        default: (Double(Int.random(in: -99_999...99_999, using: &generator)) + 0.5) / pow(10, Double(decimals))
        }
      guard !isExactHalf(value, decimals) else { continue }
      #expect(decimal(value, decimals) == oracle(value, decimals), "\(value) with \(decimals), seed \(seed)")
    }
  }

  @Test(arguments: [
    (0.5, 0, "1"), (-0.5, 0, "-1"), (2.5, 0, "3"), (0.125, 2, "0.13"), (-0.375, 2, "-0.38"), (0.0, 7, "0"),
    (-0.0, 7, "0"), (-1e-9, 7, "0"), (0.99999999, 7, "1"), (-0.99999999, 7, "-1"), (112.5, 7, "112.5"),
    (100, 7, "100"), (1.005, 2, "1"), (2.675, 2, "2.67"), (1e-7, 7, "0.0000001"), (123_456_789.123, 3, "123456789.123"),
    (9.2e18, 7, "9200000000000000000"), (1e20, 7, "100000000000000000000"), (-1.5e22, 2, "-15000000000000000000000"),
    (.nan, 7, "null"), (-.infinity, 7, "null"),
  ])
  func `a decimal is rounded half away from zero and trimmed`(_ value: Double, _ decimals: Int, _ expected: String) {
    #expect(decimal(value, decimals) == expected)
  }

  @Test func `the largest number has 309 digits`() {
    let text = decimal(.greatestFiniteMagnitude, 7)
    #expect(text.count == 309)
    #expect(Double(text) == .greatestFiniteMagnitude)
  }

  @Test func `each kind is written by its name`() {
    #expect(
      text(.point(Position(x: 111.123456789, y: -34.5))) == #"{"type":"Point","coordinates":[111.1234568,-34.5]}"#)
    #expect(text(.point(nil)) == #"{"type":"Point","coordinates":[]}"#)
    #expect(text(.lineString([])) == #"{"type":"LineString","coordinates":[]}"#)
    #expect(text(.multiPoint(positions((1, 2), (3, 4)))) == #"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#)
    #expect(
      text(.multiLineString([positions((1, 2), (3, 4)), []]))
        == #"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]}"#)
    #expect(
      text(.collection([.point(nil), .collection([])]))
        == #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]},"#
        + #"{"type":"GeometryCollection","geometries":[]}]}"#)
  }

  @Test func `rings come out right-handed`() {
    let clockwise = Polygon(rings: [positions((0, 0), (0, 1), (1, 1), (0, 0))])
    let expected = "[[0,0],[1,1],[0,1],[0,0]]"
    #expect(text(.polygon(clockwise)) == #"{"type":"Polygon","coordinates":[\#(expected)]}"#)
    #expect(text(.multiPolygon([clockwise])) == #"{"type":"MultiPolygon","coordinates":[[\#(expected)]]}"#)
  }

  @Test(arguments: AnyGeometryKinds.all)
  func `what is written is JSON`(_ geometry: Geometry) throws {
    let object = try JSONSerialization.jsonObject(with: Data(text(geometry).utf8)) as? [String: Any]
    #expect(object?["type"] as? String == geometry.kind.geoJSONName)
  }

  @Test func `strings are escaped for JSON and for scripts`() {
    #expect(string("河图") == #""河图""#)
    #expect(string("a\"b\\c\n\r\t\u{1}\u{1F}") == #""a\"b\\c\n\r\t\u0001\u001f""#)
    #expect(string("</script><!--a/b") == #""<\/script><\u0021--a/b""#)
    #expect(string("\u{2028}x\u{2029}\u{2027}") == "\"\\u2028x\\u2029\u{2027}\"")
    #expect(string("") == "\"\"")
  }

  @Test func `escaped strings read back as they were`() throws {
    var generator = Seeded(9)
    let alphabet = Array("\"\\/<!\u{0}\u{8}\u{2028}\u{2029}\u{E000}é河𠮷-abc").map { String($0) }
    for _ in 0..<500 {
      let original = (0..<Int.random(in: 0...20, using: &generator))
        .map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }.joined()
      let value = try JSONSerialization.jsonObject(with: Data("[\(string(original))]".utf8)) as? [String]
      #expect(value == [original])
    }
  }
}
