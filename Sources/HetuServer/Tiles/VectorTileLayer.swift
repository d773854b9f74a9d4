import HetuGeometry
import HetuRegistry

/// A layer of a vector tile, written straight as its bytes (Mapbox Vector Tile Specification 2.1; its four messages of protocol buffers).
///
/// Geometries are in the tile's units: 4,096 to a side, from the north-western corner, y to the south.
struct VectorTileLayer {
  /// The units of a tile's side.
  static let extent = 4_096.0

  private let name: String
  private var features: [UInt8] = []
  private var keys: [String: Int] = [:]
  private var keyBytes: [UInt8] = []
  private var values: [Value: Int] = [:]
  private var valueBytes: [UInt8] = []
  private var tags = Packed()
  private var commands = Packed()

  init(name: String) { self.name = name }

  var isEmpty: Bool { features.isEmpty }

  /// Adds a feature unless nothing of its geometry is left in whole units; what is null is left out of its properties.
  ///
  /// - Returns: whether it was added.
  @discardableResult
  mutating func add(id: Int64? = nil, _ geometry: Geometry, _ properties: [(name: String, value: Value)]) -> Bool {
    var path = VectorTilePath()
    let type = path.append(geometry)
    guard !path.numbers.isEmpty else { return false }
    tags.removeAll()
    for (name, value) in properties where !value.isNull {
      tags.append(UInt64(key(name)))
      tags.append(UInt64(number(of: value)))
    }
    commands.removeAll()
    for number in path.numbers { commands.append(UInt64(number)) }
    var bytes: [UInt8] = []
    if let id { bytes.append(field: 1, UInt64(bitPattern: id)) }
    bytes.append(field: 2, tags.bytes)
    bytes.append(field: 3, UInt64(type.rawValue))
    bytes.append(field: 4, commands.bytes)
    features.append(field: 2, bytes)
    return true
  }

  /// Appends the layer to a tile; one without features is left out, as the specification wants.
  func append(to tile: inout [UInt8]) {
    guard !isEmpty else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(features.count + keyBytes.count + valueBytes.count + 64)
    bytes.append(field: 15, 2)
    bytes.append(field: 1, Array(name.utf8))
    bytes.append(contentsOf: features)
    bytes.append(contentsOf: keyBytes)
    bytes.append(contentsOf: valueBytes)
    bytes.append(field: 5, UInt64(Self.extent))
    tile.append(field: 3, bytes)
  }

  private mutating func key(_ name: String) -> Int {
    if let known = keys[name] { return known }
    keyBytes.append(field: 3, Array(name.utf8))
    keys[name] = keys.count
    return keys.count - 1
  }

  private mutating func number(of value: Value) -> Int {
    if let known = values[value] { return known }
    var bytes: [UInt8] = []
    switch value {
    case .null: break
    case .text(let text), .list(let text): bytes.append(field: 1, Array(text.utf8))
    case .real(let real): bytes.append(field: 3, real: real)
    case .integer(let integer): bytes.append(field: 4, UInt64(bitPattern: integer))
    case .boolean(let boolean): bytes.append(field: 7, boolean ? 1 : 0)
    }
    valueBytes.append(field: 4, bytes)
    values[value] = values.count
    return values.count - 1
  }
}

/// The commands that draw one feature (clause 4.3).
struct VectorTilePath {
  /// What features are (clause 4.3.4).
  enum Form: Int { case point = 1, line, polygon }

  private(set) var numbers: [UInt32] = []
  private var cursor = Cell(x: 0, y: 0)

  private struct Cell: Equatable {
    var x: Int
    var y: Int

    init(x: Int, y: Int) { (self.x, self.y) = (x, y) }

    /// The nearest place in whole units.
    init(_ position: Position) { self.init(x: Int(position.x.rounded()), y: Int(position.y.rounded())) }
  }

  /// Appends a geometry, in whole units; of one of several dimensions what has the highest.
  mutating func append(_ geometry: Geometry) -> Form {
    switch geometry.dimension {
    case 2:
      for polygon in geometry.polygons { append(polygon) }
      return .polygon
    case 1:
      for line in geometry.lines {
        let path = Self.cells(line)
        if path.count > 1 { draw(path) }
      }
      return .line
    default:
      var cells: [Cell] = []
      geometry.forEachPath { cells.append(contentsOf: $0.map { Cell($0) }) }
      command(1, cells.count)
      for cell in cells { move(cell) }
      return .point
    }
  }

  /// A polygon's rings: the outer one clockwise as seen on the screen, holes against it; those without area are left out.
  private mutating func append(_ polygon: Polygon) {
    for (number, ring) in polygon.rings.enumerated() {
      var path = Self.cells(ring)
      if path.first == path.last { path.removeLast() }
      let area = Self.doubleArea(path)
      guard path.count > 2, area != 0 else {
        // Holes of a ring that is gone would be rings of the one before.
        if number == 0 { return }
        continue
      }
      if (area > 0) != (number == 0) { path.reverse() }
      draw(path)
      command(7, 1)
    }
  }

  private mutating func draw(_ path: [Cell]) {
    command(1, 1)
    move(path[0])
    command(2, path.count - 1)
    for cell in path.dropFirst() { move(cell) }
  }

  private mutating func command(_ id: UInt32, _ count: Int) { if count > 0 { numbers.append(UInt32(count) << 3 | id) } }

  private mutating func move(_ cell: Cell) {
    for step in [cell.x - cursor.x, cell.y - cursor.y] {
      let step = Int32(clamping: step)
      numbers.append(UInt32(bitPattern: step << 1 ^ step >> 31))
    }
    cursor = cell
  }

  /// Positions in whole units, each once where several in turn fall together.
  private static func cells(_ path: [Position]) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(path.count)
    for position in path {
      let cell = Cell(position)
      if cell != cells.last { cells.append(cell) }
    }
    return cells
  }

  /// Twice the area, positive for a ring that is clockwise on the screen.
  private static func doubleArea(_ ring: [Cell]) -> Int {
    var area = 0
    for (index, cell) in ring.enumerated() {
      let next = ring[(index + 1) % ring.count]
      area += cell.x * next.y - next.x * cell.y
    }
    return area
  }
}

/// Numbers of a packed field.
private struct Packed {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: UInt64) { bytes.append(varint: number) }
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// The wire format of protocol buffers.
extension [UInt8] {
  fileprivate mutating func append(varint number: UInt64) {
    var rest = number
    while rest > 0x7f {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  fileprivate mutating func append(field: UInt64, _ number: UInt64) {
    append(varint: field << 3)
    append(varint: number)
  }

  fileprivate mutating func append(field: UInt64, real: Double) {
    append(varint: field << 3 | 1)
    Swift.withUnsafeBytes(of: real.bitPattern.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(field: UInt64, _ bytes: [UInt8]) {
    append(varint: field << 3 | 2)
    append(varint: UInt64(bytes.count))
    append(contentsOf: bytes)
  }
}
