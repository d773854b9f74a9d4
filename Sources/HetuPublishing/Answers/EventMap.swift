import HetuCartography
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// The map that goes with the first report (初报附图): the water below an event and the sensitive points on it.
public struct EventMap {
  private let event: EventAssessment
  private let base: MapBase
  private let imprint: PlanImprint

  /// The map of an assessment over the districts and rivers of its registry.
  ///
  /// - Parameter day: the day on which it is made, `2026-11-25`.
  public init(_ event: EventAssessment, base: MapBase, of registry: Registry, on day: String) throws {
    self.event = event
    self.base = base
    imprint = PlanImprint(
      dataDate: try registry.lastChange().map { String(HistoryTime.shown($0).prefix(10)) },
      dataNote: try registry.setting("data_note"), audience: event.trace.answer.audience,
      compiler: try registry.setting("compiler") ?? "", madeOn: day)
  }

  /// The map as SVG, PDF or PNG.
  ///
  /// - Throws: `RegistryError` where nothing is passed, or the place lies outside the zones of CGCS2000; `CartographyError`
  ///   where it can't be drawn.
  public func file(_ form: Form) throws -> [UInt8] {
    let drawing = try sheet().drawn().document
    return switch form {
    case .svg: Array(drawing.text.utf8)
    case .pdf: try SVGRendering.pdf([drawing], creationDate: imprint.madeOn)
    case .png: try SVGRendering.png(drawing, dotsPerInch: 150)
    }
  }

  private var discovered: String { event.discovered.map(HistoryTime.shown) ?? "待核" }

  /// The forms of the map.
  public enum Form: String, CaseIterable, Sendable {
    case svg, pdf, png
  }

  private func sheet() throws -> MapSheet {
    let passages = event.trace.passages
    let lines = passages.map(\.line)
    guard let box = Envelope(lines.flatMap { $0 }) else {
      throw RegistryError(.badData, "no water is passed from the place of the event, so that there is nothing to draw")
    }
    let plane = try PlaneTransformation(covering: box)
    let view = plane.part(of: box.expanded(dx: box.width + 0.3, dy: box.height + 0.3))
    let main = passages.first?.river
    // Passages that follow each other are one line, which bears the name once.
    let paths = passages.filter { $0.river == main }.map(\.line).reduce(into: [[Position]]()) { paths, line in
      if let last = paths.last?.last, last == line.first {
        paths[paths.count - 1] += line.dropFirst()
      } else {
        paths.append(line)
      }
    }
    var sheet = MapSheet(
      title: "可能受影响的环境敏感点分布图", river: MapRiver(name: main ?? "", paths: try paths.map { try plane.forward($0) }))
    sheet.sheetNumber = "初报附图　发现时间 \(discovered)"
    sheet.extent = Envelope(try plane.forward(lines.flatMap { $0 }))?.expanded(dx: 2_000, dy: 2_000)
    sheet.districts = try base.mapDistricts(in: plane, view: view)
    sheet.cityOutline = try Geometry.union(
      sheet.districts.filter(\.isOwn).flatMap(\.polygons).map(Geometry.polygon)
    ).polygons
    sheet.tributaries = try base.mapRivers(in: plane, view: view) { $0.name != main }
    sheet.protectionZones = try event.sensitive.compactMap { row in
      guard let record = row.record, let level = KindSymbols.zoneLevel(of: record), let geometry = record.geometry
      else { return nil }
      return ProtectionZone(level: level, polygons: try plane.forward(geometry, cutTo: view).polygons)
    }
    sheet.symbols = try event.sensitive.compactMap { row in
      guard let record = row.record, let form = KindSymbols.form(of: record), let position = row.position else {
        return nil
      }
      return MapSymbol(
        position: try plane.forward(position), form: form, code: record.code, label: record.name,
        importance: KindSymbols.importance(of: record))
    }
    sheet.places = [MapPlace(position: try plane.forward(event.trace.origin.position), name: "事发入河点")]
    sheet.tables = [
      SideTable(
        title: "\(PlainFigure.text(event.rules.triggers.lookAheadH))小时内可能波及的敏感点", columns: ["名称", "沿河km", "前锋最早"],
        rows: event.sensitive.map { row in
          [
            row.name, FixedDecimal.text(row.figures[0].number ?? 0, 1),
            OutwardRounding.down.text(event.trace.answer.number(.earliestArrival, of: row)),
          ]
        })
    ]
    sheet.graticule = plane.graticule
    sheet.imprint = imprint.sheetImprint(referenceSystem: plane.system.title)
    sheet.imprint.note = ["草稿：由登记库资料生成，须核实", imprint.note.nilIfEmpty].compactMap { $0 }.joined(separator: "；")
    return sheet
  }
}

extension Answer {
  /// A figure of a row; nil where the answer has none of it, or it is not known.
  func number(_ figure: Figure, of row: AnswerRow) -> Double? {
    figures.firstIndex(of: figure).flatMap { row.figures[$0].number }
  }
}

extension EventAssessment {
  /// What is sensitive, or a border, of all that the water reaches.
  var sensitive: [AnswerRow] {
    trace.answer.rows.filter {
      ["sensitive_target", "drinking_water_source", "protection_zone", "monitoring_section", "border"].contains($0.kind)
    }
  }
}
