import HetuGeometry
import HetuPlanning
import HetuRegistry

extension WaterRace {
  /// The race as JSON: question, the first facility in time, facilities and targets in the order of the water, the stretches
  /// without a stop, warnings.
  public func json() -> JSONValue {
    guard case .object(let members) = answer.json() else { return .null }
    let stretches = stretches.map { stretch in
      JSONValue.members([
        "from": .string(stretch.from), "to": .string(stretch.to),
        "path_km_from": .decimal(stretch.fromPathKm, 3), "path_km_to": .decimal(stretch.toPathKm, 3),
        "length_km": .decimal(stretch.toPathKm - stretch.fromPathKm, 3),
        "undecided_facilities": .integer(Int64(stretch.unknownCount)),
        "targets": .array(stretch.targets.map(JSONValue.string)),
      ])
    }
    let own: [JSONValue.Member] = [.init("first", .text(first)), .init("stretches_without_stop", .array(stretches))]
    return .object(
      members.flatMap { member in member.name == "rows" ? [own[0], member, own[1]] : [member] })
  }
}
