import HetuGeodesy
import HetuGeometry

/// A protection zone drawn by default figures.
public struct DefaultZone: Sendable {
  /// 一级 or 二级.
  public let level: String
  /// 水域 or 陆域.
  public let part: String
  /// The area, CGCS2000 longitude and latitude.
  public let geometry: Geometry
  /// How it was drawn, in Chinese.
  public let basis: String
  /// The area on the ellipsoid, km².
  public var areaKm2: Double { abs(Geodesic.cgcs2000.areaSquareMetres(of: geometry)) / 1e6 }
}

/// A stretch of a river with the width of its water.
public struct RiverStretch: Sendable, Hashable {
  /// Its line in the direction of the flow, CGCS2000 longitude and latitude.
  public let line: [Position]
  /// The width at mean water, metres; nil where not known.
  public let widthMetres: Double?

  /// A stretch from its parts.
  public init(line: [Position], widthMetres: Double?) {
    self.line = line
    self.widthMetres = widthMetres
  }
}

/// Draws default zones by GEOS in the Gauss-Krüger system whose meridian is nearest, and hands them back in longitude and latitude.
///
/// A length in that plane is at most 0.035 % longer than on the ellipsoid.
public struct ZoneMaker {
  private let rules: ZoneRules
  private let toPlane: Transformation
  private let fromPlane: Transformation

  /// A maker for zones round a position.
  ///
  /// - Throws: ``RiskError`` for a position outside of China's zones, `GeodesyError` where PROJ can't transform.
  public init(_ rules: ZoneRules, near position: Position) throws {
    self.rules = rules
    guard let plane = ReferenceSystem.gaussKrueger(forLongitude: position.x) else {
      throw RiskError("经度\(PlainFigure.text(position.x))不在中国范围内，不能画保护区；请核对坐标")
    }
    toPlane = try Transformation(from: .cgcs2000, to: plane)
    fromPlane = try Transformation(from: plane, to: .cgcs2000)
  }

  /// The zones along a river.
  ///
  /// - Parameters:
  ///   - first: the stretches of the first zone.
  ///   - second: those of the first and the second, tributaries included.
  ///   - outer: those of all zones.
  public func river(first: [RiverStretch], second: [RiverStretch], outer: [RiverStretch]) throws -> [DefaultZone] {
    let rule = rules.rivers
    let text = PlainFigure.text
    func beyond(_ zone: ZoneRules.RiverZone, _ inner: String) -> String {
      "\(inner)上界上溯\(text(zone.upstreamM)) m（含支流）、下界下延\(text(zone.downstreamM)) m"
    }
    let levels = [
      (
        "一级", first, rule.first, "取水口上游\(text(rule.first.upstreamM)) m至下游\(text(rule.first.downstreamM)) m的水域", ""
      ), ("二级", second, rule.second, beyond(rule.second, "一级"), ""),
      ("准", outer, rule.outer, beyond(rule.outer, "二级"), "需要时设，参照二级："),
    ]
    var drawn: [(String, String, Geometry, String)] = []
    var inside: Geometry?
    for (level, stretches, zone, reach, word) in levels {
      let water = try strip(stretches, beyondEdge: 0)
      let all = try strip(stretches, beyondEdge: zone.landM)
      drawn.append((level, "水域", try inside.map(water.difference) ?? water, word + reach))
      let taken = try inside.map { try $0.union(water) } ?? water
      drawn.append((level, "陆域", try all.difference(taken), "\(word)沿岸纵深\(text(zone.landM)) m"))
      inside = try inside.map { try $0.union(all) } ?? all
    }
    return try zones(drawn)
  }

