import HetuGeodesy
import HetuGeometry
import Testing

@Suite struct WebMercatorTests {
  @Test func `places in the square are PROJ's, and come back`() throws {
    let proj = try Transformation(from: .wgs84, to: .epsg(3857))
    let side = 2 * 20_037_508.342789244
    for place in [(0.0, 0.0), (111.2001, 34.7729), (-179.9, 85.0), (73.5, -54.2), (135.05, 48.4)] {
      let degrees = Position(x: place.0, y: place.1)
      let (metres, unit) = (try proj.transform(degrees), WebMercator.unit(degrees))
      #expect(abs((unit.x - 0.5) * side - metres.x) < 1e-6 && abs((0.5 - unit.y) * side - metres.y) < 1e-6)
      let back = WebMercator.degrees(unit)
      #expect(abs(back.x - degrees.x) < 1e-11 && abs(back.y - degrees.y) < 1e-11)
    }
    #expect(WebMercator.unit(Position(x: 200, y: 90)) == Position(x: 1, y: 0))
    #expect(abs(WebMercator.greatestLatitude - 85.051128779806589) < 1e-12)
  }

  @Test func `a tile's box holds its own places, and there are no other tiles than those of the set`() throws {
    let tile = try #require(TileAddress(zoom: 9, column: 414, row: 203))
    let box = tile.box()
    #expect(box.contains(Position(x: 111.2001, y: 34.7729)))
    let place = tile.place(Position(x: box.minX, y: box.maxY), extent: 4_096)
    #expect(abs(place.x) < 1e-6 && abs(place.y) < 1e-6)
    #expect(TileAddress(zoom: 0, column: 0, row: 0) != nil && TileAddress(zoom: 22, column: 4_194_303, row: 0) != nil)
    for (zoom, column, row) in [(-1, 0, 0), (23, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (64, 0, 0)] {
      #expect(TileAddress(zoom: zoom, column: column, row: row) == nil)
    }
  }
}
