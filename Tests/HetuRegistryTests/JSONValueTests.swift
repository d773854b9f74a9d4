import Foundation
import HetuGeometry
import HetuRegistry
import Testing

@Suite struct JSONValueTests {
  private func line(_ value: JSONValue) -> String {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `members keep their order and stand on one line`() {
    let value = JSONValue.members([
      "b": .integer(1), "a": .array([.null, .boolean(true)]), "geometry": .geometry(.point(Position(x: 111.5, y: 34))),
    ])
    #expect(line(value) == #"{"b":1,"a":[null,true],"geometry":{"type":"Point","coordinates":[111.5,34]}}"#)
  }

  @Test func `indented output is the same value, one member a line`() throws {
    let value = JSONValue.members([
      "rows": .array([.members(["a": .integer(1)])]), "flat": .array([.integer(1)]), "none": .object([]),
    ])
    let bytes = value.document
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"rows\": [\n    {\n      \"a\": 1\n    }\n  ],\n"))
    let indented = try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary
    let flat = try JSONSerialization.jsonObject(with: Data(line(value).utf8)) as? NSDictionary
    #expect(indented != nil && indented == flat)
  }

  @Test func `texts are escaped`() throws {
    let text = "引号\" 反斜\\ 换行\n 制表\t 控制\u{1} </script> \u{2028}"
    let decoded = try JSONSerialization.jsonObject(with: Data("[\(line(.string(text)))]".utf8)) as? [String]
    #expect(decoded == [text])
  }

  @Test(arguments: [
    (Value.real(0.1), "0.1"), (.real(3), "3"), (.real(-0.0), "0"), (.real(1e20), "1e+20"), (.real(.nan), "null"),
    (.real(.infinity), "null"), (.integer(.min), "-9223372036854775808"), (.null, "null"), (.boolean(false), "false"),
    (.list(#"[1,"二"]"#), #"[1,"二"]"#), (.list("[]"), "[]"),
  ])
  func `a record's value is written`(_ value: Value, _ expected: String) {
    #expect(line(JSONValue(value)) == expected)
  }

  @Test(arguments: [#"not JSON"#, #"["open"#, #"],"injected":[1"#, #"{"a":1}"#, ""])
  func `a list that is no JSON array is written as a text`(_ text: String) throws {
    let decoded = try JSONSerialization.jsonObject(with: Data("[\(line(JSONValue(.list(text))))]".utf8)) as? [String]
    #expect(decoded == [text])
  }

  @Test func `a list that another program broke into lines is written on one`() {
    #expect(line(JSONValue(.list("[\n  \"甲\",\r\n  {\"b\": 1}\n]"))) == #"["甲",{"b":1}]"#)
  }

  @Test func `numbers have the decimals asked for`() {
    #expect(line(.decimal(1.005, 1)) == "1")
    #expect(line(.decimal(12.3456, 2)) == "12.35")
    #expect(line(.decimal(.nan, 2)) == "null")
    #expect(line(.text(nil)) == "null")
  }
}
