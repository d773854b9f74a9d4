/// HJ 941: grading of enterprises by quantity of substances, control and sensitivity, as a data file states it.
public struct EnterpriseRules: RuleSet {
  /// HJ 941.
  public static let standardNumber = "HJ 941"

  /// A part of the surroundings that a substance can reach.
  public enum Medium: String, Sendable, Decodable, CaseIterable {
    case air, water

    /// The word of the notation.
    public var title: String {
      switch self {
      case .air: "大气"
      case .water: "水"
      }
    }
  }

  /// Points by the recorded word.
  public struct Option: Sendable, Decodable {
    /// The recorded word.
    public let value: String
    /// The points.
    public let points: Double
  }

  /// An indicator of control, scored by one property.
  public struct Indicator: Sendable, Decodable {
    /// The property of the record.
    public let property: String
    /// The indicator's name in the standard.
    public let title: String
    /// Its points by the recorded word.
    public let options: [Option]
  }

  /// The indicators of one medium.
  public struct Control: Sendable, Decodable {
    /// The indicators.
    public let indicators: [Indicator]
    /// Points by the grade of the gravest accident of the last years.
    public let accidents: [Option]
  }

  /// Points by process.
  public struct Processes: Sendable, Decodable {
    /// Points for each set of some processes.
    public struct Entry: Sendable, Decodable {
      /// The processes.
      public let types: [String]
      /// Points for each set.
      public let pointsPerSet: Double
    }

    /// No more than these points count.
    public let maximumPoints: Double
    /// Points by process.
    public let entries: [Entry]
  }

  /// Numbers of people by which the air's sensitivity goes.
  public struct AirSensitivity: Sendable, Decodable {
    /// The radius of the wide circle, kilometres.
    public let wideKm: Double
    /// The radius of the near circle, metres.
    public let nearM: Double
    /// From how many people in the wide circle it is E1.
    public let e1PeopleWide: Double
    /// From how many people in the near circle it is E1.
    public let e1PeopleNear: Double
    /// From how many people in the wide circle it is E2.
    public let e2PeopleWide: Double
    /// From how many people in the near circle it is E2.
    public let e2PeopleNear: Double
  }

  /// What along the water makes it sensitive.
  public struct WaterSensitivity: Sendable, Decodable {
    /// Receptors that make the same sensitivity.
    public struct Receptors: Sendable, Decodable {
      /// `E1` or `E2`.
      public let sensitivity: String
      /// Kinds of record of which all count.
      public let kinds: [String]
      /// Classes of sensitive targets that count.
      public let targetClasses: [String]
      /// The levels of protection of which a target must have one; empty where all count.
      public let protectionLevels: [String]
    }

    /// How far downstream of each outfall receptors count, kilometres, the end included.
    public let distanceKm: Double
    /// How many hours downstream a national border counts, at the greatest daily mean speed.
    public let borderHours: Double
    /// Provinces (GB/T 2260, two digits) from which a river may reach a national border in that time.
    public let borderProvinces: [String]
    /// The receptors.
    public let receptors: [Receptors]
  }

  /// Grades by sensitivity, quantity and control.
  public struct Matrix: Sendable, Decodable {
    /// A row: the grades from M1 to M4.
    public struct Row: Sendable, Decodable {
      /// `E1`, `E2` or `E3`.
      public let sensitivity: String
      /// `Q1`, `Q2` or `Q3`.
      public let quantity: String
      /// The grades from M1 to M4.
      public let grades: [RiskGrade]
    }

    /// The rows.
    public let rows: [Row]
  }

  /// What the standard does not apply to.
  public struct NotApplicable: Sendable, Decodable {
    /// Types of enterprise that it doesn't apply to.
    public let enterpriseTypes: [String]
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
  /// What it does not apply to.
  public let notApplicable: Sourced<NotApplicable>
  /// Q0 to Q3 by the ratio of quantities to thresholds.
  public let quantityLevels: Sourced<Ladder>
  /// M1 to M4 by points.
  public let controlClasses: Sourced<Ladder>
  /// Points by process, for both media.
  public let processes: Sourced<Processes>
  /// The indicators for the air.
  public let airControl: Sourced<Control>
  /// The indicators for the water.
  public let waterControl: Sourced<Control>
  /// For how many years accidents count.
  public let accidentYears: Int
  /// The air's sensitivity.
  public let airSensitivity: Sourced<AirSensitivity>
  /// The water's sensitivity.
  public let waterSensitivity: Sourced<WaterSensitivity>
  /// The grades.
  public let matrix: Sourced<Matrix>
  /// Where grades of both media are taken together.
  public let combination: Origin
  /// A stock above this many tonnes is asked about.
  public let largestStockT: Double
  /// Appendix A.
  public let appendix: Sourced<SubstanceTable>

