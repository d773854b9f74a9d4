import HetuCartography
import HetuSchemas

/// A pen stroke; lengths in millimetres.
struct Stroke {
  let colour: String
  let widthMillimetres: Double
  var dashesMillimetres: [Double] = []
  var hasRoundCaps = false
}

/// How a line is drawn.
struct LineLook {
  /// The strokes, the lowest first.
  let strokes: [Stroke]
  /// The width of the lowest stroke in millimetres by a record's values.
  var widthExpression: String?
  /// Whether arrows show the way.
  var hasArrows = false

  init(_ kind: Kind, form: SymbolForm, grade: Grade) {
    switch kind.name {
    case "river_reach":
      strokes = [StrokeTable.river]
      hasArrows = true
      widthExpression = Self.riverWidth(kind)
    case "oil_pipeline": strokes = StrokeTable.oilPipeline
    case "hazmat_route": strokes = StrokeTable.hazmatRoute
    case "monitoring_section": strokes = [StrokeTable.section]
    default: strokes = [Stroke(colour: form.colour ?? grade.colour, widthMillimetres: 0.5)]
    }
  }

  /// A river grows with its order; where that is not known, with its width.
  private static func riverWidth(_ kind: Kind) -> String? {
    let (least, most) = (StrokeTable.riverWidthMillimetres.lowerBound, StrokeTable.riverWidthMillimetres.upperBound)
    let scales = [("stream_order", 1, 8), ("width_normal_m", 5, 300)].compactMap { name, from, to in
      kind.property(name).map { "scale_linear(\(QGISExpression.column($0.name)), \(from), \(to), \(least), \(most))" }
    }
    return scales.isEmpty
      ? nil : "coalesce(\((scales + ["\(StrokeTable.river.widthMillimetres)"]).joined(separator: ", ")))"
  }
}

/// How an area is drawn.
struct AreaLook {
  /// How the inside is filled.
  enum Filling: Equatable {
    case none, hatched
    case plain(opacity: Double)
  }

  /// The inside's colour.
  let colour: String
  let filling: Filling
  /// The inside's colour by a record's values.
  var colourExpression: String?
  let outline: Stroke

  init(_ kind: Kind, value: String?, form: SymbolForm, grade: Grade) {
    let own = form.colour ?? grade.colour
    switch kind.name {
    case "protection_zone":
      outline = StrokeTable.zone(level: value)
      (colour, filling) = (outline.colour, .none)
    case "district":
      outline = StrokeTable.border(level: value)
      (colour, filling) = (StrokeTable.ownDistrict, .plain(opacity: 1))
      if let property = kind.property("own") {
        let isOwn = "coalesce(\(QGISExpression.column(property.name)), true)"
        colourExpression =
          "if(\(isOwn), \(QGISExpression.text(StrokeTable.ownDistrict)), \(QGISExpression.text(StrokeTable.neighbour)))"
      }
    default:
      outline = Stroke(colour: own, widthMillimetres: 0.5)
      (colour, filling) = (own, form.isGraded ? .hatched : .plain(opacity: 0.12))
    }
  }
}
