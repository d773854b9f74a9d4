import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import Synchronization

/// The plans of rivers and their products as they were asked for, kept until a record changes. They are made on threads of their own, few and
/// apart for the public, so that no other question waits for them and no visitor keeps the bureau from its plans; who asks for the same at
/// the same time gets the same.
final class PlanShelf: Sendable {
  /// Which plan.
  struct Wanted: Hashable, Sendable {
    /// The river's code.
    let river: String
    let withinMetres: Double
    let audience: Audience
  }

  /// The files of one product, and what the reader of its drawings should know.
  struct Product: Sendable {
    let files: [(name: String, bytes: [UInt8])]
    let warnings: [String]

    fileprivate var size: Int { files.reduce(0) { $0 + $1.bytes.count } }
  }

  private struct Place: Hashable {
    let wanted: Wanted
    let format: PlanPublisher.Format
  }

  /// What plans rest on.
  private struct Mark: Hashable {
    /// How often records changed.
    var changes: Int64 = -1
    /// The settings that stand on sheets.
    var settings: [String] = []
  }

  /// What is made, of which state of the registry.
  private struct Making<What: Hashable & Sendable>: Hashable {
    let what: What
    let mark: Mark
  }

  private struct State {
    var mark = Mark()
    var plans: [Wanted: RiverPlan] = [:]
    /// The products, the one last asked for at the end.
    var products: [(place: Place, product: Product)] = []
  }

  private static let greatestPlans = 8
  private static let greatestBytes = 64 << 20
  /// How many plans and products of an audience are made or wait for it at once.
  private static let greatestMakings = 16
  private static let patience = Duration.seconds(30)

  /// Those of one audience.
  private struct Makers: Sendable {
    let workers: Workers
    /// A product that is given up has been waited for long enough.
    let plans = SharedWorks<Making<Wanted>, RiverPlan>(greatest: greatestMakings, patience: .zero)
    let products = SharedWorks<Making<Place>, Product>(greatest: greatestMakings, patience: patience)
  }

  private let own = Makers(workers: Workers(count: 2))
  private let open = Makers(workers: Workers(count: 1))
  private let state = Mutex(State())

  private func makers(for audience: Audience) -> Makers { audience == .public ? open : own }

  /// A product of a river's plan, made unless it is kept. Where the caller ends before it is made, it is made on for half a minute.
  ///
  /// - Throws: as `PlanQuestion` and `PlanPublisher`; ``Problem`` 503 where too many are being made.
  func product(_ format: PlanPublisher.Format, _ wanted: Wanted, of water: Water) async throws -> Product {
    let registry = water.registry
    let mark = Mark(
      changes: try registry.changeMark(of: registry.kinds.all).reduce(0, +),
      settings: [try registry.setting("compiler") ?? "", try registry.setting("data_note") ?? ""])
    let place = Place(wanted: wanted, format: format)
    if let kept = kept(place, mark) { return kept }
    let makers = makers(for: wanted.audience)
    return try await makers.products.value(of: Making(what: place, mark: mark), on: makers.workers) {
      // It may have been made since.
      if let kept = self.kept(place, mark) { return kept }
      let plan = try await self.plan(wanted, of: water, mark)
      let publisher = PlanPublisher(
        base: MapBase(districts: try DistrictMap(registry), rivers: try registry.riverSet()), formats: [format],
        compiler: mark.settings[0], madeOn: nil, overwrite: false)
      let (files, warnings) = try publisher.products(of: plan)
      let product = Product(files: files, warnings: warnings)
      self.keep(mark) { state in
        // A product that can't be made here, as pandoc is missing, may be made later.
        if files.isEmpty { return }
        state.products.append((place, product))
        var size = state.products.reduce(0) { $0 + $1.product.size }
        while size > Self.greatestBytes { size -= state.products.removeFirst().product.size }
      }
      return product
    }
  }

  /// A plan, kept as soon as it is there, so that the next product begins with it.
  private func plan(_ wanted: Wanted, of water: Water, _ mark: Mark) async throws -> RiverPlan {
    if let kept = state.withLock({ $0.mark == mark ? $0.plans[wanted] : nil }) { return kept }
    let makers = makers(for: wanted.audience)
    return try await makers.plans.value(of: Making(what: wanted, mark: mark), on: makers.workers) {
      let plan = try PlanQuestion(withinMetres: wanted.withinMetres, audience: wanted.audience).plan(
        of: try water.registry.riverSet().river(wanted.river), from: water)
      self.keep(mark) { state in
        if state.plans.count >= Self.greatestPlans { state.plans.removeAll() }
        state.plans[wanted] = plan
      }
      return plan
    }
  }

  private func kept(_ place: Place, _ mark: Mark) -> Product? {
    state.withLock { state in
      // Who read the mark before somebody else read a newer one takes nothing away from it.
      if mark.changes > state.mark.changes || (mark.changes == state.mark.changes && mark != state.mark) {
        state = State(mark: mark)
      }
      guard state.mark == mark, let index = state.products.firstIndex(where: { $0.place == place }) else { return nil }
      state.products.append(state.products.remove(at: index))
      return state.products.last?.product
    }
  }

  /// Keeps what was made, unless it is of records that changed meanwhile.
  private func keep(_ mark: Mark, _ change: (inout State) -> Void) {
    state.withLock { if $0.mark == mark { change(&$0) } }
  }

  /// Ends what is being made, and the threads.
  func stop() async throws {
    for makers in [own, open] {
      makers.plans.stop()
      makers.products.stop()
      try await makers.workers.stop()
    }
  }
}
