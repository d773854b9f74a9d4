/// An axis-parallel box, borders included, in the units of its positions.
public struct Envelope: Hashable, Sendable {
  /// West border.
  public var minX: Double
  /// South border.
  public var minY: Double
  /// East border.
  public var maxX: Double
  /// North border.
  public var maxY: Double

  /// A box from its borders; `minX ≤ maxX` and `minY ≤ maxY` are the caller's duty.
  public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  /// The box of one position.
  public init(_ position: Position) {
    self.init(minX: position.x, minY: position.y, maxX: position.x, maxY: position.y)
  }

  /// The smallest box round all positions, or nil where there are none.
  public init?(_ positions: some Sequence<Position>) {
    var iterator = positions.makeIterator()
    guard let first = iterator.next() else { return nil }
    self.init(first)
    while let position = iterator.next() { formUnion(position) }
  }

  /// The middle of the box.
  public var center: Position { Position(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }
  /// East-west extent.
  public var width: Double { maxX - minX }
  /// North-south extent.
  public var height: Double { maxY - minY }

  /// Grows the box so that it holds `position`.
  public mutating func formUnion(_ position: Position) {
    minX = Swift.min(minX, position.x)
    minY = Swift.min(minY, position.y)
    maxX = Swift.max(maxX, position.x)
    maxY = Swift.max(maxY, position.y)
  }

  /// Grows the box so that it holds `other`.
  public mutating func formUnion(_ other: Envelope) {
    minX = Swift.min(minX, other.minX)
    minY = Swift.min(minY, other.minY)
    maxX = Swift.max(maxX, other.maxX)
    maxY = Swift.max(maxY, other.maxY)
  }

  /// The smallest box round both.
  public func union(_ other: Envelope) -> Envelope {
    var result = self
    result.formUnion(other)
    return result
  }

  /// The box grown by `dx` to the east and west and by `dy` to the north and south.
  public func expanded(dx: Double, dy: Double) -> Envelope {
    Envelope(minX: minX - dx, minY: minY - dy, maxX: maxX + dx, maxY: maxY + dy)
  }

  /// Whether the boxes share at least a border point.
  public func intersects(_ other: Envelope) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }

  /// Whether `position` lies in the box or on its border.
  public func contains(_ position: Position) -> Bool {
    minX <= position.x && position.x <= maxX && minY <= position.y && position.y <= maxY
  }
}
