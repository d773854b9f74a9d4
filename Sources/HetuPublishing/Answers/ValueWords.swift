import Foundation
import HetuExchange
import HetuRegistry
import HetuSchemas

/// Values in words, as people compare them.
enum ValueWords {
  /// A value on one line: lists one thing after the other, each by the titles of its parts in the order of their schema.
  static func text(_ value: Value, of property: Property?) -> String {
    switch value {
    case .null: "（空）"
    case .text(let text): AnswerTable.oneLine(text)
    case .integer(let integer): "\(integer)"
    case .real(let real): number(real)
    case .boolean(let boolean): boolean ? "是" : "否"
    case .list(let json): AnswerTable.oneLine(things(value, of: property) ?? texts(value) ?? json)
    }
  }

  /// A cell of a table: a number as one, all else in words.
  static func cell(_ value: Value, of property: Property?) -> OutputValue {
    value.number == nil ? .text(text(value, of: property)) : value.outputValue
  }

  /// A number without needless digits.
  static func number(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  private static func texts(_ value: Value) -> String? {
    if case .text(let text) = value.formValue { text } else { nil }
  }

  private static func things(_ value: Value, of property: Property?) -> String? {
    guard let property, !property.itemProperties.isEmpty, let items = value.items else { return nil }
    let known = Set(property.itemProperties.map(\.name))
    let things = items.map { item in
      let parts = property.itemProperties.compactMap { part in
        item[part.name].map { "\(part.header) \(word($0, part))" }
      }
      // What another program put in stands behind what the schema knows.
      let others = item.keys.filter { !known.contains($0) }.sorted().map { "\($0) \(item[$0] ?? "")" }
      return (parts + others).joined(separator: "，")
    }
    return things.isEmpty ? "无" : things.joined(separator: "；")
  }

  private static func word(_ value: Any, _ part: Property) -> String {
    switch value {
    case let number as NSNumber where part.type == .boolean: number.boolValue ? "是" : "否"
    case let number as NSNumber: Self.number(number.doubleValue)
    case let texts as [String]: texts.joined(separator: "、")
    default: "\(value)"
    }
  }
}
