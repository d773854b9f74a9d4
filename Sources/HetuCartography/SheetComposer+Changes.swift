import HetuGeometry

/// Something that changed since the sheet was made last.
public struct ChangeMark: Sendable, Hashable {
  /// What became of it.
  public enum Operation: String, CaseIterable, Sendable {
    case added, changed, removed

    /// The word that people read.
    public var title: String {
      switch self {
      case .added: "新增"
      case .changed: "有修改"
      case .removed: "已减少"
      }
    }
  }

  /// Where it stands, or stood, in the plane.
  public var position: Position
  /// What became of it.
  public var operation: Operation
  /// The code of the symbol that it is about, which may stand aside for want of room; empty for what has none.
  public var code: String

  /// A mark.
  public init(position: Position, operation: Operation, code: String = "") {
    self.position = position
    self.operation = operation
    self.code = code
  }

  private static let colour = "#C2187A"

  /// A ring that is whole for what is new and broken for what changed; a cross for what is gone.
  func elements(at center: Position, radius: Double = 3.4) -> [SVGElement] {
    switch operation {
    case .added: [.circle(center, radius: radius, .stroke(Self.colour, 0.5))]
    case .changed: [.circle(center, radius: radius, .stroke(Self.colour, 0.5, dashes: [1.3, 0.8]))]
    case .removed:
      [
        .path(
          [(-1, -1), (-1, 1)].map { dx, dy in
            [
              Position(x: center.x + radius * dx * 0.6, y: center.y + radius * dy * 0.6),
              Position(x: center.x - radius * dx * 0.6, y: center.y - radius * dy * 0.6),
            ]
          }, .stroke(Self.colour, 0.6))
      ]
    }
  }
}

extension SheetComposer {
  /// Marks what changed: about its symbol, of what has none where it stands or stood.
  mutating func drawChangeMarks() {
    let centers = Dictionary(symbols.map { ($0.symbol.code, $0.center) }) { first, _ in first }
    for mark in sheet.changeMarks {
      let center = scale.paper(mark.position)
      // What the inset shows is marked there.
      guard map.contains(center), stretch?.shows(center) != true else { continue }
      for element in mark.elements(at: centers[mark.code] ?? center) { draw(element, in: .symbols) }
      legend.insert(.change(mark.operation))
    }
  }
}
