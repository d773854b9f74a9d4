import HetuSchemas

/// Parts of expressions in the language of QGIS.
enum QGISExpression {
  /// The value of a column.
  static func column(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  /// A text as a constant.
  static func text(_ text: String) -> String {
    "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
  }

  /// What a record is called: its name, or where that may lack, the first text that may not.
  static func name(of kind: Kind) -> String {
    guard kind.property("name")?.isRequired != true,
      let other = kind.properties.first(where: { $0.isRequired && $0.type == .text })
    else { return column("name") }
    return "coalesce(\(column("name")), \(column(other.name)))"
  }

  /// What a value must meet besides its type, with the words for it; nil where any value will do.
  static func rule(for property: Property) -> (expression: String, words: String)? {
    let column = column(property.name)
    var clauses: [(expression: String, words: String)] = []
    if let minimum = property.minimum { clauses.append(("\(column) >= \(minimum)", "不小于\(plain(minimum))")) }
    if let maximum = property.maximum { clauses.append(("\(column) <= \(maximum)", "不大于\(plain(maximum))")) }
    if property.type == .text || property.type == .yearMonth {
      if let length = property.maximumLength {
        clauses.append(("length(\(column)) <= \(length)", "不超过\(length)个字"))
      }
      if let pattern = property.pattern {
        clauses.append(("regexp_match(\(column), \(text(pattern))) > 0", "格式须符合要求"))
      }
    }
    guard !clauses.isEmpty else { return nil }
    // A value that is not known breaks no rule.
    let all = clauses.map(\.expression).joined(separator: " AND ")
    return ("\(column) IS NULL OR (\(all))", "\(property.header)：\(clauses.map(\.words).joined(separator: "，"))")
  }

  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
