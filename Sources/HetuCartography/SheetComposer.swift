import HetuGeometry

extension MapSheet {
  /// Draws the sheet; on a wall's paper with letters as large as leave every name in its place and the scale what it is. The sheets
  /// of a series are alike.
  ///
  /// - Throws: `CartographyError.Code.invalidInput` where the river has no line or a position is no number.
  public func drawn() throws(CartographyError) -> DrawnSheet {
    var composer = try SheetComposer(self)
    let drawn = composer.compose()
    guard drawn.report.isRoomy, index.isEmpty, matchLines.isEmpty else { return drawn }
    for format in format.larger {
      var sheet = self
      sheet.format = format
      guard sheet.scaleDenominator == scaleDenominator else { continue }
      var composer = try SheetComposer(sheet)
      let larger = composer.compose()
      if larger.report.isRoomy, Set(larger.report.warnings).isSubset(of: drawn.report.warnings) { return larger }
    }
    return drawn
  }
}

/// Draws a sheet, layer by layer. What has a place on paper is noted as an obstacle for what comes after it.
struct SheetComposer {
  /// The layers of the map, from the lowest.
  enum Layer: Int, CaseIterable {
    case base, water, corridor, borders, zones, lines, rivers, marks, anchors, halos, symbols, text, insets

    var id: StaticString {
      switch self {
      case .base: "districts"
      case .water: "waters"
      case .corridor: "corridor"
      case .borders: "borders"
      case .zones: "zones"
      case .lines: "lines"
      case .rivers: "rivers"
      case .marks: "marks"
      case .anchors: "anchors"
      case .halos: "halos"
      case .symbols: "symbols"
      case .text: "labels"
      case .insets: "insets"
      }
    }
  }

  let sheet: MapSheet
  let scale: MapScale
  let map: Envelope
  /// The river on paper.
  let river: [Polyline]

  private(set) var layers: [[SVGElement]] = Array(repeating: [], count: Layer.allCases.count)
  private(set) var obstacles = BoxIndex()
  private var obstacleCount = 0
  var ground = SegmentIndex()
  /// The river's line, which no label covers.
  var course = SegmentIndex()
  var legend: Set<LegendItem> = []
  var report = SheetReport()
  /// The symbols of the sheet with their places on paper, filled by `placeSymbols`.
  var symbols: [PlacedSymbol] = []
  /// The sections of the sheet with the boxes of their flags, filled by `drawSections`.
  var sections: [PlacedSection] = []
  /// Rivers whose names found no place along them, or have none there, and beside what these are set; they are labelled like places.
  var unnamedLines: [(name: String, place: Envelope)] = []
  /// What is shown at a larger scale by an inset, and so left off the map.
  var stretch: CrowdedStretch?
  /// Symbols that lie beyond the map.
  var outside: [MapSymbol] = []
  /// Whether the position inset found no free corner of the map.
  var hasInsetInPanel = false

  init(_ sheet: MapSheet) throws(CartographyError) {
    try sheet.validate()
    guard let scale = sheet.mapScale else {
      throw CartographyError(.invalidInput, "The river \(sheet.river.name) has no line: import its reaches first.")
    }
    self.sheet = sheet
    map = sheet.format.map
    self.scale = scale
    river = sheet.river.paths.compactMap { Polyline(simplified($0.map(scale.paper), tolerance: 0.03)) }
    report.scaleDenominator = scale.denominator
    guard !river.isEmpty || !sheet.numberedRivers.isEmpty else {
      throw CartographyError(
        .invalidInput, "The river \(sheet.river.name) has no line of two different positions: import its reaches.")
    }
  }

  /// An inset of a sheet that has been checked: some of it at a larger scale in a box of the same layout.
  init(inset sheet: MapSheet, map: Envelope, scale: MapScale) {
    self.sheet = sheet
    self.map = map
    self.scale = scale
    river = sheet.river.paths.compactMap { Polyline(simplified($0.map(scale.paper), tolerance: 0.03)) }
  }

