import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// The rivers of a registry as a network with what is known of their water.
public struct WaterNetwork: Sendable {
  /// The network.
  public let network: RiverNetwork
  /// What is known of each reach's water, by its place in `network.rivers.reaches`.
  public let hydrology: [ReachHydrology]
  /// The reaches that are closed now.
  public let closed: Set<Int>
  /// The flow at normal water, else the order of the stream, by which the greater branch is told; 0 where neither is known.
  public let weights: [Double]

  /// The network of a registry's reaches.
  public init(_ registry: Registry) throws {
    network = RiverNetwork(rivers: try registry.riverSet())
    let kind = try registry.kind("river_reach")
    let places = Dictionary(uniqueKeysWithValues: network.rivers.reaches.enumerated().map { ($1.id, $0) })
    var hydrology = Array(repeating: ReachHydrology(), count: places.count)
    var weights = Array(repeating: 0.0, count: places.count)
    var closed: Set<Int> = []
    let columns = Columns(of: kind)
    try registry.forEachRow(of: kind, properties: columns.names) { fid, values, _ in
      guard let place = places[fid] else { return }
      hydrology[place] = columns.hydrology(values)
      weights[place] = columns.weight(values)
      if columns.isClosed(values) { closed.insert(place) }
    }
    self.hydrology = hydrology
    self.weights = weights
    self.closed = closed
  }

  /// Everything that the doctor finds in the network, also against the nodes that reaches name.
  func findings(_ registry: Registry) throws -> [NetworkFinding] {
    let kind = try registry.kind("river_reach")
    var given: [RiverNetwork.GivenNodes] = []
    if kind.property("from_node") != nil, kind.property("to_node") != nil {
      let places = Dictionary(uniqueKeysWithValues: network.rivers.reaches.enumerated().map { ($1.id, $0) })
      try registry.forEachRow(of: kind, properties: ["from_node", "to_node"]) { fid, values, _ in
        guard let reach = places[fid], values.contains(where: { !$0.isNull }) else { return }
        given.append(RiverNetwork.GivenNodes(reach: reach, from: values[0].text, to: values[1].text))
      }
    }
    return network.findings() + network.findings(comparing: given)
  }

  /// How the water of each edge moves in a season.
  ///
  /// - Parameter speed: a speed for all, in metres per second, that overrides what is known.
  /// - Throws: `TravelTimeError` for figures that no river has, which names the reach.
  func pieces(in season: Season, speedMetresPerSecond speed: Double? = nil) throws -> [TravelPiece] {
    let defaults = try DefaultSpeeds.standard()
    return try network.edges.map { edge in
      do {
        // A reservoir cut into several edges shares its volume out by length.
        return try TravelPiece(
          lengthMetres: max(network.lengthMetres(ofReach: edge.reach), edge.lengthMetres), of: hydrology[edge.reach],
          in: season,
          givenSpeedMetresPerSecond: speed, defaults: defaults
        ).part(ofMetres: edge.lengthMetres)
      } catch let error as TravelTimeError {
        throw TravelTimeError(
          code: error.code, message: "river_reach/\(network.rivers.reaches[edge.reach].code): \(error.message)")
      }
    }
  }

  /// The columns of `river_reach` that tell of its water, as far as the registry has them.
  private struct Columns {
    private static let single = [
      "river_type", "slope_permille", "roughness", "stream_order", "closed", "drainage_area_km2",
      "mean_annual_flow_m3_s", "storage_10k_m3",
    ]
    private static let seasonal = ["speed_%_m_s", "flow_%_m3_s", "width_%_m", "depth_%_m"]

    let names: [String]
    private let places: [String: Int]

    init(of kind: Kind) {
      let all = Self.single + Season.allCases.flatMap { Self.names(of: $0) }
      names = all.filter { kind.property($0) != nil }
      places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    private static func names(of season: Season) -> [String] {
      seasonal.map { $0.replacing("%", with: season.rawValue) }
    }

    private func value(_ name: String, _ values: [Value]) -> Value { places[name].map { values[$0] } ?? .null }

    func hydrology(_ values: [Value]) -> ReachHydrology {
      func number(_ name: String) -> Double? { value(name, values).number }
      var seasons: [Season: SeasonalHydrology] = [:]
      for season in Season.allCases {
        let figures = Self.names(of: season).map(number)
        seasons[season] = SeasonalHydrology(
          speedMetresPerSecond: figures[0], flowCubicMetresPerSecond: figures[1], widthMetres: figures[2],
          depthMetres: figures[3])
      }
      return ReachHydrology(
        seasons: seasons, slope: number("slope_permille").map { $0 / 1_000 }, roughness: number("roughness"),
        drainageAreaSquareMetres: number("drainage_area_km2").flatMap { $0 > 0 ? $0 * 1e6 : nil },
        meanAnnualFlowCubicMetresPerSecond: number("mean_annual_flow_m3_s").flatMap { $0 > 0 ? $0 : nil },
        riverType: value("river_type", values).text.flatMap(RiverType.init(rawValue:)),
        storedVolumeCubicMetres: number("storage_10k_m3").map { $0 * 1e4 })
    }

    func weight(_ values: [Value]) -> Double {
      value("flow_normal_m3_s", values).number ?? value("stream_order", values).number ?? 0
    }

    func isClosed(_ values: [Value]) -> Bool { value("closed", values).boolean ?? false }
  }
}
