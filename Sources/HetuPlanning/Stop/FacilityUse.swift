import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What can be done with emergency facilities.
public enum FacilityUse {
  /// Whether a facility's record says that it can stop or hold water: 拦截, 导流, 分流 or 暂存 among its functions.
  public static func canStopWater(_ record: Record) -> Bool {
    !functions(of: record).isDisjoint(with: ["拦截", "导流", "分流", "暂存"])
  }

  /// Whether a facility can close the river itself: 拦截 among its functions, and no valve or pool of a plant or park. What
  /// only leads water away or holds it needs another to send it there.
  public static func closesRiver(_ record: Record) -> Bool {
    functions(of: record).contains("拦截")
      && !["阀门", "应急池", "污水处理厂"].contains(record["facility_class"].text ?? "")
  }

  /// Whether a facility stands in the river or over it, so that agents get from it into all of the water: what closes the river, a
  /// bridge, or what is recorded there.
  static func spansRiver(_ record: Record) -> Bool {
    closesRiver(record) || record["facility_class"].text == "桥梁" || ["跨河", "河道内"].contains(record["bank"].text)
  }

  /// Whether vehicles get to a facility, as far as it is recorded.
  static func isReachedByVehicles(_ record: Record) -> Bool { !["无路", "步行"].contains(record["road_access"].text) }

  /// The functions of a facility: 拦截, 暂存 and so on.
  public static func functions(of record: Record) -> Set<String> { Set(record["functions"].texts ?? []) }

  /// The facilities that hold water people drink, by code, with what tells it, in Chinese: as recorded, else those that a drinking
  /// water source is named after (窄口水库, 窄口水库水源地) or that lie in a protection zone of the first or second level.
  ///
  /// - Parameter isAsked: of which facilities it is asked; of those that can stop or hold water, unless said otherwise.
  static func drinkingWater(
    among records: [Record], of isAsked: (Record) -> Bool = canStopWater
  ) -> [String: String] {
    let zones = records.filter { ["一级", "二级"].contains($0["zone_level"].text) }
    let sources = records.filter { $0.kind.name == "drinking_water_source" }.map(\.name)
    func reason(_ record: Record) -> String? {
      if let stated = record["is_drinking_water_source"].boolean { return stated ? "登记为饮用水水源" : nil }
      if record.name.count > 2, let source = sources.first(where: { $0.hasPrefix(record.name) }) {
        return "与\(source)同名"
      }
      guard let position = record.geometry?.representativePosition else { return nil }
      let zone = zones.first { $0.geometry?.polygons.contains { $0.contains(position) } ?? false }
      return zone.map { "位于\($0.name)\($0["zone_level"].text.map { "\($0)保护区" } ?? "")内" }
    }
    return records.reduce(into: [:]) { reasons, record in
      guard record.kind.name == "emergency_facility", isAsked(record) else { return }
      reasons[record.code] = reason(record)
    }
  }

  /// Minutes until it is closed, opened or built, by the figure of its class where the general one is not recorded.
  static func openingMinutes(_ record: Record) -> Double? {
    record["opening_time_min"].number ?? record["closing_time_min"].number ?? record["inflating_time_min"].number
      ?? record["build_time_h"].number.map { $0 * 60 }
  }

  /// Usable volume in m³, of the season where recorded.
  static func usableCubicMetres(_ record: Record, in season: Season) -> Double? {
    (record["usable_volume_\(season.rawValue)_10k_m3"].number ?? record["usable_volume_10k_m3"].number)
      .map { $0 * 1e4 }
  }
}
