import HetuGeodesy
import HetuGeometry

/// One river: the reaches of one river code (else name) joined end to end, with kilometres.
///
/// Kilometres are geodesic lengths along the drawn course, counted from the mouth (the downstream end, 0) upstream.
/// Where parts of the course don't join, the gap counts nothing. The course through islands is the longest way from
/// source to mouth; every other line of the river is a branch.
public struct River: Sendable {
  /// A line of the river beside its course: an arm round an island, a side channel, a second source.
  public struct Branch: Hashable, Sendable {
    /// The branch itself.
    public let line: CourseLine
    /// The kilometre of the course where it leaves it, or nil where it comes from elsewhere.
    public let leavesAtKm: Double?
    /// The kilometre of the course where it comes to it, or nil where it ends elsewhere.
    public let joinsAtKm: Double?

    /// The kilometre of the course that stands for a place on the branch: shared out evenly between where it leaves
    /// and joins; where only one of them is known, counted from there along the branch, and never below 0.
    func riverKm(atMetres metres: Double) -> Double {
      let (along, left) = (metres / 1000, (line.lengthMetres - metres) / 1000)
      switch (leavesAtKm, joinsAtKm) {
      case (let leaves?, let joins?):
        return line.lengthMetres > 0 ? leaves + (joins - leaves) * metres / line.lengthMetres : leaves
      case (let leaves?, nil): return max(0, leaves - along)
      case (nil, let joins?): return joins + left
      case (nil, nil): return left
      }
    }
  }

  /// The name, as most of its reaches have it.
  public let name: String
  /// The river's own code, where its reaches carry one.
  public let riverCode: String?
  /// What tells it from all other rivers: its own code, else the lowest code of its reaches.
  public let code: String
  /// Its reaches by code.
  public let reaches: [Reach]
  /// The course from source to mouth; several parts where it has gaps.
  public let course: [CourseLine]
  /// The lines beside the course.
  public let branches: [Branch]
  /// What had to be decided or left out.
  public let warnings: [JoiningWarning]

  /// For each part of the course its distance from the source along the course, in metres.
  let startMetres: [Double]
  /// The kilometre from the mouth of each vertex of the index.
  let kmOfVertex: [Double]
  /// The segments of the course's parts and then the branches, in this order.
  let index: SegmentIndex

  init(
    name: String, riverCode: String?, reaches: [Reach], course: [CourseLine], branches: [Branch],
    warnings: [JoiningWarning]
  ) {
    self.name = name
    self.riverCode = riverCode
    self.code = riverCode ?? reaches.first?.code ?? name
    self.reaches = reaches
    self.course = course
    self.branches = branches
    self.warnings = warnings
    var startMetres: [Double] = []
    var length = 0.0
    for part in course {
      startMetres.append(length)
      length += part.lengthMetres
    }
    let total = length
    self.startMetres = startMetres
    lengthMetres = total
    var kmOfVertex: [Double] = []
    for (part, start) in zip(course, startMetres) {
      for metres in part.metres { kmOfVertex.append(max(0, total - start - metres) / 1000) }
    }
    for branch in branches { kmOfVertex += branch.line.metres.map(branch.riverKm) }
    self.kmOfVertex = kmOfVertex
    index = SegmentIndex(lines: course.map(\.positions) + branches.map(\.line.positions))
  }

  /// The length of the course in metres, without gaps and branches.
  public let lengthMetres: Double
  /// The length of the course in kilometres, without gaps and branches.
  public var lengthKm: Double { lengthMetres / 1000 }
  /// The upstream end of the course.
  public var source: Position? { course.first?.positions.first }
  /// The downstream end of the course.
  public var mouth: Position? { course.last?.positions.last }

  /// The part of the course that holds a kilometre, and the metres from the part's start; nil outside the river. At a
  /// gap it is the part above.
  func place(atRiverKm km: Double) -> (part: Int, metres: Double)? {
    let metres = lengthMetres - km * 1000
    // A millimetre of grace for kilometres that were printed and read again.
    guard metres >= -0.001, metres <= lengthMetres + 0.001, !course.isEmpty else { return nil }
    let part = course.indices.first { metres <= startMetres[$0] + course[$0].lengthMetres } ?? course.count - 1
    return (part, min(max(metres - startMetres[part], 0), course[part].lengthMetres))
  }

  /// The place on the course at a kilometre from the mouth, or nil outside the river.
  public func position(atRiverKm km: Double) -> Position? {
    place(atRiverKm: km).map { course[$0.part].position(atMetres: $0.metres) }
  }

  /// The direction of flow at a kilometre from the mouth, in degrees clockwise from north; nil outside the river.
  public func flowDirectionDegrees(atKm km: Double) -> Double? {
    place(atRiverKm: km).map { place in
      let line = course[place.part]
      return line.directionDegrees(ofSegment: line.place(atMetres: place.metres).segment)
    }
  }

  /// The course between two kilometres from the mouth, in whichever order they are given: downstream, a line for each
  /// part of the course it takes in.
  public func slice(fromKm: Double, toKm: Double) -> [[Position]] {
    let (upper, lower) = (max(fromKm, toKm), min(fromKm, toKm))
    let (from, to) = (lengthMetres - upper * 1000, lengthMetres - lower * 1000)
    return zip(course, startMetres)
      .map { part, start in part.slice(fromMetres: from - start, toMetres: to - start) }
      .filter { !$0.isEmpty }
  }

  /// The reach at a kilometre from the mouth, or nil outside the river.
  public func reach(atRiverKm km: Double) -> Reach? {
    place(atRiverKm: km).map { place in
      let line = course[place.part]
      return reaches[Int(line.reachOfSegment[line.place(atMetres: place.metres).segment])]
    }
  }
}
