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
  ///   - functions: what an emergency facility can do, such as 拦截 and 暂存; nil where that is not known of it, and its outline then whole.
  public static func svg(of kind: Kind, class kindClass: String?, grade: String?, functions: [String]? = nil) -> String
  {
    let values = kind.properties.map { property -> Value in
      if property.name == kind.gradeProperty { return grade.map(Value.text) ?? .null }
      if property.name == "functions", let functions { return list(functions) }
      return ["target_class", "facility_class"].contains(property.name) ? kindClass.map(Value.text) ?? .null : .null
    }
    let record = Record(kind: kind, fid: 0, values: values, geometry: nil)
    let (form, grade) = (KindSymbols.form(of: record) ?? .otherFacility, KindSymbols.grade(of: record))
    let isBroken = functions != nil && KindSymbols.hasBrokenOutline(record)
    return SVGDocument.symbol(form, grade: grade, brokenOutline: isBroken, millimetres: grade.symbolMillimetres).text
  }
  private static func list(_ texts: [String]) -> Value {
    var bytes: [UInt8] = []
    JSONValue.array(texts.map(JSONValue.string)).append(to: &bytes)
    return .list(String(decoding: bytes, as: UTF8.self))
  }
}
