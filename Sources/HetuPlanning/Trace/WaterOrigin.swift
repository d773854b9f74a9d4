import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Where a trace begins: where something got into the water.
public enum WaterOrigin: Sendable {
  /// A position, CGCS2000.
  case position(Position)
  /// A record; a pipeline or a route where it crosses the water.
  case record(Record)
  /// A place on a river, by its kilometre.
  case place(SpokenPlace)

  /// How far from the water a place of origin may lie, metres.
  static let greatestMetres = 20_000.0

  /// Reads an origin: a record's reference with a slash, longitude and latitude in any written form, a spoken place such as
  /// `涧河 K12+300 左岸`, or a record's id.
  ///
  /// - Throws: ``RegistryError`` of class not found for a record that there is not.
  public init(_ text: String, in registry: Registry) throws {
    if text.contains("/") {
      self = .record(try registry.record(text))
    } else if let position = try? CoordinateText.parse(text).position, (-180...180).contains(position.x),
      (-90...90).contains(position.y)
    {
      self = .position(position)
    } else if let place = try? SpokenPlace(text) {
      self = .place(place)
    } else {
      do {
        self = .record(try registry.record(text))
      } catch let error as RegistryError where error.code == .notFound {
        throw RegistryError(
          .notFound,
          "“\(text)” is no place: give LON,LAT, a place on a river such as “涧河 K12+300”, or a record as kind/code or id"
        )
      }
    }
  }

  /// The origin as an audience may know it: a record at the place where it sees it.
  func seen(by audience: Audience) -> WaterOrigin {
    guard case .record(let record) = self else { return self }
    return .record(audience.view(record))
  }

  /// The place on the water, and what is doubtful about it.
  ///
  /// - Throws: `HydrologyError` where there is no water near or no such kilometre; ``RegistryError`` for a record without
  ///   position, or one that crosses the water at several places.
  func place(
    on network: RiverNetwork, _ direction: TraceQuestion.Direction
  ) throws -> (place: RiverNetwork.Place, warnings: [AnswerWarning]) {
    switch self {
    case .position(let position): return try place(near: position, declared: nil, on: network)
    case .place(let spoken):
      let river = try network.rivers.river(spoken.river)
      let position = try network.rivers.position(of: spoken)
      return (try network.place(near: position, withinMetres: 100, preferring: river.code), [])
    case .record(let record):
      if record.kind.name == "river_reach",
        let reach = network.rivers.reaches.firstIndex(where: { $0.code == record.code })
      {
        return try end(ofReach: reach, on: network, direction)
      }
      if record.geometry?.dimension == 1, PlanQuestion.mobileKinds.contains(record.kind.name) {
        return try crossing(of: record, on: network)
      }
      guard let position = record.geometry?.representativePosition else {
        throw RegistryError(.notFound, "\(record.reference) (\(record.name)) has no position; trace from LON,LAT")
      }
      var start = try place(near: position, declared: record.declaredRiver, on: network)
      if let warning = Self.extentWarning(record, around: start.place, on: network, direction) {
        start.warnings.append(warning)
      }
      return start
    }
  }

  /// Says of a line or area that lies along the river where its ends are, so that nobody takes the way from its middle for the shortest.
  private static func extentWarning(
    _ record: Record, around place: RiverNetwork.Place, on network: RiverNetwork, _ direction: TraceQuestion.Direction
  ) -> AnswerWarning? {
    guard let geometry = record.geometry, geometry.dimension ?? 0 > 0, let river = place.river else { return nil }
    let code = network.rivers.rivers[river].code
    var ends: [(km: Double, place: RiverNetwork.Place)] = []
    // About 20 m of shape are enough; what lies farther from the water than the middle does not lie along it.
    (try? geometry.simplified(tolerance: 0.000_2))?.forEachPath { path in
      for position in path {
        guard let end = try? network.place(near: position, withinMetres: greatestMetres, preferring: code),
          end.river == river, end.offsetMetres <= max(place.offsetMetres, 500), let km = end.riverKm
        else { continue }
        ends.append((km, end))
      }
    }
    guard let lower = ends.min(by: { $0.km < $1.km }), let upper = ends.max(by: { $0.km < $1.km }),
      upper.km - lower.km > 0.2
    else { return nil }
    let missing = direction == .downstream ? "从下端流出的到达更早，上端至中部之间的目标未列出" : "中部至下端之间的来源未列出"
    return AnswerWarning(
      "\(record.name)沿河自\(network.spoken(upper.place))至\(network.spoken(lower.place))，本次自其中部\(network.spoken(place))起算：\(missing)，必要时请分别自两端推演"
    )
  }

