import GRDB

/// A row of `gpkg_spatial_ref_sys`: a reference system that layers may name by its number.
public struct SpatialReferenceSystem: Hashable, Sendable {
  /// The number by which layers and geometries name it (`srs_id`).
  public let id: Int32
  /// The name that people read.
  public let name: String
  /// Who defined it, `EPSG` or `NONE`.
  public let organization: String
  /// Its number there.
  public let organizationID: Int32
  /// Its definition as well-known text, version 1 (OGC 01-009). Axis order is of no account: stored geometries are
  /// always x = easting or longitude, y = northing or latitude.
  public let definition: String
  /// A sentence about it.
  public let summary: String

  /// A reference system from its parts.
  public init(
    id: Int32, name: String, organization: String, organizationID: Int32, definition: String, summary: String
  ) {
    self.id = id
    self.name = name
    self.organization = organization
    self.organizationID = organizationID
    self.definition = definition
    self.summary = summary
  }

  /// Writes the row, unless one with this number is there already.
  public func insert(in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO gpkg_spatial_ref_sys
          (srs_name, srs_id, organization, organization_coordsys_id, definition, description)
          VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [name, id, organization, organizationID, definition, summary])
  }
}

extension SpatialReferenceSystem {
  /// WGS 84 in longitude and latitude, EPSG:4326; well-known text as PROJ 9.1.1 writes it.
  public static let wgs84 = SpatialReferenceSystem(
    id: 4326, name: "WGS 84", organization: "EPSG", organizationID: 4326,
    definition: """
      GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
      AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
      UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],\
      AUTHORITY["EPSG","4326"]]
      """,
    summary: "longitude and latitude in decimal degrees on the WGS 84 spheroid")

  /// CGCS2000 in longitude and latitude, EPSG:4490; well-known text as PROJ 9.1.1 writes it.
  public static let cgcs2000 = SpatialReferenceSystem(
    id: 4490, name: "China Geodetic Coordinate System 2000", organization: "EPSG", organizationID: 4490,
    definition: """
      GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",\
      SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],\
      PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],\
      AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]
      """,
    summary: "longitude and latitude in decimal degrees on the CGCS2000 spheroid (2000国家大地坐标系)")

  /// What the standard calls an undefined Cartesian system, number -1.
  public static let undefinedCartesian = SpatialReferenceSystem(
    id: -1, name: "Undefined Cartesian SRS", organization: "NONE", organizationID: -1, definition: "undefined",
    summary: "undefined Cartesian coordinate reference system")

  /// What the standard calls an undefined geographic system, number 0.
  public static let undefinedGeographic = SpatialReferenceSystem(
    id: 0, name: "Undefined geographic SRS", organization: "NONE", organizationID: 0, definition: "undefined",
    summary: "undefined geographic coordinate reference system")

  /// The rows of every new file: three that the standard demands, and CGCS2000.
  static let standard = [wgs84, undefinedCartesian, undefinedGeographic, cgcs2000]
}
