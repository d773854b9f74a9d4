import CPROJ
import HetuGeodesy
import Testing

@Suite struct ReferenceSystemTests {
  @Test(arguments: [
    ("EPSG:4490", ReferenceSystem.cgcs2000), ("4490", .cgcs2000), ("epsg：4546", .epsg(4546)), ("EPSG4547", .epsg(4547)),
    ("CGCS2000", .cgcs2000), ("cgcs 2000", .cgcs2000), ("2000国家大地坐标系", .cgcs2000), ("WGS84", .wgs84),
    ("WGS 84", .wgs84), ("wgs-84", .wgs84), ("gcj02", .gcj02), ("GCJ-02", .gcj02), ("高德", .gcj02), ("bd09", .bd09),
    ("BD-09", .bd09), ("百度", .bd09), (" 百度地图 ", .bd09), ("西安80", .epsg(4610)), ("北京54", .epsg(4214)),
    ("urn:ogc:def:crs:EPSG::4490", .cgcs2000), ("http://www.opengis.net/def/crs/EPSG/0/4490", .cgcs2000),
    ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", .wgs84), ("urn:ogc:def:crs:OGC:1.3:CRS84", .wgs84),
  ])
  func `a system is known by its names`(text: String, system: ReferenceSystem) throws {
    #expect(try ReferenceSystem(text) == system)
    #expect(try ReferenceSystem(system.description) == system)
  }

  @Test(arguments: ["", "abc", "火星人", "EPSG:", "EPSG:abc", "12", "ESRI:102100", "-4490"])
  func `an unknown name is refused with the text`(text: String) throws {
    let error = try #require(throws: GeodesyError.self) { try ReferenceSystem(text) }
    #expect(error.code == .unknownReferenceSystem && error.message.contains("“\(text)”"))
  }

  @Test func `titles are Chinese`() throws {
    #expect(ReferenceSystem.cgcs2000.title == "2000国家大地坐标系")
    #expect(ReferenceSystem.epsg(4546).title == "2000国家大地坐标系 高斯-克吕格3度带 中央经线111°E")
    #expect(ReferenceSystem.epsg(4525).title == "2000国家大地坐标系 高斯-克吕格3度带 第37带（带号前缀）")
    #expect(ReferenceSystem.epsg(32649).title == "WGS 84 / UTM 49N带")
    #expect(try ReferenceSystem("PROJCS[\"X_111E\",GEOGCS[]]").title == "X_111E")
  }

  @Test func `every zone's code has in PROJ's database the name of that zone`() throws {
    let names: [GaussKruegerZone.Datum: String] = [
      .cgcs2000: "CGCS2000", .xian1980: "Xian 1980", .beijing1954: "Beijing 1954",
    ]
    for datum in GaussKruegerZone.Datum.allCases {
      for width in GaussKruegerZone.Width.allCases {
        for number in width.numbers {
          for isPrefixed in [true, false] {
            let zone = try #require(
              GaussKruegerZone(datum: datum, width: width, number: number, isPrefixed: isPrefixed))
            let crs = try #require(proj_create(nil, "EPSG:\(zone.epsg)"))
            defer { proj_destroy(crs) }
            let degrees = width == .threeDegrees ? "3-degree " : ""
            let place = isPrefixed ? "zone \(number)" : "CM \(zone.centralMeridianDegrees)E"
            let name = try String(cString: #require(proj_get_name(crs)))
            #expect(name == "\(try #require(names[datum])) / \(degrees)Gauss-Kruger \(place)")
            #expect(GaussKruegerZone(epsg: zone.epsg) == zone)
          }
        }
      }
    }
    #expect(GaussKruegerZone(epsg: 4490) == nil && GaussKruegerZone(epsg: 4555) == nil)
  }

  @Test func `a longitude finds its 3-degree zone`() {
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 111.2) == .epsg(4546))
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 109.51) == .epsg(4546))
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 109.49) == .epsg(4545))
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 73.2) == .epsg(4534))
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 136) == .epsg(4554))
    #expect(ReferenceSystem.gaussKrueger(forLongitude: 72) == nil)
    #expect(ReferenceSystem.gaussKrueger(forLongitude: .nan) == nil)
  }
}
