import HetuExchange
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Makes the layers of one tile from the registry, for an audience.
///
/// Each record whose middle lies in the tile is in it: as itself, or counted in a cluster where there are too many to be told apart. Records that
/// are more than a point are also drawn in the other tiles that they reach into.
struct TileMaker {
  /// So many records of a kind are drawn one by one.
  static let greatestRecords = 400
  /// So many lines and areas, the largest ones.
  static let greatestShapes = 1_000
  /// Clusters are those of a grid of 2² by 2² cells, so that their numbers can be read on a map.
  private static let clusterLevel = 2
  /// How far lines and areas go beyond the tile's border, as a part of its side, so that no border shows.
  private static let margin = 1.0 / 64
  /// What is smaller than this part of a side is drawn as a point.
  private static let leastShape = 1.0 / 256

  let registry: Registry
  let tile: TileAddress
  let audience: Audience

  /// The layer of the records of a kind that a query wants.
  func layer(of kind: Kind, _ query: RecordQuery) throws -> VectorTileLayer {
    let index = try registry.places(of: kind, query)
    var layer = VectorTileLayer(name: kind.name)
    let shown = Self.properties(of: kind)
    var query = query
    query.properties = Set(shown.map { kind.properties[$0].name })
    let drawn = try drawShapes(shapes(in: index), of: kind, shown, query, &layer)
    func draw(_ rows: [Int64]) throws {
      for record in try registry.records(of: kind, rows: rows, query) {
        try Task.checkCancellation()
        let record = audience.view(record)
        // One that was moved out of the tile meanwhile belongs to that tile's next state.
        guard let middle = record.geometry?.envelope?.center, let place = place(middle) else { continue }
        layer.add(id: record.fid, .point(place), members(of: record, shown))
      }
    }
    guard index.count(in: tile) > Self.greatestRecords else {
      try draw(index.rows(in: tile).filter { !drawn.contains($0) })
      return layer
    }
    let clusters = index.clusters(in: tile, level: Self.clusterLevel, without: drawn)
    try draw(clusters.filter { $0.count == 1 }.map(\.row).sorted())
    for cluster in clusters where cluster.count > 1 {
      guard let place = place(cluster.middle) else { continue }
      layer.add(.point(place), members(of: cluster, index, kind))
    }
    return layer
  }

  // MARK: - Lines and areas

  /// The largest lines and areas that reach into the tile, where they are large enough to be seen as such.
  private func shapes(in index: PlaceIndex) -> [Int64] {
    let box = tile.box(margin: Self.margin)
    let least = tile.box().width * Self.leastShape
    let found = index.shapes(in: box).map { (row: $0.row, size: max($0.box.width, $0.box.height)) }
      .filter { $0.size >= least }
    guard found.count > Self.greatestShapes else { return found.map(\.row).sorted() }
    return found.sorted { ($1.size, $0.row) < ($0.size, $1.row) }.prefix(Self.greatestShapes).map(\.row).sorted()
  }

  /// Draws lines and areas and returns the rows of those that no point need stand for: they were drawn, or do not reach into the tile.
  private func drawShapes(
    _ rows: [Int64], of kind: Kind, _ shown: [Int], _ query: RecordQuery, _ layer: inout VectorTileLayer
  ) throws -> Set<Int64> {
    var drawn: Set<Int64> = []
    guard !rows.isEmpty else { return drawn }
    for record in try registry.records(of: kind, rows: rows, query) {
      try Task.checkCancellation()
      let record = audience.view(record)
      guard let geometry = record.geometry, let shape = try? shape(geometry) else { continue }
      if shape.isEmpty || layer.add(id: record.fid, shape, members(of: record, shown)) { drawn.insert(record.fid) }
    }
    return drawn
  }

  /// A line or an area in the tile's units, cut off beyond its margin, empty where it lies beyond; areas are valid on whole units.
  private func shape(_ geometry: Geometry) throws -> Geometry {
    let extent = VectorTileLayer.extent
    let (low, high) = (-extent * Self.margin, extent * (1 + Self.margin))
    let window = Envelope(minX: low, minY: low, maxX: high, maxY: high)
    let placed = geometry.mapPaths { $0.map { tile.place($0, extent: extent) } }
    guard let box = placed.envelope else { return placed }
    let isInside = box.minX >= low && box.minY >= low && box.maxX <= high && box.maxY <= high
    let sound = placed.dimension == 2 && (try? placed.isValid()) != true ? try placed.makeValid().geometry : placed
    let cut = isInside ? sound : try sound.intersection(Geometry(window))
    // What is too thin for whole units is left as it is: no ring is drawn of it.
    guard cut.dimension == 2, case let snapped = try cut.snapped(gridSize: 1), !snapped.isEmpty else { return cut }
    return snapped
  }

  // MARK: - Points

  /// A place in the tile's units; nil for one that lies outside.
  private func place(_ position: Position) -> Position? {
    let place = tile.place(position, extent: VectorTileLayer.extent)
    let range = -1...VectorTileLayer.extent + 1
    return range.contains(place.x) && range.contains(place.y) ? place : nil
  }

  // MARK: - Properties

  /// The properties that features have: what they are called, and all that styles go by.
  static func properties(of kind: Kind) -> [Int] {
    kind.properties.indices.filter { index in
      let property = kind.properties[index]
      return ["id", "code", "name"].contains(property.name) || property.name == kind.gradeProperty
        || !property.codes.isEmpty && [.text, .list].contains(property.type)
    }
  }

  private func members(of record: Record, _ shown: [Int]) -> [(name: String, value: Value)] {
    shown.map { (record.kind.properties[$0].name, record.values[$0]) } + mark
  }

  private func members(
    of cluster: PlaceIndex.Cluster, _ index: PlaceIndex, _ kind: Kind
  ) -> [(name: String, value: Value)] {
    var members: [(name: String, value: Value)] = [
      (TileWords.cluster, .boolean(true)), (TileWords.count, .integer(Int64(cluster.count))),
    ]
    if kind.gradeProperty != nil {
      for (grade, count) in zip(index.grades, cluster.counts) where count > 0 {
        members.append((TileWords.count(of: grade), .integer(Int64(count))))
      }
    }
    return members + mark
  }

  private var mark: [(name: String, value: Value)] {
    audience.mark.map { [(PublicMark.column.name, .text($0))] } ?? []
  }
}

/// The names of the properties that clusters have.
enum TileWords {
  static let cluster = "cluster"
  static let count = "count"

  /// The property that counts a grade's records; those without a grade have the empty word.
  static func count(of grade: String) -> String { "count_" + (grade.isEmpty ? "未定" : grade) }
}
