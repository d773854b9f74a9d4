/// Codes of districts by GB/T 2260, with the digits of towns and villages behind them.
public enum DistrictCode {
  /// The county that a code lies in: of a town's nine or a village's twelve digits the first six.
  public static func county(_ code: String) -> String { String(code.prefix(6)) }
}

extension Record {
  /// The code of the county that the record lies in; empty where it names no district.
  public var county: String { DistrictCode.county(self["district"].text ?? "") }
}
