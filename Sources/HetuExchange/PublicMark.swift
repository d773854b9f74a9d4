import HetuRegistry

/// How what was made for the public is known again: its coarsened positions and missing telephones would take the place of the true ones, so
/// that no import takes it.
///
/// Lists have the word in their titles; rows and features of every format carry it themselves, so that it stays when they are stored anew.
public enum PublicMark {
  /// The word.
  public static let word = "公开版"

  /// The column that says for whom a row was made.
  public static let column = OutputColumn(name: "audience", title: "版本", kind: .text)

  /// Why it is not taken.
  static let refusal = "公开版，电话已隐去，敏感位置已取整，导入会覆盖登记库中的准确内容；请改用内部版（不加 --audience public）"

  /// Whether a text marks what it stands in or over as made for the public.
  static func marks(_ text: String) -> Bool { text.contains(word) && !text.contains("非\(word)") }

  /// The place of the column in a file's fields, or nil.
  static func column(of fields: [SourceField]) -> Int? {
    fields.firstIndex { [column.name, column.title].contains(Header($0.name).key) }
  }
}

extension Audience {
  /// What the mark's column holds for this audience; nil where nothing is marked.
  public var mark: String? { self == .public ? PublicMark.word : nil }
}
