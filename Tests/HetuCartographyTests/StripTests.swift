import Foundation
import HetuGeometry
import Testing

@testable import HetuCartography

@Suite struct StripTests {
  private func flags(_ count: Int, seed: UInt64, to end: Double) -> [Flag] {
    var random = SplitMix64(state: seed)
    return (0..<count).map { _ in
      Flag(
        x: Double.random(in: 20...end, using: &random), leftReach: 2.4,
        rightReach: Double.random(in: 5...28, using: &random), rise: Double.random(in: 0...1, using: &random))
    }.sorted { $0.x < $1.x }
  }

  @Test(arguments: [(1, 1), (5, 3), (20, 4), (40, 8), (60, 12)])
  func `no flag lies on another, and no stalk runs through one`(count: Int, levels: Int) {
    var fitting = 0
    for seed in UInt64(0)..<40 {
      let flags = flags(count, seed: seed, to: 380)
      let layout = FlagLayout(flags, levels: levels, gap: 3, from: 10, to: 409)
      guard layout.isFitting else { continue }
      fitting += 1
      for (first, one) in zip(flags, layout.places) {
        let (left, right) = (one.x - first.leftReach, one.x + first.rightReach)
        #expect(left >= 9.999 && right <= 409.001, "seed \(seed)")
        #expect(one.level >= 0 && one.level < levels)
      }
      for (index, one) in layout.places.enumerated() {
        for (other, two) in layout.places.enumerated() where other > index {
          let isOver = two.x - flags[other].leftReach < one.x + flags[index].rightReach
          // What stands right of a flag and under it is a level lower at least, so that its stalk ends below the flag.
          #expect(!isOver || two.level < one.level, "seed \(seed): \(one) \(two)")
          #expect(two.x > one.x, "seed \(seed): the order of the kilometres is kept")
        }
      }
    }
    #expect(fitting > 0, "no layout of the forty fits, so that nothing was held")
  }

  @Test func `flags alone stand where they belong`() {
    let flags = [50.0, 150, 250].map { Flag(x: $0, leftReach: 2, rightReach: 20, rise: 1) }
    let layout = FlagLayout(flags, levels: 5, gap: 3, from: 0, to: 400)
    #expect(layout.greatestShift == 0)
    #expect(layout.places == [50, 150, 250].map { FlagLayout.Place(x: $0, level: 4) })
  }

  @Test func `no stalk runs along a border`() {
    #expect(StripComposer.beside([100, 200], 99.9, of: 90) == 99.2)
    #expect(StripComposer.beside([100, 200], 200.3, of: 204) == 200.8)
    #expect(StripComposer.beside([100, 200], 150, of: 90) == 150)
  }

  @Test func `the stalk of what stands at the river's mouth ends at its symbol`() throws {
    let section = StripMark(
      sign: .section(level: "国控", isProvinceBorder: false), riverKm: 0, side: .left, name: "河口断面")
    var strip = StripMap(title: "示河", riverName: "示河", fromKm: 50, toKm: 0)
    strip.marks = [section]
    let text = try strip.drawn().document.text
    let feet = text.matches(of: /<path d="M([\d.]+)[ ,][^"]*"[^>]*#22384F/).map(\.output.1)
    // The stalk and the bar; the third is the legend's.
    #expect(feet.count == 3 && feet[0] == feet[1], "\(feet)")
  }

  @Test func `the isotonic regression is that of the textbook`() {
    let values = [1.0, 3, 2, 4, 3, 3].map { (value: $0, weight: 1.0) }
    let third = 10.0 / 3
    let expected: [Double] = [1, 2.5, 2.5, third, third, third]
    #expect(FlagLayout.isotonic(values) == expected)
  }

  @Test func `the front is found between its points and nowhere else`() {
    let front = StripFront(
      season: "枯水期",
      points: [.init(riverKm: 40, hours: 0), .init(riverKm: 30, hours: 10), .init(riverKm: 10, hours: 14)])
    #expect(front.riverKm(atHours: 5) == 35)
    #expect(front.riverKm(atHours: 12) == 20)
    #expect(front.riverKm(atHours: 14.1) == nil)
  }

  private func strip(_ marks: [StripMark], km: Double = 90) -> StripMap {
    var strip = StripMap(title: "青沙河环境应急直线示意图", riverName: "青沙河", fromKm: km, toKm: 0)
    strip.districts = [
      StripDistrict(name: "临泉县", fromKm: km, toKm: km / 3, borderBelow: .county),
      StripDistrict(name: "云中区", fromKm: km / 3, toKm: 0, borderBelow: nil),
    ]
    strip.marks = marks
    return strip
  }

  private func marks(_ count: Int, km: Double = 90) -> [StripMark] {
    let forms = SymbolForm.allCases.filter { $0 != .monitoringSection }
    return (0..<count).map { index in
      StripMark(
        sign: .symbol(forms[index % forms.count], Grade.allCases[index % 4], hasBrokenOutline: false),
        riverKm: km * Double((index * 37) % count) / Double(count), side: index % 2 == 0 ? .left : .right,
        offsetMetres: Double(index * 71 % 1000), name: "第\(index)号对象", note: "K1+\(100 + index)")
    }
  }

  @Test func `every mark of a usual river has its name on the strip, and two runs give the same bytes`() throws {
    let strip = strip(marks(100))
    let drawn = try strip.drawn()
    for mark in strip.marks { #expect(drawn.document.text.contains(">\(mark.name)</text>"), "\(mark.name)") }
    #expect(drawn.warnings == [])
    #expect(try drawn.document.text == strip.drawn().document.text)
  }

  @Test(arguments: [0.3, 40, 5_000])
  func `a strip of any length with two thousand marks says how many share a flag`(km: Double) throws {
    let drawn = try strip(marks(2_000, km: km), km: km).drawn()
    #expect(drawn.rows == 4)
    let counted: [Int] = drawn.document.text.matches(of: />第\d+号对象等(\d+)处<\/text>/).compactMap { Int($0.output.1) }
    let alone = drawn.document.text.matches(of: />第\d+号对象<\/text>/).count
    let sharing = counted.reduce(0, +)
    #expect(sharing + alone == 2_000)
    #expect(drawn.warnings == ["直线示意图：\(sharing - counted.count)处过密，与邻近标注合并表示。"])
  }

  @Test func `what changed is marked, what is gone keeps its name, and a short district has its whole name`() throws {
    var strip = strip(marks(3))
    for (index, change) in ChangeMark.Operation.allCases.enumerated() { strip.marks[index].change = change }
    strip.districts[1].fromKm = 2.5
    strip.districts[0].toKm = 2.5
    let text = try strip.drawn().document.text
    for change in ChangeMark.Operation.allCases { #expect(text.contains(">\(change.title)</text>")) }
    #expect(text.contains(">第2号对象</text>") && text.contains(">云中区</text>"))
  }

  @Test func `a river with nothing on it is a strip, and one without length is refused`() throws {
    let drawn = try strip([]).drawn()
    #expect(drawn.rows == 1 && drawn.document.text.contains(">青沙河</text>"))
    #expect(throws: CartographyError.self) { try strip([], km: 0).drawn() }
  }

  @Test func `hostile names stay text`() throws {
    let names = ["<script>alert(1)</script>", "\u{202E}倒写", "甲]]>乙&amp;丙", String(repeating: "长", count: 60)]
    let marks = names.map {
      StripMark(sign: .confluence, riverKm: 20, side: .left, name: $0)
    }
    let text = try strip(marks).drawn().document.text
    #expect(!text.contains("<script") && !text.unicodeScalars.contains("\u{202E}"))
  }
}
