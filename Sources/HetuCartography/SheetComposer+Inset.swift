import HetuGeometry

extension SheetComposer {
  private static let insetSize = (width: 45.0, height: 35.0)

  /// The inset that shows where the river lies in the city: in a corner of the map that holds neither symbols nor the
  /// river, else on the side panel.
  mutating func drawInset() {
    guard !sheet.cityOutline.isEmpty else { return }
    let (width, height) = Self.insetSize
    let room = map.expanded(dx: -2, dy: -2)
    let corners = [
      Envelope(minX: room.minX, minY: room.minY, maxX: room.minX + width, maxY: room.minY + height),
      Envelope(minX: room.maxX - width, minY: room.minY, maxX: room.maxX, maxY: room.minY + height),
      Envelope(minX: room.minX, minY: room.maxY - height, maxX: room.minX + width, maxY: room.maxY),
      Envelope(minX: room.maxX - width, minY: room.maxY - height, maxX: room.maxX, maxY: room.maxY),
    ]
    let free = corners.filter { corner in
      let reach = corner.expanded(dx: 2, dy: 2)
      return !obstacles.overlapsAny(reach) && river.allSatisfy { reach.clip($0.points).isEmpty }
    }
    guard let box = free.min(by: { ground.cost(under: $0) < ground.cost(under: $1) }) else {
      hasInsetInPanel = true
      return
    }
    block(box.expanded(dx: 1, dy: 1))
    for element in insetElements(in: box) { draw(element, in: .insets) }
  }

  /// The inset drawn into a box.
  func insetElements(in box: Envelope) -> [SVGElement] {
    let rings = sheet.cityOutline.map(\.exterior)
    guard let extent = Envelope(rings.joined())?.union(Envelope(sheet.river.paths.joined()) ?? mapExtent) else {
      return []
    }
    let picture = Envelope(minX: box.minX + 2, minY: box.minY + 5, maxX: box.maxX - 2, maxY: box.maxY - 2)
    let factor = min(picture.width / max(extent.width, 1), picture.height / max(extent.height, 1))
    func paper(_ line: [Position]) -> [Position] {
      simplified(
        line.map {
          Position(
            x: picture.center.x + ($0.x - extent.center.x) * factor,
            y: picture.center.y - ($0.y - extent.center.y) * factor)
        }, tolerance: 0.05)
    }
    let corners = [
      Position(x: mapExtent.minX, y: mapExtent.minY), Position(x: mapExtent.maxX, y: mapExtent.minY),
      Position(x: mapExtent.maxX, y: mapExtent.maxY), Position(x: mapExtent.minX, y: mapExtent.maxY),
    ]
    // The map's extent may reach beyond the inset; only its part inside is shown.
    let frame = picture.expanded(dx: 1, dy: 0.8).clip(ring: paper(corners))
    let title = TextStyle(size: 2.2, bold: true)
    return [
      .rectangle(box, .fill("#FFFFFF").outlined(SheetStyle.ink, 0.2)),
      .text("位置示意", at: Position(x: box.center.x, y: box.minY + 3.4), title, anchor: .middle),
      .path(rings.map(paper), closed: true, .fill("#F2F0EA").outlined("#6F6F6F", 0.2)),
      .path(sheet.river.paths.map(paper), .stroke(SheetStyle.river, 0.6, roundCaps: true)),
      .path([frame], closed: true, .stroke("#C8102E", 0.25)),
    ]
  }

  private var mapExtent: Envelope {
    let first = scale.plane(Position(x: map.minX, y: map.minY))
    var extent = Envelope(first)
    extent.formUnion(scale.plane(Position(x: map.maxX, y: map.maxY)))
    return extent
  }
}
