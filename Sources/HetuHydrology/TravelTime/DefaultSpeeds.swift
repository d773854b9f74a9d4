import Foundation

/// The speeds, roughness and bands used where a reach's own data do not suffice, read from a data file with provenance.
public struct DefaultSpeeds: Sendable, Decodable {
  /// Low, likely and high speed in m/s.
  public struct Band: Hashable, Sendable, Decodable {
    /// Low end in m/s.
    public let low: Double
    /// Likely value in m/s.
    public let likely: Double
    /// High end in m/s.
    public let high: Double
  }

  /// The defaults of one kind of river.
  public struct Kind: Hashable, Sendable, Decodable {
    /// The kind; nil for reaches whose kind is unknown.
    public let riverType: RiverType?
    /// Manning's n in s/m^⅓.
    public let roughness: Double
    /// Speeds at low water.
    public let dry: Band
    /// Speeds at mean water.
    public let normal: Band
    /// Speeds at high water.
    public let wet: Band
    /// Whether the figures were confirmed in a public source.
    public let verified: Bool
    /// Where the figures come from.
    public let source: String

    /// The speeds of a season.
    public func band(_ season: Season) -> Band {
      switch season {
      case .dry: dry
      case .normal: normal
      case .wet: wet
      }
    }
  }

  /// Factors on the likely speed for the ends of its band.
  public struct Factors: Hashable, Sendable, Decodable {
    /// Factor of the low end, at most 1.
    public let low: Double
    /// Factor of the high end, at least 1.
    public let high: Double
  }

  /// The bands by where a speed comes from.
  public struct Bands: Hashable, Sendable, Decodable {
    /// For a given speed.
    public let given: Factors
    /// For a speed measured on the reach.
    public let measured: Factors
    /// For Q/(B·H).
    public let continuity: Factors
    /// For a speed of another season.
    public let otherSeason: Factors
    /// For Manning's formula.
    public let manning: Factors
  }

  /// The rule set's identifier.
  public let id: String
  /// The standard or proposal it stands on.
  public let standard: String
  /// Its edition.
  public let edition: String
  /// The exponent of u ∝ Q^x between seasons.
  public let flowExponent: Double
  /// The bands.
  public let bands: Bands
  /// The kinds of river.
  public let kinds: [Kind]

  /// The defaults of a kind of river; those of an unknown kind where the file does not name it.
  ///
  /// - Throws: ``TravelTimeError`` with `malformedData` where the file has neither.
  public func kind(_ riverType: RiverType?) throws -> Kind {
    if let kind = kinds.first(where: { $0.riverType == riverType }) ?? kinds.first(where: { $0.riverType == nil }) {
      return kind
    }
    throw TravelTimeError(
      code: .malformedData,
      message: "The default speeds \(id) name neither \(riverType?.rawValue ?? "an unknown kind of river") nor a "
        + "fallback: add an entry without river_type.")
  }

  /// Defaults from a data file (JSON).
  ///
  /// - Throws: ``TravelTimeError`` with `malformedData` for a text that is not such a file, or whose bands are not in
  ///   order.
  public init(json: Data) throws {
    self = try DataFile.decode(Self.self, from: json, called: "default speeds")
    let factors = [bands.given, bands.measured, bands.continuity, bands.otherSeason, bands.manning]
    let speeds = kinds.flatMap { [$0.dry, $0.normal, $0.wet] }
    guard factors.allSatisfy({ $0.low > 0 && $0.low <= 1 && $0.high >= 1 }),
      speeds.allSatisfy({ $0.low > 0 && $0.low <= $0.likely && $0.likely <= $0.high }),
      kinds.allSatisfy({ $0.roughness > 0 })
    else {
      throw TravelTimeError(
        code: .malformedData,
        message: "The default speeds \(id) hold a band that is not positive and ascending: correct the file.")
    }
  }

  /// The defaults that come with Hetu: proposals, no official rule.
  public static func standard() throws -> DefaultSpeeds { try DefaultSpeeds(json: Data(defaultSpeedsJSON.utf8)) }
}

/// Reading of the data files of this module.
enum DataFile {
  static func decode<Value: Decodable>(_ type: Value.Type, from json: Data, called name: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: json)
    } catch {
      throw TravelTimeError(
        code: .malformedData, message: "The file of \(name) cannot be read: correct its JSON (\(error)).")
    }
  }
}
