/// Sorting along a Hilbert curve of 2¹⁶ by 2¹⁶ cells laid over all items.
enum HilbertOrder {
  /// The places of the items, sorted by the cell that holds their middle, then by place.
  /// - Parameter stride: ordinates of an item: 2 for points, 4 for boxes (lower corner, upper corner).
  static func order(of ordinates: [Double], stride: Int) -> [UInt32] {
    let count = ordinates.count / stride
    let keys = ordinates.withUnsafeBufferPointer { ordinates in
      let columns = Axis(ordinates, offset: 0, stride: stride)
      let rows = Axis(ordinates, offset: 1, stride: stride)
      return [UInt64](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        for index in 0..<count {
          let cell = curvePosition(column: columns.cell(of: index), row: rows.cell(of: index))
          buffer.initializeElement(at: index, to: UInt64(cell) << 32 | UInt64(index))
        }
        initializedCount = count
      }
    }
    return sorted(keys)
  }

  /// One axis, cut into 2¹⁶ cells between the lowest and the highest finite middle.
  private struct Axis {
    private let ordinates: UnsafeBufferPointer<Double>
    private let offset: Int
    private let stride: Int
    private var lowest = Double.infinity
    private var scale = 0.0

    init(_ ordinates: UnsafeBufferPointer<Double>, offset: Int, stride: Int) {
      self.ordinates = ordinates
      self.offset = offset
      self.stride = stride
      var highest = -Double.infinity
      for index in 0..<ordinates.count / stride {
        let middle = middle(of: index)
        guard middle.isFinite else { continue }
        if middle < lowest { lowest = middle }
        if middle > highest { highest = middle }
      }
      let extent = highest - lowest
      scale = extent > 0 && extent.isFinite ? 65_535 / extent : 0
    }

    private func middle(of index: Int) -> Double {
      let low = index * stride + offset
      return ordinates[low] / 2 + ordinates[low + stride - 2] / 2
    }

    /// The cell of an item's middle; 0 for one that has none.
    func cell(of index: Int) -> UInt32 {
      let cell = (middle(of: index) - lowest) * scale
      // Written so that NaN, which compares with nothing, falls into cell 0.
      return cell > 0 ? UInt32(Swift.min(cell, 65_535)) : 0
    }
  }

  /// How far along the curve a cell lies, by turning the quadrants from the largest to the smallest.
  private static func curvePosition(column: UInt32, row: UInt32) -> UInt32 {
    var x = column
    var y = row
    var position: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side == 0 ? 0 : 1
      let upper: UInt32 = y & side == 0 ? 0 : 1
      position = position << 2 | (3 &* right) ^ upper
      if upper == 0 {
        let mirror: UInt32 = right == 1 ? 0xFFFF : 0
        (x, y) = (y ^ mirror, x ^ mirror)
      }
      side >>= 1
    }
    return position
  }

  /// The lower halves of the keys in the order of the upper halves: a radix sort of three passes, stable.
  private static func sorted(_ keys: [UInt64]) -> [UInt32] {
    var source = keys
    var target = keys
    for shift in [32, 43, 54] as [UInt64] {
      var starts = [Int](repeating: 0, count: 2048)
      for key in source { starts[Int(key >> shift & 2047)] += 1 }
      var total = 0
      for digit in starts.indices { (starts[digit], total) = (total, total + starts[digit]) }
      source.withUnsafeBufferPointer { source in
        target.withUnsafeMutableBufferPointer { target in
          starts.withUnsafeMutableBufferPointer { starts in
            for key in source {
              let digit = Int(key >> shift & 2047)
              target[starts[digit]] = key
              starts[digit] += 1
            }
          }
        }
      }
      swap(&source, &target)
    }
    return source.map { UInt32(truncatingIfNeeded: $0) }
  }
}
