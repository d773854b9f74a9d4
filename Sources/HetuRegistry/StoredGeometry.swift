import HetuGeometry
import HetuSchemas

extension Kind {
  /// The one kind of geometry that the layer holds, the multiple one where both are allowed; nil where it holds several.
  ///
  /// A layer of one declared kind can be drawn into by any GIS, also while it is empty.
  var layerGeometry: GeometryKind? {
    let kinds = GeometryKind.allCases.filter { geometry?.names.contains($0.geoJSONName) ?? false }
    guard let first = kinds.first, kinds.allSatisfy({ $0.single == first.single }) else { return nil }
    return kinds.max { $0.rawValue < $1.rawValue }
  }

  /// The geometry as the layer holds it: a single one as a multiple, or a multiple of one member as a single one, where the
  /// layer wants that; unchanged where it fits, or can't be made to.
  public func stored(_ geometry: Geometry) -> Geometry {
    // Most kinds allow one geometry, and most geometries are that; this is asked for every row of a file.
    if self.geometry?.names == [geometry.kind.geoJSONName] { return geometry }
    let names = layerGeometry.map { [$0.geoJSONName] } ?? self.geometry?.names ?? []
    return [geometry, geometry.unwrapped, geometry.wrapped].lazy.compactMap { $0 }
      .first { names.contains($0.kind.geoJSONName) } ?? geometry
  }
}

extension GeometryKind {
  /// The kind of a member of a multiple geometry; of others, itself.
  fileprivate var single: GeometryKind {
    switch self {
    case .multiPoint: .point
    case .multiLineString: .lineString
    case .multiPolygon: .polygon
    default: self
    }
  }
}

extension Geometry {
  /// The only member of a multiple geometry.
  fileprivate var unwrapped: Geometry? {
    switch self {
    case .multiPoint(let members) where members.count == 1: .point(members[0])
    case .multiLineString(let members) where members.count == 1: .lineString(members[0])
    case .multiPolygon(let members) where members.count == 1: .polygon(members[0])
    default: nil
    }
  }

  /// A single geometry as a multiple one of one member.
  fileprivate var wrapped: Geometry? {
    switch self {
    case .point(let position?): .multiPoint([position])
    case .lineString(let path): .multiLineString([path])
    case .polygon(let polygon): .multiPolygon([polygon])
    default: nil
    }
  }
}
