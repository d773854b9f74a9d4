import HetuCartography
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// The overview of a city (总图): its districts and rivers, those with a plan numbered as in the index.
struct AtlasSheet {
  let entries: [AtlasEntry]
  let base: MapBase
  let imprint: PlanImprint
  let paper: SheetFormat

  /// The sheet.
  ///
  /// - Throws: `GeodesyError` or `RegistryError` where the city lies outside the zones of CGCS2000.
  func sheet() throws -> MapSheet {
    let own = base.districts.districts.filter { $0.record["own"].boolean ?? true }.flatMap(\.polygons).map(\.exterior)
    let lines = entries.flatMap(\.river.course).map(\.positions)
    let box = Envelope((own.isEmpty ? lines : own).joined()) ?? Envelope(Position(x: 111, y: 34))
    let plane = try PlaneTransformation(covering: box)
    // The sheet is wider than high.
    let view = plane.part(of: box.expanded(dx: 1.5, dy: 0.5))
    let numbered = try entries.enumerated().map { index, entry in
      let paths = try entry.river.course.flatMap { try plane.forward(.lineString($0.positions), cutTo: view).lines }
      return NumberedRiver(
        number: index + 1, river: MapRiver(name: entry.river.name, paths: paths), lengthKm: entry.river.lengthKm,
        summary: entry.counts.map { "\($0.sources)/\($0.targets)/\($0.facilities)" } ?? "未生成")
    }
    var sheet = MapSheet(title: "河流突发水污染事件环境应急方案总图", numberedRivers: numbered)
    sheet.format = paper
    sheet.extent = Envelope(
      try plane.forward(.multiLineString(own.isEmpty ? lines : own), cutTo: view).lines.flatMap { $0 })
    sheet.districts = try base.mapDistricts(in: plane, view: view)
    let codes = Set(entries.map(\.river.code))
    sheet.tributaries = try base.mapRivers(in: plane, view: view) { !codes.contains($0.code) }
    sheet.graticule = plane.graticule
    sheet.imprint = imprint.sheetImprint(referenceSystem: plane.system.title)
    return sheet
  }
}
