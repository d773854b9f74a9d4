import HetuGeometry
import TestSupport
import Testing

@testable import HetuCartography

/// The inset for the most crowded stretch.
@Suite struct StretchTests {
  /// A straight river of 60 km with a symbol every 6 km and a crowd about kilometre 20.
  private func sheet(crowd: Int) -> MapSheet {
    let path = (0...120).map { Position(x: 500_000 + Double($0) * 500, y: 3_800_000) }
    let river = InventedRiver(path: path)
    var sheet = MapSheet(title: "挤河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "挤河", paths: [path]))
    sheet.kilometrePosts = river.posts(every: 5)
    var random = Seeded(4)
    let apart = (0..<10).map { (Double($0) * 6 + 1, 300.0) }
    let crowded = (0..<crowd).map { _ in
      (20 + Double.random(in: -1.2...1.2, using: &random), Double.random(in: -900...900, using: &random))
    }
    sheet.symbols = (apart + crowded).enumerated().map { index, place in
      MapSymbol(
        position: river.place(place.0, offset: place.1).position, form: .keyEnterprise, grade: .general,
        code: "E\(index)", label: "第\(index)厂", kilometre: 60 - place.0)
    }
    sheet.sections = [MapSection(position: river.place(20).position, directionDegrees: 90, name: "中断面", level: "国")]
    return sheet
  }

  @Test func `a crowded stretch gets an inset, and what is in it stands nowhere else`() throws {
    let sheet = sheet(crowd: 30)
    var composer = try SheetComposer(sheet)
    let drawn = composer.compose()
    let (stretch, text) = (try #require(composer.stretch), drawn.document.text)
    #expect(text.contains("放大图　1:10万") && text.contains(">放大图范围</text>"))
    #expect(drawn.report.enlarged.count >= 30)
    for symbol in composer.symbols { #expect(!symbol.box.overlaps(stretch.frame), "\(symbol.symbol.code)") }
    let shown = drawn.report.placed + drawn.report.numbered.map(\.code).filter { !$0.isEmpty } + drawn.report.merged
    #expect(shown.sorted() == sheet.symbols.map(\.code).sorted())
    #expect(drawn.report.numbered.map(\.number) == Array(1..<(drawn.report.numbered.count + 1)))
    #expect(text.ranges(of: ">中断面</text>").count == 1)
    #expect(try sheet.drawn().document.text == text)
  }

  @Test func `the inset shows more in place than the map alone could`() throws {
    var whole = sheet(crowd: 60)
    let withInset = try whole.drawn().report
    // An overview of a series has no inset.
    whole.index = [IndexFrame(extent: Envelope(Position(x: 500_000, y: 3_800_000)), title: "1")]
    let without = try whole.drawn().report
    #expect(without.enlarged.isEmpty)
    #expect(withInset.placed.count > without.placed.count && withInset.merged.count < without.merged.count)
  }

  @Test func `a dozen symbols need no inset`() throws {
    let drawn = try sheet(crowd: 8).drawn()
    #expect(drawn.report.enlarged.isEmpty && !drawn.document.text.contains("放大图"))
  }
}
