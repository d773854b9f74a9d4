import Dispatch
import Foundation
import HetuGeometry
import Synchronization

/// What can be met along the water of a network, by edge and node; made once for many traces.
public struct EncounterIndex: Sendable {
  /// Something that can be met.
  public enum Subject: Hashable, Sendable, Comparable {
    /// An item, by its place in what the index was made from.
    case item(Int)
    /// A crossing of a border, by its place in what the index was made from.
    case border(Int)
  }

  /// A record that may lie on the water.
  public struct Item: Sendable {
    /// Where it lies, in longitude and latitude on CGCS2000.
    public let geometry: Geometry
    /// The name or code of the river it is said to lie on.
    public let river: String?

    /// An item from its geometry and river.
    public init(_ geometry: Geometry, river: String? = nil) {
      self.geometry = geometry
      self.river = river
    }
  }

  /// A stretch of an edge, or a place on it, where a subject lies.
  struct Entry: Sendable {
    let subject: Subject
    let edge: Int
    /// From where to where on the edge, in metres from its upper node.
    let low: Double
    let high: Double
    /// The river's kilometres at both.
    let kmAtLow: Double?
    let kmAtHigh: Double?
    let bank: Bank
    let offsetMetres: Double
    /// Whether the subject can be met at several places.
    var mayRepeat = false

    /// The river's kilometre at a place between; along an edge it changes evenly.
    func riverKm(at along: Double) -> Double? {
      guard let kmAtLow, let kmAtHigh else { return nil }
      return high > low ? kmAtLow + (kmAtHigh - kmAtLow) * (along - low) / (high - low) : kmAtLow
    }
  }

  /// By edge.
  let entries: [Entry]
  let entriesOnEdge: Adjacency
  let entriesAtNode: Adjacency
  /// The items that lie beyond the limit, in order.
  public let beyondLimit: [Int]
  /// The points that lie on several rivers, because it can't be told which is meant.
  public let ambiguous: Set<Int>
  /// Where each item lies first on the water, or its nearest place there; nil beyond the limit.
  public let places: [RiverNetwork.Place?]

  /// The index of items and of places where the water crosses borders.
  ///
  /// A point lies at the nearest place of the water, on its declared river where that is within the limit; one that
  /// declares none and to which two rivers are about as near lies on both. A line or
  /// an area lies wherever it touches the water; where it doesn't, at the nearest place.
  ///
  /// - Parameters:
  ///   - limit: metres, at most `SegmentIndex.greatestLimitMetres`.
  ///   - borders: the places where the water crosses borders, from `RiverNetwork.place(onReach:fraction:)`.
  public init(
    network: RiverNetwork, items: [Item], withinMetres limit: Double, borders: [RiverNetwork.Place] = []
  ) {
    let found = Mutex([[Touch]](repeating: [], count: items.count))
    SegmentIndex.shareOut(items.count, among: ProcessInfo.processInfo.activeProcessorCount) { run in
      let touches = run.map { network.touches(of: items[$0], withinMetres: limit) }
      found.withLock { $0.replaceSubrange(run, with: touches) }
    }
    let touches = found.withLock { $0 }
    var entries: [Entry] = []
    for (item, touches) in touches.enumerated() {
      for touch in touches { entries.append(Self.entry(.item(item), touch, touches.count > 1, network)) }
    }
    for (border, place) in borders.enumerated() {
      entries.append(Self.entry(.border(border), Touch(place), false, network))
    }
    entries.sort { ($0.edge, $0.low, $0.subject) < ($1.edge, $1.low, $1.subject) }
    var (owners, members) = ([Int](), [Int]())
    for number in entries.indices {
      let entry = entries[number]
      let edge = network.edges[entry.edge]
      let ends = Set([entry.low, entry.high].compactMap { network.node(onEdge: edge, alongMetres: $0) })
      if !ends.isEmpty { entries[number].mayRepeat = true }
      for node in ends.sorted() {
        owners.append(node)
        members.append(number)
      }
    }
    self.entries = entries
    entriesOnEdge = Adjacency(ownerCount: network.edges.count, owners: entries.lazy.map(\.edge))
    entriesAtNode = Adjacency(ownerCount: network.nodes.count, owners: owners, members: members)
    beyondLimit = touches.indices.filter { touches[$0].isEmpty }
    ambiguous = Set(
      touches.indices.filter { item in
        guard case .point = items[item].geometry else { return false }
        return touches[item].count > 1
      })
    places = touches.map { $0.first?.place }
  }

  private static func entry(_ subject: Subject, _ touch: Touch, _ isOneOfMany: Bool, _ network: RiverNetwork) -> Entry {
    let place = touch.place
    let edge = network.edges[place.edge]
    func km(_ along: Double) -> Double? {
      if along == place.alongMetres { return place.riverKm }
      return network.riverKm(at: network.position(onEdge: place.edge, alongMetres: along), edge: edge)
    }
    return Entry(
      subject: subject, edge: place.edge, low: touch.low, high: touch.high,
      kmAtLow: km(touch.low), kmAtHigh: km(touch.high), bank: place.bank, offsetMetres: place.offsetMetres,
      mayRepeat: isOneOfMany)
  }
}

/// A stretch of an edge on which something lies, or the place on the water nearest to it.
struct Touch: Sendable {
  /// The stretch's place that is the nearest, or the uppermost.
  let place: RiverNetwork.Place
  /// From where to where on the edge, in metres from its upper node.
  let low: Double
  let high: Double

  init(_ place: RiverNetwork.Place, low: Double? = nil, high: Double? = nil) {
    self.place = place
    self.low = low ?? place.alongMetres
    self.high = high ?? place.alongMetres
  }
}

/// What one trace has met so far, each subject once, at its least path length and its least hours.
struct EncounterLog {
  private var encounters: [Trace.Encounter] = []
  private var repeated: [EncounterIndex.Subject: Int] = [:]

  mutating func take(
    _ entry: EncounterIndex.Entry, along: Double, metres: Double, hours: Double?, mayRepeat: Bool = false
  ) {
    let encounter = Trace.Encounter(
      subject: entry.subject, pathKm: metres / 1000, hours: hours, edge: entry.edge, alongMetres: along,
      riverKm: entry.riverKm(at: along), bank: entry.bank,
      offsetMetres: entry.offsetMetres)
    if mayRepeat || entry.mayRepeat {
      if let known = repeated[entry.subject] {
        let before = encounters[known]
        if encounter.pathKm < before.pathKm { encounters[known] = encounter }
        if let one = before.hours, let other = hours { encounters[known].hours = min(one, other) }
        return
      }
      repeated[entry.subject] = encounters.count
    }
    encounters.append(encounter)
  }

  /// What was met, by path length; at equal lengths by subject.
  var sorted: [Trace.Encounter] {
    let order = encounters.indices.map { (pathKm: encounters[$0].pathKm, number: $0) }.sorted { first, second in
      first.pathKm == second.pathKm
        ? encounters[first.number].subject < encounters[second.number].subject : first.pathKm < second.pathKm
    }
    return order.map { encounters[$0.number] }
  }
}
