import Crypto
import Foundation
import HTTPTypes
import HetuRegistry
import HetuSchemas
import Synchronization

/// Answers that rest on some kinds of record only: kept until one of these changes, and not sent again to who has them.
final class KeptReplies: Sendable {
  /// Makes tags: those of another run, which may serve another file, are others, and none tells what it is made of.
  private let secret = SymmetricKey(size: .bits256)
  private let shelf = Mutex(ReplyShelf(greatestBytes: 64 << 20))

  /// The answer to a call: what is kept, or else made now; without a body where the call names its tag (If-None-Match). What can't be
  /// answered is refused, whatever tag it names.
  func reply(to call: Call, restingOn kinds: [Kind]) async throws -> Reply {
    // The sum of what only grows changes whenever one of them does. Marks are read first: what is written meanwhile makes the next answer.
    let mark = try call.registry.changeMark(of: kinds).reduce(0, +)
    // Addresses may be very long; what stands for one is not.
    let asked = Data("\(call.audience.rawValue) \(call.form.word) \(call.link([:]))".utf8)
    let key = Data(SHA256.hash(data: asked))
    var reply: Reply
    if let kept = shelf.withLock({ $0.reply(of: key, mark) }) {
      reply = kept
    } else {
      reply = try await call.endpoint.answer(call)
      reply.headers[.eTag] = tag(of: key, mark)
      shelf.withLock { $0.keep(reply, of: key, mark) }
    }
    if let tag = reply.headers[.eTag], let known = call.headers[.ifNoneMatch], EntityTag.tags(known).contains(tag) {
      reply.status = .notModified
      reply.bytes = []
    }
    return reply
  }

  /// The tag of an answer (RFC 9110, section 8.8.3): weak, as an answer may hold a change that was written while it was made.
  private func tag(of key: Data, _ mark: Int64) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: key + Data("\(mark)".utf8), using: secret)
    return "W/\"\(code.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())\""
  }
}

/// Replies by what was asked and the state of the records. Where it is full, those that were not asked for lately go.
struct ReplyShelf {
  private typealias Kept = (mark: Int64, reply: Reply)

  /// What is held at most, bytes: half of it the newer replies, half the older ones.
  let greatestBytes: Int
  private var newer: [Data: Kept] = [:]
  private var newerBytes = 0
  private var older: [Data: Kept] = [:]

  init(greatestBytes: Int) { self.greatestBytes = greatestBytes }

  /// What is kept of what was asked, unless records have changed since. What is asked for again stays.
  mutating func reply(of key: Data, _ mark: Int64) -> Reply? {
    guard let kept = newer[key] ?? older[key], kept.mark == mark else { return nil }
    if newer[key] == nil { keep(kept.reply, of: key, mark) }
    return kept.reply
  }

  /// Keeps a reply, unless it is too large a part of what can be held.
  mutating func keep(_ reply: Reply, of key: Data, _ mark: Int64) {
    if let old = newer.removeValue(forKey: key) { newerBytes -= Self.size(old.reply) }
    let size = Self.size(reply)
    guard size <= greatestBytes / 4 else { return }
    if newerBytes + size > greatestBytes / 2 { (older, newer, newerBytes) = (newer, [:], 0) }
    newerBytes += size
    newer[key] = (mark, reply)
  }

  /// What a reply takes, bytes; a thousand of them stand for its key and what holds it.
  private static func size(_ reply: Reply) -> Int {
    reply.headers.reduce(reply.bytes.count + 1_000) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
  }
}
