import Foundation
import HetuSchemas
import TestSupport
import Testing

@Suite struct OwnSchemaTests {
  /// A kind such as a bureau may add.
  static func schema(
    kind: String = "outfall", top: String = "", properties: String = #""depth_m": {"type": "number"}"#
  ) -> String {
    """
    {"x-hetu-kind": "\(kind)", "x-hetu-group": "river", "title": "排污口", "type": "object",
     "x-hetu-list": {"code": "ZJ-1", "title": "入河排污口清单"}, \(top) "properties": {\(properties)}}
    """
  }

  /// What is said against a schema, or nil where it is taken.
  static func fault(_ text: String, common: String = Kinds.commonText()) -> String? {
    do {
      _ = try Kinds(texts: [("own", text)], commonText: common)
      return nil
    } catch { return "\(error)" }
  }

  @Test func `a bureau's own kind is added to those that come with the program`() throws {
    let scratch = try Scratch()
    try scratch.write(Self.schema(), to: "outfall.json")
    try scratch.write("not a schema", to: "README.md")
    let kinds = try Kinds.builtIn(with: scratch.folder)
    #expect(kinds.all.count == 24)
    let own = try #require(kinds["outfall"])
    #expect(own.property("depth_m")?.type == .number)
    #expect(own.codePrefix == "ZJ-1" && own.geometry == nil)
    #expect(own.property("code")?.headers.contains("编码") == true)
  }

  @Test func `a schema of the same name takes the place of the program's`() throws {
    let scratch = try Scratch()
    try scratch.write(Self.schema(kind: "expert"), to: "our-experts.json")
    let kinds = try Kinds.builtIn(with: scratch.folder)
    #expect(kinds.all.count == 23)
    #expect(kinds["expert"]?.title == "排污口")
    #expect(kinds["expert"]?.property("phone") == nil)
  }

  @Test func `keywords of a common property can be replaced one by one`() throws {
    let text = Self.schema(top: #""required": ["name"],"#, properties: #""name": {"title": "排污口名称"}"#)
    let name = try #require(
      try Kinds(texts: [("own", text)], commonText: Kinds.commonText())["outfall"]?.property("name"))
    #expect(name.title == "排污口名称" && name.isRequired && name.maximumLength == 100)
  }

  @Test func `a folder that is none, or holds no schema, is refused`() throws {
    let scratch = try Scratch()
    #expect(throws: SchemaError.self) { try Kinds.builtIn(with: scratch.url("none")) }
    #expect(throws: SchemaError.self) { try Kinds.builtIn(with: scratch.folder) }
    try Data([0x7b, 0xff, 0xfe, 0x7d]).write(to: scratch.url("bytes.json"))
    let error = #expect(throws: SchemaError.self) { try Kinds.builtIn(with: scratch.folder) }
    #expect(error?.schema == "bytes.json" && error?.message.contains("UTF-8") == true)
  }

  @Test(arguments: [
    ("no JSON at all", "is no JSON"),
    ("[1, 2]", "is no JSON object"),
    (#"{"x-hetu-kind": 5}"#, "x-hetu-kind must be a text"),
    (schema(kind: "Outfall"), "“Outfall”"),
    (schema(kind: "a; DROP TABLE river"), "lower-case"),
    (schema(kind: "hetu_setting"), "is kept"),
    (schema(kind: "common"), "is kept"),
    (schema(kind: String(repeating: "a", count: 41)), "at most 40"),
    (schema().replacing(#""river""#, with: #""lake""#), "x-hetu-group must be one of"),
    (schema().replacing(#""title": "入河排污口清单""#, with: #""name": "x""#), "x-hetu-list"),
    (schema(properties: #""depth_m": {"type": "object"}"#), "own, property depth_m: type “object”"),
    (schema(properties: #""depth_m": {"type": ["number", "null"]}"#), "type “none”"),
    (schema(properties: #""depth_m": 5"#), "properties must be an object"),
    (schema(properties: #""Tiefe": {"type": "number"}"#), "“Tiefe”"),
    (schema(properties: #""a\"b": {"type": "number"}"#), "lower-case"),
    (schema(properties: #""fid": {"type": "integer"}"#), "“fid”"),
    (schema(properties: #""operation": {"type": "string"}"#), "“operation”"),
    (schema(properties: #""a": {"type": "string", "pattern": "([0-9]"}"#), "own, property a: pattern “([0-9]”"),
    (schema(properties: #""a": {"type": "string", "enum": [1, 2]}"#), "own, property a: enum"),
    (schema(properties: #""a": {"type": "string", "x-hetu-sensitive": "secret"}"#), "phone or personal"),
    (
      schema(properties: #""a": {"type": "array", "items": {"properties": {"b": {"type": "x"}}}}"#),
      "property a, property b"
    ),
    (schema(properties: #""geometry": {"x-hetu-geometry": []}"#), "property geometry"),
    (schema(properties: #""geometry": {"x-hetu-geometry": ["Circle"]}"#), "property geometry"),
    (schema(top: #""required": ["width_m"],"#), "required names “width_m”"),
    (schema(top: #""x-hetu-grade-property": "grade","#), "x-hetu-grade-property names “grade”"),
    (schema(properties: #""code": {"type": "integer"}"#), "property code"),
    (schema(properties: (0...300).map { #""p\#($0)": {"type": "number"}"# }.joined(separator: ",")), "at most 300"),
    (schema(top: #""description": "\#(String(repeating: "长", count: 400_000))","#), "larger than 1 MiB"),
    (String(repeating: "[", count: 100_000), "is no JSON"),
  ])
  func `a broken schema is refused with its place`(_ text: String, _ expected: String) throws {
    let said = try #require(Self.fault(text), "was taken")
    #expect(said.hasPrefix("schema own") && said.contains(expected), "\(said)")
  }

  @Test func `common properties without one that every kind needs are refused`() {
    let common = #"{"properties": {"id": {"type": "string"}}}"#
    #expect(Self.fault(Self.schema(), common: common)?.contains("property code is missing") == true)
  }

  @Test func `two kinds are the same when their schemas are`() throws {
    let one = try Kinds(texts: [("own", Self.schema())], commonText: Kinds.commonText())
    let other = try Kinds(texts: [("own", Self.schema())], commonText: Kinds.commonText())
    let changed = try Kinds(texts: [("own", Self.schema(properties: ""))], commonText: Kinds.commonText())
    #expect(one["outfall"] == other["outfall"])
    #expect(one["outfall"] != changed["outfall"])
  }
}
