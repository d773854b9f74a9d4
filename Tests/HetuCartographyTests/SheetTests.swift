import Foundation
import HetuGeometry
import TestSupport
import Testing

@testable import HetuCartography

@Suite struct SheetTests {

  private var small: MapSheet {
    let path = (0...20).map { Position(x: 500_000 + Double($0) * 500, y: 3_800_000 + 700 * sin(Double($0) / 3)) }
    let river = InventedRiver(path: path)
    var sheet = MapSheet(title: "小河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "小河", paths: [path]))
    sheet.imprint.compiler = "某市生态环境局"
    sheet.imprint.note = "示意数据"
    sheet.kilometrePosts = river.posts(every: 5)
    sheet.graticule = Demo.projection
    sheet.symbols = [
      MapSymbol(position: river.place(3).position, form: .dam, code: "B1", label: "一号坝", kilometre: 3),
      MapSymbol(
        position: river.place(6, offset: 500).position, form: .tailingsPond, grade: .major, code: "W1",
        label: "甲尾矿库", importance: 5, kilometre: 6),
    ]
    sheet.sections = [
      MapSection(position: river.place(8).position, directionDegrees: river.place(8).bearing, name: "小河口", level: "国控Ⅱ")
    ]
    return sheet
  }

  @Test func `a small sheet is drawn as it was recorded`() throws {
    try Golden.check(try small.drawn().document.text, "small-sheet.svg")
  }

  @Test func `two runs give the same bytes`() throws {
    let sheet = Demo.sheet()
    #expect(try sheet.drawn().document.text == sheet.drawn().document.text)
  }

  @Test(arguments: [
    (1.0, 5_000), (5_000, 5_000), (5_001, 10_000), (18_000, 20_000), (24_000, 25_000), (49_000, 50_000),
    (60_000, 100_000), (110_000, 150_000), (210_000, 250_000), (390_000, 400_000), (740_000, 750_000),
    (760_000, 1_000_000), (1_100_000, 1_500_000),
  ])
  func `the scale is the next round one`(needed: Double, denominator: Int) {
    #expect(MapScale.rounded(upFrom: needed) == denominator)
  }

  @Test func `the legend explains what is on the sheet and nothing else`() throws {
    var composer = try SheetComposer(small)
    let text = composer.compose().document.text
    #expect(
      composer.legendItems == [
        .mainRiver, .flowArrow, .kilometrePost, .section, .symbol(.tailingsPond), .symbol(.dam),
      ])
    #expect(composer.legend.contains(.grade(.major)))
    #expect(!composer.legend.contains(.grade(.general)))
    let explained = Set(composer.legendItems.map(\.title))
    for title in Set(LegendItem.all.map(\.title)) {
      #expect(text.contains(">\(title)</text>") == explained.contains(title), "\(title)")
    }
  }

  @Test func `what lies beyond the map is not in the legend but in the numbers`() throws {
    var sheet = small
    sheet.symbols.append(
      MapSymbol(position: Position(x: 900_000, y: 3_800_000), form: .chemicalPark, code: "F1", label: "远方园区"))
    sheet.waters = [
      Polygon(rings: [
        [(0.0, 0.0), (1000, 0), (1000, 1000), (0, 0)].map { Position(x: 900_000 + $0.0, y: 3_800_000 + $0.1) }
      ])
    ]
    let drawn = try sheet.drawn()
    #expect(!drawn.document.text.contains(">化工园区</text>"))
    #expect(!drawn.document.text.contains(">水面</text>"))
    #expect(drawn.report.numbered.map(\.code) == ["F1"])
    #expect(drawn.report.warnings == ["1处在图幅以外，只列入编号表。"])
    #expect(drawn.document.text.contains("远方园区（图外）"))
  }

  @Test func `a table that is too long says how many rows it leaves to the lists`() throws {
    var sheet = small
    sheet.facilities = (0..<200).map {
      FacilityRow(
        code: "S\($0)", name: "设施\($0)", kilometre: Double($0), usableVolume10kCubicMetres: nil,
        phone: "")
    }
    let drawn = try sheet.drawn()
    let warning = try #require(drawn.report.warnings.first)
    let left = try #require(warning.split(separator: "其余").last?.split(separator: "项").first.flatMap { Int($0) })
    #expect(left > 0 && left < 200)
    #expect(drawn.document.text.contains("其余 \(left) 项见清单"))
    #expect(drawn.document.text.contains(">设施\(199 - left)</text>"))
    #expect(!drawn.document.text.contains(">设施\(200 - left)</text>"))
  }