  mutating func compose() -> DrawnSheet {
    drawGround()
    drawNumberedRivers()
    drawWithStretch()
    drawInset()
    drawFlowArrows()
    nameTributaries()
    placeLabels()
    nameLines()
    reportCrowding()
    let frame = frameElements()
    let panel = panelElements()
    let paper = Envelope(
      minX: 0, minY: 0, maxX: sheet.format.widthMillimetres, maxY: sheet.format.heightMillimetres)
    let mapGroup = SVGElement.clipped(
      to: map, named: "map-frame", id: "map",
      Layer.allCases.filter { !layers[$0.rawValue].isEmpty }.map { .group($0.id, layers[$0.rawValue]) })
    let document = SVGDocument(
      widthMillimetres: paper.maxX, heightMillimetres: paper.maxY, magnification: sheet.format.magnification,
      title: sheet.title + (sheet.sheetNumber.isEmpty ? "" : "（\(sheet.sheetNumber)）"),
      elements: [
        .rectangle(paper, .fill("#FFFFFF")), mapGroup, .group("frame", frame),
        .group("panel", panel), .group("footer", footerElements()),
      ])
    return DrawnSheet(document: document, report: report)
  }

  /// What lies under all signs.
  mutating func drawGround() {
    drawDistricts()
    drawWaters()
    drawBorders()
    drawLines()
    drawRivers()
  }

  mutating func draw(_ elements: SVGElement..., in layer: Layer) { layers[layer.rawValue] += elements }

  /// Notes that nothing else may be put on `box`.
  mutating func block(_ box: Envelope) {
    obstacles.insert(box, obstacleCount)
    obstacleCount += 1
  }

  /// The rings of polygons on paper, cut a little beyond the map and thinned to what can be seen.
  func paperRings(_ polygons: [Polygon]) -> [[Position]] {
    let reach = map.expanded(dx: 6, dy: 6)
    return polygons.flatMap(\.rings).compactMap { ring in
      let cut = reach.clip(ring: Array(ring.map(scale.paper).dropLast()))
      guard let first = cut.first, cut.count > 2 else { return nil }
      let thinned = simplified(cut + [first], tolerance: 0.03)
      return thinned.count > 3 ? thinned : nil
    }
  }

  /// The visible runs of lines on paper.
  func paperLines(_ paths: [[Position]]) -> [Polyline] {
    let reach = map.expanded(dx: 3, dy: 3)
    return paths.flatMap { reach.clip(simplified($0.map(scale.paper), tolerance: 0.03)) }.compactMap(Polyline.init)
  }
}

extension MapSheet {
  /// Every position must be a number that can be a metre in a plane.
  fileprivate func validate() throws(CartographyError) {
    func check(_ positions: some Sequence<Position>, _ what: String) throws(CartographyError) {
      for position in positions where !(abs(position.x) < 1e9 && abs(position.y) < 1e9) {
        throw CartographyError(
          .invalidInput,
          "\(what) has the position (\(position.x), \(position.y)), which is no place in a plane in "
            + "metres: correct its coordinates.")
      }
    }
    try check(river.paths.joined(), "The river \(river.name)")
    for river in tributaries + numberedRivers.map(\.river) {
      try check(river.paths.joined(), "The river \(river.name)")
    }
    for district in districts {
      try check(district.polygons.flatMap(\.rings).joined(), "The district \(district.name)")
    }
    try check(
      (waters + corridor + cityOutline).flatMap(\.rings).joined(), "A water, the corridor or the city's outline")
    try check(protectionZones.flatMap(\.polygons).flatMap(\.rings).joined(), "A protection zone")
    for line in lines { try check(line.paths.joined(), "The line \(line.name)") }
    for section in sections { try check([section.position], "The section \(section.name)") }
    try check(matchLines.map(\.position), "A match line")
    try check(timeMarks.map(\.position), "A time mark")
    try check(changeMarks.map(\.position), "A mark of what changed")
    try check(kilometrePosts.map(\.position), "A kilometre post")
    for place in places { try check([place.position], "The place \(place.name)") }
    for symbol in symbols { try check([symbol.position], "The symbol \(symbol.code)") }
    let figures =
      kilometrePosts.map(\.kilometre) + kilometrePosts.map(\.directionDegrees)
      + sections.map(\.directionDegrees) + timeMarks.flatMap { [$0.hours, $0.directionDegrees] }
      + symbols.map(\.importance) + symbols.compactMap(\.kilometre)
      + sections.compactMap(\.kilometre) + facilities.compactMap(\.kilometre)
      + facilities.compactMap(\.usableVolume10kCubicMetres)
    if let wrong = figures.first(where: { !(abs($0) < 1e9) }) {
      throw CartographyError(.invalidInput, "A figure of the sheet \(title) is \(wrong), which cannot be drawn.")
    }
  }
}
