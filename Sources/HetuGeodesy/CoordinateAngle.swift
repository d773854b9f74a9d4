/// One ordinate as an angle.
struct CoordinateAngle {
  typealias Level = CoordinateToken.Level

  let degrees: Double
  /// Half of the last digit, in degrees.
  let halfDigitDegrees: Double
  let label: CoordinateToken.Label?
  /// What the form leaves open.
  let assumptions: [CoordinateReading.Assumption]
  /// Whether four decimals could be minutes and seconds.
  let isMaybePacked: Bool

  /// A plain decimal number of degrees.
  init(_ number: PlainNumber) {
    degrees = number.value
    halfDigitDegrees = number.halfDigit
    label = nil
    assumptions = number.decimals == 0 ? [.minutesMissing] : []
    isMaybePacked = Self.isMaybePacked(number)
  }

  /// The angle of a group.
  /// - Throws: `GeodesyError` for minutes and seconds of sixty and more, and for decimals before the last part.
  init(_ group: CoordinateGroup, text: String, notation: CoordinateText.Notation) throws(GeodesyError) {
    var parts = group.parts
    if notation == .packed, group.isPlain { parts = try Self.unpacked(parts[0].number, text: text) }
    label = group.label
    let isNegativeNumber = parts[0].number.isNegative
    var sum = 0.0
    for (index, part) in parts.enumerated() {
      let level = part.level ?? .degrees
      guard level.rawValue == index else {
        throw GeodesyError(.unreadableText, "坐标“\(text.prefix(60))”缺少\(Level(rawValue: index)?.title ?? "度")，请补全度、分、秒")
      }
      guard index == parts.count - 1 || part.number.decimals == 0 else {
        throw GeodesyError(.unreadableText, "坐标“\(text.prefix(60))”的\(level.title)带小数，后面却还有数，请核对")
      }
      let value = abs(part.number.value)
      guard level == .degrees ? value <= 180 : value < 60 else {
        let limit = level == .degrees ? "度大于180" : "\(level.title)大于等于60"
        throw GeodesyError(.valueOutOfRange, "“\(text.prefix(60))”的\(limit)，请核对")
      }
      sum += value * (3600 / level.perDegree)
    }
    degrees = (isNegativeNumber != (label?.isNegative ?? false) ? -sum : sum) / 3600
    let last = parts[parts.count - 1]
    halfDigitDegrees = last.number.halfDigit / (last.level ?? .degrees).perDegree
    assumptions = Self.assumptions(parts, label: label)
    isMaybePacked = notation == .automatic && group.isPlain && label == nil && Self.isMaybePacked(last.number)
  }

  /// Whether an angle can be a longitude in China.
  var isLongitudeInChina: Bool { (73...136).contains(degrees) }
  /// Whether an angle can be a latitude in China.
  var isLatitudeInChina: Bool { (3...54).contains(degrees) }

  private static func assumptions(
    _ parts: [CoordinateGroup.Part], label: CoordinateToken.Label?
  ) -> [CoordinateReading.Assumption] {
    var result: [CoordinateReading.Assumption] = []
    if label == nil, parts.contains(where: \.isMarked) { result.append(.hemisphereMissing) }
    if parts.count < 3, parts[parts.count - 1].number.decimals == 0 {
      result.append(parts.count == 2 ? .secondsMissing : .minutesMissing)
    }
    return result
  }

  /// Degrees, minutes and seconds from DDD.MMSS…; zeros at the end may have been dropped.
  private static func unpacked(_ number: PlainNumber, text: String) throws(GeodesyError) -> [CoordinateGroup.Part] {
    let whole = String(Int(abs(number.value)))
    guard let digits = number.digits else {
      throw GeodesyError(.unreadableText, "“\(text.prefix(60))”的位数过多，不像“度.分秒”写法，请核对")
    }
    let all = String(digits)
    let padding = String(repeating: "0", count: max(0, number.decimals - all.count))
    var fraction = (padding + all).suffix(number.decimals)
    while fraction.count < 4 { fraction += "0" }
    let seconds = fraction.dropFirst(2)
    let written = [
      whole, String(fraction.prefix(2)),
      seconds.count > 2 ? "\(seconds.prefix(2)).\(seconds.dropFirst(2))" : "\(seconds)",
    ]
    var parts: [CoordinateGroup.Part] = []
    for (index, part) in written.enumerated() {
      guard let value = PlainNumber(part) else { throw CoordinateToken.unreadable(text, at: part) }
      parts.append(
        .init(
          number: index == 0 && number.isNegative ? value.negated : value, level: Level(rawValue: index), isMarked: true
        ))
    }
    return parts
  }

  private static func isMaybePacked(_ number: PlainNumber) -> Bool {
    guard number.decimals == 4, let digits = number.digits else { return false }
    return digits % 100 < 60 && digits / 100 % 100 < 60
  }
}
