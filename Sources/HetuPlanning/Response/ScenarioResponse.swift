import HetuGeometry
import HetuHydrology
import HetuRegistry

extension RiverPlan {
  /// What is done about a scenario: works, treatment, dosing, dilution, sampling, and who and what can come in time.
  ///
  /// Everything rests on what is recorded; what is not known is among the ``gaps``.
  public struct Response: Sendable {
    /// A substance that gets in, or may, and its treatment.
    public struct Treated: Sendable {
      /// The name as recorded or said.
      public let name: String
      /// The substance that is counted and measured.
      public let counted: String
      /// By what share of its mass it counts as that.
      public let fraction: Double
      /// Its treatment; nil where the rules have none.
      public let treatment: ResponseRules.Treatment?
    }

    /// A facility that can be put to work before the front in some season.
    public struct Work: Sendable {
      /// The facility with its figures of the races.
      public let meeting: Scenario.Meeting
      /// The facility's record.
      public let record: Record
      /// What is done there: as recorded, else by its class.
      public let action: String
      /// The seasons in which it is in time.
      public let seasons: [Season]

      /// What of the polluted plug does not fit into its usable volume, by season, 10⁴ m³; none where either is not known.
      public var lacking10kCubicMetres: [Season: Double] {
        Season.allCases.reduce(into: [:]) { lacking, season in
          guard let plug = meeting.number("plug_10k_m3", in: season),
            let volume = meeting.number("volume_10k_m3", in: season)
          else { return }
          lacking[season] = max(0, plug - volume)
        }
      }
    }

    /// The height of a temporary dam that holds a volume, H = √(2·S·V/B).
    public struct Dam: Sendable {
      /// The place for the dam.
      public let record: Record
      /// In which season.
      public let season: Season
      /// Width of the channel, m.
      public let widthMetres: Double
      /// Slope of the bed, dimensionless.
      public let slope: Double
      /// The volume to be held, m³: the polluted plug, else the inflow of one hour.
      public let volumeCubicMetres: Double
      /// Whether the volume is the polluted plug, and not the inflow of one hour.
      public let holdsPlug: Bool
      /// Depth of the water at the dam, m.
      public let depthMetres: Double
      /// How far the water backs up, m.
      public var backwaterMetres: Double { depthMetres / slope }
    }

    /// The facility next above the spill that can close the river and keep clean water back.
    public struct CleanWater: Sendable {
      /// The facility.
      public let item: Item
      /// Kilometres above the spill.
      public let distanceKm: Double
      /// The flow there by season, m³/s.
      public let flows: [Season: Double]
      /// For how long its usable volume keeps the flow back, by season, hours rounded down to tenths.
      public let holdHours: [Season: Double]
    }

    /// An agent at the dosing point.
    public struct Dose: Sendable {
      /// The agent and what it is for.
      public let agent: ResponseRules.Agent
      /// What it is dosed against.
      public let treated: Treated
      /// The pure agent needed for one part by mass of what was said to get in; nil where a test must tell.
      public let ratio: Double?
      /// The pure agent needed in all, kg; nil where mass or ratio is not known.
      public let totalKilograms: Double?
      /// By season: at the likely peak with a ratio, kg/h of the pure agent; without one for each mg/L of dose, kg/h.
      public let rates: [Season: Double]
      /// By season: at the upper end of the peak, kg/h of the pure agent; none without a ratio.
      public let highRates: [Season: Double]
    }

    /// The place where agents are dosed.
    public struct DosingPoint: Sendable {
      /// The facility with its figures of the races.
      public let meeting: Scenario.Meeting
      /// The facility's record.
      public let record: Record
      /// The flow there by season, m³/s.
      public let flows: [Season: Double]
      /// The likely peak concentration there by season, mg/L.
      public let peaks: [Season: Double]
      /// Kilometres along the water from the spill.
      public var pathKm: Double { meeting.pathKm }
      /// The upper end of the peak concentration there by season, mg/L.
      public let highPeaks: [Season: Double]
      /// The plug there by season, m³.
      public let plugs: [Season: Double]
    }

    /// The water that brings the peak at a target down to its limit, Q·(C − Cs)/(Cs − Cd) with Cd = 0: the least.
    public struct Dilution: Sendable {
      /// The target.
      public let meeting: Scenario.Meeting
      /// In which season.
      public let season: Season
      /// The river's flow there, m³/s.
      public let flow: Double
      /// The likely peak, mg/L.
      public let concentration: Double
      /// The limit, mg/L.
      public let limit: Double
      /// The flow of clean water, m³/s.
      public let dilutingFlow: Double
      /// For how long the limit is exceeded, hours.
      public let hours: Double
      /// The volume of clean water, m³.
      public var volumeCubicMetres: Double { dilutingFlow * hours * 3_600 }
    }

