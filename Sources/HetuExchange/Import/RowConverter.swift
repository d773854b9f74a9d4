import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// A row on its way from a file into the registry.
struct PreparedRow: Sendable {
  /// The row as the file's user counts.
  let number: Int
  /// Aligned with the kind's properties.
  var values: [Value]
  var geometry: Geometry?
  var problems: [Problem] = []
  /// Whether a problem keeps it from being imported.
  var isRefused: Bool { problems.contains { $0.severity == .error } }
}

/// Turns the rows of one layer into records of a kind, and says what is wrong with each.
final class RowConverter {
  let kind: Kind
  let file: String
  let layer: String
  let mapping: ColumnMapping
  private let headers: [String]
  private let readings: [ValueReading?]
  private let repairs: Bool
  private let districts: [String: String]
  private let districtIndex: Int?
  private let sourceCRS: ReferenceSystem
  private let transformation: Transformation
  private let required: [Int]
  private let sourceIndex: Int?
  private let sourcePositionIndex: Int?
  private let sourceCRSIndex: Int?
  private let nameIndex: Int?
  private let riverNameIndex: Int?
  private let idIndex: Int?

  init(
    kind: Kind, file: String, layer: String, headers: [String], mapping: ColumnMapping, crs: ReferenceSystem,
    repairs: Bool,
    districts: [String: String]
  ) throws {
    self.kind = kind
    self.file = file
    self.layer = layer
    self.headers = headers
    self.mapping = mapping
    self.repairs = repairs
    self.districts = districts
    districtIndex = kind.index(of: "district")
    sourceCRS = crs
    transformation = try Transformation(from: crs, to: .cgcs2000)
    readings = mapping.properties.map { $0.map { ValueReading(kind.properties[$0]) } }
    required = kind.properties.indices.filter { kind.properties[$0].isRequired }
    sourceIndex = kind.index(of: "source")
    sourcePositionIndex = kind.index(of: "source_position")
    sourceCRSIndex = kind.index(of: "source_crs")
    nameIndex = kind.index(of: "name")
    riverNameIndex = kind.index(of: "river_name")
    idIndex = kind.index(of: "id")
  }

  /// The record that a row holds, or nil for a row without any value.
  func convert(_ row: SourceRow) -> PreparedRow? {
    var prepared = PreparedRow(
      number: row.number, values: Array(repeating: .null, count: kind.properties.count), geometry: nil)
    var isBlank = true
    for (column, value) in row.values.enumerated() {
      if !value.isNull { isBlank = false }
      guard let index = mapping.properties[column], let reading = readings[column] else { continue }
      if index == districtIndex, case .text(let name) = value, name.contains(where: \.isLetter) {
        let code = districts[ValueReading.trimmed(name)]
        prepared.values[index] = code.map(Value.text) ?? .null
        if code == nil {
          prepared.add(problem(.warning, row, column, value, "登记库中没有名为“\(name.prefix(40))”的行政区，区划代码未填；请先导入行政区，或改填代码"))
        }
        continue
      }
      switch Self.read(value, reading) {
      case .success(let value): prepared.values[index] = value
      case .failure(let fault): prepared.add(problem(.error, row, column, value, fault.message))
      }
    }
    if isBlank && row.wellKnownBinary == nil { return nil }
    for warning in row.warnings { prepared.add(problem(.warning, row, nil, .null, warning)) }
    locate(row, &prepared)
    complete(&prepared, row)
    return prepared
  }

  private func complete(_ prepared: inout PreparedRow, _ row: SourceRow) {
    if let nameIndex, let riverNameIndex, prepared.values[nameIndex].isNull {
      prepared.values[nameIndex] = prepared.values[riverNameIndex]
    }
    if let idIndex, let id = prepared.values[idIndex].text, !Self.isUUID(id) {
      prepared.values[idIndex] = .null
      prepared.add(problem(.warning, row, nil, .null, "内部编号“\(id.prefix(40))”不是有效的UUID，未采用"))
    }
    for index in required where prepared.values[index].isNull {
      prepared.add(problem(.error, row, nil, .null, "缺少“\(kind.properties[index].title)”，本行未导入，请补填"))
    }
    if let sourceIndex, prepared.values[sourceIndex].isNull {
      prepared.values[sourceIndex] = .text("\(file) 第\(row.number)行")
    }
    if let sourceCRSIndex, prepared.geometry != nil { prepared.values[sourceCRSIndex] = .text(sourceCRS.description) }
  }

