import HetuRegistry
import HetuSchemas

/// Whom to call in a district: as its own record says, else the duty phone of its ecology bureau among the emergency management
/// teams (应急管理队伍), the emergency office before others. Units of other authorities, such as 应急管理局, are none.
struct DistrictContacts {
  private let teams: [String: Record]
  private let audience: Audience

  init(_ registry: Registry, audience: Audience) throws {
    self.audience = audience
    let records = try registry.kinds["management_team"].map { try registry.records(of: $0) } ?? []
    func rank(_ record: Record) -> (Int, Int, String) {
      (Self.isEcology(record) ? 0 : 1, record.name.contains("应急") ? 0 : 1, record.code)
    }
    teams = records.filter { !$0["duty_phone"].isNull && !Self.isOther($0) }.reduce(into: [:]) { teams, record in
      guard let code = record["district"].text?.prefix(6) else { return }
      let known = teams[String(code)]
      if known.map({ rank(record) < rank($0) }) ?? true { teams[String(code)] = record }
    }
  }

  private static func words(_ record: Record) -> String { record.name + (record["unit"].text ?? "") }

  /// Whether a unit says that it is of an ecology bureau.
  private static func isEcology(_ record: Record) -> Bool { ["环境", "环保"].contains(where: words(record).contains) }

  /// Whether a unit says that it is of another authority.
  private static func isOther(_ record: Record) -> Bool {
    !isEcology(record) && ["应急管理", "水利", "消防", "公安", "人民政府"].contains(where: words(record).contains)
  }

  /// A district as the audience may see it, with the bureau and duty phone that its record lacks.
  func completed(_ district: DistrictMap.District) -> DistrictMap.District {
    var district = district
    if let team = teams[district.code], district.record["duty_phone"].isNull {
      // Whose phone it is stands beside it.
      let bureau = district.record["ecology_bureau"].text
      let named = bureau.map { $0 == team["unit"].text ? $0 : "\($0)（\(team.name)）" }
      district.record.set("duty_phone", to: team["duty_phone"])
      district.record.set("ecology_bureau", to: named.map(Value.text) ?? team["unit"])
    }
    district.record = audience.view(district.record)
    return district
  }
}

extension Record {
  fileprivate mutating func set(_ property: String, to value: Value) {
    if let place = kind.index(of: property) { values[place] = value }
  }
}
