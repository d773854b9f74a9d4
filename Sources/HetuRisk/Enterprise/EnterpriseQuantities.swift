extension EnterpriseRules {
  /// What each substance adds to Q: its pure quantity over its threshold, once for each medium that it counts for.
  func quantityParts(_ substances: [StoredSubstance]?, _ index: SubstanceIndex) -> [EnterprisePart] {
    guard let substances else {
      let open = Dictionary(uniqueKeysWithValues: Medium.allCases.map { ($0, Span(0, .infinity)) })
      return [
        EnterprisePart(
          axis: .quantity, clause: quantityLevels.clause, title: "环境风险物质",
          inputs: [RiskInput(property: "substances", title: "环境风险物质", value: nil)], reasoning: "Q = Σ w/W", spans: open,
          isVerified: quantityLevels.verified, missing: "没有登记环境风险物质")
      ]
    }
    return substances.map { part(of: $0, index) }
  }

  private func part(of stored: StoredSubstance, _ index: SubstanceIndex) -> EnterprisePart {
    let (stock, doubt) = tonnes(stored.stockT)
    var wrongThreshold: String?
    let (reasoning, spans, isVerified, missing): (String, [Medium: Span], Bool, String?)
    var name = stored.name
    let wrongCAS = stored.cas.flatMap { CASNumber.isValid($0) ? nil : "CAS号\($0)的校验位不符" }
    switch index.find(stored) {
    case .found(let match):
      let ratio = ratio(of: stored, stock, match)
      name = match.substance.name
      reasoning = ratio.reasoning
      spans = Dictionary(uniqueKeysWithValues: match.substance.media.map { ($0, ratio.span) })
      isVerified = match.substance.verified
      missing = ratio.missing
      wrongThreshold = appendix.table.doubt(stored, match.substance)
    case .ambiguous(let matches):
      let ratios = matches.map { ratio(of: stored, stock, $0) }
      let media = Set(matches.flatMap(\.substance.media))
      let low = ratios.map(\.span.low).min() ?? 0
      let high = ratios.map(\.span.high).max() ?? .infinity
      spans = Dictionary(uniqueKeysWithValues: media.map { ($0, Span(low, high)) })
      reasoning = ratios.map(\.reasoning).joined(separator: "；或")
      isVerified = matches.allSatisfy(\.substance.verified)
      missing = "CAS号\(stored.cas ?? "")对应\(matches.map { "“\($0.substance.name)”" }.joined(separator: "和"))，请填明形态"
    case .unlisted:
      let most = stock.high / appendix.unlistedThresholdT
      spans = Dictionary(uniqueKeysWithValues: Medium.allCases.map { ($0, Span(0, most)) })
      reasoning = "不在规则文件的物质表中；若列入附录A，最多按最小临界量\(PlainFigure.text(appendix.unlistedThresholdT)) t计"
      isVerified = appendix.verified
      missing = most > 0 ? "请核对附录A是否列有此物质，并补入规则文件" : nil
    }
    let notes = [missing, wrongCAS, wrongThreshold, doubt].compactMap { $0 }
    return EnterprisePart(
      axis: .quantity, clause: appendix.clause, title: stored.name,
      inputs: [RiskInput(property: "substances", title: "环境风险物质", value: Self.text(stored))], reasoning: reasoning,
      spans: spans,
      isVerified: isVerified, missing: notes.isEmpty ? nil : notes.joined(separator: "；"),
      substance: name)
  }

  /// The stock as far as it can be believed, and what is odd about it.
  private func tonnes(_ stock: Double?) -> (span: Span, doubt: String?) {
    guard let stock else { return (Span(0, .infinity), "没有最大存在量") }
    guard stock.isFinite, stock >= 0 else { return (Span(0, .infinity), "最大存在量不是一个不小于0的数") }
    guard stock < largestStockT else {
      return (Span(0, stock), "最大存在量\(PlainFigure.text(stock)) t大得不合常理，请核对单位（t、kg）")
    }
    return (Span(stock), nil)
  }

  /// Pure quantity over threshold.
  private func ratio(
    of stored: StoredSubstance, _ stock: Span, _ match: SubstanceIndex.Match
  ) -> (span: Span, reasoning: String, missing: String?) {
    let substance = match.substance
    let threshold = substance.thresholdT
    var share = Span(match.fraction)
    var words = ["按\(match.basis)为“\(substance.name)”，临界量\(PlainFigure.text(threshold)) t"]
    var missing: String?
    let strength = stored.concentrationPct.flatMap { (0...100).contains($0) ? $0 : nil }
    if match.fraction < 1 { words.append("含\(PlainFigure.text(match.fraction * 100)) %") }
    if let least = substance.minimumConcentrationPct {
      // The entry is of a solution of at least that strength; a weaker one counts by what it would make of such a solution.
      if let strength {
        share = Span(min(1, strength / least))
        words.append(
          strength >= least
            ? "浓度\(PlainFigure.text(strength)) %，按溶液计"
            : "浓度\(PlainFigure.text(strength)) %，折成\(PlainFigure.text(least)) %的溶液")
      } else {
        share = Span(0, 1)
        missing = "没有浓度（\(PlainFigure.text(least)) %以上全量计，以下折算）"
      }
    } else if let strength {
      share = share * (strength / 100)
      words.append("浓度\(PlainFigure.text(strength)) %，折成纯物质")
    } else if stored.concentrationPct != nil {
      share = Span(0, match.fraction)
      missing = "浓度不在0–100 %之间"
    } else if stored.form == "溶液" {
      share = Span(0, match.fraction)
      missing = "溶液没有浓度"
    } else if match.fraction == 1 {
      words.append("没有浓度，按纯物质计")
    }
    let low = stock.low * share.low / threshold
    let high = share.high > 0 ? stock.high * share.high / threshold : 0
    if stock.isKnown, share.isKnown {
      words.append(
        "\(PlainFigure.text(stock.low * share.low)) ÷ \(PlainFigure.text(threshold)) = \(PlainFigure.text(low))")
    }
    return (Span(low, high), words.joined(separator: "，"), missing)
  }

  private static func text(_ stored: StoredSubstance) -> String {
    var words = [stored.name]
    if let cas = stored.cas { words.append("CAS \(cas)") }
    if let form = stored.form { words.append(form) }
    if let strength = stored.concentrationPct { words.append("\(PlainFigure.text(strength)) %") }
    words.append(stored.stockT.map { "\(PlainFigure.text($0)) t" } ?? "存量不详")
    return words.joined(separator: " ")
  }
}
