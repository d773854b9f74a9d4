import HetuGeometry

/// Lays a card out from the top down, page by page.
struct CardComposer {
  private let card: Card
  /// What letters and lines below the head measure, of their usual size.
  private let density: Double
  /// Whether a table was cut that shows but few of its rows.
  private var isPoor = false
  private var pages: [[SVGElement]] = [[]]
  private var y = 0.0

  private static let (width, height) = (148.0, 210.0)
  private static let margin = 9.0
  private static let bottom = height - 15
  /// The sizes that are tried, the largest first: letters a little smaller where that saves a page.
  private static let densities = [1, 0.92, 0.85, 0.78]
  private static let accent = "#22384F"

  private var left: Double { Self.margin }
  private var right: Double { Self.width - Self.margin }

  private init(_ card: Card, density: Double) {
    self.card = card
    self.density = density
  }

  /// The pages of a card: as few as can be, in letters as large as that lets them be.
  static func pages(of card: Card) -> [SVGDocument] {
    var best: (pages: [SVGDocument], isPoor: Bool)?
    for density in densities {
      if let best, best.pages.count == 1, !best.isPoor { break }
      var composer = CardComposer(card, density: density)
      let pages = composer.compose()
      if let best, pages.count > best.pages.count { continue }
      // The smallest letters are for a page that is saved, not for more rows of a table that is cut.
      if let best, pages.count == best.pages.count, !best.isPoor || density < 0.8 { continue }
      best = (pages, composer.isPoor)
    }
    return best?.pages ?? []
  }

  private mutating func compose() -> [SVGDocument] {
    drawHead()
    drawFigures()
    for phone in card.phones { line("☎ \(phone)", TextStyle(size: 5, bold: true), pitch: 7.2) }
    drawMap()
    drawSteps()
    for table in card.tables where !table.rows.isEmpty { draw(table) }
    return pages.enumerated().map { index, elements in
      let border = Envelope(minX: 4, minY: 4, maxX: Self.width - 4, maxY: Self.height - 4)
      let style = TextStyle(size: 2.4, colour: SheetStyle.grey)
      let number = pages.count > 1 ? "　第\(index + 1)页 共\(pages.count)页" : ""
      let foot = TextMetrics.shortened(card.foot + number, ems: (right - left) / style.size)
      return SVGDocument(
        widthMillimetres: Self.width, heightMillimetres: Self.height, title: card.title,
        elements: [.rectangle(border, .stroke("#B8BEC4", 0.2))] + elements + [
          .placed(at: Position(x: left, y: Self.height - 7), [.text(foot, at: Self.origin, style)])
        ])
    }
  }

  // MARK: - Parts

  private mutating func drawHead() {
    let style = TextStyle(size: 6.4, bold: true, colour: "#FFFFFF")
    let start = card.symbol == nil ? left : left + 13
    let lines = TextMetrics.wrapped(card.title, ems: (right - start) / style.size - 0.5, bold: true).prefix(2)
    let height = 11 + Double(lines.count) * 7.6
    add(.rectangle(Envelope(minX: 4, minY: 4, maxX: Self.width - 4, maxY: 4 + height), .fill(Self.accent)))
    if let look = card.symbol?.look {
      let center = Position(x: left + 5, y: 4 + height / 2)
      add(
        .placed(
          at: center, [look.halo(at: Self.origin, millimetres: 9), look.elements(at: Self.origin, millimetres: 9)]))
    }
    for (index, text) in lines.enumerated() {
      add(.text(text, at: Position(x: start, y: 12.6 + Double(index) * 7.6), style))
    }
    add(
      .text(
        TextMetrics.shortened(card.subtitle, ems: (right - start) / 3), at: Position(x: start, y: height),
        TextStyle(size: 3, colour: "#D5DEE8")))
    y = height + 8
    if !card.place.isEmpty { line(card.place, TextStyle(size: 5, bold: true, colour: "#1F4E7E"), pitch: 8) }
  }

  private mutating func drawFigures() {
    guard !card.figures.isEmpty else { return }
    let width = (right - left) / Double(card.figures.count)
    var fields: [SVGElement] = []
    for (index, figure) in card.figures.enumerated() {
      let box = Envelope(
        minX: Double(index) * width + 0.6, minY: 0, maxX: Double(index + 1) * width - 0.6, maxY: 17)
      fields += [
        .rectangle(box, .fill("#EEF3F8")),
        .text(
          TextMetrics.shortened(figure.title, ems: (width - 3) / 2.8), at: Position(x: box.center.x, y: 4.6),
          TextStyle(size: 2.8, colour: SheetStyle.grey), anchor: .middle),
      ]
    }
    add(.placed(at: Position(x: left, y: y), fields))
    for (index, figure) in card.figures.enumerated() {
      let room = width - 4
      let size = max(2.6, min(6.4, room / max(1, TextMetrics.ems(figure.text, bold: true))))
      add(
        .text(
          TextMetrics.shortened(figure.text, ems: room / size, bold: true),
          at: Position(x: left + (Double(index) + 0.5) * width, y: y + 12.8), TextStyle(size: size, bold: true),
          anchor: .middle))
    }
    y += 21
  }

