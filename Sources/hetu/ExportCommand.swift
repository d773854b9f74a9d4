import ArgumentParser
import Foundation
import HetuExchange
import HetuGeodesy
import HetuPlanning
import HetuRegistry

struct ExportCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write records to a file, in the format of its extension.",
    discussion: ".geojson .geojsonl .gpkg .csv .xlsx .kml .shp .fgb; several kinds in .geojson, .xlsx and .gpkg.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var selection: SelectionOptions

  @Argument(help: "The kinds, such as tailings_pond.")
  var kinds: [String]

  @Option(name: [.customShort("o"), .long], help: "The file.")
  var output: String

  @Option(name: .long, help: "The reference system: EPSG code, gcj02 or bd09 (default: CGCS2000).")
  var crs: String?

  @Option(name: .long, help: "As the registry stood at the end of that date, or at that time.")
  var asOf: TimeArgument?

  @Option(name: .long, help: "Whom it is made for: internal or public.")
  var audience: Audience = .internal

  @Flag(name: .long, help: "Replace the file if it exists.")
  var force = false

  func run() throws {
    let registry = try openRegistry()
    let wanted = try kinds.map(registry.kind)
    let filter = try selection.filter()
    for kind in wanted { try audience.check(filter, on: kind) }
    let query = RecordQuery(
      filter: filter, district: try registry.districtCode(selection.district), asOf: asOf?.utc)
    let result = try Exporter(registry: registry, audience: audience, query: query).export(
      wanted, to: output, crs: try crs.map(ReferenceSystem.init(option:)), overwrite: force)
    Diagnostics.write("已导出\(result.count)条记录到 \(output)")
    for note in result.notes { Diagnostics.write("注意：\(note)") }
  }
}

extension ReferenceSystem {
  /// The reference system that an option names; words that name none are a fault of the call.
  init(option text: String) throws {
    do {
      self = try ReferenceSystem(text)
    } catch {
      throw RegistryError(.usage, "--crs：\(error.message)")
    }
  }
}
