import HetuHydrology
import HetuRegistry

/// The concentrations of a spill at what a trace meets.
struct SpillFigures {
  static let figures: [Figure] = [
    Figure(
      name: "concentration_low_mg_l", title: "峰值浓度下限", unit: "mg/L", decimals: 4, exactDecimals: 9, isDetail: true),
    Figure(name: "concentration_mg_l", title: "峰值浓度", unit: "mg/L", decimals: 4, exactDecimals: 9),
    Figure(
      name: "concentration_high_mg_l", title: "峰值浓度上限", unit: "mg/L", decimals: 4, exactDecimals: 9, isDetail: true),
    Figure(name: "limit_mg_l", title: "限值", unit: "mg/L", decimals: 5),
    Figure(name: "limit_basis", title: "限值依据", isDetail: true),
    Figure(name: "exceedance", title: "超标倍数", unit: "倍", decimals: 1, isDetail: true),
    Figure(name: "exceedance_text", title: "超标情况"),
    Figure(name: "exceeds_from_earliest_h", title: "最早超标", unit: "h", decimals: 2),
    Figure(name: "exceeds_from_h", title: "开始超标", unit: "h", decimals: 2),
    Figure(name: "exceeds_until_h", title: "恢复达标", unit: "h", decimals: 2),
    Figure(name: "exceeds_until_latest_h", title: "最晚恢复达标", unit: "h", decimals: 2, isDetail: true),
    Figure(name: "unmixed", title: "近岸未混匀", isDetail: true),
  ]

  private let spill: Spill
  private let found: WaterTraceQuestion.Found
  private var unverified: [TravelWarning] = []
  private var withoutData: (count: Int, first: String)?
  private var uncertain = 0
  private var unmixed = 0
  private var early = 0
  private var still = 0

  init(_ spill: Spill, _ found: WaterTraceQuestion.Found) {
    self.spill = spill
    self.found = found
  }

  /// The figures at an encounter; nothing where the water does not come there, or its flow or section is not known.
  mutating func values(
    at encounter: Trace.Encounter, way: TravelProfile?, times: TravelTimes?
  ) throws -> [Value] {
    let unknown = [Value](repeating: .null, count: Self.figures.count)
    guard let way else { return unknown }
    let record = found.subjects[encounter].record
    do {
      guard
        let (forecast, limit) = try spill.forecast(
          along: way, at: record, inLake: found.pieces[encounter.edge].isStanding)
      else { return unknown }
      for warning in limit?.warnings ?? [] where !unverified.contains(warning) { unverified.append(warning) }
      if let front = forecast.front, let times, front.earliestHours < times.front.earliestHours { early += 1 }
      let kinds = Set(forecast.warnings.map(\.kind))
      let isUnmixed = kinds.contains(.notMixed) || kinds.contains(.tooNearForDispersion)
      if isUnmixed { unmixed += 1 }
      if kinds.contains(.mayStayBelowLimit) { uncertain += 1 }
      let peak = forecast.peakConcentration
      // What is exceeded in part of the band only has no likely time.
      let isLikely = limit.map { peak.likely > $0.milligramsPerLitre } ?? false
      return [
        .real(peak.low), .real(peak.likely), .real(peak.high), limit.map { .real($0.milligramsPerLitre) } ?? .null,
        limit.map { .text($0.basis) } ?? .null, forecast.exceedance.map { .real($0.value) } ?? .null,
        .text(forecast.exceedance?.text ?? "没有限值"), .arrival(forecast.front?.earliestHours),
        .arrival(isLikely ? forecast.front?.likelyHours : nil),
        .ending(isLikely ? forecast.recovery?.likelyHours : nil),
        .ending(forecast.recovery?.latestHours), .boolean(isUnmixed),
      ]
    } catch let error as TravelTimeError where error.code == .stillWater {
      still += 1
      return unknown
    } catch let error as TravelTimeError where error.code == .missingValue {
      withoutData = ((withoutData?.count ?? 0) + 1, withoutData?.first ?? (record?.reference ?? ""))
      return unknown
    }
  }

  /// What is to be minded about the concentrations.
  var warnings: [AnswerWarning] {
    var warnings = unverified.map { AnswerWarning($0.message) } + spill.warnings
    if let withoutData {
      warnings.append(
        AnswerWarning(
          "\(withoutData.count)处对象的途中河段缺流量、河宽或水深，只给时间，没有浓度；请补充河段水文资料",
          withoutData.first.isEmpty ? nil : withoutData.first))
    }
    if still > 0 {
      warnings.append(AnswerWarning("\(still)处与泄漏点在同一库区或湖泊内，一维解不适用，只给时间；完全混合时的浓度约为泄漏量除以蓄水量"))
    }
    if unmixed > 0 { warnings.append(AnswerWarning("\(unmixed)处距泄漏点太近，近岸未混匀或一维解不适用，浓度只是粗估，同岸可能高数倍")) }
    if early > 0 { warnings.append(AnswerWarning("\(early)处因泄漏量大，最早超标早于前锋最早（前锋按峰值时间折算）：预警以早者为准")) }
    if uncertain > 0 { warnings.append(AnswerWarning("\(uncertain)处是否超标取决于流速和扩散的取值")) }
    if !found.trace.encounters.isEmpty {
      warnings.append(AnswerWarning("浓度未计本底和沿途未登记的支流稀释，离散系数的误差可达数倍，仅供研判"))
    }
    return warnings
  }
}
