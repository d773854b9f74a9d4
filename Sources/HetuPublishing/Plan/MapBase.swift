import HetuCartography
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// What a map shows besides the plan.
public struct MapBase: Sendable {
  let districts: DistrictMap
  let rivers: RiverSet

  /// The districts and rivers of a registry.
  public init(districts: DistrictMap, rivers: RiverSet) {
    self.districts = districts
    self.rivers = rivers
  }

  /// The districts as a sheet draws them, cut to what may come near the map.
  func mapDistricts(in plane: PlaneTransformation, view: Envelope) throws -> [MapDistrict] {
    try districts.districts.compactMap { district in
      let isOwn = district.record["own"].boolean ?? true
      let area = Geometry.multiPolygon(district.polygons)
      // The own city stays whole for the inset where it lies in the zone at all.
      let whole = isOwn ? try? plane.forward(area) : nil
      let polygons = try (whole ?? plane.forward(area, cutTo: view)).polygons
      guard !polygons.isEmpty else { return nil }
      return MapDistrict(name: district.name, code: district.code, isOwn: isOwn, polygons: polygons)
    }
  }

  /// The rivers that are wanted as a sheet draws them, cut to what may come near the map.
  func mapRivers(
    in plane: PlaneTransformation, view: Envelope, where isWanted: (River) -> Bool
  ) throws -> [MapRiver] {
    try rivers.rivers.filter(isWanted).compactMap { river in
      let paths = try river.course.flatMap { try plane.forward(.lineString($0.positions), cutTo: view).lines }
      return paths.isEmpty ? nil : MapRiver(name: river.name, paths: paths)
    }
  }
}

/// Between CGCS2000 longitude and latitude and the plane of a map: a Gauss-Krüger zone, or a conic projection for what is wider.
struct PlaneTransformation {
  let system: ReferenceSystem
  /// The longitudes that can be drawn.
  private let longitudes: ClosedRange<Double>
  private let toPlane: Transformation
  private let toGeographic: Transformation

  /// How far from its meridian a zone is drawn, degrees.
  private static let zoneReach = 2.9

  /// - Throws: `RegistryError` where a box of longitude and latitude lies outside the zones of CGCS2000.
  init(covering box: Envelope) throws {
    guard let zone = ReferenceSystem.gaussKrueger(forLongitude: box.center.x) else {
      throw RegistryError(
        .badData, "no Gauss-Krüger zone of CGCS2000 fits the longitude \(box.center.x); check the river's position")
    }
    let meridian = zone.gaussKruegerZone.map { Double($0.centralMeridianDegrees) } ?? box.center.x
    let inZone = meridian - Self.zoneReach...meridian + Self.zoneReach
    let isNarrow = inZone.contains(box.minX) && inZone.contains(box.maxX)
    system = isNarrow ? zone : .conformalConic(covering: box)
    longitudes = isNarrow ? inZone : box.minX - Self.zoneReach...box.maxX + Self.zoneReach
    toPlane = try Transformation(from: .cgcs2000, to: system)
    toGeographic = try Transformation(from: system, to: .cgcs2000)
  }

  func forward(_ position: Position) throws -> Position { try toPlane.transform(position) }
  func forward(_ path: [Position]) throws -> [Position] { try toPlane.transform(path) }
  func forward(_ polygon: Polygon) throws -> Polygon { Polygon(rings: try polygon.rings.map(forward)) }
  func forward(_ geometry: Geometry) throws -> Geometry { try toPlane.transform(geometry) }

  /// The part of a box of longitude and latitude that can be drawn.
  func part(of box: Envelope) -> Envelope {
    var part = box
    part.minX = max(part.minX, longitudes.lowerBound)
    part.maxX = min(part.maxX, longitudes.upperBound)
    return part
  }

  /// A geometry in the plane, cut to what may come near the map: what lies farther off may lie outside the zone.
  func forward(_ geometry: Geometry, cutTo view: Envelope) throws -> Geometry {
    guard let box = geometry.envelope, box.intersects(view) else { return .collection([]) }
    let isInside =
      view.contains(Position(x: box.minX, y: box.minY)) && view.contains(Position(x: box.maxX, y: box.maxY))
    return try forward(isInside ? geometry : geometry.intersection(.polygon(Polygon(view))))
  }

  /// For the graticule; a place outside the zone stays where it is asked for.
  var graticule: PlaneProjection {
    let (toPlane, toGeographic) = (toPlane, toGeographic)
    return PlaneProjection(
      geographic: { (try? toGeographic.transform($0)) ?? $0 }, plane: { (try? toPlane.transform($0)) ?? $0 })
  }
}

extension Polygon {
  /// The area of a box.
  fileprivate init(_ box: Envelope) {
    self.init(rings: [
      [
        Position(x: box.minX, y: box.minY), Position(x: box.maxX, y: box.minY), Position(x: box.maxX, y: box.maxY),
        Position(x: box.minX, y: box.maxY), Position(x: box.minX, y: box.minY),
      ]
    ])
  }
}
