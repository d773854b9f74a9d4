import Foundation
import HetuGeodesy
import HetuGeometry

/// Which of several branches is the mainstem, coming from an edge.
struct MainstemChoice {
  let network: RiverNetwork
  let question: TraceQuestion
  let node: Int
  let arrived: Int

  /// What speaks for a branch, the weightiest first: the lesser goes before.
  private struct Rank {
    let isOtherRiver: Bool
    let isBesideCourse: Bool
    let negativeWeight: Double
    /// Up the water: how far off its farthest source is, below zero, to the metre; down the water 0.
    let negativeMetresToSource: Double
    /// To the tenth of a degree, so that a rounding of lengths decides nothing.
    let turnDegrees: Double
    let reach: Int
    let edge: Int
  }

  /// The branches, the mainstem first.
  func ranked(_ ways: [Int]) -> [Int] {
    ways.map(rank).sorted { first, second in
      guard let rule = Self.decision(first, second) else { return first.edge < second.edge }
      return rule.isFirst
    }.map(\.edge)
  }

  /// What decided for one branch over another.
  func rule(deciding first: Int, over second: Int) -> Trace.Aside.Rule {
    Self.decision(rank(first), rank(second))?.rule ?? .code
  }

  private static func decision(_ first: Rank, _ second: Rank) -> (rule: Trace.Aside.Rule, isFirst: Bool)? {
    if first.isOtherRiver != second.isOtherRiver { return (.sameRiver, second.isOtherRiver) }
    if first.isBesideCourse != second.isBesideCourse { return (.course, second.isBesideCourse) }
    if first.negativeWeight != second.negativeWeight { return (.weight, first.negativeWeight < second.negativeWeight) }
    if first.negativeMetresToSource != second.negativeMetresToSource {
      return (.longer, first.negativeMetresToSource < second.negativeMetresToSource)
    }
    if first.turnDegrees != second.turnDegrees { return (.straighter, first.turnDegrees < second.turnDegrees) }
    return first.reach == second.reach ? nil : (.code, first.reach < second.reach)
  }

  private func rank(_ number: Int) -> Rank {
    let (edge, before) = (network.edges[number], network.edges[arrived])
    let isSame = edge.river != nil && edge.river == before.river
    let metresToSource = question.direction == .upstream ? network.metresToSource[edge.from] + edge.lengthMetres : 0
    return Rank(
      isOtherRiver: !isSame, isBesideCourse: isSame && !isOnCourse(number),
      negativeWeight: -(question.weightOfReach?[edge.reach] ?? 0), negativeMetresToSource: -metresToSource.rounded(),
      turnDegrees: turnDegrees(to: number), reach: edge.reach, edge: number)
  }

  private func isOnCourse(_ number: Int) -> Bool {
    let edge = network.edges[number]
    guard let river = edge.river.map({ network.rivers.rivers[$0] }) else { return false }
    let middle = network.position(onEdge: number, alongMetres: edge.lengthMetres / 2)
    return river.index.nearest(to: middle, withinMetres: StrandNetwork.touchMetres).map { $0.line < river.course.count }
      ?? false
  }

  /// By how much the way turns at the node, 0 for straight on, to the tenth of a degree.
  private func turnDegrees(to number: Int) -> Double {
    let comesFrom = bearingDegrees(of: arrived)
    let goesTo = bearingDegrees(of: number)
    // Both bearings look away from the node: straight on they are opposite.
    let between = abs(comesFrom - goesTo).truncatingRemainder(dividingBy: 360)
    return ((180 - min(between, 360 - between)) * 10).rounded() / 10
  }

  /// The direction in which an edge leaves the node, over its first 100 m.
  private func bearingDegrees(of number: Int) -> Double {
    let edge = network.edges[number]
    let metres = min(100, edge.lengthMetres / 2)
    // The edge by which the trace came lies on the other side of the node from those by which it may go on.
    let begins = edge.from == node && (edge.to != node || (number == arrived) != (question.direction == .downstream))
    let place = network.position(onEdge: number, alongMetres: begins ? metres : edge.lengthMetres - metres)
    return Geodesic.cgcs2000.inverse(from: network.nodes[node], to: place).azimuthDegrees
  }
}
