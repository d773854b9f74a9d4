import HetuGeometry

/// A symbol with its place on paper.
struct PlacedSymbol {
  var symbol: MapSymbol
  var look: SymbolLook
  /// Its middle; away from the true place where others stand there.
  var center: Position
  var millimetres: Double
  /// How many symbols it stands for.
  var count = 1

  /// What is written beside it.
  var label: String {
    let name = symbol.label.isEmpty ? symbol.code : symbol.label
    return count == 1 ? name : "\(name)等\(count)处"
  }

  var box: Envelope { Envelope(center: center, width: millimetres + 0.5, height: millimetres + 0.5) }
}

extension SheetComposer {
  /// Symbols are drawn smaller where there are many.
  private func symbolScale(_ count: Int) -> Double {
    switch count {
    case ...120: 1
    case ...300: 0.85
    default: 0.7
    }
  }

  /// Places the symbols, the most important first: where it is; else up to 12 mm aside, with a line to its place; else
  /// it shares the nearest symbol, whose label then counts it.
  mutating func placeSymbols() {
    let room = map.expanded(dx: -3, dy: -3)
    let order = sheet.symbols.indices.sorted {
      let (left, right) = (sheet.symbols[$0].importance, sheet.symbols[$1].importance)
      return left == right ? $0 < $1 : left > right
    }
    let inside = order.filter {
      let place = scale.paper(sheet.symbols[$0].position)
      return room.contains(place) && !(stretch?.shows(place) ?? false)
    }
    outside = order.map { sheet.symbols[$0] }.filter { !room.contains(scale.paper($0.position)) }
    let factor = symbolScale(inside.count)
    // Where one found no room no later one does: they are as large, and the room only gets less.
    var full: Set<[Int]> = []
    for index in inside {
      let symbol = sheet.symbols[index]
      let look = SymbolLook(form: symbol.form, grade: symbol.grade, brokenOutline: symbol.hasBrokenOutline)
      let place = scale.paper(symbol.position)
      let millimetres = look.millimetres * factor
      let cell = [place.x, place.y].map { Int($0.rounded(.down)) }
      if !full.contains(cell), let center = freeCenter(near: place, millimetres: millimetres) {
        let placed = PlacedSymbol(symbol: symbol, look: look, center: center, millimetres: millimetres)
        if center != place { drawAnchor(from: center, to: place) }
        block(placed.box)
        symbols.append(placed)
      } else if let host = symbols.indices.min(by: {
        symbols[$0].center.distance(to: place) < symbols[$1].center.distance(to: place)
      }) {
        full.insert(cell)
        symbols[host].count += 1
        report.merged.append(symbol.code)
        legend.insert(.merged)
      } else {
        outside.append(symbol)
      }
    }
    for placed in symbols { drawSymbol(placed) }
  }

  /// Says what shares a symbol or lies beyond the map.
  mutating func reportCrowding() {
    if !report.merged.isEmpty { report.warnings.append("\(report.merged.count)处过密，与邻近符号合并表示。") }
    if !outside.isEmpty { report.warnings.append("\(outside.count)处在图幅以外，只列入编号表。") }
  }

  private func freeCenter(near place: Position, millimetres: Double) -> Position? {
    let room = map.expanded(dx: -0.5, dy: -0.5)
    func isFree(_ center: Position) -> Bool {
      let box = Envelope(center: center, width: millimetres + 0.5, height: millimetres + 0.5)
      return room.contains(box) && !obstacles.overlapsAny(box)
    }
    if isFree(place) { return place }
    for ring in 1...10 {
      for step in 0..<16 {
        let center = place.moved(by: Double(ring) * 1.2, direction: Double(step) * .pi / 8)
        if isFree(center) { return center }
      }
    }
    return nil
  }

  private mutating func drawAnchor(from center: Position, to place: Position) {
    draw(
      .path([[center, place]], SheetStyle.leader), .circle(place, radius: 0.35, .fill(SheetStyle.ink)), in: .anchors)
    legend.insert(.displaced)
  }

  private mutating func drawSymbol(_ placed: PlacedSymbol) {
    draw(placed.look.halo(at: placed.center, millimetres: placed.millimetres, haloMillimetres: 0.4), in: .halos)
    let drawing = placed.look.elements(at: placed.center, millimetres: placed.millimetres)
    let name = "\(placed.symbol.code) \(placed.label)"
    draw(.titled(name, [drawing]), in: .symbols)
    legend.insert(.symbol(placed.symbol.form))
    if placed.symbol.form.isGraded { legend.insert(.grade(placed.symbol.grade)) }
    if placed.symbol.hasBrokenOutline { legend.insert(.unusableFacility) }
  }
}
