import HetuCartography
import HetuGeodesy
import HetuPlanning
import HetuRegistry

/// Makes the products of one plan as the bytes of files.
struct PlanProducts {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint
  let paper: SheetFormat

  typealias File = (name: String, bytes: [UInt8])

  /// How many dots an inch a PNG has.
  private static let dotsPerInch = 200.0

  /// The files of the formats, and what the reader of the drawings should know.
  func files(_ formats: Set<PlanPublisher.Format>) throws -> (files: [File], warnings: [String]) {
    var files: [File] = []
    var warnings: [String] = []
    if !formats.isDisjoint(with: [.html, .docx, .svg, .pdf, .png]) {
      let sheets = try PlanMap(plan, base: base, imprint: imprint).sheets(paper).map { try $0.drawn() }
      let strip = try PlanStrip(plan: plan, base: base, imprint: imprint).strip().drawn()
      let map = sheets.map(\.document)
      warnings =
        sheets.flatMap(\.report.warnings).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } + strip.warnings
      files += try pictures(map, "指挥示意图", formats) + pictures([strip.document], "直线示意图", formats)
      if formats.contains(.html) {
        let page = try StrategyDocument(plan: plan, imprint: imprint).html(maps: map, strip: strip.document)
        files.append(("响应方案.html", page))
        if let changes = plan.changes {
          let document = PlanChangeDocument(plan: plan, changes: changes, imprint: imprint)
          files.append(("变化说明.html", try document.html()))
        }
      }
      if formats.contains(.docx), let word = WordDocument() {
        let page = try StrategyDocument(plan: plan, imprint: imprint).document(drawings: map + [strip.document])
        files.append(("响应方案.docx", try word.docx(ofHTML: page, day: imprint.madeOn, hasContents: true)))
      }
    }
    if formats.contains(.docx), WordDocument() == nil {
      warnings.append("没有安装 pandoc，未生成响应方案.docx；可安装软件包 pandoc 后重新生成。")
    }
    if formats.contains(.cards) {
      let pages = try PlanCards(plan: plan, base: base, imprint: imprint).pages()
      files.append(("卡片.pdf", try SVGRendering.pdf(pages, creationDate: imprint.madeOn)))
    }
    if formats.contains(.viewer) {
      files.append(("地图.html", try PlanViewer(plan: plan, base: base, imprint: imprint).html()))
    }
    if formats.contains(.geojson) {
      files.append(("data.geojson", try PlanGeoJSON(plan: plan, base: base, imprint: imprint).value().document))
    }
    for (format, system) in [(PlanPublisher.Format.gcj02, ReferenceSystem.gcj02), (.bd09, .bd09)]
    where formats.contains(format) {
      let data = try PlanGeoJSON(plan: plan, base: base, imprint: imprint).value(in: system)
      files.append(("data.\(format.rawValue).geojson", data.document))
    }
    if formats.contains(.kml) { files.append(("data.kml", try PlanKML(plan: plan, imprint: imprint).document())) }
    if formats.contains(.gpkg) { files.append(("data.gpkg", try PlanPackage(plan: plan, base: base).bytes())) }
    if formats.contains(.json) {
      files.append(("plan.json", PlanJSON(plan: plan, imprint: imprint).value().document))
    }
    return (files, warnings)
  }

  /// Drawings as files: one PDF of all pages, an SVG and a PNG each; of several the first is the overview.
  private func pictures(
    _ documents: [SVGDocument], _ name: String, _ formats: Set<PlanPublisher.Format>
  ) throws -> [File] {
    try Self.pictures(documents, name, formats, madeOn: imprint.madeOn)
  }

  static func pictures(
    _ documents: [SVGDocument], _ name: String, _ formats: Set<PlanPublisher.Format>, madeOn: String
  ) throws -> [File] {
    var files: [File] = []
    if formats.contains(.pdf) {
      files.append(("\(name).pdf", try SVGRendering.pdf(documents, creationDate: madeOn)))
    }
    for (index, document) in documents.enumerated() {
      let file = index == 0 ? name : "\(name)_\(index)"
      if formats.contains(.svg) { files.append(("\(file).svg", Array(document.text.utf8))) }
      if formats.contains(.png) {
        files.append(("\(file).png", try SVGRendering.png(document, dotsPerInch: dotsPerInch)))
      }
    }
    return files
  }
}
