import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

/// One text with what it should read as.
struct CoordinateCase: CustomTestStringConvertible {
  let text: String
  let x: Double
  let y: Double
  let assumptions: [CoordinateReading.Assumption]
  let system: ReferenceSystem?

  init(
    _ text: String, _ x: Double, _ y: Double, _ assumptions: [CoordinateReading.Assumption] = [],
    _ system: ReferenceSystem? = nil
  ) {
    self.text = text
    self.x = x
    self.y = y
    self.assumptions = assumptions
    self.system = system
  }

  var testDescription: String { text }

  static let dms = (110 + 21.0 / 60 + 10.0 / 3600, 34 + 31.0 / 60 + 5.0 / 3600)
  static let x = dms.0
  static let y = dms.1
  static let both: [CoordinateReading.Assumption] = [.hemisphereMissing]

  /// Forms of domain tables: every mark, width, order and separator.
  static let pairs: [CoordinateCase] = [
    .init("110.35278,34.51806", 110.35278, 34.51806),
    .init("110.35278 34.51806", 110.35278, 34.51806),
    .init("110.35278，34.51806", 110.35278, 34.51806),
    .init("110.35278；34.51806", 110.35278, 34.51806),
    .init("110.35278、34.51806", 110.35278, 34.51806),
    .init("110.35278/34.51806", 110.35278, 34.51806),
    .init("110.35278\t34.51806", 110.35278, 34.51806),
    .init("(110.35278, 34.51806)", 110.35278, 34.51806),
    .init("（110.35278，34.51806）", 110.35278, 34.51806),
    .init("[110.35278,34.51806]", 110.35278, 34.51806),
    .init("１１０．３５２７８，３４．５１８０６", 110.35278, 34.51806),
    .init("34.51806,110.35278", 110.35278, 34.51806, [.latitudeFirst]),
    .init("110.35278°,34.51806°", 110.35278, 34.51806, both),
    .init("110.35278° 34.51806°", 110.35278, 34.51806, both),
    .init("110.35278度，34.51806度", 110.35278, 34.51806, both),
    .init("110.35278°E, 34.51806°N", 110.35278, 34.51806),
    .init("110.35278E 34.51806N", 110.35278, 34.51806),
    .init("E110.35278 N34.51806", 110.35278, 34.51806),
    .init("E110.35278N34.51806", 110.35278, 34.51806),
    .init("e110.35278 n34.51806", 110.35278, 34.51806),
    .init("N34.51806 E110.35278", 110.35278, 34.51806),
    .init("34.51806°N 110.35278°E", 110.35278, 34.51806),
    .init("东经110.35278 北纬34.51806", 110.35278, 34.51806),
    .init("北纬34.51806°，东经110.35278°", 110.35278, 34.51806),
    .init("东经：110.35278，北纬：34.51806", 110.35278, 34.51806),
    .init("经度110.35278 纬度34.51806", 110.35278, 34.51806),
    .init("经度：110.35278；纬度：34.51806", 110.35278, 34.51806),
    .init("经纬度：110.35278，34.51806", 110.35278, 34.51806),
    .init("坐标：110.35278，34.51806", 110.35278, 34.51806),
    .init("lon=110.35278 lat=34.51806", 110.35278, 34.51806),
    .init("Lat: 34.51806, Lng: 110.35278", 110.35278, 34.51806),
    .init("longitude 110.35278 latitude 34.51806", 110.35278, 34.51806),
    .init("经度110.35278°E，纬度34.51806°N", 110.35278, 34.51806),
    .init("东经110°21′10″,北纬34°31′5″", x, y),
    .init("东经110°21′10″北纬34°31′5″", x, y),
    .init("东经110度21分10秒，北纬34度31分5秒", x, y),
    .init("E110°21′10″ N34°31′05″", x, y),
    .init("E110°21′10″N34°31′05″", x, y),
    .init("110°21′10″E 34°31′05″N", x, y),
    .init("110°21′10″E34°31′05″N", x, y),
    .init("110°21'10\"E, 34°31'5\"N", x, y),
    .init("110°21’10”E，34°31’5”N", x, y),
    .init("E110°21＇10＂ N34°31＇5＂", x, y),
    .init("E110º21'10'' N34º31'5''", x, y),
    .init("E110˚21′10′′ N34˚31′5′′", x, y),
    .init("E１１０°２１′１０″ N３４°３１′５″", x, y),
    .init("E 110° 21′ 10″  N 34° 31′ 5″", x, y),
    .init("E110。21′10″ N34。31′5″", x, y),
    .init("110°21′10 34°31′5", x, y, both),
    .init("110°21′10″，34°31′5″", x, y, both),
    .init("34°31′5″，110°21′10″", x, y, [.latitudeFirst, .hemisphereMissing]),
    .init("110-21-10,34-31-5", x, y, both),
    .init("110-21-10 34-31-5", x, y, both),
    .init("E110-21-10 N34-31-5", x, y),
    .init("110:21:10,34:31:05", x, y, both),
    .init("110 21 10, 34 31 5", x, y, both),
    .init("110 21 10 34 31 5", x, y, both),
    .init("E 110 21 10 N 34 31 5", x, y),
    .init("110d21'10\"E 34d31'5\"N", x, y),
    .init("E110°21.167′ N34°31.083′", 110 + 21.167 / 60, 34 + 31.083 / 60),
    .init("110°21.167′，34°31.083′", 110 + 21.167 / 60, 34 + 31.083 / 60, both),
    .init("110-21.167 34-31.083", 110 + 21.167 / 60, 34 + 31.083 / 60, both),
    .init("E110°21′ N34°31′", 110.35, 34 + 31.0 / 60, [.secondsMissing]),
    .init("E110° N34°", 110, 34, [.minutesMissing]),
    .init("110 34", 110, 34, [.minutesMissing]),
    .init("E34°31′5″ N110°21′10″", x, y, [.swapped]),
    .init("经度34.51806 纬度110.35278", 110.35278, 34.51806, [.swapped]),
    .init("110.2110,34.3105", 110.2110, 34.3105, [.maybePacked]),
    .init("110.2170,34.3105", 110.2170, 34.3105),
    .init("E112°19′29.30″，N28°35′12.75″", 112 + 19.0 / 60 + 29.30 / 3600, 28 + 35.0 / 60 + 12.75 / 3600),
    .init("3849417.011, 37518317.101", 37518317.101, 3849417.011, [.datumAssumed], .epsg(4525)),
    .init("37518317.101, 3849417.011", 37518317.101, 3849417.011, [.eastingFirst, .datumAssumed], .epsg(4525)),
    .init("X=3849417.011 Y=37518317.101", 37518317.101, 3849417.011, [.datumAssumed], .epsg(4525)),
    .init("Y：37518317.101，X：3849417.011", 37518317.101, 3849417.011, [.datumAssumed], .epsg(4525)),
    .init("纵坐标3849417.011米，横坐标37518317.101米", 37518317.101, 3849417.011, [.datumAssumed], .epsg(4525)),
    .init("3849417.011 19518317.101", 19518317.101, 3849417.011, [.datumAssumed], .epsg(4497)),
    .init("3849417, 38518317", 38518317, 3849417, [.datumAssumed], .epsg(4526)),
  ]
}

