import Foundation
import HetuGeometry

@testable import HetuCartography

/// An invented river in a plane (metres), made from a seed: nothing of it is real.
struct InventedRiver {
  /// The river's line, downstream.
  let path: [Position]
  private let lengths: [Double]

  init(
    lengthKilometres: Double, bend: Double, origin: Position = Position(x: 500_000, y: 3_790_000),
    heading: Double = 1.25
  ) {
    var path = [origin]
    let step = 250.0
    for index in 1...max(1, Int(lengthKilometres * 1000 / step)) {
      let way = Double(index) * step / 1000
      let direction =
        heading + bend * (0.8 * sin(way / 7) + 0.5 * sin(way / 2.9 + 1) + 0.35 * sin(way / 1.1 + 2))
      path.append(
        Position(x: path[index - 1].x + cos(direction) * step, y: path[index - 1].y + sin(direction) * step))
    }
    self.init(path: path)
  }

  init(path: [Position]) {
    self.path = path
    var lengths = [0.0]
    for (start, end) in zip(path, path.dropFirst()) { lengths.append((lengths.last ?? 0) + start.distance(to: end)) }
    self.lengths = lengths
  }

  var kilometres: Double { (lengths.last ?? 0) / 1000 }

  /// The place `kilometre` below the source, `offset` metres to the right, and the bearing of the flow.
  func place(_ kilometre: Double, offset: Double = 0) -> (position: Position, bearing: Double) {
    let wanted = kilometre * 1000
    let index = min(path.count - 2, max(0, (lengths.firstIndex { $0 > wanted } ?? path.count - 1) - 1))
    let (start, end) = (path[index], path[index + 1])
    let share = (wanted - lengths[index]) / (lengths[index + 1] - lengths[index])
    let bearing = atan2(end.x - start.x, end.y - start.y)
    return (
      Position(
        x: start.x + (end.x - start.x) * share + cos(bearing) * offset,
        y: start.y + (end.y - start.y) * share - sin(bearing) * offset), bearing * 180 / .pi
    )
  }

  /// The ground within `metres` of the river, roughly.
  func corridor(metres: Double) -> [Polygon] {
    let steps = stride(from: 0.0, through: kilometres, by: kilometres / 120)
    let ring =
      steps.map { place($0, offset: metres).position }
      + steps.reversed().map { place($0, offset: -metres).position }
    return [Polygon(rings: [ring + [ring[0]]])]
  }

  func posts(every step: Int) -> [KilometrePost] {
    stride(from: 0, through: Int(kilometres), by: step).map { kilometre in
      let place = place(Double(kilometre))
      return KilometrePost(position: place.position, kilometre: Double(kilometre), directionDegrees: place.bearing)
    }
  }
}

enum Demo {
  /// A linear stand-in for a Gauss-Krüger projection near 34.4° N, 111° E.
  static let projection = PlaneProjection(
    geographic: { Position(x: 111 + ($0.x - 500_000) / 91_900, y: 34.25 + ($0.y - 3_790_000) / 110_940) },
    plane: { Position(x: 500_000 + ($0.x - 111) * 91_900, y: 3_790_000 + ($0.y - 34.25) * 110_940) })

  /// A sheet like those that a bureau hands out: four districts, tributaries, sections, zones and 40 symbols.
  static func sheet() -> MapSheet {
    let river = InventedRiver(lengthKilometres: 78, bend: 0.75, heading: 0.72)
    var sheet = MapSheet(title: "青沙河突发水污染事件环境应急指挥示意图", river: MapRiver(name: "青沙河", paths: [river.path]))
    sheet.sheetNumber = "第1幅　共1幅"
    sheet.imprint.referenceSystem = "2000国家大地坐标系　高斯-克吕格3度带　中央经线111°E"
    sheet.imprint.compiler = "某某市生态环境局"
    sheet.imprint.madeOn = "2025年6月"
    sheet.imprint.dataDate = "2025年5月31日"
    sheet.imprint.note = "示意数据，不得用于实际处置"
    sheet.graticule = projection
    sheet.kilometrePosts = river.posts(every: 1)
    sheet.corridor = river.corridor(metres: 1000)
    addDistricts(&sheet, river)
    addWaters(&sheet, river)
    addSections(&sheet, river)
    addSymbols(&sheet, river)
    return sheet
  }

