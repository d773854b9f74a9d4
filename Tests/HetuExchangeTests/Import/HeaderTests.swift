import HetuExchange
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct HeaderTests {
  @Test func `official, English and decorated headers find their properties`() throws {
    for headers in [
      "编号,尾矿库名称,行政区划代码,所属企业,设计总库容（万m³）,经度,纬度", "code,name,district,operator,design_capacity_10k_m3,lon,lat",
      "编 号,*尾矿库名称,行政区划代码：,所属企业（全称）,设计总库容(万立方米),东经,北纬", "\"编\n号\",\"尾矿库\n名称\",行政区划代码,所属企业,\"设计总库容\n（万m3）\",经度,纬度",
    ] {
      let bench = try ImportBench()
      let kind = try bench.registry.kind("tailings_pond")
      let capacity = try #require(kind.properties.first { $0.title == "设计总库容" }).name
      let text = headers.replacing("design_capacity_10k_m3", with: capacity) + "\nT1,甲库,411224,某公司,46,111.1,34.1\n"
      let report = try bench.load(text, as: "尾矿库清单.csv")
      #expect(report.layers.map(\.inserted) == [1], "\(headers) \(report.problems)")
      #expect(report.layers[0].ignoredColumns.isEmpty, "\(headers)")
      let record = try bench.record("tailings_pond", "T1")
      #expect(record.name == "甲库" && record["operator"] == .text("某公司") && record["district"] == .text("411224"))
      #expect(record[capacity].number == 46, "\(headers)")
      #expect(metres(try bench.point("tailings_pond", "T1"), 111.1, 34.1) < 0.01)
    }
  }

  @Test func `a column of another unit is refused and said, the row is taken`() throws {
    let bench = try ImportBench()
    let report = try bench.load("编号,企业名称,厂区面积（亩）\nE1,甲厂,30\n", as: "重点企业清单.csv")
    #expect(
      report.problems.contains {
        $0.severity == .error && $0.column?.contains("厂区面积") == true && $0.message.contains("m²")
      })
    #expect(try bench.record("key_enterprise", "E1")["plant_area_m2"].isNull)
  }

  @Test(arguments: ["县（市、区）", "县(区)", "县（市/区）", "区（县）", "县市区"])
  func `a district is read from a column whose header names its sorts in brackets`(header: String) throws {
    let bench = try ImportBench()
    let report = try bench.load("编号,企业名称,\(header),经度,纬度\nE1,甲厂,411224,111,34\n", as: "重点企业清单.csv")
    #expect(report.layers[0].ignoredColumns.isEmpty)
    #expect(try bench.record("key_enterprise", "E1")["district"] == .text("411224"))
  }

  @Test(arguments: ["县（级）", "区（km²）", "县", "县（市、区）数", "市（县）", "县（市、区）人口"])
  func `other headers about districts are not taken for the record's district`(header: String) throws {
    let bench = try ImportBench()
    let report = try bench.load("编号,企业名称,\(header),经度,纬度\nE1,甲厂,411224,111,34\n", as: "重点企业清单.csv")
    #expect(report.layers[0].ignoredColumns == [header])
    #expect(try bench.record("key_enterprise", "E1")["district"].isNull)
  }

  @Test func `columns that fit nothing are named`() throws {
    let report = try ImportBench().load("编号,企业名称,老板爱好,经度,纬度\nE1,甲厂,钓鱼,111,34\n", as: "重点企业清单.csv")
    #expect(report.layers[0].ignoredColumns == ["老板爱好"])
  }

  @Test func `the user's map wins, and one that fits nothing is an error`() throws {
    let bench = try ImportBench()
    let text = "代号,厂子,竖,横\nE1,甲厂,34.1,111.1\n"
    try bench.load(text, as: "a.csv") {
      $0.kind = "重点企业"
      $0.map = ["code": "代号", "name": "厂子", "lon": "横", "lat": "竖"]
    }
    #expect(try bench.record("key_enterprise", "E1").name == "甲厂")
    #expect(metres(try bench.point("key_enterprise", "E1"), 111.1, 34.1) < 0.01)
    for map in [["code": "没有这列"], ["no_such_property": "代号"]] {
      let error = exchangeError {
        try bench.load(text, as: "b.csv") {
          $0.kind = "key_enterprise"
          $0.map = map
        }
      }
      #expect(error?.code == .usage)
    }
  }

  @Test func `the kind is told by sheet, file, headers and layer`() throws {
    let bench = try ImportBench()
    try bench.workbook("随便.xlsx", [("重点企业清单", ["编号", "名称"], [["E1", "甲厂"]])])
    #expect(try bench.load("随便.xlsx").layers.map(\.kind) == ["key_enterprise"])
    #expect(try bench.load("编号,名称\nT1,甲库\n", as: "卢氏县尾矿库清单2026.csv").layers.map(\.kind) == ["tailings_pond"])
    let headers = try bench.registry.kind("rescue_team").properties.map(\.title).joined(separator: ",")
    let cells = try bench.registry.kind("rescue_team").properties.map { $0.name == "name" ? "甲队" : "" }.joined(
      separator: ",")
    #expect(try bench.load("\(headers)\n\(cells)\n", as: "数据.csv").layers.map(\.kind) == ["rescue_team"])
    let point = feature(#"{"type":"Point","coordinates":[111,34]}"#)
    #expect(try bench.load(point, as: "monitoring_section.geojson").layers.map(\.kind) == ["monitoring_section"])
  }

  @Test func `a geometry that a kind can't have tells against it`() throws {
    let bench = try ImportBench()
    let line = feature(#"{"type":"LineString","coordinates":[[111,34],[111.1,34]]}"#)
    #expect(exchangeError { try bench.load(line, as: "重点企业.geojson") } != nil)
    #expect(try bench.load(line, as: "输油管线.geojson").layers.map(\.kind) == ["oil_pipeline"])
  }

  @Test func `a file that fits no kind, or several, is an error that lists the kinds`() throws {
    let bench = try ImportBench()
    let error = exchangeError { try bench.load("名称,备注\n甲,乙\n", as: "数据.csv") }
    #expect(error?.message.contains("--kind") == true && error?.message.contains("tailings_pond") == true)
    #expect(exchangeError { try bench.load("名称\n甲\n", as: "c.csv") { $0.kind = "没有" } }?.code == .notFound)
  }

  @Test func `a workbook's unknown sheets are passed over and named`() throws {
    let bench = try ImportBench()
    try bench.workbook(
      "汇总.xlsx",
      [
        ("封面说明", ["说明"], [["请填写"]]), ("尾矿库清单", ["编号", "名称"], [["T1", "甲库"]]),
        ("重点企业清单", ["编号", "名称"], [["E1", "甲厂"], ["E2", "乙厂"]]),
      ])
    let report = try bench.load("汇总.xlsx")
    #expect(report.skipped == ["封面说明"])
    #expect(report.layers.map(\.inserted) == [1, 2])
    #expect(exchangeError { try bench.load("汇总.xlsx") { $0.layer = "没有的表" } }?.message.contains("尾矿库清单") == true)
  }
}