  @Test func `a position that is no number and a river without a line are refused`() {
    var wrong = small
    wrong.symbols[0].position.x = .nan
    #expect { try wrong.drawn() } throws: { ($0 as? CartographyError)?.message.contains("B1") == true }
    for paths in [[], [[]], [[Position(x: 5, y: 5)]], [[Position(x: 5, y: 5), Position(x: 5, y: 5)]]] {
      let sheet = MapSheet(title: "无", river: MapRiver(name: "无水河", paths: paths))
      #expect { try sheet.drawn() } throws: {
        ($0 as? CartographyError)?.message.contains("无水河") == true
      }
    }
  }

  @Test func `tables share the room of the panel, the longest is cut, and one without room is left out`() {
    #expect(SheetComposer.shares(of: [4, 5, 3], in: 200).shares == [4, 5, 3])
    let tight = SheetComposer.shares(of: [4, 14, 3], in: 80)
    #expect(tight.shares[0] == 4 && tight.shares[2] == 3 && (3..<14).contains(tight.shares[1]))
    #expect(SheetComposer.shares(of: [9, 9, 9], in: 42).shares.last == 0)
    #expect(SheetComposer.shares(of: [], in: 42).shares.isEmpty)
  }

  @Test func `a sheet of a series takes the scale of the others`() throws {
    let extent = try #require(Envelope(small.river.paths[0]))
    let part = small.part(showing: extent, leastDenominator: 150_000, sheetNumber: "第1幅　共2幅", matchLines: [])
    #expect(part.scaleDenominator == 150_000)
    #expect(try part.drawn().document.text.contains(">1:15万</text>"))
  }

  @Test func `the class of a border follows from the codes beside it`() {
    #expect(BorderClass.between("411282", "411224") == .county)
    #expect(BorderClass.between("411282", "410328") == .city)
    #expect(BorderClass.between("411282", "140829") == .province)
    #expect(BorderClass.between("429004", "429005") == .city)
    #expect(BorderClass.between("411282", "") == .unknown)
  }

  @Test func `a common border is drawn once`() throws {
    var sheet = small
    func square(_ west: Double) -> [Polygon] {
      [
        Polygon(rings: [
          [(0.0, 0.0), (5000, 0), (5000, 9000), (0, 9000), (0, 0)]
            .map { Position(x: west + $0.0, y: 3_795_500 + $0.1) }
        ])
      ]
    }
    sheet.districts = [
      MapDistrict(name: "西县", code: "419901", isOwn: true, polygons: square(500_000)),
      MapDistrict(name: "东县", code: "419902", isOwn: true, polygons: square(505_000)),
    ]
    let text = try sheet.drawn().document.text
    let county = text.split(separator: "\n").filter { $0.contains("#8A8A8A") && $0.contains("<path") }
    // One on the map, one in the legend.
    #expect(county.count == 2)
    #expect(county.first?.filter { $0 == "M" }.count == 1)
    #expect(
      text.contains(">县界</text>") && text.contains(">界线（对侧未登记）</text>") && !text.contains(">市界</text>")
        && !text.contains(">省界</text>"))
  }
}

extension SheetTests {
  @Test func `a part of a series shows what lies on it, its match lines and its number`() throws {
    let whole = Demo.sheet()
    let river = InventedRiver(path: whole.river.paths[0])
    let upper = try #require(Envelope((0...20).map { river.place(Double($0)).position }))
    let cut = river.place(20)
    let part = whole.part(
      showing: upper, sheetNumber: "第1幅　共2幅",
      matchLines: [MatchLine(position: cut.position, directionDegrees: cut.bearing, title: "接第2幅")])
    let shown = try #require(part.mapExtent)
    #expect(!part.symbols.isEmpty && part.symbols.count < whole.symbols.count)
    #expect(part.symbols.allSatisfy { shown.contains($0.position) })
    #expect(try #require(part.scaleDenominator) < (whole.scaleDenominator ?? 0))
    let text = try part.drawn().document.text
    #expect(text.contains(">接第2幅</text>") && text.contains(">接图线</text>") && text.contains(">第1幅　共2幅</text>"))
  }

