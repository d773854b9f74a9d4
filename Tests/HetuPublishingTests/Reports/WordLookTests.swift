import Foundation
import TestSupport
import Testing

@testable import HetuPublishing

@Suite struct WordLookTests {
  private static let page = """
    <html lang="zh-CN"><body><h1>方案</h1><h2>一、甲 &amp; 乙</h2><p>正文</p><h3>（一）丙</h3>
    <div data-custom-style="Gap"><p>资料缺口</p></div>
    <table><caption>表 1</caption><colgroup><col style="width:30%"><col style="width:70%"></colgroup>
    <thead><tr><th>名称</th><th style="text-align:right">值</th></tr></thead>
    <tbody><tr><td>a</td><td style="text-align:right">2</td></tr></tbody></table>
    <figure><img src="figure1.png" alt="图 1"><figcaption>图 1</figcaption></figure></body></html>
    """

  /// A PNG of one dot.
  private static let dot = Array(
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") ?? Data())

  /// The text of the document and of its styles.
  private func parts(
    of page: String = page, hasContents: Bool
  ) throws -> (document: String, styles: String)? {
    guard let word = WordDocument() else { return nil }
    let scratch = try Scratch()
    func made() throws -> [UInt8] {
      try word.docx(
        ofHTML: page, pictures: [("figure1.png", Self.dot)], day: "2021-11-15", hasContents: hasContents)
    }
    let bytes = try made()
    #expect(try made() == bytes)
    try Data(bytes).write(to: scratch.url("d.docx"))
    func part(_ name: String) throws -> String {
      let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
      let output = try Command.run("python3", ["-c", script, scratch.path("d.docx"), name]).output
      return String(decoding: output, as: UTF8.self)
    }
    return (try part("word/document.xml"), try part("word/styles.xml"))
  }

  @Test func `a document has the standard's page and styles, headings, a contents and a head that repeats`() throws {
    guard let (document, styles) = try parts(hasContents: true) else { return }
    for text in [
      "w:w=\"11906\"", "w:top=\"2098\"", "footerReference", "w:val=\"Heading1\"", "w:val=\"Heading2\"",
      "w:val=\"Title\"",
      "w:val=\"TOC1\"", "一、甲 &amp; 乙", "w:dirty=\"true\"", "w:tblHeader", "w:val=\"Gap\"", "w:anchor=\"heading2\"",
      "w:name=\"heading2\"", "w:w=\"5000\"",
      "w:jc w:val=\"right\"",
    ] { #expect(document.contains(text), "\(text)") }
    #expect(styles.contains("仿宋") && styles.contains("方正小标宋简体"))
    // No page break parts a row, and a picture is in the document once.
    #expect(document.ranges(of: "<w:tr>").count == 2 && document.ranges(of: "<w:tr><w:trPr><w:cantSplit/>").count == 2)
    // The head stays with the first row.
    #expect(document.ranges(of: "<w:keepNext/>").count == 2)
    #expect(document.contains("<w:cantSplit/><w:tblHeader") && document.contains("descr=\"figure1.png\""))
    // Figures and Latin letters in Chinese would be broken anywhere.
    #expect(!styles.contains("w:val=\"zh-CN\"") && styles.contains("w:eastAsia=\"zh-CN\""))
  }

  @Test func `sheets behind the text fill pages across`() throws {
    let sheet = "<figure><img src=\"figure1.png\" width=\"590\" alt=\"图 2\"><figcaption>图 2</figcaption></figure>"
    let page = Self.page.replacing("</body>", with: "<div id=\"sheets\">\(sheet)\(sheet)</div></body>")
    guard let (document, _) = try parts(of: page, hasContents: true) else { return }
    let sections = document.components(separatedBy: "</w:sectPr>")
    #expect(sections.count == 3)
    #expect(sections[0].contains("w:w=\"11906\"") && !sections[0].contains("landscape"))
    #expect(sections[1].contains("w:orient=\"landscape\"") && !sections[1].contains("w:w=\"11906\""))
    #expect(sections.prefix(2).allSatisfy { $0.contains("footerReference") })
    // An upright page's text is 5,613,400 units wide.
    #expect(sections[1].ranges(of: "cx=\"7938546\"").count == 4)
  }

  @Test func `a document without contents has none`() throws {
    guard let (document, _) = try parts(hasContents: false) else { return }
    #expect(!document.contains("TOC1") && document.contains("w:val=\"Heading1\""))
  }
}
