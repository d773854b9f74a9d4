extension EnterpriseRules {
  /// What each substance adds to Q: its pure quantity over its threshold, once for each medium that it counts for.
  func quantityParts(_ substances: [StoredSubstance]?, _ index: SubstanceIndex) -> [EnterprisePart] {
    guard let substances else {
      let (clause, open) = (quantityLevels.clause, Span(0, .infinity))
      return [
        EnterprisePart(
          .quantity, air: open, water: open, isVerified: quantityLevels.verified, property: "substances"
        ) {
          .init(
            clause: clause, title: "环境风险物质",
            inputs: [RiskInput(property: "substances", title: "环境风险物质", value: nil)], reasoning: "Q = Σ w/W",
            missing: "没有登记环境风险物质")
        }
      ]
    }
    return substances.map { part(of: $0, index.find($0)) }
  }

  private func part(of stored: StoredSubstance, _ finding: SubstanceIndex.Finding) -> EnterprisePart {
    let stock = tonnes(stored.stockT).span
    let matches: [SubstanceIndex.Match]
    let span: Span
    switch finding {
    case .found(let match):
      matches = [match]
      span = amount(of: stored, match).ratio(of: stock, to: match.substance)
    case .ambiguous(let several):
      matches = several
      let ratios = several.map { amount(of: stored, $0).ratio(of: stock, to: $0.substance) }
      span = Span(ratios.map(\.low).min() ?? 0, ratios.map(\.high).max() ?? .infinity)
    case .unlisted:
      matches = []
      span = Span(0, stock.high / appendix.unlistedThresholdT)
    }
    func counts(_ medium: Medium) -> Bool {
      matches.isEmpty || matches.contains { $0.substance.media.contains(medium) }
    }
    let isFound = if case .found = finding { true } else { false }
    return EnterprisePart(
      .quantity, air: counts(.air) ? span : nil, water: counts(.water) ? span : nil,
      isVerified: matches.isEmpty ? appendix.verified : matches.allSatisfy(\.substance.verified),
      property: "substances", substance: isFound ? matches[0].substance.name : stored.name
    ) {
      words(stored, finding)
    }
  }

  /// How a substance counts, in words.
  private func words(_ stored: StoredSubstance, _ finding: SubstanceIndex.Finding) -> EnterprisePart.Words {
    let (stock, doubt) = tonnes(stored.stockT)
    var wrongThreshold: String?
    var otherName: String?
    let (reasoning, missing): (String, String?)
    switch finding {
    case .found(let match):
      let amount = amount(of: stored, match)
      reasoning = amount.reasoning(stock, match)
      missing = amount.missing
      wrongThreshold = appendix.table.doubt(stored, match.substance)
      otherName = match.otherName.map { "名称属于“\($0)”，CAS号属于“\(match.substance.name)”，已按CAS号计" }
    case .ambiguous(let matches):
      reasoning = matches.map { amount(of: stored, $0).reasoning(stock, $0) }.joined(separator: "；或")
      missing = "CAS号\(stored.cas ?? "")对应\(matches.map { "“\($0.substance.name)”" }.joined(separator: "和"))，请填明形态"
    case .unlisted:
      reasoning = "不在规则文件的物质表中；若列入附录A，最多按最小临界量\(PlainFigure.text(appendix.unlistedThresholdT)) t计"
      missing = stock.high > 0 ? "请核对附录A是否列有此物质，并补入规则文件" : nil
    }
    let wrongCAS = stored.cas.flatMap { CASNumber.isValid($0) ? nil : "CAS号\($0)的校验位不符" }
    let notes = [missing, wrongCAS, otherName, wrongThreshold, doubt].compactMap { $0 }
    return .init(
      clause: appendix.clause, title: stored.name,
      inputs: [RiskInput(property: "substances", title: "环境风险物质", value: Self.text(stored))], reasoning: reasoning,
      missing: notes.isEmpty ? nil : notes.joined(separator: "；"))
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

  /// How much of what is stored counts: the share by mass, and how it comes about.
  private struct Amount {
    var share: Span
    var strength: Double?
    /// Of solutions: the strength that is listed.
    var listedStrength: Double?
    var missing: String?

    func ratio(of stock: Span, to substance: ThresholdSubstance) -> Span {
      let low = stock.low * share.low / substance.thresholdT
      return Span(low, share.high > 0 ? stock.high * share.high / substance.thresholdT : 0)
    }

    func reasoning(_ stock: Span, _ match: SubstanceIndex.Match) -> String {
      let text = PlainFigure.text
      let threshold = match.substance.thresholdT
      var words = ["按\(match.basis)为“\(match.substance.name)”，临界量\(text(threshold)) t"]
      if match.fraction < 1 { words.append("含\(text(match.fraction * 100)) %") }
      if let listedStrength {
        if let strength {
          words.append(
            strength >= listedStrength
              ? "浓度\(text(strength)) %，按溶液计" : "浓度\(text(strength)) %，折成\(text(listedStrength)) %的溶液")
        }
      } else if let strength {
        words.append("浓度\(text(strength)) %，折成纯物质")
      } else if missing == nil, match.fraction == 1 {
        words.append("没有浓度，按纯物质计")
      }
      if stock.isKnown, share.isKnown {
        let pure = stock.low * share.low
        words.append("\(text(pure)) ÷ \(text(threshold)) = \(text(pure / threshold))")
      }
      return words.joined(separator: "，")
    }
  }

  private func amount(of stored: StoredSubstance, _ match: SubstanceIndex.Match) -> Amount {
    let strength = stored.concentrationPct.flatMap { (0...100).contains($0) ? $0 : nil }
    if let least = match.substance.minimumConcentrationPct {
      // The entry is of a solution of at least that strength; a weaker one counts by what it would make of such a solution.
      let text = PlainFigure.text(least)
      return Amount(
        share: strength.map { Span(min(1, $0 / least)) } ?? Span(0, 1), strength: strength, listedStrength: least,
        missing: strength == nil ? "没有浓度（\(text) %以上全量计，以下折算）" : nil)
    }
    if let strength { return Amount(share: Span(match.fraction) * (strength / 100), strength: strength) }
    let missing =
      stored.concentrationPct != nil ? "浓度不在0–100 %之间" : stored.form == "溶液" ? "溶液没有浓度" : nil
    return Amount(share: Span(missing == nil ? match.fraction : 0, match.fraction), missing: missing)
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
