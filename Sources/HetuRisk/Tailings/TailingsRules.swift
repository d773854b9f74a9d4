/// HJ 740: grading of tailings ponds by hazard, surroundings and control; size by GB 50863; as a data file states them.
public struct TailingsRules: RuleSet {
  /// HJ 740.
  public static let standardNumber = "HJ 740"

  /// What makes a pond one of those that must be graded.
  public struct Prejudgement: Sendable, Decodable {
    /// Minerals whose tailings hold heavy metals or come with cyanide.
    public let minerals: [String]
    /// What the name of a process with cyanide holds.
    public let cyanideWords: [String]
    /// Classes of waste.
    public let wasteClasses: [String]
    /// Sizes.
    public let sizeGrades: [String]
    /// States of safety.
    public let safety: [String]
  }

  /// Where the classes of a score of 0 to 100 begin; both ends excluded.
  public struct ClassLimits: Sendable, Decodable {
    /// Above it, the second class.
    public let secondAbove: Double
    /// Above it, the first class, which is the worst.
    public let firstAbove: Double
  }

  /// How far targets are looked for. The three are different rules and are kept apart.
  public struct Distances: Sendable, Decodable {
    /// Below the dam, in heights of the dam.
    public let damHeights: Double
    /// Along the water, kilometres.
    public let flowPathKm: Double
    /// For ponds above people's heads (头顶库), kilometres along the tailings' way.
    public let overheadKm: Double
    /// Classes of sensitive targets that stand for people.
    public let dwellingClasses: [String]
  }

  /// Grades by H, S and R.
  public struct Matrix: Sendable, Decodable {
    /// A row: the grades from R1 to R3.
    public struct Row: Sendable, Decodable {
      /// 1…3 of H1 to H3.
      public let hazard: Int
      /// 1…3 of S1 to S3.
      public let sensitivity: Int
      /// The grades from R1 to R3.
      public let grades: [RiskGrade]
    }

    /// The rows.
    public let rows: [Row]
  }

  /// Size grades (等别) by volume and height.
  public struct SizeGrades: Sendable, Decodable {
    /// A grade and from where it goes.
    public struct Row: Sendable, Decodable {
      /// 一等 to 五等.
      public let name: String
      /// From this volume on, 10⁴ m³.
      public let volumeFrom: Double
      /// From this height on, metres.
      public let heightFrom: Double
    }

    /// From the smallest to the greatest.
    public let rows: [Row]

    /// The grade by volume and height: of grades that differ by one the higher, by more the higher lowered by one.
    ///
    /// - Parameters:
    ///   - volume: 10⁴ m³, not negative.
    ///   - height: metres, not negative.
    public func grade(volume: Double, height: Double) -> String {
      rows[places(volume: volume, height: height).together].name
    }

    /// The places in `rows` of the grades by volume (10⁴ m³), by height (metres), and by both together.
    public func places(volume: Double, height: Double) -> (byVolume: Int, byHeight: Int, together: Int) {
      let byVolume = rows.lastIndex { $0.volumeFrom <= volume } ?? 0
      let byHeight = rows.lastIndex { $0.heightFrom <= height } ?? 0
      let higher = max(byVolume, byHeight)
      return (byVolume, byHeight, abs(byVolume - byHeight) > 1 ? higher - 1 : higher)
    }
  }

  /// The identifier.
  public let id: String
  /// The standard's number.
  public let standard: String
  /// The edition.
  public let edition: String
  /// The standard's title.
  public let title: String
  /// Whether all of it was compared with the official text.
  public let verified: Bool
  /// Where it comes from.
  public let source: String
  /// What makes a pond one of those that must be graded.
  public let prejudgement: Sourced<Prejudgement>
  /// The classes of scores.
  public let classLimits: Sourced<ClassLimits>
  /// What the scores are made of.
  public let components: Sourced<Components>
  /// How far targets are looked for.
  public let distances: Sourced<Distances>
  /// The grades.
  public let matrix: Sourced<Matrix>
  /// The sizes.
  public let sizeGrades: Sourced<SizeGrades>

  /// The grade at classes of 1 to 3, 1 the worst.
  public func grade(hazard: Int, sensitivity: Int, reliability: Int) -> RiskGrade {
    let row = matrix.rows.first { $0.hazard == hazard && $0.sensitivity == sensitivity }
    return row?.grades[reliability - 1] ?? .major
  }

  /// The class of a score, 1 the worst.
  public func scoreClass(_ score: Double) -> Int {
    score > classLimits.firstAbove ? 1 : score > classLimits.secondAbove ? 2 : 3
  }

  /// Refuses tables that are not whole, not in order or not monotone.
  public func validate() throws {
    let cells = Set(matrix.rows.map { $0.hazard * 10 + $0.sensitivity })
    guard cells == [11, 12, 13, 21, 22, 23, 31, 32, 33], matrix.rows.count == 9,
      matrix.rows.allSatisfy({ $0.grades.count == 3 })
    else {
      throw fault("matrix", "there must be one row for each of H1 to H3 and S1 to S3, with three grades from R1 to R3")
    }
    for (h, s, r) in (1...3).flatMap({ h in (1...3).flatMap { s in (1...3).map { (h, s, $0) } } }) {
      let own = grade(hazard: h, sensitivity: s, reliability: r)
      let lesser = [
        h < 3 ? grade(hazard: h + 1, sensitivity: s, reliability: r) : own,
        s < 3 ? grade(hazard: h, sensitivity: s + 1, reliability: r) : own,
        r < 3 ? grade(hazard: h, sensitivity: s, reliability: r + 1) : own,
      ]
      guard lesser.allSatisfy({ $0 <= own }) else {
        throw fault("matrix", "the grade at H\(h), S\(s), R\(r) is lower than that of a lesser cell")
      }
    }
    guard 0 < classLimits.secondAbove, classLimits.secondAbove < classLimits.firstAbove, classLimits.firstAbove < 100
    else {
      throw fault("class_limits", "the limits must ascend between 0 and 100")
    }
    try components.table.validate { fault("components, \($0)", $1) }
    let sizes = sizeGrades.rows
    guard sizes.map(\.name) == ["五等", "四等", "三等", "二等", "一等"], sizes[0].volumeFrom == 0, sizes[0].heightFrom == 0,
      zip(sizes, sizes.dropFirst()).allSatisfy({ $0.volumeFrom < $1.volumeFrom && $0.heightFrom < $1.heightFrom })
    else { throw fault("size_grades", "the rows must be 五等 to 一等, ascending from 0") }
    guard distances.damHeights > 0, distances.flowPathKm > 0, distances.overheadKm > 0 else {
      throw fault("distances", "distances must be above 0")
    }
  }
}
