import HetuCartography
import HetuGeometry

/// A sheet with every line that styles share with it; all of it is invented.
enum DrawnSample {
  static func sheetText() throws -> String {
    let origin = Position(x: 500_000, y: 3_800_000)
    func at(_ x: Double, _ y: Double) -> Position { Position(x: origin.x + x, y: origin.y + y) }
    func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Polygon {
      Polygon(rings: [[at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height), at(x, y)]])
    }
    var sheet = MapSheet(
      title: "小河", river: MapRiver(name: "小河", paths: [[at(0, 0), at(4000, 500), at(10_000, 0)]]))
    let districts = [("411201", 0.0, true), ("411202", 3000, true), ("411301", 6000, false), ("611001", 8000, false)]
    sheet.districts = districts.map { code, x, isOwn in
      MapDistrict(name: code, code: code, isOwn: isOwn, polygons: [box(x, -3000, x < 6000 ? 3000 : 2000, 6000)])
    }
    sheet.protectionZones = zip(ProtectionZone.Level.allCases, [1000.0, 2500, 4000]).map {
      ProtectionZone(level: $0, polygons: [box($1, -400, 900, 800)])
    }
    sheet.lines = [
      MapLine(kind: .oilPipeline, name: "甲线", paths: [[at(500, -1500), at(9000, 1500)]]),
      MapLine(kind: .hazmatRoute, name: "乙路", paths: [[at(500, 1500), at(9000, -1500)]]),
    ]
    sheet.sections = [MapSection(position: at(6000, 333), directionDegrees: 95, name: "断面", level: "国")]
    return try sheet.drawn().document.text
  }
}