  private static func addDistricts(_ sheet: inout MapSheet, _ river: InventedRiver) {
    let box = Envelope(river.path) ?? Envelope(minX: 0, minY: 0, maxX: 1, maxY: 1)
    let (west, east) = (box.minX - 60_000, box.maxX + 60_000)
    let (south, north) = (box.minY - 60_000, box.maxY + 60_000)
    func wavy(_ from: Position, _ to: Position) -> [Position] {
      (0...40).map { step in
        let share = Double(step) / 40
        let swing = 1500 * sin(share * 19) + 900 * sin(share * 43 + 1)
        let edge = share == 0 || share == 1 ? 0 : swing
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let length = (dx * dx + dy * dy).squareRoot()
        return Position(x: from.x + dx * share - dy / length * edge, y: from.y + dy * share + dx / length * edge)
      }
    }
    let center = river.place(38).position
    let (left, right) = (Position(x: west, y: center.y + 6000), Position(x: east, y: center.y - 4000))
    let (bottom, top) = (Position(x: center.x + 5000, y: south), Position(x: center.x - 6000, y: north))
    let arms = [left, right, bottom, top].map { wavy(center, $0) }
    func polygon(_ first: [Position], _ corner: Position, _ second: [Position]) -> [Polygon] {
      [Polygon(rings: [first + [corner] + second.reversed()])]
    }
    let quarters = [
      polygon(arms[0], Position(x: west, y: north), arms[3]), polygon(arms[3], Position(x: east, y: north), arms[1]),
      polygon(arms[1], Position(x: east, y: south), arms[2]), polygon(arms[2], Position(x: west, y: south), arms[0]),
    ]
    let names = [("临泉县", "419924", true), ("云中区", "419902", true), ("白石县", "149927", false), ("南屏县", "419925", true)]
    sheet.districts = zip(names, quarters).map { name, polygons in
      MapDistrict(name: name.0, code: name.1, isOwn: name.2, polygons: polygons)
    }
    let half = 26_000.0
    sheet.cityOutline = [
      Polygon(rings: [
        (0...36).map { step in
          let angle = Double(step) / 18 * .pi
          let radius = half * (1.5 + 0.3 * sin(angle * 3) + 0.1 * sin(angle * 7))
          return Position(x: center.x + cos(angle) * radius * 1.2, y: center.y + sin(angle) * radius)
        }
      ])
    ]
  }

  private static func addWaters(_ sheet: inout MapSheet, _ river: InventedRiver) {
    let joins: [(String, Double, Double, Double)] = [
      ("石门河", 12, 1.9, 16), ("东沟河", 24, -0.9, 11), ("老泉沟", 33, 2.4, 9), ("麻河", 45, -1.1, 19), ("柳林河", 58, 2.2, 14),
      ("赤水沟", 68, 1.9, 9),
    ]
    sheet.tributaries = joins.map { name, kilometre, turn, length in
      let mouth = river.place(kilometre)
      let heading = (90 - mouth.bearing) / 180 * .pi + .pi + turn * 0.5
      let upward = InventedRiver(lengthKilometres: length, bend: 0.6, origin: mouth.position, heading: heading)
      return MapRiver(name: name, paths: [upward.path.reversed()])
    }
    let lake = river.place(20)
    sheet.waters = [
      Polygon(rings: [
        (0...24).map { step in
          let angle = Double(step) / 12 * .pi
          let radius = 900 * (1 + 0.35 * sin(angle * 2 + 1) + 0.15 * sin(angle * 5))
          return Position(x: lake.position.x + cos(angle) * radius * 1.7, y: lake.position.y + sin(angle) * radius)
        }
      ])
    ]
    func zone(_ from: Double, _ to: Double, _ metres: Double) -> [Polygon] {
      let steps = stride(from: from, through: to, by: 0.25)
      let ring =
        steps.map { river.place($0, offset: metres).position }
        + steps.reversed().map { river.place($0, offset: -metres).position }
      return [Polygon(rings: [ring + [ring[0]]])]
    }
    sheet.protectionZones = [
      ProtectionZone(level: .first, polygons: zone(53, 54.2, 250)),
      ProtectionZone(level: .second, polygons: zone(50, 54.8, 600)),
      ProtectionZone(level: .quasi, polygons: zone(46, 55.2, 1000)),
    ]
    let (west, east) = (river.place(41), river.place(41))
    sheet.lines = [
      MapLine(
        kind: .oilPipeline, name: "兰郑长输油管线",
        paths: [
          [
            Position(x: west.position.x - 45_000, y: west.position.y + 9000), west.position,
            Position(x: east.position.x + 45_000, y: east.position.y - 12_000),
          ]
        ]),
      MapLine(
        kind: .hazmatRoute, name: "G310危化品运输路线",
        paths: [
          [
            Position(x: west.position.x - 45_000, y: west.position.y + 21_000), river.place(62).position,
            Position(x: east.position.x + 45_000, y: east.position.y + 12_000),
          ]
        ]),
    ]
  }

  private static func addSections(_ sheet: inout MapSheet, _ river: InventedRiver) {
    let sections: [(String, Double, String, Bool)] = [
      ("青沙河源", 6, "市控Ⅱ", false), ("石门渡口", 18, "省控Ⅱ", false), ("临泉出境", 38, "县界Ⅲ", false), ("青沙河省界", 60, "国控Ⅲ", true),
      ("青沙河入口", 76, "国控Ⅲ", false),
    ]
    sheet.sections = sections.map { name, kilometre, level, isBorder in
      let place = river.place(kilometre)
      return MapSection(
        position: place.position, directionDegrees: place.bearing, name: name, level: level,
        isProvinceBorder: isBorder, kilometre: kilometre)
    }
    sheet.places = [
      ("上青镇", 9.0, 2600.0), ("石门镇", 17, -2300), ("临泉县城", 34.5, 3000), ("麻河乡", 47, -2500), ("柳林镇", 59, 2600),
      ("河口镇", 73, -2400),
    ]
    .map { MapPlace(position: river.place($0.1, offset: $0.2).position, name: $0.0) }
  }

