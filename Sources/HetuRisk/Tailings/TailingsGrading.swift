/// What is recorded of a tailings pond, as far as HJ 740 and GB 50863 ask for it; nil is not known.
public struct TailingsFacts: Sendable, Hashable {
  /// A score of 0 to 100 and its class of 1 to 3, as the assessors gave them.
  public struct Index: Sendable, Hashable {
    /// The score.
    public var score: Double?
    /// The class.
    public var level: Int?

    /// An index from its parts.
    public init(score: Double? = nil, level: Int? = nil) {
      self.score = score
      self.level = level
    }
  }

  /// The minerals.
  public var minerals: [String]?
  /// The processes.
  public var beneficiation: [String]?
  /// The class of waste.
  public var wasteClass: String?
  /// The size grade as recorded.
  public var sizeGrade: String?
  /// The volume of the whole pond, 10⁴ m³.
  public var volume10kM3: Double?
  /// The height of the dam, metres.
  public var damHeightM: Double?
  /// The state of safety.
  public var safety: String?
  /// Whether people live below it.
  public var overhead: Bool?
  /// People within 1 km below it.
  public var overheadPopulation: Int?
  /// H.
  public var hazard = Index()
  /// S.
  public var sensitivity = Index()
  /// R.
  public var reliability = Index()
  /// What lies below it along the water, from the pond.
  public var water = WaterSurroundings()

  /// Facts of which nothing is known.
  public init() {}
}

/// Grades tailings ponds by HJ 740.
public struct TailingsGrading: Sendable {
  /// The rules.
  public let rules: TailingsRules

  /// A grading by rules.
  public init(_ rules: TailingsRules) { self.rules = rules }

  /// The grade of a pond.
  public func grade(_ facts: TailingsFacts) -> TailingsGrade { TailingsGrade(rules: rules, facts: facts) }

  /// How far down the water targets are looked for, kilometres: the greatest of the three distances.
  public func searchKm(damHeightM: Double?) -> Double {
    max(rules.distances.flowPathKm, rules.distances.overheadKm, (damHeightM ?? 0) * rules.distances.damHeights / 1_000)
  }
}

/// The grade of a tailings pond by HJ 740; with inputs missing, the grades that are possible.
public struct TailingsGrade: Sendable {
  /// What pre-judgement (预判) says.
  public enum Prejudgement: Sendable, Hashable {
    /// It must be graded, and why.
    case key([String])
    /// Nothing found says so, and what isn't known.
    case open([String])
  }

  let rules: TailingsRules
  let facts: TailingsFacts
  /// The classes of H, S and R that are possible, 1 the worst.
  public let classes: (hazard: ClosedRange<Int>, sensitivity: ClosedRange<Int>, reliability: ClosedRange<Int>)
  /// The lowest and the highest grade possible.
  public let grades: ClosedRange<RiskGrade>
  /// The size grade by volume and height; nil where one is missing or makes no sense.
  public let sizeGrade: String?

  init(rules: TailingsRules, facts: TailingsFacts) {
    self.rules = rules
    self.facts = facts
    let floor = Self.borderPoints(rules, facts)
    classes = (
      Self.possible(facts.hazard, rules, atLeast: 0), Self.possible(facts.sensitivity, rules, atLeast: floor),
      Self.possible(facts.reliability, rules, atLeast: 0)
    )
    let low = rules.grade(
      hazard: classes.hazard.upperBound, sensitivity: classes.sensitivity.upperBound,
      reliability: classes.reliability.upperBound)
    let high = rules.grade(
      hazard: classes.hazard.lowerBound, sensitivity: classes.sensitivity.lowerBound,
      reliability: classes.reliability.lowerBound)
    grades = low...high
    if let volume = facts.volume10kM3, let height = facts.damHeightM, volume >= 0, height >= 0 {
      sizeGrade = rules.sizeGrades.table.grade(volume: volume, height: height)
    } else {
      sizeGrade = nil
    }
  }

