/// For each of many owners a run of numbers, all in two arrays.
struct Adjacency: Sendable {
  /// Where the run of each owner begins; one more than there are owners.
  private let starts: [Int32]
  private let members: [Int32]

  /// The runs of owners; the members are the places in `owners`, in order.
  ///
  /// - Parameter owners: for each member its owner.
  init(ownerCount: Int, owners: some Collection<Int>) {
    self.init(ownerCount: ownerCount, owners: owners, members: 0..<owners.count)
  }

  /// The runs of owners, the members of each in the order given.
  init(ownerCount: Int, owners: some Collection<Int>, members: some Collection<Int>) {
    var starts = [Int32](repeating: 0, count: ownerCount + 1)
    for owner in owners { starts[owner + 1] += 1 }
    for owner in 0..<ownerCount { starts[owner + 1] += starts[owner] }
    var next = starts
    var runs = [Int32](repeating: 0, count: owners.count)
    for (owner, member) in zip(owners, members) {
      runs[Int(next[owner])] = Int32(member)
      next[owner] += 1
    }
    self.starts = starts
    self.members = runs
  }

  /// The run of an owner.
  @inline(__always)
  subscript(owner: Int) -> ArraySlice<Int32> { members[range(owner)] }

  /// Where the run of an owner lies among all members; walking it needs no reference counting, as a slice does.
  @inline(__always)
  func range(_ owner: Int) -> Range<Int> { Int(starts[owner])..<Int(starts[owner + 1]) }

  /// A member, by its place among all.
  @inline(__always)
  func member(_ place: Int) -> Int { Int(members[place]) }

  /// How many members an owner has.
  @inline(__always)
  func count(_ owner: Int) -> Int { Int(starts[owner + 1] - starts[owner]) }
}
