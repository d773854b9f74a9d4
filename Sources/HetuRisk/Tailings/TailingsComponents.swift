extension TailingsRules {
  /// What the scores of H, S and R are made of.
  public struct Components: Sendable, Decodable {
    /// A component and what it is made of.
    public struct Component: Sendable, Decodable {
      /// The component.
      public let title: String
      /// The most points.
      public let maximum: Double
      /// What its points come from.
      public let indicators: [Indicator]
    }

    /// What of a pond, and of what lies below it, an indicator goes by.
    public enum Measure: String, Sendable, Decodable, CaseIterable {
      /// Words: the minerals, the processes and the class of waste.
      case wasteType = "waste_type"
      /// The volume of the whole pond, 10⁴ m³.
      case volume = "volume_10k_m3"
      /// The height of the dam, metres.
      case damHeight = "dam_height_m"
      /// A word: the size grade as recorded, else by volume and height.
      case sizeGrade = "size_grade"
      /// By how many times the worst pollutant is over its limit.
      case timesOver = "times_over"
      /// How many pollutants are over their limit by `countedTimesOver` or more.
      case indicatorsOver = "indicators_over"
      /// A word: the highest border along the flow path, or 无.
      case borderClass = "border_class"
      /// Kilometres along the flow path to that border.
      case borderKm = "border_km"
      /// Words: the classes of targets along the flow path.
      case receptorClasses = "receptor_classes"
      /// A word: the state of safety.
      case safety
      /// The seismic intensity, degrees.
      case seismicIntensity = "seismic_intensity"
      /// A word: 是 or 否, whether slopes may slide.
      case landslide
      /// A word: 是 or 否, whether debris may flow.
      case debrisFlow = "debris_flow"
    }

    /// A part of a component; without a measure, or where the points of a word or number aren't given, any from 0 to the most are possible.
    public struct Indicator: Sendable, Decodable {
      /// The points of a word; nil where they aren't known.
      public struct Option: Sendable, Decodable {
        /// The word.
        public let value: String
        /// The points.
        public let points: Double?
      }

      /// The points from a number on; nil where they aren't known.
      public struct Step: Sendable, Decodable {
        /// The least number, included.
        public let from: Double
        /// The points.
        public let points: Double?
      }

      /// The indicator.
      public let title: String
      /// The most points.
      public let maximum: Double
      /// What it goes by; nil where the registry has no such figure.
      public let measure: Measure?
      /// The points of words, of which the highest counts.
      public let options: [Option]?
      /// The points of numbers, ascending.
      public let steps: [Step]?

      /// The points of a word.
      func points(of word: String) -> Span {
        options?.first { $0.value == word }?.points.map { Span($0) } ?? Span(0, maximum)
      }

      /// The points of a number.
      func points(of number: Double) -> Span {
        steps?.last { $0.from <= number }?.points.map { Span($0) } ?? Span(0, maximum)
      }
    }

    /// From how many times over the limit a pollutant is counted.
    public let countedTimesOver: Double
    /// Of H.
    public let hazard: [Component]
    /// Of S.
    public let sensitivity: [Component]
    /// Of R.
    public let reliability: [Component]

    func validate(_ fault: (_ place: String, _ what: String) -> RiskError) throws {
      guard countedTimesOver > 0 else { throw fault("counted_times_over", "it must be above 0") }
      for (name, list) in [("hazard", hazard), ("sensitivity", sensitivity), ("reliability", reliability)] {
        guard list.reduce(0, { $0 + $1.maximum }) == 100 else {
          throw fault(name, "the most points must add up to 100")
        }
        for component in list {
          guard component.indicators.reduce(0, { $0 + $1.maximum }) == component.maximum else {
            throw fault("\(name), \(component.title)", "the most points of its indicators must add up to its own")
          }
          for indicator in component.indicators {
            try indicator.validate { fault("\(name), \(indicator.title)", $0) }
          }
        }
      }
      let titles = [hazard, sensitivity, reliability].flatMap { $0.flatMap(\.indicators) }.map(\.title)
      guard Set(titles).count == titles.count else { throw fault("indicators", "a title stands twice") }
    }
  }
}

extension TailingsRules.Components.Indicator {
  fileprivate func validate(_ fault: (_ what: String) -> RiskError) throws {
    let points = (options ?? []).compactMap(\.points) + (steps ?? []).compactMap(\.points)
    guard maximum >= 0, points.allSatisfy({ (0...maximum).contains($0) }) else {
      throw fault("points must be 0 to the most")
    }
    guard measure != nil || points.isEmpty else { throw fault("points need a measure that they go by") }
    let steps = steps ?? []
    guard zip(steps, steps.dropFirst()).allSatisfy({ $0.from < $1.from }) else { throw fault("steps must ascend") }
    // The nearer a border, the more; of all else, the more of it the more.
    guard
      measure == .borderKm || zip(steps, steps.dropFirst()).allSatisfy({ ($0.points ?? 0) <= ($1.points ?? maximum) })
    else { throw fault("more of it must not be fewer points") }
  }
}
