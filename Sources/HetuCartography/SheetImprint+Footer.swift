import HetuGeometry

extension SheetImprint {
  /// The words of a sheet's footer: the reference system and the remark from `left`, compiler and dates at the right end.
  func elements(in footer: Envelope, wordsFrom left: Double) -> [SVGElement] {
    let (upper, lower) = (footer.minY + 5, footer.minY + 9.4)
    let style = TextStyle(size: 2.5)
    var elements: [SVGElement] = []
    if !referenceSystem.isEmpty {
      elements.append(
        .text(TextMetrics.shortened(referenceSystem, ems: 44), at: Position(x: left, y: upper), style))
    }
    if !note.isEmpty {
      elements.append(
        .text(
          TextMetrics.shortened(note, ems: 44), at: Position(x: left, y: lower),
          TextStyle(size: 2.5, bold: true, colour: "#C8102E")))
    }
    let number = approvalNumber.isEmpty ? "______________" : TextMetrics.shortened(approvalNumber, ems: 14)
    func joined(_ parts: [(String, String)]) -> String {
      parts.filter { !$0.1.isEmpty }.map { "\($0.0)：\($0.1)" }.joined(separator: "　")
    }
    let right = [
      joined([
        ("编制单位", compiler.isEmpty ? "______________" : TextMetrics.shortened(compiler, ems: 36)), ("审图号", number),
      ]),
      joined([
        ("编制日期", TextMetrics.shortened(madeOn, ems: 18)), ("数据日期", TextMetrics.shortened(dataDate, ems: 18)),
      ]),
    ]
    for (text, baseline) in zip(right, [upper, lower]) {
      elements.append(.text(text, at: Position(x: footer.maxX, y: baseline), style, anchor: .end))
    }
    return elements
  }
}
