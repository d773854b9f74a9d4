import HetuGeometry

/// A line across the river where one sheet of a series ends and the next begins.
public struct MatchLine: Sendable {
  /// Where it crosses the river.
  public var position: Position
  /// The way the water flows there, clockwise from north in degrees.
  public var directionDegrees: Double
  /// What stands beside it, such as `接第2幅`.
  public var title: String

  /// A match line.
  public init(position: Position, directionDegrees: Double, title: String) {
    self.position = position
    self.directionDegrees = directionDegrees
    self.title = title
  }
}

/// The frame of a sheet of a series on the overview.
public struct IndexFrame: Sendable {
  /// What the sheet shows, in the plane.
  public var extent: Envelope
  /// Its number.
  public var title: String

  /// A frame.
  public init(extent: Envelope, title: String) {
    self.extent = extent
    self.title = title
  }
}

extension MapSheet {
  /// The sheet's scale is 1 to this; nil where the river has no line.
  public var scaleDenominator: Int? { mapScale?.denominator }

  /// What the map shows in the plane; nil where the river has no line.
  public var mapExtent: Envelope? {
    mapScale.map { scale in
      Envelope(scale.plane(Position(x: format.map.minX, y: format.map.maxY)))
        .union(Envelope(scale.plane(Position(x: format.map.maxX, y: format.map.minY))))
    }
  }

  /// What has to lie on the map.
  var shownExtent: Envelope? {
    extent
      ?? Envelope((river.paths + numberedRivers.flatMap(\.river.paths) + corridor.map(\.exterior)).joined())
  }

  var mapScale: MapScale? {
    shownExtent.map { extent in
      MapScale(
        extent: extent, frame: format.map, margin: Self.margin(of: format), magnification: format.magnification,
        leastDenominator: leastDenominator)
    }
  }

  /// The room between the extent and the map's edge, millimetres.
  static func margin(of format: SheetFormat) -> Double { min(16, format.map.width / 8, format.map.height / 8) }

  /// The sheet of a part of the river, with what lies on it and nothing else.
  public func part(
    showing extent: Envelope, leastDenominator: Int = 0, sheetNumber: String, matchLines: [MatchLine]
  ) -> MapSheet {
    var part = self
    part.extent = extent
    part.leastDenominator = leastDenominator
    part.sheetNumber = sheetNumber
    part.matchLines = matchLines
    guard let shown = part.mapExtent else { return part }
    part.symbols = symbols.filter { shown.contains($0.position) }
    part.sections = sections.filter { shown.contains($0.position) }
    part.places = places.filter { shown.contains($0.position) }
    let codes = Set(part.symbols.map(\.code))
    part.facilities = facilities.filter { codes.contains($0.code) }
    part.tables = tables.map { $0.part(in: shown) }
    return part
  }
}

extension SheetComposer {
  /// The match lines of a sheet and, on an overview, the frames of the sheets.
  mutating func drawSeries() {
    let style = TextStyle(size: 2.4, bold: true, colour: "#8A1F5C", halo: 0.5)
    for line in sheet.matchLines {
      let center = scale.paper(line.position)
      guard map.contains(center) else { continue }
      let across = (line.directionDegrees - 90) / 180 * .pi + .pi / 2
      let ends = [center.moved(by: -14, direction: across), center.moved(by: 14, direction: across)]
      draw(.path([ends], .stroke("#8A1F5C", 0.35, dashes: [2.4, 1.2])), in: .marks)
      let width = style.width(of: line.title)
      let box = [ends[0], ends[1]].map { end in
        Envelope(center: Position(x: end.x, y: end.y + 1.6), width: width + 1, height: 3)
      }.first { map.contains($0) && !obstacles.overlapsAny($0) }
      guard let box else { continue }
      block(box)
      draw(
        .text(line.title, at: Position(x: box.center.x, y: box.center.y + style.baselineShift), style, anchor: .middle),
        in: .text)
      legend.insert(.matchLine)
    }
    for frame in sheet.index {
      let (first, last) = (
        scale.paper(Position(x: frame.extent.minX, y: frame.extent.maxY)),
        scale.paper(Position(x: frame.extent.maxX, y: frame.extent.minY))
      )
      // A sheet that reaches beyond the overview ends at its edge.
      let room = map.expanded(dx: -0.3, dy: -0.3)
      let box = Envelope(
        minX: max(first.x, room.minX), minY: max(first.y, room.minY), maxX: min(last.x, room.maxX),
        maxY: min(last.y, room.maxY))
      draw(.rectangle(box, .stroke("#8A1F5C", 0.3)), in: .marks)
      let size = Envelope(
        minX: box.minX + 0.5, minY: box.minY + 0.5, maxX: box.minX + 5, maxY: box.minY + 4)
      block(size)
      draw(
        .rectangle(size, .fill("#8A1F5C")),
        .text(
          frame.title, at: Position(x: size.center.x, y: size.center.y + style.baselineShift),
          TextStyle(size: 2.4, bold: true, colour: "#FFFFFF"), anchor: .middle), in: .marks)
      legend.insert(.indexFrame)
    }
  }
}
