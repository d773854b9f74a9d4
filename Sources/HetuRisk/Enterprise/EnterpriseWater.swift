extension EnterpriseRules {
  /// The water's sensitivity: what lies below the outfalls, what may have been missed, and the ground that the plant stands on.
  func waterParts(_ facts: EnterpriseFacts) -> [EnterprisePart] {
    let table = waterSensitivity
    var parts = facts.water.receptors.compactMap(part)
    // One outfall without a position may hide the same as another: what one property would tell is one part.
    for (property, gaps) in Dictionary(grouping: facts.water.gaps, by: \.property).sorted(by: { $0.key < $1.key }) {
      parts.append(
        EnterprisePart(
          axis: .sensitivity, clause: table.clause, title: "下游环境风险受体",
          inputs: [RiskInput(property: property, title: "下游环境风险受体", value: nil)], reasoning: "可能有未查到的受体",
          spans: [.water: Span(0, 2)], isVerified: table.verified,
          missing: gaps.map(\.message).joined(separator: "；")))
    }
    if parts.isEmpty {
      parts.append(
        EnterprisePart(
          axis: .sensitivity, clause: table.clause, title: "下游环境风险受体",
          reasoning: "各排放口下游\(PlainFigure.text(table.distanceKm)) km流经范围内没有",
          spans: [.water: Span(0)], isVerified: table.verified))
    }
    let fragile = facts.fragileGround
    parts.append(
      EnterprisePart(
        axis: .sensitivity, clause: table.clause, title: "岩溶、泄洪或泥石流易发区",
        inputs: [RiskInput(property: "fragile_ground", title: "位于岩溶或泄洪泥石流易发区", value: fragile.map { $0 ? "是" : "否" })],
        reasoning: "位于其中的为E2", spans: [.water: fragile.map { Span($0 ? 1 : 0) } ?? Span(0, 1)],
        isVerified: table.verified,
        missing: fragile == nil ? "没有登记是否位于岩溶、泄洪或泥石流易发区" : nil))
    return parts
  }

  /// The part of one receptor, or nil where it doesn't count.
  private func part(of receptor: WaterReceptor) -> EnterprisePart? {
    let table = waterSensitivity
    var missing: String?
    let span: Span
    if receptor.targetClass == "国界" {
      switch receptor.hours {
      case let hours? where hours <= table.borderHours: span = Span(2)
      case _?: return nil
      case nil:
        span = Span(0, 2)
        missing = "到国界的河段没有最大日均流速，不能算\(PlainFigure.text(table.borderHours))小时流经范围"
      }
    } else {
      guard receptor.pathKm <= table.distanceKm, let entry = entry(for: receptor) else { return nil }
      let level = entry.sensitivity == "E1" ? 2.0 : 1.0
      let levels = entry.protectionLevels
      if receptor.targetClass == "区界" {
        span = Span(0, level)
        missing = "另一侧的行政区没有登记，不知是否省界"
      } else if levels.isEmpty || receptor.protectionLevel.map(levels.contains) == true {
        span = Span(level)
      } else if receptor.protectionLevel == nil {
        span = Span(0, level)
        missing = "没有保护级别（\(levels.joined(separator: "、"))的才算）"
      } else {
        return nil
      }
    }
    let aside = receptor.offsetMetres > 0 ? "，离河\(PlainFigure.text(receptor.offsetMetres.rounded())) m" : ""
    let hours = receptor.hours.map { "，\(PlainFigure.text(($0 * 10).rounded() / 10)) h" } ?? ""
    return EnterprisePart(
      axis: .sensitivity, clause: table.clause, title: receptor.targetClass ?? receptor.name,
      inputs: [
        RiskInput(
          reference: receptor.reference, property: "geometry", title: receptor.targetClass ?? "受体", value: receptor.name
        )
      ],
      reasoning:
        "自\(receptor.outfall)沿水流\(PlainFigure.text((receptor.pathKm * 1_000).rounded() / 1_000)) km\(hours)\(aside)",
      spans: [.water: span], isVerified: table.verified, missing: missing)
  }

  /// The entry of the table of receptors that a receptor falls under, that of the greatest sensitivity.
  private func entry(for receptor: WaterReceptor) -> WaterSensitivity.Receptors? {
    let name = receptor.targetClass == "区界" ? "省界" : receptor.targetClass
    return waterSensitivity.receptors.sorted { $0.sensitivity < $1.sensitivity }.first { entry in
      entry.kinds.contains(receptor.kind) || name.map(entry.targetClasses.contains) ?? false
    }
  }
}
