/// Codes of districts by GB/T 2260, with the digits of towns and villages behind them.
public enum DistrictCode {
  /// The county that a code lies in: of a town's nine or a village's twelve digits the first six.
  public static func county(_ code: String) -> String { String(code.prefix(6)) }

  /// The beginning that all codes within a district have: of 411200, the city, `4112`.
  public static func beginning(_ code: String) -> String {
    var code = Substring(code)
    while code.count > 2, code.hasSuffix("00") { code = code.dropLast(2) }
    return String(code)
  }

  /// Whether a district lies within another one, or is it; an empty code lies nowhere.
  public static func covers(_ outer: String, _ code: String) -> Bool { code.hasPrefix(beginning(outer)) }
}

extension Record {
  /// The code of the county that the record lies in; empty where it names no district.
  public var county: String { DistrictCode.county(self["district"].text ?? "") }
}