  private static func addSymbols(_ sheet: inout MapSheet, _ river: InventedRiver) {
    typealias Row = (SymbolForm, Grade, String, Double, Double)
    let rows: [Row] = [
      (.tailingsPond, .major, "上青钼业一号尾矿库", 7.5, 700), (.tailingsPond, .considerable, "石门金矿尾矿库", 13.2, -600),
      (.tailingsPond, .general, "东沟铁矿尾矿库", 25, 800), (.tailingsPond, .undetermined, "老泉沟废弃尾矿库", 33.6, -750),
      (.keyEnterprise, .major, "临泉化肥有限公司", 35.2, 450), (.keyEnterprise, .considerable, "临泉电镀厂", 35.6, 700),
      (.keyEnterprise, .general, "临泉纸业", 36.1, 500), (.keyEnterprise, .general, "泉城食品", 36.6, -400),
      (.keyEnterprise, .considerable, "中泰铅锌冶炼厂", 42.5, 850), (.keyEnterprise, .undetermined, "柳林酒业", 58.4, -500),
      (.keyEnterprise, .general, "河口印染厂", 72, 600), (.keyEnterprise, .major, "河口农药厂", 72.5, 350),
      (.chemicalPark, .major, "临泉化工园区", 37.2, 800), (.chemicalPark, .considerable, "云中精细化工园", 65, -850),
      (.pipelineCrossing, .considerable, "兰郑长管线穿越", 41, 0), (.hazmatCrossing, .considerable, "G310青沙河大桥", 62, 0),
      (.hazmatCarrier, .general, "临泉安达危货运输", 34.8, -700), (.hazmatCarrier, .undetermined, "云中物流", 66, 700),
      (.drinkingWaterIntake, .undetermined, "云中区第一水厂取水口", 53.8, 0),
      (.drinkingWaterIntake, .undetermined, "石门镇水厂", 16.5, -200),
      (.sensitiveTarget, .undetermined, "青沙湿地公园", 69.5, 300), (.sensitiveTarget, .undetermined, "临泉中学", 35, -350),
      (.dam, .undetermined, "石门拦河坝", 15, 0), (.dam, .undetermined, "麻河口橡胶坝", 45.4, 0),
      (.gate, .undetermined, "青沙闸", 50.2, 0),
      (.gate, .undetermined, "河口节制闸", 74.2, 0), (.pond, .undetermined, "临泉应急池", 37.9, 250),
      (.pond, .undetermined, "柳林坑塘", 57.5, 420), (.bridge, .undetermined, "临泉大桥", 34, 0),
      (.bridge, .undetermined, "柳林桥", 59, 0), (.channel, .undetermined, "东干渠引水口", 28, 0),
      (.channel, .undetermined, "云中灌渠", 51.5, -100), (.reservoir, .undetermined, "青沙水库", 20, 0),
      (.otherFacility, .undetermined, "老砂场", 48, 500), (.supplies, .undetermined, "临泉县应急物资库", 34.4, 900),
      (.supplies, .undetermined, "云中区环境应急库", 64, 500), (.team, .undetermined, "临泉消防救援站", 35.5, 950),
      (.team, .undetermined, "云中监测站", 64.6, -400), (.bridge, .undetermined, "上青桥", 9, 0),
      (.pond, .undetermined, "石门沉淀池", 14.2, 300),
    ]
    sheet.symbols = rows.enumerated().map { index, row in
      let rank: Double = [.major: 40, .considerable: 30, .general: 20, .undetermined: 10][row.1] ?? 0
      return MapSymbol(
        position: river.place(row.3, offset: row.4).position, form: row.0, grade: row.1, code: "HN-\(100 + index)",
        label: row.2, importance: rank + (row.0 == .drinkingWaterIntake ? 35 : 0) + (row.0.isFacility ? 12 : 0),
        hasBrokenOutline: row.0 == .bridge, kilometre: row.3)
    }
    sheet.facilities = sheet.symbols.filter(\.form.isFacility).sorted { ($0.kilometre ?? 0) < ($1.kilometre ?? 0) }
      .enumerated().map { index, symbol in
        FacilityRow(
          code: "S\(index + 1 < 10 ? "0" : "")\(index + 1)", name: symbol.label, kilometre: symbol.kilometre,
          usableVolume10kCubicMetres: symbol.hasBrokenOutline ? nil : Double(index * 7 % 23) + 1.5,
          phone: "0398-555\(1000 + index * 37)")
      }
  }
}
