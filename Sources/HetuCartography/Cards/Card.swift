import HetuGeometry

/// A card to print and cut (一点一卡、应急处置卡), A5 upright; what has no room goes on to further pages.
public struct Card: Sendable {
  /// A figure that matters, with what it tells.
  public struct Figure: Sendable, Hashable {
    /// What it tells.
    public var title: String
    /// The figure with its unit.
    public var text: String

    /// A figure.
    public init(title: String, text: String) {
      self.title = title
      self.text = text
    }
  }

  /// A table of a card.
  public struct Table: Sendable {
    /// A column: its header, its share of the width, and whether it is set to the right.
    public typealias Column = (title: String, share: Double, isNumber: Bool)

    /// Its title.
    public var title: String
    /// Its columns; the shares add up to 1.
    public var columns: [Column]
    /// Its rows, a cell a column.
    public var rows: [[String]]
    /// Whether it goes on to further pages; one that does not is cut at the foot of its page, with a word that it is.
    public var isWhole: Bool

    /// A table.
    public init(title: String, columns: [Column], rows: [[String]], isWhole: Bool = true) {
      self.isWhole = isWhole
      self.title = title
      self.columns = columns
      self.rows = rows
    }
  }

  /// The symbol of a card.
  public struct Symbol: Sendable, Hashable {
    /// Its form.
    public var form: SymbolForm
    /// Its grade.
    public var grade: Grade
    /// A facility that cannot be used for holding.
    public var hasBrokenOutline: Bool

    /// A symbol.
    public init(form: SymbolForm, grade: Grade, hasBrokenOutline: Bool = false) {
      self.form = form
      self.grade = grade
      self.hasBrokenOutline = hasBrokenOutline
    }

    var look: SymbolLook { SymbolLook(form: form, grade: grade, brokenOutline: hasBrokenOutline) }
  }

  /// The name over the card.
  public var title: String
  /// Kind and code.
  public var subtitle = ""
  /// The place in words, `宏农涧河 K12+300 左岸`.
  public var place = ""
  /// The symbol beside the name.
  public var symbol: Symbol?
  /// The figures that matter, three at most.
  public var figures: [Figure] = []
  /// Whom to call, each on a line of its own.
  public var phones: [String] = []
  /// What to do, in order.
  public var steps: [String] = []
  /// Tables below.
  public var tables: [Table] = []
  /// A small map: the ground, and the card's place on it in the same plane.
  public var map: (ground: CardGround, place: Position)?
  /// What stands at the foot: compiler, date, remark.
  public var foot = ""

  /// A card with nothing but a name; the rest is set afterwards.
  public init(title: String) {
    self.title = title
  }

  /// The card's pages.
  ///
  /// - Throws: `CartographyError.Code.invalidInput` where a position is no number.
  public func pages() throws(CartographyError) -> [SVGDocument] {
    guard map.map({ CardGround.isPlace($0.place) }) ?? true else {
      throw CartographyError(.invalidInput, "The card of \(title) has a position that is no place: correct it.")
    }
    return CardComposer.pages(of: self)
  }
}
