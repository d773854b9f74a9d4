import Foundation

extension EnterpriseRules {
  /// Everything that a plant's grade is made of, in the order of the standard.
  func parts(_ facts: EnterpriseFacts, index: SubstanceIndex, on day: String) -> [EnterprisePart] {
    quantityParts(facts.substances, index) + [processPart(facts.processes)]
      + Medium.allCases.flatMap { medium in
        control(medium).indicators.map { indicatorPart($0, medium, facts.measures[$0.property]) }
          + [accidentPart(medium, facts.accidents, on: day)]
      }
      + airParts(facts) + waterParts(facts) + [raisePart(facts.penalised)]
  }

  private func processPart(_ processes: [ProcessLine]?) -> EnterprisePart {
    let both = { (span: Span) in Dictionary(uniqueKeysWithValues: Medium.allCases.map { ($0, span) }) }
    let title = "生产工艺过程"
    guard let lines = processes else {
      return EnterprisePart(
        axis: .control, clause: self.processes.clause, title: title,
        inputs: [RiskInput(property: "processes", title: "生产工艺", value: nil)],
        reasoning: "最多\(PlainFigure.text(self.processes.maximumPoints))分",
        spans: both(Span(0, self.processes.maximumPoints)), isVerified: self.processes.verified, missing: "没有登记生产工艺")
    }
    var sum = Span(0)
    var terms: [String] = []
    var missing: [String] = []
    for line in lines {
      let entry = self.processes.entries.first { $0.types.contains(line.type) }
      let most = self.processes.entries.map(\.pointsPerSet).max() ?? 0
      let points = entry.map { Span($0.pointsPerSet) } ?? Span(0, most)
      if entry == nil { missing.append("工艺“\(line.type)”不在评分表中") }
      if let sets = line.sets, sets >= 0 {
        sum = sum + points * Double(sets)
        terms.append("\(line.type) \(sets)套×\(points.text)分")
      } else {
        // At least one set runs, and no more points count than the cap.
        sum = sum + Span(points.low, points.high > 0 ? self.processes.maximumPoints : 0)
        if points.high > 0 { missing.append("“\(line.type)”没有套数") }
        terms.append("\(line.type) \(points.text)分/套")
      }
    }
    let span = sum.capped(at: self.processes.maximumPoints)
    let cap = sum.high > self.processes.maximumPoints ? "，最多计\(PlainFigure.text(self.processes.maximumPoints))分" : ""
    return EnterprisePart(
      axis: .control, clause: self.processes.clause, title: title,
      inputs: lines.map {
        RiskInput(property: "processes", title: "生产工艺", value: "\($0.type)\($0.sets.map { " \($0)套" } ?? "")")
      },
      reasoning: terms.isEmpty ? "没有列入评分的工艺" : terms.joined(separator: "＋") + cap, spans: both(span),
      isVerified: self.processes.verified,
      missing: span.isKnown || missing.isEmpty ? nil : missing.joined(separator: "；"))
  }

  private func indicatorPart(_ indicator: Indicator, _ medium: Medium, _ value: String?) -> EnterprisePart {
    let points = indicator.options.map(\.points)
    let option = indicator.options.first { $0.value == value }
    let missing =
      value == nil ? "没有登记\(indicator.title)" : option == nil ? "“\(value ?? "")”不是评分表中的说法" : nil
    return EnterprisePart(
      axis: .control, clause: control(medium).clause, title: indicator.title,
      inputs: [RiskInput(property: indicator.property, title: indicator.title, value: value)],
      reasoning: option.map { "\($0.value)计\(PlainFigure.text($0.points))分" }
        ?? "各种情形计\(Span(points.min() ?? 0, points.max() ?? 0).text)分",
      spans: [medium: option.map { Span($0.points) } ?? Span(points.min() ?? 0, points.max() ?? 0)],
      isVerified: control(medium).verified, missing: missing)
  }

