import Foundation

extension EnterpriseRules {
  /// Everything that a plant's grade is made of, in the order of the standard.
  func parts(_ facts: EnterpriseFacts, index: SubstanceIndex, on day: String) -> [EnterprisePart] {
    var parts = quantityParts(facts.substances, index)
    parts.append(processPart(facts.processes))
    for medium in Medium.allCases {
      parts += control(medium).indicators.map { indicatorPart($0, medium, facts.measures[$0.property]) }
      parts.append(accidentPart(medium, facts.accidents, on: day))
    }
    parts += airParts(facts)
    parts += waterParts(facts)
    parts.append(raisePart(facts.penalised))
    return parts
  }

  private func processPart(_ processes: [ProcessLine]?) -> EnterprisePart {
    let most = self.processes.maximumPoints
    let mostPerSet = self.processes.entries.map(\.pointsPerSet).max() ?? 0
    let lines = processes?.map { line in
      (line: line, entry: self.processes.entries.first { $0.types.contains(line.type) })
    }
    func points(_ entry: Processes.Entry?) -> Span { entry.map { Span($0.pointsPerSet) } ?? Span(0, mostPerSet) }
    let sum = lines.map { lines in
      lines.reduce(Span(0)) { sum, item in
        let points = points(item.entry)
        if let sets = item.line.sets, sets >= 0 { return sum + points * Double(sets) }
        // At least one set runs, and no more points count than the cap.
        return sum + Span(points.low, points.high > 0 ? most : 0)
      }
    }
    let span = sum?.capped(at: most) ?? Span(0, most)
    return EnterprisePart(
      .control, air: span, water: span, isVerified: self.processes.verified, property: "processes"
    ) {
      let (clause, title) = (self.processes.clause, "生产工艺过程")
      guard let lines, let sum else {
        return .init(
          clause: clause, title: title, inputs: [RiskInput(property: "processes", title: "生产工艺", value: nil)],
          reasoning: "最多\(PlainFigure.text(most))分", missing: "没有登记生产工艺")
      }
      let terms = lines.map { item in
        let points = item.entry.map { Span($0.pointsPerSet) } ?? Span(0, mostPerSet)
        return item.line.sets.flatMap { $0 >= 0 ? "\(item.line.type) \($0)套×\(points.text)分" : nil }
          ?? "\(item.line.type) \(points.text)分/套"
      }
      let missing = lines.flatMap { item in
        [
          item.entry == nil ? "工艺“\(item.line.type)”不在评分表中" : nil,
          (item.line.sets ?? -1) < 0 && item.entry?.pointsPerSet != 0 ? "“\(item.line.type)”没有套数" : nil,
        ].compactMap { $0 }
      }
      let cap = sum.high > most ? "，最多计\(PlainFigure.text(most))分" : ""
      return .init(
        clause: clause, title: title,
        inputs: lines.isEmpty
          ? [RiskInput(property: "processes", title: "生产工艺", value: "无")]
          : lines.map {
            RiskInput(
              property: "processes", title: "生产工艺", value: "\($0.line.type)\($0.line.sets.map { " \($0)套" } ?? "")")
          },
        reasoning: terms.isEmpty ? "没有列入评分的工艺" : terms.joined(separator: "＋") + cap,
        missing: span.isKnown || missing.isEmpty ? nil : missing.joined(separator: "；"))
    }
  }

  private func indicatorPart(_ indicator: Indicator, _ medium: Medium, _ value: String?) -> EnterprisePart {
    let option = indicator.options.first { $0.value == value }
    let points = indicator.options.map(\.points)
    let span = option.map { Span($0.points) } ?? Span(points.min() ?? 0, points.max() ?? 0)
    let control = control(medium)
    return EnterprisePart(
      .control, air: medium == .air ? span : nil, water: medium == .water ? span : nil, isVerified: control.verified,
      property: indicator.property
    ) {
      .init(
        clause: control.clause, title: indicator.title,
        inputs: [RiskInput(property: indicator.property, title: indicator.title, value: value)],
        reasoning: option.map { "\($0.value)计\(PlainFigure.text($0.points))分" } ?? "各种情形计\(span.text)分",
        missing: value == nil
          ? "没有登记\(indicator.title)" : option == nil ? "“\(value ?? "")”不是评分表中的说法" : nil)
    }
  }

