/// What is asked of the water.
public struct TraceQuestion: Sendable {
  /// Which way to go.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    case downstream
    case upstream
  }

  /// Where the water parts, or waters join: which way to go.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// One way, of those that are open: the branch of the same river, on its course; else that of the greater weight; else,
    /// up the water, that with the farthest source; else the straighter; else that of the lower code.
    case mainstem
    /// Every way.
    case all
  }

  /// Which way to go along the water.
  public var direction: Direction
  /// Which ways to go where there are several.
  public var mode: Mode
  /// How far along the water, in kilometres; nil for no limit.
  public var distanceKm: Double?
  /// How long the water flows, in hours; needs speeds. Nil for no limit.
  public var hours: Double?
  /// The reaches that are closed: no water passes them.
  public var closed: Set<Int>
  /// For each reach what makes a branch the greater one, such as its flow or stream order; nil where unknown.
  public var weightOfReach: [Double]?
  /// A place at which the water is held: no water passes it on its edge.
  public var barrier: RiverNetwork.Place?
  /// Where the water's way ends, how far off a part of the network is still worth naming, in metres.
  public var gapMetres: Double

  /// A question; by default downstream, every way, without limits.
  public init(
    direction: Direction = .downstream, mode: Mode = .all, distanceKm: Double? = nil, hours: Double? = nil,
    closed: Set<Int> = [], weightOfReach: [Double]? = nil, barrier: RiverNetwork.Place? = nil, gapMetres: Double = 500
  ) {
    self.direction = direction
    self.mode = mode
    self.distanceKm = distanceKm
    self.hours = hours
    self.closed = closed
    self.weightOfReach = weightOfReach
    self.barrier = barrier
    self.gapMetres = gapMetres
  }
}

/// What lies along the water from a place.
///
/// Path lengths are the least along the water from the origin, hours the least at the speeds given; where branches
/// rejoin, the two may go different ways.
public struct Trace: Sendable {
  /// A stretch of an edge that was passed, in the direction of the trace.
  public struct Passage: Hashable, Sendable {
    /// The edge.
    public let edge: Int
    /// Where the trace comes to it, in metres from the edge's upper node.
    public let alongFrom: Double
    /// Where the trace leaves it, in metres from the edge's upper node; upstream less than `alongFrom`.
    public let alongTo: Double
    /// Kilometres along the water from the origin, where the trace comes to it.
    public let pathKmFrom: Double
    /// Kilometres along the water from the origin, where the trace leaves it.
    public let pathKmTo: Double
    /// Hours from the origin where the trace comes to it; nil without speeds.
    public let hoursFrom: Double?
    /// Hours from the origin where the trace leaves it; nil without speeds.
    public let hoursTo: Double?
    /// The speed in metres per second; nil without speeds.
    public let speedMetresPerSecond: Double?
  }

  /// Something met along the water.
  public struct Encounter: Hashable, Sendable {
    /// What was met.
    public let subject: EncounterIndex.Subject
    /// Kilometres along the water from the origin.
    public var pathKm: Double
    /// Hours from the origin; nil without speeds.
    public var hours: Double?
    /// The edge on which it was met.
    public var edge: Int
    /// Where on the edge, in metres from its upper node.
    public var alongMetres: Double
    /// Kilometres from the mouth of the edge's river; nil where it has none.
    public var riverKm: Double?
    /// The side, facing downstream.
    public var bank: Bank
    /// The distance from the river's line in metres.
    public var offsetMetres: Double
  }

  /// Where a way of the trace ends.
  public struct End: Hashable, Sendable {
    /// Why it ends.
    public enum Reason: Hashable, Sendable {
      /// No water leaves here, and no other water is near: an outlet, or the border of the data.
      case outlet
      /// No water comes from farther up.
      case source
      /// Another reach ends here too, upstream begins here too, and none leads on: the border of the data, or one is drawn
      /// the wrong way.
      case meeting(reach: Int)
      /// The limit of distance.
      case distanceLimit
      /// The limit of time.
      case timeLimit
      /// A reach that is closed.
      case closed(reach: Int)
      /// A reach whose speed is not above zero (断流).
      case standing(reach: Int)
      /// The barrier.
      case held
      /// The water comes back to where the trace has been.
      case cycle
      /// The lines end here; the nearest that may continue them, and its distance.
      case gap(toReach: Int, metres: Double)
    }

    /// Why it ends.
    public let reason: Reason
    /// The edge on which the way ends.
    public let edge: Int
    /// Where on the edge, in metres from its upper node.
    public let alongMetres: Double
    /// Kilometres along the water from the origin.
    public let pathKm: Double
    /// Hours from the origin; nil without speeds.
    public let hours: Double?
  }

  /// A branch that was not followed along the mainstem.
  public struct Aside: Hashable, Sendable {
    /// What decided.
    public enum Rule: String, Hashable, Sendable {
      /// The branch followed is of the same river.
      case sameRiver
      /// The branch followed is on the river's course, which is the longest way.
      case course
      /// The branch followed has the greater weight.
      case weight
      /// The branch followed has the farther source.
      case longer
      /// The branch followed goes straighter on.
      case straighter
      /// The branch followed has the lower code.
      case code
    }

    /// The node where the ways part.
    public let node: Int
    /// The edge that was followed.
    public let followed: Int
    /// The edge that was not.
    public let edge: Int
    /// What decided between the two.
    public let rule: Rule
    /// Kilometres along the water from the origin.
    public let pathKm: Double
  }

  /// What was asked.
  public let question: TraceQuestion
  /// The origin on the water.
  public let origin: RiverNetwork.Place
  /// What was passed, by path length.
  public let passages: [Passage]
  /// What was met, each once, by path length.
  public let encounters: [Encounter]
  /// Where the ways end, by path length.
  public let ends: [End]
  /// The nodes at which cycles were met, one for each cycle.
  public let cycleNodes: [Int]
  /// The branches not followed along the mainstem, by path length.
  public let asides: [Aside]
}
