import Foundation
import HetuGeometry
import Testing

@testable import HetuCartography

/// Draws the sheets that are looked at. With `HETU_PICTURES=DIR` they are written there as SVG and PNG.
@Suite struct PictureTests {
  private func look(at sheet: MapSheet, _ name: String) throws -> DrawnSheet {
    let drawn = try sheet.drawn()
    guard let folder = ProcessInfo.processInfo.environment["HETU_PICTURES"] else { return drawn }
    let base = URL(fileURLWithPath: folder, isDirectory: true)
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    try Data(drawn.document.text.utf8).write(to: base.appendingPathComponent("\(name).svg"))
    try Data(try SVGRendering.png(drawn.document, dotsPerInch: 200)).write(
      to: base.appendingPathComponent("\(name).png"))
    try Data(try SVGRendering.pdf([drawn.document], creationDate: "2025-06-01"))
      .write(to: base.appendingPathComponent("\(name).pdf"))
    try Data("\(drawn.report)".utf8).write(to: base.appendingPathComponent("\(name).txt"))
    return drawn
  }

  @Test func `the demonstration sheet labels nearly every symbol in place and drops none`() throws {
    let sheet = Demo.sheet()
    let report = try look(at: sheet, "demo").report
    #expect(report.placed.count >= 38)
    #expect(report.placed.count + report.numbered.count == sheet.symbols.count)
    #expect(report.merged.isEmpty)
    #expect(report.scaleDenominator == 250_000)
  }

  @Test func `hostile names stay text and 300 symbols in the corridor are all accounted for`() throws {
    let river = InventedRiver(lengthKilometres: 78, bend: 0.75, heading: 0.72)
    var sheet = Demo.sheet()
    sheet.title = "青沙河<script>alert('x')</script>&\"突发水污染事件环境应急指挥示意图"
    let hostile = [
      "<script>alert(1)</script>", "\" onload=\"alert(1)", "😀应急👨‍👩‍👧‍👦库", "\u{202E}倒写\u{0007}铃", "㙟𬭎矿业",
      String(repeating: "河南省某某市某某县某某镇", count: 5), "甲]]>乙&amp;丙", "a\nb\tc",
    ]
    var generator = SplitMix64(state: 7)
    let forms = SymbolForm.allCases.filter { $0 != .monitoringSection }
    sheet.symbols = (0..<300).map { index in
      let kilometre = Double(generator.next() % 7700) / 100
      let offset = Double(generator.next() % 2000) - 1000
      return MapSymbol(
        position: river.place(kilometre, offset: offset).position, form: forms[index % forms.count],
        grade: Grade.allCases[index % 4], code: "R\(index)", label: index < 8 ? hostile[index] : "第\(index)号企业",
        importance: Double(generator.next() % 50), kilometre: kilometre)
    }
    let drawn = try look(at: sheet, "hostile")
    #expect(!drawn.document.text.contains("<script"))
    #expect(!drawn.document.text.unicodeScalars.contains("\u{202E}"))
    let shown = drawn.report.placed + drawn.report.numbered.map(\.code).filter { !$0.isEmpty } + drawn.report.merged
    #expect(shown.count == 300)
    #expect(Set(shown) == Set(sheet.symbols.map(\.code)))
  }

  @Test func `a straight river of 5 km with nothing on it is a sheet`() throws {
    let river = InventedRiver(path: [Position(x: 500_000, y: 3_800_000), Position(x: 505_000, y: 3_800_000)])
    var sheet = MapSheet(title: "直河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "直河", paths: [river.path]))
    sheet.kilometrePosts = river.posts(every: 1)
    sheet.graticule = Demo.projection
    let drawn = try look(at: sheet, "straight")
    #expect(drawn.report.scaleDenominator == 20_000)
    #expect(drawn.report.warnings.isEmpty)
  }

  @Test func `a river of 400 km in the shape of a U is a sheet`() throws {
    let path = (0...400).map { step -> Position in
      let angle = Double(step) / 400 * .pi
      let wave = 3000 * sin(Double(step) / 5)
      return Position(x: 500_000 - cos(angle) * (60_000 + wave), y: 3_900_000 - sin(angle) * (160_000 + wave))
    }
    let river = InventedRiver(path: path)
    var sheet = MapSheet(title: "弯河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "弯河", paths: [river.path]))
    sheet.kilometrePosts = river.posts(every: 1)
    sheet.corridor = river.corridor(metres: 1000)
    sheet.graticule = Demo.projection
    sheet.symbols = (0..<60).map { index in
      MapSymbol(
        position: river.place(Double(index) * 6.1, offset: Double(index % 3 - 1) * 800).position,
        form: SymbolForm.allCases[index % 8], grade: Grade.allCases[index % 4], code: "U\(index)",
        label: "弯河第\(index)号风险源", importance: Double(index % 7))
    }
    sheet.cityOutline = Demo.sheet().cityOutline
    let drawn = try look(at: sheet, "u-shaped")
    #expect(drawn.report.placed.count + drawn.report.numbered.count + drawn.report.merged.count == 60)
    #expect(drawn.report.merged.isEmpty)
  }

  @Test func `a river through all corners has its inset on the side panel`() throws {
    let corners = [(-1.2, -1.0), (1.2, -1.0), (1.2, 1.0), (-1.2, 1.0), (-1.2, -0.2)]
    let path = corners.map { Position(x: 500_000 + $0.0 * 10_000, y: 3_800_000 + $0.1 * 10_000) }
    var sheet = MapSheet(title: "环河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "环河", paths: [path]))
    sheet.cityOutline = Demo.sheet().cityOutline
    var composer = try SheetComposer(sheet)
    #expect(composer.compose().document.text.contains(">位置示意</text>"))
    #expect(composer.hasInsetInPanel)
    _ = try look(at: sheet, "ring")
  }

  @Test func `an A0 sheet labels more in place than an A3 sheet, at a larger scale, with nothing merged`() throws {
    var sheet = Demo.sheet()
    sheet.format = .a0
    let report = try look(at: sheet, "a0").report
    #expect(report.scaleDenominator == 100_000)
    #expect(report.placed.count >= (try Demo.sheet().drawn().report.placed.count))
    #expect(report.placed.count + report.numbered.count == sheet.symbols.count && report.merged.isEmpty)
    #expect(report.warnings.isEmpty)
  }

  @Test func `long words in title and footer stay on their places`() throws {
    var sheet = Demo.sheet()
    sheet.title = String(repeating: "某某河突发水污染事件", count: 30)
    sheet.imprint.compiler = String(repeating: "某某市生态环境局", count: 20)
    sheet.imprint.referenceSystem = String(repeating: "2000国家大地坐标系", count: 20)
    sheet.imprint.note = String(repeating: "示意", count: 60)
    sheet.imprint.approvalNumber = String(repeating: "豫S", count: 60)
    let text = try look(at: sheet, "long").document.text
    #expect(text.contains("…</text>"))
  }
}
