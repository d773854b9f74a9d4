import ArgumentParser
import Foundation
import HetuExchange
import HetuPlanning
import HetuPublishing
import HetuRegistry

struct DueCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: "What is due around a day, who has handed it in, who is late.",
    discussion: """
      The deadlines are a data file: the one that comes with Hetu, or a bureau's own, kept in its registry by --set-calendar. \
      Branches are the districts of the county level that are marked as the bureau's own.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "The day (default: today).", transform: day)
  var on: String?

  @Option(name: .long, help: "How many days before and after it.")
  var window: Int = DueQuestion.defaultWindowDays

  @Option(name: .long, help: "A calendar (JSON) that the registry keeps from now on.")
  var setCalendar: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...3_660).contains(window) else { throw ValidationError("--window takes 0 to 3660 days.") }
  }

  func run() throws {
    let registry = try openRegistry(readOnly: setCalendar == nil)
    if let setCalendar {
      guard let json = FileManager.default.contents(atPath: setCalendar) else {
        throw RegistryError(.notFound, "there is no file \(setCalendar), or it can't be read")
      }
      try ReportingCalendar.set(json, in: registry)
    }
    let question = DueQuestion(
      calendar: try ReportingCalendar.of(registry), day: on ?? HistoryTime.today(), windowDays: window)
    try output.write(try question.answer(from: registry))
  }
}

struct SubmitCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Freeze what is handed in, so that it can be made again later.",
    discussion: """
      Keeps the registry's time, the digest of the lists' records and of the files. What is kept is never changed; handing in \
      again gets the next number. “hetu submissions” shows and verifies it.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "What is handed in, such as four-lists, 四个清单 or half-month/2021-11-15 (see “hetu due”).")
  var due: String

  @Option(name: .long, help: "The branch that hands it in (district code or name); without it, the bureau itself.")
  var district: String?

  @Option(name: .long, help: "A file that is handed in; its SHA-256 is kept; may be repeated.")
  var file: [String] = []

  @Option(name: .long, help: "Who hands it in (default: the user's name).")
  var actor: String?

  @Option(name: .long, help: "What is to be said about it.")
  var note: String?

  func run() throws {
    let registry = try openRegistry(readOnly: false)
    let due = try ReportingCalendar.of(registry).due(self.due, on: HistoryTime.today())
    let branch = try registry.districtCode(district)
    guard branch.map({ $0.count == 6 }) ?? true else {
      throw RegistryError(.usage, "--district 应是一个分局，即一个县级区划（六位代码或名称）")
    }
    let submission = try SubmissionMaker(registry: registry).submit(
      due, district: branch, files: file, actor: actor ?? NSUserName(), note: note)
    try StandardOutput.write(Array(SubmissionList([(submission, nil)]).text().utf8))
  }
}

struct SubmissionsCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "submissions", abstract: "What was handed in, and whether the registry can still make it.",
    discussion: "With --verify, ends with 1 where a submission's records are not what they were.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Flag(name: .long, help: "Compare the registry as of each submission's time with what was handed in.")
  var verify = false

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  func run() throws {
    let registry = try openRegistry()
    let maker = SubmissionMaker(registry: registry)
    let rows = try Submission.all(in: registry).map { (submission: $0, holds: verify ? try maker.stillHolds($0) : nil) }
    let list = SubmissionList(rows)
    try StandardOutput.write(TextFormat.chosen(format) == .json ? list.json() : Array(list.text().utf8))
    if rows.contains(where: { $0.holds == false }) { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}

struct ReportCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "The draft of a half-monthly or monthly report, with figures and what changed.",
    discussion: """
      Compares with the last submission of the same sort, else with the day on which it was due. A day that is past gives the \
      figures as they stood. A .docx is made by pandoc.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "What is reported: half-month (半月信息), month (月报告), or with its day half-month/2021-11-15.")
  var due: String

  @Option(name: .long, help: "The day of the figures (default: today).", transform: day)
  var on: String?

  @Option(name: [.customShort("o"), .long], help: "The file: .html or .docx.")
  var output: String

  @Flag(name: .long, help: "Replace the file if it exists.")
  var force = false

  func validate() throws {
    guard ["html", "docx"].contains(URL(fileURLWithPath: output).pathExtension.lowercased()) else {
      throw ValidationError("A report is written as .html or .docx, not “\(output)”.")
    }
  }

  func run() throws {
    let registry = try openRegistry()
    let calendar = try ReportingCalendar.of(registry)
    let day = on ?? HistoryTime.today()
    let question = try ReportQuestion(
      calendar: calendar, due: try calendar.due(due, on: day), day: day, rules: try LedgerRules.standard())
    try OutputFile.check(output, overwrite: force)
    let html = try ReportDocument(try question.draft(from: registry)).html()
    let isPage = URL(fileURLWithPath: output).pathExtension.lowercased() == "html"
    let bytes = isPage ? html : try document(of: html, day: day)
    try OutputFile.writeAll(bytes, to: output, overwrite: force)
    Diagnostics.write("已写出草稿 \(output)，请核对后再报送")
  }

  private func document(of html: [UInt8], day: String) throws -> [UInt8] {
    guard let word = WordDocument() else {
      throw RegistryError(
        .storage,
        "a .docx needs pandoc, which is not installed; install it (apt-get install pandoc), or name an .html file")
    }
    return try word.docx(ofHTML: String(decoding: html, as: UTF8.self), day: day)
  }
}
