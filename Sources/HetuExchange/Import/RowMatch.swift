import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// What a row of a file is to the registry.
enum RowMatch {
  /// A record that is not there yet.
  case new
  /// A record that is there, and what is to be said where the row changes it.
  case record(Record, notice: String?)
  /// A row that isn't taken, with the reason.
  case refused(String)
}

/// Tells which record a row means: that of its code, else that of its id.
struct RowMatcher {
  let writer: RegistryWriter
  let kind: Kind
  /// Whether a record that is there may be changed.
  let mayUpdate: Bool

  private let code: Int?
  private let id: Int?
  private let name: Int?
  private let district: Int?

  /// From which distance on a record of another name is another thing, in metres: more than offset coordinates are off.
  private static let otherPlaceMetres = 1_000.0
  init(writer: RegistryWriter, kind: Kind, mayUpdate: Bool) {
    self.writer = writer
    self.kind = kind
    self.mayUpdate = mayUpdate
    code = kind.index(of: "code")
    id = kind.index(of: "id")
    name = kind.index(of: "name")
    district = kind.index(of: "district")
  }

  func match(_ row: PreparedRow) throws -> RowMatch {
    let (code, id) = (text(row, code), text(row, id))
    if let existing = try writer.existing(kind, code: code, id: id) {
      guard mayUpdate else { return .refused("编号“\(existing.code)”已经在登记库中（\(existing.name)），本行未导入") }
      // Who gives the id means that record, whatever else changes.
      guard existing.code == code, existing.id != id else { return .record(existing, notice: nil) }
      return renaming(existing, row)
    }
    return .new
  }

  private func text(_ row: PreparedRow, _ index: Int?) -> String? { index.flatMap { row.values[$0].text } }

  // MARK: - By code

  /// A record of the row's code: under another name it is another thing where it also lies elsewhere.
  private func renaming(_ existing: Record, _ row: PreparedRow) -> RowMatch {
    guard let new = text(row, name), !existing.name.isEmpty,
      ThingName.normal(new) != ThingName.normal(existing.name)
    else {
      return .record(existing, notice: nil)
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
          + "\(differences.joined(separator: "，"))，看来不是同一个；本行未导入，请改正编号，或把编号留空；确是同一个的，请补填内部编号")
    }
    return .record(
      existing, notice: "名称由“\(existing.name.prefix(40))”改为“\(new.prefix(40))”，请核对编号“\(existing.code)”没有填错")
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

  private static func county(_ code: String) -> Substring {
    var county = code.prefix(6)
    while county.count > 2, county.hasSuffix("00") { county.removeLast(2) }
    return county
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
