/// HJ 338: default protection zones of drinking-water sources, as a data file states them.
public struct ZoneRules: RuleSet {
  /// HJ 338.
  public static let standardNumber = "HJ 338"

  /// A zone that can't be drawn from what a registry holds.
  public struct ManualZone: Sendable, Decodable {
    /// 一级, 二级 or 准.
    public let level: String
    /// 水域 or 陆域.
    public let part: String
    /// What is to be drawn by hand, and by which figures, in Chinese.
    public let what: String

    /// A zone from its parts.
    public init(level: String, part: String, what: String) {
      self.level = level
      self.part = part
      self.what = what
    }
  }

  /// Lengths along a river and depth of the land beside it, metres.
  public struct RiverZone: Sendable, Decodable {
    /// Upstream: of the first zone from the intake, of the second from the end of the first.
    public let upstreamM: Double
    /// Downstream likewise.
    public let downstreamM: Double
    /// From the water's edge on either bank.
    public let landM: Double
  }

  /// Rivers.
  public struct Rivers: Sendable, Decodable {
    /// The first zone (一级).
    public let first: RiverZone
    /// The second (二级).
    public let second: RiverZone
    /// The outer (准), where one is needed: its lengths from the borders of the second.
    public let outer: RiverZone
    /// From this width on in the dry season, another rule holds for the width, metres.
    public let wideM: Double
    /// The hours that the water of the second zone must take to the first, where it is set by the time for response.
    public let responseHours: Double
    /// Below this size of the basin the whole of it may be the second zone, km².
    public let smallBasinKm2: Double
    /// How far the land of every zone goes at the most, in Chinese.
    public let note: String
  }

  /// Lakes and reservoirs.
  public struct Lakes: Sendable, Decodable {
    /// The zones of some classes of lakes and reservoirs.
    public struct Class: Sendable, Decodable {
      /// The classes, as recorded.
      public let lakeClasses: [String]
      /// Whether waters that only supply drinking water are of it too, whatever their size.
      public let singlePurpose: Bool
      /// The radius of the first zone round the intake, metres; nil where all water is of it.
      public let firstRadiusM: Double?
      /// The land of the first zone from the edge of its water, metres.
      public let firstLandM: Double
      /// Whether the second zone is all the other water.
      public let secondWholeWater: Bool
      /// How far the second zone's water goes beyond the first's, metres.
      public let secondRadiusM: Double?
      /// How far the second zone's land goes, metres; nil where it must be drawn by hand.
      public let secondLandM: Double?
      /// What the figures don't tell, in Chinese.
      public let note: String
      /// The zones that must be drawn by hand.
      public let manual: [ManualZone]
    }

    /// Below this volume a reservoir is small, 10⁴ m³.
    public let smallBelow: Double
    /// Below this volume it is of medium size, 10⁴ m³.
    public let mediumBelow: Double
    /// The classes.
    public let classes: [Class]
  }

  /// Groundwater.
  public struct Groundwater: Sendable, Decodable {
    /// Radii by what the aquifer is made of, metres.
    public struct Medium: Sendable, Decodable {
      /// What it is made of.
      public let medium: String
      /// The least radius of the first zone.
      public let firstLeastM: Double
      /// The most.
      public let firstMostM: Double
      /// The least radius of the second zone.
      public let secondLeastM: Double
      /// The most.
      public let secondMostM: Double
    }

    /// How far what is dissolved comes with the water within some days.
    public struct Transport: Sendable, Decodable {
      /// Types of groundwater for which it may be reckoned with.
      public let aquifers: [String]
      /// The factor α that makes up for what is not known of the ground.
      public let safetyFactor: Double
      /// The days of the first zone.
      public let firstDays: Double
      /// The days of the second.
      public let secondDays: Double
    }

    /// A kind of groundwater within its type, and how its zones are found.
    public struct Subtype: Sendable, Decodable {
      /// How zones are found.
      public enum Method: String, Sendable, Decodable {
        /// By the time that the water needs.
        case transport
        /// As those of the water above; there is no second zone.
        case overlying
        /// Along the conduit, by hand; there is no second zone.
        case conduit
      }

