import HetuCartography
import HetuPlanning
import HetuRegistry

/// Makes the products of one plan as the bytes of files.
struct PlanProducts {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint

  typealias File = (name: String, bytes: [UInt8])

  /// How many dots an inch a PNG has.
  private static let dotsPerInch = 200.0

  /// The files of the formats, and what the reader of the drawings should know.
  func files(_ formats: Set<PlanPublisher.Format>) throws -> (files: [File], warnings: [String]) {
    var files: [File] = []
    var warnings: [String] = []
    if !formats.isDisjoint(with: [.html, .svg, .pdf, .png]) {
      let sheet = try PlanMap(plan, base: base, imprint: imprint).sheet().drawn()
      let strip = try PlanStrip(plan: plan, base: base, imprint: imprint).strip().drawn()
      warnings = sheet.report.warnings + strip.warnings
      files += try pictures(sheet.document, "指挥示意图", formats) + pictures(strip.document, "直线示意图", formats)
      if formats.contains(.html) {
        let page = try StrategyDocument(plan: plan, imprint: imprint).html(map: sheet.document, strip: strip.document)
        files.append(("响应方案.html", page))
      }
    }
    if formats.contains(.viewer) {
      files.append(("地图.html", try PlanViewer(plan: plan, base: base, imprint: imprint).html()))
    }
    if formats.contains(.geojson) {
      files.append(("data.geojson", Self.bytes(try PlanGeoJSON(plan: plan, base: base, imprint: imprint).value())))
    }
    if formats.contains(.json) {
      files.append(("plan.json", Self.bytes(PlanJSON(plan: plan, imprint: imprint).value())))
    }
    return (files, warnings)
  }

  private func pictures(
    _ document: SVGDocument, _ name: String, _ formats: Set<PlanPublisher.Format>
  ) throws -> [File] {
    var files: [File] = []
    if formats.contains(.svg) { files.append(("\(name).svg", Array(document.text.utf8))) }
    if formats.contains(.pdf) {
      files.append(("\(name).pdf", try SVGRendering.pdf(document, creationDate: imprint.madeOn)))
    }
    if formats.contains(.png) {
      files.append(("\(name).png", try SVGRendering.png(document, dotsPerInch: Self.dotsPerInch)))
    }
    return files
  }

  private static func bytes(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.appendIndented(to: &bytes)
    return bytes + [0x0a]
  }
}
