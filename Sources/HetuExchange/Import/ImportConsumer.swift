import HetuGeometry
import HetuRegistry
import HetuSchemas

/// The writing side of an import: puts rows in, or updates what is there, inside one transaction.
struct ImportConsumer {
  let writer: RegistryWriter
  let options: ImportOptions
  let feed: Feed<ImportStep>
  let progress: (Int) -> Void
  private(set) var report = ImportReport()
  /// What the file's sheets have brought so far, by kind: several sheets may hold one list.
  private var seenOfKind: [Kind: SeenKeys] = [:]
  /// What the file says otherwise of the ledger's states than the registry.
  private var ledger = CellNotice()
  /// What the file empties.
  private var emptied = CellNotice()

  init(writer: RegistryWriter, options: ImportOptions, feed: Feed<ImportStep>, progress: @escaping (Int) -> Void) {
    self.writer = writer
    self.options = options
    self.feed = feed
    self.progress = progress
  }

  mutating func run() throws {
    while let step = try feed.next() {
      switch step {
      case .begin(let layer, let kind, let properties, let problems):
        report.add(problems)
        try write(layer, kind, properties)
      case .skipped(let layer): report.skipped.append(layer)
      case .problems(let problems): report.add(problems)
      case .rows, .end: break
      }
    }
    report.add(ledger.notices { "\($0)与登记库不同，导入不改台账状态，已保留登记库的；请用 hetu ledger move 流转" })
    report.add(emptied.notices { "\($0)填的是“/”“—”或“无”，登记库中原有的内容已清空，请核对；不清空的应留空，原值可用 hetu history 查看" })
  }

  private mutating func write(_ begun: ImportReport.Layer, _ kind: Kind, _ properties: [Int]) throws {
    var layer = begun
    let isLedger = !kind.ledgerStateProperties.isEmpty
    if options.mode == .replace && seenOfKind[kind] == nil {
      if !isLedger {
        try writer.deleteAll(kind)
      } else if try writer.count(of: kind) > 0 {
        report.add([notice(layer, "台账不整批替换：按编号更新，文件中没有的记录和各条的台账状态都保留")])
      }
    }
    let places = PlaceReading(kind)
    var seen = try seenOfKind.removeValue(forKey: kind) ?? SeenKeys(kind, lastRow: writer.lastRow(of: kind))
    let matcher =
      try writer.count(of: kind) == 0
      ? nil
      : RowMatcher(
        writer: writer, kind: kind, lastRow: seen.lastRow,
        mayUpdate: options.mode == .upsert || isLedger && options.mode == .replace, words: .file)
    var found: [Problem] = []
    layer.inserted = try writer.load(kind, properties: properties) { load in
      while let step = try feed.next() {
        if case .end(let heights, let passedOver) = step {
          layer.heightsDropped = heights
          layer.passedOver = passedOver
          return
        }
        guard case .rows(let rows) = step else { continue }
        for row in rows {
          layer.read += 1
          if !row.problems.isEmpty { found += row.problems }
          if layer.places.count < ImportReport.maximumPlaces, let place = places(row) { layer.places.append(place) }
          if row.isRefused {
            layer.refused += 1
            continue
          }
          switch try match(row, matcher, &seen) {
          case .refused(let message):
            layer.refused += 1
            found.append(problem(.error, layer, row, message))
          case .new:
            found += row.missingPosition
            try load.insert(row.values, geometry: row.geometry)
            if options.reportsCodes { layer.codes[row.number] = load.lastCode }
          case .record(let existing, let notice, _):
            if options.reportsCodes { layer.codes[row.number] = existing.code }
            if existing.geometry == nil { found += row.missingPosition }
            if try update(existing, row, layer) {
              layer.updated += 1
              if let notice { found.append(problem(.warning, layer, row, notice)) }
            } else {
              layer.unchanged += 1
            }
          }
        }
        report.add(found)
        found.removeAll(keepingCapacity: true)
        progress(layer.read)
      }
    }
    seenOfKind[kind] = seen
    if layer.inserted > 0, !layer.hasPositions {
      report.add([notice(layer, "没有坐标列，\(layer.inserted)条新记录不能上图，请补充坐标")])
    }
    if layer.read == 0, layer.passedOver.isEmpty { report.add([notice(layer, "只有表头，没有数据行")]) }
    report.layers.append(layer)
  }

  /// What a row is to the registry and to the rows before it; `matcher` is nil where nothing is there.
  private func match(_ row: PreparedRow, _ matcher: RowMatcher?, _ seen: inout SeenKeys) throws -> RowMatch {
    if let clash = seen.clash(row) { return .refused(clash) }
    guard let match = try matcher?.match(row) else { return .new }
    guard case .record(let record, _, isByName: true) = match, let earlier = seen.earlier(record, row) else {
      return match
    }
    return .refused(
      "没有编号，与第\(earlier)行同是登记库中的“\(record.name.prefix(40))”（\(record.code)），本行未导入，请删去一行，是另外一条的请填新编号")
  }

