import Foundation
import HetuGeometry

/// A section's sign on paper.
struct PlacedSection {
  var section: MapSection
  /// The box of its flag, beside which its name is written.
  var flag: Envelope
}

/// A bearing, clockwise from north in degrees, as a direction on paper (radians, clockwise from the right).
private func paperDirection(_ bearingDegrees: Double) -> Double { (bearingDegrees - 90) / 180 * .pi }

extension SheetComposer {
  /// The posts that are shown: all, or every second, fifth, tenth … so that they stand at least 10 mm apart.
  var shownPosts: [KilometrePost] {
    let millimetresPerKilometre = scale.millimetresPerMetre * 1000
    var step = 1
    var multiples = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000][...]
    while Double(step) * millimetresPerKilometre < 10, let next = multiples.popFirst() { step = next }
    return sheet.kilometrePosts.filter { post in
      let share = post.kilometre / Double(step)
      return abs(share - share.rounded()) < 1e-6 && map.contains(scale.paper(post.position))
    }
  }

  mutating func drawKilometrePosts() {
    for post in shownPosts {
      let center = scale.paper(post.position)
      draw(.circle(center, radius: 0.75, .fill("#FFFFFF").outlined(SheetStyle.river, 0.25)), in: .rivers)
      block(Envelope(center: center, width: 1.9, height: 1.9))
      legend.insert(.kilometrePost)
      let text = "K\(SVGText.number(post.kilometre))"
      let width = SheetStyle.post.width(of: text) + 0.3
      let across = paperDirection(post.directionDegrees) + .pi / 2
      let boxes = [0, Double.pi].flatMap { turn in
        [2.2, 3, 4, 5.5].map { distance in
          let reach = distance + abs(cos(across)) * (width / 2 - 0.8)
          return Envelope(center: center.moved(by: reach, direction: across + turn), width: width, height: 2)
        }
      }
      // Only sections and other posts are on the sheet yet; the first free side is taken.
      guard let box = boxes.first(where: { !obstacles.overlapsAny($0) && map.contains($0) }) else { continue }
      block(box)
      let style = SheetStyle.post
      draw(
        .text(text, at: Position(x: box.center.x, y: box.center.y + style.baselineShift), style, anchor: .middle),
        in: .text)
    }
  }

  /// A short bar across the river where the front is, with its hours beside it; where there is no room beside it, nothing.
  mutating func drawTimeMarks() {
    for mark in sheet.timeMarks {
      let center = scale.paper(mark.position)
      guard map.contains(center) else { continue }
      let across = paperDirection(mark.directionDegrees) + .pi / 2
      let style = SheetStyle.timeMark
      let text = "+\(SVGText.number(mark.hours)) h"
      let width = style.width(of: text) + 0.6
      let boxes = [0, Double.pi].flatMap { turn in
        [2.6, 3.6, 5].map { distance in
          Envelope(
            center: center.moved(by: distance + abs(cos(across)) * (width / 2 - 0.8), direction: across + turn),
            width: width, height: 2.4)
        }
      }
      guard let box = boxes.first(where: { !obstacles.overlapsAny($0) && map.contains($0) }) else { continue }
      block(box)
      draw(
        .path(
          [[center.moved(by: -1.9, direction: across), center.moved(by: 1.9, direction: across)]],
          .stroke(style.colour, 0.5)),
        in: .marks)
      draw(
        .text(text, at: Position(x: box.center.x, y: box.center.y + style.baselineShift), style, anchor: .middle),
        in: .text)
      legend.insert(.timeMark)
    }
  }

  mutating func drawSections() {
    for section in sheet.sections {
      let center = scale.paper(section.position)
      if stretch?.shows(center) ?? false { continue }
      guard map.expanded(dx: -2, dy: -2).contains(center) else {
        report.warnings.append("监测断面“\(section.name)”在图幅以外。")
        continue
      }
      let direction = paperDirection(section.directionDegrees)
      let across = direction + .pi / 2
      let offsets = section.isProvinceBorder ? [-0.8, 0.8] : [0]
      for colour in ["#FFFFFF", SheetStyle.section] {
        let bars = offsets.map { offset in
          let middle = center.moved(by: offset, direction: direction)
          return [middle.moved(by: -3, direction: across), middle.moved(by: 3, direction: across)]
        }
        draw(.path(bars, .stroke(colour, colour == "#FFFFFF" ? 1.5 : 0.8)), in: .marks)
      }
      for step in -2...2 {
        block(Envelope(center: center.moved(by: Double(step) * 1.2, direction: across), width: 1.8, height: 1.8))
      }
      legend.insert(section.isProvinceBorder ? .borderSection : .section)
      sections.append(PlacedSection(section: section, flag: drawFlag(section, center, across)))
    }
  }

  /// The flag with the section's level, at the end of the bar that has more room.
  private mutating func drawFlag(_ section: MapSection, _ center: Position, _ across: Double) -> Envelope {
    let style = TextStyle(size: 1.8, bold: true, colour: "#FFFFFF")
    let text = TextMetrics.shortened(section.level, ems: 6, bold: true)
    let width = max(2.4, style.width(of: text) + 0.8)
    let boxes = [0, Double.pi].map { turn in
      let reach = 3.1 + abs(cos(across)) * width / 2 + abs(sin(across)) * 1.2
      return Envelope(center: center.moved(by: reach, direction: across + turn), width: width, height: 2.4)
    }
    let free = boxes.filter { map.contains($0) && !obstacles.overlapsAny($0) }
    let box = free.min { ground.cost(under: $0) < ground.cost(under: $1) } ?? boxes[0]
    block(box.expanded(dx: 0.2, dy: 0.2))
    draw(
      .rectangle(box, .fill(SheetStyle.section).outlined("#FFFFFF", 0.25)),
      .text(text, at: Position(x: box.center.x, y: box.center.y + style.baselineShift), style, anchor: .middle),
      in: .marks)
    return box
  }

  /// Arrows beside the river, about every 70 mm and at least one.
  mutating func drawFlowArrows() {
    for path in river {
      let count = max(path.length > 15 ? 1 : 0, Int((path.length / 70).rounded()))
      for number in 0..<count {
        let wanted = path.length * (Double(number) + 0.5) / Double(count)
        drawFlowArrow(on: path, near: wanted)
      }
    }
  }

  private mutating func drawFlowArrow(on path: Polyline, near wanted: Double) {
    for shift in [0.0, 3, -3, 6, -6, 9, -9, 12, -12, 16, -16, 20, -20] {
      let place = wanted + shift
      guard place > 4, place < path.length - 4 else { continue }
      let direction = path.direction(at: place, span: 6)
      for side in [-1.0, 1] {
        let center = path.point(at: place).moved(by: 2.8 * side, direction: direction + .pi / 2)
        let boxes = (-2...2).map {
          Envelope(center: center.moved(by: Double($0) * 1.4, direction: direction), width: 1.6, height: 1.6)
        }
        let isFree = boxes.allSatisfy {
          map.contains($0) && !obstacles.overlapsAny($0) && ground.cost(under: $0) < 0.6
        }
        guard isFree else { continue }
        for box in boxes { block(box) }
        draw(Self.arrow(center, direction), in: .marks)
        legend.insert(.flowArrow)
        return
      }
    }
  }

  /// An arrow of 6 mm.
  static func arrow(_ center: Position, _ direction: Double) -> SVGElement {
    let tip = center.moved(by: 3, direction: direction)
    let neck = center.moved(by: 1, direction: direction)
    let tail = center.moved(by: -3, direction: direction)
    return .group(
      "",
      [
        .path([[tail, neck]], .stroke(SheetStyle.river, 0.35)),
        .path(
          [
            [
              tip, neck.moved(by: 0.75, direction: direction + .pi / 2),
              neck.moved(by: 0.75, direction: direction - .pi / 2),
            ]
          ], closed: true, .fill(SheetStyle.river)),
      ])
  }
}
