import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// What of a river its drawings show: the whole; of one that leaves the own districts the part in them, with everything
/// that the plan has along it.
struct PlanExtent {
  /// Places in the part that is shown; empty where the whole river is.
  let places: [Position]
  /// The kilometres from the mouth between which the river is shown.
  let kilometres: (from: Double, to: Double)

  private static let stepKm = 0.5

  init(_ plan: RiverPlan, _ base: MapBase) {
    let river = plan.river
    let own = Set(base.districts.districts.filter { $0.record["own"].boolean ?? true }.map(\.code))
    let steps = Array(stride(from: 0, through: river.lengthKm, by: Self.stepKm))
    let inside = steps.filter { km in
      river.position(atRiverKm: km).flatMap(base.districts.district(at:)).map { own.contains($0.code) } ?? false
    }
    let shown = inside + plan.items.flatMap { [$0.riverKm, $0.lowerKm] }
    guard !inside.isEmpty, inside.count < steps.count, let last = shown.max(), let first = shown.min() else {
      places = []
      kilometres = (river.lengthKm, 0)
      return
    }
    places = inside.compactMap(river.position(atRiverKm:)) + plan.items.map(\.foot)
    let margin = (last - first) * 0.02 + 1
    kilometres = (min(river.lengthKm, (last + margin).rounded(.up)), max(0, (first - margin).rounded(.down)))
  }
}
