import HetuGeodesy
import HetuGeometry

extension River {
  /// How a line, an area or a point lies along the river.
  public struct Extent: Hashable, Sendable {
    /// The kilometre nearest to the source of what lies within the limit.
    public let fromKm: Double
    /// The place nearest to the mouth of what lies within the limit.
    public let lowest: LinearReference
    /// Where it touches the river first, coming downstream; else its nearest place.
    public let nearest: LinearReference
    /// The distance from the river in metres; 0 where they touch.
    public let distanceMetres: Double

    /// The kilometre nearest to the mouth of what lies within the limit.
    public var toKm: Double { lowest.riverKm }
  }

  /// By what an area that touches the river is told to lie along it.
  public enum AreaRule: Sendable {
    /// By the river in it: what is protected, or to be shielded, is the water there.
    case waterInside
    /// By all of it within the limit: what leaves it may come to the river anywhere along it.
    case wholeBank
  }

  /// How a geometry lies along the river, or nil where none of it is within the limit.
  ///
  /// The distance is exact. The kilometres of an area over the river are those of the river in it, unless its whole bank is asked
  /// for. Else they are those of the nearest places on the river of the geometry's positions within the limit, taken every 25 m
  /// along its lines and rings.
  ///
  /// - Parameter limit: metres, at most `SegmentIndex.greatestLimitMetres`.
  public func extent(
    of geometry: Geometry, withinMetres limit: Double, areas rule: AreaRule = .waterInside
  ) -> Extent? {
    var survey = Survey(river: self, limitMetres: limit)
    geometry.forEachPath { path in
      guard path.count > 1 else {
        path.forEach { survey.visit($0) }
        return
      }
      for (start, end) in zip(path, path.dropFirst()) { survey.visit(from: start, to: end) }
    }
    for polygon in geometry.polygons { survey.visit(inside: polygon) }
    return geometry.polygons.isEmpty || rule == .wholeBank ? survey.extent : survey.extentInside ?? survey.extent
  }

  /// What was seen of a geometry so far.
  private struct Survey {
    let river: River
    let limitMetres: Double
    private static let stepMetres = 25.0
    private var highestKm = -Double.infinity
    private var lowest: LinearReference?
    private var nearest: LinearReference?
    /// The places where it meets the river.
    private var met: [LinearReference] = []

    init(river: River, limitMetres: Double) {
      self.river = river
      self.limitMetres = limitMetres
    }

    var extent: Extent? {
      guard let nearest, let lowest else { return nil }
      return Extent(fromKm: highestKm, lowest: lowest, nearest: nearest, distanceMetres: nearest.offsetMetres)
    }

    /// How it lies along the river by the places where it meets it alone; nil where it does not.
    var extentInside: Extent? {
      guard let upper = met.max(by: { $0.riverKm < $1.riverKm }), let lower = met.min(by: { $0.riverKm < $1.riverKm })
      else { return nil }
      return Extent(fromKm: upper.riverKm, lowest: lower, nearest: upper, distanceMetres: 0)
    }

    /// Takes in a position; returns whether it is within the limit.
    @discardableResult
    mutating func visit(_ position: Position) -> Bool {
      guard let reference = river.locate(position, withinMetres: limitMetres) else { return false }
      take(reference)
      return true
    }

    /// Takes in a place where it meets the river.
    private mutating func meet(_ hit: SegmentIndex.Hit) {
      let reference = river.reference(of: hit, for: hit.foot)
      met.append(reference)
      take(reference)
    }

    private mutating func take(_ reference: LinearReference) {
      highestKm = max(highestKm, reference.riverKm)
      if lowest.map({ reference.riverKm < $0.riverKm }) ?? true { lowest = reference }
      guard let known = nearest else {
        nearest = reference
        return
      }
      let isNearer = reference.offsetMetres < known.offsetMetres
      let isAbove = reference.offsetMetres == known.offsetMetres && reference.riverKm > known.riverKm
      if isNearer || isAbove { nearest = reference }
    }

    /// Takes in an edge: where it crosses the river, its nearest places, and steps along it.
    mutating func visit(from start: Position, to end: Position) {
      var edge = Envelope(start)
      edge.formUnion(end)
      var opposite: [Position] = []
      var isNear = false
      var crossings: [SegmentIndex.Hit] = []
      river.index.forEachSegment(in: River.expanded(edge, byMetres: limitMetres)) { line, segment, from, to in
        isNear = true
        opposite.append(from)
        opposite.append(to)
        if let fraction = Edge.crossing(of: (from, to), with: (start, end)) {
          let foot = LocalPlane.along(from: from, to: to, fraction)
          crossings.append(
            SegmentIndex.Hit(line: line, segment: segment, fraction: fraction, foot: foot, offsetMetres: 0))
        }
      }
      guard isNear else { return }
      for hit in crossings { meet(hit) }
      for position in opposite { visit(LocalPlane.nearest(from: start, to: end, near: position).position) }
      walk(from: start, to: end)
    }

    private mutating func walk(from start: Position, to end: Position) {
      let length = LocalPlane.distanceMetres(from: start, to: end)
      let steps = max(1, Int((length / Self.stepMetres).rounded(.up)))
      var wasInside = visit(start)
      for step in 1...steps {
        let (before, here) = (Double(step - 1) / Double(steps), Double(step) / Double(steps))
        let isInside = visit(LocalPlane.along(from: start, to: end, here))
        if isInside != wasInside {
          // The place where the edge passes the limit, to some centimetres.
          var (inside, outside) = isInside ? (here, before) : (before, here)
          for _ in 0..<10 {
            let middle = (inside + outside) / 2
            if visit(LocalPlane.along(from: start, to: end, middle)) { inside = middle } else { outside = middle }
          }
        }
        wasInside = isInside
      }
    }

    /// Takes in the ends of the river's lines that lie in a polygon; what else of the river is in it lies between them
    /// and where its rings cross.
    mutating func visit(inside polygon: Polygon) {
      for number in 0..<(river.course.count + river.branches.count) {
        let line = river.line(number)
        let last = line.positions.count - 2
        for (segment, fraction) in [(0, 0.0), (last, 1.0)] {
          let end = line.positions[segment + Int(fraction)]
          guard polygon.contains(end) else { continue }
          meet(SegmentIndex.Hit(line: number, segment: segment, fraction: fraction, foot: end, offsetMetres: 0))
        }
      }
    }
  }
}
