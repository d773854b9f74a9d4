import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Puts an incoming change of a record and the record as it stands here together, property by property.
///
/// A property that the other side changed is taken where it stands here as it once stood there; where it stands otherwise, both have
/// changed it.
struct RecordMerge {
  /// The properties to change here.
  private(set) var changes: [(property: Int, value: Value)] = []
  /// The new geometry; nil inside where it is taken away.
  private(set) var geometry: Geometry??
  /// What both have changed.
  private(set) var fields: [ApplyReport.Field] = []
  /// Whether this side has changed anything that the other side never had.
  private(set) var hasOwnChanges = false

  /// - Parameter takesTheirs: whether the other side's version is taken where both have changed something.
  init(ours: Record, theirs: Record, past: [Record], isNew: Bool, takesTheirs: Bool) {
    for (index, property) in ours.kind.properties.enumerated() where property.name != "id" {
      let known = past.map { $0.values[index] }
      let (own, other) = (ours.values[index], theirs.values[index])
      let verdict = Self.verdict(own, other, known, isNew: isNew)
      if verdict != .take && Self.provenance.contains(property.name) { continue }
      switch verdict {
      case .same: break
      case .keep: hasOwnChanges = true
      case .take: changes.append((index, other))
      case .clash:
        hasOwnChanges = true
        if takesTheirs { changes.append((index, other)) }
        fields.append(
          .init(
            name: property.name, title: property.header, base: known.first ?? .null, ours: own, theirs: other))
      }
    }
    let known = past.map(\.geometry)
    let verdict = Self.verdict(ours.geometry, theirs.geometry, known, isNew: isNew)
    if verdict == .take || (verdict == .clash && takesTheirs) { geometry = .some(theirs.geometry) }
    if verdict == .keep || verdict == .clash { hasOwnChanges = true }
    if verdict == .clash {
      fields.append(
        .init(
          name: "geometry", title: "位置", base: Self.text(known.first ?? nil), ours: Self.text(ours.geometry),
          theirs: Self.text(theirs.geometry)))
    }
  }

  /// Where a record comes from alone is no change that anybody made.
  private static let provenance: Set = ["source", "source_position", "source_crs"]

  private enum Verdict {
    case same, keep, take, clash
  }

  private static func verdict<Content: Equatable>(
    _ ours: Content, _ theirs: Content, _ known: [Content], isNew: Bool
  ) -> Verdict {
    if ours == theirs { return .same }
    if !isNew, known.allSatisfy({ $0 == theirs }) { return .keep }
    return known.contains(ours) ? .take : .clash
  }

  /// A position as people compare it: of a point its coordinates, of others kind and number of positions.
  private static func text(_ geometry: Geometry?) -> Value {
    guard let geometry else { return .null }
    if case .point(let position?) = geometry { return .text("\(position.x), \(position.y)") }
    var count = 0
    geometry.forEachPath { count += $0.count }
    return .text("\(geometry.kind.geoJSONName)（\(count)个点）")
  }
}