  /// Whether all rules used were compared with the official text.
  public var isVerified: Bool {
    rules.verified && rules.classLimits.verified && rules.matrix.verified && rules.prejudgement.verified
      && rules.distances.verified && rules.sizeGrades.verified
  }

  /// `较大(H2S1R2)`; nil where inputs are missing.
  public var notation: String? {
    guard classes.hazard.count == 1, classes.sensitivity.count == 1, classes.reliability.count == 1 else { return nil }
    return grades.lowerBound.title
      + "(H\(classes.hazard.lowerBound)S\(classes.sensitivity.lowerBound)R\(classes.reliability.lowerBound))"
  }

  /// The classes that an index can have: by its score, else as recorded, else any that is not below the score known at least.
  private static func possible(_ index: TailingsFacts.Index, _ rules: TailingsRules, atLeast floor: Double)
    -> ClosedRange<Int>
  {
    if let score = index.score, (0...100).contains(score) {
      let level = rules.scoreClass(score)
      // Where score and class contradict each other, either may be meant.
      guard let recorded = index.level, (1...3).contains(recorded) else { return level...level }
      return min(level, recorded)...max(level, recorded)
    }
    if let recorded = index.level, (1...3).contains(recorded) { return recorded...recorded }
    return 1...rules.scoreClass(floor)
  }

  /// The points of the highest border along the flow path.
  static func borderPoints(_ rules: TailingsRules, _ facts: TailingsFacts) -> Double {
    facts.water.receptors.filter { $0.pathKm <= rules.distances.flowPathKm }.compactMap { receptor in
      rules.components.borders.first { $0.value == receptor.targetClass }?.points
    }.max() ?? 0
  }

  /// The pre-judgement, by the groups of which the registry knows.
  public var prejudgement: Prejudgement {
    let rule = rules.prejudgement
    var hits: [String] = []
    var open: [String] = []
    func judge(_ group: String, _ known: [String]?, _ reason: (String) -> Bool) {
      guard let known else {
        open.append(group)
        return
      }
      for value in known where reason(value) { hits.append("\(group)：\(value)") }
    }
    judge("矿种", facts.minerals) { mineral in rule.minerals.contains { mineral == $0 || mineral == $0 + "矿" } }
    judge("选矿工艺", facts.beneficiation) { process in rule.cyanideWords.contains { process.contains($0) } }
    judge("尾矿属性", facts.wasteClass.map { [$0] }, rule.wasteClasses.contains)
    judge("等别", (facts.sizeGrade ?? sizeGrade).map { [$0] }, rule.sizeGrades.contains)
    judge("安全度", facts.safety.map { [$0] }, rule.safety.contains)
    if facts.overhead == true { hits.append("头顶库") }
    let near = facts.water.receptors.filter { $0.pathKm <= rules.distances.flowPathKm }
    hits += near.prefix(3).map { "下游\(PlainFigure.text(($0.pathKm * 1_000).rounded() / 1_000)) km有\($0.name)" }
    open += facts.water.gaps.map(\.message) + ["历史事件与环境违法情况"]
    return hits.isEmpty ? .open(open) : .key(hits)
  }

  /// The targets within a distance along the water, nearest first.
  public func targets(withinKm distance: Double) -> [WaterReceptor] {
    facts.water.receptors.filter { $0.pathKm <= distance }.sorted { ($0.pathKm, $0.name) < ($1.pathKm, $1.name) }
  }

  /// Whether people live within the distance of 头顶库; nil where nothing tells.
  public var isOverhead: Bool? {
    let found = targets(withinKm: rules.distances.overheadKm).contains { target in
      target.targetClass.map(rules.distances.dwellingClasses.contains) ?? false
    }
    if found || (facts.overheadPopulation ?? 0) > 0 { return true }
    return facts.overhead
  }
}
