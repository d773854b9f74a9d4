import HetuGeometry

extension SVGElement {
  /// Appends the element as SVG 1.1, one element a line.
  func write(to output: inout String) {
    switch self {
    case .lines(let runs, let closed, let style):
      output += "<path d=\""
      for run in runs {
        for (index, position) in run.enumerated() {
          output += index == 0 ? "M" : "L"
          output += "\(SVGText.number(position.x)) \(SVGText.number(position.y))"
        }
        if closed, !run.isEmpty { output += "Z" }
      }
      output += "\""
      style.write(to: &output)
      output += "/>\n"
    case .data(let data, let style):
      output += "<path d=\"\(SVGText.escaped(data))\""
      style.write(to: &output)
      output += "/>\n"
    case .circle(let center, let radius, let style):
      output += "<circle"
      for (name, value) in [("cx", center.x), ("cy", center.y), ("r", radius)] { output.append(name, value) }
      style.write(to: &output)
      output += "/>\n"
    case .rectangle(let box, let style):
      output += "<rect"
      for (name, value) in [("x", box.minX), ("y", box.minY), ("width", box.width), ("height", box.height)] {
        output.append(name, value)
      }
      style.write(to: &output)
      output += "/>\n"
    case .text(let lettering): lettering.write(to: &output)
    case .group(let group): group.write(to: &output)
    }
  }
}

extension SVGGroup {
  fileprivate func write(to output: inout String) {
    if let clip {
      output += "<clipPath id=\"\(SVGText.escaped(clip.name))\">\n"
      SVGElement.rectangle(clip.box, SVGStyle()).write(to: &output)
      output += "</clipPath>\n"
    }
    output += "<g"
    if !id.isEmpty { output.append("id", id) }
    if let clip { output.append("clip-path", "url(#\(clip.name))") }
    if let place {
      output.append("transform", "\(SVGText.translation(place.origin)) scale(\(SVGText.number(place.scale)))")
    }
    output += ">\n"
    if !title.isEmpty { output += "<title>\(SVGText.escaped(title))</title>\n" }
    for child in children { child.write(to: &output) }
    output += "</g>\n"
  }
}

extension SVGLettering {
  fileprivate func write(to output: inout String) {
    output += "<text"
    if rotationDegrees != 0 || isLeftSlanting {
      var transform = SVGText.translation(position)
      if rotationDegrees != 0 { transform += " rotate(\(SVGText.number(rotationDegrees)))" }
      if isLeftSlanting { transform += " skewX(\(SVGText.number(Self.slantDegrees)))" }
      output.append("transform", transform)
    } else {
      output.append("x", position.x)
      output.append("y", position.y)
    }
    output.append("font-size", style.size)
    output.append("fill", style.colour)
    if style.family == .serif { output.append("font-family", style.family.list) }
    if style.bold { output.append("font-weight", "bold") }
    if anchor != .start { output.append("text-anchor", anchor.rawValue) }
    if style.letterSpacing != 0 { output.append("letter-spacing", style.letterSpacing) }
    if style.halo > 0 {
      output.append("stroke", style.haloColour)
      output.append("stroke-width", style.halo * 2)
      output += " stroke-linejoin=\"round\" paint-order=\"stroke\""
    }
    output += ">\(SVGText.escaped(text))</text>\n"
  }
}

extension SVGStyle {
  fileprivate func write(to output: inout String) {
    if isEvenOdd { output += " fill-rule=\"evenodd\"" }
    output.append("fill", fill)
    if fillOpacity < 1 { output.append("fill-opacity", fillOpacity) }
    guard let stroke else { return }
    output.append("stroke", stroke)
    output.append("stroke-width", width)
    output += " stroke-linejoin=\"round\""
    if strokeOpacity < 1 { output.append("stroke-opacity", strokeOpacity) }
    if roundCaps { output += " stroke-linecap=\"round\"" }
    if !dashes.isEmpty { output.append("stroke-dasharray", dashes.map(SVGText.number).joined(separator: " ")) }
  }
}

extension String {
  fileprivate mutating func append(_ attribute: String, _ value: String) {
    self += " \(attribute)=\"\(SVGText.escaped(value))\""
  }

  fileprivate mutating func append(_ attribute: String, _ value: Double) {
    self += " \(attribute)=\"\(SVGText.number(value))\""
  }
}
