/// Cells of a square of 2³² by 2³² on the Z-order curve: the bits of column and row in turn, the highest first.
///
/// All cells of a quarter, of a quarter's quarter and so on, stand together, so that each square of a pyramid of tiles is one range of codes.
/// Source: G. M. Morton, A computer oriented geodetic data base and a new technique in file sequencing, IBM 1966.
public enum ZOrder {
  /// The code of a cell.
  public static func code(column: UInt32, row: UInt32) -> UInt64 { spread(column) | spread(row) << 1 }

  /// The column of a code's cell.
  public static func column(_ code: UInt64) -> UInt32 { gathered(code) }

  /// The row of a code's cell.
  public static func row(_ code: UInt64) -> UInt32 { gathered(code >> 1) }

  /// The codes of a square, one of the 4ⁿ of level n; column and row are below 2ⁿ, and n is at most 32.
  public static func codes(level: Int, column: UInt32, row: UInt32) -> ClosedRange<UInt64> {
    guard level > 0 else { return 0...UInt64.max }
    let first = code(column: column, row: row) << UInt64(64 - 2 * level)
    return first...(first + (UInt64.max >> UInt64(2 * level)))
  }

  private static func spread(_ number: UInt32) -> UInt64 {
    var bits = UInt64(number)
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333
    return (bits | bits << 1) & 0x5555_5555_5555_5555
  }

  private static func gathered(_ code: UInt64) -> UInt32 {
    var bits = code & 0x5555_5555_5555_5555
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: bits | bits >> 16)
  }
}
