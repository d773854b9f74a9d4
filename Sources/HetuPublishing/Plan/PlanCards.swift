import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The cards of a plan: one a scenario (应急处置卡), one a facility and a source (一点一卡), and the contact sheet.
struct PlanCards {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint

  /// So many cards are laid out side by side before they are painted.
  private static let cardsAtOnce = 256

  /// All cards as one PDF; a full river has thousands, so that they are laid out and forgotten some at a time.
  func pdf() throws -> [UInt8] {
    let (grounds, points) = (try grounds(), PointCards(plan: plan))
    let words = [
      "\(plan.river.name)一河一策一图", imprint.compiler, "数据日期 \(PlanWords.date(imprint.dataDate))", imprint.note,
    ]
    let foot = words.filter { !$0.isEmpty }.joined(separator: "　")
    func placed(_ item: RiverPlan.Item, _ card: @escaping @Sendable () -> Card) -> @Sendable () -> Card {
      {
        var card = card()
        card.tables = card.tables.map(Self.paired)
        card.map = grounds?.map(of: item)
        return card
      }
    }
    var cards = plan.scenarios.map { scenario -> @Sendable () -> Card in
      { ScenarioCard(plan: plan, scenario: scenario).card() }
    }
    cards += plan.facilities.map { item in placed(item) { points.facility(item) } }
    cards += (plan.sources + plan.mobileSources.filter { $0.source.offsetMetres == 0 }).map { threat in
      placed(threat.source) { points.source(threat) }
    }
    cards.append { contacts() }
    let book = try PDFBook(creationDate: imprint.madeOn)
    for start in stride(from: 0, to: cards.count, by: Self.cardsAtOnce) {
      let some = cards[start..<min(cards.count, start + Self.cardsAtOnce)]
      let pages = try sideBySide(some.count) { number in
        var card = some[start + number]()
        card.foot = foot
        return try card.pages()
      }
      for page in pages.joined() { try book.add(page) }
    }
    return try book.finished()
  }

  /// A table of what is known, two facts a line, since paper is small.
  private static func paired(_ table: Card.Table) -> Card.Table {
    guard table.columns.count == 2 else { return table }
    let rows = stride(from: 0, to: table.rows.count, by: 2).map { index in
      table.rows[index] + (index + 1 < table.rows.count ? table.rows[index + 1] : ["", ""])
    }
    let columns = (table.columns + table.columns).map { (title: $0.title, share: $0.share / 2, isNumber: $0.isNumber) }
    return Card.Table(title: table.title, columns: columns, rows: rows, isWhole: table.isWhole)
  }

  // MARK: - Contacts

  /// Everyone with a phone, in the order of the water, then who helps.
  private func contacts() -> Card {
    var card = Card(title: "\(plan.river.name)应急通讯录")
    card.subtitle = "号码取自登记库，值班前核对"
    func rows(_ records: [Record], _ role: (Record) -> String) -> [[String]] {
      records.compactMap { record in
        let phone = PlanWords.phone(record)
        return phone == "—" ? nil : [record["ecology_bureau"].text ?? record.name, role(record), phone]
      }
    }
    let columns: [Card.Table.Column] = [("单位或地点", 0.46, false), ("类别、联系人", 0.28, false), ("电话", 0.26, false)]
    func contact(_ record: Record) -> String {
      record["contact"].text ?? record["person_in_charge"].text ?? record.kind.title
    }
    let listed = PlanQuestion.listedResources
    card.tables = [
      Card.Table(title: "生态环境值班", columns: columns, rows: rows(plan.districts.map(\.record)) { _ in "值班" }),
      Card.Table(title: "敏感目标", columns: columns, rows: rows(plan.targets.map(\.record), contact)),
      Card.Table(title: "环境应急空间与设施", columns: columns, rows: rows(plan.facilities.map(\.record), contact)),
      Card.Table(title: "风险源", columns: columns, rows: rows(plan.sources.map(\.source.record), contact)),
      Card.Table(title: "应急队伍", columns: columns, rows: rows(plan.teams.prefix(listed).map(\.record), contact)),
    ]
    return card
  }

  // MARK: - The small maps

  /// The grounds of the small maps, and the places on them by longitude and latitude.
  private struct Grounds: Sendable {
    private let grounds: [Position: CardGround]
    private let places: [Position: Position]

    /// The middles of grounds stand so far apart in each direction, metres: a card's place lies near the middle of its map, and
    /// neighbours share one.
    private static let spacing = 1_000.0

