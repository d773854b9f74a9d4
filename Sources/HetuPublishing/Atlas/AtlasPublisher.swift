import Foundation
import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import Synchronization

/// Makes the plans of many rivers side by side, an overview of the city (总图) and an index (目录.html).
///
/// A river whose records, options and program are those of the products that lie there is left as it is. One that fails stops no
/// other; a disk that is full or a font that is missing stops all.
public struct AtlasPublisher: Sendable {
  private let publisher: PlanPublisher
  private let rivers: [River]
  private let withoutCourse: [String]

  /// - Parameters:
  ///   - rivers: the rivers, in the order of their numbers.
  ///   - withoutCourse: names of rivers that have no line to be drawn, which the index says.
  public init(publisher: PlanPublisher, rivers: [River], withoutCourse: [String]) {
    self.publisher = publisher
    self.rivers = rivers
    self.withoutCourse = withoutCourse
  }

  private struct State {
    var entries: [AtlasEntry?]
    var done = 0
    /// The first error that no river can do anything about.
    var fault: (any Error)?
    var imprint: PlanImprint?
  }

  /// Makes the products of all rivers, one river a core at a time, then the overview and the index.
  ///
  /// - Parameters:
  ///   - plan: makes the plan of a river; called from several threads.
  ///   - progress: told how many rivers are done, and the last one; called from several threads, one at a time.
  /// - Returns: what became of each river, and what the reader of the overview should know.
  /// - Throws: ``OutputError`` where the folder can't be written, `CartographyError` where a font is missing.
  public func publish(
    in folder: URL, plan: @Sendable (River) throws -> RiverPlan, progress: @Sendable (Int, AtlasEntry) -> Void
  ) throws -> (entries: [AtlasEntry], warnings: [String]) {
    try refuseForeignIndex(in: folder)
    let state = Mutex(State(entries: Array(repeating: nil, count: rivers.count)))
    DispatchQueue.concurrentPerform(iterations: rivers.count) { number in
      guard state.withLock({ $0.fault == nil }) else { return }
      let (entry, imprint, fault) = make(rivers[number], in: folder, plan)
      state.withLock { state in
        state.entries[number] = entry
        state.imprint = state.imprint ?? imprint
        state.fault = state.fault ?? fault
        state.done += 1
        progress(state.done, entry)
      }
    }
    let (entries, fault, imprint) = state.withLock { ($0.entries.compactMap { $0 }, $0.fault, $0.imprint) }
    if let fault { throw fault }
    return (entries, try addOverview(entries, imprint, to: folder))
  }

  private func make(
    _ river: River, in folder: URL, _ plan: (River) throws -> RiverPlan
  ) -> (AtlasEntry, PlanImprint?, fault: (any Error)?) {
    var counts: AtlasEntry.Counts?
    var imprint: PlanImprint?
    var warnings: [String] = []
    let target = publisher.folder(of: river, in: folder)
    func entry(_ outcome: AtlasEntry.Outcome) -> AtlasEntry {
      AtlasEntry(river: river, folder: target, outcome: outcome, warnings: warnings, counts: counts)
    }
    do {
      let plan = try plan(river)
      counts = AtlasEntry.Counts(plan)
      imprint = PlanImprint(plan, compiler: publisher.compiler, madeOn: publisher.madeOn)
      warnings = plan.warnings.map(\.message)
      let made = try publisher.update(plan, in: folder)
      return (entry(made.warnings.map(AtlasEntry.Outcome.made) ?? .unchanged), imprint, nil)
    } catch {
      let stopsAll =
        (error as? OutputError)?.code == .cannotWrite || (error as? CartographyError)?.code == .missingFont
      return (entry(.failed("\(error)")), imprint, stopsAll ? error : nil)
    }
  }

  /// An index that Hetu did not make is not overwritten unless that is wanted.
  private func refuseForeignIndex(in folder: URL) throws {
    let index = folder.appending(path: AtlasIndex.fileName)
    guard !publisher.overwrite, let data = try? Data(contentsOf: index) else { return }
    guard String(decoding: data, as: UTF8.self).contains(AtlasIndex.mark) else {
      throw OutputError("\(index.path) was not made by Hetu; choose another folder or give --force", .refused)
    }
  }

  private func addOverview(_ entries: [AtlasEntry], _ imprint: PlanImprint?, to folder: URL) throws -> [String] {
    guard let imprint else { return [] }
    var files: [PlanProducts.File] = []
    var warnings: [String] = []
    let pictures = publisher.formats.intersection([.svg, .pdf, .png])
    if !pictures.isEmpty {
      let sheet = try AtlasSheet(entries: entries, base: publisher.base, imprint: imprint, paper: publisher.paper)
        .sheet().drawn()
      warnings = sheet.report.warnings
      files = try PlanProducts.pictures([sheet.document], AtlasIndex.sheetName, pictures, madeOn: imprint.madeOn)
        .flatMap { try $0() }
    }
    let index = AtlasIndex(
      entries: entries, withoutCourse: withoutCourse, imprint: imprint, sheets: files.map(\.name))
    try MadeFolder.add(files + [(AtlasIndex.fileName, try index.html())], to: folder)
    return warnings
  }
}
