import HetuCartography
import HetuRegistry
import HetuSchemas

/// The symbol of a record by itself, the same as on the map sheet.
public enum RecordSymbol {
  /// The picture as SVG.
  ///
  /// - Parameters:
  ///   - kindClass: what tells the forms of one kind apart, such as 闸坝; nil where nothing does.
  ///   - grade: 重大, 较大 or 一般; anything else is undetermined.
  public static func svg(of kind: Kind, class kindClass: String?, grade: String?) -> String {
    let values = kind.properties.map { property -> Value in
      if property.name == kind.gradeProperty { return grade.map(Value.text) ?? .null }
      return ["target_class", "facility_class"].contains(property.name) ? kindClass.map(Value.text) ?? .null : .null
    }
    let record = Record(kind: kind, fid: 0, values: values, geometry: nil)
    let (form, grade) = (KindSymbols.form(of: record) ?? .otherFacility, KindSymbols.grade(of: record))
    return SVGDocument.symbol(form, grade: grade, brokenOutline: false, millimetres: grade.symbolMillimetres).text
  }
}
