import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// What a row of a file is to the registry.
enum RowMatch {
  /// A record that is not there yet.
  case new
  /// A record that is there, what is to be said where the row changes it, and whether its name alone told it.
  case record(Record, notice: String?, isByName: Bool)
  /// A row that isn't taken, with the reason.
  case refused(String)
}

/// Tells which record a row means: that of its code, else that of its id; of a row that has neither, the one of its name, district and place.
struct RowMatcher {
  let writer: RegistryWriter
  let kind: Kind
  /// The last row of the kind before the file: rows of one file are not taken for each other.
  let lastRow: Int64
  /// Whether a record that is there may be changed.
  let mayUpdate: Bool
  let words: RowWords

  private let code: Int?
  private let id: Int?
  private let name: Int?
  private let district: Int?

  /// Within which distance two places are one, in metres; as in the search for duplicates.
  private static let onePlaceMetres = 500.0
  /// From which distance on a record of another name is another thing, in metres: more than offset coordinates are off.
  private static let otherPlaceMetres = 1_000.0
  /// So many records of one name are looked at.
  private static let maximumNamesakes = 200
  /// So many are named.
  private static let shownNamesakes = 5

  init(writer: RegistryWriter, kind: Kind, lastRow: Int64, mayUpdate: Bool, words: RowWords) {
    self.writer = writer
    self.kind = kind
    self.lastRow = lastRow
    self.mayUpdate = mayUpdate
    self.words = words
    code = kind.index(of: "code")
    id = kind.index(of: "id")
    name = kind.index(of: "name")
    district = kind.index(of: "district")
  }

  func match(_ row: PreparedRow) throws -> RowMatch {
    let (code, id) = (text(row, code), text(row, id))
    if let existing = try writer.existing(kind, code: code, id: id) {
      guard mayUpdate else { return .refused("编号“\(existing.code)”已经在登记库中（\(existing.name)）\(words.notTaken)") }
      // Who gives the id means that record, whatever else changes.
      guard existing.code == code, existing.id != id else { return .record(existing, notice: nil, isByName: false) }
      return renaming(existing, row)
    }
    return code == nil && id == nil ? try namesake(row) : .new
  }

  private func text(_ row: PreparedRow, _ index: Int?) -> String? { index.flatMap { row.values[$0].text } }

  // MARK: - By code

  /// A record of the row's code: under another name it is another thing where it also lies elsewhere.
  private func renaming(_ existing: Record, _ row: PreparedRow) -> RowMatch {
    guard let new = text(row, name), !existing.name.isEmpty,
      ThingName.normal(new) != ThingName.normal(existing.name)
    else {
      return .record(existing, notice: nil, isByName: false)
    }
    var differences: [String] = []
    if let given = text(row, district), let known = existing["district"].text, relation(given, known) == .other {
      differences.append("区县不同（\(known)，\(given)）")
    }
    if let metres = Self.gapMetres(row.geometry, existing.geometry), metres > Self.otherPlaceMetres {
      differences.append("位置相距\(Self.kilometres(metres))公里")
    }
    guard differences.isEmpty else {
      return .refused(
        "编号“\(existing.code)”在登记库中是“\(existing.name.prefix(40))”，本行却是“\(new.prefix(40))”，"
          + "\(differences.joined(separator: "，"))，看来不是同一个\(words.notTaken)，请改正编号，或把编号留空；确是同一个的，请补填内部编号")
    }
    return .record(
      existing, notice: "名称由“\(existing.name.prefix(40))”改为“\(new.prefix(40))”，请核对编号“\(existing.code)”没有填错",
      isByName: false)
  }

  // MARK: - By name

