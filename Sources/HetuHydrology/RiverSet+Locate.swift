import HetuGeometry

/// The river a position belongs to, and where on it.
public struct RiverLocation: Hashable, Sendable {
  /// What became of the river that the record declared.
  public enum Declaration: String, Hashable, Sendable {
    /// None was declared.
    case none
    /// The declared river is within the limit and was taken.
    case taken
    /// The declared river is farther off than the limit; the nearest was taken.
    case beyondLimit
    /// No river is called so; the nearest was taken.
    case unknown
  }

  /// Another river near by.
  public struct Rival: Hashable, Sendable {
    /// Its code, `River.code`.
    public let riverCode: String
    /// Its name.
    public let riverName: String
    /// Its distance from the position in metres.
    public let offsetMetres: Double
  }

  /// Where the position lies on the river taken.
  public let reference: LinearReference
  /// What became of the declared river.
  public let declared: Declaration
  /// The other rivers that are nearer, as near, or not much farther (20 m, or half as far again), the nearest first.
  public let rivals: [Rival]

  /// Up to which distance another river counts as a rival of one that is so far off: 20 m more, or half as far again.
  static func rivalMetres(offsetMetres: Double) -> Double {
    min(max(offsetMetres * 1.5, offsetMetres + 20), SegmentIndex.greatestLimitMetres)
  }

  /// The nearest of the rivers that are nearer than the one taken.
  public var nearer: Rival? { rivals.first.flatMap { $0.offsetMetres < reference.offsetMetres ? $0 : nil } }
  /// Whether another river might as well be meant, as near a confluence.
  public var isAmbiguous: Bool { !rivals.isEmpty }
}

extension RiverSet {
  /// The river a position belongs to: the declared one if it is within the limit, else the nearest; nil where none is.
  ///
  /// - Parameters:
  ///   - limit: metres, at most `SegmentIndex.greatestLimitMetres`.
  ///   - declared: the name or code of the river the record says it lies on; of several of a name the nearest counts.
  public func locate(
    _ position: Position, withinMetres limit: Double, preferring declared: String? = nil
  ) -> RiverLocation? {
    let named = declared.map { candidates(named: $0) } ?? []
    let ofName = named.compactMap { rivers[$0].locate(position, withinMetres: limit) }
    if let reference = ofName.min(by: { $0.offsetMetres < $1.offsetMetres }) {
      return location(position, reference, .taken, limit: limit)
    }
    guard let number = nearestRiver(to: position, withinMetres: limit),
      let reference = rivers[number].locate(position, withinMetres: limit)
    else { return nil }
    let declaration: RiverLocation.Declaration =
      declared == nil ? .none : named.isEmpty ? .unknown : .beyondLimit
    return location(position, reference, declaration, limit: limit)
  }

  private func nearestRiver(to position: Position, withinMetres limit: Double) -> Int? {
    guard let nearest = index.nearest(to: position, withinMetres: limit) else { return nil }
    if riverOfReach[nearest.line] >= 0 { return Int(riverOfReach[nearest.line]) }
    // The nearest reach belongs to no river.
    return index.lines(near: position, withinMetres: limit).lazy.map { Int(riverOfReach[$0.line]) }.first { $0 >= 0 }
  }

  private func location(
    _ position: Position, _ reference: LinearReference, _ declared: RiverLocation.Declaration, limit: Double
  ) -> RiverLocation {
    let radius = RiverLocation.rivalMetres(offsetMetres: reference.offsetMetres)
    var seen: Set<Int32> = []
    let rivals = index.lines(near: position, withinMetres: min(radius, limit)).compactMap {
      hit -> RiverLocation.Rival? in
      let number = riverOfReach[hit.line]
      guard number >= 0, rivers[Int(number)].code != reference.riverCode, seen.insert(number).inserted else {
        return nil
      }
      let river = rivers[Int(number)]
      return RiverLocation.Rival(riverCode: river.code, riverName: river.name, offsetMetres: hit.offsetMetres)
    }
    return RiverLocation(reference: reference, declared: declared, rivals: rivals)
  }
}
