import Foundation
import HetuHydrology

/// Finds the numbers of a plan's documents in its `plan.json`: near where it tells of what the document tells of.
struct PlanNumbers {
  /// A number of `plan.json`.
  private struct Figure {
    let number: Double
    /// Whether it is one of hours or minutes.
    let isTime: Bool
  }

  private indirect enum JSON: Decodable {
    case null, boolean
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if (try? value.decode(Bool.self)) != nil {
        self = .boolean
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else if let text = try? value.decode(String.self) {
        self = .text(text)
      } else if let list = try? value.decode([JSON].self) {
        self = .list(list)
      } else {
        self = .object(try value.decode([String: JSON].self))
      }
    }

    /// The number of rows, where it is a list, and all numbers in it but positions.
    func figures(_ name: String = "") -> [Figure] {
      switch self {
      case .number(let number):
        [Figure(number: number, isTime: name.hasSuffix("_h") || name.hasSuffix("min") || name == "hours")]
      case .list(let list): [Figure(number: Double(list.count), isTime: false)] + list.flatMap { $0.figures(name) }
      case .object(let members):
        members.flatMap { member, value in
          member.hasSuffix("lon") || member.hasSuffix("lat")
            ? [] : value.figures(Season(rawValue: member) == nil ? member : name)
        }
      case .null, .boolean, .text: []
      }
    }

    var texts: [String] {
      switch self {
      case .text(let text): [text]
      case .list(let list): list.flatMap(\.texts)
      case .object(let members): members.values.flatMap(\.texts)
      case .null, .boolean, .number: []
      }
    }

    var objects: [[String: JSON]] {
      switch self {
      case .list(let list): list.flatMap(\.objects)
      case .object(let members): [members] + members.values.flatMap(\.objects)
      case .null, .boolean, .number, .text: []
      }
    }

    subscript(name: String) -> JSON {
      if case .object(let members) = self { members[name] ?? .null } else { .null }
    }
  }

  /// A part of `plan.json` in which a number may stand: its objects by the names of what they tell of.
  private struct Part {
    let figures: [Figure]
    private let named: [(name: String, figures: [Figure])]

    init(_ json: JSON, names: [String: String]) {
      figures = json.figures()
      named = json.objects.compactMap { object in
        let text = { (member: String) -> String? in if case .text(let text) = object[member] { text } else { nil } }
        return (text("name") ?? text("ref").flatMap { names[$0] } ?? text("agent") ?? text("from"))
          .map { ($0, JSON.object(object).figures()) }
      }
    }

    /// The numbers that are told of what a text names.
    func figures(namedIn text: String) -> [Figure] { named.filter { text.contains($0.name) }.flatMap(\.figures) }
  }

  private let plan: Part
  private let scenarios: [Part]
  /// What stands in texts, numbers and all: places, phones, codes, dates, warnings, formulas; the longest first.
  private let texts: [String]
  /// The constants of formulas, and clauses.
  private let constants: [Double]

  init(json bytes: Data) throws {
    let json = try JSONDecoder().decode(JSON.self, from: bytes)
    guard case .object(var members) = json, case .list(let scenarios) = json["scenarios"] else {
      throw CocoaError(.coderReadCorrupt)
    }
    members["scenarios"] = nil
    let pairs = json.objects.compactMap { object -> (String, String)? in
      if case .text(let name) = object["name"], case .text(let reference) = object["ref"] {
        (reference, name)
      } else {
        nil
      }
    }
    let names = Dictionary(pairs) { first, _ in first }
    plan = Part(.object(members), names: names)
    self.scenarios = scenarios.map { Part($0, names: names) }
    let formulas = json["formulas"].texts + scenarios.flatMap { $0["response"]["formulas"].texts }
    let clauses = json.objects.flatMap { $0["clause"]?.texts ?? [] }
    constants =
      formulas.flatMap { $0.matches(of: Self.number).compactMap { Double($0.output) } }
      + clauses.compactMap(Double.init)
    texts = Set(json.texts).filter { $0.count > 1 && $0.contains(/[0-9]/) }.sorted {
      ($1.count, $0) < ($0.count, $1)
    }
  }