    /// A place where samples are taken.
    public struct SamplingPoint: Sendable {
      /// Its name.
      public let name: String
      /// 对照, 控制, 取水口, 跨界, 消减.
      public let role: String
      /// Kilometres along the water from the spill; above it negative.
      public let pathKm: Double
      /// When the front comes at the earliest, by season, hours; none above the spill.
      public let arrivals: [Season: Double]
    }

    /// Who can come to the place of work.
    public struct Helper: Sendable {
      /// The team or laboratory.
      public let record: Record
      /// Minutes from the call until it is there.
      public let minutes: Double
      /// Whether it is there in time: a laboratory before the front, a team so long before it as the work takes; nil where nothing is.
      public let isInTime: Bool?
    }

    /// A supply that can come to where it is needed.
    public struct Delivery: Sendable {
      /// The supply.
      public let record: Record
      /// Minutes from the call until it is there.
      public let minutes: Double
      /// How much of what is needed it has left after the needs before, in the need's unit; nil where that can't be told.
      public let amount: Double?
      /// Why that can't be told, in Chinese; nil where it can, or is not asked.
      public let uncounted: String?
    }

    /// Something that is needed somewhere, and what of it can come there in time.
    public struct Need: Sendable {
      /// What.
      public let name: String
      /// What for.
      public let purpose: String
      /// The unit, `kg` of agents.
      public let unit: String
      /// How much, or how much each of ``isEach``; nil where it is not known.
      public let amount: Double?
      /// Whether the amount is that of one line of several, whose number is decided on the spot.
      public let isEach: Bool
      /// Where it is needed.
      public let place: String
      /// The position of that place, to which supplies are brought.
      public let position: Position
      /// Minutes from the call until which it must be there: the earliest front, for a work less the time that it takes; nil where
      /// nothing is in time.
      public let limitMinutes: Double?
      /// All that is in stock and not past its day, the soonest first.
      public let deliveries: [Delivery]
      /// Of them, those that come in time.
      public var inTime: [Delivery] {
        deliveries.filter { delivery in limitMinutes.map { delivery.minutes <= $0 } ?? false }
      }
      /// What of it comes in time.
      public var reachable: Double { inTime.compactMap(\.amount).reduce(0, +) }
      /// How many lines what comes in time is enough for; nil where it is needed once, or not known.
      public var linesInTime: Int? {
        guard isEach, let amount, amount > 0, inTime.contains(where: { $0.amount != nil }) else { return nil }
        return Int(reachable / amount)
      }
      /// What is missing then, at the most where something could not be counted; nil where the need is not known.
      public var shortage: Double? {
        guard let amount, !isEach else { return nil }
        let missing = amount - reachable
        // What arithmetic leaves over is nothing.
        return missing > amount * 1e-9 ? missing : 0
      }
    }

    /// What is missing in the data.
    public struct Lack: Sendable, Hashable {
      /// The rule by which it is missed.
      public let rule: PlanRule
      /// What.
      public let what: String
      /// Where it can be had.
      public let from: String
    }

    /// What gets in, or may.
    public internal(set) var treated: [Treated] = []
    /// The facilities in time, in the order of the water.
    public internal(set) var works: [Work] = []
    /// What temporary dams must hold.
    public internal(set) var dams: [Dam] = []
    /// What keeps clean water back; nil where nothing is recorded.
    public internal(set) var cleanWater: CleanWater?
    /// Where agents are dosed; nil where no facility is in time.
    public internal(set) var dosingPoint: DosingPoint?
    /// The agents.
    public internal(set) var doses: [Dose] = []
    /// The water that dilutes; none where the mass is not known.
    public internal(set) var dilutions: [Dilution] = []
    /// The reservoirs of the river that can give clean water to a target below the spill.
    public internal(set) var reservoirs: [Item] = []
    /// Where samples are taken, in the order of the water.
    public internal(set) var samplingPoints: [SamplingPoint] = []
    /// What is measured.
    public internal(set) var samplingItems: [String] = []
    /// Where teams and supplies are called to.
    public internal(set) var site = ""
    /// The position of that place; nil before anybody is called.
    public internal(set) var sitePosition: Position?
    /// When the front is there at the earliest in the seasons in which work there is in time, minutes; nil where none is.
    public internal(set) var siteMinutes: Double?
    /// Minutes from the call until which teams must be there: the front less the time that the work takes.
    public internal(set) var siteLimitMinutes: Double?
    /// The teams and laboratories, the soonest first.
    public internal(set) var helpers: [Helper] = []
    /// What is needed.
    public internal(set) var needs: [Need] = []
    /// What is missing in the data.
    public internal(set) var lacks: [Lack] = []
    /// The rules.
    public internal(set) var rules: ResponseRules?
    /// What was assumed of those who come; nil before anybody is called.
    public internal(set) var raceRules: RaceRules?
  }
}
