import Foundation
import HetuCartography
import HetuGeodesy
import HetuPlanning
import HetuRegistry

/// Makes the products of one plan as the bytes of files.
struct PlanProducts: Sendable {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint
  let paper: SheetFormat

  typealias File = (name: String, bytes: [UInt8])
  /// What makes some of the files.
  typealias Job = @Sendable () throws -> [File]

  /// How many dots an inch a PNG has.
  private static let dotsPerInch = 200.0

  /// The files of the formats, and what the reader of the drawings should know.
  func files(_ formats: Set<PlanPublisher.Format>) throws -> (files: [File], warnings: [String]) {
    let drawings = try drawings(formats)
    var warnings = drawings.warnings
    if formats.contains(.docx), WordDocument() == nil {
      warnings.append("没有安装 pandoc，未生成响应方案.docx；可安装软件包 pandoc 后重新生成。")
    }
    let jobs = jobs(drawings, formats)
    return (try sideBySide(jobs.count) { try jobs[$0]() }.flatMap(\.self), warnings)
  }

  /// The drawings that several products show.
  private struct Drawings {
    var map: [SVGDocument] = []
    var strip: [SVGDocument] = []
    /// What `plan.json` tells of them.
    var accounts: [JSONValue.Member] = []
    var warnings: [String] = []
  }

  private func drawings(_ formats: Set<PlanPublisher.Format>) throws -> Drawings {
    var works: [@Sendable () throws -> (document: SVGDocument, warnings: [String], account: JSONValue)] = []
    if !formats.isDisjoint(with: [.html, .docx, .svg, .pdf, .png]) {
      works = try PlanMap(plan, base: base, imprint: imprint).sheets(paper).map { sheet in
        {
          let drawn = try sheet.drawn()
          let account = JSONValue.members(["scale_denominator": .integer(Int64(drawn.report.scaleDenominator))])
          return (drawn.document, drawn.report.warnings, account)
        }
      }
    }
    let sheets = works.count
    if !formats.isDisjoint(with: [.html, .docx, .svg, .pdf, .png, .viewer]) {
      works.append {
        let map = PlanStrip(plan: plan, base: base, imprint: imprint).strip()
        let drawn = try map.drawn()
        return (drawn.document, drawn.warnings, PlanStrip.account(of: map))
      }
    }
    let drawn = try sideBySide(works.count) { [works] in try works[$0]() }
    let (map, strip) = (drawn.prefix(sheets), drawn.dropFirst(sheets))
    return Drawings(
      map: map.map(\.document), strip: strip.map(\.document),
      accounts: (map.isEmpty ? [] : [.init("map", .array(map.map(\.account)))])
        + strip.map { .init("strip", $0.account) },
      warnings: drawn.flatMap(\.warnings).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
  }

  /// What is made side by side, the longest first.
  private func jobs(_ drawings: Drawings, _ formats: Set<PlanPublisher.Format>) -> [Job] {
    let (map, strip) = (drawings.map, drawings.strip)
    let day = imprint.madeOn
    var jobs: [Job] = []
    func add(_ format: PlanPublisher.Format, _ file: String, _ bytes: @escaping @Sendable () throws -> [UInt8]?) {
      if formats.contains(format) { jobs.append { try bytes().map { [(file, $0)] } ?? [] } }
    }
    add(.cards, "卡片.pdf") { try PlanCards(plan: plan, base: base, imprint: imprint).pdf() }
    if !map.isEmpty { jobs += Self.pictures(map, "指挥示意图", formats, madeOn: day) }
    add(.html, "响应方案.html") { try StrategyDocument(plan: plan, imprint: imprint).html(drawings: map + strip) }
    add(.viewer, "地图.html") { try PlanViewer(plan: plan, base: base, imprint: imprint, strip: strip[0]).html() }
    add(.docx, "响应方案.docx") {
      guard let word = WordDocument() else { return nil }
      let (page, pictures) = try StrategyDocument(plan: plan, imprint: imprint).document(drawings: map + strip)
      return try word.docx(ofHTML: page, pictures: pictures, day: day, hasContents: true)
    }
    add(.gpkg, "data.gpkg") { try PlanPackage(plan: plan, base: base).bytes() }
    if !strip.isEmpty { jobs += Self.pictures(strip, "直线示意图", formats, madeOn: day) }
    if let changes = plan.changes {
      add(.html, "变化说明.html") { try PlanChangeDocument(plan: plan, changes: changes, imprint: imprint).html() }
    }
    add(.json, "plan.json") {
      PlanJSON(plan: plan, imprint: imprint).value(drawings: drawings.accounts).document(isDense: true)
    }
    add(.geojson, "data.geojson") { try geoJSON(in: .wgs84) }
    add(.gcj02, "data.gcj02.geojson") { try geoJSON(in: .gcj02) }
    add(.bd09, "data.bd09.geojson") { try geoJSON(in: .bd09) }
    add(.kml, "data.kml") { try PlanKML(plan: plan, imprint: imprint).document() }
    return jobs
  }

  private func geoJSON(in system: ReferenceSystem) throws -> [UInt8] {
    try PlanGeoJSON(plan: plan, base: base, imprint: imprint).value(in: system).document
  }

  /// What makes drawings as files: one PDF of all pages, an SVG and a PNG each; of several the first is the overview.
  static func pictures(
    _ documents: [SVGDocument], _ name: String, _ formats: Set<PlanPublisher.Format>, madeOn: String
  ) -> [Job] {
    var jobs: [Job] = []
    if formats.contains(.pdf) {
      jobs.append { [("\(name).pdf", try SVGRendering.pdf(documents, creationDate: madeOn))] }
    }
    for (index, document) in documents.enumerated() {
      let file = index == 0 ? name : "\(name)_\(index)"
      if formats.contains(.svg) { jobs.append { [("\(file).svg", Array(document.text.utf8))] } }
      if formats.contains(.png) {
        jobs.append { [("\(file).png", try SVGRendering.png(document, dotsPerInch: dotsPerInch))] }
      }
    }
    return jobs
  }
}
