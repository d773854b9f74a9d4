import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

extension Registry {
  /// The kinds that make the rivers and the map's base, not what lies along a river.
  static let baseKinds: Set<String> = ["river", "river_reach", "district"]

  /// The rivers that the registry's reaches make.
  public func riverSet() throws -> RiverSet { RiverSet(reaches: try reaches()) }

  /// The river of a name or code, made from those reaches alone that can belong to it.
  ///
  /// - Throws: `HydrologyError` as `RiverSet.river(_:)`.
  public func river(_ nameOrCode: String) throws -> River {
    let all = try distinctValues(of: try kind("river_reach"), properties: ["river_code", "river_name"])
    let groups = RiverSet.groups(all, thatMayBe: nameOrCode) { values in
      (values[0].text.flatMap { $0.isEmpty ? nil : $0 }, values[1].text ?? "")
    }
    // The code of a reach may stand for its river, and one that is not found is told with those like it.
    guard !groups.isEmpty, groups.count < Self.greatestGroupCount else { return try riverSet().river(nameOrCode) }
    let (code, name) = (Filter.Operand(property: "river_code"), Filter.Operand(property: "river_name"))
    let conditions = groups.map { values -> Filter in
      switch values[0] {
      case .text(let text) where !text.isEmpty: .compare(code, .equal, values[0])
      case .text: .and([.compare(code, .equal, values[0]), .compare(name, .equal, values[1])])
      default: .and([.isNull(code), values[1].isNull ? .isNull(name) : .compare(name, .equal, values[1])])
      }
    }
    return try RiverSet(reaches: try reaches(matching: .or(Array(Set(conditions))))).river(nameOrCode)
  }

  /// The key rivers (重点河流): those of the list of rivers (河流信息清单), by code; without such a list all that have a line.
  ///
  /// - Returns: the rivers that have a line, and the names of those that are listed without one.
  public func keyRivers(among set: RiverSet) throws -> (rivers: [River], withoutCourse: [String]) {
    let listed = try records(of: try kind("river")).sorted { $0.code < $1.code }
    guard !listed.isEmpty else { return (set.rivers, []) }
    let byCode = Dictionary(set.rivers.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var rivers: [River] = []
    var withoutCourse: [String] = []
    for record in listed {
      let found = byCode[record.code].map { [$0] } ?? set.rivers.filter { $0.goesBy(record.name) }
      if found.isEmpty { withoutCourse.append(record.name) }
      rivers += found.filter { river in !rivers.contains { $0.code == river.code } }
    }
    return (rivers, withoutCourse)
  }

  /// From so many groups of reaches on all reaches are read.
  private static let greatestGroupCount = 200

  func reaches(matching filter: Filter? = nil) throws -> [Reach] {
    var reaches: [Reach] = []
    try forEachRow(
      of: try kind("river_reach"), properties: ["code", "name", "river_name", "river_code"], matching: filter
    ) { fid, values, geometry in
      guard let geometry else { return }
      reaches.append(
        Reach(
          id: fid, code: values[0].text ?? "", name: values[1].text ?? "", riverName: values[2].text ?? "",
          riverCode: values[3].text, paths: geometry.lines))
    }
    return reaches
  }

  /// The kinds that a question is about: those named, else all that have a place and are no base of the map.
  func questioned(_ kinds: [Kind]) -> [Kind] {
    kinds.isEmpty ? self.kinds.all.filter { $0.geometry != nil && !Self.baseKinds.contains($0.name) } : kinds
  }

  /// The names of the registry's districts by their codes.
  func districtNames() throws -> [String: String] {
    Dictionary(
      try records(of: try kind("district")).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// The beginning of the district codes that a code or a district's name means.
  ///
  /// - Throws: ``RegistryError`` of class not found for a name that no district has.
  public func districtCode(_ district: String?) throws -> String? {
    guard let district else { return nil }
    if !district.isEmpty, district.allSatisfy({ $0.isASCII && $0.isNumber }) {
      // 411200 means the city with all its counties, 410000 the province.
      return DistrictCode.beginning(district)
    }
    let isNamed = Filter.compare(Filter.Operand(property: "name"), .equal, .text(district))
    guard let record = try records(of: try kind("district"), RecordQuery(filter: isNamed)).first else {
      throw RegistryError(
        .notFound, "no district is called “\(district)”; give its GB/T 2260 code, or import districts")
    }
    return try districtCode(record.code)
  }
}

extension Bank {
  /// The bank as staff write it.
  public var title: String {
    switch self {
    case .left: "左岸"
    case .right: "右岸"
    case .onLine: "河道"
    }
  }

  /// The bank as a figure: `left`, `right`, or nothing on the line itself.
  var value: Value { self == .onLine ? .null : .text(rawValue) }
}
