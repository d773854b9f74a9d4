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
    let columns = Columns()
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

  /// The columns of `river_reach` that tell of its water.
  private struct Columns {
    private static let single = ["river_type", "slope_permille", "stream_order", "closed"]
    private static let seasonal = ["speed_%_m_s", "flow_%_m3_s", "width_%_m", "depth_%_m"]

    let names = single + Season.allCases.flatMap { season in seasonal.map { $0.replacing("%", with: season.rawValue) } }

    func hydrology(_ values: [Value]) -> ReachHydrology {
      var seasons: [Season: SeasonalHydrology] = [:]
      for (index, season) in Season.allCases.enumerated() {
        let start = Self.single.count + index * Self.seasonal.count
        seasons[season] = SeasonalHydrology(
          speedMetresPerSecond: values[start].number, flowCubicMetresPerSecond: values[start + 1].number,
          widthMetres: values[start + 2].number, depthMetres: values[start + 3].number)
      }
      return ReachHydrology(
        seasons: seasons, slope: values[1].number.map { $0 / 1_000 },
        riverType: values[0].text.flatMap(RiverType.init(rawValue:)))
    }

    func weight(_ values: [Value]) -> Double {
      let normal = Self.single.count + Self.seasonal.count + 1
      return values[normal].number ?? values[2].number ?? 0
    }

    func isClosed(_ values: [Value]) -> Bool { values[3].boolean ?? false }
  }
}
