import HetuGeometry
import Testing

@testable import HetuCartography

@Suite struct CardTests {
  private func card() -> Card {
    var card = Card(title: "一号橡胶坝")
    card.symbol = Card.Symbol(form: .dam, grade: .undetermined)
    card.place = "示河 K12+300 左岸"
    card.figures = [Card.Figure(title: "可用容积（万m³）", text: "21")]
    card.phones = ["13900000001"]
    card.steps = ["通知管理单位。", String(repeating: "核对水位，", count: 20)]
    return card
  }

  @Test func `a card is one A5 page with its phone, place and numbered steps`() throws {
    let pages = try card().pages()
    #expect(pages.count == 1 && pages[0].widthMillimetres == 148 && pages[0].heightMillimetres == 210)
    for word in ["☎ 13900000001", "示河 K12+300 左岸", "一号橡胶坝", "通知管理单位。"] {
      #expect(pages[0].text.contains(">\(word)</text>"), "\(word)")
    }
  }

  @Test func `a long table goes on to further pages under its header, and loses no row`() throws {
    var card = card()
    card.tables = [
      Card.Table(
        title: "通讯录", columns: [("单位", 0.6, false), ("电话", 0.4, false)],
        rows: (0..<120).map { ["第\($0)单位", "1390000\($0)"] })
    ]
    let pages = try card.pages()
    let text = pages.map(\.text).joined()
    #expect(pages.count > 2)
    for number in 0..<120 { #expect(text.contains(">第\(number)单位</text>")) }
    for page in pages { #expect(page.text.contains(">单位</text>") && page.text.contains("共\(pages.count)页")) }
  }

  @Test func `a table that is not to go on is cut with a word that it is`() throws {
    var card = card()
    card.tables = [
      Card.Table(
        title: "登记信息", columns: [("项目", 0.4, false), ("内容", 0.6, false)],
        rows: (0..<90).map { ["项目\($0)", "内容"] }, isWhole: false)
    ]
    let pages = try card.pages()
    #expect(pages.count == 1)
    let shown = pages[0].text.matches(of: />项目\d+<\/text>/).count
    #expect(pages[0].text.contains(">其余 \(90 - shown) 行见方案和登记库</text>"))
  }

  @Test func `a table that would not fit makes the letters smaller, and is not lost`() throws {
    var card = card()
    card.steps = Array(repeating: String(repeating: "核对水位，", count: 16), count: 5)
    card.tables = ["前锋", "赛跑"].map { title in
      Card.Table(
        title: title, columns: [("单位", 1, false)], rows: (0..<6).map { ["\(title)第\($0)行"] }, isWhole: false)
    }
    let pages = try card.pages()
    let text = pages.map(\.text).joined()
    #expect(pages.count == 1)
    for title in ["前锋", "赛跑"] { #expect(text.contains(">\(title)</text>") && text.contains(">\(title)第0行</text>")) }
  }

  @Test func `no row stands alone on a further page`() throws {
    for count in 50..<80 {
      var card = card()
      card.tables = [Card.Table(title: "表", columns: [("单位", 1, false)], rows: (0..<count).map { ["第\($0)行"] })]
      let pages = try card.pages()
      let last = try #require(pages.last).text.matches(of: />第\d+行<\/text>/).count
      #expect(last > 1, "\(count) rows")
    }
  }

  @Test func `no row of a short table stands alone on either of two pages`() throws {
    for (steps, rows) in (5..<30).flatMap({ steps in (2...4).map { (steps, $0) } }) {
      var card = card()
      card.steps = (0..<steps).map { "第\($0)步" }
      card.tables = [Card.Table(title: "表", columns: [("单位", 1, false)], rows: (0..<rows).map { ["第\($0)行"] })]
      for page in try card.pages() {
        #expect(page.text.matches(of: />第\d+行<\/text>/).count != 1, "\(steps) steps, \(rows) rows")
      }
    }
  }

  @Test func `text is broken into lines of the width, no letter lost, no line begun with a full stop`() {
    let text = "启用下游拦截点，在入河口上游设对照断面。前锋到达前加密监测。"
    for limit in [4.0, 7, 8, 13, 100] {
      let lines = TextMetrics.wrapped(text, ems: limit)
      #expect(lines.joined() == text)
      #expect(lines.allSatisfy { !$0.hasPrefix("。") && !$0.hasPrefix("，") && TextMetrics.ems($0) <= limit + 1 })
    }
  }

  @Test func `no bracket is left open at a line's end, and no word, number or unit is broken`() {
    #expect(TextMetrics.wrapped("沿沟道距河距离（km）", ems: 8.9) == ["沿沟道距河距离", "（km）"])
    #expect(TextMetrics.wrapped("可用容积（万m³）", ems: 8) == ["可用容积（万m³）"])
    #expect(TextMetrics.wrapped("可用容积（万m³）", ems: 6.5) == ["可用容积", "（万m³）"])
    #expect(TextMetrics.wrapped("电话13900000007", ems: 7) == ["电话", "13900000007"])
    #expect(TextMetrics.wrapped("截留清水（左岸），可截留", ems: 7) == ["截留清水（左", "岸），可截留"])
    #expect(TextMetrics.wrapped("每泄漏一吨需 3.62 t", ems: 6) == ["每泄漏一吨需", "3.62 t"])
    #expect(TextMetrics.wrapped("每泄漏一吨需 3.62 t", ems: 7.5) == ["每泄漏一吨需 ", "3.62 t"])
    #expect(TextMetrics.wrapped("分局0398-5550282", ems: 8) == ["分局", "0398-5550282"])
    #expect(TextMetrics.wrapped("13900000007", ems: 4).joined() == "13900000007")
  }

  @Test func `hostile names stay text, and a place that is none is refused`() throws {
    var card = Card(title: "<script>alert(1)</script>")
    #expect(try !card.pages()[0].text.contains("<script"))
    let nowhere = Position(x: .nan, y: 0)
    #expect(throws: CartographyError.self) {
      try ground(posts: [KilometrePost(position: nowhere, kilometre: 1, directionDegrees: 0)])
    }
    card.map = (try ground(), nowhere)
    #expect(throws: CartographyError.self) { try card.pages() }
  }

  // MARK: - The small map

  private func ground(landmarks: [CardGround.Landmark] = [], posts: [KilometrePost] = []) throws -> CardGround {
    try CardGround(
      center: Position(x: 1_000, y: 2_000), river: [[Position(x: 0, y: 1_000), Position(x: 9_000, y: 3_000)]],
      tributaries: [],
      landmarks: landmarks, posts: posts)
  }

  @Test func `a card's place is marked on its map where it lies, not in the middle`() throws {
    var card = card()
    card.map = (try ground(), Position(x: 1_500, y: 2_400))
    let page = try card.pages()[0]
    func place(where isIt: ([SVGElement]) -> Bool) -> Position? {
      page.elements.compactMap { element -> Position? in
        guard case .group(let group) = element, isIt(group.children) else { return nil }
        return group.place?.origin
      }.first
    }
    let map = try #require(place { $0 == card.map?.ground.elements })
    let ring = try #require(
      place { children in
        guard case .circle(_, 4.4, _) = children.first else { return false }
        return true
      })
    // 5 km are 46 mm high.
    #expect(abs(ring.x - map.x - 4.6) < 1e-9 && abs(ring.y - map.y + 3.68) < 1e-9)
  }

  @Test func `landmarks stand on the ground the nearest to its middle first, and on nothing else`() throws {
    let symbol = Card.Symbol(form: .dam, grade: .undetermined)
    let landmarks = (0..<200).map { number -> CardGround.Landmark in
      (Position(x: 1_000 + Double(number % 20) * 90, y: 2_000 + Double(number / 20) * 90), symbol)
    }
    let ground = try ground(landmarks: landmarks)
    let places = ground.elements.compactMap { element -> Position? in
      guard case .group(let group) = element else { return nil }
      return group.place?.origin
    }
    #expect(places.count > 5 && places.first == Position(x: 0, y: 0))
    for (index, place) in places.enumerated() {
      for other in places[..<index] { #expect(max(abs(place.x - other.x), abs(place.y - other.y)) >= 3) }
    }
    #expect(places == places.sorted { $0.distance(to: Position(x: 0, y: 0)) < $1.distance(to: Position(x: 0, y: 0)) })
  }

  @Test func `what a map can't hold it tells, and no name of a post lies on the river`() throws {
    let symbol = Card.Symbol(form: .dam, grade: .undetermined)
    let crowd = (0..<50).map { number -> CardGround.Landmark in (Position(x: 1_000 + Double(number), y: 2_000), symbol)
    }
    let posts = (1..<9).map {
      KilometrePost(
        position: Position(x: Double($0) * 1_000, y: 1_000 + Double($0) * 2_000 / 9), kilometre: Double($0),
        directionDegrees: 0)
    }
    let ground = try ground(landmarks: crowd, posts: posts)
    let texts = ground.elements.compactMap { element -> SVGLettering? in
      guard case .text(let text) = element else { return nil }
      return text
    }
    #expect(texts.contains { $0.text == "另有 49 处未画出" })
    let names = texts.filter { $0.text.hasPrefix("K") }
    #expect(names.count > 5)
    for name in names {
      let middle = Position(
        x: name.position.x + TextMetrics.ems(name.text) * name.style.size / 2,
        y: name.position.y - name.style.size * 0.3)
      let line = [Position(x: 0, y: 1_000), Position(x: 9_000, y: 3_000)].map(ground.paper)
      #expect(middle.distance(toSegment: line[0], line[1]) > 0.7 + name.style.size * 0.3, "\(name.text)")
    }
  }
}
