import Foundation
import Testing

@testable import HetuExchange

/// Workbooks made to harm, or that harm by accident.
@Suite struct HostileWorkbookTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func error(_ workbook: Data, limits: SourceLimits = .standard) throws -> ExchangeError? {
    let path = try folder.write(workbook, to: "a.xlsx")
    return exchangeError {
      for layer in try SourceFile(path: path, limits: limits).layers { try layer.rows { _ in true } }
    }
  }

  @Test func `twenty thousand empty styled rows cost little`() throws {
    let rows = (2...20_001).map { "<row r=\"\($0)\" s=\"1\" customFormat=\"1\"><c r=\"A\($0)\" s=\"1\"/></row>" }
      .joined()
    var sheet = MessyWorkbook.Sheet(name: "尾矿库清单", rows: [["编号", "尾矿库名称"]])
    sheet.rows.append(["T1", "甲库"])
    let data = MessyWorkbook([sheet], tail: rows).data
    let path = try folder.write(data, to: "styled.xlsx")
    let start = ContinuousClock.now
    let layer = try onlyLayer(path)
    #expect(try rowsCount(layer) == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  private func rowsCount(_ layer: SourceLayer) throws -> Int {
    var count = 0
    try layer.rows { _ in
      count += 1
      return true
    }
    return count
  }

  @Test func `entities are not unfolded`() throws {
    let bomb = """
      <!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>
      """
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], sharedStrings: bomb).data
    #expect(try error(data)?.code == .unsafeContent)
  }

  @Test func `shared texts beyond the limit are refused`() throws {
    var limits = SourceLimits.standard
    limits.maximumSharedTextBytes = 1_000
    let texts = "<sst>" + String(repeating: "<si><t>甲乙丙丁戊己庚辛</t></si>", count: 100) + "</sst>"
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], sharedStrings: texts).data
    #expect(try error(data, limits: limits)?.code == .tooLarge)
  }

  @Test func `a part that unpacks to more than it said is cut off`() throws {
    var limits = SourceLimits.standard
    limits.maximumUnpackedBytes = 4_000
    let rows = (2...100).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>1</v></c></row>" }.joined()
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], tail: rows).data
    #expect(try error(data, limits: limits)?.code == .tooLarge)
  }

  @Test func `elements nested without end are refused`() throws {
    let deep = String(repeating: "<a>", count: 100_000)
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], tail: deep).data
    #expect(try error(data)?.code == .tooLarge)
  }

  @Test func `a sheet that breaks off is damaged`() throws {
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], tail: "<row><c>").data
    #expect(try error(data)?.code == .damaged)
  }

  @Test func `a sheet of another place is not opened`() throws {
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], target: "../../../etc/passwd")
      .data
    #expect(try error(data)?.code == .empty)
  }

  @Test func `cells far to the right make a clear refusal, not a large row`() throws {
    let rows = "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>"
    let data = MessyWorkbook([MessyWorkbook.Sheet(name: "尾矿库", rows: [["编号", "名称"]])], tail: rows).data
    #expect(try error(data)?.code == .tooLarge)
  }
}
