extension EnterpriseRules {
  /// The water's sensitivity: what lies below the outfalls, what may have been missed, and the ground that the plant stands on.
  func waterParts(_ facts: EnterpriseFacts) -> [EnterprisePart] {
    let table = waterSensitivity
    let title = "下游环境风险受体"
    var parts = facts.water.receptors.compactMap(part)
    // One outfall without a position may hide the same as another: what one property would tell is one part.
    for (property, gaps) in Dictionary(grouping: facts.water.gaps, by: \.property).sorted(by: { $0.key < $1.key }) {
      parts.append(
        EnterprisePart(.sensitivity, water: Span(0, 2), isVerified: table.verified, property: property) {
          .init(
            clause: table.clause, title: title, inputs: [RiskInput(property: property, title: title, value: nil)],
            reasoning: "可能有未查到的受体", missing: gaps.map(\.message).joined(separator: "；"))
        })
    }
    if parts.isEmpty {
      parts.append(
        EnterprisePart(.sensitivity, water: Span(0), isVerified: table.verified, property: "outfalls") {
          .init(clause: table.clause, title: title, reasoning: "各排放口下游\(PlainFigure.text(table.distanceKm)) km流经范围内没有")
        })
    }
    let fragile = facts.fragileGround
    parts.append(
      EnterprisePart(
        .sensitivity, water: fragile.map { Span($0 ? 1 : 0) } ?? Span(0, 1), isVerified: table.verified,
        property: "fragile_ground"
      ) {
        .init(
          clause: table.clause, title: "岩溶、泄洪或泥石流易发区",
          inputs: [
            RiskInput(property: "fragile_ground", title: "位于岩溶或泄洪泥石流易发区", value: fragile.map { $0 ? "是" : "否" })
          ], reasoning: "位于其中的为E2", missing: fragile == nil ? "没有登记是否位于岩溶、泄洪或泥石流易发区" : nil)
      })
    return parts
  }

  /// The part of one receptor, or nil where it doesn't count.
  private func part(of receptor: WaterReceptor) -> EnterprisePart? {
    let table = waterSensitivity
    guard let (span, open) = sensitivity(of: receptor) else { return nil }
    return EnterprisePart(
      .sensitivity, water: span, isVerified: table.verified, property: open?.property ?? "geometry"
    ) {
      let text = PlainFigure.text
      let aside = receptor.offsetMetres > 0 ? "，离河\(text(receptor.offsetMetres.rounded())) m" : ""
      let hours = receptor.hours.map { "，\(text(($0 * 10).rounded() / 10)) h" } ?? ""
      return .init(
        clause: table.clause, title: receptor.targetClass ?? receptor.name,
        inputs: [
          RiskInput(
            reference: receptor.reference, property: "geometry", title: receptor.targetClass ?? "受体",
            value: receptor.name, date: receptor.date)
        ],
        reasoning: "自\(receptor.outfall)沿水流\(text((receptor.pathKm * 1_000).rounded() / 1_000)) km\(hours)\(aside)",
        missing: open?.message)
    }
  }

  /// How sensitive one receptor makes the water, and what isn't known of it; nil where it doesn't count.
  private func sensitivity(of receptor: WaterReceptor) -> (span: Span, open: WaterSurroundings.Gap?)? {
    let table = waterSensitivity
    func open(_ most: Double, _ property: String, _ message: String) -> (span: Span, open: WaterSurroundings.Gap?) {
      (Span(0, most), .init(property: property, message: "\(receptor.name)：\(message)"))
    }
    if receptor.targetClass == "国界" {
      guard let hours = receptor.hours else {
        return open(
          2, "max_daily_speed_m_s", "到国界的河段没有最大日均流速，不能算\(PlainFigure.text(table.borderHours))小时流经范围")
      }
      return hours <= table.borderHours ? (Span(2), nil) : nil
    }
    guard receptor.pathKm <= table.distanceKm else { return nil }
    guard let entry = entry(for: receptor) else {
      return receptor.targetClass == nil ? open(2, "target_class", "没有登记敏感目标类型，不知是否算作受体") : nil
    }
    let level = entry.sensitivity == "E1" ? 2.0 : 1.0
    if receptor.targetClass == "区界" { return open(level, "district", "另一侧的行政区没有登记，不知是否省界") }
    let levels = entry.protectionLevels
    if levels.isEmpty { return (Span(level), nil) }
    guard let own = receptor.protectionLevel else {
      return open(level, "protection_level", "没有保护级别（\(levels.joined(separator: "、"))的才算）")
    }
    return levels.contains(own) ? (Span(level), nil) : nil
  }

  /// The entry of the table of receptors that a receptor falls under, that of the greatest sensitivity.
  private func entry(for receptor: WaterReceptor) -> WaterSensitivity.Receptors? {
    let name = receptor.targetClass == "区界" ? "省界" : receptor.targetClass
    return waterSensitivity.receptors.filter { entry in
      entry.kinds.contains(receptor.kind) || name.map(entry.targetClasses.contains) ?? false
    }.min { $0.sensitivity < $1.sensitivity }
  }

  /// What makes the surroundings of a medium so sensitive: 0 for E3, 2 for E1.
  func words(_ medium: Medium, _ level: Int) -> String {
    let text = PlainFigure.text
    guard medium == .air else {
      let (km, hours) = (text(waterSensitivity.distanceKm), text(waterSensitivity.borderHours))
      return ["下游\(km) km内没有敏感受体", "下游\(km) km内有E2类受体，或位于岩溶、泄洪、泥石流易发区", "下游\(km) km内有饮用水水源，或\(hours) h内到国界"][level]
    }
    let table = airSensitivity
    let (wide, near) = ("\(text(table.wideKm)) km内", "\(text(table.nearM)) m内")
    return [
      "\(wide)少于\(text(table.e2PeopleWide))人且\(near)少于\(text(table.e2PeopleNear))人",
      "\(wide)达\(text(table.e2PeopleWide))人，或\(near)达\(text(table.e2PeopleNear))人",
      "\(wide)达\(text(table.e1PeopleWide))人，或\(near)达\(text(table.e1PeopleNear))人，或有军事或涉密区域",
    ][level]
  }
}
