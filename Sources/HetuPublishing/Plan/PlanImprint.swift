import HetuCartography
import HetuPlanning
import HetuRegistry

/// Who made a plan and when, as its products state it.
public struct PlanImprint: Sendable {
  /// 编制单位; a blank to fill where it is empty.
  public var compiler = ""
  /// 编制日期, `2021-11-15`.
  public var madeOn: String
  /// 数据日期.
  public var dataDate: String
  /// Words such as 示意数据, or nothing.
  public var note: String

  /// The imprint of a plan; made on the data's day unless another is given, so that the same registry gives the same bytes.
  public init(_ plan: RiverPlan, compiler: String, madeOn: String?) {
    self.init(
      dataDate: plan.dataDate, dataNote: plan.dataNote, audience: plan.audience, compiler: compiler, madeOn: madeOn)
  }

  init(dataDate: String?, dataNote: String?, audience: Audience, compiler: String, madeOn: String?) {
    self.compiler = compiler
    self.dataDate = dataDate ?? "不详"
    self.madeOn = madeOn ?? dataDate ?? "1970-01-01"
    note = [dataNote, audience == .public ? "公开版：电话和敏感位置已隐去" : nil].compactMap { $0 }
      .joined(separator: "；")
  }

  /// `编制单位：示例局`, a blank to fill where none is known.
  var compilerLine: String { "编制单位：\(compiler.nilIfEmpty ?? "＿＿＿＿＿＿＿＿")" }

  func sheetImprint(referenceSystem: String) -> SheetImprint {
    var imprint = SheetImprint()
    imprint.referenceSystem = referenceSystem
    imprint.compiler = compiler
    imprint.madeOn = PlanWords.date(madeOn)
    imprint.dataDate = PlanWords.date(dataDate)
    imprint.note = note
    return imprint
  }
}
