import Foundation

/// The arithmetic of dilution, treatment and storage at a spill.
public enum SpillControl {
  /// C₀·e^(−kt) from a concentration in any unit, a rate k per day and days; first-order decay.
  ///
  /// - Throws: ``TravelTimeError`` for negative figures.
  public static func decayed(concentration: Double, ratePerDay: Double, days: Double) throws -> Double {
    try TravelTimeError.check(concentration, "concentration", unit: "", mayBeZero: true)
    try TravelTimeError.check(ratePerDay, "decay rate", unit: "1/d", mayBeZero: true)
    try TravelTimeError.check(days, "time", unit: "d", mayBeZero: true)
    return concentration * exp(-ratePerDay * days)
  }

  /// The mixed concentration below a confluence, (C₁Q₁ + C₂Q₂)/(Q₁ + Q₂), flows in m³/s.
  ///
  /// - Throws: ``TravelTimeError`` for negative figures, and where neither river flows.
  public static func mixedConcentration(
    _ first: (concentration: Double, flow: Double), _ second: (concentration: Double, flow: Double)
  ) throws -> Double {
    for side in [first, second] {
      try TravelTimeError.check(side.concentration, "concentration", unit: "", mayBeZero: true)
      try TravelTimeError.check(side.flow, "flow", unit: "m³/s", mayBeZero: true)
    }
    try TravelTimeError.check(first.flow + second.flow, "flow below the confluence", unit: "m³/s")
    return (first.concentration * first.flow + second.concentration * second.flow) / (first.flow + second.flow)
  }

  /// The dilution water needed in m³/s, Q_p·(C_p − C_s)/(C_s − C_d): 0 where the limit is kept already.
  ///
  /// - Parameters:
  ///   - flow: polluted flow Q_p in m³/s.
  ///   - concentration: its concentration C_p, in the unit of the other two.
  ///   - limit: the limit C_s.
  ///   - diluting: the concentration C_d of the diluting water.
  /// - Throws: ``TravelTimeError`` for negative figures, and where the diluting water is not below the limit.
  public static func dilutionFlow(
    flow: Double, concentration: Double, limit: Double, diluting: Double
  ) throws -> Double {
    try TravelTimeError.check(flow, "polluted flow", unit: "m³/s")
    try TravelTimeError.check(concentration, "concentration of the polluted water", unit: "mg/L", mayBeZero: true)
    try TravelTimeError.check(limit, "limit", unit: "mg/L")
    try TravelTimeError.check(diluting, "concentration of the diluting water", unit: "mg/L", mayBeZero: true)
    guard concentration > limit else { return 0 }
    guard diluting < limit else {
      throw TravelTimeError(
        code: .invalidValue,
        message: "Water with \(diluting) mg/L cannot dilute below the limit of \(limit) mg/L: find cleaner water.")
    }
    return flow * (concentration - limit) / (limit - diluting)
  }

  /// The volume of the polluted plug in m³, Q·Δt, from a flow in m³/s and the hours for which the limit stays exceeded.
  ///
  /// - Throws: ``TravelTimeError`` for a flow that is not more than 0 or negative hours.
  public static func plugVolumeCubicMetres(flow: Double, hours: Double) throws -> Double {
    try TravelTimeError.check(flow, "flow", unit: "m³/s")
    try TravelTimeError.check(hours, "time between first and last exceedance", unit: "h", mayBeZero: true)
    return flow * hours * 3600
  }

  /// Hours in which a flow or a pump in m³/s fills a volume in m³.
  ///
  /// - Throws: ``TravelTimeError`` for a negative volume or a flow that is not more than 0.
  public static func fillHours(volumeCubicMetres: Double, flow: Double) throws -> Double {
    try TravelTimeError.check(volumeCubicMetres, "volume", unit: "m³", mayBeZero: true)
    try TravelTimeError.check(flow, "flow", unit: "m³/s")
    return volumeCubicMetres / flow / 3600
  }

  /// The dose of an agent in kg/h, 3.6·Q·dose, from a flow in m³/s and a dose in mg/L.
  ///
  /// - Throws: ``TravelTimeError`` for figures that are not more than 0.
  public static func doseKilogramsPerHour(flow: Double, doseMilligramsPerLitre: Double) throws -> Double {
    try TravelTimeError.check(flow, "flow", unit: "m³/s")
    try TravelTimeError.check(doseMilligramsPerLitre, "dose", unit: "mg/L")
    return 3.6 * flow * doseMilligramsPerLitre
  }

  /// Hours that a stock in kg lasts at a dose in kg/h.
  ///
  /// - Throws: ``TravelTimeError`` for a negative stock or a dose that is not more than 0.
  public static func stockHours(stockKilograms: Double, doseKilogramsPerHour: Double) throws -> Double {
    try TravelTimeError.check(stockKilograms, "stock", unit: "kg", mayBeZero: true)
    try TravelTimeError.check(doseKilogramsPerHour, "dose", unit: "kg/h")
    return stockKilograms / doseKilogramsPerHour
  }
}

/// A temporary dam in a prismatic channel: it holds a triangular wedge of water.
public struct TemporaryDam: Hashable, Sendable {
  /// Width of the channel in metres.
  public let widthMetres: Double
  /// Depth of the water at the dam in metres.
  public let waterDepthMetres: Double
  /// Slope of the bed, dimensionless.
  public let slope: Double

  /// A dam from width, depth at the dam and slope, all more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures; on a level bed the wedge has no end.
  public init(widthMetres: Double, waterDepthMetres: Double, slope: Double) throws {
    try TravelTimeError.check(widthMetres, "width of the channel", unit: "m")
    try TravelTimeError.check(waterDepthMetres, "depth of the water at the dam", unit: "m")
    try TravelTimeError.check(slope, "slope of the bed", unit: "")
    self.widthMetres = widthMetres
    self.waterDepthMetres = waterDepthMetres
    self.slope = slope
  }

  /// How far the water backs up, H/S in metres.
  public var backwaterMetres: Double { waterDepthMetres / slope }

  /// What it holds, B·H²/(2S) in m³.
  public var volumeCubicMetres: Double { widthMetres * waterDepthMetres * waterDepthMetres / (2 * slope) }
}
