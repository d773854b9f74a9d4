import Foundation

/// The answer of a river to a unit release: the one-dimensional advection-dispersion solution in the form that needs
/// only the mean travel time T, the variance σ² of arrival and a decay rate.
///
/// With T = x/u and σ² = 2·D·x/u³ it is the exact solution for a uniform reach; along different reaches T = Σ L/u and
/// σ² = Σ 2DL/u³ add up, and mass is conserved.
struct TransportKernel {
  let travelSeconds: Double
  /// Inverse Péclet number D/(ux) = σ²/(2T²).
  private let spread: Double
  private let decayPerSecond: Double
  /// γ = √(1 + 4kD/u²).
  private let stretch: Double

  init(travelSeconds: Double, varianceSquareSeconds: Double, decayPerSecond: Double) {
    self.travelSeconds = travelSeconds
    spread = varianceSquareSeconds / (2 * travelSeconds * travelSeconds)
    self.decayPerSecond = decayPerSecond
    stretch = (1 + 4 * decayPerSecond * spread * travelSeconds).squareRoot()
  }

  /// When a unit pulse peaks: (−D + √(D² + (u² + 4kD)x²))/(u² + 4kD).
  var peakSeconds: Double {
    let square = stretch * stretch
    return travelSeconds * ((spread * spread + square).squareRoot() - spread) / square
  }

  /// The response to a pulse, in 1/s: C·Q/M.
  func pulse(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 0 }
    let share = seconds / travelSeconds
    return exp(exponent(share)) / (travelSeconds * (4 * .pi * spread * share).squareRoot())
  }

  /// The response to a steady release begun at time 0: C·Q/ṁ. It rises to ``steadyShare``.
  func step(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 0 }
    let share = seconds / travelSeconds
    let root = 2 * (spread * share).squareRoot()
    let early = (1 - stretch * share) / root
    let late = (1 + stretch * share) / root
    let scale = exp(exponent(share))
    let first = early > 0 ? scale * Self.scaledErrorComplement(early) : exp(steadyExponent) * erfc(early)
    return max(0, (first - scale * Self.scaledErrorComplement(late)) / (2 * stretch))
  }

  /// exp[(ux/2D)(1 − √(1 + 4kD/u²))]/√(1 + 4kD/u²).
  var steadyShare: Double { exp(steadyExponent) / stretch }

  /// (1 − γ)/(2·spread), without cancellation.
  private var steadyExponent: Double { -2 * decayPerSecond * travelSeconds / (1 + stretch) }

  private func exponent(_ share: Double) -> Double {
    -(1 - share) * (1 - share) / (4 * spread * share) - decayPerSecond * share * travelSeconds
  }

  /// e^(x²)·erfc(x) for x ≥ 0.
  private static func scaledErrorComplement(_ x: Double) -> Double {
    guard x > 20 else { return exp(x * x) * erfc(x) }
    let inverse = 1 / (2 * x * x)
    return (1 - inverse * (1 - 3 * inverse * (1 - 5 * inverse))) / (x * Double.pi.squareRoot())
  }
}
