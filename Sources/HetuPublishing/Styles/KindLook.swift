import HetuCartography
import HetuRegistry
import HetuSchemas

/// How the records of a kind are drawn in a GIS: cases told apart by the value of one property.
struct KindLook {
  /// What a geometry is drawn as.
  enum Shape: String, CaseIterable {
    case point = "Point"
    case line = "LineString"
    case area = "Polygon"
  }

  /// The look of the records with one value.
  struct Case {
    /// The value; nil for all other records, also those without a value.
    let value: String?
    /// What a legend calls it.
    let title: String
    let point: PointLook
    let line: LineLook
    let area: AreaLook
  }

  /// The shapes that the kind's geometries may have; empty for a kind without.
  let shapes: [Shape]
  /// The property that tells the cases apart; nil where there is but one case.
  let property: Property?
  /// The cases; the last is for all other records.
  let cases: [Case]

  init(_ kind: Kind) {
    shapes = Shape.allCases.filter { shape in
      kind.geometry?.names.contains { $0 == shape.rawValue || $0 == "Multi\(shape.rawValue)" } ?? false
    }
    let form = Self.form(of: kind)
    let level = kind.property(Self.levelProperties[kind.name] ?? "")
    if let level {
      property = level
      cases = (level.codes.map(Optional.some) + [nil]).map {
        Self.look(kind, value: $0, title: $0 ?? "未定\(level.title)", form: form, grade: .undetermined)
      }
    } else if let formProperty = Self.formProperty(of: kind) {
      property = formProperty
      let own = formProperty.codes.filter { Self.form(of: kind, formProperty, $0) != form }
      cases =
        own.map {
          Self.look(kind, value: $0, title: $0, form: Self.form(of: kind, formProperty, $0), grade: .undetermined)
        } + [Self.look(kind, value: nil, title: form.title, form: form, grade: .undetermined)]
    } else if let gradeProperty = kind.gradeProperty.flatMap(kind.property) {
      property = gradeProperty
      cases = Grade.allCases.map {
        Self.look(kind, value: $0 == .undetermined ? nil : $0.title, title: $0.title, form: form, grade: $0)
      }
    } else {
      property = nil
      cases = [Self.look(kind, value: nil, title: kind.title, form: form, grade: .undetermined)]
    }
  }

  /// Kinds whose lines or outlines differ by the value of a property.
  private static let levelProperties = ["protection_zone": "zone_level", "district": "level"]

  private static func look(_ kind: Kind, value: String?, title: String, form: SymbolForm, grade: Grade) -> Case {
    Case(
      value: value, title: title, point: PointLook(form: form, grade: grade, kind: kind),
      line: LineLook(kind, form: form, grade: grade), area: AreaLook(kind, value: value, form: form, grade: grade))
  }

  /// The form of a kind's records, or of those with the given value.
  private static func form(of kind: Kind, _ property: Property? = nil, _ value: String? = nil) -> SymbolForm {
    let values = kind.properties.map { $0.name == property?.name ? value.map(Value.text) ?? .null : .null }
    return KindSymbols.form(of: Record(kind: kind, fid: 0, values: values, geometry: nil)) ?? .otherFacility
  }

  /// The code list that a symbol's form hangs on.
  private static func formProperty(of kind: Kind) -> Property? {
    let usual = form(of: kind)
    return kind.properties.first { property in
      property.type == .text && property.codes.contains { form(of: kind, property, $0) != usual }
    }
  }
}

/// A point's symbol: that of the map sheet.
struct PointLook {
  let form: SymbolForm
  let grade: Grade
  /// What must hold for a closed outline; nil where the outline is always closed.
  let closedIf: String?

  init(form: SymbolForm, grade: Grade, kind: Kind) {
    self.form = form
    self.grade = grade
    let holds = form.isFacility ? kind.property("functions").flatMap { $0.codes.contains("暂存") ? $0 : nil } : nil
    closedIf = holds.map {
      "coalesce(array_contains(\(QGISExpression.column($0.name)), \(QGISExpression.text("暂存"))), false)"
    }
  }

  var millimetres: Double { grade.symbolMillimetres }
  var colour: String { form.colour ?? grade.colour }

  func picture(brokenOutline: Bool) -> SVGDocument {
    SVGDocument.symbol(form, grade: grade, brokenOutline: brokenOutline, millimetres: millimetres)
  }
}
