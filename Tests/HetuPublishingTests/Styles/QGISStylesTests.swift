import Foundation
import HetuCartography
import HetuSchemas
import Testing

@testable import HetuPublishing

@Suite struct QGISStylesTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/well.qml")

  @Test func `QML and SLD of every kind are well-formed`() throws {
    for style in QGISStyles.styles(for: try Kinds.builtIn().all) {
      #expect(ReadXML(style.qml)?.elements.first?.name == "qgis", "\(style.kind.name)")
      #expect(ReadXML(style.sld)?.elements.first?.name == "StyledLayerDescriptor", "\(style.kind.name)")
    }
  }

  @Test func `every property has its header as alias`() throws {
    for style in QGISStyles.styles(for: try Kinds.builtIn().all) {
      let read = try #require(ReadXML(style.qml))
      let aliases = Dictionary(
        uniqueKeysWithValues: zip(read.values("field", of: "alias"), read.values("name", of: "alias")))
      #expect(aliases.count == style.kind.properties.count + 1)
      for property in style.kind.properties { #expect(aliases[property.name] == property.header) }
    }
  }

  @Test func `every code of a text is in the form's list, with a way to leave it open`() throws {
    for kind in try Kinds.builtIn().all {
      let fields = try #require(QMLFormFields(style(of: kind).qml))
      for property in kind.properties where property.type == .text && !property.codes.isEmpty {
        let field = try #require(fields[property.name])
        #expect(field.widget == "ValueMap", "\(kind.name).\(property.name)")
        #expect(Array(field.values.suffix(property.codes.count)) == property.codes)
        #expect(field.values.count == property.codes.count + (property.isRequired ? 0 : 1))
      }
    }
  }

  @Test func `widgets follow the type of a property`() throws {
    let fields = try #require(QMLFormFields(style(of: try MadeUpKind.kind()).qml))
    let widgets = ["fid", "id", "use", "open", "drilled_on", "substances", "name"].map { fields[$0]?.widget }
    #expect(widgets == ["Hidden", "Hidden", "ValueMap", "CheckBox", "DateTime", "TextEdit", "TextEdit"])
    #expect(fields["substances"]?.options["IsMultiline"] == "true")
    #expect(fields["name"]?.options["IsMultiline"] == "false")
    #expect(fields["drilled_on"]?.options["display_format"] == "yyyy-MM-dd")
  }

  @Test func `every grade has a category, and the last is for all others`() throws {
    for kind in try Kinds.builtIn().all where kind.gradeProperty != nil && kind.geometry?.names == ["Point"] {
      let read = try #require(ReadXML(style(of: kind).qml))
      #expect(read.values("label", of: "category") == Grade.allCases.map(\.title))
      #expect(read.values("value", of: "category") == ["重大", "较大", "一般", ""])
      #expect(read.values("attr", of: "renderer-v2") == [kind.gradeProperty])
    }
  }

  @Test func `a kind of several geometries has a rule for each of them and each grade`() throws {
    let kind = try MadeUpKind.kind(geometry: ["Point", "MultiLineString", "Polygon"])
    let read = try #require(ReadXML(style(of: kind).qml))
    let filters = read.values("filter", of: "rule")
    for shape in ["Point", "Line", "Polygon"] { #expect(filters.contains("geometry_type($geometry) = '\(shape)'")) }
    #expect(filters.filter { $0 == "\"grade\" = '较大'" }.count == 3)
    #expect(filters.filter { $0 == "ELSE" }.count == 3)
    #expect(
      read.values("type", of: "symbol").suffix(12)
        == ["marker", "line", "fill"].flatMap { Array(repeating: $0, count: 4) })
  }

  @Test func `facilities have the forms of the map sheet, with a broken outline where they hold nothing`() throws {
    let kind = try #require(try Kinds.builtIn()["emergency_facility"])
    let read = try #require(ReadXML(style(of: kind).qml))
    let pictures = read.elements.filter { $0.name == "Option" && $0.attributes["name"] == "name" }
      .compactMap(\.attributes["value"]).filter { $0.hasPrefix("base64:") }
    let forms: [SymbolForm] = [.reservoir, .gate, .dam, .pond, .bridge, .channel, .otherFacility]
    let expected = forms.map {
      "base64:" + Data(SVGDocument.symbol($0, grade: .undetermined, millimetres: 4.2).text.utf8).base64EncodedString()
    }
    #expect(Set(pictures) == Set(expected))
    let broken = Data(
      SVGDocument.symbol(.bridge, grade: .undetermined, brokenOutline: true, millimetres: 4.2).text.utf8
    ).base64EncodedString()
    #expect(style(of: kind).qml.contains(broken))
    #expect(read.values("value", of: "category").contains("应急池"))
  }

  @Test(arguments: ["<script>alert(1)</script>", "甲\"乙'丙", "a&b;]]>", "行\n列\u{0}\u{8}"])
  func `a hostile text of a schema stays text`(_ text: String) throws {
    let kind = try MadeUpKind.kind(title: text, code: text, unit: text)
    let shown = text.replacing("\u{0}", with: "").replacing("\u{8}", with: "")
    let (_, qml, sld) = style(of: kind)
    let read = try #require(ReadXML(qml))
    #expect(read.values("name", of: "alias").contains("井深（\(shown)）"))
    #expect(try #require(QMLFormFields(qml))["use"]?.values.contains(shown) == true)
    #expect(try #require(ReadXML(sld)).elements.contains { $0.name == "se:Name" && $0.text == shown })
    #expect(!qml.contains("<script") && !sld.contains("<script"))
  }

  @Test func `rules for values are expressions that quote what they hold`() throws {
    let read = try #require(ReadXML(style(of: try MadeUpKind.kind()).qml))
    let rules = Dictionary(
      uniqueKeysWithValues: read.elements.filter { $0.name == "constraint" && $0.attributes["exp"] != nil }
        .map { ($0.attributes["field"] ?? "", $0.attributes) })
    #expect(rules["depth_m"]?["exp"] == "\"depth_m\" IS NULL OR (\"depth_m\" >= 0.0 AND \"depth_m\" <= 800.0)")
    #expect(rules["depth_m"]?["desc"] == "井深（m）：不小于0，不大于800")
    #expect(rules["permit"]?["exp"]?.contains(#"regexp_match("permit", '^[A-Z'']\\d+$') > 0"#) == true)
    let strengths = read.elements.first { $0.name == "constraint" && $0.attributes["field"] == "name" }
    #expect(strengths?.attributes["notnull_strength"] == "1")
  }

  @Test func `the lines are those of the map sheet`() throws {
    let text = try DrawnSample.sheetText()
    let strokes =
      StrokeTable.oilPipeline + StrokeTable.hazmatRoute + [StrokeTable.section]
      + ["一级", "二级", "准"].map { StrokeTable.zone(level: $0) }
      + ["省级", "地级", "县级"].map { StrokeTable.border(level: $0) }
    for stroke in strokes {
      let dashes = stroke.dashesMillimetres.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: " ")
      let isDrawn = text.split(separator: "\n").contains {
        $0.contains("stroke=\"\(stroke.colour)\" stroke-width=\"\(stroke.widthMillimetres)\"")
          && (dashes.isEmpty ? !$0.contains("stroke-dasharray") : $0.contains("stroke-dasharray=\"\(dashes)\""))
      }
      #expect(isDrawn, "\(stroke) is not on the sheet")
    }
    for colour in [StrokeTable.ownDistrict, StrokeTable.neighbour, StrokeTable.river.colour] {
      #expect(text.contains("\"\(colour)\""))
    }
  }

  @Test func `the style of a made-up kind is as it was recorded, and the same each time`() throws {
    let qml = style(of: try MadeUpKind.kind()).qml
    #expect(qml == style(of: try MadeUpKind.kind()).qml)
    let isRecording = ProcessInfo.processInfo.environment["HETU_RECORD"] == "1"
    if isRecording { try qml.write(to: Self.golden, atomically: true, encoding: .utf8) }
    let recorded = try String(contentsOf: Self.golden, encoding: .utf8)
    #expect(recorded == qml, "open a registry in QGIS and look, then record it with HETU_RECORD=1")
  }
}

/// What a QML says of each field's widget.
struct QMLFormFields {
  struct Field {
    var widget = ""
    var options: [String: String] = [:]
    /// The values of a drop-down list, in their order.
    var values: [String] = []
  }

  private var fields: [String: Field] = [:]

  init?(_ qml: String) {
    guard let read = ReadXML(qml) else { return nil }
    var name = ""
    for element in read.elements where element.parents.contains("fieldConfiguration") {
      switch element.name {
      case "field": name = element.attributes["name"] ?? ""
      case "editWidget": fields[name, default: Field()].widget = element.attributes["type"] ?? ""
      case "Option":
        guard let value = element.attributes["value"], let key = element.attributes["name"] else { continue }
        fields[name, default: Field()].options[key] = value
        if element.parents.count > 6 { fields[name, default: Field()].values.append(value) }
      default: continue
      }
    }
  }

  subscript(_ name: String) -> Field? { fields[name] }
}
