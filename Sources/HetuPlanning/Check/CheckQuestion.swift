import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What is wrong with the data of a registry?
public struct CheckQuestion: Sendable {
  let kinds: [Kind]
  let district: String?
  let today: String
  let book: RuleBook?

  /// How long a verification counts, in days.
  static let verificationDays = 365
  /// How far from its declared river a record may lie before it is asked about, in metres.
  static let declaredRiverMetres = 5_000.0

  /// A check of the given kinds, or of all; `today` (`2026-11-23`) decides what is out of date. With rules, recorded grades are held
  /// against them.
  public init(kinds: [Kind] = [], district: String? = nil, today: String, book: RuleBook? = nil) {
    self.kinds = kinds
    self.district = district
    self.today = today
    self.book = book
  }

  /// What a check found.
  public struct Result: Sendable {
    /// The findings, the worst first, then by kind, code and rule.
    public let findings: [Finding]
    /// How complete the lists are, by list and branch.
    public let completeness: [Completeness.Row]
  }

  /// All findings, the worst first, then by kind, code and rule.
  public func findings(in registry: Registry) throws -> [Finding] { try result(in: registry).findings }

  /// All findings, and how complete the lists are.
  public func result(in registry: Registry) throws -> Result {
    var findings: [Finding] = []
    var completeness = Completeness()
    if kinds.isEmpty && district == nil {
      findings += try registry.integrityProblems().map {
        Finding(.error, "integrity", kind: "", title: "登记库", $0, "请用备份恢复，或停止使用改动它的程序")
      }
    }
    let water = Water(registry)
    let set = try water.network().network.rivers
    let map = try DistrictMap(registry)
    findings += try Self.riverFindings(water)
    let query = RecordQuery(district: try registry.districtCode(district))
    let rules = try CheckRules.standard()
    let recordRules = RecordRules(
      rules: rules, sizeGrades: try (book ?? RuleBook.builtIn()).tailings.sizeGrades,
      districts: try DistrictCodes(registry), today: today)
    let links = try LinkCheck(registry, rules)
    let ledger = LedgerCheck(rules: try LedgerRules.standard(), today: today)
    findings += try PositionForensics(rivers: set, districts: map).findings(
      in: registry, kinds: kinds.isEmpty ? registry.kinds.all : kinds, district: query.district)
    let grades = try book.map { try GradeChecker(water, $0, on: today) }
    for kind in kinds.isEmpty ? registry.kinds.all : kinds {
      let checker = RecordChecker(kind: kind, rivers: set, districts: map, today: today)
      try registry.forEachRecord(of: kind, query) { record in
        findings += try checker.findings(record)
        findings += recordRules.findings(record) + links.findings(record) + ledger.findings(record)
        if let grades { findings += try grades.findings(record) }
        completeness.add(record)
      }
    }
    findings += try duplicates(in: registry)
    let branches = try DueQuestion.branches(of: registry).compactMap(\.district)
    return Result(
      findings: findings.sorted {
        ($0.severity, $0.kind, $0.code, $0.rule, $0.message) < ($1.severity, $1.kind, $1.code, $1.rule, $1.message)
      },
      completeness: completeness.rows(
        of: kinds.isEmpty ? registry.kinds.all : kinds,
        branches: branches.filter { $0.hasPrefix(query.district ?? "") }, districtNames: try registry.districtNames()))
  }

  private func duplicates(in registry: Registry) throws -> [Finding] {
    let found = try DuplicateQuestion(kinds: kinds, district: district).search(registry)
    return found.pairs.map { pair in
      Finding(
        .warning, "duplicate", pair.second, "可能与\(pair.first.code)（\(pair.first.name)）重复：\(pair.message)",
        "请核对：hetu merge 合并，或用 --distinct 记下不是同一对象")
    }
      + found.samePositions.map { first, second in
        Finding(.note, "same_position", second, "坐标与\(first.code)（\(first.name)）完全相同", "请核对坐标是否抄错")
      }
  }

  /// What the network doctor finds, and what had to be decided when rivers were told apart.
  private static func riverFindings(_ water: Water) throws -> [Finding] {
    let set = try water.network().network.rivers
    let ownKinds: Set<JoiningWarning.Kind> = [.homonyms, .unnamed, .codeMissing, .turned, .loop]
    let joining = (set.warnings + set.rivers.flatMap(\.warnings)).filter { ownKinds.contains($0.kind) }.map { warning in
      finding(
        .warning, warning.kind.rawValue, warning.message, warning.position, warning.reachCodes, "请核对河段的走向、端点和所属河流")
    }
    return joining
      + (try water.findings()).map { found in
        let severity: Finding.Severity =
          switch found.severity {
          case .error: .error
          case .warning: .warning
          case .notice: .note
          }
        return finding(severity, found.kind.rawValue, found.message, found.position, found.reachCodes, found.remedy)
      }
  }

  private static func finding(
    _ severity: Finding.Severity, _ rule: String, _ message: String, _ position: Position?, _ codes: [String],
    _ remedy: String
  ) -> Finding {
    let place = position.map { "（\(CoordinateText.degreesMinutesSeconds($0))）" } ?? ""
    let reaches = codes.isEmpty ? "" : "；河段：\(codes.prefix(10).joined(separator: "、"))"
    return Finding(severity, "river_\(rule)", kind: "river_reach", title: "河段", "\(message)\(place)\(reaches)", remedy)
  }
}

