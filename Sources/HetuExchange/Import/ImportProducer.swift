import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// The reading side of an import: opens the file, tells each layer's kind, maps its columns and checks its rows.
struct ImportProducer: Sendable {
  let path: String
  let options: ImportOptions
  let kinds: Kinds
  /// The registry's districts, so that a list may name one instead of its code.
  let districts: DistrictNames

  private static let batchSize = 1_000

  func run(into feed: Feed<ImportStep>) throws {
    let source = try SourceFile(path: path, encoding: options.encoding)
    let file = URL(fileURLWithPath: path).lastPathComponent
    let layers = try chosenLayers(source)
    for layer in layers { try refusePublicVersion(layer, file: file) }
    for view in source.views { try feed.send(.skipped("\(view)（视图）")) }
    let isOnly = layers.count { !SheetNames.isOurs($0.name) } == 1
    let found = try layers.map { (layer: $0, kind: try kind(of: $0, file: file, isOnly: isOnly)) }
    var lists = AttachedLists(file: file)
    var isAnyRead = false
    var earlier: [Kind: String] = [:]
    for (layer, _) in found where options.kind == nil && options.layer == nil {
      try lists.read(layer, kinds: Set(found.compactMap(\.kind)))
    }
    for (layer, kind) in found where !lists.names.contains(layer.name) && !SheetNames.isOurs(layer.name) {
      guard let kind else {
        try feed.send(.skipped(layer.name))
        continue
      }
      isAnyRead = true
      try read(layer, as: kind, file: file, lists: lists.of(kind), earlier: earlier[kind], into: feed)
      earlier[kind] = earlier[kind] ?? layer.name
    }
    guard isAnyRead else {
      throw ExchangeError(
        .unrecognised,
        "\(file)：看不出属于哪一类清单（工作表：\(layers.map(\.name).joined(separator: "、"))），请用 --kind 指明，可用的类别：\(kinds.all.map(\.name).joined(separator: "、"))"
      )
    }
    try feed.send(.problems(lists.problems))
  }

  /// Refuses a list that Hetu made for the public: its coarsened positions would take the place of the true ones.
  private func refusePublicVersion(_ layer: SourceLayer, file: String) throws {
    guard let headerRow = layer.headerRow else { return }
    var isMarked = false
    try layer.grid { number, cells in
      guard number < headerRow, !isMarked else { return false }
      isMarked = cells.contains { PublicMark.marks($0.cellText) }
      return true
    }
    if isMarked { throw Self.publicVersion(layer, file) }
  }

  private static func publicVersion(_ layer: SourceLayer, _ file: String) -> ExchangeError {
    ExchangeError(
      .unsafeContent,
      "\(file)：“\(layer.name)”是\(PublicMark.refusal)")
  }

  private func chosenLayers(_ source: SourceFile) throws -> [SourceLayer] {
    if let view = source.views.first(where: { source.layers.isEmpty || $0 == options.layer }) {
      throw ExchangeError(.unsafeContent, "\(path)：“\(view)”是视图，不读取；请把它导出为普通图层")
    }
    guard let wanted = options.layer else { return source.layers }
    guard let layer = source.layers.first(where: { $0.name == wanted }) else {
      throw ExchangeError(
        .notFound, "\(path)：没有名为“\(wanted)”的图层或工作表，现有：\(source.layers.map(\.name).joined(separator: "、"))")
    }
    return [layer]
  }

  private func kind(of layer: SourceLayer, file: String, isOnly: Bool) throws -> Kind? {
    if let name = options.kind {
      guard let kind = kinds[name] ?? kinds.all.first(where: { $0.title == name || $0.listTitle == name }) else {
        throw ExchangeError(
          .notFound, "没有类别“\(name)”，可用的类别：\(kinds.all.map { "\($0.name)（\($0.title)）" }.joined(separator: "、"))")
      }
      return kind
    }
    return KindDetection(kinds: kinds).kind(
      layer: layer.name, file: isOnly ? (file as NSString).deletingPathExtension : nil,
      fields: layer.fields,
      hasGeometry: layer.hasGeometry, geometryKind: layer.geometryKind)
  }