  private mutating func drawSteps() {
    let style = TextStyle(size: 3.5 * density)
    let pitch = 5.2 * density
    for (index, step) in card.steps.enumerated() {
      let lines = TextMetrics.wrapped(step, ems: (right - left - 8) / style.size)
      reserve(Double(lines.count) * pitch + 1.6)
      let badge: [SVGElement] = [
        .circle(Self.origin, radius: 2.5, .fill(Self.accent)),
        .text(
          "\(index + 1)", at: Position(x: 0, y: 1.1), TextStyle(size: 3.1, bold: true, colour: "#FFFFFF"),
          anchor: .middle),
      ]
      add(.placed(at: Position(x: left + 2.6, y: y + 1.3 * density), scale: density, badge))
      for text in lines {
        add(.text(text, at: Position(x: left + 7, y: y + 2.6 * density), style))
        y += pitch
      }
      y += 1.6 * density
    }
  }

  private mutating func draw(_ table: Card.Table) {
    let style = TextStyle(size: 2.7 * density)
    let pitch = 3.5 * density
    let widths = table.columns.map { $0.share * (right - left) }
    let rows = table.rows.map { row in
      zip(row, widths).map { cell, width in TextMetrics.wrapped(cell, ems: (width - 1.6) / style.size).prefix(3) }
    }
    let heights = rows.map { cells in Double(cells.map(\.count).max() ?? 1) * pitch + 1.2 }
    // Neither the first nor the last row stands on a page alone.
    reserve(11 + heights.prefix(heights.count == 3 ? 3 : 2).reduce(0, +))
    add(.text(table.title, at: Position(x: left, y: y + 4), TextStyle(size: 3.2, bold: true, colour: Self.accent)))
    y += 6
    drawHeader(table, widths)
    var rules: [[Position]] = []
    defer { draw(rules) }
    for (number, cells) in rows.enumerated() {
      if !table.isWhole, number < rows.count - 1, y + heights[number] > Self.bottom - 4 {
        add(
          .text(
            "其余 \(table.rows.count - number) 行见方案和登记库", at: Position(x: left + 0.8, y: y + 3.2),
            TextStyle(size: 2.5, colour: SheetStyle.grey)))
        isPoor = number < 5
        return
      }
      let needed = number == rows.count - 2 ? heights[number] + heights[number + 1] : heights[number]
      if y + needed > Self.bottom {
        draw(rules)
        rules = []
        turn()
        drawHeader(table, widths)
      }
      var x = left
      for (index, lines) in cells.enumerated() {
        let isNumber = table.columns[index].isNumber
        for (number, text) in lines.enumerated() {
          let place = Position(
            x: isNumber ? x + widths[index] - 0.8 : x + 0.8, y: y + 3.2 * density + Double(number) * pitch)
          add(.text(text, at: place, style, anchor: isNumber ? .end : .start))
        }
        x += widths[index]
      }
      y += heights[number]
      rules.append([Position(x: left, y: y), Position(x: right, y: y)])
    }
    y += 3
  }

  private mutating func draw(_ rules: [[Position]]) {
    if !rules.isEmpty { add(.path(rules, .stroke("#B8BEC4", 0.12))) }
  }

  private mutating func drawHeader(_ table: Card.Table, _ widths: [Double]) {
    let style = TextStyle(size: 2.6, bold: true)
    var header: [SVGElement] = [
      .rectangle(Envelope(minX: 0, minY: 0, maxX: right - left, maxY: 5), .fill("#EEF3F8"))
    ]
    var x = 0.0
    for (column, width) in zip(table.columns, widths) {
      let text = TextMetrics.shortened(column.title, ems: (width - 1.6) / style.size, bold: true)
      header.append(
        .text(
          text, at: Position(x: column.isNumber ? x + width - 0.8 : x + 0.8, y: 3.5), style,
          anchor: column.isNumber ? .end : .start))
      x += width
    }
    add(.placed(at: Position(x: left, y: y), header))
    y += 5
  }

  private mutating func drawMap() {
    guard let (ground, place) = card.map else { return }
    reserve(CardGround.height + 4)
    let middle = Position(x: (left + right) / 2, y: y + CardGround.height / 2)
    add(.placed(at: middle, ground.elements))
    if let look = card.symbol?.look {
      let offset = ground.paper(place)
      // What lies beneath shines through the ring, so that the river goes on.
      let mark: [SVGElement] = [
        .circle(Self.origin, radius: 4.4, .fill(SheetStyle.ownDistrict, opacity: 0.75).outlined("#C8102E", 0.5)),
        look.halo(at: Self.origin, millimetres: 5), look.elements(at: Self.origin, millimetres: 5),
      ]
      add(.placed(at: Position(x: middle.x + offset.x, y: middle.y + offset.y), mark))
    }
    y += CardGround.height + 4
  }

  // MARK: - The page

  private static let origin = Position(x: 0, y: 0)

  private mutating func add(_ element: SVGElement) { pages[pages.count - 1].append(element) }

  private mutating func line(_ text: String, _ style: TextStyle, pitch: Double) {
    for part in TextMetrics.wrapped(text, ems: (right - left) / style.size, bold: style.bold) {
      reserve(pitch)
      add(.text(part, at: Position(x: left, y: y + style.size * 0.8), style))
      y += pitch
    }
  }

  /// Goes on to a new page where so much height is not left.
  private mutating func reserve(_ height: Double) {
    if y + height > Self.bottom { turn() }
  }

  private mutating func turn() {
    pages.append([
      .text(
        TextMetrics.shortened(card.title + "（续）", ems: 34, bold: true), at: Position(x: left, y: Self.margin + 3.5),
        TextStyle(size: 3.6, bold: true, colour: Self.accent))
    ])
    y = Self.margin + 7
  }
}
