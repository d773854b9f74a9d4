import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

extension NearQuestion {
  /// Which records must be read to tell the nearest so many exactly, and how many others are within the distance: told by the places that a service
  /// keeps in memory.
  struct Nearest {
    /// The rows to be read, by kind.
    private(set) var rows: [String: [Int64]] = [:]
    /// How many others lie within the distance, each farther than the nearest so many.
    private(set) var others = 0

    /// Nil where it takes the records themselves: without places in memory, from a line or area, under a condition.
    init?(
      of kinds: [Kind], to place: Geometry, _ question: NearQuestion, in registry: Registry, _ reach: Envelope,
      limit: Int
    ) throws {
      guard registry.keepsPlaces, question.filter == nil, question.district == nil, case .point(let position?) = place
      else { return nil }
      // A place is kept to about a centimetre.
      let error =
        0.02 + LocalPlane(latitudeDegrees: position.y).errorMetres(distanceMetres: question.farthestMetres)
      // By steps of a metre: in step n what is farther than n − 2·error and nearer than n + 1.
      var sure: [(step: Int, kind: Int, row: Int64)] = []
      var counts = Array(repeating: 0, count: Int(question.withinMetres) + 2)
      for (number, kind) in kinds.enumerated() {
        try Task.checkCancellation()
        let places = try registry.places(of: kind, for: question.audience)
        var doubtful = places.shapes(in: reach).map(\.row)
        places.forEach(in: reach) { row, middle, form in
          guard form != .shape, !question.isOrigin(kind, row) else { return }
          guard let middle else { return doubtful.append(row) }
          let metres = LocalPlane.distanceMetres(from: position, to: middle)
          if metres + error <= question.withinMetres {
            let step = Int(metres + error)
            counts[step] += 1
            sure.append((step, number, row))
          } else if metres - error <= (form == .roughPoint ? question.farthestMetres : question.withinMetres) {
            doubtful.append(row)
          }
        }
        rows[kind.name] = doubtful
      }
      var (last, nearer) = (0, 0)
      while last < counts.count - 1, nearer < limit {
        nearer += counts[last]
        last += 1
      }
      let end = last + Int((2 * error).rounded(.up))
      for place in sure {
        if place.step < end { rows[kinds[place.kind].name]?.append(place.row) } else { others += 1 }
      }
    }
  }
}
