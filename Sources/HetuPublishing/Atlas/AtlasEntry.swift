import Foundation
import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// One river of an atlas: what lies along it and what became of its products.
public struct AtlasEntry: Sendable {
  /// What became of a river's products.
  public enum Outcome: Sendable {
    /// They were made, with what the reader of the map should know.
    case made([String])
    /// They are still true and were left as they are.
    case unchanged
    /// They could not be made, for this reason.
    case failed(String)
  }

  /// How many things a plan has.
  struct Counts: Sendable {
    /// Fixed sources by grade; every grade has its number.
    let sourcesByGrade: [Grade: Int]
    let crossings: Int
    let targets: Int
    let facilities: Int
    let sections: Int
    let gaps: Int
    /// 10⁴ m³.
    let usableVolume: Double

    var sources: Int { sourcesByGrade.values.reduce(0, +) }

    init(_ plan: RiverPlan) {
      let grades = plan.sources.map { KindSymbols.grade(of: $0.source.record) }
      sourcesByGrade = Dictionary(
        uniqueKeysWithValues: Grade.allCases.map { grade in (grade, grades.count { $0 == grade }) })
      crossings = plan.mobileSources.count
      targets = plan.targets.count
      facilities = plan.facilities.count
      sections = plan.sections.count
      gaps = plan.gaps.count
      usableVolume = plan.knownVolume10kCubicMetres
    }
  }

  /// The river.
  public let river: River
  /// The folder of its products, whether there is one or not.
  public let folder: URL
  /// What became of its products.
  public let outcome: Outcome
  /// What to mind about the river's line.
  public let warnings: [String]
  /// nil where the plan itself could not be made.
  let counts: Counts?
}
