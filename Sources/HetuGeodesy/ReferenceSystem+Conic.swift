import HetuGeometry

extension ReferenceSystem {
  /// A conformal conic projection of CGCS2000 (EPSG method 9802, two standard parallels) for what is wider than a Gauss-Krüger zone,
  /// metres from the middle of a box of longitude and latitude. The parallels lie a sixth of its height from its upper and lower edge,
  /// where a conic map of an area is customarily cut (Snyder 1987, Map Projections: A Working Manual, p. 99).
  public static func conformalConic(covering box: Envelope) -> ReferenceSystem {
    func degrees(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    let (south, north) = (box.minY + max(0.1, box.height / 6), box.maxY - max(0.1, box.height / 6))
    let parallels = south < north ? (south, north) : (box.center.y - 0.05, box.center.y + 0.05)
    let name = "2000国家大地坐标系 兰勃特等角圆锥投影 中央经线\(degrees(box.center.x))°E"
    return .definition(
      """
      PROJCRS["\(name)",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",\
      ELLIPSOID["CGCS2000",6378137,298.257222101]],ID["EPSG",4490]],CONVERSION["conic",\
      METHOD["Lambert Conic Conformal (2SP)",ID["EPSG",9802]],\
      PARAMETER["Latitude of false origin",\(degrees(box.center.y)),ANGLEUNIT["degree",0.0174532925199433]],\
      PARAMETER["Longitude of false origin",\(degrees(box.center.x)),ANGLEUNIT["degree",0.0174532925199433]],\
      PARAMETER["Latitude of 1st standard parallel",\(degrees(parallels.0)),ANGLEUNIT["degree",0.0174532925199433]],\
      PARAMETER["Latitude of 2nd standard parallel",\(degrees(parallels.1)),ANGLEUNIT["degree",0.0174532925199433]],\
      PARAMETER["Easting at false origin",0,LENGTHUNIT["metre",1]],\
      PARAMETER["Northing at false origin",0,LENGTHUNIT["metre",1]]],\
      CS[Cartesian,2],AXIS["easting (E)",east],AXIS["northing (N)",north],LENGTHUNIT["metre",1]]
      """)
  }
}
