import HetuExchange

extension MessyCase {
  /// Where the table stands, and what stands around it.
  static let layouts: [MessyCase] = [
    MessyCase(
      trouble: "a title and lines of who filled it in stand above",
      workbook: ponds(
        [pond(1)], above: [["卢氏县尾矿库清单"], ["填报单位：卢氏分局", "", "", "填报人：张某", "", "填报时间：2021年3月5日"]]),
      records: ["T1": ["report_unit": "卢氏分局", "report_date": "2021-03-05", "name": "甲1库"]]),
    MessyCase(
      trouble: "a merged title, and a header of two rows with merged cells",
      workbook: MessyWorkbook(
        [
          ["尾矿库清单"], ["编号", "尾矿库名称", "坐标", "", "库容（万m³）", ""], ["", "", "经度", "纬度", "设计总库容", "现状全库容"],
          ["T1", "甲库", "#111.1", "#34.1", "#46", "#30"],
        ], merges: ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"]),
      records: ["T1": ["name": "甲库", "current_capacity_10k_m3": "30.0"]]),
    MessyCase(
      trouble: "a title and lines of who filled it in that are merged over a part of the columns",
      workbook: {
        var workbook = ponds(
          [pond(1)],
          above: [["卢氏县尾矿库清单"], ["填报单位（盖章）：卢氏分局", "", "填报人：张某", "", "填报时间：2021年3月5日"]])
        workbook.sheets[0].merges = ["A1:F1", "A2:B2", "C2:D2", "E2:F2"]
        return workbook
      }(), records: ["T1": ["report_unit": "卢氏分局", "reporter": "张某", "report_date": "2021-03-05", "name": "甲1库"]]),
    MessyCase(
      trouble: "a title merged over most of the columns with the number of the form beside it",
      workbook: {
        var workbook = ponds(
          [pond(1)],
          above: [["卢氏县尾矿库清单", "", "", "", "", "", "附件1"], ["填报单位：卢氏分局", "", "填报人：张某"]])
        workbook.sheets[0].merges = ["A1:F1", "A2:B2", "C2:D2"]
        return workbook
      }(), records: ["T1": ["report_unit": "卢氏分局", "reporter": "张某", "name": "甲1库", "district": "411224"]]),
    MessyCase(
      trouble: "the same right over the headers",
      workbook: {
        var workbook = ponds([pond(1)], above: [["卢氏县尾矿库清单", "", "", "", "", "", "附件1"]])
        workbook.sheets[0].merges = ["A1:F1"]
        return workbook
      }(), records: ["T1": ["name": "甲1库", "district": "411224", "phone": "0398-2800000"]]),
    MessyCase(
      trouble: "a line of who filled it in under a header that is merged itself",
      workbook: MessyWorkbook(
        [
          ["编号", "", "尾矿库名称", "经度", "纬度", "设计总库容（万m³）"], ["填报单位：卢氏分局", "", "填报人：张某"],
          ["T1", "", "甲库", "#111.1", "#34.1", "#46"],
        ], merges: ["A1:B1", "A2:B2", "C2:F2"]),
      records: ["T1": ["name": "甲库"]], passedOver: ["第2行（表下说明）"]),
    MessyCase(
      trouble: "a header over the two columns that it tells apart",
      workbook: MessyWorkbook(
        [
          ["编号", "尾矿库名称", "设计", "", "现状", ""], ["", "", "总库容(万m3)", "总坝高（m）", "全库容(万m3)", "坝高（m）"],
          ["T1", "甲库", "#46", "#30", "#12.5", "#22"],
        ], merges: ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]),
      told: [Told(row: nil, words: "没有坐标列")],
      records: ["T1": ["total_capacity_10k_m3": "46.0", "dam_height_m": "22.0", "design_dam_height_m": "30.0"]]),
    MessyCase(
      trouble: "degrees, minutes and seconds in three columns under headers of three rows",
      workbook: MessyWorkbook(
        [
          ["编号", "尾矿库名称", "坐标", "", "", "", "", ""], ["", "", "经度", "", "", "纬度", "", ""],
          ["", "", "度", "分", "秒", "度", "分", "秒"], ["T1", "甲库", "#111", "#6", "#0", "#34", "#6", "#0"],
        ], merges: ["A1:A3", "B1:B3", "C1:H1", "C2:E2", "F2:H2"]),
      records: ["T1": ["source_position": "111|6|0|34|6|0"]]),
    MessyCase(
      trouble: "a sum below", workbook: ponds([pond(1)], below: [["合计", "", "", "", "", "#46"]]), records: ["T1": [:]],
      passedOver: ["第3行（合计）"]),
    MessyCase(
      trouble: "remarks and signatures below",
      workbook: ponds([pond(1)], below: [[], ["备注：以上为全部"], ["填报人：张某", "", "审核人：李某"], ["注1 坐标为实测"]]),
      records: ["T1": [:]], passedOver: ["第4行（表下说明）", "第5行（表下说明）", "第6行（表下说明）"]),
    MessyCase(
      trouble: "blank rows between", workbook: ponds([pond(1), [], [], pond(2)]), records: ["T1": [:], "T2": [:]]),
    MessyCase(
      trouble: "the headers once more, and numbers of the columns",
      workbook: ponds([
        ["#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9", "#10"], pond(1),
        ["编号", "尾矿库名称", "所在区县", "经度", "纬度", "设计总库容（万m³）", "联系电话", "核实日期", "建成年月", "下游1km居民人数（人）"], pond(2),
      ]), records: ["T1": [:], "T2": [:]], passedOver: ["第2行（表头）", "第4行（表头）"]),
    MessyCase(
      trouble: "line breaks, blanks, full-width brackets and units in headers",
      workbook: MessyWorkbook([
        ["编 号", "尾矿库\n名称", "经度（°）", "纬度(°)", "设计总库容\n（万立方米）", "现状坝高【m】"],
        ["T1", "甲库", "#111.1", "#34.1", "#46", "#30"],
      ]), records: ["T1": ["total_capacity_10k_m3": "46.0", "dam_height_m": "30.0"]]),
    MessyCase(
      trouble: "an example row",
      workbook: MessyWorkbook([
        ["序号", "编号", "尾矿库名称", "经度", "纬度"], ["示例", "T0", "示例库", "#111", "#34"], ["#1", "T1", "甲库", "#111.1", "#34.1"],
      ]), records: ["T1": [:]], passedOver: ["第2行（示例）"]),
    MessyCase(
      trouble: "one cell merged over the rows that it is meant for",
      workbook: {
        var workbook = ponds([pond(1), pond(2, [2: ""])])
        workbook.sheets[0].merges = ["C2:C3"]
        return workbook
      }(), records: ["T1": ["district": "411224"], "T2": ["district": "411224"]]),
    MessyCase(
      trouble: "several lists in one workbook, and a sheet that is none",
      workbook: MessyWorkbook([
        .init(name: "封面", rows: [["三门峡市"]]),
        .init(name: "尾矿库", rows: [["编号", "名称", "经度", "纬度"], ["T1", "甲", "#111.1", "#34.1"]]),
        .init(name: "重点企业", rows: [["编号", "名称", "经度", "纬度"], ["E1", "乙", "#111.1", "#34.1"]]),
      ]), records: ["T1": ["name": "甲"]]),
    MessyCase(
      trouble: "two sheets that claim the same list",
      workbook: MessyWorkbook([
        .init(name: "尾矿库", rows: [["编号", "名称", "经度", "纬度"], ["T1", "甲", "#111.1", "#34.1"]]),
        .init(name: "尾矿库（旧）", rows: [["编号", "名称", "经度", "纬度"], ["T1", "甲旧", "#111.1", "#34.1"]]),
      ]),
      told: [
        Told(row: nil, words: "两张表已一并读入"), Told(severity: .error, row: 2, words: "与第2行重复"),
      ], records: ["T1": ["name": "甲"]]),
  ]