  private func place(
    near position: Position, declared: String?, on network: RiverNetwork
  ) throws -> (place: RiverNetwork.Place, warnings: [AnswerWarning]) {
    let place = try network.place(near: position, withinMetres: Self.greatestMetres, preferring: declared)
    var warnings: [AnswerWarning] = []
    if place.offsetMetres > 500 {
      warnings.append(
        AnswerWarning(
          "起点离河\(Int(place.offsetMetres.rounded())) m，从最近的河道\(network.spoken(place))起算，入河前的路程和时间未计入"))
    }
    let location = network.rivers.locate(position, withinMetres: Self.greatestMetres, preferring: declared)
    if let location, place.offsetMetres > RiverNetwork.nodeMetres, !location.rivals.isEmpty {
      let others = location.rivals.prefix(3).map { "\($0.riverName)（\(Int($0.offsetMetres.rounded())) m）" }
      let own = location.reference
      warnings.append(
        AnswerWarning(
          "起点按\(own.riverName)（\(Int(own.offsetMetres.rounded())) m）起算，附近还有\(others.joined(separator: "、"))，请确认是哪条河"))
    }
    switch location?.declared {
    case .beyondLimit, .unknown:
      warnings.append(AnswerWarning("所填河流“\(declared ?? "")”不在起点附近，按最近的河道起算"))
    default: break
    }
    return (place, warnings)
  }

  /// The end of a reach from which all of it is passed.
  private func end(
    ofReach reach: Int, on network: RiverNetwork, _ direction: TraceQuestion.Direction
  ) throws -> (place: RiverNetwork.Place, warnings: [AnswerWarning]) {
    let isTurned = network.edges(ofReach: reach).first.map { network.edges[$0].isTurned } ?? false
    let isUpper = direction == .downstream
    let place = try network.place(onReach: reach, fraction: isUpper == isTurned ? 1 : 0)
    return (place, [AnswerWarning("起点取河段\(network.rivers.reaches[reach].code)的\(isUpper ? "上" : "下")游端")])
  }

  private func crossing(
    of record: Record, on network: RiverNetwork
  ) throws -> (place: RiverNetwork.Place, warnings: [AnswerWarning]) {
    let places = try network.crossings(with: record.geometry?.lines ?? [])
    guard let place = places.first else {
      throw RegistryError(
        .notFound, "\(record.reference) (\(record.name)) crosses no river; trace from LON,LAT on the water")
    }
    guard places.count == 1 else {
      let spoken = places.map { network.spoken($0) }
      let shown = spoken.prefix(8).joined(separator: ", ") + (spoken.count > 8 ? ", …" : "")
      throw RegistryError(
        .ambiguous,
        "\(record.reference) (\(record.name)) crosses the water at \(places.count) places: \(shown); "
          + "trace from one of them (“hetu crossings” lists all)")
    }
    return (place, [])
  }
}

extension RiverNetwork {
  /// A place as it is said, `涧河 K12+300`; off all rivers by its position.
  func spoken(_ place: Place) -> String {
    guard let river = place.river.map({ rivers.rivers[$0] }), let km = place.riverKm else {
      return "\(place.position.x),\(place.position.y)"
    }
    let isAlone = (try? rivers.river(river.name))?.code == river.code
    return SpokenPlace(river: isAlone ? river.name : river.code, riverKm: km, bank: nil).description
  }
}
