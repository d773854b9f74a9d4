import Foundation
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// How a plan puts things into words.
enum PlanWords {
  /// `2021年11月15日`; another text as it is.
  static func date(_ day: String) -> String {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? "\(parts[0])年\(parts[1])月\(parts[2])日" : day
  }

  /// The functions of a facility: 拦截, 暂存 and so on.
  static func functions(of record: Record) -> [String] {
    record["functions"].texts ?? []
  }

  /// The names in a list of objects, such as substances or pollutants, joined by `、`.
  static func names(_ value: Value) -> String {
    (value.elements ?? []).compactMap { item in
      (item as? String) ?? (item as? [String: Any])?["name"] as? String
    }.joined(separator: "、")
  }

  /// What is known of a record, by the headers of its list; code, name and phones left out, whence it came last.
  static func properties(of record: Record) -> [(String, String)] {
    let known = zip(record.kind.properties, record.values).filter { property, value in
      !value.isNull && !toldElsewhere.contains(property.name)
    }
    let facts = known.filter { !bookkeeping.contains($0.0.name) } + known.filter { bookkeeping.contains($0.0.name) }
    return facts.map { property, value in
      if let listed = names(value).nilIfEmpty { return (property.header, listed) }
      return (property.header, value.number.map { number($0, 6) } ?? ValueWords.text(value, of: property))
    }
  }

  private static let toldElsewhere: Set = ["code", "name", "duty_phone", "phone", "id", "source_position"]
  /// What tells of the record rather than of the thing.
  private static let bookkeeping: Set = [
    "district", "source", "source_crs", "river_name", "river_code", "river_km", "bank", "report_unit", "reporter",
    "report_date", "attachments", "schematic",
  ]

  /// What a card says of something along a river, a line each: its kind and place, phones, all that is known.
  static func card(of item: RiverPlan.Item, on river: River) -> [String] {
    let record = item.record
    let phones = phones(record).map { "电话：\($0)" }
    return [
      record.kind.title, "\(river.name) \(item.place)，离河 \(FixedDecimal.text(item.offsetMetres, 0)) m",
    ] + phones + properties(of: record).map { "\($0.0)：\($0.1)" }
  }

  /// A number with at most so many decimals, `—` where it is not known.
  static func number(_ value: Value, _ decimals: Int = 2) -> String { value.number.map { number($0, decimals) } ?? "—" }

  /// A number with at most so many decimals.
  static func number(_ number: Double, _ decimals: Int) -> String {
    var text = FixedDecimal.text(number, decimals)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  /// A number with three significant figures.
  static func significant(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    let places = 2 - Int(log10(value).rounded(.down))
    let scale = pow(10, Double(min(places, 0)))
    return number(places < 0 ? (value * scale).rounded() / scale : value, max(0, min(places, 9)))
  }

  /// A concentration in mg/L; what is less than a billionth counts as nothing.
  static func concentration(_ milligrams: Double) -> String {
    milligrams < 1e-6 ? "小于0.000001" : significant(milligrams)
  }

  /// A mass that was worked out, with three significant figures: `512 kg`, `1.23 t`.
  static func amount(_ kilograms: Double) -> String {
    kilograms < 1_000 ? "\(significant(kilograms)) kg" : "\(significant(kilograms / 1_000)) t"
  }

  /// Hours with one decimal, `—` where they are not known.
  static func hours(_ hours: Double?) -> String { hours.map { FixedDecimal.text($0, 1) } ?? "—" }

  /// Hours after an event, rounded outward, as a clock reads: `0:20`, `12:30`; `—` where they are not known.
  static func clock(_ hours: Double?, _ rounding: OutwardRounding) -> String {
    guard let hours = hours.flatMap(rounding.hours) else { return "—" }
    let minutes = Int((hours * 60).rounded())
    return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  /// How many hours something lasts at least, with one decimal below a hundred, else whole ones.
  static func span(_ hours: Double) -> String { number(hours < 100 ? hours : hours.rounded(.down), 1) }

  /// A whole number with its sign: `+18`, `−95`.
  static func signed(_ number: Double) -> String {
    let text = PlanWords.number(number.magnitude, 0)
    return text == "0" ? text : (number < 0 ? "−" : "+") + text
  }

  /// A text, `—` where there is none.
  static func text(_ value: Value) -> String { value.text ?? "—" }

  /// The phone to call, the duty phone first.
  static func phone(_ record: Record) -> String { phones(record).first ?? "—" }

  /// The phones to call, the duty phone first, each once.
  static func phones(_ record: Record) -> [String] {
    ["duty_phone", "phone"].compactMap { record[$0].text }.reduce(into: []) { phones, phone in
      if !phones.contains(phone) { phones.append(phone) }
    }
  }

  /// A mass: `500 kg`, `1.2 t`.
  static func mass(_ kilograms: Double) -> String {
    kilograms < 1_000 ? "\(number(kilograms, 3)) kg" : "\(number(kilograms / 1_000, 3)) t"
  }

  /// What is assumed to get into the water: `氰化物 500 kg（一次泄漏）`.
  static func spill(_ spill: Spill) -> String {
    let name = spill.name
    let share = spill.substance == nil || spill.fraction == 1 ? "" : "，折\(spill.measured)乘 \(number(spill.fraction, 4))"
    return switch spill.release {
    case .instantaneous(let kilograms): "\(name) \(mass(kilograms))（一次泄漏\(share)）"
    case .lasting(let kilograms, let hours): "\(name) \(mass(kilograms))（\(number(hours, 2)) h 内\(share)）"
    case .ongoing(let rate): "\(name) 每小时 \(mass(rate))（持续泄漏\(share)）"
    }
  }

  /// What a spill from a source would carry.
  static func substances(_ record: Record) -> String {
    record.riskSubstances.joined(separator: "、").nilIfEmpty ?? "—"
  }
}

extension String {
  /// The text, or nil for an empty one.
  var nilIfEmpty: String? { isEmpty ? nil : self }
}
