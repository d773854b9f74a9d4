import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// The change of one record as a file brings it.
struct IncomingChange {
  let kind: Kind
  let id: String
  let isNew: Bool
  let at: String
  let actor: String?
  let past: [Record]
  let current: Record?

  /// What names the record: its newest state.
  var named: Record? { current ?? past.last }

  /// The change with another code where it has the one given.
  func recoded(_ code: String, as other: String) -> IncomingChange {
    func recoded(_ record: Record) -> Record {
      var record = record
      if record.code == code, let index = kind.index(of: "code") { record.values[index] = .text(other) }
      return record
    }
    return IncomingChange(
      kind: kind, id: id, isNew: isNew, at: at, actor: actor, past: past.map(recoded), current: current.map(recoded))
  }
}

/// Reads a file of changes line by line.
struct ChangesetReader {
  let header: Changeset.Header
  private let path: String
  private var lines: LineReader
  private let kinds: Kinds
  private let decoder = JSONDecoder()
  private var number = 1

  /// Opens a file and reads what it is.
  ///
  /// - Throws: `ExchangeError` for a file that can't be read, is no file of changes or comes from a newer Hetu.
  init(path: String, kinds: Kinds) throws(ExchangeError) {
    self.path = path
    self.kinds = kinds
    lines = try LineReader(path: path, maximumLineBytes: Changeset.maximumLineBytes)
    guard let first = try lines.next(), let header = try? decoder.decode(Changeset.Header.self, from: first),
      header.format == Changeset.format
    else {
      throw ExchangeError(.unrecognised, "“\(path)”不是 Hetu 的变更文件；请用 hetu changes 导出的文件。")
    }
    guard header.version <= Changeset.version else {
      throw ExchangeError(.unrecognised, "“\(path)”由较新的 Hetu 导出（版本 \(header.version)）；请先升级本机的 Hetu。")
    }
    self.header = header
  }

  /// The next change, or nil at the end.
  ///
  /// - Throws: `ExchangeError` for a line that is no change of a record, and for a file that is cut off.
  mutating func next() throws(ExchangeError) -> IncomingChange? {
    guard let text = try lines.next() else {
      guard number == header.records + 1 else {
        throw ExchangeError(.damaged, "“\(path)”应有\(header.records)条记录，只有\(number - 1)条；文件不完整，请重新拷贝。")
      }
      return nil
    }
    number += 1
    guard number <= header.records + 1, let line = try? decoder.decode(Changeset.Line.self, from: text) else {
      throw damaged("不是一条记录的变更")
    }
    guard let kind = kinds[line.kind] else { throw damaged("的类别“\(line.kind.prefix(40))”本登记库没有") }
    guard UUID(uuidString: line.id) != nil else { throw damaged("的内部编号不是 UUID") }
    guard line.isNew || !line.past.isEmpty else { throw damaged("没有变更前的内容") }
    var past: [Record] = []
    for state in line.past { past.append(try record(state, kind, line.id)) }
    return IncomingChange(
      kind: kind, id: line.id, isNew: line.isNew, at: line.at, actor: line.actor, past: past,
      current: try line.current.map { state throws(ExchangeError) in try record(state, kind, line.id) })
  }

  private func record(_ state: Changeset.State, _ kind: Kind, _ id: String) throws(ExchangeError) -> Record {
    var values = [Value](repeating: .null, count: kind.properties.count)
    for (name, scalar) in state.values {
      guard let index = kind.index(of: name) else {
        throw damaged("的“\(name.prefix(40))”在本登记库的“\(kind.title)”中没有；双方的类别定义应一致")
      }
      values[index] = scalar.value(kind.properties[index].type)
    }
    let record = Record(kind: kind, fid: 0, values: values, geometry: try geometry(state.geometry, kind))
    guard record.id == id else { throw damaged("的内部编号前后不一") }
    return record
  }

  private func geometry(_ text: String?, _ kind: Kind) throws(ExchangeError) -> Geometry? {
    guard let text else { return nil }
    guard let data = Data(base64Encoded: text), kind.geometry != nil else { throw damaged("的几何不能识别") }
    do {
      return try WellKnownBinary.read([UInt8](data))
    } catch {
      throw damaged("的几何已损坏：\(error.message)")
    }
  }

  private func damaged(_ what: String) -> ExchangeError {
    ExchangeError(.damaged, "“\(path)”第\(number)行\(what)；没有应用任何变更，请重新导出或重新拷贝。")
  }
}

/// Reads a file line by line, none longer than a limit.
struct LineReader {
  private let path: String
  private let file: FileHandle
  private let maximumLineBytes: Int
  private var buffer = Data()
  private var isAtEnd = false

  init(path: String, maximumLineBytes: Int) throws(ExchangeError) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ExchangeError(.notFound, "找不到或不能读取文件“\(path)”；请核对文件名和权限。")
    }
    self.path = path
    self.file = file
    self.maximumLineBytes = maximumLineBytes
  }

  /// The next line without its end, or nil after the last.
  mutating func next() throws(ExchangeError) -> Data? {
    var searched = buffer.startIndex
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0a) {
        let line = buffer[..<end]
        buffer = buffer[buffer.index(after: end)...]
        return Data(line)
      }
      searched = buffer.endIndex
      guard buffer.count <= maximumLineBytes else {
        throw ExchangeError(.tooLarge, "“\(path)”中有一行超过\(maximumLineBytes >> 20) MB，不是可用的文件。")
      }
      guard !isAtEnd else {
        defer { buffer = Data() }
        return buffer.isEmpty ? nil : Data(buffer)
      }
      let block: Data?
      do { block = try file.read(upToCount: 1 << 20) } catch {
        throw ExchangeError(.damaged, "读取文件“\(path)”失败；请检查磁盘和权限。")
      }
      if let block, !block.isEmpty { buffer.append(block) } else { isAtEnd = true }
    }
  }
}
