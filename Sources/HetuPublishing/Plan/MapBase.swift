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

/// Between CGCS2000 longitude and latitude and one Gauss-Krüger zone.
struct PlaneTransformation {
  let system: ReferenceSystem
  /// The zone's central meridian; what lies more than three degrees off is outside the zone.
  let meridianDegrees: Double
  private let toPlane: Transformation
  private let toGeographic: Transformation

  init(longitude: Double) throws {
    guard let system = ReferenceSystem.gaussKrueger(forLongitude: longitude) else {
      throw RegistryError(
        .badData, "no Gauss-Krüger zone of CGCS2000 fits the longitude \(longitude); check the river's position")
    }
    self.system = system
    meridianDegrees = system.gaussKruegerZone.map { Double($0.centralMeridianDegrees) } ?? longitude
    toPlane = try Transformation(from: .cgcs2000, to: system)
    toGeographic = try Transformation(from: system, to: .cgcs2000)
  }

  func forward(_ position: Position) throws -> Position { try toPlane.transform(position) }
  func forward(_ path: [Position]) throws -> [Position] { try toPlane.transform(path) }
  func forward(_ polygon: Polygon) throws -> Polygon { Polygon(rings: try polygon.rings.map(forward)) }
  func forward(_ geometry: Geometry) throws -> Geometry { try toPlane.transform(geometry) }

  /// The part of a box of longitude and latitude that lies in the zone.
  func part(of box: Envelope) -> Envelope {
    var part = box
    part.minX = max(part.minX, meridianDegrees - 2.9)
    part.maxX = min(part.maxX, meridianDegrees + 2.9)
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
