import Foundation

/// The records of a text table (RFC 4180, with any separator), read in blocks so that memory stays flat.
///
/// Works on bytes: in UTF-8 and in GB 18030 no byte of a longer character equals a separator, a quote or a line end.
final class DelimitedRecords {
  /// A cell's bytes in the buffer.
  struct Cell {
    var start: Int
    var end: Int
    /// Whether doubled quotes in it stand for one.
    var hasDoubledQuotes: Bool
  }

  /// The cells of the record that `next` found; they point into `bytes` until the next call.
  private(set) var cells: [Cell] = []
  /// The number of the record in the file, from 1 on, blank lines counted.
  private(set) var number = 0

  private let path: String
  private let file: FileHandle
  private let separator: UInt8
  private let maximumRecordBytes: Int
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = DelimitedRecords.blockBytes
  private var cursor = 0
  private var filled = 0
  private var atEnd = false

  private static let blockBytes = 1 << 20

  init(path: String, separator: UInt8, skippingBytes: Int, maximumRecordBytes: Int) throws(ExchangeError) {
    self.path = path
    self.separator = separator
    self.maximumRecordBytes = maximumRecordBytes
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ExchangeError(.notFound, "打不开文件“\(path)”；请检查它是否存在、是否有读取权限。")
    }
    self.file = file
    buffer = .allocate(capacity: Self.blockBytes)
    lseek(file.fileDescriptor, off_t(skippingBytes), SEEK_SET)
  }

  deinit { buffer.deallocate() }

  /// The bytes of a cell; doubled quotes are still doubled.
  func bytes(of cell: Cell) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: buffer + cell.start, count: cell.end - cell.start)
  }

  /// Goes to the next record; false at the end of the file.
  func next() throws(ExchangeError) -> Bool {
    while true {
      if cursor == filled, atEnd { return false }
      if cursor < filled, let end = try scan() {
        cursor = end
        number += 1
        return true
      }
      if !atEnd { try fill() }
    }
  }

  private func fill() throws(ExchangeError) {
    if cursor > 0 {
      let rest = filled - cursor
      memmove(buffer, buffer + cursor, rest)
      filled = rest
      cursor = 0
    } else if filled == capacity {
      guard filled < maximumRecordBytes else {
        throw ExchangeError(
          .tooLarge, "文件“\(path)”第 \(number + 1) 行超过 \(maximumRecordBytes >> 20) MB；请检查该行是否有没闭合的引号。")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      larger.update(from: buffer, count: filled)
      buffer.deallocate()
      buffer = larger
      capacity *= 2
    }
    let count = read(file.fileDescriptor, buffer + filled, capacity - filled)
    guard count >= 0 else {
      throw ExchangeError(.damaged, "读取文件“\(path)”时出错：\(String(cString: strerror(errno)))。")
    }
    filled += count
    atEnd = count == 0
  }

  /// Finds the cells of the record at the cursor; the position behind it, or nil where more bytes are needed.
  private func scan() throws(ExchangeError) -> Int? {
    let quote = UInt8(ascii: "\""), lineFeed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")
    let bytes = buffer
    let end = filled
    var position = cursor
    cells.removeAll(keepingCapacity: true)
    while true {
      var cell = Cell(start: position, end: position, hasDoubledQuotes: false)
      if position < end, bytes[position] == quote {
        position += 1
        cell.start = position
        while true {
          while position < end, bytes[position] != quote { position += 1 }
          if position + 1 >= end, !atEnd { return nil }
          guard position < end else {
            throw ExchangeError(
              .damaged, "文件“\(path)”第 \(number + 1) 行起的引号没有闭合，文件可能被截断；请重新导出完整的文件。")
          }
          guard position + 1 < end, bytes[position + 1] == quote else { break }
          cell.hasDoubledQuotes = true
          position += 2
        }
        cell.end = position
        position += 1
      }
      let tail = position
      while position < end {
        let byte = bytes[position]
        if byte == separator || byte == lineFeed || byte == carriageReturn { break }
        position += 1
      }
      if cell.start == tail || tail < position { cell.end = position }
      cells.append(cell)
      if position == end { return atEnd ? end : nil }
      if bytes[position] == separator {
        position += 1
        continue
      }
      if bytes[position] == carriageReturn {
        if position + 1 == end, !atEnd { return nil }
        if position + 1 < end, bytes[position + 1] == lineFeed { position += 1 }
      }
      return position + 1
    }
  }
}
