/// A substance kept at a plant, as recorded.
public struct StoredSubstance: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The CAS number.
  public var cas: String?
  /// 气态, 液态, 固态 or 溶液.
  public var form: String?
  /// The strength in percent by mass.
  public var concentrationPct: Double?
  /// The greatest quantity within the year, tonnes, as handed in.
  public var stockT: Double?
  /// The threshold that was handed in with it, tonnes; the rules' own counts.
  public var thresholdT: Double?

  /// A substance from its parts.
  public init(
    name: String, cas: String? = nil, form: String? = nil, concentrationPct: Double? = nil, stockT: Double? = nil,
    thresholdT: Double? = nil
  ) {
    self.name = name
    self.cas = cas
    self.form = form
    self.concentrationPct = concentrationPct
    self.stockT = stockT
    self.thresholdT = thresholdT
  }
}

/// A process and how many sets of it run.
public struct ProcessLine: Sendable, Hashable {
  /// The process.
  public var type: String
  /// The number of sets.
  public var sets: Int?

  /// A process from its parts.
  public init(type: String, sets: Int? = nil) {
    self.type = type
    self.sets = sets
  }
}

/// An accident of the past.
public struct PastAccident: Sendable, Hashable {
  /// The day, `2024-03-01`.
  public var date: String?
  /// 大气, 水 or 土壤.
  public var medium: String?
  /// 特别重大, 重大, 较大 or 一般.
  public var grade: String?

  /// An accident from its parts.
  public init(date: String? = nil, medium: String? = nil, grade: String? = nil) {
    self.date = date
    self.medium = medium
    self.grade = grade
  }
}

/// Something along the water below an outfall.
public struct WaterReceptor: Sendable, Hashable {
  /// The kind of record, or `border`.
  public var kind: String
  /// The class of a sensitive target, or 国界, 省界, 市界, 县界 of a border; 区界 of one whose level isn't known.
  public var targetClass: String?
  /// 国家级, 省级, 市级, 县级.
  public var protectionLevel: String?
  /// The name.
  public var name: String
  /// The record, as `kind/code`.
  public var reference: String?
  /// The outfall it lies below.
  public var outfall: String
  /// Kilometres along the water from the outfall.
  public var pathKm: Double
  /// Hours at the greatest daily mean speed; nil where not known.
  public var hours: Double?
  /// Metres from the water's line.
  public var offsetMetres: Double
  /// The day that its record is of; nil where not known.
  public var date: String?

  /// A receptor from its parts.
  public init(
    kind: String, targetClass: String? = nil, protectionLevel: String? = nil, name: String, reference: String? = nil,
    outfall: String, pathKm: Double, hours: Double? = nil, offsetMetres: Double = 0, date: String? = nil
  ) {
    self.kind = kind
    self.targetClass = targetClass
    self.protectionLevel = protectionLevel
    self.name = name
    self.reference = reference
    self.outfall = outfall
    self.pathKm = pathKm
    self.hours = hours
    self.offsetMetres = offsetMetres
    self.date = date
  }
}

/// What is known of the water below a plant's outfalls.
public struct WaterSurroundings: Sendable, Hashable {
  /// Why something there may not be known.
  public struct Gap: Sendable, Hashable {
    /// The property that would tell.
    public var property: String
    /// What is missing, in Chinese.
    public var message: String

    /// A gap from its parts.
    public init(property: String, message: String) {
      self.property = property
      self.message = message
    }
  }

  /// What was met along the water.
  public var receptors: [WaterReceptor]
  /// Why something may not have been met.
  public var gaps: [Gap]

  /// Surroundings from their parts.
  public init(receptors: [WaterReceptor] = [], gaps: [Gap] = []) {
    self.receptors = receptors
    self.gaps = gaps
  }
}

/// What is recorded of a plant, as far as HJ 941 asks for it; nil is not known, an empty list is none.
public struct EnterpriseFacts: Sendable, Hashable {
  /// The type of enterprise.
  public var enterpriseType: String?
  /// The substances.
  public var substances: [StoredSubstance]?
  /// The processes.
  public var processes: [ProcessLine]?
  /// The recorded words by property, as the indicators name them.
  public var measures: [String: String] = [:]
  /// The accidents.
  public var accidents: [PastAccident]?
  /// Whether it was punished in the last three years.
  public var penalised: Bool?
  /// People within 5 km.
  public var population5km: Int?
  /// People within 500 m.
  public var population500m: Int?
  /// Whether a military or secret area lies within 5 km.
  public var restrictedAreaNearby: Bool?
  /// Whether it stands on karst, or where floods are let out or debris flows.
  public var fragileGround: Bool?
  /// What lies below its outfalls.
  public var water = WaterSurroundings(gaps: [.init(property: "outfalls", message: "没有登记排放口")])

  /// Facts of which nothing is known.
  public init() {}
}
