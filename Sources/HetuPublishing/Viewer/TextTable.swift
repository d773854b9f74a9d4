import HetuCartography
import HetuRegistry

/// Texts by number, each once: the cards of a river say much the same.
struct TextTable {
  private(set) var all: [String] = []
  private var numbers: [String: Int64] = [:]

  mutating func number(_ text: String) -> JSONValue {
    if let number = numbers[text] { return .integer(number) }
    let number = Int64(all.count)
    numbers[text] = number
    all.append(text)
    return .integer(number)
  }

  /// What a card says below its head, in numbers of texts.
  mutating func value(of card: Card) -> JSONValue {
    func numbers(_ texts: [String], _ table: inout TextTable) -> JSONValue { .array(texts.map { table.number($0) }) }
    let figures = card.figures.map { numbers([$0.title, $0.text], &self) }
    let tables = card.tables.filter { !$0.rows.isEmpty }.map { table in
      JSONValue.members([
        "title": number(table.title), "columns": numbers(table.columns.map(\.title), &self),
        "numeric": .array(table.columns.map { .boolean($0.isNumber) }),
        "rows": .array(table.rows.map { numbers($0, &self) }),
      ])
    }
    return .members([
      "figures": .array(figures), "steps": numbers(card.steps, &self), "tables": .array(tables),
    ])
  }
}
