import Foundation
import HetuExchange
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct ImportSummaryTests {
  /// What is said of a workbook of sheets, each with its headers and rows.
  private func text(_ sheets: [(name: String, headers: [String], rows: [[String]])]) throws -> String {
    let scratch = try Scratch()
    let registry = try Registry.create(at: scratch.url("r.gpkg"), kinds: try Kinds.builtIn())
    let writer = try FormWriter(path: scratch.path("清单.xlsx"), overwrite: false)
    for sheet in sheets {
      try writer.begin(
        Form(name: sheet.name, title: sheet.name, columns: sheet.headers.map { Form.Column(header: $0) }))
      for row in sheet.rows { try writer.write(row.map(OutputValue.text)) }
      writer.end()
    }
    try writer.finish()
    let report = try Importer(registry: registry, options: ImportOptions()).importFile(scratch.path("清单.xlsx"))
    return ImportSummary(report, isTrial: false).text()
  }

  @Test func `sheets that nobody filled are not counted up, those with columns that fit nothing are`() throws {
    let text = try text([
      ("重点企业清单", ["编号", "企业名称", "经度", "纬度"], []), ("尾矿库清单", ["编号", "尾矿库名称", "经度", "纬度"], [["T1", "甲库", "111", "34"]]),
      ("应急专家队伍清单", ["编号", "姓名", "属相"], []),
    ])
    #expect(text.contains("［尾矿库清单］→ 尾矿库：读1行，新增1"), "\(text)")
    #expect(!text.contains("［重点企业清单］→"), "\(text)")
    #expect(text.contains("［应急专家队伍清单］→") && text.contains("属相"), "\(text)")
  }

  @Test func `of a workbook without any row one line remains`() throws {
    let text = try text([
      ("重点企业清单", ["编号", "企业名称", "经度", "纬度"], []), ("尾矿库清单", ["编号", "尾矿库名称", "经度", "纬度"], []),
    ])
    #expect(text.components(separatedBy: "读0行").count == 2, "\(text)")
  }
}
