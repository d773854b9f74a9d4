import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas

/// The ledger of problems, the reporting calendar, and the official lists.
enum LedgerResources {
  private static let tableForms: [Endpoint.Form] = [.json, .csv, .xlsx]
  private static let district = QuestionResources.selection.filter { $0.name == "district" }
  private static let on = Parameter(name: "on", summary: "The day; today unless given.", form: .day)

  static let endpoints = [
    Endpoint(
      path: "/questions/ledger", summary: "The ledger of problems: each with its state and what is overdue, or counts.",
      tag: "questions",
      parameters: [
        Parameter(
          name: "by", summary: "Counts by district, unit, field or horizon.",
          form: .oneOf(LedgerQuestion.Grouping.allCases.map(\.rawValue))),
        Parameter(name: "overdue", summary: "Only problems past their time.", form: .flag),
        Parameter(
          name: "state", summary: "Only problems in this state.",
          form: .word(of: "problem", property: "ledger_state")), on,
      ] + district, forms: tableForms, isInternal: true, isLong: true, answer: ledger),
    Endpoint(
      path: "/questions/due", summary: "What is due around a day, who has handed it in, who is late.", tag: "questions",
      parameters: [
        on,
        Parameter(
          name: "window", summary: "How many days before and after it.",
          form: .integer(0...3_660, standard: DueQuestion.defaultWindowDays)),
      ], forms: tableForms, isInternal: true, isLong: true, answer: due),
    Endpoint(
      path: "/lists", summary: "The official lists.", tag: "lists", forms: [.json], answer: lists),
    Endpoint(
      path: "/lists/{list}", summary: "An official list as a workbook, as it is handed up.", tag: "lists",
      parameters: district + ItemsResource.parameters.filter { $0.name == "asOf" }, forms: [.xlsx], takesForm: false,
      isLong: true, answer: list),
  ]

  private static func ledger(_ call: Call) throws -> Reply {
    let day = call.text("on") ?? HistoryTime.today()
    let question = LedgerQuestion(
      by: call.text("by").flatMap(LedgerQuestion.Grouping.init), onlyOverdue: call.flag("overdue"),
      state: call.text("state"), district: try call.district(), day: day, asOf: HistoryTime.pastEnd(of: day),
      audience: call.audience, rules: try LedgerRules.standard())
    return try AnswerFile.answer(try question.answer(from: call.registry).answer, call, name: "台账")
  }

  private static func due(_ call: Call) throws -> Reply {
    let question = DueQuestion(
      calendar: try ReportingCalendar.of(call.registry), day: call.text("on") ?? HistoryTime.today(),
      windowDays: call.integer("window") ?? DueQuestion.defaultWindowDays)
    return try AnswerFile.answer(try question.answer(from: call.registry), call, name: "报送情况")
  }

  // MARK: - The official lists

  private static func lists(_ call: Call) throws -> Reply {
    let items = try OfficialLists(registry: call.registry, audience: call.audience).books.map { book in
      JSONValue.members([
        "title": .string(book.name), "kinds": .array(book.kinds.map { .string($0.name) }),
        "href": .string("\(call.base)/lists/\(Links.inPath(book.name))"), "type": .string(Media.xlsx),
      ])
    }
    return Reply(.members(["lists": .array(items)]), type: Media.json)
  }

  private static func list(_ call: Call) throws -> Reply {
    let name = try call.pathValue("list")
    let lists = try OfficialLists(
      registry: call.registry, district: try call.district(), asOf: try ItemsResource.time(call),
      audience: call.audience)
    let books = lists.books
    guard let book = books.first(where: { $0.name == name }) else {
      throw Problem.notFound(
        "there is no list “\(name.prefix(60))”; there are \(books.map(\.name).joined(separator: ", "))")
    }
    return try AnswerFile.made(.xlsx, name: name) { try lists.write(book, toFile: $0, overwrite: false) }
  }
}
