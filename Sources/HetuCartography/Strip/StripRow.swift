import HetuGeometry

/// The zones of a row of a strip in which flags stand, from the top.
enum StripZone: Int, CaseIterable {
  /// Sensitive targets.
  case targets
  /// What stands on the left bank.
  case left
  /// What stands on the right bank.
  case right
  /// Teams and supplies.
  case resources
}

/// A mark with its label, as a flag.
struct StripFlag {
  var mark: StripMark
  private(set) var lines: [String]
  /// The widest line, ems; measured once, since a crowded row is laid out many times.
  private var widest = 0.0
  /// How many marks it stands for.
  var count = 1

  /// The size of a flag's letters on a strip of type size 1, millimetres.
  static let letters = 2.0
  static let lineHeight = 1.18
  private static let longestLine = 13.0

  init(_ mark: StripMark) {
    self.mark = mark
    lines = Self.lines(of: mark, name: mark.name)
    measure()
  }

  private mutating func measure() {
    let isBold = style.bold
    widest = lines.map { TextMetrics.ems($0, bold: isBold) }.max() ?? 0
  }

  private static func lines(of mark: StripMark, name: String) -> [String] {
    let names = TextMetrics.lines(name, ems: longestLine).map { TextMetrics.shortened($0, ems: longestLine + 1) }
    return mark.note.isEmpty ? names : names + [TextMetrics.shortened(mark.note, ems: longestLine + 1)]
  }

  /// The flag that stands for this and another.
  func merged(with other: StripFlag) -> StripFlag {
    var flag = other.mark.importance > mark.importance ? other : self
    flag.count = count + other.count
    flag.mark.change = mark.change ?? other.mark.change
    flag.lines = Self.lines(of: flag.mark, name: "\(flag.mark.name)等\(flag.count)处")
    flag.measure()
    return flag
  }

  /// Whether its sign stands at the top of the stalk; facilities and sections stand on the river itself, as long as they are there.
  var hasSignAtTop: Bool {
    if case .symbol(let form, _, _) = mark.sign { return !form.isFacility || mark.change == .removed }
    return mark.change == .removed
  }

  /// Whether it stands on the river itself: a facility or a section that is there.
  var standsOnRiver: Bool {
    guard mark.change != .removed else { return false }
    return switch mark.sign {
    case .symbol(let form, _, _): form.isFacility
    case .section: true
    case .confluence, .zone: false
    }
  }

  var style: TextStyle {
    switch mark.sign {
    case .section: SheetStyle.sectionName
    case .confluence: SheetStyle.tributaryName
    case .symbol(let form, _, _) where StripZone.of(form) == .targets:
      TextStyle(size: Self.letters, bold: true, colour: "#00635C", halo: 0.45)
    default: SheetStyle.label
    }
  }

  func width(size: Double) -> Double {
    widest * Self.letters * size + 0.6
  }

  func height(size: Double) -> Double {
    let text = Double(lines.count) * Self.letters * Self.lineHeight * size
    return max(hasSignAtTop ? 4.4 * size : 0, text) + 0.7
  }

  func flag(at x: Double, size: Double, withinMetres: Double) -> Flag {
    let half = hasSignAtTop ? 2.1 * size : 0.2
    return Flag(
      x: x, leftReach: half + 0.3, rightReach: half + 0.5 + width(size: size),
      rise: min(1, max(0, mark.offsetMetres / max(1, withinMetres))))
  }
}

extension StripZone {
  /// The zone of a symbol where its form alone decides.
  static func of(_ form: SymbolForm) -> StripZone? {
    switch form {
    case .drinkingWaterIntake, .sensitiveTarget: .targets
    case .supplies, .team: .resources
    default: nil
    }
  }
}

/// One row of a strip: a part of the river with its flags.
struct StripRow {
  /// The flags of a zone with what their layout needs.
  struct Stand {
    var flags: [StripFlag] = []
    var levels = 0
    var levelHeight = 0.0
    var height: Double { Double(levels) * levelHeight }
  }

  let fromKm: Double
  let toKm: Double
  let size: Double
  var stands: [Stand] = Array(repeating: Stand(), count: StripZone.allCases.count)

  /// Where the river begins and ends on the paper, millimetres; right of it there is room for the last flags.
  static let (left, right) = (21.0, 384.0)
  private static let flagRoom = (12.0, 409.0)
  private static let mostLevels = 12
  private static let mostShift = 9.0

  func x(_ riverKm: Double) -> Double {
    Self.left + (fromKm - riverKm) / (fromKm - toKm) * (Self.right - Self.left)
  }

  /// Whether a place is shown in this row; a place between two rows is in the upper one.
  func shows(_ riverKm: Double, isFirst: Bool) -> Bool {
    riverKm >= toKm && (riverKm < fromKm || isFirst && riverKm <= fromKm)
  }

  subscript(zone: StripZone) -> Stand {
    _read { yield stands[zone.rawValue] }
    _modify { yield &stands[zone.rawValue] }
  }