/// Checks single records of one kind.
struct RecordChecker {
  let kind: Kind
  let rivers: RiverSet
  let districts: DistrictMap
  let today: String
  private let readings: [ValueReading]
  private let expected: [Int]

  init(kind: Kind, rivers: RiverSet, districts: DistrictMap, today: String) {
    self.kind = kind
    self.rivers = rivers
    self.districts = districts
    self.today = today
    readings = kind.properties.map(ValueReading.init)
    expected = kind.properties.indices.filter { kind.properties[$0].isExpected || kind.properties[$0].isRequired }
  }

  func findings(_ record: Record) throws -> [Finding] {
    var findings: [Finding] = []
    let missing = expected.filter { record.values[$0].isNull }.map { kind.properties[$0].title }
    if !missing.isEmpty {
      findings.append(
        Finding(.note, "missing", record, "缺少应填项：\(missing.joined(separator: "、"))", "请向填报单位收集并补填"))
    }
    for (index, value) in record.values.enumerated() {
      if case .failure(let fault) = readings[index].check(value) {
        findings.append(Finding(.error, "value", record, fault.message, "请改正后重新导入"))
      }
    }
    if let uscc = record["uscc"].text, uscc.count == 18, !CreditCode.isValid(uscc) {
      findings.append(
        Finding(.warning, "credit_code", record, "统一社会信用代码“\(uscc)”的校验位不符", "请对照营业执照核对；少数早期代码确实不符，可保留"))
    }
    findings += verification(record)
    findings += try place(record)
    return findings
  }

  private func verification(_ record: Record) -> [Finding] {
    guard ["risk_source", "supply", "team"].contains(kind.group.rawValue) || kind.name == "emergency_facility" else {
      return []
    }
    guard let verified = record["verified_on"].text else {
      return [Finding(.note, "verification", record, "没有核实日期", "请核实后填写核实日期")]
    }
    guard let age = CalendarDay.days(from: verified, to: today), age > CheckQuestion.verificationDays else { return [] }
    return [Finding(.warning, "verification", record, "上次核实在\(verified)，已超过一年", "请重新核实电话、数量和坐标")]
  }

  private func place(_ record: Record) throws -> [Finding] {
    guard let rule = kind.geometry else { return [] }
    guard let geometry = record.geometry, let box = geometry.envelope else {
      return [Finding(.warning, "position", record, "没有坐标，不能上图，也不参加沿河和周边查询", "请补充坐标")]
    }
    var findings: [Finding] = []
    if !rule.names.contains(geometry.kind.geoJSONName) {
      findings.append(
        Finding(
          .error, "geometry", record, "几何为\(geometry.kind.geoJSONName)，应为\(rule.names.joined(separator: "、"))",
          "请在 GIS 中改正"))
    }
    if geometry.dimension == 2, let flaw = try geometry.flaw() {
      findings.append(Finding(.error, "geometry", record, "面有错误（\(FlawText.chinese(flaw))）", "请在 GIS 中改正"))
    }
    if !(73...136).contains(box.center.x) || !(3...54).contains(box.center.y) {
      findings.append(Finding(.error, "position", record, "坐标不在中国范围内", "请核对坐标和坐标系"))
    }
    findings += self.district(record, geometry) + river(record, geometry) + length(record, geometry)
    return findings
  }

  private func district(_ record: Record, _ geometry: Geometry) -> [Finding] {
    guard kind.name != "district", case .point(let position?) = geometry, let code = record["district"].text,
      let actual = districts.district(at: position), !code.hasPrefix(actual.code), !actual.code.hasPrefix(code),
      code.count >= 6
    else { return [] }
    return [
      Finding(
        .warning, "district", record, "行政区划代码为\(code)，坐标却落在\(actual.name)（\(actual.code)）", "请核对坐标、坐标系和行政区划代码")
    ]
  }

  private func river(_ record: Record, _ geometry: Geometry) -> [Finding] {
    guard kind.name != "river", kind.name != "river_reach",
      let declared = record["river_code"].text ?? record["river_name"].text, !declared.isEmpty
    else { return [] }
    guard let river = try? rivers.river(declared) else {
      return [
        Finding(.warning, "river", record, "所在河流“\(declared)”不在登记库的河流中，或有几条同名河流", "请核对河流名称，或填写河流代码")
      ]
    }
    guard river.extent(of: geometry, withinMetres: CheckQuestion.declaredRiverMetres) == nil else { return [] }
    let nearest = geometry.representativePosition.flatMap {
      rivers.nearest(to: $0, withinMetres: CheckQuestion.declaredRiverMetres)
    }
    let hint = nearest.map { "，最近的是\($0.riverName)" } ?? ""
    return [Finding(.warning, "river", record, "离所填河流“\(river.name)”超过5 km\(hint)", "请核对坐标、坐标系和所在河流")]
  }

  private func length(_ record: Record, _ geometry: Geometry) -> [Finding] {
    guard geometry.dimension == 1, let declared = record["length_km"].number, declared > 0 else { return [] }
    let drawn = Geodesic.cgcs2000.lengthMetres(of: geometry) / 1_000
    guard abs(drawn - declared) > 0.05 * declared else { return [] }
    return [
      Finding(
        .note, "length", record,
        "填报长度 \(FigureText.kilometres(declared)) km 与图上长度 \(FigureText.kilometres(drawn)) km 相差超过5%", "请核对长度或线位")
    ]
  }
}
