import Foundation
import HetuSchemas

@testable import HetuPublishing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The elements of an XML text with their attributes; nil where it is not well-formed.
final class ReadXML: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    let parents: [String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  init?(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, parents: open.map { elements[$0].name }))
    open.append(elements.count - 1)
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    if let index = open.last { elements[index].text += characters }
  }

  /// The values of an attribute of all elements of that name.
  func values(_ attribute: String, of name: String, under parent: String? = nil) -> [String] {
    elements.filter { $0.name == name && (parent == nil || $0.parents.contains(parent ?? "")) }
      .compactMap { $0.attributes[attribute] }
  }
}

/// A kind made up for tests, with one property of each type.
enum MadeUpKind {
  static func kind(title: String = "监测井", code: String = "甲", unit: String = "m", geometry: [String] = ["Point"]) throws
    -> Kind
  {
    let schema: [String: Any] = [
      "title": title, "x-hetu-kind": "well", "x-hetu-group": "risk_source",
      "x-hetu-list": ["code": "ZD-1", "title": title], "x-hetu-grade-property": "grade", "required": ["name"],
      "properties": [
        "geometry": ["x-hetu-geometry": geometry],
        "grade": ["title": "风险等级", "type": "string", "enum": ["重大", "较大", "一般"], "x-ogc-propertySeq": 10],
        "use": ["title": "用途", "type": "string", "enum": [code, "乙"], "x-ogc-propertySeq": 20],
        "depth_m": [
          "title": "井深", "type": "number", "minimum": 0, "maximum": 800, "x-ogc-unit": unit, "x-ogc-propertySeq": 30,
        ],
        "open": ["title": "启用", "type": "boolean", "x-ogc-propertySeq": 40],
        "drilled_on": ["title": "成井日期", "type": "string", "format": "date", "x-ogc-propertySeq": 50],
        "substances": ["title": "污染物", "type": "array", "items": ["type": "string"], "x-ogc-propertySeq": 60],
        "permit": [
          "title": "许可证", "type": "string", "maxLength": 20, "pattern": "^[A-Z']\\d+$", "x-ogc-propertySeq": 70,
        ],
      ],
    ]
    let text = String(decoding: try JSONSerialization.data(withJSONObject: schema), as: UTF8.self)
    let kinds = try Kinds(texts: [("well", text)], commonText: Kinds.commonText())
    return kinds.all[0]
  }
}

func style(of kind: Kind) -> (kind: Kind, qml: String, sld: String) { QGISStyles.styles(for: [kind])[0] }
