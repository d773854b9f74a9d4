/// The points of one indicator of H, S or R.
struct IndicatorScore: Sendable {
  let indicator: TailingsRules.Components.Indicator
  /// The points that are possible.
  let points: Span
  /// As the assessors recorded it, which counts; nil where they didn't.
  let recorded: Double?
  /// What it rests on.
  let inputs: [RiskInput]
  /// How, in Chinese.
  let reasoning: String
  /// What contradicts it, in Chinese.
  let warning: String?
}

/// What is known of a pond by one measure.
private struct Measurement {
  var inputs: [RiskInput]
  /// Words, of which that of the highest points counts.
  var words: [String] = []
  var number: Double?
  /// What isn't known, so that there may be more of it; nil where all is known.
  var missing: String?
  /// Nothing of the kind is there, so that no points are due.
  var isNone = false
}

extension TailingsRules {
  /// The points of each indicator of a list of components, by what is known of a pond.
  func scores(_ components: [Components.Component], _ facts: TailingsFacts) -> [IndicatorScore] {
    components.flatMap(\.indicators).map { score($0, facts) }
  }

  private func score(_ indicator: Components.Indicator, _ facts: TailingsFacts) -> IndicatorScore {
    let text = PlainFigure.text
    let measured = indicator.measure.map { measurement($0, facts) }
    let computed = measured.map { points(indicator, $0) } ?? Span(0, indicator.maximum)
    var inputs = measured?.inputs ?? []
    var reasons = [measured?.missing].compactMap { $0 }
    if let measured, measured.missing == nil {
      if measured.isNone { reasons.append("沿水流\(text(distances.flowPathKm)) km内没有行政区边界") }
      if !computed.isKnown { reasons.append("规则文件没有此项的评分标准") }
    } else if measured == nil {
      reasons.append("登记库没有此项资料")
    }
    reasons.append("计\(computed.text)分")
    var warning: String?
    let recorded = facts.itemScores[indicator.title].flatMap { score -> Double? in
      inputs.append(RiskInput(property: "risk_item_scores", title: "登记得分", value: "\(text(score))分"))
      guard (0...indicator.maximum).contains(score) else {
        warning = "\(indicator.title)的登记得分\(text(score))不在0–\(text(indicator.maximum))之间，没有采用"
        return nil
      }
      if score < computed.low || score > computed.high {
        warning = "\(indicator.title)登记得\(text(score))分，按登记资料应为\(computed.text)分"
      }
      reasons.append("以登记得分为准")
      return score
    }
    return IndicatorScore(
      indicator: indicator, points: recorded.map { Span($0) } ?? computed, recorded: recorded, inputs: inputs,
      reasoning: reasons.joined(separator: "，"), warning: warning)
  }

  private func points(_ indicator: Components.Indicator, _ measured: Measurement) -> Span {
    if measured.isNone, measured.missing == nil { return Span(0) }
    let known = measured.words.map(indicator.points) + (measured.number.map { [indicator.points(of: $0)] } ?? [])
    let worst = known.isEmpty ? Span(0, indicator.maximum) : known.reduce(Span(0)) { $0.greater(of: $1) }
    guard measured.missing != nil else { return worst }
    // What isn't known may make it more; of a border's distance also less, as a higher border counts first.
    return Span(indicator.measure == .borderKm ? 0 : known.isEmpty ? 0 : worst.low, indicator.maximum)
  }

  private func measurement(_ measure: Components.Measure, _ facts: TailingsFacts) -> Measurement {
    switch measure {
    case .wasteType:
      let values =
        [("minerals", "矿种", facts.minerals), ("beneficiation", "选矿工艺", facts.beneficiation)]
        + [("waste_class", "尾矿属性", facts.wasteClass.map { [$0] })]
      let open = values.filter { $0.2 == nil }.map(\.1)
      return Measurement(
        inputs: values.map { RiskInput(property: $0.0, title: $0.1, value: $0.2?.joined(separator: "、")) },
        words: values.flatMap { $0.2 ?? [] }, missing: open.isEmpty ? nil : "没有\(open.joined(separator: "、"))")
    case .volume: return number(facts.volume, "万m³")
    case .damHeight: return number(facts.damHeight, "m")
    case .sizeGrade:
      return word("size_grade", "等别", facts.sizeGrade ?? size(facts))
    case .timesOver, .indicatorsOver: return pollution(measure, facts)
    case .borderClass, .borderKm, .receptorClasses: return below(measure, facts)
    case .safety: return word("safety", "安全度", facts.safety)
    case .seismicIntensity:
      return number(.init(property: "seismic_intensity", title: "地震烈度", value: facts.seismicIntensity), "度")
    case .landslide: return word("landslide", "有无滑坡体", facts.landslide.map { $0 ? "是" : "否" })
    case .debrisFlow: return word("debris_flow", "有无泥石流条件", facts.debrisFlow.map { $0 ? "是" : "否" })
    }
  }

