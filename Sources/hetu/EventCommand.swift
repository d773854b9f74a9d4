import ArgumentParser
import Foundation
import HetuExchange
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuRisk

struct EventCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "event", abstract: "The grade of an event, who must be told, and by when.",
    discussion: """
      The facts are a JSON object: deaths, poisoned, evacuated, loss_10k_yuan (numbers); water_supply_cut, \
      crossed_border, ecology, protected_species, sensitive_leak (words of the tables); heavy_metal, \
      dwellings_affected, mass_incident, drinking_water_affected, may_cross_province (true or false); and texts for \
      the draft of the first report. What is not named is not known (待核) and never lowers the grade.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(
    name: .long, help: "When it was found or learnt of: 2026-11-25T08:00:00, China's time unless it says otherwise.")
  var discovered: String

  @Option(name: .long, help: "Where: LON,LAT in any written form, “涧河 K12+300”, or a record as kind/code or id.")
  var at: String

  @Option(name: .long, help: "The file of facts (JSON).")
  var facts: String?

  @Option(name: .long, help: "dry, normal or wet.")
  var season: Season = .normal

  @OptionGroup var rules: RuleFileOptions

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  @Flag(name: .long, help: "Tell how the grade came about, criterion by criterion; JSON always does.")
  var explain = false

  @Option(name: .long, help: "Writes the draft of the first report (初报, text) to this file.")
  var draft: String?

  @Option(
    name: .long,
    help: "Writes the water passed and what lies on it to this file (GeoJSON), for the map of sensitive points.")
  var geojson: String?

  @Option(name: .long, help: "Draws the map of sensitive points (初报附图) to this file: .pdf, .png or .svg.")
  var map: String?

  @Flag(name: .long, help: "Replace the draft, the GeoJSON and the map if the files exist.")
  var force = false

  @Option(name: .long, help: "Whom it is made for: internal or public.")
  var audience: Audience = .internal

  func validate() throws {
    guard discovered.count > 10, HistoryTime.endOf(discovered) != nil else {
      throw ValidationError("--discovered takes a time such as 2026-11-25T08:00:00.")
    }
    guard map == nil || mapForm != nil else { throw ValidationError("--map takes a file named .pdf, .png or .svg.") }
  }

  private var mapForm: EventMap.Form? {
    map.flatMap { EventMap.Form(rawValue: URL(fileURLWithPath: $0).pathExtension.lowercased()) }
  }

  func run() throws {
    let registry = try openRegistry()
    let book = try rules.book()
    for path in [draft, geojson, map].compactMap({ $0 }) { try OutputFile.check(path, overwrite: force) }
    let question = EventQuestion(
      origin: try WaterOrigin(at, in: registry), discovered: HistoryTime.endOf(discovered) ?? discovered,
      facts: try readFacts(book.events),
      rules: book.events, season: season, audience: audience)
    let water = Water(registry)
    let assessment = try question.assessment(from: water)
    let report = EventReport(assessment)
    if let draft { try OutputFile.writeAll(Array(report.draft().utf8), to: draft, overwrite: force) }
    if let geojson { try OutputFile.writeAll(report.geoJSON(), to: geojson, overwrite: force) }
    if let map, let mapForm {
      let base = MapBase(districts: try DistrictMap(registry), rivers: try water.network().network.rivers)
      let drawing = try EventMap(assessment, base: base, of: registry, on: HistoryTime.today())
      try OutputFile.writeAll(try drawing.file(mapForm), to: map, overwrite: force)
    }
    let text = report.text() + (explain ? "\n" + report.explanation() : "")
    try StandardOutput.write(TextFormat.chosen(format) == .json ? report.json() : Array(text.utf8))
  }

  private func readFacts(_ rules: EventRules) throws -> EventFacts {
    guard let facts else { return EventFacts() }
    guard let handle = FileHandle(forReadingAtPath: facts), let data = try? handle.read(upToCount: 1 << 17) else {
      throw RiskError("the file of facts \(facts) can't be read; name a JSON file")
    }
    return try EventFacts(json: data, for: rules)
  }
}
