import HetuGeodesy
import HetuGeometry
import HetuRegistry

/// Finds records of one kind that may be the same thing: the same name near by, or the very same position under other names.
struct DuplicateSearch {
  private var records: [(record: Record, position: Position)] = []

  mutating func add(_ record: Record) {
    guard case .point(let position?) = record.geometry else { return }
    records.append((record, position))
  }

  func findings() -> [Finding] {
    var findings: [Finding] = []
    for group in Dictionary(grouping: records, by: { Self.normal($0.record.name) }).values where group.count > 1 {
      for (index, first) in group.enumerated() {
        let twin = group[..<index].first {
          Geodesic.cgcs2000.distanceMetres(from: $0.position, to: first.position) <= CheckQuestion.duplicateMetres
        }
        if let twin {
          findings.append(
            Finding(
              .warning, "duplicate", first.record, "与\(twin.record.code)同名且相距不到500 m，可能重复", "请核对，重复的删去一条"))
        }
      }
    }
    for group in Dictionary(grouping: records, by: \.position).values where group.count > 1 {
      let first = group[0].record
      for other in group.dropFirst() where Self.normal(other.record.name) != Self.normal(first.name) {
        findings.append(
          Finding(.note, "same_position", other.record, "坐标与\(first.code)（\(first.name)）完全相同", "请核对坐标是否抄错"))
      }
    }
    return findings
  }

  private static func normal(_ name: String) -> String {
    ValueReading.halfWidth(name).lowercased().filter { !$0.isWhitespace && !"()[]".contains($0) }
  }
}
