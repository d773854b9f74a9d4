import Foundation
import HetuRegistry

/// Which states a problem on the ledger (台账) goes through, read from a rule file with its origin.
public struct LedgerRules: Sendable, DataRules {
  static let fileName = "the file of ledger rules"

  /// A step from one state to another.
  public struct Step: Sendable, Hashable, Decodable {
    /// The state before.
    public let from: String
    /// The state after.
    public let to: String
    /// Properties of the problem that must be filled before the step.
    public let requires: [String]?
    /// Whether the step needs evidence: a file or the number of a document.
    public let needsEvidence: Bool?
    /// Whether whoever takes the step must not be the responsible person.
    public let byAnother: Bool?
  }

  /// The rule set's identifier.
  public let id: String
  /// Its edition.
  public let edition: String
  /// Where the rules come from.
  public let source: String
  /// Whether they were compared with an official text.
  public let verified: Bool
  /// The state of a problem that was noted down and is not on the ledger yet.
  public let initial: String
  /// The states of problems that are closed (已销账).
  public let closed: [String]
  /// The states of problems that wait for a plan of several years and are never overdue (转中长期).
  public let planned: [String]
  /// The state in which the reviewer is asked to close a problem (待销账).
  public let submitted: [String]
  /// The steps allowed.
  public let steps: [Step]

  /// Rules from a rule file (JSON).
  ///
  /// - Throws: `RegistryError` of class bad data.
  public init(json: Data) throws {
    self = try Self.read(json)
  }

  /// The rules that come with Hetu.
  public static func standard() throws -> LedgerRules { try LedgerRules(json: Data(ledgerRulesJSON.utf8)) }

  /// The state of a problem; one that has none is noted down only.
  func state(of record: Record) -> String { record["ledger_state"].text ?? initial }

  /// Whether a person is responsible for a problem, alone or with others: nobody reviews what is their own.
  static func isResponsible(_ person: String, for record: Record) -> Bool {
    (record["responsible_person"].text ?? "").split { "、，,；;/ ".contains($0) }.contains { $0 == person }
  }

  /// The steps that lead on from a state.
  func steps(from state: String) -> [Step] { steps.filter { $0.from == state } }

  /// Whether a problem is past its time: after the last day, and neither closed nor planned for years.
  func isOverdue(_ record: Record, on day: String) -> Bool {
    guard let deadline = record["deadline"].text, let late = CalendarDay.days(from: deadline, to: day) else {
      return false
    }
    return late > 0 && !closed.contains(state(of: record)) && !planned.contains(state(of: record))
  }
}