  private static var number: Regex<Substring> { /[0-9]+(?:\.[0-9]+)?/ }
  private static var token: Regex<Substring> { /[−+-]?[0-9]+(?:\.[0-9]+)?(?::[0-9][0-9])?/ }

  /// What is numbered or is a unit, an example or a day, and no figure of the plan.
  private static var sortedOut: [Regex<Substring>] {
    [
      /[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日/, /[0-9]{4}-[0-9][0-9]-[0-9][0-9]/, /令第[0-9]+号/, /[表图] [0-9]+/, /情景[[0-9]、]+/,
      /如 K12\+300 为距河口 12\.3 km/,
      /WGS 84|2000 国家大地坐标系|Jobson 1996/, /(?:每|泄漏) ?1 (?:mg\/L|kg|t)|1 g\/m³/, /超标 1 倍|C÷Cs−1|取 1 h 的来水量|拦蓄 1 h 的来水/,
    ]
  }

  /// The numbers of a text that are not found.
  ///
  /// - Parameters:
  ///   - scenario: the scenario that the text tells of, from 1.
  ///   - isRow: whether it is a row of a table, so that what it names has its numbers.
  func missing(in text: String, scenario: Int?, isRow: Bool = false) -> [String] {
    var rest = text
    for text in texts where rest.contains(text) { rest = rest.replacing(text, with: "□") }
    for pattern in Self.sortedOut { rest = rest.replacing(pattern, with: "○") }
    // Durations as clocks read.
    rest = rest.replacing(/([0-9]+)小时([0-9]+)分钟/) { "\($0.output.1):\($0.output.2.count < 2 ? "0" : "")\($0.output.2)" }
    rest = rest.replacing(/K([0-9]+)\+([0-9]{3})/) { "\($0.output.1).\($0.output.2)" }
    let parts = [scenario.flatMap { scenarios.indices.contains($0 - 1) ? scenarios[$0 - 1] : nil }, plan].compactMap {
      $0
    }
    var candidates = isRow ? parts.flatMap { $0.figures(namedIn: text) } : []
    if isRow, scenario == nil { candidates += scenarios.flatMap { $0.figures(namedIn: text) } }
    if candidates.isEmpty { candidates = parts.flatMap(\.figures) }
    candidates += constants.map { Figure(number: $0, isTime: false) }
    return rest.matches(of: Self.token).map { String($0.output) }.filter { token in
      !candidates.contains { Self.isShown($0, as: token) }
    }
  }

  /// Whether a number is shown so: rounded, in another unit, as a clock.
  private static func isShown(_ figure: Figure, as token: String) -> Bool {
    let number = figure.number
    let parts = token.split(separator: ":")
    if parts.count == 2 {
      guard figure.isTime else { return false }
      // Hours or minutes, rounded outward; sampling begins two hours before.
      let shown = (Double(parts[0]) ?? 0) + (Double(parts[1]) ?? 0) / 60
      return [number, number / 60, number - 2].contains { hours in
        [OutwardRounding.down, .up].contains { abs(($0.hours(hours) ?? -1) - shown) < 1e-6 }
      }
    }
    guard let shown = Double(token.replacing("−", with: "-").replacing("+", with: "")) else { return false }
    let digits = token.filter(\.isASCII).filter(\.isNumber)
    let decimals = token.split(separator: ".").dropFirst().first?.count ?? 0
    // Three significant figures of great numbers.
    let step = decimals > 0 ? pow(10, -Double(decimals)) : pow(10, Double(max(0, digits.count - 3)))
    return [1, 1e-3, 1e3, 1e-4, 1e4].contains { abs(number * $0 - shown) <= step * 0.51 }
      || decimals == 1 && [OutwardRounding.down, .up].contains { ($0.hours(number) ?? -1) == shown }
      // How long something holds is rounded down.
      || decimals == 0 && shown >= 100 && number.rounded(.down) == shown
      // A dam's depth is rounded up.
      || decimals == 1 && abs((number * 10).rounded(.up) / 10 - shown) < 1e-9
      // What lies above is told without its sign.
      || abs(abs(number) - shown) <= step * 0.51
  }
}