  /// Changes what differs; an empty cell changes nothing, a mark for nothing empties, where a record comes from alone is no change, and the
  /// ledger's states are kept.
  private mutating func update(_ existing: Record, _ row: PreparedRow, _ layer: ImportReport.Layer) throws -> Bool {
    let kind = existing.kind
    let kept = kind.ledgerStateProperties
    var changes: [(property: Int, value: Value)] = []
    var provenance: [(property: Int, value: Value)] = []
    for (index, value) in row.values.enumerated() where !value.isNull && !Sameness.holds(value, existing.values[index])
    {
      let name = kind.properties[index].name
      if name == "id" { continue }
      if kept.contains(name) {
        ledger.add(kind.properties[index].title, row: row.number, layer)
      } else if kind.properties[index].isProvenance {
        provenance.append((index, value))
      } else {
        changes.append((index, value))
      }
    }
    for index in row.emptied where row.values[index].isNull && !existing.values[index].isNull {
      let property = kind.properties[index]
      if property.isRequired || property.isProvenance || kept.contains(property.name)
        || ["id", "code"].contains(property.name)
      {
        continue
      }
      emptied.add(property.title, row: row.number, layer)
      changes.append((index, .null))
    }
    let geometry = Sameness.holds(row.geometry, existing.geometry) ? nil : row.geometry
    guard !changes.isEmpty || geometry != nil else { return false }
    try writer.update(existing, changes + provenance, geometry: geometry)
    return true
  }

  /// What is said of a whole layer.
  private func notice(_ layer: ImportReport.Layer, _ message: String) -> Problem {
    Problem(
      severity: .warning, file: layer.file, layer: layer.layer, row: nil, column: nil, value: nil, message: message)
  }

  private func problem(
    _ severity: Problem.Severity, _ layer: ImportReport.Layer, _ row: PreparedRow, _ message: String
  ) -> Problem {
    Problem(
      severity: severity, file: layer.file, layer: layer.layer, row: row.number, column: nil, value: nil,
      message: message
    )
  }
}

/// Cells of a file of which one thing is said in one notice.
private struct CellNotice {
  private var layer: ImportReport.Layer?
  private var titles: [String] = []
  private var rows: Set<Int> = []
  private var first: Int?

  mutating func add(_ title: String, row: Int, _ layer: ImportReport.Layer) {
    self.layer = self.layer ?? layer
    first = first ?? row
    rows.insert(row)
    if !titles.contains(title) { titles.append(title) }
  }

  /// The notice, if there is one; `message` says it of the cells that it is given the place of.
  func notices(_ message: (String) -> String) -> [Problem] {
    guard let layer, let first else { return [] }
    let place = rows.count == 1 ? "第\(first)行" : "第\(first)行等\(rows.count)行"
    return [
      Problem(
        severity: .warning, file: layer.file, layer: layer.layer, row: nil, column: nil, value: nil,
        message: message("\(place)的\(titles.joined(separator: "、"))"))
    ]
  }
}

/// Takes from rows where they lie and what they name.
private struct PlaceReading {
  private let district: Int?
  private let rivers: [Int]

  init(_ kind: Kind) {
    district = kind.index(of: "district")
    rivers = ["river_code", "river_name", "receiving_water"].compactMap(kind.index)
  }

  /// The place of a row at a point, or nil.
  func callAsFunction(_ row: PreparedRow) -> ImportedPlace? {
    var position: Position?
    if case .point(let found?) = row.geometry { position = found }
    guard position != nil || row.plane != nil else { return nil }
    return ImportedPlace(
      position: position, plane: row.plane, district: district.flatMap { row.values[$0].text },
      rivers: rivers.compactMap { row.values[$0].text })
  }
}

/// The codes and ids that a file has brought so far for a kind.
private struct SeenKeys {
  /// The kind's last row before the file.
  let lastRow: Int64
  private var codes = SeenTexts()
  private var ids = SeenTexts()
  private let codeIndex: Int?
  private let idIndex: Int?

  init(_ kind: Kind, lastRow: Int64) {
    self.lastRow = lastRow
    codeIndex = kind.index(of: "code")
    idIndex = kind.index(of: "id")
  }

  /// Why a row clashes with an earlier one of its layer, or nil.
  mutating func clash(_ row: PreparedRow) -> String? {
    let number = Int32(clamping: row.number)
    if let codeIndex, let code = row.values[codeIndex].text, let earlier = codes.earlier(code, row: number) {
      return "编号“\(code)”与第\(earlier)行重复，本行未导入，请改编号或删去一行"
    }
    if let idIndex, let id = row.values[idIndex].text, let earlier = ids.earlier(id, row: number) {
      return "内部编号与第\(earlier)行重复，本行未导入"
    }
    return nil
  }

  /// The earlier row that brought a record, or nil, and then it is noted for this row.
  mutating func earlier(_ record: Record, _ row: PreparedRow) -> Int32? {
    let number = Int32(clamping: row.number)
    let sameCode = record.code.isEmpty ? nil : codes.earlier(record.code, row: number)
    return sameCode ?? (record.id.isEmpty ? nil : ids.earlier(record.id, row: number))
  }
}
