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
  private static let (riverWidth, streamWidth) = (1.4, 0.5)
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
    func runs(_ lines: [[Position]], width: Double) -> [[Position]] {
      let room = Self.box.expanded(dx: -width / 2, dy: -width / 2)
      return lines.flatMap { line in room.clip(simplified(line.map(paper), tolerance: 0.05)) }
    }
    let lines = (river: runs(river, width: Self.riverWidth), tributaries: runs(tributaries, width: Self.streamWidth))
    elements = [
      .rectangle(Self.box, .fill(SheetStyle.ownDistrict).outlined(SheetStyle.ink, 0.2)),
      .path(lines.tributaries, .stroke(SheetStyle.tributary, Self.streamWidth, roundCaps: true)),
      .path(lines.river, .stroke(SheetStyle.river, Self.riverWidth, roundCaps: true)),
    ]
    let all = lines.river + lines.tributaries
    let corners = Self.corners(beside: all)
    let furniture = [corners.ruler, corners.north, corners.note]
    let (symbols, rooms, hidden) = Self.drawn(landmarks.map { (paper($0.position), $0.symbol) }, beside: furniture)
    draw(posts.map { (paper($0.position), $0.kilometre) }, beside: furniture + rooms, all)
    drawFurniture(corners.ruler, corners.north)
    drawNote(hidden: hidden, in: corners.note)
    elements += symbols
  }

  /// Where something stands on the drawing, in millimetres about its middle.
  func paper(_ position: Position) -> Position { Self.paper(position, about: center) }

  static func isPlace(_ position: Position) -> Bool { abs(position.x) < 1e9 && abs(position.y) < 1e9 }

  private static func paper(_ position: Position, about center: Position) -> Position {
    Position(x: (position.x - center.x) * scale, y: (center.y - position.y) * scale)
  }

  // MARK: - Parts

  private static let bar = 1_000 * scale

  /// Where the scale, the arrow to the north and the note stand: each in a corner where no line lies, if there is one.
  private static func corners(beside lines: [[Position]]) -> (ruler: Envelope, north: Envelope, note: Envelope) {
    var taken: [Envelope] = []
    func corner(width: Double, height: Double, isRight: Bool, isLow: Bool) -> Envelope {
      let corners = [(isRight, isLow), (!isRight, isLow), (isRight, !isLow), (!isRight, !isLow)].map { isRight, isLow in
        let x = isRight ? box.maxX - 0.2 - width : box.minX + 0.2
        let y = isLow ? box.maxY - 0.2 - height : box.minY + 0.2
        return Envelope(minX: x, minY: y, maxX: x + width, maxY: y + height)
      }.filter { corner in !taken.contains { $0.overlaps(corner) } }
      let chosen = corners.first { isClear($0, of: lines) } ?? corners[0]
      taken.append(chosen)
      return chosen
    }
    return (
      corner(width: bar + 2.8, height: 5.2, isRight: true, isLow: true),
      corner(width: 6.5, height: 4.5, isRight: false, isLow: false),
      corner(width: 24, height: 3.8, isRight: false, isLow: true)
    )
  }

  private mutating func drawFurniture(_ ruler: Envelope, _ north: Envelope) {
    let start = Position(x: ruler.minX + 1, y: ruler.maxY - 1.8)
    elements += [
      .rectangle(ruler, .fill(SheetStyle.ownDistrict)),
      .rectangle(north, .fill(SheetStyle.ownDistrict)),
      .path([[start, Position(x: start.x + Self.bar, y: start.y)]], .stroke(SheetStyle.ink, 0.5)),
      .text("1 km", at: Position(x: start.x + Self.bar / 2, y: start.y - 1), TextStyle(size: 2.2), anchor: .middle),
      .text("北↑", at: Position(x: north.minX + 1, y: north.maxY - 1), TextStyle(size: 2.6, bold: true)),
    ]
  }

  private static func isClear(_ box: Envelope, of lines: [[Position]]) -> Bool {
    let room = box.expanded(dx: riverWidth / 2, dy: riverWidth / 2)
    return lines.allSatisfy { line in zip(line, line.dropFirst()).allSatisfy { room.clip($0, $1) == nil } }
  }

  /// The posts, each with its name where neither a line nor anything else lies, if there is such a place.
  private mutating func draw(
    _ posts: [(place: Position, kilometre: Double)], beside things: [Envelope], _ lines: [[Position]]
  ) {
    var taken = things
    let style = TextStyle(size: 1.8, colour: SheetStyle.post.colour)
    for (place, kilometre) in posts where Self.inner.contains(place) && !taken.contains(where: { $0.contains(place) }) {
      elements += [
        .circle(place, radius: 0.875, .fill(SheetStyle.river)), .circle(place, radius: 0.625, .fill("#FFFFFF")),
      ]
      let name = "K\(SVGText.number(kilometre))"
      let post = Envelope(center: place, width: 2.6, height: 2.6)
      let candidates = LabelCandidate.beside(post, width: TextMetrics.ems(name) * style.size, height: style.size)
        .map(\.box).filter { box in Self.box.contains(box) && !taken.contains { $0.overlaps(box) } }
      guard let box = candidates.first(where: { Self.isClear($0, of: lines) }) ?? candidates.first else { continue }
      elements.append(.text(name, at: Position(x: box.minX, y: box.maxY - 0.2 * style.size), style))
      taken.append(box)
    }
  }

  /// The landmarks nearest to the middle, as many as do not lie on one another, the room that they take, and how many others there
  /// are.
  private static func drawn(
    _ landmarks: [(place: Position, symbol: Card.Symbol)], beside furniture: [Envelope]
  ) -> (symbols: [SVGElement], rooms: [Envelope], hidden: Int) {
    var symbols: [SVGElement] = []
    var rooms: [Envelope] = []
    let near = landmarks.indices.filter { inner.contains(landmarks[$0].place) }
      .map { (distance: landmarks[$0].place.distance(to: Position(x: 0, y: 0)), index: $0) }
    for (_, index) in near.sorted(by: <) where symbols.count < mostLandmarks {
      let (place, symbol) = landmarks[index]
      let room = Envelope(center: place, width: symbolWidth, height: symbolWidth)
      guard !(furniture + rooms).contains(where: { $0.overlaps(room) }) else { continue }
      rooms.append(room)
      symbols.append(symbol.look.elements(at: place, millimetres: symbolWidth))
    }
    return (symbols, rooms, near.count - symbols.count)
  }

  private mutating func drawNote(hidden: Int, in room: Envelope) {
    guard hidden > 0 else { return }
    elements += [
      .rectangle(room, .fill(SheetStyle.ownDistrict)),
      .text(
        "另有 \(hidden) 处未画出", at: Position(x: room.minX + 0.8, y: room.maxY - 1),
        TextStyle(size: 2.2, colour: SheetStyle.grey)),
    ]
  }
}
