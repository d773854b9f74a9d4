import HetuGeometry
import HetuHydrology
import HetuRegistry

/// The districts of a registry, for what lies in which and where a river passes from one into another.
public struct DistrictMap: Sendable {
  /// A district with its area.
  public struct District: Sendable {
    /// The record.
    public internal(set) var record: Record
    /// Whether it is the registry's own (本辖区); all are where the registry marks none.
    public let isOwn: Bool
    /// Its polygons.
    public let polygons: [Polygon]
    let box: Envelope
    /// The name.
    public var name: String { record.name }
    /// The GB/T 2260 code.
    public var code: String { record.code }
  }

  /// A place where a river passes from one district into another.
  struct Border {
    let km: Double
    /// `灵宝市—陕州区界`.
    let name: String
    let upper: District?
    let lower: District?

    /// Whether it is one: not merely where the districts that the registry has of its neighbours end.
    var isKnown: Bool { (upper != nil && lower != nil) || [upper, lower].contains { $0?.isOwn == true } }
  }

  /// Districts of the county level, or of the finest level that the registry has.
  public let districts: [District]

  /// The districts of a registry.
  public init(_ registry: Registry) throws {
    let records = try registry.records(of: try registry.kind("district"))
    let counties = records.filter { $0.code.count == 6 && !$0.code.hasSuffix("00") }
    let isMarked = records.contains { $0["own"].boolean == true }
    districts = (counties.isEmpty ? records : counties).compactMap { record in
      guard let geometry = record.geometry, let box = geometry.envelope else { return nil }
      let isOwn = !isMarked || record["own"].boolean == true
      return District(record: record, isOwn: isOwn, polygons: geometry.polygons, box: box)
    }.sorted { $0.code < $1.code }
  }

  /// The district that a position lies in; on a border the one with the lower code.
  public func district(at position: Position) -> District? {
    districts.first { $0.box.contains(position) && $0.polygons.contains { $0.contains(position) } }
  }

  /// Whether a record lies in the registry's own districts, as it says itself, else by its place; all do where none is marked.
  func isOwn(_ record: Record, at place: Position) -> Bool {
    guard districts.contains(where: { !$0.isOwn }) else { return true }
    let stated = record["district"].text.map { String($0.prefix(6)) }
    let known = districts.first { $0.code == stated } ?? district(at: place)
    return known?.isOwn ?? false
  }

  /// Where the course of a river passes from one district into another, from source to mouth.
  func borders(along river: River) -> [Border] { borders(along: river.course) }

  /// Where lines that follow one another downstream pass from one district into another; kilometres count from their end.
  ///
  /// Passes back and forth within 200 m, as where a river runs on a border, count as one; so does what lies in no district for less
  /// than 1 km between two, where the drawn borders leave a gap. The border is where the upper district ends, so that nobody is
  /// told too late.
  func borders(along lines: [CourseLine]) -> [Border] {
    let lengthMetres = lines.reduce(0) { $0 + $1.lengthMetres }
    var places: [(km: Double, district: District?)] = []
    var metresAbove = 0.0
    for line in lines {
      var cuts: Set<Double> = [0, line.lengthMetres]
      for district in districts { cuts.formUnion(crossings(of: line, with: district)) }
      let ordered = cuts.sorted()
      for (start, end) in zip(ordered, ordered.dropFirst()) where end - start > 0.01 {
        let middle = line.position(atMetres: (start + end) / 2)
        places.append((max(0, lengthMetres - metresAbove - start) / 1_000, district(at: middle)))
      }
      metresAbove += line.lengthMetres
    }
    var merged: [(km: Double, district: District?)] = []
    var gapKm: Double?
    for (index, place) in places.enumerated() {
      let end = index + 1 < places.count ? places[index + 1].km : 0
      let least = place.district == nil ? 1 : 0.2
      if place.km - end < least, !merged.isEmpty, index + 1 < places.count {
        gapKm = gapKm ?? place.km
        continue
      }
      defer { gapKm = nil }
      if let last = merged.last, last.district?.code == place.district?.code { continue }
      merged.append((gapKm ?? place.km, place.district))
    }
    return zip(merged, merged.dropFirst()).map { upper, lower in
      Border(
        km: lower.km, name: Self.borderName(upper.district, lower.district), upper: upper.district,
        lower: lower.district)
    }
  }

  /// `灵宝市—陕州区界`; where what lies beyond a neighbour's district is not in the registry, `洛南县登记边界`.
  static func borderName(_ upper: District?, _ lower: District?) -> String {
    if let known = upper ?? lower, upper == nil || lower == nil, !known.isOwn { return "\(known.name)登记边界" }
    return "\(upper?.name ?? "区外")—\(lower?.name ?? "区外")界"
  }

  /// The lengths from its start, in metres, at which a line crosses the border of a district.
  private func crossings(of line: CourseLine, with district: District) -> [Double] {
    guard let box = Envelope(line.positions), box.intersects(district.box) else { return [] }
    var edges: [Envelope] = []
    var ends: [(Position, Position)] = []
    for ring in district.polygons.flatMap(\.rings) {
      for (start, end) in zip(ring, ring.dropFirst()) {
        var edge = Envelope(start)
        edge.formUnion(end)
        guard edge.intersects(box) else { continue }
        edges.append(edge)
        ends.append((start, end))
      }
    }
    let tree = PackedRTree(edges)
    var lengths: [Double] = []
    for segment in line.positions.indices.dropLast() {
      let (from, to) = (line.positions[segment], line.positions[segment + 1])
      var edge = Envelope(from)
      edge.formUnion(to)
      tree.search(edge) { index in
        guard let fraction = Edge.crossing(of: (from, to), with: ends[index]) else { return }
        lengths.append(line.metres[segment] + fraction * (line.metres[segment + 1] - line.metres[segment]))
      }
    }
    return lengths
  }
}
