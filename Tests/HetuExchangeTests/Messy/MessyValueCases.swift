import HetuExchange

extension MessyCase {
  /// What people write into cells.
  static let values: [MessyCase] = [
    MessyCase(
      trouble: "full-width digits", workbook: ponds([pond(1, [5: "４６．５", 9: "１２"])]),
      records: ["T1": ["total_capacity_10k_m3": "46.5", "overhead_population": "12"]]),
    MessyCase(
      trouble: "dates in other ways of writing",
      workbook: ponds([
        pond(1, [7: "2021.3.5", 8: "2021年3月"]), pond(2, [7: "2021年3月5日", 8: "m#44256"]),
        pond(3, [7: "d#44260", 8: "202103"]),
      ]),
      records: [
        "T1": ["verified_on": "2021-03-05", "built_in": "2021-03"],
        "T2": ["verified_on": "2021-03-05", "built_in": "2021-03"],
        "T3": ["verified_on": "2021-03-05", "built_in": "2021-03"],
      ]),
    MessyCase(
      trouble: "a date in American order", workbook: ponds([pond(1, [7: "3/5/21"])]),
      told: [Told(row: 2, column: "核实日期", words: "按月/日/年读作 2021-03-05")], records: ["T1": ["verified_on": "2021-03-05"]]
    ),
    MessyCase(
      trouble: "a date as Excel counts days", workbook: ponds([pond(1, [7: "#44260"])]),
      told: [Told(row: 2, column: "核实日期", words: "日期序号读作 2021-03-05")], records: ["T1": ["verified_on": "2021-03-05"]]),
    MessyCase(
      trouble: "a date without its day", workbook: ponds([pond(1, [7: "2021年3月"])]),
      told: [Told(row: 2, column: "核实日期", words: "按该月1日读入")], records: ["T1": ["verified_on": "2021-03-01"]]),
    MessyCase(
      trouble: "a month that lost a nought", workbook: ponds([pond(1, [8: "#2021.1"])]),
      told: [Told(row: 2, column: "建成年月", words: "如是 10 月")], records: ["T1": ["built_in": "2021-01"]]),
    MessyCase(
      trouble: "a date that there is not", workbook: ponds([pond(1, [7: "2021-02-30"])]),
      told: [Told(severity: .error, row: 2, column: "核实日期", words: "应为日期")]),
    MessyCase(
      trouble: "a number with the unit of its header",
      workbook: ponds([pond(1, [5: "12.5万m³"]), pond(2, [5: "12.5万立方米"])]),
      records: ["T1": ["total_capacity_10k_m3": "12.5"], "T2": ["total_capacity_10k_m3": "12.5"]]),
    MessyCase(
      trouble: "a number with another unit of the same kind", workbook: ponds([pond(1, [5: "125000m³"])]),
      told: [Told(row: 2, column: "设计总库容（万m³）", words: "按 12.5 万m³ 读入")],
      records: ["T1": ["total_capacity_10k_m3": "12.5"]]),
    MessyCase(
      trouble: "a number with a unit of another kind", workbook: ponds([pond(1, [5: "12.5亩"])]),
      told: [Told(severity: .error, row: 2, column: "设计总库容（万m³）", words: "单位应为万m³")]),
    MessyCase(
      trouble: "about and at least", workbook: ponds([pond(1, [9: "约300人"]), pond(2, [5: "≥5"])]),
      told: [
        Told(row: 2, column: "下游1km居民人数（人）", words: "按 300 人 读入"),
        Told(row: 3, column: "设计总库容（万m³）", words: "按 5 万m³ 读入"),
      ], records: ["T1": ["overhead_population": "300"], "T2": ["total_capacity_10k_m3": "5.0"]]),
    MessyCase(
      trouble: "a telephone number that Excel cut", workbook: ponds([pond(1, [6: "2.8E+06"])]),
      told: [Told(severity: .error, row: 2, column: "联系电话", words: "原号码已丢失")]),
    MessyCase(
      trouble: "a telephone number kept as a number", workbook: ponds([pond(1, [6: "#13900000001"])]),
      records: ["T1": ["phone": "13900000001"]]),
    MessyCase(
      trouble: "signs for nothing", workbook: ponds([pond(1, [5: "/", 6: "无", 7: "—", 8: "-", 9: "无"])]),
      records: [
        "T1": [
          "total_capacity_10k_m3": "∅", "phone": "∅", "verified_on": "∅", "built_in": "∅", "overhead_population": "∅",
        ]
      ]),
    MessyCase(
      trouble: "names of districts for their codes",
      workbook: ponds([pond(1, [2: "卢氏县"]), pond(2, [2: "卢氏"]), pond(3, [2: "三门峡市卢氏县"]), pond(4, [2: "陕县"])]),
      records: [
        "T1": ["district": "411224"], "T2": ["district": "411224"], "T3": ["district": "411224"],
        "T4": ["district": "411203"],
      ]),
    MessyCase(
      trouble: "a code of former times", workbook: ponds([pond(1, [2: "411222"])]),
      told: [Told(row: 2, column: "所在区县", words: "按现行代码411203读入")], records: ["T1": ["district": "411203"]]),
    MessyCase(
      trouble: "a district that nobody knows", workbook: ponds([pond(1, [2: "桃源县"])]),
      told: [Told(row: 2, column: "所在区县", words: "没有名为“桃源县”的行政区")], records: ["T1": ["district": "∅"]]),
    MessyCase(
      trouble: "degrees, minutes and seconds in two texts",
      workbook: ponds([pond(1, [3: "东经111°6′0″", 4: "北纬34°6′0″"])]),
      records: ["T1": ["source_position": "东经111°6′0″,北纬34°6′0″"]]),
    MessyCase(
      trouble: "degrees, minutes and seconds in one text",
      workbook: MessyWorkbook([
        ["编号", "尾矿库名称", "坐标"], ["T1", "甲1库", "E111°06′00″，N34°06′00″"],
      ]), records: ["T1": ["source_position": "E111°06′00″，N34°06′00″"]]),
    MessyCase(
      trouble: "signs for nothing in the place of a position", workbook: ponds([pond(1, [3: "/", 4: "/"])]),
      told: [Told(row: 2, words: "没有坐标")], records: ["T1": [:]]),
    MessyCase(
      trouble: "longitude and latitude changed over", workbook: ponds([pond(1, [3: "#34.1", 4: "#111.1"])]),
      told: [Told(severity: .error, row: 2, column: "经度", words: "写反了")]),
    MessyCase(
      trouble: "a record without a place", workbook: ponds([pond(1, [3: "", 4: ""])]),
      told: [Told(row: 2, words: "没有坐标")],
      records: ["T1": [:]]),
    MessyCase(
      trouble: "a percentage", workbook: ponds([pond(1, [9: "%#0.45"])]),
      told: [Told(severity: .error, row: 2, column: "下游1km居民人数（人）", words: "45%")]),
  ]
}
