import Foundation

/// SplitMix64 (S. Vigna, public domain): the same seed gives the same numbers everywhere.
///
/// `HETU_SEED` replaces the seed of every test, to look further; the seed stands in the description of each failure that quotes it.
public struct Seeded: RandomNumberGenerator, Sendable, CustomStringConvertible {
  /// The seed it began with.
  public let seed: UInt64
  private var state: UInt64

  /// A generator that begins with `seed`, or with what `HETU_SEED` says.
  public init(_ seed: UInt64) {
    self.seed = ProcessInfo.processInfo.environment["HETU_SEED"].flatMap { UInt64($0) } ?? seed
    state = self.seed
  }

  /// What a failure says.
  public var description: String { "HETU_SEED=\(seed)" }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, and without, `bound`.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// One of the elements, which must not be none.
  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