  init(fromKm: Double, toKm: Double, size: Double, flags: [StripFlag], withinMetres: Double) {
    (self.fromKm, self.toKm, self.size) = (fromKm, toKm, size)
    var ends: [StripZone: Double] = [:]
    for flag in flags {
      var flag = flag
      let mark = flag.mark
      let zone: StripZone
      switch (mark.sign, mark.side) {
      case (.zone, _): continue
      case (.symbol(let form, _, _), _) where StripZone.of(form) != nil: zone = StripZone.of(form) ?? .left
      case (_, .left): zone = .left
      case (_, .right): zone = .right
      case (_, .either):
        zone = ends[.left, default: 0] <= ends[.right, default: 0] ? .left : .right
        flag.mark.side = zone == .left ? .left : .right
      }
      let place = flag.flag(at: x(mark.riverKm), size: size, withinMetres: withinMetres)
      ends[zone] = max(ends[zone] ?? 0, place.x - place.leftReach) + place.leftReach + place.rightReach
      self[zone].flags.append(flag)
    }
    for zone in StripZone.allCases where !self[zone].flags.isEmpty {
      self[zone].levelHeight = self[zone].flags.map { $0.height(size: size) }.max() ?? 0
      let row = self
      // What the most levels do not hold no fewer do.
      guard row.layout(of: zone, levels: Self.mostLevels, withinMetres).isFitting else {
        self[zone].levels = Self.mostLevels + 1
        continue
      }
      let fitting = (1...Self.mostLevels).lazy.map { levels in
        (levels: levels, layout: row.layout(of: zone, levels: levels, withinMetres))
      }.filter(\.layout.isFitting)
      let best =
        fitting.first { $0.layout.greatestShift <= Self.mostShift * size }
        ?? fitting.min { $0.layout.greatestShift < $1.layout.greatestShift }
      self[zone].levels = best?.levels ?? Self.mostLevels + 1
    }
  }

  /// Whether every flag has found room in its zone.
  var isFitting: Bool { stands.allSatisfy { $0.levels <= Self.mostLevels } }

  func layout(of zone: StripZone, levels: Int, _ withinMetres: Double) -> FlagLayout {
    let flags = self[zone].flags.map { $0.flag(at: x($0.mark.riverKm), size: size, withinMetres: withinMetres) }
    return FlagLayout(flags, levels: levels, gap: 3 * size, from: Self.flagRoom.0, to: Self.flagRoom.1)
  }

  /// Lets the nearest neighbours share a flag until all of a zone have room on `levels`.
  ///
  /// - Returns: how many marks share another's flag.
  mutating func mergeUntilFitting(_ zone: StripZone, levels: Int, _ withinMetres: Double) -> Int {
    self[zone].levels = levels
    var merged = 0
    while self[zone].flags.count > 1 {
      let fullness = layout(of: zone, levels: levels, withinMetres).fullness
      if fullness <= 1 { break }
      if fullness > 1.5 {
        merged += mergePairs(zone)
        continue
      }
      let flags = self[zone].flags
      let nearest = flags.indices.dropLast().min {
        flags[$0].mark.riverKm - flags[$0 + 1].mark.riverKm < flags[$1].mark.riverKm - flags[$1 + 1].mark.riverKm
      }
      guard let nearest else { break }
      self[zone].flags[nearest] = flags[nearest].merged(with: flags[nearest + 1])
      self[zone].flags.remove(at: nearest + 1)
      merged += 1
    }
    return merged
  }

  /// Lets the nearer half of all neighbours share a flag, where much too many stand in a zone for one after the other.
  private mutating func mergePairs(_ zone: StripZone) -> Int {
    let flags = self[zone].flags
    let gaps = zip(flags, flags.dropFirst()).map { $0.mark.riverKm - $1.mark.riverKm }
    let limit = gaps.sorted()[gaps.count / 2]
    var kept: [StripFlag] = []
    var canTakeIn = false
    for (index, flag) in flags.enumerated() {
      if canTakeIn, gaps[index - 1] <= limit, let last = kept.popLast() {
        kept.append(last.merged(with: flag))
        canTakeIn = false
      } else {
        kept.append(flag)
        canTakeIn = true
      }
    }
    self[zone].flags = kept
    return flags.count - kept.count
  }

  static let bandHeight = 6.0
  static let fan = 5.5
  static let scaleHeight = 6.5
  static let frontHeight = 4.4

  /// The row's height with so many scales of the front.
  func height(fronts: Int) -> Double {
    let fixed = 5 * size + Self.bandHeight + 2 * Self.fan + Self.scaleHeight + Double(fronts) * Self.frontHeight
    let fans = (self[.targets].levels > 0 ? Self.fan : 0) + (self[.resources].levels > 0 ? Self.fan : 0)
    return fixed + fans + stands.reduce(0) { $0 + $1.height }
  }
}
