import CExpat
import CGDAL
import Foundation

/// An XML document in an archive, read once from its beginning without being kept.
struct XMLPart {
  /// The document as GDAL names it.
  let document: String
  /// The archive as its user named it, for errors.
  let path: String
  let limits: SourceLimits

  private static let blockBytes = 1 << 16

  /// Reads the document and hands its content to `handler`, until that throws or asks to stop.
  ///
  /// - Throws: `ExchangeError` for a document that is damaged, too deep, too large or declares types or entities; what the handler throws.
  func read(_ handler: any XMLHandling) throws {
    guard let file = VSIFOpenL(document, "rb") else { throw damaged }
    defer { VSIFCloseL(file) }
    guard let parser = XML_ParserCreate(nil) else { throw damaged }
    defer { XML_ParserFree(parser) }
    let session = XMLSession(parser: parser, handler: handler, maximumDepth: limits.maximumElementDepth)
    session.connect()
    var block = [CChar](repeating: 0, count: Self.blockBytes)
    var total = 0
    while true {
      let count = VSIFReadL(&block, 1, block.count, file)
      total += count
      guard total <= limits.maximumUnpackedBytes else {
        throw ExchangeError(
          .tooLarge, "文件“\(path)”解压后超过 \(limits.maximumUnpackedBytes >> 20) MB，已拒绝；请删去空白行列或拆分后再导入。")
      }
      let status = XML_Parse(parser, block, Int32(count), count == 0 ? 1 : 0)
      switch session.ending {
      case nil: break
      case .stopped: return
      case .failed(let error): throw error
      case .declaration:
        throw ExchangeError(.unsafeContent, "文件“\(path)”含有文档类型或实体声明（DTD），已拒绝；请用 Excel 或 WPS 重新另存。")
      case .tooDeep:
        throw ExchangeError(.tooLarge, "文件“\(path)”的元素嵌套超过 \(limits.maximumElementDepth) 层，已拒绝；请重新另存。")
      }
      guard status == XML_STATUS_OK else { throw damaged }
      if count == 0 { return }
    }
  }

  private var damaged: ExchangeError {
    ExchangeError(.damaged, "文件“\(path)”已损坏或不完整；请用 Excel 或 WPS 重新另存。")
  }
}

/// Takes what an XML document holds, in its order.
protocol XMLHandling: AnyObject {
  /// An element begins.
  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws
  /// An element ends; false stops the reading.
  func end(_ name: XMLName) throws -> Bool
  /// A piece of text; a text may come in several.
  func text(_ bytes: UnsafeRawBufferPointer)
}

/// An element's name without its prefix; valid during the call that gives it.
struct XMLName {
  private let start: UnsafePointer<CChar>

  init(_ name: UnsafePointer<CChar>) { start = strchr(name, 0x3A).map { UnsafePointer($0 + 1) } ?? name }

  static func ~= (name: StaticString, found: XMLName) -> Bool { found.equals(name) }
  static func == (found: XMLName, name: StaticString) -> Bool { found.equals(name) }

  private func equals(_ name: StaticString) -> Bool {
    name.isSame(as: start)
  }
}

/// An element's attributes; valid during the call that gives them.
struct XMLAttributes {
  fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The value of an attribute as C text; prefixes count, as in `r:id`.
  func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
    guard var pair = pairs else { return nil }
    while let key = pair[0] {
      if name.isSame(as: key) { return pair[1] }
      pair += 2
    }
    return nil
  }

  /// The value of an attribute.
  subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

  /// The value of an attribute that is a whole number.
  func integer(_ name: StaticString) -> Int? { self[name].flatMap { Int($0) } }

  /// Whether an attribute says true (`1` or `true`).
  func flag(_ name: StaticString) -> Bool { ["1", "true"].contains(self[name] ?? "") }
}

extension StaticString {
  fileprivate func isSame(as text: UnsafePointer<CChar>) -> Bool {
    strncmp(text, UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self), utf8CodeUnitCount) == 0
      && text[utf8CodeUnitCount] == 0
  }
}

/// Joins the parser's callbacks to a handler for the time of one reading.
private final class XMLSession {
  enum Ending {
    case stopped, declaration, tooDeep
    case failed(any Error)
  }

  private let parser: XML_Parser
  private let handler: any XMLHandling
  private let maximumDepth: Int
  private var depth = 0
  private(set) var ending: Ending?

  init(parser: XML_Parser, handler: any XMLHandling, maximumDepth: Int) {
    self.parser = parser
    self.handler = handler
    self.maximumDepth = maximumDepth
  }

  func connect() {
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { data, name, attributes in XMLSession.of(data)?.begin(name, attributes) },
      { data, name in XMLSession.of(data)?.end(name) })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let session = XMLSession.of(data), session.ending == nil, let text else { return }
      session.handler.text(UnsafeRawBufferPointer(start: text, count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLSession.of(data)?.finish(.declaration) }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> XMLSession? {
    data.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
  }

  private func begin(_ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    guard ending == nil, let name else { return }
    depth += 1
    guard depth <= maximumDepth else { return finish(.tooDeep) }
    do { try handler.begin(XMLName(name), XMLAttributes(pairs: attributes)) } catch { finish(.failed(error)) }
  }

  private func end(_ name: UnsafePointer<CChar>?) {
    guard ending == nil, let name else { return }
    depth -= 1
    do { if try !handler.end(XMLName(name)) { finish(.stopped) } } catch { finish(.failed(error)) }
  }

  private func finish(_ ending: Ending) {
    self.ending = ending
    XML_StopParser(parser, 0)
  }
}