@Suite struct CoordinateTextTests {
  @Test(arguments: CoordinateCase.pairs)
  func `a pair is read in every form`(item: CoordinateCase) throws {
    let reading = try CoordinateText.parse(item.text)
    let position = try #require(reading.position)
    #expect(abs(position.x - item.x) < 1e-9 && abs(position.y - item.y) < 1e-9, "\(position)")
    #expect(reading.assumptions == item.assumptions)
    #expect(reading.referenceSystem == item.system)
  }

  @Test(arguments: [
    ("110.35278", 110.35278, true), ("34.5", 34.5, false), ("110.35278°", 110.35278, true),
    ("E112°19′29.30″", 112 + 19.0 / 60 + 29.3 / 3600, true), ("N28°35′12.75″", 28 + 35.0 / 60 + 12.75 / 3600, false),
    ("114°3′19″", 114 + 3.0 / 60 + 19.0 / 3600, true), ("110°21.167′", 110 + 21.167 / 60, true),
    ("110-21-10", CoordinateCase.x, true), ("东经110°21′10″", CoordinateCase.x, true), (" 34.5 ", 34.5, false),
    ("34°31′5″N", CoordinateCase.y, false), ("110 21 10", CoordinateCase.x, true), ("+110.5", 110.5, true),
    ("东经110.5°E", 110.5, true),
  ])
  func `a single ordinate is read and told by its range`(text: String, degrees: Double, isLongitude: Bool) throws {
    switch try CoordinateText.parse(text).value {
    case .longitude(let value): #expect(isLongitude && abs(value - degrees) < 1e-9)
    case .latitude(let value): #expect(!isLongitude && abs(value - degrees) < 1e-9)
    case .position: Issue.record("a position from one number")
    }
  }

