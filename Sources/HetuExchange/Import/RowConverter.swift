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
  /// That the row says nothing of where it lies, for the case that the registry does not know either.
  var missingPosition: [Problem] = []
  /// A pair of metres, easting and northing, whose zone nothing told.
  var plane: Position?
  /// The properties whose cells say by a mark (`/`, `—`, `无`) that there is nothing; an empty cell says nothing.
  var emptied: [Int] = []
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
  /// The columns of the file that give a property.
  private let columns: [(number: Int, property: Int, reading: ValueReading)]
  /// Whether the layer gives positions at all, so that a row without one is worth a word.
  private let hasPositions: Bool
  private let repairs: Bool
  private let words: RowWords
  private let districts: DistrictNames
  /// The child sheets whose rows belong to this kind's records, with the places of their properties.
  private let lists: [(list: AttachedList, property: Int)]
  /// What the lines above the headers say for all rows.
  private let defaults: [(property: Int, value: Value)]
  private let districtIndex: Int?
  private let sourceCRS: ReferenceSystem
  private let sourceCRSText: Value
  private let geometryNames: Set<String>
  private let transformation: Transformation
  private let required: [Int]
  /// The columns that the position is read from, for problems.
  private let positionColumns: [Int]
  private let sourceIndex: Int?
  private let sourcePrefix: String
  private let sourcePositionIndex: Int?
  private let sourceCRSIndex: Int?
  private let nameIndex: Int?
  private let riverNameIndex: Int?
  private let idIndex: Int?
  private let codeIndex: Int?
  private let codeReading: ValueReading?

  init(
    kind: Kind, file: String, layer: String, headers: [String], mapping: ColumnMapping, crs: ReferenceSystem,
    hasPositions: Bool, repairs: Bool, districts: DistrictNames, lists: [AttachedList], headLines: [String: String],
    words: RowWords
  ) throws {
    self.kind = kind
    self.file = file
    self.layer = layer
    sourcePrefix = file + " 第"
    self.headers = headers
    self.mapping = mapping
    self.hasPositions = hasPositions
    self.repairs = repairs
    self.words = words
    self.districts = districts
    districtIndex = kind.index(of: "district")
    sourceCRS = crs
    sourceCRSText = .text(crs.description)
    geometryNames = Set(kind.geometry?.names ?? [])
    transformation = try Transformation(from: crs, to: .cgcs2000)
    columns = mapping.properties.enumerated().compactMap { column, property in
      property.map { (column, $0, ValueReading(kind.properties[$0])) }
    }
    self.lists = lists.compactMap { list in kind.index(of: list.property.name).map { (list, $0) } }
    defaults = HeadLines.labels.compactMap { label in
      guard let text = headLines[label], let index = kind.properties.firstIndex(where: { $0.title == label }),
        case .success(let value) = ValueReading(kind.properties[index]).value(text), !value.isNull
      else { return nil }
      return (index, value)
    }
    positionColumns = mapping.position?.columns.sorted() ?? []
    required = kind.properties.indices.filter { kind.properties[$0].isRequired }
    sourceIndex = kind.index(of: "source")
    sourcePositionIndex = kind.index(of: "source_position")
    sourceCRSIndex = kind.index(of: "source_crs")
    nameIndex = kind.index(of: "name")
    riverNameIndex = kind.index(of: "river_name")
    idIndex = kind.index(of: "id")
    codeIndex = kind.index(of: "code")
    codeReading = kind.property("code").map(ValueReading.init)
  }

  /// The places of the properties that rows may have values for: those of the columns, and those that are filled in.
  var properties: [Int] {
    let filled = [sourceIndex, sourcePositionIndex, sourceCRSIndex, nameIndex, idIndex, codeIndex].compactMap { $0 }
    return Set(columns.map(\.property) + filled + lists.map(\.property) + defaults.map(\.property)).sorted()
  }

  /// The record that a row holds, or nil for a row without any value.
  func convert(_ row: SourceRow) -> PreparedRow? {
    row.wellKnownBinary == nil && row.values.allSatisfy(\.isNull) ? nil : prepare(row)
  }

  /// The record that a row holds, also where it has no value.
  func prepare(_ row: SourceRow) -> PreparedRow {
    var prepared = PreparedRow(
      number: row.number, values: Array(repeating: .null, count: kind.properties.count), geometry: nil)
    for column in columns {
      let (value, index) = (row.values[column.number], column.property)
      if case .text(let text) = value, FormWriter.isCut(text) {
        prepared.add(problem(.warning, row, column.number, value, "这是导出时截断的文字，未采用，登记库中已有的全文不变"))
        continue
      }
      if index == districtIndex, case .text(let text) = value, let found = districts.reading(text) {
        prepared.values[index] = found.code.map(Value.text) ?? .null
        if let note = found.note { prepared.add(problem(.warning, row, column.number, value, note)) }
        continue
      }
      let read = Self.read(value, column.reading)
      switch read.result {
      case .success(.null): if !value.cellText.isEmpty { prepared.emptied.append(index) }
      case .success(let value): prepared.values[index] = value
      case .failure(let fault): prepared.add(problem(.error, row, column.number, value, fault.message))
      }
      if let note = read.note { prepared.add(problem(.warning, row, column.number, value, note)) }
    }
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
      // Other systems' ids are codes to us.
      if let codeIndex, prepared.values[codeIndex].isNull, case .success(let code) = codeReading?.value(id) {
        prepared.values[codeIndex] = code
      } else {
        prepared.add(problem(.warning, row, nil, .null, "内部编号“\(id.prefix(40))”不是有效的UUID，未采用"))
      }
    }
    for (property, value) in defaults where prepared.values[property].isNull { prepared.values[property] = value }
    for (list, property) in lists {
      let code = codeIndex.flatMap { prepared.values[$0].text }
      let name = nameIndex.flatMap { prepared.values[$0].text }
      if let items = list.take(code: code, name: name) { prepared.values[property] = items }
    }
    for index in required where prepared.values[index].isNull {
      let column = columns.first { $0.property == index }?.number
      prepared.add(problem(.error, row, column, .null, "缺少“\(kind.properties[index].title)”\(words.notTaken)，请补填"))
    }
    if let sourceIndex, prepared.values[sourceIndex].isNull {
      prepared.values[sourceIndex] = .text(sourcePrefix + String(row.number) + "行")
    }
    if let sourceCRSIndex, prepared.geometry != nil { prepared.values[sourceCRSIndex] = sourceCRSText }
  }

  // MARK: - Position

  private func locate(_ row: SourceRow, _ prepared: inout PreparedRow) {
    guard kind.geometry != nil else { return }
    do {
      guard var geometry = try geometry(row, &prepared) else {
        if hasPositions {
          prepared.missingPosition = [fault(.warning, row, "没有坐标，记录已导入但不能上图，请补充")]
        }
        return
      }
      geometry = kind.stored(geometry)
      guard geometryNames.contains(geometry.kind.geoJSONName) else {
        prepared.add(
          fault(
            .error, row,
            "几何为\(geometry.kind.geoJSONName)，“\(kind.title)”应为\((kind.geometry?.names ?? []).joined(separator: "、"))"))
        return
      }
      if geometry.dimension == 2 { geometry = try sound(geometry, row, &prepared) }
      if let outside = outsideChina(geometry) {
        prepared.add(fault(.error, row, outside))
        return
      }
      prepared.geometry = kind.stored(geometry)
    } catch let error as GeometryError {
      prepared.add(fault(.error, row, "几何不能使用：\(error.message)；请在 GIS 中改正"))
    } catch let half as MissingHalf {
      prepared.add(problem(.error, row, half.column, .null, "\(half.message)\(words.notTaken)，请补填"))
    } catch let error as GeodesyError {
      if error.code == .referenceSystemMissing { prepared.plane = plane(row) }
      prepared.add(fault(.error, row, error.message))
    } catch {
      prepared.add(fault(.error, row, "\(error)"))
    }
  }

  /// That one half of a position is not filled in, with the column that it belongs in.
  private struct MissingHalf: Error {
    let column: Int
    let message: String
  }

  private func missingHalf(_ columns: PositionColumns, _ texts: [String]) -> MissingHalf? {
    switch columns.form {
    case .pair(let longitude, let latitude):
      guard let empty = texts.firstIndex(of: "") else { return nil }
      let column = [longitude, latitude][empty]
      let name = sourceCRS.isProjected ? "“\(headers[column])”" : ["经度", "纬度"][empty]
      return MissingHalf(column: column, message: "缺少\(name)")
    case .parts(let longitude, let latitude):
      if texts[0].isEmpty { return MissingHalf(column: longitude[0], message: "缺少经度的度数") }
      return texts[3].isEmpty ? MissingHalf(column: latitude[0], message: "缺少纬度的度数") : nil
    case .single, .wellKnownText: return nil
    }
  }

  /// The two numbers of a position in metres, easting and northing; in China the northing is the greater.
  private func plane(_ row: SourceRow) -> Position? {
    guard let columns = mapping.position else { return nil }
    let numbers = columns.texts(row.values).flatMap { $0.split { ",，; ".contains($0) } }.compactMap { Double($0) }
    guard numbers.count == 2 else { return nil }
    return Position(x: min(numbers[0], numbers[1]), y: max(numbers[0], numbers[1]))
  }

  private func geometry(_ row: SourceRow, _ prepared: inout PreparedRow) throws -> Geometry? {
    if row.wellKnownBinary == nil, !row.warnings.isEmpty, mapping.position == nil {
      throw GeometryError(.malformed, "文件中的几何已损坏")
    }
    if let geometry = try row.geometry() {
      guard !geometry.isEmpty else { throw GeometryError(.malformed, "几何是空的，或坐标不是数字") }
      if row.hadZ || row.hadM { heightsDropped += 1 }
      return try transformation.transform(geometry)
    }
    guard let columns = mapping.position else { return nil }
    let texts = columns.texts(row.values)
    guard texts.contains(where: { !$0.isEmpty }) else { return nil }
    if let half = missingHalf(columns, texts) { throw half }
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
    if let index = sourcePositionIndex, prepared.values[index].isNull, !columns.arePlainNumbers(texts) {
      prepared.values[index] = .text(texts.joined(separator: columns.isParts ? "|" : ","))
    }
    // Columns of longitude and latitude say by their headers what a text by E and N does.
    for assumption in reading.assumptions where assumption != .hemisphereMissing || columns.isSingle {
      if assumption == .swapped {
        throw GeodesyError(.unreadableText, "经度和纬度写反了（\(texts.joined(separator: ", "))），\(words.swap)")
      }
      prepared.add(fault(.warning, row, assumption.message))
    }
    guard let position = reading.position else { return nil }
    guard let own = reading.referenceSystem, own != sourceCRS else {
      return .point(try transformation.transform(position))
    }
    return .point(try transformation(from: own).transform(position))
  }

  /// Transformations from the systems that texts of this layer told themselves, by zone numbers.
  private var ownTransformations: [ReferenceSystem: Transformation] = [:]

  private func transformation(from system: ReferenceSystem) throws -> Transformation {
    if let known = ownTransformations[system] { return known }
    let made = try Transformation(from: system, to: .cgcs2000)
    ownTransformations[system] = made
    return made
  }

  /// How many geometries had heights or measures, which the registry does not keep.
  private(set) var heightsDropped = 0

  private func sound(_ geometry: Geometry, _ row: SourceRow, _ prepared: inout PreparedRow) throws -> Geometry {
    guard let flaw = try geometry.flaw() else { return geometry.rightHanded() }
    guard repairs else {
      prepared.add(
        fault(.error, row, "面有错误（\(FlawText.chinese(flaw))），\(words.mend)"))
      return geometry
    }
    let repair = try geometry.makeValid()
    prepared.add(fault(.warning, row, "面有错误（\(FlawText.chinese(flaw))），已自动修复，请核对"))
    return repair.geometry.rightHanded()
  }

  private func outsideChina(_ geometry: Geometry) -> String? {
    guard let box = geometry.envelope else { return nil }
    if box.minX >= 73, box.maxX <= 136, box.minY >= 3, box.maxY <= 54 { return nil }
    if box.minY >= 73, box.maxY <= 136, box.minX >= 3, box.maxX <= 54 {
      return "经度和纬度写反了（\(Self.shown(box.center))），\(words.swap)"
    }
    return "坐标（\(Self.shown(box.center))）不在中国范围内，\(words.checkPosition)"
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

  private static func read(_ value: SourceValue, _ reading: ValueReading) -> ValueReading.Outcome {
    switch value {
    case .null: (.success(.null), nil)
    case .text(let text), .date(let text): reading.read(text)
    case .integer(let integer): (reading.value(Double(integer)), nil)
    case .real(let real): (reading.value(real), nil)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }

  /// A problem of a row's position, in all columns that tell it.
  private func fault(_ severity: Problem.Severity, _ row: SourceRow, _ message: String) -> Problem {
    var problem = problem(severity, row, positionColumns.first, .null, message)
    problem.furtherColumns = positionColumns.dropFirst().map { headers[$0] }
    return problem
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
