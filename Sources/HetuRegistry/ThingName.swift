/// Names as they are compared: two branches rarely write the same thing the same way.
public struct ThingName: Sendable {
  /// Names of districts with and without their last character, the longest first.
  private let districtNames: [String]

  /// Names compared in a registry of these districts.
  public init(districtNames: some Sequence<String>) {
    let names = districtNames.map(Self.normal).filter { $0.count > 1 }
    self.districtNames = Set(names + names.filter { $0.count > 2 }.map { String($0.dropLast()) })
      .sorted { ($1.count, $0) < ($0.count, $1) }
  }

  /// The name in half-width lower-case letters, without space and brackets.
  public static func normal(_ name: String) -> String {
    ValueReading.halfWidth(name).lowercased().filter { !$0.isWhitespace && !"()[]".contains($0) }
  }

  /// The normal name without districts before it and the form of the company after it.
  public func core(_ name: String) -> String {
    var core = Self.normal(name)
    while let district = districtNames.first(where: { core.hasPrefix($0) && core.count > $0.count + 1 }) {
      core.removeFirst(district.count)
    }
    for form in ["股份有限公司", "有限责任公司", "有限公司"] where core.hasSuffix(form) && core.count > form.count {
      core.removeLast(form.count)
    }
    return core
  }
}