  private func accidentPart(_ medium: Medium, _ accidents: [PastAccident]?, on day: String) -> EnterprisePart {
    let options = control(medium).accidents
    let most = options.map(\.points).max() ?? 0
    let title = "近\(accidentYears)年内突发\(medium == .air ? "大气" : "水")环境事件"
    guard let accidents else {
      return EnterprisePart(
        axis: .control, clause: control(medium).clause, title: title,
        inputs: [RiskInput(property: "accidents", title: "近三年突发环境事件", value: nil)],
        reasoning: "最多\(PlainFigure.text(most))分", spans: [medium: Span(0, most)], isVerified: control(medium).verified,
        missing: "没有登记近三年突发环境事件（没有发生的请填空列表或“无”）")
    }
    let first = "\(String(format: "%04d", (Int(day.prefix(4)) ?? 0) - accidentYears))\(day.dropFirst(4))"
    var worst = Span(0)
    var told: [String] = []
    for accident in accidents where accident.medium == nil || accident.medium == medium.title {
      if let date = accident.date, date < first { continue }
      let points =
        options.first { $0.value == accident.grade }.map { Span($0.points) }
        ?? Span(options.map(\.points).min() ?? 0, most)
      let isCertain = accident.date != nil && accident.medium != nil
      worst = worst.greater(of: isCertain ? points : Span(0, points.high))
      told.append("\(accident.date ?? "日期不详")\(accident.grade ?? "等级不详")事件计\(points.text)分")
    }
    return EnterprisePart(
      axis: .control, clause: control(medium).clause, title: title,
      inputs: [RiskInput(property: "accidents", title: "近三年突发环境事件", value: told.isEmpty ? "无" : "\(told.count)起")],
      reasoning: told.isEmpty ? "自\(first)以来没有" : told.joined(separator: "；") + "，取最高", spans: [medium: worst],
      isVerified: control(medium).verified, missing: worst.isKnown ? nil : "事件的日期、环境要素或等级没有填全")
  }

  private func airParts(_ facts: EnterpriseFacts) -> [EnterprisePart] {
    let table = airSensitivity
    func part(_ property: String, _ title: String, _ people: Int?, _ e2: Double, _ e1: Double) -> EnterprisePart {
      let known = people.flatMap { $0 >= 0 ? Double($0) : nil }
      return EnterprisePart(
        axis: .sensitivity, clause: table.clause, title: title,
        inputs: [RiskInput(property: property, title: title, value: people.map { "\($0)人" })],
        reasoning: "\(PlainFigure.text(e1))人及以上为E1，\(PlainFigure.text(e2))人及以上为E2",
        spans: [.air: known.map { Span($0 >= e1 ? 2 : $0 >= e2 ? 1 : 0) } ?? Span(0, 2)], isVerified: table.verified,
        missing: known == nil ? "没有\(title)" : nil)
    }
    let restricted = facts.restrictedAreaNearby
    return [
      part(
        "population_5km", "\(PlainFigure.text(table.wideKm))km范围内人口", facts.population5km, table.e2PeopleWide,
        table.e1PeopleWide),
      part(
        "population_500m", "\(PlainFigure.text(table.nearM))m范围内人口", facts.population500m, table.e2PeopleNear,
        table.e1PeopleNear),
      EnterprisePart(
        axis: .sensitivity, clause: table.clause, title: "5km内军事或涉密区域",
        inputs: [
          RiskInput(property: "restricted_area_nearby", title: "5km内有军事或涉密区域", value: restricted.map { $0 ? "是" : "否" })
        ],
        reasoning: "有则为E1", spans: [.air: restricted.map { Span($0 ? 2 : 0) } ?? Span(0, 2)],
        isVerified: table.verified, missing: restricted == nil ? "没有登记5km内有无军事或涉密区域" : nil),
    ]
  }

  private func raisePart(_ penalised: Bool?) -> EnterprisePart {
    EnterprisePart(
      axis: .raise, clause: combination.clause, title: "近三年违法受罚",
      inputs: [RiskInput(property: "penalised", title: "近三年违法受罚", value: penalised.map { $0 ? "是" : "否" })],
      reasoning: "因违法排放污染物、非法转移处置危险废物等受罚的上调一级，最高为重大",
      spans: [.water: penalised.map { Span($0 ? 1 : 0) } ?? Span(0, 1)], isVerified: combination.verified,
      missing: penalised == nil ? "没有登记近三年是否违法受罚" : nil)
  }
}