      /// The subtype, as recorded.
      public let name: String
      /// The type.
      public let aquifer: String
      /// How its zones are found.
      public let method: Method
      /// What else holds for it, in Chinese.
      public let note: String?
    }

    /// Types of groundwater for which the table holds.
    public let aquifersWithTable: [String]
    /// Types whose first zone is that of the water above, and that have no second.
    public let aquifersWithoutSecond: [String]
    /// The subtypes of the other types.
    public let subtypes: [Subtype]
    /// The first zone along a conduit, to be drawn by hand.
    public let conduit: ManualZone
    /// Radii by the time that the water needs.
    public let transport: Transport
    /// The radii.
    public let media: [Medium]
    /// The zones that must be drawn by hand for all.
    public let manual: [ManualZone]
  }

  /// The identifier.
  public let id: String
  /// The standard's number.
  public let standard: String
  /// The edition.
  public let edition: String
  /// The standard's title.
  public let title: String
  /// Whether all of it was compared with the official text.
  public let verified: Bool
  /// Where it comes from.
  public let source: String
  /// Rivers.
  public let rivers: Sourced<Rivers>
  /// Lakes and reservoirs.
  public let lakes: Sourced<Lakes>
  /// Groundwater.
  public let groundwater: Sourced<Groundwater>

  /// The class of a lake or reservoir: as recorded, else of a reservoir by its volume.
  ///
  /// - Parameter volume10kM3: 10⁴ m³.
  public func lakeClass(recorded: String?, volume10kM3: Double?, singlePurpose: Bool?) -> Lakes.Class? {
    if singlePurpose == true, let single = lakes.classes.first(where: \.singlePurpose) { return single }
    let name =
      recorded
      ?? volume10kM3.map {
        $0 < lakes.smallBelow ? "小型水库" : $0 < lakes.mediumBelow ? "中型水库" : "大型水库"
      }
    return name.flatMap { name in lakes.classes.first { $0.lakeClasses.contains(name) } }
  }

  /// Refuses lengths that are not positive or not in order.
  public func validate() throws {
    let zones = [rivers.first, rivers.second, rivers.outer]
    guard zones.allSatisfy({ $0.upstreamM > 0 && $0.downstreamM > 0 && $0.landM > 0 }), rivers.wideM > 0,
      rivers.responseHours > 0, rivers.smallBasinKm2 > 0,
      rivers.first.landM <= rivers.second.landM, rivers.second.landM <= rivers.outer.landM,
      zones.allSatisfy({ $0.upstreamM <= 100_000 && $0.landM <= 100_000 })
    else {
      throw fault(
        "rivers", "lengths must be above 0 and at most 100 km, an outer zone's land not less than an inner one's")
    }
    guard 0 < lakes.smallBelow, lakes.smallBelow < lakes.mediumBelow,
      lakes.classes.allSatisfy({ lake in
        [lake.firstRadiusM, lake.firstLandM, lake.secondRadiusM, lake.secondLandM].compactMap { $0 }
          .allSatisfy { $0 > 0 && $0 <= 100_000 }
      })
    else { throw fault("lakes", "sizes must ascend, lengths be above 0 and at most 100 km") }
    guard
      groundwater.media.allSatisfy({
        0 < $0.firstLeastM && $0.firstLeastM <= $0.firstMostM && $0.firstMostM <= $0.secondMostM
          && $0.secondLeastM <= $0.secondMostM && $0.secondMostM <= 100_000
      })
    else { throw fault("groundwater", "radii must be above 0, in order and at most 100 km") }
    let transport = groundwater.transport
    guard transport.safetyFactor >= 1, 0 < transport.firstDays, transport.firstDays <= transport.secondDays else {
      throw fault("groundwater.transport", "the factor must be at least 1, the days above 0 and in order")
    }
  }
}
