import HetuHydrology

/// How long the water takes along a river's course in a season, at the likely speeds.
struct CourseHours {
  private let passages: [Trace.Passage]
  private let lengthKm: Double

  /// The hours along a course from its source; as far as the water flows without a gap.
  init(along river: River, in season: Season, _ water: Water) throws {
    let (network, pieces) = (try water.network(), try water.pieces(in: season))
    lengthKm = river.lengthKm
    guard let source = river.source else {
      passages = []
      return
    }
    let place = try network.network.place(near: source, withinMetres: 100, preferring: river.code)
    passages = try network.network.trace(
      from: place,
      TraceQuestion(
        mode: .mainstem, distanceKm: river.lengthKm, closed: network.closed, weightOfReach: network.weights),
      speeds: { pieces[$0].likelySpeedMetresPerSecond }
    ).passages
  }

  /// Hours between two kilometres from the mouth; nil where the water does not flow through.
  func hours(fromKm: Double, toKm: Double) -> Double? {
    guard let start = hours(atPathKm: lengthKm - fromKm), let end = hours(atPathKm: lengthKm - toKm) else { return nil }
    return max(0, end - start)
  }

  private func hours(atPathKm km: Double) -> Double? {
    // Joints within the tolerance add metres to the way that the river's kilometres do not count.
    let slack = 0.05
    guard let passage = passages.first(where: { km <= $0.pathKmTo }) ?? passages.last, km <= passage.pathKmTo + slack,
      let from = passage.hoursFrom, let to = passage.hoursTo
    else { return nil }
    let length = passage.pathKmTo - passage.pathKmFrom
    let share = length > 0 ? min(max((km - passage.pathKmFrom) / length, 0), 1) : 0
    return from + (to - from) * share
  }
}
