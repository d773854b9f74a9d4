import HetuRegistry
import HetuSchemas
import Testing

@Suite struct ValueReadingTests {
  @Test func `a list keeps the digits that were written, and texts that look like numbers`() throws {
    let text =
      #"[{"a":34.683053,"b":"34.683053000000001 \"1.00000000000000001","c":-0.1,"d":12345678901234567,"e":1e-07,"f":true}]"#
    let items = try #require(Value.list(text).elements)
    #expect(Value.list(of: items) == .list(text))
    #expect(Value.list(of: [Double.nan]) == nil && Value.list(of: []) == .list("[]"))
    let numbers = (0..<2_000).map { (11_000_000 + Double($0) * 37) / 100_000 }
    let list = try #require(Value.list(of: numbers))
    #expect(list.elements as? [Double] == numbers)
    guard case .list(let json) = list else { return }
    #expect(json == "[" + numbers.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",") + "]")
  }

  private static func read(_ name: String, _ raw: String) throws -> Value? {
    try? ValueReading(Fixture.property(name)).value(raw).get()
  }

  private static func fault(_ name: String, _ raw: String) throws -> String? {
    switch ValueReading(try Fixture.property(name)).value(raw) {
    case .success: nil
    case .failure(let fault): fault.message
    }
  }

  @Test(
    arguments: [
      ("12.5", 12.5), (" 12.5 ", 12.5), ("１２．５", 12.5), ("1,234.5", 1234.5), ("1，234", 1234), ("12,345,678", nil),
      ("12.5万m³", 12.5), ("12.5 万m³", 12.5), ("　３　", 3), ("1e3", 1000), ("+4", 4), ("0", 0), ("100000", 100_000),
      ("100000.1", nil), ("-1", nil), ("1,5", nil), ("12,34", nil), ("0x10", nil), ("nan", nil), ("inf", nil),
      ("1e999", nil),
      ("约12", nil), ("12.5.1", nil), ("12 13", nil), ("十二", nil), ("12km", nil), ("m³", nil), ("1--2", nil),
    ] as [(String, Double?)])
  func `a number is read`(_ raw: String, _ expected: Double?) throws {
    #expect(try Self.read("volume_10k_m3", raw) == expected.map(Value.real))
  }

  @Test(
    arguments: [
      ("12", 12), ("12.0", 12), ("1,200户", 1200), ("１２００", 1200), ("12.5", nil), ("9007199254740993", nil),
      ("-3", nil), ("1e2", 100),
    ] as [(String, Int64?)])
  func `a whole number is read`(_ raw: String, _ expected: Int64?) throws {
    #expect(try Self.read("households", raw) == expected.map(Value.integer))
  }

