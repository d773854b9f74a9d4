import Foundation
import HetuGeometry
import Testing

@testable import HetuCartography

@Suite struct SVGTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (-0.0004, "0"), (1.0, "1"), (1.5, "1.5"), (-2.25, "-2.25"), (0.1234, "0.123"),
    (0.9996, "1"), (12.0506, "12.051"), (1e-9, "0"), (123_456_789.5, "123456789.5"),
  ])
  func `numbers have at most three decimals and no exponent`(value: Double, text: String) {
    #expect(SVGText.number(value) == text)
  }

  @Test(arguments: [
    ("<script>", "&lt;script&gt;"), ("a&b", "a&amp;b"), ("\"'", "&quot;&#39;"), ("]]>", "]]&gt;"), ("a\nb\tc", "a b c"),
    ("a\u{0}\u{7}\u{1B}b", "ab"), ("\u{202E}x\u{2066}y", "xy"), ("\u{FFFE}\u{FFFF}\u{85}", " "), ("𬭎😀", "𬭎😀"),
    ("👨‍👩‍👧", "👨‍👩‍👧"),
  ])
  func `texts cannot become markup`(text: String, escaped: String) {
    #expect(SVGText.escaped(text) == escaped)
  }

  @Test func `hostile texts and attributes come back from an XML parser as they were given`() throws {
    let hostile = "a\"b'<c>&d]]>--e"
    var output = ""
    let style = TextStyle(size: 2, colour: hostile)
    SVGElement.text(hostile, at: Position(x: 1, y: 2), style).write(to: &output)
    let escaped = "a&quot;b&#39;&lt;c&gt;&amp;d]]&gt;--e"
    #expect(output == "<text x=\"1\" y=\"2\" font-size=\"2\" fill=\"\(escaped)\">\(escaped)</text>\n")
  }

  @Test func `long texts are shortened with an ellipsis and set on two lines without loss`() {
    #expect(TextMetrics.shortened("一二三四五六", ems: 4) == "一二三…")
    #expect(TextMetrics.shortened("一二三四", ems: 4) == "一二三四")
    #expect(TextMetrics.lines("一二三四五六", ems: 4) == ["一二三", "四五六"])
    #expect(TextMetrics.ems("") == 0)
    #expect(abs(TextMetrics.ems("K12+300") - 3.976) < 0.05)
  }
}
