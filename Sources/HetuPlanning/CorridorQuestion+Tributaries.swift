import HetuHydrology
import HetuRegistry
import HetuSchemas

extension CorridorQuestion {
  /// What lies along the water that flows into a river, by where that joins it, then by distance along the water.
  func tributaryRows(of river: River, _ water: Water) throws -> [AnswerRow] {
    let registry = water.registry
    let network = try water.network()
    let kinds = registry.questioned(kinds).filter { kind in
      self.kinds.contains(kind) || (filter?.properties.allSatisfy { kind.property($0) != nil } ?? true)
    }
    for kind in kinds { try audience.check(filter, on: kind) }
    let wanted = try matching(kinds, registry)
    let subjects = try water.subjects(kinds, withinMetres: withinMetres, audience: audience)
    return try network.network.tributaries(of: river).flatMap { tributary in
      let trace = try network.network.trace(
        from: tributary.above, TraceQuestion(direction: .upstream, closed: network.closed), meeting: subjects.index)
      return trace.encounters.compactMap { encounter -> AnswerRow? in
        guard let record = subjects[encounter].record, wanted?.contains(record.reference) ?? true else { return nil }
        let name = network.network.edges[encounter.edge].river.map { network.network.rivers.rivers[$0].name }
        let isBorderline = withinMetres - encounter.offsetMetres <= Precision.metres(of: record)
        return AnswerRow(
          record,
          figures: [
            name.map(Value.text) ?? .null, encounter.riverKm.map(Value.real) ?? .null, .real(encounter.offsetMetres),
            encounter.bank.value, .null, .null, .boolean(isBorderline), .real(tributary.joinsKm),
            .real(encounter.pathKm + tributary.aboveMetres / 1_000),
          ])
      }
    }
  }

  /// The references of the records that the condition and the district leave; nil where there is neither.
  private func matching(_ kinds: [Kind], _ registry: Registry) throws -> Set<String>? {
    guard filter != nil || district != nil else { return nil }
    let query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    return Set(try kinds.flatMap { try registry.records(of: $0, query).map(\.reference) })
  }
}

extension Figure {
  /// The kilometre of the river asked about at which a tributary joins it.
  public static let joins = Figure(name: "joins_km", title: "汇入处里程", unit: "km", decimals: 3)
}