  private func word(_ property: String, _ title: String, _ value: String?) -> Measurement {
    Measurement(
      inputs: [RiskInput(property: property, title: title, value: value)], words: value.map { [$0] } ?? [],
      missing: value == nil ? "没有\(title)" : nil)
  }

  private func number(_ figure: TailingsFacts.Figure, _ unit: String) -> Measurement {
    let value = figure.value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    return Measurement(
      inputs: [figure.input(unit)], number: value, missing: value == nil ? "没有\(figure.title)" : nil)
  }

  private func pollution(_ measure: Components.Measure, _ facts: TailingsFacts) -> Measurement {
    let counted = components.countedTimesOver
    let known = (facts.pollutants ?? []).compactMap(\.timesOver)
    let isWhole = facts.pollutants.map { $0.count == known.count } ?? false
    let inputs = [
      RiskInput(
        property: "pollutants", title: "特征污染物",
        value: facts.pollutants.map { list in
          list.isEmpty
            ? "无"
            : list.map { "\($0.name)\($0.timesOver.map { " \(PlainFigure.text($0))倍" } ?? "（没有倍数）")" }.joined(
              separator: "、")
        })
    ]
    let number = measure == .timesOver ? known.max() : Double(known.count { $0 >= counted })
    return Measurement(
      inputs: inputs, number: known.isEmpty && !isWhole ? nil : number ?? 0,
      missing: isWhole ? nil : facts.pollutants == nil ? "没有特征污染物" : "有污染物没有超标倍数")
  }

  private func below(_ measure: Components.Measure, _ facts: TailingsFacts) -> Measurement {
    let near = facts.water.receptors.filter { $0.pathKm <= distances.flowPathKm }
    let missing = facts.water.gaps.isEmpty ? nil : facts.water.gaps.map(\.message).joined(separator: "；")
    func input(_ receptor: WaterReceptor) -> RiskInput {
      RiskInput(
        reference: receptor.reference, property: "geometry", title: receptor.targetClass ?? "目标",
        value:
          "\(receptor.name)（\(receptor.targetClass ?? "类型不详")）\(PlainFigure.text((receptor.pathKm * 1_000).rounded() / 1_000)) km",
        date: receptor.date)
    }
    if measure == .receptorClasses {
      let targets = near.filter { $0.kind != "border" }
      return Measurement(
        inputs: targets.map(input), words: targets.compactMap(\.targetClass),
        missing: [missing, "沿水流以外的受体不在登记的查找范围内"].compactMap { $0 }.joined(separator: "；"))
    }
    let order = ["国界", "省界", "市界", "县界"]
    let borders = near.filter { order.contains($0.targetClass ?? "") }.sorted {
      (order.firstIndex(of: $0.targetClass ?? "") ?? 9, $0.pathKm)
        < (order.firstIndex(of: $1.targetClass ?? "") ?? 9, $1.pathKm)
    }
    let isUnclear = near.contains { $0.targetClass == "区界" }
    let open = [missing, isUnclear ? "有边界的级别不详" : nil].compactMap { $0 }.joined(separator: "；")
    return Measurement(
      inputs: borders.prefix(1).map(input),
      words: measure == .borderClass ? borders.prefix(1).compactMap(\.targetClass) : [],
      number: measure == .borderKm ? borders.first?.pathKm : nil, missing: open.isEmpty ? nil : open,
      isNone: borders.isEmpty)
  }

  /// The size grade by volume and height; nil where one is missing or makes no sense.
  func size(_ facts: TailingsFacts) -> String? {
    guard let volume = facts.volume.value, let height = facts.damHeight.value, volume >= 0, height >= 0 else {
      return nil
    }
    return sizeGrades.table.grade(volume: volume, height: height)
  }
}