  /// The zones of a lake or reservoir.
  ///
  /// - Parameters:
  ///   - water: its surface, CGCS2000; nil where not known: zones are then circles that are not cut to the water.
  public func lake(_ lake: ZoneRules.Lakes.Class, intakes: [Position], water: Geometry?) throws -> [DefaultZone] {
    let surface = try water.map { try toPlane.transform($0) }
    let points = Geometry.multiPoint(try toPlane.transform(intakes))
    let text = PlainFigure.text
    var inner: Geometry
    var basis: String
    if let radius = lake.firstRadiusM {
      inner = try points.buffer(distance: radius, quadrantSegments: 64)
      basis = "取水口半径\(text(radius)) m"
    } else if let surface {
      inner = surface
      basis = "多年平均水位线以下的全部水域"
    } else {
      return []
    }
    if let surface { inner = try inner.intersection(surface) }
    let innerAll = try inner.buffer(distance: lake.firstLandM, quadrantSegments: 64)
    let innerLand = try innerAll.difference(surface ?? inner)
    var drawn: [(String, String, Geometry, String)] = [
      ("一级", "水域", inner, basis), ("一级", "陆域", innerLand, "一级水域外\(text(lake.firstLandM)) m"),
    ]
    var outerWater: Geometry?
    if lake.secondWholeWater, let surface {
      outerWater = try surface.difference(inner)
      basis = "一级以外的全部水域"
    } else if let radius = lake.secondRadiusM {
      let circle = try inner.buffer(distance: radius, quadrantSegments: 64).difference(inner)
      outerWater = try surface.map { try circle.intersection($0) } ?? circle
      basis = "一级水域外径向\(text(radius)) m"
    }
    if let outerWater { drawn.append(("二级", "水域", outerWater, basis)) }
    if let depth = lake.secondLandM, let surface {
      let reach = try (lake.secondWholeWater ? surface : inner).buffer(distance: depth, quadrantSegments: 64)
      drawn.append(
        ("二级", "陆域", try reach.difference(surface).difference(innerLand), "向外\(text(depth)) m"))
    }
    return try zones(drawn)
  }

  /// The zones of wells: round each, or round the hull of those that stand together.
  public func wells(_ radii: WellRadii, at positions: [Position]) throws -> [DefaultZone] {
    let points = try toPlane.transform(positions)
    let inner = try round(points, radius: radii.firstM)
    func basis(_ metres: Double) -> String { "井周半径\(PlainFigure.text(metres)) m（\(radii.basis)）" }
    var drawn = [("一级", "陆域", inner, basis(radii.firstM))]
    if let second = radii.secondM {
      drawn.append(("二级", "陆域", try round(points, radius: second).difference(inner), basis(second)))
    }
    return try zones(drawn)
  }

  /// Wells not farther than twice the radius from one of a group belong to it; each group's hull is grown by the radius.
  private func round(_ points: [Position], radius: Double) throws -> Geometry {
    var groups: [[Position]] = []
    for point in points {
      let near = groups.filter { $0.contains { distance($0, point) <= 2 * radius } }
      groups.removeAll { group in near.contains(group) }
      groups.append(near.flatMap { $0 } + [point])
    }
    return try Geometry.union(
      try groups.map {
        try Geometry.multiPoint($0).convexHull().buffer(distance: radius, quadrantSegments: 64)
      })
  }

  private func distance(_ first: Position, _ second: Position) -> Double {
    ((first.x - second.x) * (first.x - second.x) + (first.y - second.y) * (first.y - second.y)).squareRoot()
  }

  /// The strip of stretches with their water, grown by so many metres on each bank; empty where no width is known and none is added.
  private func strip(_ stretches: [RiverStretch], beyondEdge metres: Double) throws -> Geometry {
    let bands = try stretches.compactMap { stretch -> (line: [Position], half: Double)? in
      let half = max(0, stretch.widthMetres ?? 0) / 2 + metres
      guard half > 0, stretch.line.count > 1 else { return nil }
      return (try toPlane.transform(stretch.line), half)
    }
    var pieces = try bands.map { try Geometry.lineString($0.line).strip(halfWidth: $0.half) }
    // Where one stretch flows into another at an angle, their straight ends leave a wedge open: a bend of two short pieces closes it.
    let starting = Dictionary(grouping: bands) { $0.line[0] }
    for band in bands {
      let end = band.line[band.line.count - 1]
      for next in starting[end] ?? [] {
        let bend = Geometry.lineString([band.line[band.line.count - 2], end, next.line[1]])
        pieces.append(try bend.strip(halfWidth: min(band.half, next.half)))
      }
    }
    return try Geometry.union(pieces)
  }

  private func zones(_ drawn: [(String, String, Geometry, String)]) throws -> [DefaultZone] {
    try drawn.compactMap { level, part, geometry, basis in
      let areas = Geometry.multiPolygon(geometry.polygons)
      guard !geometry.polygons.isEmpty else { return nil }
      return DefaultZone(level: level, part: part, geometry: try fromPlane.transform(areas), basis: basis)
    }
  }
}