  /// The sensitivities, the least first.
  static let sensitivities = ["E3", "E2", "E1"]

  /// The grade at levels of quantity, control and sensitivity, each counted from the least; Q0 is general whatever the others.
  public func grade(quantity: Int, control: Int, sensitivity: Int) -> RiskGrade {
    guard quantity > 0 else { return .general }
    let row = matrix.rows.first {
      $0.sensitivity == Self.sensitivities[sensitivity] && $0.quantity == quantityLevels.steps[quantity].name
    }
    return row?.grades[control] ?? .major
  }

  /// The properties of a record whose words its indicators score.
  public var measuredProperties: [String] { (airControl.indicators + waterControl.indicators).map(\.property) }

  /// The control of a medium.
  public func control(_ medium: Medium) -> Sourced<Control> { medium == .air ? airControl : waterControl }

  /// Refuses tables that are not whole, not in order or not monotone.
  public func validate() throws {
    guard quantityLevels.table.holds(["Q0", "Q1", "Q2", "Q3"]) else {
      throw fault("quantity_levels", "the steps must be Q0 to Q3, ascending from 0")
    }
    guard controlClasses.table.holds(["M1", "M2", "M3", "M4"]) else {
      throw fault("control_classes", "the steps must be M1 to M4, ascending from 0")
    }
    let cells = Set(matrix.rows.map { $0.sensitivity + $0.quantity })
    let wanted = Set(Self.sensitivities.flatMap { e in ["Q1", "Q2", "Q3"].map { e + $0 } })
    guard cells == wanted, matrix.rows.count == wanted.count, matrix.rows.allSatisfy({ $0.grades.count == 4 }) else {
      throw fault("matrix", "there must be one row for each of E1 to E3 and Q1 to Q3, with four grades from M1 to M4")
    }
    for (e, q, m) in Self.cells where !isMonotone(e, q, m) {
      throw fault(
        "matrix", "the grade at \(Self.sensitivities[e]), Q\(q), M\(m + 1) is lower than that of a lesser cell")
    }
    guard (0...100).contains(accidentYears) else { throw fault("accident_years", "years must be 0 to 100") }
    for control in [airControl, waterControl] {
      guard control.accidents.allSatisfy({ $0.points >= 0 }) else {
        throw fault("accidents", "points must not be negative")
      }
      for indicator in control.indicators
      where indicator.options.isEmpty || indicator.options.contains(where: { !($0.points >= 0) }) {
        throw fault(indicator.property, "an indicator must have options with points that are not negative")
      }
    }
    guard waterSensitivity.receptors.allSatisfy({ ["E1", "E2"].contains($0.sensitivity) }),
      waterSensitivity.distanceKm > 0, waterSensitivity.borderHours > 0
    else { throw fault("water_sensitivity", "sensitivities must be E1 or E2, the distance and the hours above 0") }
    guard processes.maximumPoints >= 0, processes.entries.allSatisfy({ $0.pointsPerSet >= 0 }) else {
      throw fault("processes", "points must not be negative")
    }
    try appendix.table.validate { fault("appendix, \($0)", $1) }
  }

  private static let cells = (0..<3).flatMap { e in (1..<4).flatMap { q in (0..<4).map { (e, q, $0) } } }

  private func isMonotone(_ e: Int, _ q: Int, _ m: Int) -> Bool {
    let own = grade(quantity: q, control: m, sensitivity: e)
    return (e == 0 || grade(quantity: q, control: m, sensitivity: e - 1) <= own)
      && (q == 1 || grade(quantity: q - 1, control: m, sensitivity: e) <= own)
      && (m == 0 || grade(quantity: q, control: m - 1, sensitivity: e) <= own)
  }
}
