import HetuSchemas

/// The fields of a layer in QML: titles, widgets, rules, and the form that they are edited in.
struct QMLForm {
  let kind: Kind

  private static let hidden: Set<String> = ["fid", "id"]
  /// What Hetu writes when a record comes in, and nobody changes afterwards.
  private static let readOnly: Set<String> = ["fid", "id", "source", "source_position", "source_crs"]
  /// The value that QGIS takes for none in a drop-down list.
  private static let none = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"

  /// The fields of the layer in the order of its columns.
  private var fields: [String] { ["fid"] + kind.properties.map(\.name) }

  /// The elements of a QML that concern fields.
  func elements() -> [StyleElement] {
    [
      StyleElement(
        "fieldConfiguration", [:],
        [Self.field("fid", type: "Hidden", [])]
          + kind.properties.map { property in
            let (type, options) = Self.widget(property)
            return Self.field(property.name, type: type, options)
          }),
      StyleElement(
        "aliases", [:],
        [StyleElement("alias", ["index": "0", "field": "fid", "name": "序号"])]
          + kind.properties.enumerated().map {
            StyleElement("alias", ["index": "\($0 + 1)", "field": $1.name, "name": $1.header])
          }),
      StyleElement("constraints", [:], kind.properties.map(Self.constraint)),
      StyleElement(
        "constraintExpressions", [:],
        kind.properties.compactMap { property in
          QGISExpression.rule(for: property).map {
            StyleElement("constraint", ["field": property.name, "exp": $0.expression, "desc": $0.words])
          }
        }),
      StyleElement(
        "attributetableconfig", ["actionWidgetStyle": "dropDown", "sortExpression": "", "sortOrder": "0"],
        [
          StyleElement(
            "columns", [:],
            fields.map {
              StyleElement(
                "column", ["type": "field", "name": $0, "hidden": Self.hidden.contains($0) ? "1" : "0", "width": "-1"])
            })
        ]),
      StyleElement("editorlayout", text: "tablayout"),
      StyleElement("attributeEditorForm", [:], tabs),
      StyleElement(
        "editable", [:],
        fields.filter(Self.readOnly.contains).map { StyleElement("field", ["name": $0, "editable": "0"]) }),
      StyleElement("previewExpression", text: QGISExpression.name(of: kind)),
    ]
  }

  /// What the official list wants first, then the rest, then where a record comes from.
  private var tabs: [StyleElement] {
    let origin: Set<String> = Self.readOnly.union(["verified_on"])
    let main: Set<String> = ["code", "name", "district", "remark"]
    let shown = kind.properties.enumerated().filter { !Self.hidden.contains($1.name) }
    let groups = Dictionary(grouping: shown) { _, property in
      origin.contains(property.name) ? "来源" : main.contains(property.name) || property.isExpected ? "主要" : "详细"
    }
    return ["主要", "详细", "来源"].compactMap { title in
      groups[title].map { group in
        StyleElement(
          "attributeEditorContainer",
          [
            "name": title, "columnCount": group.count > 12 ? "2" : "1", "groupBox": "0", "showLabel": "1",
            "visibilityExpressionEnabled": "0", "visibilityExpression": "",
          ],
          group.map {
            StyleElement("attributeEditorField", ["index": "\($0 + 1)", "name": $1.name, "showLabel": "1"])
          })
      }
    }
  }

  private static func field(_ name: String, type: String, _ options: [StyleElement]) -> StyleElement {
    StyleElement(
      "field", ["name": name, "configurationFlags": "None"],
      [StyleElement("editWidget", ["type": type], [StyleElement("config", [:], [QMLOption.map(options)])])])
  }

  private static func widget(_ property: Property) -> (type: String, options: [StyleElement]) {
    switch property.type {
    case _ where hidden.contains(property.name): ("Hidden", [])
    case .boolean:
      ("CheckBox", [QMLOption.flag("AllowNullState", true), QMLOption.number("TextDisplayMethod", 0)])
    case .date:
      (
        "DateTime",
        [
          QMLOption.flag("allow_null", true), QMLOption.flag("calendar_popup", true),
          QMLOption.text("display_format", "yyyy-MM-dd"), QMLOption.text("field_format", "yyyy-MM-dd"),
          QMLOption.flag("field_iso_format", false),
        ]
      )
    case .text where !property.codes.isEmpty: ("ValueMap", [QMLOption.list("map", choices(property))])
    default: ("TextEdit", [QMLOption.flag("IsMultiline", isLong(property)), QMLOption.flag("UseHtml", false)])
    }
  }

  private static func choices(_ property: Property) -> [StyleElement] {
    let codes = property.codes.map { ($0, $0) }
    return ((property.isRequired ? [] : [("（未填）", none)]) + codes).map {
      QMLOption.map([QMLOption.text($0, $1)])
    }
  }

  private static func isLong(_ property: Property) -> Bool {
    property.type == .list
      || property.type == .text && (property.maximumLength ?? 0) >= 300 && !readOnly.contains(property.name)
  }

  /// What must be there is refused when it lacks; other rules warn, because a list may hand in what breaks them.
  private static func constraint(_ property: Property) -> StyleElement {
    let isUnique = property.name == "code"
    let hasRule = QGISExpression.rule(for: property) != nil
    return StyleElement(
      "constraint",
      [
        "field": property.name,
        "constraints": "\((property.isRequired ? 1 : 0) | (isUnique ? 2 : 0) | (hasRule ? 4 : 0))",
        "notnull_strength": property.isRequired ? "1" : "0", "unique_strength": isUnique ? "2" : "0",
        "exp_strength": hasRule ? "2" : "0",
      ])
  }
}
