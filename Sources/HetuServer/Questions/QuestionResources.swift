import Foundation
import HTTPTypes
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas

/// The questions of the command as resources, answered by the same values of `HetuPlanning`.
enum QuestionResources {
  static let within = Parameter(name: "within", summary: "How far, metres.", form: .positive(upTo: 100_000))
  static let kind = Parameter(
    name: "kind", summary: "Only these kinds, separated by commas.", form: .kind(withPlaces: false), repeats: true)
  static let selection = RecordConditions.parameters
  static let tableForms: [Endpoint.Form] = [.json, .geoJSON, .csv, .xlsx]

  static let endpoints: [Endpoint] = [
    Endpoint(
      path: "/questions/near", summary: "What lies around a place, nearest first.", tag: "questions",
      parameters: [
        Parameter(name: "at", summary: "The place: longitude,latitude (CGCS2000).", form: .numbers([2])),
        Parameter(
          name: "of", summary: "The place: a record, as kind/code or id; instead of at.", form: .written("record")),
        Self.required(within), kind,
        Parameter(
          name: "limit",
          summary:
            "Only so many, the nearest; 1000 unless given, in CSV and XLSX all. How many there are stands in question.matched where they are more.",
          form: .integer(1...1_000_000, standard: nil)),
      ] + selection, forms: tableForms, isLong: true, answer: near),
    Endpoint(
      path: "/questions/corridor", summary: "What lies along rivers, in river order.", tag: "questions",
      parameters: [
        Parameter(
          name: "river", summary: "A river, by name or code; without it, all rivers.", form: .written("river"),
          repeats: true),
        // Of all rivers of a city more takes longer than an answer may.
        Parameter(name: "within", summary: "How far from the river, metres.", form: .positive(upTo: 20_000)), kind,
      ] + selection, forms: tableForms, isLong: true, answer: corridor),
    Endpoint(
      path: "/questions/sections", summary: "A river cut at its monitoring sections and district borders.",
      tag: "questions",
      parameters: [
        Parameter(name: "river", summary: "The river, by name or code.", form: .written("river"), isRequired: true),
        within,
      ],
      forms: tableForms, isLong: true, answer: sections),
    Endpoint(
      path: "/questions/trace", summary: "Along the water: what is reached, how far, when.", tag: "questions",
      parameters: WaterParameters.all + [
        Parameter(
          name: "direction", summary: "downstream unless given.",
          form: .oneOf(TraceQuestion.Direction.allCases.map(\.rawValue))), kind,
      ], forms: tableForms, isLong: true, answer: trace),
    Endpoint(
      path: "/questions/stop", summary: "Where a spill can be stopped: the race between water and people.",
      tag: "questions",
      parameters: WaterParameters.all + [
        Parameter(
          name: "elapsed", summary: "Hours since it got into the water; 0 unless given.", form: .number(0...10_000)),
        Parameter(
          name: "call", summary: "Minutes until those who must go are reached.", form: .number(0...100_000)),
        Parameter(
          name: "on", summary: "The day that decides which supplies are past their date; today unless given.",
          form: .day),
      ], forms: tableForms, isLong: true, answer: stop),
    Endpoint(
      path: "/questions/crossings", summary: "Where pipelines and hazmat routes cross rivers, with the nearest valves.",
      tag: "questions",
      parameters: [
        Parameter(
          name: "river", summary: "A river, by name or code; without it, all.", form: .written("river"), repeats: true)
      ],
      forms: tableForms, isLong: true, answer: crossings),
    Endpoint(
      path: "/questions/check", summary: "The quality of the data: findings, each with its record and what to do.",
      tag: "questions",
      parameters: [kind] + selection.filter { $0.name == "district" }
        + [Parameter(name: "on", summary: "The day that decides what is out of date; today unless given.", form: .day)],
      forms: [.json, .csv, .xlsx], isInternal: true, isLong: true, answer: check),
  ]

  private static func required(_ parameter: Parameter) -> Parameter {
    var parameter = parameter
    parameter.isRequired = true
    return parameter
  }

