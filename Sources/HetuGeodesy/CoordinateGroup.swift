/// The numbers and the label of one ordinate.
struct CoordinateGroup {
  typealias Level = CoordinateToken.Level
  typealias Label = CoordinateToken.Label

  /// A number with its level; the level is nil where nothing tells it.
  struct Part {
    let number: PlainNumber
    let level: Level?
    /// Whether the level is written behind the number.
    let isMarked: Bool
  }

  var parts: [Part] = []
  /// The label that tells most: 东经 rather than 经度.
  private(set) var label: Label?

  /// Whether it is a lone number without a mark.
  var isPlain: Bool { parts.count == 1 && !parts[0].isMarked }

  /// Whether it is a length in metres rather than an angle.
  var isPlane: Bool { isPlain && (label == .northing || label == .easting || abs(parts[0].number.value) >= 1000) }

  /// Adds a label.
  /// - Returns: false where it contradicts the one that is there.
  mutating func add(_ new: Label) -> Bool {
    if let label {
      guard label.isLongitude == new.isLongitude, label.isLatitude == new.isLatitude,
        !(label.isHemisphere && new.isHemisphere && label != new)
      else { return false }
      if label.isHemisphere { return true }
    }
    label = new
    return true
  }

  /// The ordinates of a text, one group each.
  /// - Throws: `GeodesyError` for marks without number and labels that contradict each other.
  static func groups(of text: String) throws(GeodesyError) -> [CoordinateGroup] {
    var builder = Builder(text: text, tokens: try CoordinateToken.tokens(of: text))
    return try builder.build()
  }

  private struct Builder {
    let text: String
    let tokens: [CoordinateToken]
    var groups: [CoordinateGroup] = []
    var current = CoordinateGroup()
    var hasDash = false

    init(text: String, tokens: [CoordinateToken]) {
      self.text = text
      self.tokens = tokens
    }

    mutating func build() throws(GeodesyError) -> [CoordinateGroup] {
      let firstNumber = tokens.firstIndex { if case .number = $0 { true } else { false } } ?? tokens.count
      let labelsLead = tokens.prefix(firstNumber).contains { if case .label = $0 { true } else { false } }
      var index = 0
      while index < tokens.count {
        switch tokens[index] {
        case .number(let number):
          let mark = mark(behind: index)
          add(number, mark?.level)
          index = mark?.index ?? index
        case .mark: throw CoordinateToken.unreadable(text, at: "没有数字的度分秒符号")
        case .label(let label): try add(label, leads: labelsLead, isLast: !hasNumber(behind: index))
        case .separator: flush()
        case .dash: hasDash = true
        case .space: break
        }
        index += 1
      }
      flush()
      return try joinPlainNumbers()
    }

    private func mark(behind index: Int) -> (level: Level, index: Int)? {
      guard let next = tokens[(index + 1)...].firstIndex(where: { $0 != .space }),
        case .mark(let level) = tokens[next]
      else { return nil }
      return (level, next)
    }

    private func hasNumber(behind index: Int) -> Bool {
      tokens[index...].contains { if case .number = $0 { true } else { false } }
    }

    private mutating func add(_ number: PlainNumber, _ mark: Level?) {
      defer { hasDash = false }
      guard let last = current.parts.last else {
        current.parts = [Part(number: number, level: mark, isMarked: mark != nil)]
        return
      }
      let lastLevel = last.level ?? .degrees
      // A number goes on with the ordinate if its mark says so, or if none is written but the one before, or a dash.
      let level: Level? =
        if let mark {
          mark > lastLevel ? mark : nil
        } else if (last.isMarked || hasDash) && last.number.decimals == 0 && !number.isNegative {
          lastLevel.next
        } else { nil }
      if let level {
        current.parts.append(Part(number: number, level: level, isMarked: mark != nil || hasDash))
      } else {
        flush()
        current.parts = [Part(number: number, level: mark, isMarked: mark != nil)]
      }
    }

    private mutating func add(_ label: Label, leads: Bool, isLast: Bool) throws(GeodesyError) {
      let isAdded: Bool
      let completes = label.isHemisphere && current.label?.isHemisphere == false && !current.parts.isEmpty
      if leads && !isLast && !completes {
        flush()
        isAdded = current.add(label)
      } else if current.parts.isEmpty, let last = groups.indices.last {
        isAdded = groups[last].add(label)
      } else {
        isAdded = current.add(label)
        flush()
      }
      guard isAdded else {
        throw GeodesyError(.contradiction, "坐标“\(text.prefix(60))”中同一个数的方向前后矛盾，请核对东经、北纬等字样")
      }
    }

    private mutating func flush() {
      hasDash = false
      guard !current.parts.isEmpty else { return }
      groups.append(current)
      current = CoordinateGroup()
    }

    /// Degrees, minutes and seconds parted by spaces only: three or six plain numbers, or four for two ordinates.
    private func joinPlainNumbers() throws(GeodesyError) -> [CoordinateGroup] {
      let size = [3: 3, 4: 2, 6: 3][groups.count]
      guard let size, groups.allSatisfy({ $0.isPlain && !$0.isPlane }),
        groups.indices.allSatisfy({ $0 % size == size - 1 || groups[$0].parts[0].number.decimals == 0 })
      else { return groups }
      var joined: [CoordinateGroup] = []
      for start in stride(from: 0, to: groups.count, by: size) {
        var group = CoordinateGroup()
        for (offset, member) in groups[start..<(start + size)].enumerated() {
          if let label = member.label, !group.add(label) { return groups }
          group.parts += member.parts.map { Part(number: $0.number, level: Level(rawValue: offset), isMarked: true) }
        }
        joined.append(group)
      }
      return joined
    }
  }
}