  @Test(arguments: ["", " ", "　", "/", "／", "-", "—", "--", "——", "NULL", "\u{a0}"])
  func `marks that stand for nothing are nothing in every type`(_ raw: String) throws {
    for property in try #require(try Fixture.kinds()["site"]).properties {
      #expect(try ValueReading(property).value(raw).get() == .null, "\(property.name)")
    }
  }

  @Test func `none is nothing in numbers, dates and patterns, a text in texts, no in booleans, an empty list in lists`()
    throws
  {
    for name in ["households", "volume_10k_m3", "checked_on", "built", "phone", "grade"] {
      #expect(try Self.read(name, "无") == .null, "\(name)")
    }
    #expect(try Self.read("plain", "无") == .text("无"))
    #expect(try Self.read("is_open", "无") == .boolean(false))
    #expect(try Self.read("functions", "无") == .list("[]"))
  }

  @Test(
    arguments: [
      ("2021-03-05", "2021-03-05"), ("2021/3/5", "2021-03-05"), ("2021.3.5", "2021-03-05"), ("2021年3月5日", "2021-03-05"),
      ("２０２１年３月５日", "2021-03-05"), ("20210305", "2021-03-05"), ("2021-03-05 08:30:00", "2021-03-05"),
      ("2021-03-05T08:30:00+08:00", "2021-03-05"), ("2020-02-29", "2020-02-29"), ("2000-02-29", "2000-02-29"),
      ("2021-02-29", nil), ("1900-02-29", nil), ("2021-04-31", nil), ("2021-13-01", nil), ("2021-00-10", nil),
      ("2021-01-00", nil), ("20210229", nil), ("2021-03", nil), ("3/5/2021", nil), ("21-3-5", nil), ("1899-12-31", nil),
      ("去年", nil), ("99999999999999999999-2021-03-05", nil), ("44260", nil),
    ] as [(String, String?)])
  func `a date is read`(_ raw: String, _ expected: String?) throws {
    #expect(try Self.read("checked_on", raw) == expected.map(Value.text))
  }

  @Test(
    arguments: [
      ("2021-03", "2021-03"), ("2021/3", "2021-03"), ("2021.12", "2021-12"), ("2021年3月", "2021-03"),
      ("2021-03-05", "2021-03"), ("2021-13", nil), ("2021", nil), ("3月", nil), ("1899-12", nil),
    ] as [(String, String?)])
  func `a year and month is read`(_ raw: String, _ expected: String?) throws {
    #expect(try Self.read("built", raw) == expected.map(Value.text))
  }

  @Test(
    arguments: [
      ("是", true), ("有", true), ("TRUE", true), ("1", true), ("√", true), ("Yes", true), ("否", false), ("无", false),
      ("没有", false), ("0", false), ("×", false), ("大概", nil), ("2", nil),
    ] as [(String, Bool?)])
  func `a boolean is read`(_ raw: String, _ expected: Bool?) throws {
    #expect(try Self.read("is_open", raw) == expected.map(Value.boolean))
  }

  @Test(
    arguments: [
      ("grade", "重大", "重大"), ("grade", "特大", "重大"), ("grade", " 一般 ", "一般"), ("grade", "严重", nil),
      ("phone", "0398-2166666", nil), ("phone", "13800138000", "13800138000"), ("phone", "１３８００１３８０００", "13800138000"),
      ("phone", "138001380001380", nil), ("note", "十个字以内的说明", "十个字以内的说明"), ("note", "一二三四五六七八九十一", nil),
      ("plain", "  两端的空白　", "两端的空白"), ("plain", "中间 的空白", "中间 的空白"),
    ] as [(String, String, String?)])
  func `a text is read`(_ name: String, _ raw: String, _ expected: String?) throws {
    #expect(try Self.read(name, raw) == expected.map(Value.text))
  }

  @Test(
    arguments: [
      ("functions", "拦截、导流", #"["拦截","导流"]"#), ("functions", "拦截，分流；拦截", #"["拦截","导流"]"#),
      ("functions", #"["分流"]"#, #"["导流"]"#), ("functions", "蓄水", nil), ("functions", #"["蓄水"]"#, nil),
      ("functions", "[拦截", nil), ("photos", "a.jpg\n b.jpg", #"["a.jpg","b.jpg"]"#),
      ("contacts", "张三、李四", #"[{"name":"张三"},{"name":"李四"}]"#),
      ("contacts", #"[{"name": "张三", "phone": "1380"}]"#, #"[{"name":"张三","phone":"1380"}]"#),
      ("photos", #"["a/b.jpg"]"#, #"["a/b.jpg"]"#), ("photos", #"{"a": 1}"#, #"["{\"a\": 1}"]"#),
    ] as [(String, String, String?)])
  func `a list is read`(_ name: String, _ raw: String, _ expected: String?) throws {
    #expect(try Self.read(name, raw) == expected.map(Value.list))
  }

  @Test(arguments: [
    ("volume_10k_m3", "很多", "“库容”应为数字（万m³），填的是“很多”，请改为数字"),
    ("volume_10k_m3", "-1", "“库容”为-1，小于允许的最小值0，单位为万m³，请核对数值和单位"),
    ("volume_10k_m3", "1e9", "“库容”为1000000000，大于允许的最大值100000，单位为万m³，请核对数值和单位"),
    ("households", "1.5", "“户数”应为整数，填的是“1.5”"),
    ("grade", "严重", "“严重”不在“等级”的选项中，应为：重大、较大、一般"),
    ("phone", "call me", "“电话”的写法“call me”不合要求，请核对"),
    ("note", "一二三四五六七八九十一", "“说明”有11个字，最多10个，请精简"),
    ("checked_on", "2021-02-30", "“检查日期”应为日期（如 2021-03-05），填的是“2021-02-30”，请改正"),
    ("built", "2021", "“建成”应为年月（如 2021-03），填的是“2021”，请改正"),
    ("is_open", "大概", "“启用”应填“是”或“否”，填的是“大概”"),
    ("functions", "[1", "“功能”以“[”开头却不是有效的 JSON 列表，请核对"),
  ])
  func `a fault is a sentence that says what and what to do`(_ name: String, _ raw: String, _ expected: String) throws {
    #expect(try Self.fault(name, raw) == expected)
  }

  @Test func `a fault quotes forty characters at most`() throws {
    let message = try #require(try Self.fault("households", String(repeating: "长", count: 5_000)))
    #expect(message.count < 100)
  }

  @Test func `numbers of a file are read as the property wants them`() throws {
    func read(_ name: String, _ number: Double) throws -> Value? {
      try? ValueReading(Fixture.property(name)).value(number).get()
    }
    #expect(try read("households", 12) == .integer(12))
    #expect(try read("households", 12.5) == nil)
    #expect(try read("volume_10k_m3", 12) == .real(12))
    #expect(try read("volume_10k_m3", .nan) == nil)
    #expect(try read("phone", 13_800_138_000) == .text("13800138000"))
    #expect(try read("checked_on", 20_210_305) == .text("2021-03-05"))
    #expect(try read("is_open", 1) == .boolean(true))
    #expect(try read("is_open", 2) == nil)
    #expect(try read("plain", 1.5) == .text("1.5"))
  }

  @Test func `what stands in the registry is checked like what comes in`() throws {
    func isFine(_ name: String, _ value: Value) throws -> Bool {
      if case .success = ValueReading(try Fixture.property(name)).check(value) { true } else { false }
    }
    #expect(try isFine("households", .integer(5)))
    #expect(try !isFine("households", .integer(-5)))
    #expect(try !isFine("households", .text("five")))
    #expect(try !isFine("grade", .text("严重")))
    #expect(try !isFine("functions", .list("拦截")))
    #expect(try !isFine("functions", .list(#"["蓄水"]"#)))
    #expect(try isFine("functions", .list("[]")))
    #expect(try isFine("volume_10k_m3", .null))
  }
}
