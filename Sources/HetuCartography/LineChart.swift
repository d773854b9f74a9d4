import Foundation
import HetuGeometry

/// A chart of a few lines over two axes, legible in black and white: lines differ by their dashes first, then by colour.
public struct LineChart: Sendable {
  /// A place in the chart, in the units of its axes.
  public typealias Point = (x: Double, y: Double)

  /// A line.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var title: String
    /// Its points, by x.
    public var points: [Point]

    /// A line.
    public init(title: String, points: [Point]) {
      self.title = title
      self.points = points
    }
  }

  /// A value on an axis that is worth a line across the chart.
  public struct Level: Sendable, Hashable {
    /// What it is.
    public var title: String
    /// The value.
    public var value: Double

    /// A level.
    public init(title: String, value: Double) {
      self.title = title
      self.value = value
    }
  }

  /// The chart's name.
  public var title: String
  /// What the axis along the bottom tells, with its unit.
  public var horizontalTitle: String
  /// What the axis at the left tells, with its unit.
  public var verticalTitle: String
  /// The lines; from the fifth on they look like the first ones.
  public var series: [Series]
  /// Values of the vertical axis, drawn across, such as a limit.
  public var levels: [Level] = []
  /// Values of the horizontal axis, drawn upright and named above the chart, such as places along a river.
  public var places: [Level] = []
  /// Whether the vertical axis goes by powers of ten, from a tenth of the lowest level, or of the lowest line's top.
  public var hasLogarithmicScale = false

  /// A chart without levels and places; they are set afterwards.
  public init(title: String, horizontalTitle: String, verticalTitle: String, series: [Series]) {
    self.title = title
    self.horizontalTitle = horizontalTitle
    self.verticalTitle = verticalTitle
    self.series = series
  }

  private static let width = 156.0
  private static let plotHeight = 66.0
  private static let (left, right, top, bottom) = (17.0, 5.0, 8.0, 12.0)
  private static let ink = "#222222"
  private static let text = TextStyle(size: 2.6)
  private static let placeText = TextStyle(size: 2.3)
  /// Dashes and colours of the lines.
  private static let looks: [(dashes: [Double], colour: String)] = [
    ([], "#1F4E7E"), ([3, 1.2], "#8A4B08"), ([0.6, 1.1], "#222222"), ([4, 1, 0.6, 1], "#5B2A86"),
  ]

  /// The chart as a drawing; nil where no line has a length.
  ///
  /// - Throws: `CartographyError.Code.invalidInput` for a value that is no number.
  public func drawn() throws(CartographyError) -> SVGDocument? {
    let points = series.flatMap(\.points)
    let values = points.flatMap { [$0.x, $0.y] } + (levels + places).map(\.value)
    guard values.allSatisfy({ abs($0) < 1e12 }) else {
      throw CartographyError(.invalidInput, "The chart \(title) has a value that is no number: correct it.")
    }
    guard let least = points.map(\.x).min(), let most = points.map(\.x).max(), most > least,
      let highest = (points.map(\.y) + levels.map(\.value)).max(), highest > 0
    else { return nil }
    let across = Axis(from: min(0, least), to: most, count: 10)
    let lowest = (levels.map(\.value) + series.compactMap { $0.points.map(\.y).max() }).filter { $0 > 0 }.min()
    let up =
      hasLogarithmicScale
      ? Axis(decadesFrom: (lowest ?? highest) / 10, to: highest) : Axis(from: 0, to: highest, count: 6)
    let placeHeight = places.map { Self.placeText.width(of: Self.short($0.title)) }.max().map { $0 + 6 } ?? 0
    let plot = Envelope(
      minX: Self.left, minY: Self.top + placeHeight, maxX: Self.width - Self.right,
      maxY: Self.top + placeHeight + Self.plotHeight)
    let elements = axes(across, up, plot) + placeElements(across, plot) + lines(across, up, plot) + legend()
    return SVGDocument(
      widthMillimetres: Self.width, heightMillimetres: plot.maxY + Self.bottom, title: title, elements: elements)
  }

  /// A scale with round numbers, or with powers of ten.
  private struct Axis {
    let from: Double
    let to: Double
    let step: Double
    var isLogarithmic = false

    init(decadesFrom from: Double, to: Double) {
      self.from = (log10(from) + 1e-9).rounded(.down)
      self.to = max((log10(to) - 1e-9).rounded(.up), self.from + 1)
      (step, isLogarithmic) = (1, true)
    }

    init(from: Double, to: Double, count: Int) {
      let rough = (to - from) / Double(count)
      let power = pow(10, (log10(rough)).rounded(.down))
      step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
      self.from = (from / step + 1e-9).rounded(.down) * step
      self.to = (to / step - 1e-9).rounded(.up) * step
    }

    var ticks: [Double] {
      (0...Int(((to - from) / step).rounded())).map { from + Double($0) * step }.map {
        isLogarithmic ? pow(10, $0) : $0
      }
    }

    /// Where a value lies, 0 at the beginning and 1 at the end; of a logarithmic scale what lies below it at the beginning.
    func share(_ value: Double) -> Double {
      isLogarithmic ? (max(log10(value), from) - from) / (to - from) : (value - from) / (to - from)
    }

    /// The value of a tick with as many decimals as the step needs.
    func text(_ value: Double) -> String {
      let step = isLogarithmic ? value : step
      let decimals = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
      return decimals <= 6 ? String(format: "%.\(decimals)f", value) : String(format: "%.1e", value)
    }
  }

  private static func short(_ title: String) -> String { TextMetrics.shortened(title, ems: 14) }

  private func axes(_ across: Axis, _ up: Axis, _ plot: Envelope) -> [SVGElement] {
    var grid: [[Position]] = []
    var elements: [SVGElement] = []
    for tick in across.ticks {
      let x = plot.minX + across.share(tick) * plot.width
      grid.append([Position(x: x, y: plot.minY), Position(x: x, y: plot.maxY)])
      elements.append(.text(across.text(tick), at: Position(x: x, y: plot.maxY + 4), Self.text, anchor: .middle))
    }
    for tick in up.ticks {
      let y = plot.maxY - up.share(tick) * plot.height
      grid.append([Position(x: plot.minX, y: y), Position(x: plot.maxX, y: y)])
      elements.append(.text(up.text(tick), at: Position(x: plot.minX - 1.5, y: y + 0.9), Self.text, anchor: .end))
    }
    let middle = Position(x: 4, y: (plot.minY + plot.maxY) / 2)
    return [.path(grid, .stroke("#D0D0D0", 0.1)), .rectangle(plot, .stroke(Self.ink, 0.25))] + elements + [
      .text(
        horizontalTitle, at: Position(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 9), Self.text, anchor: .middle),
      .text(verticalTitle, at: middle, Self.text, anchor: .middle, rotationDegrees: -90),
    ]
  }

  /// The upright lines with their names above, moved apart where they stand too near.
  private func placeElements(_ across: Axis, _ plot: Envelope) -> [SVGElement] {
    let sorted = places.filter { $0.value >= across.from && $0.value <= across.to }.sorted { $0.value < $1.value }
    let xs = sorted.map { plot.minX + across.share($0.value) * plot.width }
    let gap = min(3, plot.width / Double(max(1, xs.count)))
    var labels: [Double] = []
    for x in xs { labels.append(max(x, (labels.last ?? -gap) + gap)) }
    var limit = plot.maxX
    for index in labels.indices.reversed() {
      labels[index] = min(labels[index], limit)
      limit = labels[index] - gap
    }
    return zip(sorted, zip(xs, labels)).flatMap { level, place -> [SVGElement] in
      let (x, label) = place
      let line = [
        Position(x: label, y: plot.minY - 4), Position(x: label, y: plot.minY - 3), Position(x: x, y: plot.minY),
        Position(x: x, y: plot.maxY),
      ]
      return [
        .path([line], .stroke("#6E6E6E", 0.15, dashes: [0.8, 0.8])),
        .text(
          Self.short(level.title), at: Position(x: label + Self.placeText.baselineShift, y: plot.minY - 4.8),
          Self.placeText, rotationDegrees: -90),
      ]
    }
  }

  private func lines(_ across: Axis, _ up: Axis, _ plot: Envelope) -> [SVGElement] {
    func place(_ point: Point) -> Position {
      Position(x: plot.minX + across.share(point.x) * plot.width, y: plot.maxY - up.share(point.y) * plot.height)
    }
    let drawn = series.enumerated().map { index, series in
      let look = Self.looks[index % Self.looks.count]
      return SVGElement.path([series.points.map(place)], .stroke(look.colour, 0.5, dashes: look.dashes))
    }
    let marks = levels.flatMap { level -> [SVGElement] in
      let y = plot.maxY - up.share(level.value) * plot.height
      var style = Self.text
      (style.halo, style.colour) = (0.5, "#A01020")
      return [
        .path([[Position(x: plot.minX, y: y), Position(x: plot.maxX, y: y)]], .stroke("#A01020", 0.35)),
        .text(level.title, at: Position(x: plot.maxX - 1.5, y: y - 1), style, anchor: .end),
      ]
    }
    return drawn + marks
  }

  private func legend() -> [SVGElement] {
    var x = Self.left
    return series.enumerated().flatMap { index, series -> [SVGElement] in
      let look = Self.looks[index % Self.looks.count]
      let line = [Position(x: x, y: 3.6), Position(x: x + 11, y: 3.6)]
      let text = Position(x: x + 12.5, y: 3.6 + Self.text.baselineShift)
      x += 12.5 + Self.text.width(of: series.title) + 6
      return [
        .path([line], .stroke(look.colour, 0.5, dashes: look.dashes)), .text(series.title, at: text, Self.text),
      ]
    }
  }
}