  // MARK: - Answers

  private static func near(_ call: Call) throws -> Reply {
    let question = NearQuestion(
      origin: try origin(call), withinMetres: call.number("within") ?? 0, kinds: try call.kinds(),
      filter: try call.filter(), district: try call.district(), audience: call.audience,
      limit: call.integer("limit") ?? (call.form == .json || call.form == .geoJSON ? 1_000 : nil))
    return try reply(call, try question.answer(from: call.registry), name: "周边")
  }

  private static func corridor(_ call: Call) throws -> Reply {
    let rivers = call.texts("river")
    let question = CorridorQuestion(
      rivers: rivers.isEmpty ? nil : rivers,
      withinMetres: call.number("within") ?? CorridorQuestion.defaultMetres, kinds: try call.kinds(),
      filter: try call.filter(), district: try call.district(), audience: call.audience)
    return try reply(call, try question.answer(from: call.registry), name: "沿河")
  }

  private static func sections(_ call: Call) throws -> Reply {
    let question = SectionsQuestion(
      river: call.text("river") ?? "", withinMetres: call.number("within") ?? CorridorQuestion.defaultMetres,
      audience: call.audience)
    return try reply(call, try question.answer(from: call.water), name: "河段")
  }

  private static func trace(_ call: Call) throws -> Reply {
    let direction = call.text("direction").flatMap(TraceQuestion.Direction.init) ?? .downstream
    let question = try WaterParameters.question(call, direction: direction, kinds: try call.kinds())
    let trace = try question.answer(from: call.water)
    return try reply(call, trace.answer, json: trace.json(), geoJSON: trace.geoJSON(), name: "溯源推演")
  }

  private static func stop(_ call: Call) throws -> Reply {
    let question = StopQuestion(
      try WaterParameters.question(call), elapsedHours: call.number("elapsed") ?? 0, callMinutes: call.number("call"),
      today: call.text("on") ?? HistoryTime.today())
    let race = try question.answer(from: call.water)
    return try reply(call, race.answer, json: race.json(), name: "拦截时限")
  }

  private static func crossings(_ call: Call) throws -> Reply {
    let rivers = call.texts("river")
    let question = CrossingsQuestion(rivers: rivers.isEmpty ? nil : rivers, audience: call.audience)
    return try reply(call, try question.answer(from: call.water), name: "跨河点")
  }

  private static func check(_ call: Call) throws -> Reply {
    let question = CheckQuestion(
      kinds: try call.kinds(), district: try call.district(), today: call.text("on") ?? HistoryTime.today())
    let list = FindingList(try question.findings(in: call.registry))
    guard call.form != .json else { return Reply(list.json(), type: Media.json) }
    return try AnswerFile.made(call.form, name: "数据检查") { path in
      try list.write(toFile: path, format: call.form.word, overwrite: false)
    }
  }

  // MARK: - What they share

  private static func origin(_ call: Call) throws -> NearQuestion.Origin {
    switch (call.numbers("at"), call.text("of")) {
    case (let numbers?, nil):
      guard abs(numbers[0]) <= 180, abs(numbers[1]) <= 90 else {
        throw Problem.badRequest("at is longitude,latitude in degrees")
      }
      return .position(Position(x: numbers[0], y: numbers[1]))
    case (nil, let reference?): return .record(try call.record(reference))
    default: throw Problem.badRequest("give the place either by at or by of")
    }
  }

  /// The answer in the form asked for; JSON and GeoJSON to the byte as the command writes them.
  static func reply(
    _ call: Call, _ answer: Answer, json: JSONValue? = nil, geoJSON: JSONValue? = nil, name: String
  ) throws -> Reply {
    guard call.form == .json || call.form == .geoJSON else {
      return try AnswerFile.reply(answer, call.form, name: name)
    }
    let value = call.form == .json ? json ?? answer.json() : geoJSON ?? answer.geoJSON()
    return Reply(value.document, type: call.form.media)
  }
}
