import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuRisk

/// Grades, zones, profiles and how each comes about, answered by the same values as the command's, by the rules that come
/// with the program.
enum RiskResources {
  private static let day = Parameter(
    name: "on", summary: "The day from which years are counted back; today unless given.", form: .day)

  private static let kind = Parameter(
    name: "kind", summary: "Only these kinds.", form: .oneOf(RiskAssessor.kinds.sorted()), repeats: true)

  private static func reference(_ summary: String) -> Parameter {
    Parameter(name: "ref", summary: summary, form: .written("record"), isRequired: true)
  }

  static let endpoints: [Endpoint] = [
    Endpoint(
      path: "/questions/grade", summary: "The grades that the rules give, beside those recorded.", tag: "questions",
      parameters: [kind] + QuestionResources.selection + [day], forms: QuestionResources.tableForms,
      isInternal: true, isLong: true, answer: grade),
    Endpoint(
      path: "/questions/profile", summary: "Rivers or parks by what threatens them, the worst first.", tag: "questions",
      parameters: [
        Parameter(
          name: "subject", summary: "rivers unless given.",
          form: .oneOf(RiskProfileQuestion.Subject.allCases.map(\.rawValue))), day,
      ], forms: QuestionResources.tableForms, isLong: true, answer: profile),
    Endpoint(
      path: "/questions/zones", summary: "The protection zones of a drinking-water source, and what lies in them.",
      tag: "questions", parameters: [reference("The source: drinking_water_source/code, or id.")],
      forms: QuestionResources.tableForms, isInternal: true, isLong: true, answer: zones),
    Endpoint(
      path: "/questions/explain",
      summary: "How a record's computed figure comes about: inputs, steps with clauses, what would change it.",
      tag: "questions",
      parameters: [
        reference("The record, as kind/code or id: an enterprise, a tailings pond, a source, a river or a park."), day,
      ], forms: [.json], isInternal: true, isLong: true, answer: explain),
  ]

  private static func day(_ call: Call) -> String { call.text("on") ?? HistoryTime.today() }

  private static func record(_ call: Call) throws -> Record { try call.registry.record(call.text("ref") ?? "") }

  private static func grade(_ call: Call) throws -> Reply {
    let question = GradeQuestion(
      kinds: try call.kinds(), filter: try call.filter(), district: try call.district(), book: try RuleBook.builtIn(),
      on: day(call), audience: call.audience)
    return try QuestionResources.reply(call, try question.answer(from: call.water), name: "环境风险等级")
  }

  private static func profile(_ call: Call) throws -> Reply {
    let subject = call.text("subject").flatMap(RiskProfileQuestion.Subject.init) ?? .rivers
    let question = RiskProfileQuestion(
      subject, book: try RuleBook.builtIn(), on: day(call), audience: call.audience)
    return try QuestionResources.reply(call, try question.answer(from: call.registry), name: "环境风险概况")
  }

  private static func zones(_ call: Call) throws -> Reply {
    let question = try ZoneQuestion(
      source: try record(call), rules: try RuleBook.builtIn().zones, audience: call.audience)
    return try QuestionResources.reply(call, try question.answer(from: call.water), name: "饮用水水源保护区")
  }

  private static func explain(_ call: Call) throws -> Reply {
    let question = ExplainQuestion(try record(call), book: try RuleBook.builtIn(), on: day(call))
    return Reply(ExplainCard(try question.answer(from: call.water), on: day(call)).json().document, type: Media.json)
  }
}