  // MARK: - Position

  private func locate(_ row: SourceRow, _ prepared: inout PreparedRow) {
    guard let rule = kind.geometry else { return }
    do {
      guard var geometry = try geometry(row, &prepared) else {
        prepared.add(problem(.warning, row, nil, .null, "没有坐标，记录已导入但不能上图，请补充"))
        return
      }
      geometry = geometry.coerced(to: rule)
      guard rule.names.contains(geometry.kind.geoJSONName) else {
        prepared.add(
          problem(
            .error, row, nil, .null,
            "几何为\(geometry.kind.geoJSONName)，“\(kind.title)”应为\(rule.names.joined(separator: "、"))"))
        return
      }
      if geometry.dimension == 2 { geometry = try sound(geometry, row, &prepared) }
      if let outside = Self.outsideChina(geometry) {
        prepared.add(problem(.error, row, nil, .null, outside))
        return
      }
      prepared.geometry = geometry
    } catch let error as GeometryError {
      prepared.add(problem(.error, row, nil, .null, "几何不能使用：\(error.message)"))
    } catch let error as GeodesyError {
      prepared.add(problem(.error, row, nil, .null, error.message))
    } catch {
      prepared.add(problem(.error, row, nil, .null, "\(error)"))
    }
  }

  private func geometry(_ row: SourceRow, _ prepared: inout PreparedRow) throws -> Geometry? {
    if let geometry = try row.geometry(), !geometry.isEmpty {
      if row.hadZ || row.hadM { heightsDropped += 1 }
      return try transformation.transform(geometry)
    }
    guard let columns = mapping.position else { return nil }
    let texts = columns.texts(row.values)
    guard texts.contains(where: { !$0.isEmpty }) else { return nil }
    if case .wellKnownText = columns.form {
      return try transformation.transform(try WellKnownText.geometry(texts[0]))
    }
    let reading: CoordinateReading
    switch columns.form {
    case .pair: reading = try CoordinateText.parse(longitude: texts[0], latitude: texts[1], declared: sourceCRS)
    case .single: reading = try CoordinateText.parse(texts[0], declared: sourceCRS)
    case .parts:
      reading = try CoordinateText.parse(
        longitude: CoordinateText.Columns(degrees: texts[0], minutes: texts[1], seconds: texts[2]),
        latitude: CoordinateText.Columns(degrees: texts[3], minutes: texts[4], seconds: texts[5]))
    case .wellKnownText: return nil
    }
    if let index = sourcePositionIndex, prepared.values[index].isNull, !columns.isPlainNumbers(row.values) {
      prepared.values[index] = .text(texts.joined(separator: columns.isParts ? "|" : ","))
    }
    // Columns of longitude and latitude say by their headers what a text by E and N does.
    for assumption in reading.assumptions where assumption != .hemisphereMissing || columns.isSingle {
      prepared.add(problem(.warning, row, nil, .null, assumption.message))
    }
    guard let position = reading.position else { return nil }
    guard let own = reading.referenceSystem, own != sourceCRS else {
      return .point(try transformation.transform(position))
    }
    return .point(try Transformation(from: own, to: .cgcs2000).transform(position))
  }

  /// How many geometries had heights or measures, which the registry does not keep.
  private(set) var heightsDropped = 0

  private func sound(_ geometry: Geometry, _ row: SourceRow, _ prepared: inout PreparedRow) throws -> Geometry {
    guard let flaw = try geometry.flaw() else { return geometry.rightHanded() }
    guard repairs else {
      prepared.add(problem(.error, row, nil, .null, "面有错误（\(flaw)），请在 GIS 中改正，或加 --repair 自动修复"))
      return geometry
    }
    let repair = try geometry.makeValid()
    prepared.add(problem(.warning, row, nil, .null, "面有错误（\(flaw)），已自动修复，请核对"))
    return repair.geometry.rightHanded()
  }

