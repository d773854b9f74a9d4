import Foundation
import HetuRegistry

/// A column header as files have it, and what it comes down to when compared.
struct Header: Hashable {
  /// As in the file, line breaks as spaces.
  let text: String
  /// Without space, brackets and their content, case and width.
  let key: String
  /// What stands in its brackets: usually a unit.
  let bracketed: String?
  /// The key with those of the headers over it, the longest first, then the key alone: 设计 over 库容 is `设计库容`, `库容`.
  private(set) var keys: [String]

  /// The header of a column, with those over it where a table's headers take several rows.
  init(_ field: SourceField) {
    self.init(field.name)
    let groups = field.groups.map { Header($0).key }
    keys = groups.indices.map { groups[$0...].joined() + key } + [key]
  }

  init(_ raw: String) {
    text = raw.replacingOccurrences(of: "\n", with: " ").trimmingCharacters(in: .whitespacesAndNewlines)
    var key = ""
    var bracketed = ""
    var depth = 0
    for character in ValueReading.halfWidth(raw).lowercased() where !character.isWhitespace {
      switch character {
      case "(", "[", "【", "〔": depth += 1
      case ")", "]", "】", "〕": depth = max(0, depth - 1)
      case "*", "：", ":": continue
      default: if depth == 0 { key.append(character) } else { bracketed.append(character) }
      }
    }
    if Self.districts.contains(key), !bracketed.isEmpty, bracketed.allSatisfy({ "县市区旗、,/".contains($0) }) {
      key = "县市区"
      bracketed = ""
    }
    self.key = key.isEmpty ? bracketed : key
    keys = [self.key]
    self.bracketed = bracketed.isEmpty || key.isEmpty ? nil : bracketed
  }

  /// With other sorts of districts in brackets, 县（市、区）, these head the column of the district; alone they could be anything.
  private static let districts: Set<String> = ["县", "区"]

  /// A unit in one way of writing: `万立方米` and `万m3` are `万m³`.
  static func unit(_ text: String) -> String {
    var unit = ValueReading.halfWidth(text).lowercased().filter { !$0.isWhitespace }
    for (long, short) in [
      ("立方米", "m3"), ("平方公里", "km2"), ("平方千米", "km2"), ("平方米", "m2"), ("公里", "km"), ("千米", "km"), ("毫米", "mm"),
      ("米", "m"),
      ("³", "3"), ("²", "2"), ("秒", "s"), ("小时", "h"), ("分钟", "min"), ("吨", "t"), ("天", "d"), ("日", "d"), ("年", "a"),
      ("兆帕", "mpa"), ("㎡", "m2"), ("单位", ""), (":", ""), ("%", "pct"), ("％", "pct"),
    ] {
      unit = unit.replacingOccurrences(of: long, with: short)
    }
    return unit
  }
}
