import HetuGeometry

/// How a symbol looks: its form, its grade, and whether it can be used.
struct SymbolLook: Hashable, Sendable {
  var form: SymbolForm
  var grade: Grade
  /// Drawn with a broken outline and a pale field: a facility that cannot be used for holding.
  var brokenOutline = false
  /// Coloured for no grade, to show a risk source's form alone.
  var isNeutral = false

  /// The symbol's size in millimetres.
  var millimetres: Double { form.isGraded ? grade.symbolMillimetres : 4.2 }

  private static let dark = "#1E2429"

  private var colour: String { form.colour ?? (isNeutral ? "#5A5F66" : grade.colour) }

  /// A plain field in the look of the grade, without the form's marks.
  func swatch(at center: Position, millimetres: Double) -> SVGElement {
    placed([.path(SymbolShape.of(form).outline, field(unit: 100 / millimetres))], at: center, scale: millimetres / 100)
  }

  /// The undetermined is hollow, the major has a heavy outline: grades stay apart in black and white.
  private var isHollow: Bool { brokenOutline || (form.isGraded && grade == .undetermined && !isNeutral) }

  private func field(unit: Double) -> SVGStyle {
    var field = SVGStyle.fill(isHollow ? "#FFFFFF" : colour)
    if brokenOutline {
      field = field.outlined(colour, 0.35 * unit)
      field.dashes = [0.55 * unit, 0.4 * unit]
    } else if isHollow {
      field = field.outlined(colour, 0.4 * unit)
    } else {
      field = field.outlined(Self.dark, (form.isGraded && grade == .major && !isNeutral ? 0.45 : 0.25) * unit)
    }
    return field
  }

  /// The symbol at `center` in a size of `millimetres`, without its halo.
  func elements(at center: Position, millimetres: Double) -> SVGElement {
    let shape = SymbolShape.of(form)
    var parts: [SVGElement] = []
    parts.append(.path(shape.outline, field(unit: 100 / millimetres)))
    for mark in shape.marks {
      var style = SVGStyle(fill: ink(mark.fill))
      if mark.stroke != .none { style = style.outlined(ink(mark.stroke), mark.strokeWidth) }
      parts.append(.path(mark.path, style))
    }
    return placed(parts, at: center, scale: millimetres / 100)
  }

  /// The white halo of `elements`.
  func halo(at center: Position, millimetres: Double, haloMillimetres: Double = 0.5) -> SVGElement {
    let style = SVGStyle.fill("#FFFFFF").outlined("#FFFFFF", haloMillimetres * 2 * 100 / millimetres)
    return placed([.path(SymbolShape.of(form).outline, style)], at: center, scale: millimetres / 100)
  }

  private func placed(_ parts: [SVGElement], at center: Position, scale: Double) -> SVGElement {
    .placed(at: center, scale: scale, parts)
  }

  private func ink(_ ink: SymbolPart.Ink) -> String {
    switch ink {
    case .none: "none"
    case .own: colour
    case .white: isHollow ? colour : "#FFFFFF"
    }
  }
}

extension SVGDocument {
  /// A picture of one symbol alone on a square, as a marker for QGIS, a legend or a web page.
  ///
  /// - Parameter millimetres: the symbol's size; the picture is a quarter larger.
  public static func symbol(
    _ form: SymbolForm, grade: Grade, brokenOutline: Bool = false, millimetres: Double
  ) -> SVGDocument {
    precondition(millimetres > 0, "a symbol needs a size")
    let side = millimetres * 1.25
    let look = SymbolLook(form: form, grade: grade, brokenOutline: brokenOutline)
    return SVGDocument(
      widthMillimetres: side, heightMillimetres: side, title: form.title,
      elements: [look.elements(at: Position(x: side / 2, y: side / 2), millimetres: millimetres)])
  }
}
