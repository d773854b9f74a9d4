import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import Synchronization

/// The plans of rivers and their products as they were asked for, kept until a record changes.
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

  private struct State {
    /// What the plans rest on: how often records changed, and the settings that stand on sheets.
    var mark: [String] = []
    var plans: [Wanted: RiverPlan] = [:]
    /// The products, the one last asked for at the end.
    var products: [(place: Place, product: Product)] = []
  }

  private static let greatestPlans = 8
  private static let greatestBytes = 64 << 20

  private let state = Mutex(State())

  /// A product of a river's plan, made unless it is kept.
  ///
  /// - Throws: as `PlanQuestion` and `PlanPublisher`.
  func product(_ format: PlanPublisher.Format, _ wanted: Wanted, of water: Water) throws -> Product {
    let registry = water.registry
    let compiler = try registry.setting("compiler") ?? ""
    let mark =
      try registry.changeMark(of: registry.kinds.all).map { "\($0)" } + [compiler, registry.setting("data_note") ?? ""]
    let place = Place(wanted: wanted, format: format)
    if let kept = kept(place, mark) { return kept }
    let set = try registry.riverSet()
    let plan = try plan(wanted, of: try set.river(wanted.river), from: water, mark)
    let publisher = PlanPublisher(
      base: MapBase(districts: try DistrictMap(registry), rivers: set), formats: [format], compiler: compiler,
      madeOn: nil, overwrite: false)
    let (files, warnings) = try publisher.products(of: plan)
    let product = Product(files: files, warnings: warnings)
    keep(mark) { state in
      state.products.append((place, product))
      var size = state.products.reduce(0) { $0 + $1.product.size }
      while size > Self.greatestBytes { size -= state.products.removeFirst().product.size }
    }
    return product
  }

  /// A plan, kept as soon as it is there, so that a product that took too long comes the next time.
  private func plan(_ wanted: Wanted, of river: River, from water: Water, _ mark: [String]) throws -> RiverPlan {
    if let kept = state.withLock({ $0.plans[wanted] }) { return kept }
    let plan = try PlanQuestion(withinMetres: wanted.withinMetres, audience: wanted.audience).plan(
      of: river, from: water)
    keep(mark) { state in
      if state.plans.count >= Self.greatestPlans { state.plans.removeAll() }
      state.plans[wanted] = plan
    }
    return plan
  }

  private func kept(_ place: Place, _ mark: [String]) -> Product? {
    state.withLock { state in
      if state.mark != mark { state = State(mark: mark) }
      guard let index = state.products.firstIndex(where: { $0.place == place }) else { return nil }
      state.products.append(state.products.remove(at: index))
      return state.products.last?.product
    }
  }

  /// Keeps what was made, unless it is of records that changed meanwhile.
  private func keep(_ mark: [String], _ change: (inout State) -> Void) {
    state.withLock { if $0.mark == mark { change(&$0) } }
  }
}