  private static func outsideChina(_ geometry: Geometry) -> String? {
    guard let box = geometry.envelope else { return nil }
    if box.minX >= 73, box.maxX <= 136, box.minY >= 3, box.maxY <= 54 { return nil }
    if box.minY >= 73, box.maxY <= 136, box.minX >= 3, box.maxX <= 54 {
      return "经度和纬度写反了（\(shown(box.center))），请对调后再导入"
    }
    return "坐标（\(shown(box.center))）不在中国范围内，请核对坐标和坐标系（--crs）"
  }

  private static func shown(_ position: Position) -> String {
    func text(_ value: Double) -> String {
      var bytes: [UInt8] = []
      GeoJSONWriter.appendDecimal(value, decimals: 5, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    return "\(text(position.x)), \(text(position.y))"
  }

  // MARK: - Values

  private static func read(_ value: SourceValue, _ reading: ValueReading) -> Result<Value, ValueReading.Fault> {
    switch value {
    case .null: .success(.null)
    case .text(let text), .date(let text): reading.value(text)
    case .integer(let integer): reading.value(Double(integer))
    case .real(let real): reading.value(real)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }

  private func problem(
    _ severity: Problem.Severity, _ row: SourceRow, _ column: Int?, _ value: SourceValue, _ message: String
  ) -> Problem {
    Problem(
      severity: severity, file: file, layer: layer, row: row.number, column: column.map { headers[$0] },
      value: value.shortText, message: message)
  }
}

extension PreparedRow {
  fileprivate mutating func add(_ problem: Problem) { problems.append(problem) }
}

extension SourceValue {
  /// The value as text, cut to 100 characters; nil where there is none.
  fileprivate var shortText: String? {
    switch self {
    case .null: nil
    case .text(let text), .date(let text): String(text.prefix(100))
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    }
  }

  /// The value as text as it stands in the cell.
  var cellText: String {
    switch self {
    case .null: ""
    case .text(let text), .date(let text): ValueReading.trimmed(text)
    case .integer(let integer): "\(integer)"
    case .real(let real): real == real.rounded() && abs(real) < 1e15 ? "\(Int64(real))" : "\(real)"
    }
  }
}

extension PositionColumns {
  /// The texts of a row's position columns in the form's order.
  func texts(_ values: [SourceValue]) -> [String] {
    switch form {
    case .pair(let longitude, let latitude): [values[longitude].cellText, values[latitude].cellText]
    case .single(let column), .wellKnownText(let column): [values[column].cellText]
    case .parts(let longitude, let latitude): (longitude + latitude).map { values[$0].cellText }
    }
  }

  var isParts: Bool { if case .parts = form { true } else { false } }
  var isSingle: Bool { if case .single = form { true } else { false } }

  /// Whether the position was handed in as two plain numbers, so that nothing is lost by keeping the geometry alone.
  func isPlainNumbers(_ values: [SourceValue]) -> Bool {
    guard case .pair(let longitude, let latitude) = form else { return false }
    return Double(values[longitude].cellText) != nil && Double(values[latitude].cellText) != nil
  }
}

extension Geometry {
  /// The geometry as a single one where a kind wants that and it has one member, or as a multiple one where only that is allowed.
  fileprivate func coerced(to rule: Kind.GeometryRule) -> Geometry {
    let names = Set(rule.names)
    return switch self {
    case .multiPoint(let members) where members.count == 1 && names.contains("Point"): .point(members[0])
    case .multiLineString(let members) where members.count == 1 && names.contains("LineString"): .lineString(members[0])
    case .multiPolygon(let members) where members.count == 1 && names.contains("Polygon"): .polygon(members[0])
    case .point(let position?) where !names.contains("Point") && names.contains("MultiPoint"): .multiPoint([position])
    case .lineString(let path) where !names.contains("LineString") && names.contains("MultiLineString"):
      .multiLineString([path])
    case .polygon(let polygon) where !names.contains("Polygon") && names.contains("MultiPolygon"):
      .multiPolygon([polygon])
    default: self
    }
  }
}
