import HetuRegistry
import HetuSchemas

/// Whom to call in a district: as its own record says, else the duty phone of its ecology bureau among the emergency management
/// teams (应急管理队伍), the emergency office before others.
struct DistrictContacts {
  private let teams: [String: Record]
  private let audience: Audience

  init(_ registry: Registry, audience: Audience) throws {
    self.audience = audience
    let records = try registry.kinds["management_team"].map { try registry.records(of: $0) } ?? []
    func rank(_ record: Record) -> Int { record.name.contains("应急") ? 0 : 1 }
    teams = records.filter { !$0["duty_phone"].isNull }.reduce(into: [:]) { teams, record in
      guard let code = record["district"].text?.prefix(6) else { return }
      let known = teams[String(code)]
      if known.map({ (rank(record), record.code) < (rank($0), $0.code) }) ?? true { teams[String(code)] = record }
    }
  }

  /// A district as the audience may see it, with the bureau and duty phone that its record lacks.
  func completed(_ district: DistrictMap.District) -> DistrictMap.District {
    var district = district
    if let team = teams[district.code] {
      district.record.fill("duty_phone", with: team["duty_phone"])
      district.record.fill("ecology_bureau", with: team["unit"])
    }
    district.record = audience.view(district.record)
    return district
  }
}

extension Record {
  /// Gives a property that is not recorded a value.
  fileprivate mutating func fill(_ property: String, with value: Value) {
    guard let place = kind.index(of: property), values[place].isNull else { return }
    values[place] = value
  }
}