  /// What Excel keeps that nobody sees.
  static let hidden: [MessyCase] = [
    MessyCase(
      trouble: "hidden rows",
      workbook: {
        var workbook = ponds([pond(1), pond(2)])
        workbook.sheets[0].hiddenRows = [3]
        return workbook
      }(), told: [Told(row: nil, words: "有1行是隐藏的（第3行）")], records: ["T1": [:], "T2": [:]]),
    MessyCase(
      trouble: "a hidden column",
      workbook: {
        var workbook = ponds([pond(1)])
        workbook.sheets[0].hiddenColumns = [6]
        return workbook
      }(), told: [Told(row: nil, words: "有隐藏的列（F）")], records: ["T1": ["total_capacity_10k_m3": "46.0"]]),
    MessyCase(
      trouble: "a hidden sheet",
      workbook: {
        var workbook = ponds([pond(1)])
        workbook.sheets[0].isHidden = true
        return workbook
      }(), told: [Told(row: nil, words: "隐藏的工作表")], records: ["T1": [:]]),
    MessyCase(
      trouble: "formulas with their results", workbook: ponds([pond(1, [5: "=20+26→46"])]),
      told: [Told(row: nil, words: "有1个单元格是公式")], records: ["T1": ["total_capacity_10k_m3": "46.0"]]),
    MessyCase(
      trouble: "a formula without a result", workbook: ponds([pond(1, [5: "=20+26"])]),
      told: [Told(row: 2, words: "F2单元格的公式没有保存结果")],
      records: ["T1": ["total_capacity_10k_m3": "∅"]]),
    MessyCase(
      trouble: "a formula whose result is an error", workbook: ponds([pond(1, [5: "=1/0→!DIV/0!"])]),
      told: [Told(row: 2, words: "F2单元格是错误值 #DIV/0!")],
      records: ["T1": ["total_capacity_10k_m3": "∅"]]),
    MessyCase(
      trouble: "formulas with a result, without one and with an error",
      workbook: ponds([pond(1, [5: "=20+26→46"]), pond(2, [5: "=20+26"]), pond(3, [5: "=1/0→!DIV/0!"])]),
      told: [
        Told(row: nil, words: "有1个单元格是公式"), Told(row: 3, words: "F3单元格的公式没有保存结果"),
        Told(row: 4, words: "F4单元格是错误值"),
      ], records: ["T1": ["total_capacity_10k_m3": "46.0"], "T2": [:], "T3": [:]]),
    MessyCase(
      trouble: "an error of a formula", workbook: ponds([pond(1, [5: "!REF!"])]),
      told: [Told(row: 2, words: "F2单元格是错误值 #REF!")],
      records: ["T1": ["total_capacity_10k_m3": "∅"]]),
    MessyCase(
      trouble: "macros",
      workbook: {
        var workbook = ponds([pond(1)])
        workbook.parts = [("xl/vbaProject.bin", "Attribute VB_Name")]
        return workbook
      }(), told: [Told(row: nil, words: "宏没有运行")], records: ["T1": [:]]),
    MessyCase(
      trouble: "links to other files",
      workbook: {
        var workbook = ponds([pond(1, [5: "=[1]Sheet1!A1→46"])])
        workbook.parts = [("xl/externalLinks/externalLink1.xml", "<externalLink/>")]
        return workbook
      }(), told: [Told(row: nil, words: "链接没有打开"), Told(row: nil, words: "有1个单元格是公式")],
      records: ["T1": ["total_capacity_10k_m3": "46.0"]]),
  ]
}
