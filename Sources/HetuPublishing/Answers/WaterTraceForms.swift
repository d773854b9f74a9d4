import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

extension WaterTrace {
  /// The trace as JSON: origin, direction, season, reaches passed, encounters, ends, warnings.
  public func json() -> JSONValue {
    let question = Dictionary(answer.question.map { ($0.name, $0.value) }) { first, _ in first }
    let origin = ["lon", "lat", "from", "river", "river_km", "place", "snap_m"].compactMap { name in
      question[name].map { JSONValue.Member(name, $0) }
    }
    return .members([
      "question": .object(answer.question), "origin": .object(origin), "direction": question["direction"] ?? .null,
      "season": question["season"] ?? .null, "reaches": .array(passages.map { .object(Self.members(of: $0)) }),
      "encounters": .array(answer.rows.map { .object(answer.members(of: $0)) }),
      "ends": .string(ends.joined(separator: "；")),
      "warnings": .array(
        answer.warnings.map { .members(["message": .string($0.message), "ref": .text($0.reference)]) }),
    ])
  }

  /// The trace as GeoJSON: the water passed as lines of kind `passage`, then what was met.
  public func geoJSON() -> JSONValue {
    let lines = passages.map { passage in
      JSONValue.members([
        "type": .string("Feature"), "geometry": .geometry(.lineString(passage.line)),
        "properties": .object(
          [.init("kind", .string("passage")), .init("title", .string("经过河段"))] + Self.members(of: passage)),
      ])
    }
    guard case .object(let members) = answer.geoJSON() else { return .null }
    return .object(
      members.map { member in
        guard member.name == "features", case .array(let features) = member.value else { return member }
        return .init("features", .array(lines + features))
      })
  }

  private static func members(of passage: Passage) -> [JSONValue.Member] {
    let length = passage.pathKm.upperBound - passage.pathKm.lowerBound
    let (speed, piece) = (passage.speedMetresPerSecond, passage.piece)
    func figure(_ name: String, _ number: Double?, _ decimals: Int) -> [JSONValue.Member] {
      number.map { [.init(name, .decimal($0, decimals))] } ?? []
    }
    var members: [JSONValue.Member] = [
      .init("code", .string(passage.reach.code)), .init("river", .text(passage.river)),
      .init("path_km_from", .decimal(passage.pathKm.lowerBound, 3)),
      .init("path_km_to", .decimal(passage.pathKm.upperBound, 3)), .init("length_km", .decimal(length, 3)),
      .init("speed_m_s", .decimal(speed, 4)),
      .init("hours", speed > 0 ? .decimal(length * 1_000 / speed / 3_600, 2) : .null),
      .init("basis", .string(passage.basis)),
    ]
    switch piece.movement {
    case .dry: break
    case .flowing(let speed):
      members += figure("speed_low_m_s", speed.lowMetresPerSecond, 4)
      members += figure("speed_high_m_s", speed.highMetresPerSecond, 4)
    case .detained(let detention): members += figure("stored_volume_m3", detention.wholeVolumeCubicMetres, 0)
    }
    members += figure("flow_m3_s", piece.flowCubicMetresPerSecond, 4) + figure("flow_ratio", piece.flowRatio, 4)
    members += figure("dispersion_low_m2_s", piece.mixing?.lowDispersion, 3)
    members += figure("dispersion_m2_s", piece.mixing?.likelyDispersion, 3)
    members += figure("dispersion_high_m2_s", piece.mixing?.highDispersion, 3)
    return members
  }
}
