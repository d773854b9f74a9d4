/// The kind of a reach (河段类型), by which default speeds and roughness are stated. Raw values are the registry's.
public enum RiverType: String, CaseIterable, Hashable, Sendable, Codable {
  /// A mountain stream.
  case mountainStream = "山区溪流"
  /// A river in the mountains.
  case mountainRiver = "山区河流"
  /// A river in the plain.
  case plainRiver = "平原河流"
  /// A main stem such as the Yellow River.
  case mainStem = "干流"
  /// The pool of a reservoir.
  case reservoir = "水库库区"
  /// A lake.
  case lake = "湖泊"
  /// A canal.
  case canal = "渠道"
  /// The dewatered reach between the intake and the tailrace of a diversion hydropower station.
  case dewateredReach = "减水河段"
  /// An arm beside an island.
  case islandArm = "江心洲汊道"

  /// Whether water is held here: its delay is volume over flow, not length over speed.
  public var isStandingWater: Bool { self == .reservoir || self == .lake }
}