  private func namesake(_ row: PreparedRow) throws -> RowMatch {
    guard let name = text(row, name) else { return .new }
    let found = try writer.existing(
      kind, named: name, in: text(row, district), around: row.geometry?.envelope?.center, through: lastRow,
      limit: Self.maximumNamesakes
    ).filter { isOneThing(row, $0) }
    guard let first = found.first else { return .new }
    // Of several the one that says all that the row says, if there is one.
    let same = found.count == 1 ? found : found.filter { says($0, row) }
    if same.count == 1 {
      let title = "“\(same[0].name.prefix(40))”（\(same[0].code)）"
      guard mayUpdate else { return .refused("没有编号，名称和区县相同的\(title)已经在登记库中\(words.notTaken)；是另外一条的请填新编号") }
      return .record(same[0], notice: "没有编号，按名称和区县认作登记库中的\(title)，已更新，请核对", isByName: true)
    }
    let codes = found.prefix(Self.shownNamesakes).map(\.code).joined(separator: "、")
    return .refused(
      "没有编号，登记库中名称和区县相同的“\(first.name.prefix(40))”有\(found.count)条（\(codes)\(found.count > Self.shownNamesakes ? "等" : "")），"
        + "分不清是哪一条\(words.notTaken)，请填其中一个编号，是另外一条的请填新编号")
  }

  private func isOneThing(_ row: PreparedRow, _ record: Record) -> Bool {
    let relation = relation(text(row, district), record["district"].text)
    let isThere = isSamePlace(row.geometry, record.geometry)
    switch isThere {
    case false?: return false
    case true? where relation == .other: return false
    case nil where relation != .same: return false
    default: break
    }
    var telling = Distinction.properties(arePlaced: isThere != nil).subtracting(Distinction.contacts)
    // Goods have the names of the catalogue, wherever they are kept.
    if kind.group == .supply { telling.insert("address") }
    return telling.allSatisfy { name in
      guard let index = kind.index(of: name) else { return true }
      let (left, right) = (row.values[index], record.values[index])
      return left.isNull || right.isNull || Sameness.holds(left, right)
    }
  }

  private func says(_ record: Record, _ row: PreparedRow) -> Bool {
    row.values.indices.allSatisfy { index in
      row.values[index].isNull || kind.properties[index].isProvenance
        || Sameness.holds(row.values[index], record.values[index])
    } && (row.geometry == nil || Sameness.holds(row.geometry, record.geometry))
  }

  // MARK: - Districts and places

  private enum Relation { case same, unclear, other }

  /// How two districts stand to each other: towns of one county are the same, of a county and its city nobody knows.
  private func relation(_ first: String?, _ second: String?) -> Relation {
    guard let first, let second else { return first == second ? .same : .unclear }
    let (left, right) = (Self.county(first), Self.county(second))
    if left == right { return .same }
    return left.hasPrefix(right) || right.hasPrefix(left) ? .unclear : .other
  }

  private static func county(_ code: String) -> String { DistrictCode.beginning(DistrictCode.county(code)) }

  /// Whether two places are one, or nil where one is not known; of lines, that pieces of one river are, only the same line is.
  private func isSamePlace(_ first: Geometry?, _ second: Geometry?) -> Bool? {
    guard let first, let second, let from = first.envelope?.center, let to = second.envelope?.center else { return nil }
    if first.dimension == 1 || second.dimension == 1 { return Sameness.holds(first, second) }
    return Geodesic.cgcs2000.distanceMetres(from: from, to: to) <= Self.onePlaceMetres
  }

  /// Metres between the boxes of two geometries, 0 where they meet; nil where one is not known.
  private static func gapMetres(_ first: Geometry?, _ second: Geometry?) -> Double? {
    guard let first = first?.envelope, let second = second?.envelope else { return nil }
    func facing(_ low: Double, _ high: Double, _ otherLow: Double, _ otherHigh: Double) -> (Double, Double) {
      if high < otherLow { return (high, otherLow) }
      if otherHigh < low { return (low, otherHigh) }
      return (max(low, otherLow), max(low, otherLow))
    }
    let x = facing(first.minX, first.maxX, second.minX, second.maxX)
    let y = facing(first.minY, first.maxY, second.minY, second.maxY)
    return Geodesic.cgcs2000.distanceMetres(from: Position(x: x.0, y: y.0), to: Position(x: x.1, y: y.1))
  }
}

extension RowMatcher {
  private static func kilometres(_ metres: Double) -> String {
    var bytes: [UInt8] = []
    GeoJSONWriter.appendDecimal(metres / 1_000, decimals: 1, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Property {
  /// Whether it tells where a record comes from, and not what it is.
  var isProvenance: Bool { ["source", "source_position", "source_crs"].contains(name) }
}