    init(_ surroundings: Surroundings, places: [Position: Position]) throws {
      self.places = places
      let middles = Array(Set(places.values.map(Self.middle)))
      let drawn = try sideBySide(middles.count) { try surroundings.ground(about: middles[$0]) }
      grounds = Dictionary(uniqueKeysWithValues: zip(middles, drawn))
    }

    func map(of item: RiverPlan.Item) -> (ground: CardGround, place: Position)? {
      guard let place = places[Self.place(of: item)], let ground = grounds[Self.middle(place)] else { return nil }
      return (ground, place)
    }

    /// What the map of something marks, in longitude and latitude.
    static func place(of item: RiverPlan.Item) -> Position {
      item.offsetMetres == 0 ? item.foot : item.record.geometry?.representativePosition ?? item.foot
    }

    private static func middle(_ place: Position) -> Position {
      Position(x: (place.x / spacing).rounded() * spacing, y: (place.y / spacing).rounded() * spacing)
    }
  }

  /// What lies along the river in the plane, found by place.
  private struct Surroundings: Sendable {
    private let river: PlacedLines
    private let tributaries: PlacedLines
    private let landmarks: [CardGround.Landmark]
    private let landmarkTree: PackedRTree
    private let posts: [KilometrePost]
    private let postTree: PackedRTree

    init(
      river: [[Position]], tributaries: [[Position]], landmarks: [CardGround.Landmark], posts: [KilometrePost]
    ) {
      self.river = PlacedLines(river)
      self.tributaries = PlacedLines(tributaries)
      self.landmarks = landmarks
      self.posts = posts
      landmarkTree = PackedRTree(landmarks.map { Envelope($0.position) })
      postTree = PackedRTree(posts.map { Envelope($0.position) })
    }

    func ground(about middle: Position) throws -> CardGround {
      let near = Envelope(middle).expanded(dx: CardGround.reach.x, dy: CardGround.reach.y)
      return try CardGround(
        center: middle, river: river.lines(in: near), tributaries: tributaries.lines(in: near),
        landmarks: landmarkTree.found(in: near).map { landmarks[$0] }, posts: postTree.found(in: near).map { posts[$0] }
      )
    }
  }

  /// Lines in short pieces, found by place.
  private struct PlacedLines: Sendable {
    private let pieces: [[Position]]
    private let tree: PackedRTree

    init(_ lines: [[Position]]) {
      pieces = lines.flatMap { line in
        stride(from: 0, to: max(0, line.count - 1), by: 32).map { Array(line[$0...min($0 + 32, line.count - 1)]) }
      }
      tree = PackedRTree(pieces.compactMap { Envelope($0) })
    }

    func lines(in box: Envelope) -> [[Position]] { tree.found(in: box).map { pieces[$0] } }
  }

  /// nil where the river lies outside the zones of CGCS2000, so that its cards go without small maps.
  private func grounds() throws -> Grounds? {
    guard let box = Envelope(plan.river.course.flatMap(\.positions)) else { return nil }
    let plane = try PlaneTransformation(covering: box)
    let items = plan.targets + plan.facilities + plan.sources.map(\.source)
    let landmarks = try items.compactMap { item -> CardGround.Landmark? in
      guard let form = KindSymbols.form(of: item.record), let place = item.record.geometry?.representativePosition
      else { return nil }
      return (try plane.forward(place), PointCards.symbol(item.record, form))
    }
    let near = box.expanded(dx: 0.1, dy: 0.1)
    let others = try base.mapRivers(in: plane, view: plane.part(of: near)) { $0.code != plan.river.code }
    let posts = stride(from: 1, to: plan.river.lengthKm, by: 1).compactMap { km -> KilometrePost? in
      guard let position = plan.river.position(atRiverKm: km), let place = try? plane.forward(position) else {
        return nil
      }
      return KilometrePost(position: place, kilometre: km, directionDegrees: 0)
    }
    let surroundings = Surroundings(
      river: try plan.river.course.map { try plane.forward($0.positions) }, tributaries: others.flatMap(\.paths),
      landmarks: landmarks, posts: posts)
    let placed = plan.facilities + (plan.sources + plan.mobileSources).map(\.source)
    let places = placed.map(Grounds.place).compactMap { place in (try? plane.forward(place)).map { (place, $0) } }
    return try Grounds(surroundings, places: Dictionary(places) { first, _ in first })
  }
}

extension PackedRTree {
  /// What lies in a box, in its order.
  fileprivate func found(in box: Envelope) -> [Int] {
    var found: [Int] = []
    search(box) { found.append($0) }
    return found.sorted()
  }
}
