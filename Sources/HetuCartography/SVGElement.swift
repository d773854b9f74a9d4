import HetuGeometry

/// An element of a drawing: written as SVG, or painted by cairo. Every text is escaped when it is written, so no data can become
/// markup.
indirect enum SVGElement: Hashable, Sendable {
  /// Runs of positions in millimetres, open or closed.
  case lines([[Position]], closed: Bool, SVGStyle)
  /// A path from its data, a constant of this program.
  case data(String, SVGStyle)
  case circle(Position, radius: Double, SVGStyle)
  case rectangle(Envelope, SVGStyle)
  case text(SVGLettering)
  case group(SVGGroup)
}

/// Elements that are moved, cut or named together.
struct SVGGroup: Hashable, Sendable {
  /// Where a group's origin lies and how large its unit is.
  struct Place: Hashable {
    var origin: Position
    var scale: Double
  }

  /// The box that a group is cut to, under a name of its own in the document.
  struct Clip: Hashable {
    var name: String
    var box: Envelope
  }

  var id = ""
  /// What a reader sees who rests on the group; nothing of it is painted.
  var title = ""
  /// Set for what is drawn in units of its own, as symbols are: the same in many places.
  var place: Place?
  var clip: Clip?
  var children: [SVGElement]
}

/// A line of text; `position` lies on the baseline, and turns are clockwise about it.
struct SVGLettering: Hashable, Sendable {
  var text: String
  var position: Position
  var style: TextStyle
  var anchor: TextStyle.Anchor
  var rotationDegrees: Double
  /// Leans the letters to the left, as names of waters do on Chinese maps.
  var isLeftSlanting: Bool

  static let slantDegrees = 14.0
}

extension SVGElement {
  static func group(_ id: StaticString, _ children: [SVGElement]) -> SVGElement {
    .group(SVGGroup(id: id.description, children: children))
  }

  /// Elements with a title for who rests on them.
  static func titled(_ title: String, _ children: [SVGElement]) -> SVGElement {
    .group(SVGGroup(title: title, children: children))
  }

  /// Elements in units of their own about a place; a book of pages holds once what several of them show so.
  static func placed(at origin: Position, scale: Double = 1, _ children: [SVGElement]) -> SVGElement {
    .group(SVGGroup(place: .init(origin: origin, scale: scale), children: children))
  }

  /// Elements cut to a box; `name` is the box's own in the page.
  static func clipped(to box: Envelope, named name: String, id: String = "", _ children: [SVGElement]) -> SVGElement {
    .group(SVGGroup(id: id, clip: .init(name: name, box: box), children: children))
  }

  static func path(_ runs: [[Position]], closed: Bool = false, _ style: SVGStyle) -> SVGElement {
    .lines(runs, closed: closed, style)
  }

  static func path(_ data: String, _ style: SVGStyle) -> SVGElement { .data(data, style) }

  static func text(
    _ string: String, at position: Position, _ style: TextStyle, anchor: TextStyle.Anchor = .start,
    rotationDegrees: Double = 0, leftSlanting: Bool = false
  ) -> SVGElement {
    .text(
      SVGLettering(
        text: string, position: position, style: style, anchor: anchor, rotationDegrees: rotationDegrees,
        isLeftSlanting: leftSlanting))
  }
}

/// How a path is filled and stroked; lengths in millimetres. Corners are round.
struct SVGStyle: Hashable, Sendable {
  var fill = "none"
  var fillOpacity = 1.0
  /// Whether what two rings of a path both hold is a hole.
  var isEvenOdd = false
  var stroke: String?
  var width = 0.0
  var strokeOpacity = 1.0
  var dashes: [Double] = []
  var roundCaps = false

  static func fill(_ colour: String, opacity: Double = 1) -> SVGStyle { SVGStyle(fill: colour, fillOpacity: opacity) }

  static func stroke(
    _ colour: String, _ width: Double, dashes: [Double] = [], opacity: Double = 1, roundCaps: Bool = false
  ) -> SVGStyle {
    SVGStyle(stroke: colour, width: width, strokeOpacity: opacity, dashes: dashes, roundCaps: roundCaps)
  }

  /// The style with an outline.
  func outlined(_ colour: String, _ width: Double) -> SVGStyle {
    var result = self
    result.stroke = colour
    result.width = width
    return result
  }
}
