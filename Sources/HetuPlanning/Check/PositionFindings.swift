import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

extension PositionForensics {
  /// The properties that name a record's river, the surest first.
  public static let riverProperties = ["river_code", "river_name", "receiving_water"]

  /// For each file that records came from, a finding where its points most likely have another reference system than they were read in.
  func findings(in registry: Registry, kinds: [Kind], district: String?) throws -> [Finding] {
    var groups: [Group: [Place]] = [:]
    for kind in kinds where kind.geometry?.names.contains("Point") == true {
      let names = ["source", "source_crs", "district"] + Self.riverProperties.filter { kind.property($0) != nil }
      try registry.forEachRow(of: kind, properties: names) { _, values, geometry in
        guard case .point(let position?) = geometry, let source = values[0].text,
          district.map({ values[2].text?.hasPrefix($0) ?? false }) ?? true
        else { return }
        let group = Group(kind: kind, file: Self.file(source), system: values[1].text ?? "")
        guard groups[group, default: []].count < Self.mostPlaces else { return }
        groups[group, default: []].append(
          Place(position: position, district: values[2].text, rivers: values.dropFirst(3).compactMap(\.text)))
      }
    }
    return try groups.sorted {
      ($0.key.kind.name, $0.key.file, $0.key.system) < ($1.key.kind.name, $1.key.file, $1.key.system)
    }
    .compactMap { group, places in
      guard let system = group.system.isEmpty ? .cgcs2000 : try? ReferenceSystem(group.system),
        let verdict = try verdict(on: places, readAs: system)
      else { return nil }
      return Finding(
        .warning, "reference_system", kind: group.kind.name, title: group.kind.title,
        "文件“\(group.file)”的\(verdict.message)", verdict.remedy)
    }
  }

  private struct Group: Hashable {
    let kind: Kind
    let file: String
    let system: String
  }

  /// The file in `清单.xlsx 第5行`.
  private static func file(_ source: String) -> String {
    guard source.hasSuffix("行"), let mark = source.range(of: " 第", options: .backwards) else { return source }
    return String(source[..<mark.lowerBound])
  }
}
