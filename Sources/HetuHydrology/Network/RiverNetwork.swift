import HetuGeodesy
import HetuGeometry

/// All reaches as one network of water: nodes where they meet, and edges between them that run downstream.
///
/// It is made from the lines alone: ends nearer than the tolerance are one node, a line that another's end touches is
/// cut there, and what is drawn against its neighbours is turned, by the same rules that join reaches to rivers. Cycles
/// stay in it; questions cope with them. The order of the reaches changes nothing.
///
/// Reaches and rivers are named by their places in `rivers.reaches` and `rivers.rivers`, nodes by those in `nodes`.
public struct RiverNetwork: Sendable {
  /// A piece of a reach between two nodes.
  public struct Edge: Hashable, Sendable {
    /// The node its water comes from.
    public let from: Int
    /// The node its water flows to.
    public let to: Int
    /// Its reach.
    public let reach: Int
    /// The river of the reach, or nil where it belongs to none.
    public let river: Int?
    /// Where the piece begins on the reach as drawn, in metres along all its paths.
    public let startMetres: Double
    /// The geodesic length of the piece, in metres.
    public let drawnMetres: Double
    /// The gap between the node and the piece's upper end, within the tolerance, in metres.
    public let gapAboveMetres: Double
    /// The gap between the piece's lower end and the node, within the tolerance, in metres.
    public let gapBelowMetres: Double
    /// Whether the reach was drawn upstream here.
    public let isTurned: Bool

    /// The length from node to node, in metres.
    public var lengthMetres: Double { gapAboveMetres + drawnMetres + gapBelowMetres }

    /// The place on the edge, from its upper node, of a place on its reach; both in metres.
    func alongMetres(ofReachMetres metres: Double) -> Double {
      let drawn = min(max(metres - startMetres, 0), drawnMetres)
      return gapAboveMetres + (isTurned ? drawnMetres - drawn : drawn)
    }

    /// The place on the reach, as drawn, of a place on the edge from its upper node; both in metres.
    func reachMetres(ofAlongMetres along: Double) -> Double {
      let drawn = min(max(along - gapAboveMetres, 0), drawnMetres)
      return startMetres + (isTurned ? drawnMetres - drawn : drawn)
    }
  }

  /// A gap in a river's course that is wider than the tolerance, as `RiverSet` found it.
  public struct CourseGap: Hashable, Sendable {
    /// The river.
    public let river: Int
    /// The node where the course ends above the gap.
    public let upperNode: Int
    /// The node where it goes on.
    public let lowerNode: Int
    /// The width of the gap in metres.
    public let metres: Double
  }

  /// The rivers it was made from; also names and indexes the reaches.
  public let rivers: RiverSet
  /// How ends were joined.
  public let rules: JoiningRules
  /// The edges, by reach, along each reach as drawn.
  public let edges: [Edge]
  /// Where the nodes lie.
  public let nodes: [Position]
  /// The gaps in the courses of rivers.
  public let courseGaps: [CourseGap]
  /// What was left out: paths without length, and paths drawn twice.
  public let warnings: [JoiningWarning]

  /// The edges that leave each node, and those that come to it.
  let leaving: Adjacency
  let coming: Adjacency
  /// The edges of each reach.
  let edgesOfReach: Adjacency
  /// Where each vertex of `rivers.index` lies along its reach.
  let metresOfVertex: [Double]
  /// For each node the number of its part: nodes that any water or line connects have the same.
  let partOfNode: [Int32]
  /// For each node the number of the cycle it lies in, or -1.
  let cycleOfNode: [Int32]
  /// For each node how far its farthest source lies up the water, in metres; round cycles the water is not followed.
  let metresToSource: [Double]
  /// For each node the outlets that its water comes to.
  let outlets: OutletSets
  /// The gaps by their nodes.
  let gapBelow: [Int: CourseGap]
  let gapAbove: [Int: CourseGap]
  let workspaces: TraceWorkspaces

  /// The network of all reaches of a set of rivers.
  public init(rivers: RiverSet, rules: JoiningRules = JoiningRules()) {
    self.rivers = rivers
    self.rules = rules
    var network = StrandNetwork(reaches: rivers.reaches, toleranceMetres: rules.toleranceMetres, index: rivers.index)
    Self.turn(&network, as: rivers)
    warnings = network.warnings
    let strands = network.strands
    let nodeCount = network.nodeCount
    nodes = Self.places(ofNodes: nodeCount, strands: strands)
    let nodes = nodes
    edges = strands.map { strand in
      let (first, last) = (strand.path[0], strand.path[strand.path.count - 1])
      let river = Int(rivers.riverOfReach[strand.reach])
      return Edge(
        from: strand.from, to: strand.to, reach: strand.reach, river: river < 0 ? nil : river,
        startMetres: strand.startMetres, drawnMetres: strand.lengthMetres,
        gapAboveMetres: first == nodes[strand.from] ? 0 : CourseLine.lengthMetres(from: nodes[strand.from], to: first),
        gapBelowMetres: last == nodes[strand.to] ? 0 : CourseLine.lengthMetres(from: last, to: nodes[strand.to]),
        isTurned: strand.isTurned)
    }
    leaving = Adjacency(ownerCount: nodeCount, owners: edges.lazy.map(\.from))
    coming = Adjacency(ownerCount: nodeCount, owners: edges.lazy.map(\.to))
    edgesOfReach = Adjacency(ownerCount: rivers.reaches.count, owners: edges.lazy.map(\.reach))
    metresOfVertex = Self.metresOfVertices(of: rivers.reaches)
    partOfNode = Self.parts(nodeCount: nodeCount, edges: edges)
    cycleOfNode = CycleSearch(edges: edges, leaving: leaving, nodeCount: nodeCount).cycleOfNode
    let (edges, cycleOfNode) = (edges, cycleOfNode)
    let order = Self.order(edges: edges, leaving: leaving, cycleOfNode: cycleOfNode)
    metresToSource = Self.metresToSources(edges: edges, leaving: leaving, order: order, cycleOfNode: cycleOfNode)
    outlets = OutletSets(edges: edges, leaving: leaving, order: order) { Self.isFollowed($0, cycleOfNode) }
    courseGaps = Self.gaps(rivers: rivers, strands: strands)
    gapBelow = Dictionary(courseGaps.map { ($0.upperNode, $0) }) { first, _ in first }
    gapAbove = Dictionary(courseGaps.map { ($0.lowerNode, $0) }) { first, _ in first }
    workspaces = TraceWorkspaces(nodeCount: nodeCount)
  }

  /// The length of a reach in metres, all its paths together.
  public func lengthMetres(ofReach reach: Int) -> Double {
    let end = reach + 1 < rivers.reaches.count ? Int(rivers.index.firstVertex[reach + 1]) : metresOfVertex.count
    return end > Int(rivers.index.firstVertex[reach]) ? metresOfVertex[end - 1] : 0
  }

  /// The edges that leave a node: several at a diversion, none at an outlet.
  public func edges(leaving node: Int) -> [Int] { leaving[node].map(Int.init) }

  /// The edges that come to a node: several at a confluence, none at a source.
  public func edges(comingTo node: Int) -> [Int] { coming[node].map(Int.init) }

  /// The edges of a reach, along it as drawn; none where it has no length or is drawn where another lies.
  public func edges(ofReach reach: Int) -> [Int] { edgesOfReach[reach].map(Int.init) }
}
