/// Counts wrong guesses by what they are made at or come from, and locks out for a while where there were too many.
struct Lockout {
  private struct Entry {
    var failures = 0
    var seenAt: ContinuousClock.Instant
    var lockedUntil: ContinuousClock.Instant?
  }

  static let greatestFailures = 10
  static let seconds = 300

  private var entries: [String: Entry] = [:]

  /// Whether guesses at, or from, any of these are locked out.
  func isLocked(_ keys: [String]) -> Bool {
    let now = ContinuousClock.now
    return keys.contains { entries[$0]?.lockedUntil.map { $0 > now } ?? false }
  }

  /// Counts a wrong guess.
  mutating func count(_ keys: [String]) {
    let now = ContinuousClock.now
    if entries.count > 10_000 {
      entries = entries.filter { now - $0.value.seenAt < .seconds(60) || ($0.value.lockedUntil ?? now) > now }
    }
    for key in keys {
      var entry = entries[key] ?? Entry(seenAt: now)
      entry.seenAt = now
      entry.failures += 1
      if entry.failures >= Self.greatestFailures {
        entry.failures = 0
        entry.lockedUntil = now + .seconds(Self.seconds)
      }
      entries[key] = entry
    }
  }

  /// Forgets the guesses counted, as one of them was right.
  mutating func forget(_ keys: [String]) { for key in keys { entries[key] = nil } }
}
