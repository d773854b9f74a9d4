import HetuGeometry

/// A box in single precision, as the nodes of an R-tree hold it.
struct RTreeBox {
  var minX: Float
  var maxX: Float
  var minY: Float
  var maxY: Float

  /// The box rounded outward, so that it holds all that `envelope` holds.
  init(_ envelope: Envelope) {
    minX = Self.roundedDown(envelope.minX)
    maxX = Self.roundedUp(envelope.maxX)
    minY = Self.roundedDown(envelope.minY)
    maxY = Self.roundedUp(envelope.maxY)
  }

  var middleX: Double { (Double(minX) + Double(maxX)) / 2 }
  var middleY: Double { (Double(minY) + Double(maxY)) / 2 }

  mutating func formUnion(_ other: RTreeBox) {
    minX = Swift.min(minX, other.minX)
    maxX = Swift.max(maxX, other.maxX)
    minY = Swift.min(minY, other.minY)
    maxY = Swift.max(maxY, other.maxY)
  }

  private static func roundedDown(_ value: Double) -> Float {
    let nearest = Float(value)
    return Double(nearest) > value ? nearest.nextDown : nearest
  }

  private static func roundedUp(_ value: Double) -> Float {
    let nearest = Float(value)
    return Double(nearest) < value ? nearest.nextUp : nearest
  }
}

/// A node as SQLite's R-tree module keeps it: two bytes of depth (in the root only), two of the number of cells, then
/// cells of an eight-byte number and four single-precision borders, all big endian, zeros behind.
enum RTreeNode {
  static let headerBytes = 4
  static let cellBytes = 24

  /// Writes the depth and the number of cells.
  static func writeHeader(depth: Int, cells: Int, to node: UnsafeMutableRawBufferPointer) {
    node.storeBytes(of: UInt16(depth).bigEndian, toByteOffset: 0, as: UInt16.self)
    node.storeBytes(of: UInt16(cells).bigEndian, toByteOffset: 2, as: UInt16.self)
  }

  /// Writes one cell.
  static func writeCell(_ cell: Int, id: Int64, box: RTreeBox, to node: UnsafeMutableRawBufferPointer) {
    let start = headerBytes + cell * cellBytes
    node.storeBytes(of: id.bigEndian, toByteOffset: start, as: Int64.self)
    node.storeBytes(of: box.minX.bitPattern.bigEndian, toByteOffset: start + 8, as: UInt32.self)
    node.storeBytes(of: box.maxX.bitPattern.bigEndian, toByteOffset: start + 12, as: UInt32.self)
    node.storeBytes(of: box.minY.bitPattern.bigEndian, toByteOffset: start + 16, as: UInt32.self)
    node.storeBytes(of: box.maxY.bitPattern.bigEndian, toByteOffset: start + 20, as: UInt32.self)
  }

  /// The box round all cells of a node; nil where it has none or is cut off.
  static func bounds(of node: UnsafeRawBufferPointer) -> Envelope? {
    guard node.count >= headerBytes else { return nil }
    let cells = Int(UInt16(bigEndian: node.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
    guard node.count >= headerBytes + cells * cellBytes else { return nil }
    var bounds: Envelope?
    for cell in 0..<cells {
      let start = headerBytes + cell * cellBytes + 8
      func border(_ place: Int) -> Double {
        let bits = node.loadUnaligned(fromByteOffset: start + place * 4, as: UInt32.self)
        return Double(Float(bitPattern: UInt32(bigEndian: bits)))
      }
      let box = Envelope(minX: border(0), minY: border(2), maxX: border(1), maxY: border(3))
      bounds = bounds?.union(box) ?? box
    }
    return bounds
  }
}