  @Test(arguments: [
    ("110°75′10″", GeodesyError.Code.valueOutOfRange, "“110°75′10″”的分大于等于60，请核对"),
    ("110°21′60″", .valueOutOfRange, "秒大于等于60"),
    ("110-60-10,34-31-5", .valueOutOfRange, "分大于等于60"),
    ("E190°10′ N34°", .valueOutOfRange, "度大于180"),
    ("", .unreadableText, "没有数字"), ("不详", .unreadableText, "“不”"), ("无", .unreadableText, "“无”"),
    ("东经", .unreadableText, "没有数字"), ("110.35.27", .unreadableText, "110.35.27"),
    ("110°10″", .unreadableText, "缺少分"), ("110.5°21′", .unreadableText, "带小数"),
    ("°21′", .unreadableText, "没有数字的度分秒符号"), ("110.5,34.5,12.5", .unreadableText, "多于一对"),
    ("110.5,111.5", .outsideChina, "不在中国范围内"), ("34.5,35.5", .outsideChina, "不在中国"),
    ("2.35,48.85", .outsideChina, "不在中国"), ("0,0", .outsideChina, "不在中国"), ("0", .outsideChina, "不在中国"),
    ("W110.5 N34.5", .outsideChina, "不在中国"), ("-110.5,34.5", .outsideChina, "不在中国"),
    ("东经110.5，东经34.5", .contradiction, "都写作经度"), ("东经34.5", .contradiction, "是否填反"),
    ("东经110.5°W", .contradiction, "前后矛盾"),
    ("3849417.011,518317.101", .referenceSystemMissing, "--crs"), ("3849417.011", .unreadableText, "只有一个"),
    ("12345678,4123456", .unreadableText, "墨卡托"), ("3849417.011,34.5", .unreadableText, "一个像经纬度"),
    ("NaN,34.5", .unreadableText, "“A”"), ("110.5,=cmd()", .unreadableText, "“C”"),
  ])
  func `a bad text is refused with a sentence`(text: String, code: GeodesyError.Code, part: String) throws {
    let error = try #require(throws: GeodesyError.self) { try CoordinateText.parse(text) }
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(part), "\(error)")
  }

  @Test func `two columns that are swapped are put right`() throws {
    let reading = try CoordinateText.parse(longitude: "34.51806", latitude: "110.35278")
    #expect(reading.position == Position(x: 110.35278, y: 34.51806))
    #expect(reading.assumptions == [.swapped])
    #expect(try CoordinateText.parse(longitude: "110.35278", latitude: "34.51806").assumptions.isEmpty)
    #expect(try CoordinateText.parse(longitude: "东经110°21′10″", latitude: "北纬34°31′5″").assumptions.isEmpty)
    #expect(throws: GeodesyError.self) { try CoordinateText.parse(longitude: "110.5", latitude: "") }
    #expect(throws: GeodesyError.self) { try CoordinateText.parse(longitude: "110.5,34.5", latitude: "34.5") }
  }

  @Test func `six columns make a position, with empty minutes and seconds`() throws {
    let reading = try CoordinateText.parse(
      longitude: .init(degrees: "110", minutes: "21", seconds: "10"),
      latitude: .init(degrees: "34°", minutes: " 31 ", seconds: "5.0"))
    let position = try #require(reading.position)
    #expect(abs(position.x - CoordinateCase.x) < 1e-12 && abs(position.y - CoordinateCase.y) < 1e-12)
    let coarse = try CoordinateText.parse(
      longitude: .init(degrees: "110", minutes: "21", seconds: ""),
      latitude: .init(degrees: "34", minutes: "31", seconds: ""))
    #expect(coarse.assumptions.contains(.secondsMissing))
    #expect(throws: GeodesyError.self) {
      try CoordinateText.parse(
        longitude: .init(degrees: "", minutes: "21", seconds: "10"),
        latitude: .init(degrees: "34", minutes: "31", seconds: "5"))
    }
    #expect(throws: GeodesyError.self) {
      try CoordinateText.parse(
        longitude: .init(degrees: "110", minutes: "61", seconds: "10"),
        latitude: .init(degrees: "34", minutes: "31", seconds: "5"))
    }
  }

  @Test func `packed degrees are read when told`() throws {
    let reading = try CoordinateText.parse("110.2110,34.3105", notation: .packed)
    let position = try #require(reading.position)
    #expect(abs(position.x - CoordinateCase.x) < 1e-12 && abs(position.y - CoordinateCase.y) < 1e-12)
    let short = try CoordinateText.parse("110.211,34.3105123", notation: .packed)
    #expect(abs(try #require(short.position).x - CoordinateCase.x) < 1e-12)
    #expect(abs(try #require(short.position).y - (34 + 31.0 / 60 + 5.123 / 3600)) < 1e-12)
    #expect(throws: GeodesyError.self) { try CoordinateText.parse("110.7510,34.3105", notation: .packed) }
  }

  @Test(arguments: [
    ("110.35278,34.51806", 0.5566), ("110.35,34.5", 5566.0), ("E110°21′10″ N34°31′5″", 15.46),
    ("E110°21′10.00″ N34°31′5.00″", 0.1546), ("E110°21′ N34°31′", 927.7), ("3849417.01,37518317.10", 0.005),
  ])
  func `the precision is half of the last digit`(text: String, metres: Double) throws {
    let precision = try CoordinateText.parse(text).precisionMetres
    #expect(abs(precision - metres) < metres * 1e-3)
  }

  @Test func `a stated zone completes a pair, drops or adds the prefix, and is held against it`() throws {
    let plain = try CoordinateText.parse("3849417.011,518317.101", declared: .epsg(4546))
    #expect(plain.referenceSystem == .epsg(4546) && plain.assumptions.isEmpty)
    let dropped = try CoordinateText.parse("3849417.011,518317.101", declared: .epsg(4525))
    #expect(dropped.referenceSystem == .epsg(4546) && dropped.assumptions == [.prefixDiffers])
    let added = try CoordinateText.parse(
      longitude: "37518317.101", latitude: "3849417.011", declared: .epsg(2382))
    #expect(added.referenceSystem == .epsg(2361) && added.assumptions.contains(.prefixDiffers))
    let error = #expect(throws: GeodesyError.self) {
      try CoordinateText.parse("3849417.011,38518317.101", declared: .epsg(4546))
    }
    #expect(error?.code == .contradiction)
    #expect(throws: GeodesyError.self) { try CoordinateText.parse("110.35,34.5", declared: .epsg(4546)) }
    let utm = try CoordinateText.parse("518317.1,3849417.0", declared: .epsg(32649))
    #expect(utm.position == Position(x: 518317.1, y: 3849417.0) && utm.referenceSystem == nil)
    let mercator = try CoordinateText.parse("12378000.5,4130000.5", declared: .epsg(3857))
    #expect(mercator.position == Position(x: 12378000.5, y: 4130000.5))
  }

  @Test func `the value of a plain number is the nearest double`() throws {
    var generator = Seeded(7)
    for _ in 0..<2000 {
      let decimals = Int.random(in: 0...17, using: &generator)
      let digits = (0..<decimals).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      let text = "\(Int.random(in: 74...135, using: &generator))" + (decimals > 0 ? "." + digits : "")
      #expect(try CoordinateText.parse(text).value == .longitude(#require(Double(text))), "\(text)")
    }
  }

  @Test(arguments: [
    (111.2001, 34.7729, "E111°12′00.36″ N34°46′22.44″"), (110.999_999_9, 34, "E111°00′00.00″ N34°00′00.00″"),
    (-0.5, -33.508_333_333, "W0°30′00.00″ S33°30′30.00″"), (111.016_665, 34.1, "E111°00′59.99″ N34°06′00.00″"),
  ])
  func `a position is written in degrees, minutes and seconds, with carry`(x: Double, y: Double, text: String) {
    #expect(CoordinateText.degreesMinutesSeconds(Position(x: x, y: y)) == text)
  }

  @Test func `a position that is not in degrees is written as it is`() {
    #expect(CoordinateText.degreesMinutesSeconds(Position(x: 518317.5, y: 3849417)) == "518317.5, 3849417.0")
    #expect(CoordinateText.degreesMinutesSeconds(Position(x: .nan, y: 34)) == "nan, 34.0")
  }

  @Test func `what is written is read back to a hundredth of a second`() throws {
    var generator = Seeded(11)
    for _ in 0..<500 {
      let position = Position(
        x: .random(in: 74...135, using: &generator), y: .random(in: 4...53, using: &generator))
      let reading = try CoordinateText.parse(CoordinateText.degreesMinutesSeconds(position))
      let back = try #require(reading.position)
      #expect(abs(back.x - position.x) < 1.4e-6 && abs(back.y - position.y) < 1.4e-6, "seed 11")
      #expect(reading.assumptions.isEmpty)
    }
  }
}
