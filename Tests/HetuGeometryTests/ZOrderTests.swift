import HetuGeometry
import TestSupport
import Testing

@Suite struct ZOrderTests {
  @Test func `a code gives its cell back, and squares of cells are runs of codes`() {
    var generator = Seeded(11)
    for _ in 0..<2_000 {
      let column = UInt32.random(in: 0...(.max), using: &generator)
      let row = UInt32.random(in: 0...(.max), using: &generator)
      let code = ZOrder.code(column: column, row: row)
      #expect(ZOrder.column(code) == column && ZOrder.row(code) == row)
      for level in [0, 1, 7, 22, 32] {
        let shift = UInt32(32 - level)
        let own = ZOrder.codes(
          level: level, column: level == 0 ? 0 : column >> shift, row: level == 0 ? 0 : row >> shift)
        #expect(own.contains(code))
        guard level > 0, column >> shift > 0 else { continue }
        #expect(!ZOrder.codes(level: level, column: (column >> shift) - 1, row: row >> shift).contains(code))
      }
    }
    #expect(ZOrder.codes(level: 1, column: 1, row: 1) == 3 << 62...UInt64.max)
  }
}
