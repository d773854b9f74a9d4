/// The unified social credit code (统一社会信用代码, GB 32100-2015).
public enum CreditCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  /// Whether the 18th character is the check of the first 17: `(31 − Σ Cᵢ·Wᵢ mod 31) mod 31` with `Wᵢ = 3^(i−1) mod 31` (GB 32100-2015,
  /// clause 4). A few legal codes of the first years fail it, so a failure is a warning, never a reason to refuse.
  public static func isValid(_ code: String) -> Bool {
    let values = code.compactMap { alphabet.firstIndex(of: $0) }
    guard values.count == 18, code.count == 18 else { return false }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return values[17] == (31 - sum % 31) % 31
  }
}

extension CreditCode {
  /// Whether the ninth character of an organisation code (GB 11714-1997) is the check of the first eight:
  /// `11 − Σ Cᵢ·Wᵢ mod 11` with weights 3, 7, 9, 10, 5, 8, 4, 2; 10 is X, 11 is 0.
  static func isValidOrganisation(_ code: String) -> Bool {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let values = code.prefix(8).compactMap { digits.firstIndex(of: $0) }
    guard code.count == 9, values.count == 8, let last = code.last else { return false }
    let check = 11 - zip(values, [3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + $1.0 * $1.1 } % 11
    return last == (check == 10 ? "X" : check == 11 ? "0" : digits[check])
  }
}
