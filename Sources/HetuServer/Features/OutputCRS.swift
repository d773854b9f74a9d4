import HetuGeodesy
import HetuGeometry
import HetuRegistry

/// A reference system that features are given in, by its URI, with the axes in the order of its authority.
struct OutputCRS: Sendable {
  let uri: String
  let system: ReferenceSystem
  /// Whether the authority's order is latitude or northing first.
  let swapsAxes: Bool

  /// Longitude and latitude, what is not asked for otherwise.
  static let crs84 = OutputCRS(
    uri: "http://www.opengis.net/def/crs/OGC/1.3/CRS84", system: .wgs84, swapsAxes: false)
  /// What the registry keeps: CGCS2000, latitude first.
  static let storage = OutputCRS(epsg: 4490)
  /// All that are offered: CRS84, CGCS2000, WGS 84, the 3-degree zones of CGCS2000 without number (75°E to 135°E), Web Mercator.
  static let all =
    [crs84, storage, OutputCRS(epsg: 4326), OutputCRS(epsg: 3857)] + (4534...4554).map(OutputCRS.init(epsg:))

  private init(uri: String, system: ReferenceSystem, swapsAxes: Bool) {
    self.uri = uri
    self.system = system
    self.swapsAxes = swapsAxes
  }

  private init(epsg code: Int) {
    self.init(uri: "http://www.opengis.net/def/crs/EPSG/0/\(code)", system: .epsg(code), swapsAxes: code != 3857)
  }

  /// The system of that URI, or of a URN or `EPSG:` code for the same.
  ///
  /// - Throws: ``Problem`` for one that is not offered.
  init(uri: String) throws {
    let code = uri.hasSuffix("CRS84") ? nil : uri.split { ":/".contains($0) }.last.flatMap { Int($0) }
    guard
      let found = Self.all.first(where: { $0.uri == uri })
        ?? code.flatMap({ code in
          uri.uppercased().contains("EPSG") ? Self.all.first { $0.uri.hasSuffix("/\(code)") } : nil
        })
    else {
      throw Problem.badRequest(
        "the reference system “\(uri.prefix(80))” is not offered; /collections lists those that are")
    }
    self = found
  }

  /// Whether positions are those that the registry keeps, in its order.
  var isStorage: Bool { !swapsAxes && (system == .wgs84 || system == .cgcs2000) }

  /// The way from what the registry keeps, axes not yet changed.
  var fromStorage: Transformation { get throws { try Transformation(from: .cgcs2000, to: system) } }

  /// Decimals of ordinates: a centimetre in degrees, a millimetre in metres.
  var decimals: Int { system.isProjected ? 3 : 7 }

  /// A box in this system as one in CGCS2000 that holds it.
  func toStorage(_ box: Envelope) throws -> Envelope {
    guard !isStorage else { return box }
    let corners = try fromStorage.inverted().transform((swapsAxes ? Geometry(box).swapped : Geometry(box)))
    return corners.envelope ?? box
  }
}

extension Geometry {
  /// The geometry with its two axes exchanged.
  var swapped: Geometry { mapPaths { $0.map { Position(x: $0.y, y: $0.x) } } }
}
