import Foundation
import Testing

@testable import HetuExchange

@Suite struct TextTableTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  func read(_ text: String) throws -> [SourceRow] { try read(Data(text.utf8)) }

  func read(_ data: Data) throws -> [SourceRow] {
    let path = try folder.write(data, to: "表.csv")
    return try rows(of: try onlyLayer(path))
  }

  @Test func `every cell is text, an empty one is null, and rows count as in the sheet`() throws {
    let found = try read("name,phone\n企业,013800138000\n\n\"a \"\"b\"\", c\",\n\"x\ny\",2.50")
    #expect(found.map(\.number) == [2, 4, 5])
    #expect(found[0].values == [.text("企业"), .text("013800138000")])
    #expect(found[1].values == [.text("a \"b\", c"), .null])
    #expect(found[2].values == [.text("x\ny"), .text("2.50")])
  }

  @Test(arguments: [",", ";", "\t"]) func `the separator is found`(separator: String) throws {
    let path = try folder.write("名称\(separator)等级\r\n甲\(separator)重大\r\n", to: "t.csv")
    let layer = try #require(try SourceFile(path: path).layers.first)
    #expect(layer.fields.map(\.name) == ["名称", "等级"])
    #expect(try rows(of: layer).map(\.values) == [[.text("甲"), .text("重大")]])
  }

  @Test func `the sep line of Excel names the separator and is no row`() throws {
    #expect(try read("sep=;\r\na;b,c\r\n1;2\r\n").first?.values == [.text("1"), .text("2")])
  }

  @Test func `a byte order mark does not become part of the first header`() throws {
    let path = try folder.write(Data([0xEF, 0xBB, 0xBF]) + Data("名称,b\n甲,1\n".utf8), to: "bom.csv")
    #expect(try SourceFile(path: path).layers.first?.fields.first?.name == "名称")
  }

  @Test func `GBK is found where the bytes are no UTF-8, also late in the file`() throws {
    let ascii = (0..<100_000).map { "row\($0),x\n" }.joined()
    let path = try folder.write(Data("a,b\n\(ascii)".utf8) + Data(GBK.enterprise) + Data(",1\n".utf8), to: "g.csv")
    let file = try SourceFile(path: path)
    #expect(file.encoding == "GB18030")
    #expect(try rows(of: try #require(file.layers.first)).last?.values == [.text("企业"), .text("1")])
  }

  @Test func `UTF-16 as Excel saves Unicode text is read`() throws {
    let text = try #require("名称\t数\r\n甲\t1\r\n".data(using: .utf16LittleEndian))
    #expect(try read(Data([0xFF, 0xFE]) + text).first?.values == [.text("甲"), .text("1")])
  }

  @Test func `a wrong encoding is refused with the row`() throws {
    let path = try folder.write(Data("a,b\n1,2\n".utf8) + Data(GBK.enterprise) + Data(",1\n".utf8), to: "g.csv")
    let error = exchangeError {
      for layer in try SourceFile(path: path, encoding: "utf-8").layers { _ = try rows(of: layer) }
    }
    #expect(error?.code == .encoding)
    #expect(error?.message.contains("第 3 行") == true)
  }

  @Test func `one broken byte in much UTF-8 does not turn the file into GBK`() throws {
    let path = try folder.write(
      Data("名称\n\(String(repeating: "灵宝市尾矿库\n", count: 10))".utf8) + Data([0xFF, 0x0A]), to: "u.csv")
    #expect(exchangeError { try readAll(path) }?.code == .encoding)
  }

  @Test func `an open quote is told as a truncated file`() throws {
    let error = exchangeError { _ = try read("a,b\n1,2\n\"3,4\n5,6\n") }
    #expect(error?.code == .damaged)
    #expect(error?.message.contains("第 3 行") == true)
  }

  @Test func `records that cross the blocks of reading stay whole`() throws {
    let long = String(repeating: "长", count: 700_000)
    let found = try read("a,b\n1,\"\(long)\"\n2,\"\(long)\"\n3,x")
    #expect(found.map { $0.values[0] } == [.text("1"), .text("2"), .text("3")])
    #expect(found[1].values[1] == .text(long))
  }

  @Test func `a row beyond the limit is refused`() throws {
    let path = try folder.write("a,b\n1,\"\(String(repeating: "x", count: 3 << 20))\"\n", to: "long.csv")
    var limits = SourceLimits.standard
    limits.maximumRowBytes = 1 << 20
    #expect(exchangeError { _ = try SourceFile(path: path, limits: limits) }?.code == .tooLarge)
  }

  @Test func `too many columns are refused`() throws {
    let error = exchangeError { _ = try read(Array(repeating: "x", count: 1_001).joined(separator: ",")) }
    #expect(error?.code == .tooLarge)
  }

  @Test func `cells beyond the headers are told, not dropped silently`() throws {
    let lines = (0..<120).map { "\($0),x" }.joined(separator: "\n")
    let found = try read("a,b\n\(lines)\n1,2,3\n")
    #expect(found.last?.warnings.count == 1)
    #expect(found.first?.warnings.isEmpty == true)
  }

  @Test func `titles above the headers are passed over`() throws {
    let path = try folder.write("附件1 尾矿库清单,,,\n填报单位：三门峡,,,\n编号,名称,经度,纬度\nW1,甲,110.5,34.5\n", to: "t.csv")
    let layer = try #require(try SourceFile(path: path).layers.first)
    #expect(layer.headerRow == 3)
    #expect(layer.fields.map(\.name) == ["编号", "名称", "经度", "纬度"])
    #expect(try rows(of: layer).map(\.number) == [4])
  }

  @Test func `headers in two rows with merged cells are joined`() throws {
    let path = try folder.write("编号,名称,坐标,,备注\n,,经度,纬度,\nW1,甲,110.5,34.5,\nW2,,110,34,\n", to: "t.csv")
    let layer = try #require(try SourceFile(path: path).layers.first)
    #expect(layer.fields.map(\.name) == ["编号", "名称", "经度", "纬度", "备注"])
    #expect(try rows(of: layer).count == 2)
  }

  @Test func `a first row of data with gaps is not taken for headers`() throws {
    let path = try folder.write("编号,名称,\nW1,,x\n", to: "t.csv")
    let layer = try #require(try SourceFile(path: path).layers.first)
    #expect(layer.fields.map(\.name) == ["编号", "名称", "第3列"])
    #expect(try rows(of: layer).count == 1)
  }

  @Test func `binary content under a text name is refused`() throws {
    #expect(exchangeError { _ = try read(Data([0x41, 0x00, 0x42, 0x0A])) }?.code == .unrecognised)
    #expect(exchangeError { _ = try read(zip([("a", "b", nil)])) }?.code == .unrecognised)
  }

  @Test(arguments: [
    "=cmd()|' /C calc'!A0", "+86 398 1234567", "-", "@x", "\tx", "\rx", "'=x", "''+1", "'quoted'", "<script>",
  ])
  func `guarded texts come back as they were`(text: String) throws {
    let path = folder.path("out.csv")
    let writer = CSVWriter(try OutputFile(path: path))
    try writer.begin(OutputLayer(name: "t", columns: [OutputColumn(name: "a", title: "甲", kind: .text)], shape: .none))
    try writer.write([.text(text)], geometry: nil)
    try writer.finish()
    #expect(try rows(of: try onlyLayer(path)).first?.values == [.text(text)])
    let raw = try folder.text("out.csv").drop { $0 != "\r\n" }.dropFirst().drop { $0 == "\"" }
    #expect(!["=", "+", "-", "@", "\t", "\r"].contains(raw.first))
  }

  @Test func `a survey of bytes agrees with the standard library on what is UTF-8`() {
    let seed: UInt64 = 20_260_728
    var state = seed
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    for _ in 0..<20_000 {
      let bytes = (0..<4).map { _ in next() | 0x80 } + [0x41]
      var survey = TextSurvey()
      bytes.withUnsafeBytes { survey.add($0) }
      #expect(survey.isUTF8 == (String(validating: bytes, as: UTF8.self) != nil), "seed \(seed): \(bytes)")
    }
  }
}
