import Foundation
import HTTPTypes
import Testing

@testable import HetuServer

@Suite struct ReplyShelfTests {
  private func key(_ number: Int) -> Data { Data("\(number)".utf8) }

  private func reply(_ bytes: Int, link: Int = 0) -> Reply {
    var reply = Reply([UInt8](repeating: 0, count: bytes), type: Media.geoJSON)
    if link > 0 { reply.headers[.link] = String(repeating: "x", count: link) }
    return reply
  }

  private func kept(_ numbers: Range<Int>, _ shelf: ReplyShelf) -> Int {
    numbers.count { number in
      var shelf = shelf
      return shelf.reply(of: key(number), 1) != nil
    }
  }

  @Test func `small answers to very many long addresses take no more than what was set aside`() {
    var shelf = ReplyShelf(greatestBytes: 1 << 20)
    for number in 0..<2_000 { shelf.keep(reply(0, link: 20_000), of: key(number), 1) }
    let count = kept(0..<2_000, shelf)
    #expect(count > 20 && count <= (1 << 20) / 21_000, "\(count)")
  }

  @Test func `what is asked for again stays, and the last answers stay while others go`() {
    var shelf = ReplyShelf(greatestBytes: 100_000)
    shelf.keep(reply(4_000), of: key(-1), 1)
    for number in 0..<200 {
      shelf.keep(reply(4_000), of: key(number), 1)
      #expect(shelf.reply(of: key(-1), 1)?.bytes.count == 4_000)
      #expect(shelf.reply(of: key(number), 1) != nil)
    }
    #expect(kept(190..<200, shelf) == 10 && kept(0..<100, shelf) == 0)
  }

  @Test func `what rests on other records, or would take most of the room, is not kept`() {
    var shelf = ReplyShelf(greatestBytes: 100_000)
    shelf.keep(reply(10), of: key(1), 1)
    #expect(shelf.reply(of: key(1), 2) == nil)
    shelf.keep(reply(10), of: key(1), 2)
    #expect(shelf.reply(of: key(1), 1) == nil && shelf.reply(of: key(1), 2) != nil)
    shelf.keep(reply(90_000), of: key(2), 1)
    #expect(shelf.reply(of: key(2), 1) == nil)
  }
}
