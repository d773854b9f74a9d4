import ArgumentParser
import Foundation
import HetuExchange
import HetuPlanning
import HetuRegistry

extension LedgerQuestion.Grouping: ExpressibleByArgument {}

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The ledger of problems (台账): how it stands, and steps from state to state.",
    discussion: """
      The states are 登记, 挂账, 整改中, 待销账, 已销账, and 退回, 转中长期, 重新挂账. “hetu ledger move” takes problems from one to \
      the next; a step that is not allowed is refused with those that are. Problems themselves are imported (附件3).
      """, subcommands: [Show.self, Move.self], defaultSubcommand: Show.self)

  struct Show: RegistryCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "The problems with their states, or counts by district, unit, field or horizon.",
      discussion: """
        挂账数 counts all that were ever put on the ledger, 销账率 is 销账数 by 挂账数, 超期数 those past 完成时限 that are neither \
        closed nor planned for years.
        """)

    @ParentCommand var hetu: Hetu
    @OptionGroup var place: RegistryOptions

    @Option(name: .long, help: "Counts by district, unit, field or horizon.")
    var by: LedgerQuestion.Grouping?

    @Flag(name: .long, help: "Only problems past their time.")
    var overdue = false

    @Option(name: .long, help: "Only problems in this state, such as 整改中.")
    var state: String?

    @Option(name: .long, help: "Only this district (code or name).")
    var district: String?

    @Option(name: .long, help: "As the ledger stood at the end of that day (default: now).", transform: day)
    var on: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
      let registry = try openRegistry()
      let day = on ?? HistoryTime.today()
      let question = LedgerQuestion(
        by: by, onlyOverdue: overdue, state: state, district: district, day: day, asOf: HistoryTime.pastEnd(of: day),
        audience: output.audience, rules: try LedgerRules.standard())
      let (answer, counts) = try question.answer(from: registry)
      try output.write(answer)
      Diagnostics.write(counts.sentence)
    }
  }

  struct Move: RegistryCommand {
    static let configuration = CommandConfiguration(
      commandName: "move", abstract: "Take problems from one state into another: who, why, on what evidence.",
      discussion: "All of the problems named take the step, or none. It stands in their 流转记录 and in the history.")

    @ParentCommand var hetu: Hetu
    @OptionGroup var place: RegistryOptions

    @Argument(help: "The problems: problem/code, code, or id.")
    var references: [String]

    @Option(name: .long, help: "The new state: 挂账, 整改中, 待销账, 已销账, 退回, 转中长期 or 重新挂账.")
    var to: String

    @Option(name: .long, help: "Who takes the step.")
    var actor: String

    @Option(name: .long, help: "The unit of who takes it.")
    var unit: String?

    @Option(name: .long, help: "Why, or what was done.")
    var reason: String

    @Option(name: .long, help: "A file (its SHA-256 is kept too) or a document's number; may be repeated.")
    var evidence: [String] = []

    @Option(name: .long, help: "A stage of 转中长期, as goal=2025-12-31; may be repeated.")
    var stage: [String] = []

    func run() throws {
      let registry = try openRegistry(readOnly: false)
      let move = try LedgerMove(
        to: to, actor: actor, unit: unit, reason: reason, evidence: try evidence.map(Self.named),
        stages: try stage.map(Self.stage), rules: try LedgerRules.standard())
      for outcome in try move.perform(references, in: registry) {
        Diagnostics.write("\(outcome.reference) \(outcome.name)：\(outcome.from) → \(outcome.to)")
      }
    }

    /// A piece of evidence as it is kept: a file by its name and SHA-256, else the words given.
    private static func named(_ evidence: String) throws -> String {
      guard FileManager.default.fileExists(atPath: evidence) else { return evidence }
      return "\(URL(fileURLWithPath: evidence).lastPathComponent) sha256:\(try FileDigest.ofFile(evidence))"
    }

    private static func stage(_ text: String) throws -> LedgerMove.Stage {
      guard let mark = text.lastIndex(of: "="), mark > text.startIndex,
        let deadline = try? day(String(text[text.index(after: mark)...]))
      else { throw ValidationError("--stage takes goal=2025-12-31, not “\(text)”.") }
      return LedgerMove.Stage(name: String(text[..<mark]), deadline: deadline)
    }
  }
}
