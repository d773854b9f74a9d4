import Foundation
import HetuHydrology
import HetuRegistry
import HetuRisk

/// How substances are treated, what facilities do, and how a spill is sampled, read from a data file with its origin.
public struct ResponseRules: Sendable, DataRules {
  static let fileName = "the response rules"

  /// An agent of a treatment.
  public struct Agent: Sendable, Hashable, Decodable {
    /// The agent, as supplies name it (药剂种类).
    public let agent: String
    /// Agents that can stand in for it.
    public let or: [String]
    /// What it is for, in Chinese.
    public let role: String
    /// By substance the pure agent needed for one part by mass, from the reaction; nil where a test must tell.
    public let ratio: [String: Double]?
    /// As what the agent is counted, in Chinese.
    public let `as`: String?
    /// How the ratio comes about.
    public let formula: String?
  }

  /// Material that a treatment needs.
  public struct Material: Sendable, Hashable, Decodable {
    /// The category, as supplies name it (资源功能).
    public let category: String
    /// The unit that it is counted in.
    public let unit: String
    /// `width`: as much as the river is wide; nil where it is not known how much.
    public let per: String?
    /// What it is for, in Chinese.
    public let role: String
  }

  /// The treatment of a class of substances.
  public struct Treatment: Sendable, Hashable, Decodable {
    /// The class, in Chinese.
    public let title: String
    /// The class, as supplies name what they are for (适用污染物).
    public let useFor: String
    /// The substances, as the limits or the rules of risk substances name them.
    public let substances: [String]
    /// What is done, in Chinese.
    public let method: String
    /// The agents.
    public let agents: [Agent]
    /// Other material.
    public let materials: [Material]?
    /// What is to be measured.
    public let monitor: [String]
    /// What to mind, in Chinese.
    public let caution: String
    /// Whether it was compared with an official text.
    public let verified: Bool
    /// Where it comes from.
    public let source: String
  }

  /// How a spill is sampled.
  public struct Monitoring: Sendable, Decodable {
    /// What is measured on the spot.
    public let fieldItems: [String]
    /// Hours before the front's earliest arrival from which a place is sampled often.
    public let leadH: Double
    /// Hours between samples from then on.
    public let nearIntervalH: Double
    /// Hours between samples elsewhere, as text.
    public let farIntervalH: String
    /// Hours between samples at the control section above.
    public let backgroundIntervalH: Double
    /// Whether it was compared with an official text.
    public let verified: Bool
    /// Where it comes from.
    public let source: String
  }

  private struct Names: Sendable, Decodable {
    let agent: String
    let names: [String]
  }

  private struct Work: Sendable, Decodable {
    let facilityClass: String?
    let action: String
  }

  /// The rule set's identifier.
  public let id: String
  /// Whether all of it was compared with official texts.
  public let verified: Bool
  /// The treatments.
  public let treatments: [Treatment]
  /// How a spill is sampled.
  public let monitoring: Monitoring
  private let agentNames: [Names]
  private let works: [Work]

  /// The rules that come with Hetu: proposals, no official rule.
  public static func standard() throws -> ResponseRules { try read(Data(responseRulesJSON.utf8)) }

  /// The treatment of a substance by its name in the limits or the rules, or of its solution; nil where none is known.
  public func treatment(of substance: String) -> Treatment? {
    let dissolved = ["水溶液", "溶液"].first(where: substance.hasSuffix).map { String(substance.dropLast($0.count)) }
    return [substance, dissolved].compactMap { $0 }.lazy.compactMap { name in
      treatments.first { $0.substances.contains(name) }
    }.first
  }

  /// What is done at a class of facility, in Chinese.
  public func action(at facilityClass: String?) -> String {
    let own = works.first { $0.facilityClass == facilityClass && facilityClass != nil }
    return (own ?? works.first { $0.facilityClass == nil })?.action ?? ""
  }

  /// Whether a supply is an agent: as recorded, else by its name.
  func isAgent(_ agent: String, _ supply: Record) -> Bool {
    if let stated = supply["agent"].text, stated != "其他" { return stated == agent }
    return agentNames.first { $0.agent == agent }?.names.contains { supply.name.contains($0) } ?? (supply.name == agent)
  }
}
