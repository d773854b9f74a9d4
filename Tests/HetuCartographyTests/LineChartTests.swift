import Foundation
import HetuCartography
import Testing

@Suite struct LineChartTests {
  private func chart(_ series: [LineChart.Series]) -> LineChart {
    LineChart(title: "图", horizontalTitle: "时间（h）", verticalTitle: "浓度（mg/L）", series: series)
  }

  private static let rise = LineChart.Series(title: "丰水期", points: [(0, 0), (4, 8), (10, 0)])
  private static let fall = LineChart.Series(title: "枯水期", points: [(0, 0), (8, 80), (30, 0.01)])

  @Test func `a chart has axes with units, a legend, and lines that differ without colour`() throws {
    var chart = chart([Self.rise, Self.fall])
    chart.levels = [LineChart.Level(title: "限值 0.2 mg/L", value: 0.2)]
    let svg = try #require(try chart.drawn()).text
    for text in ["时间（h）", "浓度（mg/L）", "丰水期", "枯水期", "限值 0.2 mg/L", ">30<", ">80<"] {
      #expect(svg.contains(text), "\(text)")
    }
    #expect(svg.contains("stroke-dasharray=\"3 1.2\""))
    #expect(try chart.drawn()?.text == svg)
  }

  @Test func `by powers of ten the limit stands well above the ground`() throws {
    var chart = chart([Self.fall])
    chart.levels = [LineChart.Level(title: "限值", value: 0.2)]
    chart.hasLogarithmicScale = true
    let svg = try #require(try chart.drawn()).text
    for tick in [">0.01<", ">0.1<", ">1<", ">10<", ">100<"] { #expect(svg.contains(tick), "\(tick)") }
  }

  @Test func `names of places stand apart however near the places are, and none is lost`() throws {
    var chart = chart([Self.rise])
    chart.places = (0..<40).map { LineChart.Level(title: "目标\($0)", value: 9.9 + Double($0) / 1_000) }
    let svg = try #require(try chart.drawn()).text
    let xs = svg.matches(of: /translate\(([0-9.]+) [0-9.]+\) rotate\(-90\)[^>]*>目标/).compactMap { Double($0.1) }
    #expect(xs.count == 40)
    #expect(zip(xs, xs.dropFirst()).allSatisfy { $1 - $0 > 2.5 })
  }

  @Test func `nothing to draw is no chart, and what is no number is refused`() throws {
    #expect(try chart([]).drawn() == nil)
    #expect(try chart([LineChart.Series(title: "点", points: [(1, 1)])]).drawn() == nil)
    #expect(throws: CartographyError.self) {
      try chart([LineChart.Series(title: "无", points: [(0, .nan), (1, 1)])]).drawn()
    }
  }
}
