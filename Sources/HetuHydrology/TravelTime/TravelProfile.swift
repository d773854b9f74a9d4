/// The times along a sequence of pieces, from a release downstream.
public struct TravelProfile: Hashable, Sendable {
  /// The pieces, downstream.
  public let pieces: [TravelPiece]
  /// The state before each piece, and after the last; ends before a dry piece.
  private let states: [TravelState]

  /// A profile along pieces.
  public init(pieces: [TravelPiece]) {
    var states = [TravelState()]
    for piece in pieces {
      guard let state = states[states.count - 1].advanced(through: piece) else { break }
      states.append(state)
    }
    self.pieces = pieces
    self.states = states
  }

  /// Metres along the water that are reached: the whole length, or up to the first dry piece.
  public var reachedMetres: Double { states[states.count - 1].lengthMetres }

  /// The metre at which the river is dry (断流), so that nothing arrives beyond; nil where it flows to the end.
  public var dryFromMetres: Double? { states.count <= pieces.count ? reachedMetres : nil }

  /// The state at a number of metres from the release; nil before it, beyond the last piece, and beyond a dry place.
  public func state(atMetres metres: Double) -> TravelState? {
    guard let metres = reached(metres) else { return nil }
    var (low, high) = (0, states.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if states[middle].lengthMetres <= metres { low = middle } else { high = middle - 1 }
    }
    let state = states[low]
    guard low < pieces.count, metres > state.lengthMetres else { return state }
    return state.advanced(through: pieces[low], metres: metres - state.lengthMetres)
  }

  /// A number of metres from the release that water reaches; up to a millimetre beyond counts as the end, since lengths
  /// summed in another order differ in their last digits.
  func reached(_ metres: Double) -> Double? {
    metres >= 0 && metres <= reachedMetres + 0.001 ? min(metres, reachedMetres) : nil
  }

  /// Front, peak and recovery at a number of metres from the release; nil where nothing arrives.
  ///
  /// - Throws: ``TravelTimeError`` for a negative duration.
  public func times(atMetres metres: Double, for span: ReleaseSpan = .instantaneous) throws -> TravelTimes? {
    try state(atMetres: metres)?.times(for: span)
  }

  /// What was assumed on the way to a number of metres, each once, and whether the place lies too near to the release
  /// to be mixed (where its reach's width and depth are known).
  public func warnings(toMetres metres: Double) -> [TravelWarning] {
    var seen: Set<TravelWarning> = []
    let onTheWay = zip(states, pieces).filter { $0.0.lengthMetres < metres && $0.1.lengthMetres > 0 }.map(\.1)
    let near = onTheWay.first?.mixing?.nearWarnings(atMetres: metres) ?? []
    return (onTheWay.flatMap(\.warnings) + near).filter { seen.insert($0).inserted }
  }
}