  private func read(
    _ layer: SourceLayer, as kind: Kind, file: String, lists: [AttachedList], earlier: String?,
    into feed: Feed<ImportStep>
  ) throws {
    let headers = layer.columnNames
    let mapping = try ColumnMapping(fields: layer.fields, kind: kind, given: options.map)
    let crs = try referenceSystem(of: layer)
    let hasPositions = layer.hasGeometry || mapping.position != nil
    let converter = try RowConverter(
      kind: kind, file: file, layer: layer.name, headers: headers, mapping: mapping, crs: crs,
      hasPositions: hasPositions, repairs: options.repairs, districts: districts, lists: lists,
      headLines: layer.headLines, words: .file)
    var report = ImportReport.Layer(
      file: file, layer: layer.name, title: kind.title, kind: kind.name, crs: crs.description)
    report.ignoredColumns = mapping.ignored
    report.headerRow = layer.headerRow
    report.hasPositions = hasPositions || kind.geometry == nil
    let conflicts = mapping.conflicts.map { conflict in
      Problem(
        severity: .error, file: file, layer: layer.name, row: nil, column: headers[conflict.column], value: nil,
        message: "表头的单位是“\(conflict.found)”，应为“\(conflict.wanted)”，本列未导入；请换算后改表头")
    }
    let sameList = earlier.map { "与工作表“\($0)”同是\(kind.listTitle)，两张表已一并读入；如其中一张是旧表请删去" }
    let notices = (layer.notices + [sameList].compactMap { $0 }).map { notice in
      Problem(
        severity: .warning, file: file, layer: layer.name, row: nil, column: nil, value: nil, message: notice)
    }
    try feed.send(.begin(report, kind, properties: converter.properties, conflicts + notices))
    var batch: [PreparedRow] = []
    batch.reserveCapacity(Self.batchSize)
    let mark = PublicMark.column(of: layer.fields)
    try layer.rows { row in
      if let mark, PublicMark.marks(row.values[mark].cellText) { throw Self.publicVersion(layer, file) }
      if let prepared = converter.convert(row) { batch.append(prepared) }
      if batch.count == Self.batchSize {
        try feed.send(.rows(batch))
        batch.removeAll(keepingCapacity: true)
      }
      return true
    }
    if !batch.isEmpty { try feed.send(.rows(batch)) }
    let passedOver = layer.passedOver.map { "第\($0.row)行（\($0.role.rawValue)）" }
    try feed.send(.end(heightsDropped: converter.heightsDropped, passedOver: passedOver))
  }

  /// What the user says, else what the file says, else CGCS2000.
  private func referenceSystem(of layer: SourceLayer) throws -> ReferenceSystem {
    if let crs = options.crs { return crs }
    guard !layer.hasUnknownReferenceSystem else {
      throw ExchangeError(
        .unrecognised, "\(path)：图层“\(layer.name)”写的坐标系不认识；请用 --crs 指明（EPSG 编号、gcj02 或 bd09）")
    }
    return switch layer.referenceSystem {
    case .epsg(let code): .epsg(code)
    case .wellKnownText(let text): .definition(text)
    case nil: .cgcs2000
    }
  }
}

/// Tells the kind of record of a layer from its name, its file's name, its headers and its geometry.
struct KindDetection {
  let kinds: Kinds

  func kind(
    layer: String, file: String?, fields: [SourceField], hasGeometry: Bool, geometryKind: GeometryKind?
  ) -> Kind? {
    let candidates = kinds.all.filter { kind in
      guard hasGeometry else { return true }
      guard let rule = kind.geometry else { return false }
      guard let geometryKind else { return true }
      let single = geometryKind.geoJSONName.replacing("Multi", with: "")
      return rule.names.contains { $0.replacing("Multi", with: "") == single }
    }
    for name in [layer, file].compactMap({ $0 }) {
      if let kind = named(name, among: candidates) { return kind }
    }
    let scores = candidates.map { (kind: $0, score: ColumnMapping.score(fields: fields, kind: $0)) }
      .sorted { $0.score > $1.score }
    guard let best = scores.first, best.score >= 3, scores.count < 2 || scores[1].score < best.score else { return nil }
    return best.kind
  }

  /// The kind that has a name, else the one whose name is the longest part of it.
  private func named(_ name: String, among candidates: [Kind]) -> Kind? {
    let key = Header(name).key
    if let kind = candidates.first(where: { $0.names.contains { Header($0).key == key } }) { return kind }
    let parts = candidates.flatMap { kind in
      kind.names.map { (kind: kind, key: Header($0).key) }.filter { $0.key.count >= 3 && key.contains($0.key) }
    }
    return parts.max { $0.key.count < $1.key.count }?.kind
  }
}