  private func accidentPart(_ medium: Medium, _ accidents: [PastAccident]?, on day: String) -> EnterprisePart {
    let control = control(medium)
    let options = control.accidents
    let most = options.map(\.points).max() ?? 0
    let first = "\(String(format: "%04d", (Int(day.prefix(4)) ?? 0) - accidentYears))\(day.dropFirst(4))"
    let counted = accidents?.filter { accident in
      (accident.medium == nil || accident.medium == medium.title) && (accident.date ?? first) >= first
    }.map { accident in
      (
        accident: accident,
        points: options.first { $0.value == accident.grade }.map { Span($0.points) }
          ?? Span(options.map(\.points).min() ?? 0, most)
      )
    }
    let span =
      counted?.reduce(Span(0)) { worst, item in
        let isCertain = item.accident.date != nil && item.accident.medium != nil
        return worst.greater(of: isCertain ? item.points : Span(0, item.points.high))
      } ?? Span(0, most)
    let years = accidentYears
    return EnterprisePart(
      .control, air: medium == .air ? span : nil, water: medium == .water ? span : nil, isVerified: control.verified,
      property: "accidents"
    ) {
      func words(_ value: String?, _ reasoning: String, _ missing: String?) -> EnterprisePart.Words {
        .init(
          clause: control.clause, title: "近\(years)年内突发\(medium == .air ? "大气" : "水")环境事件",
          inputs: [RiskInput(property: "accidents", title: "近三年突发环境事件", value: value)], reasoning: reasoning,
          missing: missing)
      }
      guard let counted else {
        return words(nil, "最多\(PlainFigure.text(most))分", "没有登记近三年突发环境事件（没有发生的请填空列表或“无”）")
      }
      let told = counted.map {
        "\($0.accident.date ?? "日期不详")\($0.accident.grade ?? "等级不详")事件计\($0.points.text)分"
      }
      return words(
        told.isEmpty ? "无" : "\(told.count)起", told.isEmpty ? "自\(first)以来没有" : told.joined(separator: "；") + "，取最高",
        span.isKnown ? nil : "事件的日期、环境要素或等级没有填全")
    }
  }

  private func airParts(_ facts: EnterpriseFacts) -> [EnterprisePart] {
    let table = airSensitivity
    func part(_ property: String, _ title: String, _ people: Int?, _ e2: Double, _ e1: Double) -> EnterprisePart {
      let known = people.flatMap { $0 >= 0 ? Double($0) : nil }
      return EnterprisePart(
        .sensitivity, air: known.map { Span($0 >= e1 ? 2 : $0 >= e2 ? 1 : 0) } ?? Span(0, 2),
        isVerified: table.verified, property: property
      ) {
        .init(
          clause: table.clause, title: title,
          inputs: [RiskInput(property: property, title: title, value: people.map { "\($0)人" })],
          reasoning: "\(PlainFigure.text(e1))人及以上为E1，\(PlainFigure.text(e2))人及以上为E2",
          missing: known == nil ? "没有\(title)" : nil)
      }
    }
    let restricted = facts.restrictedAreaNearby
    let (wideKm, nearM) = (PlainFigure.text(table.wideKm), PlainFigure.text(table.nearM))
    return [
      part("population_5km", "\(wideKm)km范围内人口", facts.population5km, table.e2PeopleWide, table.e1PeopleWide),
      part("population_500m", "\(nearM)m范围内人口", facts.population500m, table.e2PeopleNear, table.e1PeopleNear),
      EnterprisePart(
        .sensitivity, air: restricted.map { Span($0 ? 2 : 0) } ?? Span(0, 2), isVerified: table.verified,
        property: "restricted_area_nearby"
      ) {
        .init(
          clause: table.clause, title: "\(wideKm)km内军事或涉密区域",
          inputs: [
            RiskInput(
              property: "restricted_area_nearby", title: "5km内有军事或涉密区域", value: restricted.map { $0 ? "是" : "否" })
          ], reasoning: "有则为E1", missing: restricted == nil ? "没有登记\(wideKm)km内有无军事或涉密区域" : nil)
      },
    ]
  }

  private func raisePart(_ penalised: Bool?) -> EnterprisePart {
    let combination = combination
    return EnterprisePart(
      .raise, water: penalised.map { Span($0 ? 1 : 0) } ?? Span(0, 1), isVerified: combination.verified,
      property: "penalised"
    ) {
      .init(
        clause: combination.clause, title: "近三年违法受罚",
        inputs: [RiskInput(property: "penalised", title: "近三年违法受罚", value: penalised.map { $0 ? "是" : "否" })],
        reasoning: "因违法排放污染物、非法转移处置危险废物等受罚的上调一级，最高为重大",
        missing: penalised == nil ? "没有登记近三年是否违法受罚" : nil)
    }
  }
}
