import Foundation
import Testing

@Suite struct `Lists in Excel` {
  private static let list = """
    编号,尾矿库名称,所在区县,经度,纬度,设计总库容（万m³）
    T1,甲库,411224,111.1,34.1,46
    T2,乙库,411224,111.2,34.2,12亩

    """

  @Test func `a template is made without a registry, read back without a word, and not written over`() throws {
    let workspace = try Workspace(withRegistry: false)
    #expect(try workspace.hetu("template", "尾矿库", "key_enterprise", "-o", "空表.xlsx").status == 0)
    let again = try workspace.hetu("template", "尾矿库", "-o", "空表.xlsx")
    #expect(again.status == 5 && again.errors.contains("已经存在"))
    #expect(try workspace.hetu("init").status == 0)
    let outcome = try workspace.hetu("import", "空表.xlsx")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("第4行（示例）"))
  }

  @Test func `a list goes in, its faults come back, and it comes out as it was at a time`() throws {
    let workspace = try Workspace()
    try Data(Self.list.utf8).write(to: workspace.file("尾矿库清单.csv"))
    let first = try workspace.hetu("import", "尾矿库清单.csv", "--problems", "退回.xlsx")
    #expect(first.status == 1 && first.errors.contains("单位应为万m³"))
    let second = try workspace.hetu("import", "退回.xlsx")
    #expect(second.status == 1 && second.errors.contains("未变1，未导入1"), "\(second.errors)")
    #expect(try workspace.hetu("lists", "-o", "甲").status == 0)
    #expect(try workspace.hetu("lists", "-o", "甲").status == 5)
    let names = try FileManager.default.contentsOfDirectory(atPath: workspace.file("甲").path).sorted()
    #expect(
      names
        == [
          "制度机制清单.xlsx", "应急物资清单.xlsx", "应急队伍清单.xlsx", "重点环境风险源清单.xlsx", "附件3自查问题清单.xlsx", "附件4制度措施清单.xlsx",
        ].sorted())
    let back = try workspace.hetu("import", "甲/重点环境风险源清单.xlsx", "--layer", "尾矿库清单")
    #expect(back.status == 0 && back.errors.contains("新增0，更新0，未变1"), "\(back.errors)")
  }
}
