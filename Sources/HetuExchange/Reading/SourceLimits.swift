/// How much a file from outside may hold before it is refused.
public struct SourceLimits: Hashable, Sendable {
  /// Bytes of a file as it lies on disk.
  public var maximumFileBytes: Int
  /// Bytes of a workbook or archive once it is unpacked.
  public var maximumUnpackedBytes: Int
  /// Unpacked bytes for one packed byte, minded where the unpacked size passes 50 MB.
  public var maximumUnpackingRatio: Int
  /// Entries of an archive.
  public var maximumEntries: Int
  /// Columns of a table or layer.
  public var maximumFields: Int
  /// Levels of nested elements in an XML document.
  public var maximumElementDepth: Int
  /// Bytes of the texts that a workbook's cells share, unpacked.
  public var maximumSharedTextBytes: Int
  /// Bytes of one row of a text table.
  public var maximumRowBytes: Int

  /// 2 GB on disk, 1 GB unpacked at most 200 fold, 10,000 entries, 1,000 fields, 200 levels,
  /// 256 MB of shared texts, 16 MB a row.
  public static let standard = SourceLimits(
    maximumFileBytes: 2 << 30, maximumUnpackedBytes: 1 << 30, maximumUnpackingRatio: 200, maximumEntries: 10_000,
    maximumFields: 1_000, maximumElementDepth: 200, maximumSharedTextBytes: 256 << 20, maximumRowBytes: 16 << 20)
}
