import ArgumentParser
import Foundation
import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry

/// A product of a plan, or the form of its findings.
struct PlanForm: ExpressibleByArgument {
  let product: PlanPublisher.Format?
  let findings: OutputFormat?

  init?(argument: String) {
    product = PlanPublisher.Format(rawValue: argument)
    findings = OutputFormat(rawValue: argument)
    if product == nil && findings == nil { return nil }
  }
}

struct PlanCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "One river, one strategy, one map: the products of a river as a folder of files.",
    discussion: """
      Writes DIR/<river>/: 响应方案.html and .docx (where pandoc is installed), 指挥示意图 and 直线示意图 as .svg \
      .pdf .png, 卡片.pdf, 地图.html (an offline viewer), data.geojson, data.kml \
      (for phones), data.gpkg (for a GIS, with symbols), plan.json; with --since 变化说明.html. The same registry and options give the same bytes.

      With --all every river of the list of rivers (河流信息清单; without one every river) gets its folder, several at a time, \
      and DIR an overview of the city (总图) and an index (目录.html). Only rivers whose records, options or program \
      changed since are made again; a folder in which somebody else changed a file is left alone unless --force is given. \
      Exit status 1 if a river could not be made.

      With --check it writes no plan but what a reviewer would mark in it, the most dangerous first, each with its \
      record and what to do, and ends with 1 where there are errors or warnings.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var rivers: RiverOptions

  @Option(
    name: [.customShort("o"), .long],
    help: "The folder that the river's folder is made in; with --check the file to write instead of standard output.")
  var output: String?

  @Option(
    name: .long,
    help: """
      Only these products: html, docx, svg, pdf, png, cards, viewer, geojson, json, kml, gpkg, and, made only when asked \
      for, gcj02 and bd09 (data for the map services that use these systems); may be repeated. With --check: table, \
      json, csv or xlsx.
      """)
  var format: [PlanForm] = []

  @Flag(name: .long, help: "Tell what is wrong with the plan instead of making it.")
  var check = false

  @Option(name: .long, help: "How far from the river's line things belong to the plan (default 1km).")
  var within: DistanceArgument?

  @Option(
    name: .long,
    help: """
      A scenario besides those chosen by rule, in the words of “hetu trace”: a record as kind/code, “涧河 K12+300”, or \
      LON,LAT, then perhaps what gets in: “涧河 K12+300 --substance 苯 --mass 31t --duration 2h”. It must lie on the \
      river or its water come there; the drawings show its times. May be repeated.
      """, transform: ScenarioArgument.init)
  var scenario: [ScenarioArgument] = []

  @OptionGroup var rules: RuleFileOptions

  @Option(
    name: .long,
    help: """
      Also what changed since the beginning of that date, or since that time: 变化说明.html, marks on the map sheet, and in \
      plan.json.
      """,
    transform: { text in
      guard let utc = HistoryTime.startOf(text) else {
        throw ValidationError("a date is such as 2021-11-15, a time such as 2021-11-15T08:00:00+08:00")
      }
      return utc
    })
  var since: String?

  @Option(name: .long, help: "The paper of the map sheet: a3, or a0 for a wall.")
  var paper = Paper.a3

  /// The papers that a map sheet can be drawn on.
  enum Paper: String, CaseIterable, ExpressibleByArgument {
    case a3, a0

    var format: SheetFormat { self == .a3 ? .a3 : .a0 }
  }

  @Option(name: .long, help: "The compiling unit that the products state (编制单位).")
  var compiler: String?

  @Option(
    name: .long,
    help: """
      The date of compilation that the products state (default: the day of the newest change); with --check the day \
      that decides what is out of date (default: today).
      """)
  var date: String?

  @Option(name: .long, help: "Whom it is made for: internal, or public (phones masked, sensitive positions coarsened).")
  var audience: Audience = .internal

  @Flag(
    name: .long,
    help: "Replace a river's folder, or the file of the findings, if it exists; with --all make every river again.")
  var force = false

  func validate() throws {
    if let date, date.count != 10 || HistoryTime.endOf(date) == nil {
      throw ValidationError("--date takes a day such as 2021-11-15.")
    }
    guard since == nil || !rivers.all else { throw ValidationError("--since takes named rivers, not --all.") }
    if check {
      guard format.count <= 1, format.allSatisfy({ $0.findings != nil && $0.findings != .geojson }) else {
        throw ValidationError("Findings come as table, json, csv or xlsx.")
      }
      guard audience == .internal else { throw ValidationError("A plan is checked with all that is known of it.") }
    } else {
      guard output != nil else { throw ValidationError("Name the folder for the plans with -o.") }
      guard format.allSatisfy({ $0.product != nil }) else {
        throw ValidationError(
          "Products are \(PlanPublisher.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
    }
  }

  func run() throws {
    let registry = try openRegistry()
    let water = Water(registry)
    let set = try water.network().network.rivers
    let key = try registry.keyRivers(among: set)
    let wanted = rivers.all ? key.rivers : try rivers.rivers.map { try set.river($0) }
    let question = PlanQuestion(
      withinMetres: within?.metres ?? CorridorQuestion.defaultMetres, audience: audience,
      scenarios: try scenario.map { try $0.request(registry) }, book: try rules.book())
    try question.checkScenarios(for: wanted, in: water)
    if check {
      let findings = try PlanCheckQuestion(question, today: date ?? HistoryTime.today())
        .findings(of: wanted, from: water)
      return try FindingList(findings, titled: "方案审查").report(
        format.first?.findings, to: output, overwrite: force)
    }
    let publisher = PlanPublisher(
      base: MapBase(districts: try DistrictMap(registry), rivers: set),
      formats: Set(format.isEmpty ? PlanPublisher.Format.usual : format.compactMap(\.product)),
      compiler: try compiler ?? registry.setting("compiler") ?? "", madeOn: date, overwrite: force,
      paper: paper.format)
    if rivers.all { return try makeAtlas(publisher, key, question, water) }
    guard let since else { return try publish(wanted, by: publisher, question, water, comparedWith: nil) }
    try registry.withPast(asOf: since) { past in
      try publish(
        wanted, by: publisher, question, water, comparedWith: PlanHistory(question, past: past, since: since))
    }
  }

  private func publish(
    _ rivers: [River], by publisher: PlanPublisher, _ question: PlanQuestion, _ water: Water,
    comparedWith history: PlanHistory?
  ) throws {
    for river in rivers {
      let plan = try question.plan(of: river, from: water)
      let made = try publisher.publish(try history?.marked(plan) ?? plan, in: URL(fileURLWithPath: output ?? "."))
      Diagnostics.write("已生成 \(made.folder.path)")
      for warning in made.warnings { Diagnostics.write("注意：\(warning)") }
      for warning in plan.warnings { Diagnostics.write("注意：\(warning.message)") }
    }
  }
}