  @Test func `the side tables of a sheet of a series name only what lies on the sheet`() throws {
    var whole = Demo.sheet()
    let river = InventedRiver(path: whole.river.paths[0])
    let upper = try #require(Envelope((0...20).map { river.place(Double($0)).position }))
    let kilometres = [5.0, 15, 60]
    func table(_ title: String, places: [Position]) -> SideTable {
      SideTable(
        title: title, columns: ["名称", "里程km", "级别"], rows: kilometres.map { ["\(title)K\(Int($0))", "\($0)", "—"] },
        places: places)
    }
    let places = kilometres.map { river.place($0).position }
    whole.tables = [
      table("断面", places: places), table("全河", places: []),
      SideTable(title: "远处", columns: ["名称", "里程km", "级别"], rows: [["远处K60", "60", "—"]], places: [places[2]]),
    ]
    let part = whole.part(showing: upper, sheetNumber: "第1幅　共2幅", matchLines: [])
    #expect(part.tables[0].rows.map(\.[0]) == ["断面K5", "断面K15"])
    #expect(part.tables[1].rows.count == 3)
    #expect(part.tables[2].rows == [["本幅没有", "", ""]])
    let codes = Set(part.symbols.map(\.code))
    #expect(part.facilities.allSatisfy { codes.contains($0.code) } && part.facilities.count < whole.facilities.count)
  }

  @Test func `codes and phones of the facilities' table are whole`() throws {
    var sheet = Demo.sheet()
    sheet.facilities = [
      FacilityRow(
        code: "HL-4-411325-000003", name: "名字很长的拦河闸坝应急空间与设施", kilometre: 80, usableVolume10kCubicMetres: 9,
        phone: "0377-66000019")
    ]
    let text = try sheet.drawn().document.text
    for part in ["HL-4-411325-000003", "0377-66000019", "80.0", "9.0"] {
      #expect(text.contains(">\(part)</text>"), "\(part)")
    }
  }

  @Test func `what changed is marked about its symbol, also where that stands aside`() throws {
    var sheet = Demo.sheet()
    let place = sheet.symbols[0].position
    sheet.symbols = ["甲", "乙"].map { code in
      var symbol = sheet.symbols[0]
      (symbol.code, symbol.position) = (code, place)
      return symbol
    }
    func ring(_ code: String) throws -> String {
      sheet.changeMarks = [ChangeMark(position: place, operation: .added, code: code)]
      let text = try sheet.drawn().document.text
      return try #require(text.firstMatch(of: /<circle[^>]*r="3.4"[^>]*>/)).output.description
    }
    #expect(try ring("甲") != ring("乙"))
    #expect(try ring("甲") == ring(""))
  }

  @Test func `an overview carries the frames of its sheets`() throws {
    var sheet = Demo.sheet()
    sheet.index = [IndexFrame(extent: try #require(sheet.mapExtent).expanded(dx: -9_000, dy: -9_000), title: "1")]
    sheet.sheetNumber = "总图"
    let document = try sheet.drawn().document
    #expect(document.text.contains(">分幅及幅号</text>") && document.title == "\(sheet.title)（总图）")
  }

  @Test func `a wall sheet with little on it has larger letters at the same scale, and a series has one size`() throws {
    var sheet = Demo.sheet()
    sheet.format = .a0
    let full = try sheet.drawn().document.magnification
    sheet.symbols = Array(sheet.symbols.prefix(2))
    sheet.lines = []
    let drawn = try sheet.drawn()
    #expect(drawn.document.magnification > 1.5 && drawn.document.magnification >= full)
    #expect(drawn.report.scaleDenominator == sheet.scaleDenominator && drawn.report.placed.count == 2)
    sheet.index = [IndexFrame(extent: try #require(sheet.mapExtent).expanded(dx: -9_000, dy: -9_000), title: "1")]
    #expect(try sheet.drawn().document.magnification == 1.5)
  }

  @Test func `the tables of a panel with room are larger as far as no text is cut`() throws {
    var sheet = Demo.sheet()
    sheet.format = .a0
    (sheet.symbols, sheet.lines) = ([], [])
    sheet.tables = [SideTable(title: "敏感目标", columns: ["名称", "里程km", "电话"], rows: [["取水口", "1.0", "—"]])]
    func isLarger(named name: String) throws -> Bool {
      sheet.facilities = [
        FacilityRow(code: "F-1", name: name, kilometre: 1, usableVolume10kCubicMetres: 2, phone: "13900000001")
      ]
      let text = try sheet.drawn().document.text
      #expect(text.contains(">\(name)</text>"))
      return text.contains(/scale\(1\.(25|5|75)\)/)
    }
    #expect(try isLarger(named: "一号橡胶坝"))
    #expect(try !isLarger(named: "示河下游左岸某某村一号橡胶坝"))
  }

  @Test func `a magnified sheet is printed larger at a round scale`() throws {
    var sheet = Demo.sheet()
    sheet.format = .a0
    let drawn = try sheet.drawn()
    #expect(abs(drawn.document.widthMillimetres - 1189) < 1e-9 && abs(drawn.document.heightMillimetres - 841) < 1e-9)
    #expect(drawn.report.scaleDenominator == sheet.scaleDenominator)
    #expect(drawn.document.text.contains("width=\"1189mm\""))
  }
}
