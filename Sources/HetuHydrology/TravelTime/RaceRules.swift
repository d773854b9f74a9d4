import Foundation

/// What is assumed of people in the race against the water where the registry does not say, read from a data file with
/// provenance.
public struct RaceRules: Sendable, Decodable {
  /// Who puts a class of facility to work, and with what.
  public struct Work: Hashable, Sendable, Decodable {
    /// Who does it.
    public enum Doer: String, Hashable, Sendable, Decodable {
      /// Those who run the facility; they are there where a 24-hour telephone is recorded.
      case `operator`
      /// A team that must get there.
      case team
    }

    /// The class of facility; nil for all others.
    public let facilityClass: String?
    /// Who does it.
    public let by: Doer
    /// The categories of supplies of which one must get there; none where nothing is needed.
    public let supplies: [String]
  }

  /// The rule set's identifier.
  public let id: String
  /// Its edition.
  public let edition: String
  /// Whether the figures were compared with an official text.
  public let verified: Bool
  /// Minutes until those who must go are reached.
  public let callMinutes: Double
  /// Minutes until a team whose response time is not recorded sets out.
  public let mobiliseMinutes: Double
  /// Minutes until supplies whose loading time is not recorded are on the road.
  public let loadMinutes: Double
  /// Speed on the road in km/h.
  public let roadSpeedKmH: Double
  /// Length of the road over the straight distance.
  public let detourFactor: Double
  /// Stretches without a stop are told from this length on, in kilometres.
  public let stretchKm: Double
  /// The work of classes of facility; the one without a class is that of all others.
  public let works: [Work]

  /// The rules that come with Hetu: proposals, no official rule.
  ///
  /// - Throws: ``TravelTimeError`` with `malformedData` for a text that is not such a file, or figures that can't be.
  public static func standard() throws -> RaceRules { try RaceRules(json: Data(raceRulesJSON.utf8)) }

  /// Rules from a data file (JSON).
  ///
  /// - Throws: ``TravelTimeError`` with `malformedData` for a text that is not such a file, or figures that can't be.
  public init(json: Data) throws {
    self = try DataFile.decode(Self.self, from: json, called: "race rules")
    guard [callMinutes, mobiliseMinutes, loadMinutes].allSatisfy({ $0 >= 0 }), roadSpeedKmH > 0, detourFactor >= 1,
      stretchKm > 0, works.contains(where: { $0.facilityClass == nil })
    else {
      throw TravelTimeError(
        code: .malformedData,
        message: "The race rules \(id) need times of 0 or more, a speed above 0, a detour of at least 1 and one work"
          + " without facility_class for all others: correct the file.")
    }
  }

  /// The work of a class of facility.
  public func work(of facilityClass: String?) -> Work? {
    works.first { $0.facilityClass == facilityClass && facilityClass != nil } ?? works.first { $0.facilityClass == nil }
  }

  /// Minutes on the road for a straight distance in metres.
  public func roadMinutes(metres: Double) -> Double { metres / 1_000 * detourFactor / roadSpeedKmH * 60 }
}
