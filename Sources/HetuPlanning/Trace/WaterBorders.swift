import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology

extension DistrictMap {
  /// A border that the water meets: a place where it passes from one district into another, or a stretch along which another
  /// district lies on its bank.
  public struct WaterBorder: Sendable {
    /// `灵宝市—陕州区界`, and `灵宝市—芮城县界（沿河）` of a stretch.
    public let name: String
    /// 省界, 市界 or 县界, by the GB/T 2260 codes; 区界 where what lies beyond is not in the registry.
    public let level: String
    /// The district above, or the one that the stretch lies in; nil outside those of the registry.
    public let upper: District?
    /// The district below, or the one on the bank; nil outside those of the registry.
    public let lower: District?
    /// Where.
    let location: Location

    enum Location: Sendable {
      case crossing(RiverNetwork.Place)
      case beside([[Position]])
    }

    /// Whether it is one, and not merely where the districts that the registry has of its neighbours end.
    let isKnown: Bool

    /// Whether it is a stretch along which a district lies on the bank.
    var isBeside: Bool { if case .beside = location { true } else { false } }

    init(_ upper: District?, _ lower: District?, isKnown: Bool = true, _ location: Location) {
      self.isKnown = isKnown
      self.upper = upper
      self.lower = lower
      self.location = location
      let name = DistrictMap.borderName(upper, lower)
      if case .beside = location { self.name = "\(name)（沿河）" } else { self.name = name }
      level = DistrictMap.level(upper?.code, lower?.code)
    }
  }

  /// The borders that the water of a network meets: along the courses of rivers, their branches, and the reaches that belong
  /// to no river.
  func borders(of network: RiverNetwork) throws -> [WaterBorder] {
    guard !districts.isEmpty else { return [] }
    let set = network.rivers
    var lines = set.rivers.flatMap { river in
      [(river.course, river.code as String?)] + river.branches.map { ([$0.line], river.code) }
    }
    let named = Set(set.rivers.flatMap { $0.reaches.map(\.code) })
    for reach in set.reaches where !named.contains(reach.code) {
      lines += reach.paths.filter { $0.count > 1 }.map { ([CourseLine(positions: $0)], nil) }
    }
    return try lines.flatMap { lines, code in
      let crossings = try borders(along: lines).map { border in
        let place = try network.place(near: Self.position(of: border, on: lines), withinMetres: 100, preferring: code)
        return WaterBorder(border.upper, border.lower, isKnown: border.isKnown, .crossing(place))
      }
      return crossings + banks(of: lines)
    }
  }

  /// How near to the water a district counts as lying on its bank, in metres.
  private static let bankMetres = 500.0
  /// Shorter stretches beside a district count for nothing: the water is about to cross, or has just crossed.
  private static let leastBankMetres = 2_000.0

  /// The stretches of lines along which a district that they are not in lies within 500 m.
  private func banks(of lines: [CourseLine]) -> [WaterBorder] {
    struct Pair: Hashable {
      let own: String
      let other: String
    }
    let byCode = Dictionary(districts.map { ($0.code, $0) }) { first, _ in first }
    var stretches: [Pair: [[Position]]] = [:]
    for line in lines {
      let steps = max(1, Int((line.lengthMetres / Self.bankMetres).rounded(.up)))
      var open: [Pair: Int] = [:]
      func close(_ pair: Pair, from start: Int, to end: Int) {
        let (first, last) = (
          line.lengthMetres / Double(steps) * Double(start), line.lengthMetres / Double(steps) * Double(end)
        )
        guard last - first >= Self.leastBankMetres else { return }
        // Somewhere within a step before the first place, and after the last: better met too soon than too late.
        let step = line.lengthMetres / Double(steps)
        stretches[pair, default: []].append(
          line.slice(fromMetres: max(0, first - step), toMetres: min(line.lengthMetres, last + step)))
      }
      for step in 0...steps {
        let position = line.position(atMetres: line.lengthMetres * Double(step) / Double(steps))
        let own = district(at: position)
        let pairs =
          own.map { own in neighbours(of: position, but: own).map { Pair(own: own.code, other: $0.code) } } ?? []
        for pair in pairs where open[pair] == nil { open[pair] = step }
        for (pair, start) in open where !pairs.contains(pair) {
          close(pair, from: start, to: step - 1)
          open[pair] = nil
        }
      }
      for (pair, start) in open { close(pair, from: start, to: steps) }
    }
    return stretches.sorted { ($0.key.own, $0.key.other) < ($1.key.own, $1.key.other) }.map { pair, paths in
      WaterBorder(byCode[pair.own], byCode[pair.other], .beside(paths))
    }
  }

  /// In how many directions districts are looked for.
  private static let probes = 16

  /// The other districts within 500 m of a position.
  private func neighbours(of position: Position, but own: District) -> [District] {
    let plane = LocalPlane(latitudeDegrees: position.y)
    let (dx, dy) = (Self.bankMetres / plane.metresPerDegreeX, Self.bankMetres / plane.metresPerDegreeY)
    let around = Envelope(position).expanded(dx: dx, dy: dy)
    let near = districts.filter { $0.code != own.code && $0.box.intersects(around) }
    return near.filter { district in
      (0..<Self.probes).contains { number in
        let angle = 2 * Double.pi * Double(number) / Double(Self.probes)
        let probe = Position(x: position.x + dx * cos(angle), y: position.y + dy * sin(angle))
        return district.polygons.contains { $0.contains(probe) }
      }
    }
  }

  private static func position(of border: Border, on lines: [CourseLine]) -> Position {
    var metres = lines.reduce(0) { $0 + $1.lengthMetres } - border.km * 1_000
    for line in lines.dropLast() {
      if metres <= line.lengthMetres { return line.position(atMetres: metres) }
      metres -= line.lengthMetres
    }
    return lines[lines.count - 1].position(atMetres: metres)
  }

  private static func level(_ upper: String?, _ lower: String?) -> String {
    guard let upper, let lower else { return "区界" }
    if upper.prefix(2) != lower.prefix(2) { return "省界" }
    return upper.prefix(4) == lower.prefix(4) ? "县界" : "市界"
  }
}
