import Foundation
import HetuGeometry

extension LabelCandidate {
  private static let gap = 0.5

  /// The places for a label of a size about a box: beside it, then in rings further out with a leader.
  static func around(_ thing: Envelope, width: Double, height: Double) -> [LabelCandidate] {
    beside(thing, width: width, height: height) + outward(thing, width: width, height: height)
  }

  /// The places beside a box: right first, as Chinese practice has it.
  static func beside(_ thing: Envelope, width: Double, height: Double) -> [LabelCandidate] {
    let center = thing.center
    let across = thing.width / 2 + gap + width / 2
    let along = thing.height / 2 + gap / 2 + height / 2
    let rise = thing.height * 0.4
    let places: [(dx: Double, dy: Double, cost: Double)] = [
      (across, 0, 0), (-across, 0, 0.5), (0, -along, 0.8), (0, along, 0.8), (across, -rise, 0.4), (across, rise, 0.4),
      (-across, -rise, 0.9), (-across, rise, 0.9), (across * 0.6, -along, 1), (across * 0.6, along, 1),
      (-across * 0.6, -along, 1.2), (-across * 0.6, along, 1.2),
    ]
    return places.map { place in
      LabelCandidate(
        box: Envelope(center: Position(x: center.x + place.dx, y: center.y + place.dy), width: width, height: height),
        cost: place.cost)
    }
  }

  private static func outward(_ thing: Envelope, width: Double, height: Double) -> [LabelCandidate] {
    [2.5, 4.5, 7, 9.5, 12, 14.5].flatMap { distance in
      (0..<16).map { step in
        let direction = Double(step) * .pi / 8
        let (dx, dy) = (cos(direction), sin(direction))
        let toEdge = min(thing.width / 2 / max(abs(dx), 1e-6), thing.height / 2 / max(abs(dy), 1e-6))
        let from = thing.center.moved(by: toEdge + 0.05, direction: direction)
        let to = from.moved(by: distance, direction: direction)
        let (shiftX, shiftY) = (abs(dx) > 0.3 ? dx / abs(dx) : 0, abs(dy) > 0.75 ? dy / abs(dy) : 0)
        let middle = Position(x: to.x + shiftX * (width / 2 + 0.3), y: to.y + shiftY * (height / 2 + 0.2))
        return LabelCandidate(
          box: Envelope(center: middle, width: width, height: height), cost: 3 + distance * 0.35,
          leader: Leader(from: from, to: to))
      }
    }
  }
}
