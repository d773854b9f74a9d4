import Foundation
import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// The forms of a plan's data for other programs, read back by GDAL.
@Suite struct ViewerFormatTests {
  /// A river with a pond, an intake, a facility with a phone, a pipeline across it and a hostile name.
  private func world() throws -> World {
    let world = try World.withRiver()
    try world.add(
      "tailings_pond", "W", "甲尾矿库", .point(World.beside(111.3, metres: 300)), ["risk_grade": .text("重大")])
    try world.add(
      "drinking_water_source", "Y", "乙水源", .point(World.beside(111.1, metres: 40)), ["duty_phone": .text("13912345678")]
    )
    try world.add(
      "emergency_facility", "F", "丙闸", .point(World.beside(111.2, metres: 10)), ["duty_phone": .text("13987654321")])
    try world.add("key_enterprise", "E", "<b>丁&厂</b>]]>", .point(World.beside(111.25, metres: 90)))
    try world.add(
      "oil_pipeline", "G", "戊管线", .lineString([Position(x: 111.15, y: 34.45), Position(x: 111.15, y: 34.55)]))
    return world
  }

  private func publish(
    _ world: World, _ formats: Set<PlanPublisher.Format>, in scratch: Scratch, audience: Audience = .internal
  ) throws -> URL {
    let base = MapBase(districts: try DistrictMap(world.registry), rivers: try world.registry.riverSet())
    let publisher = PlanPublisher(base: base, formats: formats, compiler: "", madeOn: nil, overwrite: false)
    return try publisher.publish(try world.plan(audience: audience), in: scratch.folder).folder
  }

  private func features(_ folder: URL, _ name: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: folder.appending(path: name))
    let collection = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(collection["features"] as? [[String: Any]])
  }

  private func point(_ features: [[String: Any]], _ code: String) throws -> Position {
    let feature = try #require(features.first { ($0["properties"] as? [String: Any])?["code"] as? String == code })
    let pair = try #require((feature["geometry"] as? [String: Any])?["coordinates"] as? [Double])
    return Position(x: pair[0], y: pair[1])
  }

  @Test func `KML for phones has a folder a kind, names as text, colours and figures`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let file = try publish(world, [.kml], in: scratch).appending(path: "data.kml")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("<color>ff2e10c8</color>") && !text.contains("http://maps") && !text.contains("<b>"))
    let read = try Command.run("ogrinfo", ["-ro", "-al", "-oo", "LIBKML_USE_DOC_OFF=NO", file.path])
    #expect(read.status == 0 && read.errorText == "", "\(read.errorText)")
    for layer in try ["河流"] + ["tailings_pond", "key_enterprise"].map({ try world.registry.kind($0).title }) {
      #expect(read.text.contains("Layer name: \(layer)"), "\(layer)")
    }
    #expect(read.text.contains("<b>丁&厂</b>]]>") && read.text.contains("甲尾矿库"))
    let place = World.beside(111.3, metres: 300)
    #expect(text.contains("\(Int(place.x * 1e7) / 10_000_000)") && text.contains("111.3,34.502"))
  }

  @Test(arguments: [("gcj02", ReferenceSystem.gcj02), ("bd09", .bd09)])
  func `data for map services says its system in its name and inside`(name: String, system: ReferenceSystem) throws {
    let (world, scratch) = (try world(), try Scratch())
    let format = try #require(PlanPublisher.Format(rawValue: name))
    let folder = try publish(world, [.geojson, format], in: scratch)
    let place = try point(try features(folder, "data.geojson"), "W")
    let moved = try point(try features(folder, "data.\(name).geojson"), "W")
    let expected = try Transformation(from: .cgcs2000, to: system).transform(place)
    #expect(abs(moved.x - expected.x) < 2e-7 && abs(moved.y - expected.y) < 2e-7)
    #expect(Geodesic.cgcs2000.lengthMetres(of: [place, moved]) > 300)
    let text = try String(contentsOf: folder.appending(path: "data.\(name).geojson"), encoding: .utf8)
    #expect(text.contains("\"crs_note\": \"坐标为\(system.title)，不是 RFC 7946 规定的 WGS 84\""))
    let plain = try String(contentsOf: folder.appending(path: "data.geojson"), encoding: .utf8)
    #expect(!plain.contains("crs_note"))
  }

  @Test func `systems of map services are made only when asked for`() {
    #expect(!PlanPublisher.Format.usual.contains(.gcj02) && !PlanPublisher.Format.usual.contains(.bd09))
    #expect(PlanPublisher.Format.usual.contains(.kml) && PlanPublisher.Format.usual.contains(.gpkg))
  }

  @Test func `the GeoPackage of a river has a dressed layer a kind, and GDAL reads it`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let file = try publish(world, [.gpkg], in: scratch).appending(path: "data.gpkg")
    let read = try Command.run("ogrinfo", ["-ro", "-al", file.path])
    #expect(read.status == 0 && read.errorText == "", "\(read.errorText)")
    for layer in [
      "river_reach", "tailings_pond", "drinking_water_source", "emergency_facility", "oil_pipeline", "key_enterprise",
    ] {
      #expect(read.text.contains("Layer name: \(layer)"), "\(layer)")
    }
    #expect(read.text.contains("plan_place (String) = K") && read.text.contains("ID[\"EPSG\",4490]"))
    let checked = try Command.run("/usr/bin/python3", ["-m", "osgeo_utils.samples.validate_gpkg", file.path])
    #expect(checked.status == 0, "\(checked.text)\(checked.errorText)")
    let styles = try Command.run(
      "ogrinfo",
      [
        "-ro", "-q", file.path, "-sql",
        "SELECT count(*) AS dressed FROM layer_styles s JOIN gpkg_contents c ON s.f_table_name = c.table_name "
          + "WHERE s.useAsDefault = 1 AND s.styleQML LIKE '%<qgis%' AND c.data_type = 'features'",
      ])
    #expect(styles.text.contains("dressed (Integer) = 6"), "\(styles.text)\(styles.errorText)")
  }

  @Test func `no form for other programs tells the public a phone or a sensitive place`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let folder = try publish(world, [.geojson, .kml, .gpkg, .gcj02, .bd09], in: scratch, audience: .public)
    let exact = World.beside(111.1, metres: 40)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("data.") }
    #expect(names.count == 5)
    for name in names {
      let data = try Data(contentsOf: folder.appending(path: name))
      for phone in ["13912345678", "13987654321"] { #expect(data.range(of: Data(phone.utf8)) == nil, "\(name)") }
    }
    let plain = try point(try features(folder, "data.geojson"), "Y")
    #expect(Geodesic.cgcs2000.lengthMetres(of: [plain, exact]) > 1)
    let kml = try String(contentsOf: folder.appending(path: "data.kml"), encoding: .utf8)
    #expect(kml.contains("公开版") && !kml.contains("\(FixedText.coordinate(exact.y))"))
    let package = try Command.run(
      "ogrinfo", ["-ro", "-al", folder.appending(path: "data.gpkg").path, "drinking_water_source"])
    #expect(!package.text.contains("POINT (\(FixedText.coordinate(exact.x))"))
  }
}

/// A coordinate as files have it, cut to five decimals.
private enum FixedText {
  static func coordinate(_ degrees: Double) -> String { String(format: "%.5f", (degrees * 1e5).rounded(.down) / 1e5) }
}
