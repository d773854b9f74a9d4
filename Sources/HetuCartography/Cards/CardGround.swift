import HetuGeometry

/// The ground that the small maps of cards show: drawn once for all places about its middle, so that a book of thousands of cards
/// holds it once. It is kept cheap, as cairo measures all strokes of it anew for each page that shows it.
public struct CardGround: Sendable {
  /// What stands on the ground, in a plane in metres.
  public typealias Landmark = (position: Position, symbol: Card.Symbol)

  private let center: Position
  /// The drawing in millimetres about its middle.
  private(set) var elements: [SVGElement]

  static let (width, height) = (130.0, 46.0)
  private static let reachMetres = 2_500.0
  private static let scale = height / 2 / reachMetres
  private static let box = Envelope(center: Position(x: 0, y: 0), width: width, height: height)
  private static let inner = box.expanded(dx: -4, dy: -3)
  private static let riverWidth = 1.4
  private static let symbolWidth = 3.0
  /// So many landmarks are enough to find a place by.
  private static let mostLandmarks = 20

  /// What a small map shows to each side of its middle, metres.
  public static let reach = (x: width / 2 / scale, y: reachMetres)

  /// The ground about a middle, in a plane in metres.
  ///
  /// - Parameters:
  ///   - river: the river's lines.
  ///   - tributaries: other rivers' lines.
  ///   - landmarks: what stands there; drawn are those nearest to the middle that do not lie on one another, and told is how many
  ///     others there are.
  ///   - posts: the posts along the river.
  /// - Throws: `CartographyError.Code.invalidInput` where a position is no number.
  public init(
    center: Position, river: [[Position]], tributaries: [[Position]], landmarks: [Landmark], posts: [KilometrePost]
  ) throws(CartographyError) {
    let positions =
      [center] + river.joined() + tributaries.joined() + landmarks.map(\.position) + posts.map(\.position)
    guard positions.allSatisfy(Self.isPlace) else {
      throw CartographyError(.invalidInput, "A card's map has a position that is no place: correct it.")
    }
    self.center = center
    func paper(_ position: Position) -> Position { Self.paper(position, about: center) }
    func runs(_ lines: [[Position]]) -> [[Position]] {
      lines.flatMap { line in Self.box.clip(simplified(line.map(paper), tolerance: 0.05)) }
    }
    let lines = (river: runs(river), tributaries: runs(tributaries))
    elements = [
      .rectangle(Self.box, .fill(SheetStyle.ownDistrict).outlined(SheetStyle.ink, 0.2)),
      .path(lines.tributaries, .stroke(SheetStyle.tributary, 0.5, roundCaps: true)),
      .path(lines.river, .stroke(SheetStyle.river, Self.riverWidth, roundCaps: true)),
    ]
    var taken = drawFurniture()
    taken += draw(posts.map { (paper($0.position), $0.kilometre) }, beside: taken, lines.river + lines.tributaries)
    draw(landmarks.map { (paper($0.position), $0.symbol) }, beside: taken)
  }

  /// Where something stands on the drawing, in millimetres about its middle.
  func paper(_ position: Position) -> Position { Self.paper(position, about: center) }

  static func isPlace(_ position: Position) -> Bool { abs(position.x) < 1e9 && abs(position.y) < 1e9 }

  private static func paper(_ position: Position, about center: Position) -> Position {
    Position(x: (position.x - center.x) * scale, y: (center.y - position.y) * scale)
  }

  // MARK: - Parts, each with the room that it takes

  /// The room of the note that there is more.
  private static let note = Envelope(
    minX: box.minX + 1, minY: box.maxY - 4, maxX: box.minX + 25, maxY: box.maxY - 0.2)

  /// The scale, and where north is.
  private mutating func drawFurniture() -> [Envelope] {
    let bar = 1_000 * Self.scale
    let (right, bottom) = (Self.box.maxX, Self.box.maxY)
    let ruler = Envelope(minX: right - 3 - bar, minY: bottom - 5.4, maxX: right - 0.2, maxY: bottom - 0.2)
    let north = Envelope(
      minX: Self.box.minX + 0.5, minY: Self.box.minY + 0.5, maxX: Self.box.minX + 7, maxY: Self.box.minY + 5)
    let start = Position(x: ruler.minX + 1, y: bottom - 2)
    elements += [
      .rectangle(ruler, .fill(SheetStyle.ownDistrict)),
      .rectangle(north, .fill(SheetStyle.ownDistrict)),
      .path([[start, Position(x: start.x + bar, y: start.y)]], .stroke(SheetStyle.ink, 0.5)),
      .text("1 km", at: Position(x: start.x + bar / 2, y: start.y - 1), TextStyle(size: 2.2), anchor: .middle),
      .text("北↑", at: Position(x: north.minX + 1, y: north.maxY - 1), TextStyle(size: 2.6, bold: true)),
    ]
    return [ruler, north, Self.note]
  }

  /// The posts, each with its name where neither a line nor another name lies, if there is such a place.
  private mutating func draw(
    _ posts: [(place: Position, kilometre: Double)], beside furniture: [Envelope], _ lines: [[Position]]
  ) -> [Envelope] {
    var taken: [Envelope] = []
    let style = TextStyle(size: 1.8, colour: SheetStyle.post.colour)
    for (place, kilometre) in posts {
      let post = Envelope(center: place, width: 1.5, height: 1.5)
      guard Self.inner.contains(place), !furniture.contains(where: { $0.overlaps(post) }) else { continue }
      let name = "K\(SVGText.number(kilometre))"
      let candidates = LabelCandidate.beside(post, width: TextMetrics.ems(name) * style.size, height: style.size)
        .map(\.box).filter { box in !(furniture + taken).contains { $0.overlaps(box) } }
      let clear = candidates.first { box in
        let room = box.expanded(dx: Self.riverWidth / 2, dy: Self.riverWidth / 2)
        return lines.allSatisfy { line in zip(line, line.dropFirst()).allSatisfy { room.clip($0, $1) == nil } }
      }
      elements.append(.circle(place, radius: 0.75, .fill("#FFFFFF").outlined(SheetStyle.river, 0.25)))
      guard let box = clear ?? candidates.first else { continue }
      elements.append(.text(name, at: Position(x: box.minX, y: box.maxY - 0.2 * style.size), style))
      taken.append(box)
    }
    return taken
  }

  /// The landmarks nearest to the middle, as many as do not lie on one another.
  private mutating func draw(_ landmarks: [(place: Position, symbol: Card.Symbol)], beside furniture: [Envelope]) {
    let style = TextStyle(size: 2.2, colour: SheetStyle.grey)
    var taken = furniture
    let near = landmarks.indices.filter { Self.inner.contains(landmarks[$0].place) }
      .map { (distance: landmarks[$0].place.distance(to: Position(x: 0, y: 0)), index: $0) }
    var shown = 0
    for (_, index) in near.sorted(by: <) where shown < Self.mostLandmarks {
      let (place, symbol) = landmarks[index]
      let box = Envelope(center: place, width: Self.symbolWidth, height: Self.symbolWidth)
      guard !taken.contains(where: { $0.overlaps(box) }) else { continue }
      taken.append(box)
      elements.append(symbol.look.elements(at: place, millimetres: Self.symbolWidth))
      shown += 1
    }
    guard shown < near.count else { return }
    elements.insert(
      contentsOf: [
        .rectangle(Self.note, .fill(SheetStyle.ownDistrict)),
        .text("另有 \(near.count - shown) 处未画出", at: Position(x: Self.note.minX, y: Self.note.maxY - 1), style),
      ], at: elements.count - shown)
  }
}
